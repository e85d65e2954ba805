package arch

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/debrief-dev/debrief/"

// table lists for each package which packages of ours it may import. A
// package that is not listed may not exist. Tests of a package may import
// more than its code; cmd/debrief may import anything.
var table = map[string]string{
	"internal/arch":       "",
	"internal/source":     "",
	"internal/lazyregexp": "",
	"internal/bundle":     "",
	"internal/publish":    "",
	"internal/search":     "",
	"internal/parallel":   "",
	"internal/watch":      "",
	"internal/leak":       "internal/search",
	"theme":               "",
	"render/figure":       "",
	"render/mermaid":      "internal/lazyregexp render/figure",
	"internal/diag":       "internal/source",
	"internal/doc":        "internal/lazyregexp internal/source internal/diag",
	"schema":              "internal/lazyregexp internal/source internal/diag internal/doc",
	"internal/facet":      "internal/lazyregexp internal/source internal/diag internal/doc schema",
	"internal/gitlog":     "internal/source",
	"internal/corpus":     "internal/lazyregexp internal/source internal/diag internal/doc schema internal/facet",
	"internal/insight":    "internal/parallel internal/lazyregexp internal/source internal/diag internal/doc internal/corpus internal/facet internal/gitlog internal/search",
	"lint":                "internal/parallel internal/lazyregexp internal/source internal/diag internal/doc internal/corpus internal/insight",
	"lint/rules":          "internal/lazyregexp internal/source internal/diag internal/doc internal/facet internal/corpus internal/insight lint",
	"lint/linttest":       "internal/source internal/diag internal/doc internal/corpus schema internal/insight internal/gitlog lint internal/config",
	"render":              "internal/parallel internal/lazyregexp internal/source internal/diag internal/doc schema internal/facet internal/corpus internal/insight internal/search internal/bundle theme render/figure render/mermaid",
	"internal/config":     "internal/lazyregexp internal/diag internal/source internal/doc schema internal/facet internal/corpus internal/insight lint render",
	"cmd/debrief":         "*",
}

// owners names for each heavy library the only packages that import it in
// code that is not a test.
var owners = map[string]string{
	"github.com/go-git/":              "internal/gitlog",
	"github.com/evanw/esbuild":        "internal/bundle",
	"github.com/xeipuuv/gojsonschema": "schema",
	"github.com/adrg/frontmatter":     "internal/doc",
	"go.yaml.in/yaml":                 "internal/doc",
	"github.com/yuin/goldmark":        "internal/doc internal/facet internal/corpus lint lint/rules render",
	"github.com/spf13/cobra":          "cmd/debrief",
	"github.com/zricethezav/gitleaks": "lint/rules",
	"github.com/pelletier/go-toml":    "lint/rules",
	"github.com/adhocore/gronx":       "internal/insight",
	"github.com/teambition/rrule-go":  "internal/insight",
	"github.com/blevesearch":          "internal/search",
	"github.com/arran4/golang-ical":   "render",
	"github.com/fsnotify/fsnotify":    "internal/watch",
}

// given are the five libraries that the project is built on: each must be
// used by its owner.
var given = map[string]string{
	"github.com/adrg/frontmatter":     "internal/doc",
	"github.com/yuin/goldmark":        "internal/doc",
	"github.com/xeipuuv/gojsonschema": "schema",
	"github.com/go-git/go-git/v5":     "internal/gitlog",
	"github.com/evanw/esbuild":        "internal/bundle",
}

// imports gives for each package of the module what its code, tests left
// out, imports.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	root := filepath.Join("..", "..")
	found := map[string]map[string]bool{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		pkg := path.Dir(filepath.ToSlash(rel))
		if found[pkg] == nil {
			found[pkg] = map[string]bool{}
		}
		for _, spec := range file.Imports {
			p, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			found[pkg][p] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for pkg, set := range found {
		out[pkg] = slices.Sorted(maps.Keys(set))
	}
	return out
}

func TestImportTable(t *testing.T) {
	for pkg, list := range imports(t) {
		allowed, known := table[pkg]
		if !known {
			t.Errorf("package %s is not in the table", pkg)
			continue
		}
		for _, p := range list {
			ours, isOurs := strings.CutPrefix(p, module)
			if isOurs && allowed != "*" && !slices.Contains(strings.Fields(allowed), ours) {
				t.Errorf("%s imports %s: not in the table", pkg, ours)
			}
			for library, owner := range owners {
				if strings.HasPrefix(p, library) && !slices.Contains(strings.Fields(owner), pkg) {
					t.Errorf("%s imports %s, which belongs to %s", pkg, p, owner)
				}
			}
		}
	}
}

func TestGivenLibrariesAreUsedByTheirOwners(t *testing.T) {
	all := imports(t)
	for library, owner := range given {
		uses := slices.ContainsFunc(all[owner], func(p string) bool { return strings.HasPrefix(p, library) })
		if !uses {
			t.Errorf("%s does not import %s", owner, library)
		}
	}
}

// TestNoInitAndNoClock keeps state and surroundings out of the packages below
// cmd: no init function, no clock, no environment, no network.
func TestNoInitAndNoClock(t *testing.T) {
	forbidden := []string{"\nfunc init()", "time.Now(", "os.Getenv(", "os.LookupEnv(", "os.Environ("}
	for pkg, list := range imports(t) {
		if pkg == "cmd/debrief" {
			continue
		}
		for _, p := range list {
			if p == "net" || p == "net/http" || p == "os/exec" {
				t.Errorf("%s imports %s", pkg, p)
			}
		}
		files, err := filepath.Glob(filepath.Join("..", "..", filepath.FromSlash(pkg), "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, word := range forbidden {
				if strings.Contains(string(text), word) {
					t.Errorf("%s has %q", name, strings.TrimSpace(word))
				}
			}
		}
	}
}
