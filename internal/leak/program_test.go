package leak

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write program.txt anew")

// TestProgramWordsAreThoseOfTheProgram fails when debrief writes words into a
// site that the list lacks: a public build would take them for a leak where an
// internal document has them alone.
func TestProgramWordsAreThoseOfTheProgram(t *testing.T) {
	words := map[string]bool{}
	for _, dir := range []string{"render", "schema", "internal"} {
		collect(t, filepath.Join("..", "..", dir), words)
	}
	want := strings.Join(slices.Sorted(maps.Keys(words)), "\n") + "\n"
	if *update {
		if err := os.WriteFile("program.txt", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	known := map[string]bool{}
	for word := range strings.Lines(programWords) {
		known[strings.TrimSpace(word)] = true
	}
	var lacking []string
	for word := range words {
		if !known[word] {
			lacking = append(lacking, word)
		}
	}
	if slices.Sort(lacking); len(lacking) > 0 {
		t.Errorf("program.txt lacks %q: run go test ./internal/leak -run TestProgramWords -update", lacking)
	}
}

// collect adds the words of the texts in the code below a folder.
func collect(t *testing.T, root string, words map[string]bool) {
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "testdata":
			return fs.SkipDir
		case !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if _, imports := n.(*ast.ImportSpec); imports {
				return false
			}
			if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING {
				if said, err := strconv.Unquote(text.Value); err == nil {
					eachWord(fold([]byte(said), nil), func(word []byte) { words[string(word)] = true })
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
