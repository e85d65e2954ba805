//go:build browser

package browser

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"
)

// full tells whether everything is tried, not a sample.
func full() bool { return os.Getenv("DEBRIEF_FULL") != "" }

// seed decides which sample is tried: DEBRIEF_SEED, else a number by chance.
var seed = sync.OnceValue(func() uint64 {
	if n, err := strconv.ParseUint(os.Getenv("DEBRIEF_SEED"), 10, 64); err == nil {
		return n
	}
	return rand.Uint64N(1_000_000)
})

// chance is the same in every run with the same seed, whichever tests run.
func chance(t *testing.T) *rand.Rand {
	var name [32]byte
	copy(name[:], strconv.FormatUint(seed(), 10)+t.Name())
	return rand.New(rand.NewChaCha8(name))
}

// sitePage is a page of the site of the examples.
type sitePage struct {
	file     string   // on disk
	path     string   // below the site: "ja/incidents/2025-003/index.html"
	features []string // kinds of things on it: its own kind, its classes
}

// lang gives the language of the page's interface.
func (p sitePage) lang() string {
	if strings.HasPrefix(p.path, "ja/") {
		return "ja"
	}
	return "en"
}

// examplePages lists the pages of the site of the examples in both languages,
// but for those that only lead on, in the order of their paths. The site reads
// from disk.
func examplePages(t *testing.T) []sitePage {
	t.Helper()
	pages, err := examples()
	if err != nil {
		t.Fatalf("%v (run \"make build\" first)", err)
	}
	if len(pages) < 200 {
		t.Fatalf("the site of the examples has only %d pages", len(pages))
	}
	return pages
}

var examples = sync.OnceValues(func() ([]sitePage, error) {
	dir, err := scratch()
	if err != nil {
		return nil, err
	}
	site := filepath.Join(dir, "site")
	if err := buildInBothLanguages(dir, site); err != nil {
		return nil, err
	}
	return readPages(site)
})

var languagesLine = regexp.MustCompile(`(?m)^languages:.*$`)

// buildInBothLanguages builds the site of the examples, with the history of
// this repository and further flags.
func buildInBothLanguages(dir, site string, flags ...string) error {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		return err
	}
	repo := filepath.Join(dir, "examples")
	if err := os.CopyFS(repo, os.DirFS(filepath.Join(root, "examples"))); err != nil {
		return err
	}
	settings := filepath.Join(repo, "debrief.yaml")
	text, err := os.ReadFile(settings)
	if err != nil {
		return err
	}
	text = languagesLine.ReplaceAll(text, []byte("languages: [en, ja]"))
	err = os.WriteFile(settings, text, 0o644)
	if _, missing := os.Stat(filepath.Join(root, ".git", "HEAD")); err == nil && missing == nil {
		err = os.WriteFile(filepath.Join(dir, ".git"), []byte("gitdir: "+filepath.Join(root, ".git")+"\n"), 0o644)
	}
	if err != nil {
		return err
	}
	args := append([]string{"-C", repo, "build", "--file-urls", "--out", site}, flags...)
	out, err := exec.Command(commandName(), args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("building the examples: %w\n%s", err, out)
	}
	return nil
}

// commandName is the command under test: DEBRIEF_COMMAND, else that of "make
// build".
func commandName() string {
	if name := os.Getenv("DEBRIEF_COMMAND"); name != "" {
		return name
	}
	name, err := filepath.Abs(filepath.Join("..", "..", "bin", "debrief"))
	if err != nil {
		return "debrief"
	}
	return name
}

func readPages(site string) (pages []sitePage, err error) {
	err = filepath.WalkDir(site, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".html" {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil || strings.Contains(string(text), `http-equiv="refresh"`) {
			return err
		}
		rel, err := filepath.Rel(site, name)
		if err != nil {
			return err
		}
		p := sitePage{file: name, path: filepath.ToSlash(rel)}
		p.features, err = features(p.path, string(text))
		pages = append(pages, p)
		return err
	})
	return pages, err
}

// features tells what a page is, and what stands on it: by classes, states and
// roles, not by words.
func features(name, text string) ([]string, error) {
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	parts := strings.Split(strings.TrimPrefix(name, "ja/"), "/")
	set := map[string]bool{fmt.Sprintf("%s of depth %d", parts[0], len(parts)): true}
	if len(parts) == 3 && (parts[0] == "insights" || parts[0] == "actions") {
		set[name] = true // a page of its own kind
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			switch a.Key {
			case "class":
				for class := range strings.FieldsSeq(a.Val) {
					set[n.Data+"."+class] = true
				}
			case "role", "aria-current", "type":
				set[n.Data+" "+a.Key+"="+a.Val] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(set)), nil
}

// sample gives pages on which every feature is met at least once; all pages
// if everything is tried.
func sample(t *testing.T, r *rand.Rand) []sitePage {
	t.Helper()
	pages := examplePages(t)
	if full() {
		return pages
	}
	met := map[string]int{}
	var out []sitePage
	for _, i := range r.Perm(len(pages)) {
		fresh := func(f string) bool { return met[f] == 0 }
		if !slices.ContainsFunc(pages[i].features, fresh) {
			continue
		}
		for _, f := range pages[i].features {
			met[f]++
		}
		out = append(out, pages[i])
	}
	// Later pages made some of the earlier needless.
	return slices.DeleteFunc(out, func(p sitePage) bool {
		if slices.ContainsFunc(p.features, func(f string) bool { return met[f] == 1 }) {
			return false
		}
		for _, f := range p.features {
			met[f]--
		}
		return true
	})
}

// inTabs does the same to all things in two tabs at once.
func inTabs[T any](t *testing.T, list []T, do func(ctx context.Context, complaints func() []string, one T)) {
	t.Helper()
	work := make(chan T)
	var group sync.WaitGroup
	for range 2 {
		ctx := newBrowser(t)
		complaints := watch(t, ctx)
		group.Go(func() {
			for one := range work {
				do(ctx, complaints, one)
			}
		})
	}
	for _, one := range list {
		work <- one
	}
	close(work)
	group.Wait()
}
