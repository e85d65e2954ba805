package gitlog

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// lines is a text of n lines that are told apart by word.
func text(word string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s %d\n", word, i)
	}
	return b.String()
}

func TestRenames(t *testing.T) {
	long, other := text("line", 20), text("別の行", 20)
	for name, tt := range map[string]struct {
		before, after map[string]string
		want          map[string]string
	}{
		"nothing":            {map[string]string{"a.md": "x"}, map[string]string{"a.md": "x"}, map[string]string{}},
		"same content":       {map[string]string{"a.md": "x"}, map[string]string{"障害/b.md": "x"}, map[string]string{"障害/b.md": "a.md"}},
		"edited":             {map[string]string{"a.md": long}, map[string]string{"b.md": long + text("new", 10)}, map[string]string{"b.md": "a.md"}},
		"rewritten":          {map[string]string{"a.md": long}, map[string]string{"b.md": text("new", 20)}, map[string]string{}},
		"half is enough":     {map[string]string{"a.md": text("l", 10)}, map[string]string{"b.md": text("l", 5) + text("n", 5)}, map[string]string{"b.md": "a.md"}},
		"less than half":     {map[string]string{"a.md": text("l", 10)}, map[string]string{"b.md": text("l", 4) + text("n", 6)}, map[string]string{}},
		"CRLF and blank":     {map[string]string{"a.md": long}, map[string]string{"b.md": strings.ReplaceAll(long, "\n", "\r\n\r\n")}, map[string]string{"b.md": "a.md"}},
		"empty files":        {map[string]string{"a.md": ""}, map[string]string{"b.md": "\n"}, map[string]string{}},
		"a copy is new":      {map[string]string{"a.md": long}, map[string]string{"a.md": long, "b.md": long}, map[string]string{}},
		"the likest":         {map[string]string{"a.md": long, "c.md": other}, map[string]string{"x.md": other + "y\n", "y.md": long + "x\n"}, map[string]string{"x.md": "c.md", "y.md": "a.md"}},
		"the same name":      {map[string]string{"a/x.md": "1", "b/y.md": "1"}, map[string]string{"c/y.md": "1", "d/x.md": "1"}, map[string]string{"c/y.md": "b/y.md", "d/x.md": "a/x.md"}},
		"each once":          {map[string]string{"a.md": long}, map[string]string{"b.md": long, "c.md": long}, map[string]string{"b.md": "a.md"}},
		"file turned folder": {map[string]string{"a": long}, map[string]string{"a/index.md": long}, map[string]string{"a/index.md": "a"}},
		"binary":             {map[string]string{"a": "\x00" + long}, map[string]string{"b": "\x00" + long + "x"}, map[string]string{}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBuilder(t, t.TempDir())
			base := b.commit(made{tree: b.files(tt.before)})
			head := b.commit(made{tree: b.files(tt.after), day: 1})
			got, err := b.open().Renames(base, head)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRenamesBelowPrefix(t *testing.T) {
	dir := realDir(t)
	b := newBuilder(t, dir+"/.git")
	base := b.commit(made{tree: b.files(map[string]string{"kb/a.md": "x", "out.md": "y"})})
	head := b.commit(made{tree: b.files(map[string]string{"kb/b.md": "x", "kb/in.md": "y"})})
	if err := os.MkdirAll(dir+"/kb", 0o755); err != nil {
		t.Fatal(err)
	}
	got, err := openDir(t, dir+"/kb").Renames(base, head)
	if diff := cmp.Diff(map[string]string{"b.md": "a.md"}, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

// TestRenamesOfManyFiles has a hostile commit: all files are alike.
func TestRenamesOfManyFiles(t *testing.T) {
	b := newBuilder(t, t.TempDir())
	before, after := map[string]string{}, map[string]string{}
	for i := range 500 {
		before[fmt.Sprintf("a%d.md", i)] = text("same", 50) + fmt.Sprint("a", i)
		after[fmt.Sprintf("b%d.md", i)] = text("same", 50) + fmt.Sprint("b", i)
	}
	base, head := b.commit(made{tree: b.files(before)}), b.commit(made{tree: b.files(after)})
	start := time.Now()
	got, err := b.open().Renames(base, head)
	if err != nil || len(got) != 500 {
		t.Errorf("%d renames, %v", len(got), err)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

// TestDiffOfTrees has trees that no Git writes beside honest ones: names out of
// order, names twice, a file that became a folder.
func TestDiffOfTrees(t *testing.T) {
	b := newBuilder(t, t.TempDir())
	x, y := b.object("blob", []byte("x")), b.object("blob", []byte("y"))
	inner := b.tree(item{"100644", "z", x})
	for name, tt := range map[string]struct {
		before, after []item
		want          string
	}{
		"empty":          {nil, nil, ""},
		"in order":       {[]item{{"100644", "a", x}, {"100644", "b", x}}, []item{{"100644", "b", y}, {"100644", "障害", x}}, "-a ~b +障害"},
		"out of order":   {[]item{{"100644", "b", x}, {"100644", "a", x}}, []item{{"100644", "障害", x}, {"100644", "b", y}}, "+障害 ~b -a"},
		"twice":          {[]item{{"100644", "a", x}, {"100644", "a", y}}, []item{{"100644", "a", x}}, ""},
		"file to folder": {[]item{{"100644", "a", x}}, []item{{"40000", "a", inner}}, "-a +a/z"},
		"folder to file": {[]item{{"40000", "a", inner}}, []item{{"100644", "a", x}}, "+a -a/z"},
		"file to link":   {[]item{{"100644", "a", x}}, []item{{"120000", "a", x}}, "-a"},
		"mode alone":     {[]item{{"100644", "a", x}}, []item{{"100755", "a", x}}, ""},
		"unsafe names":   {[]item{{"40000", ".git", inner}}, []item{{"100644", "..", x}, {"100644", `a\b`, x}}, ""},
	} {
		r := b.open()
		one, _ := parseHash(b.tree(tt.before...))
		two, _ := parseHash(b.tree(tt.after...))
		var got []string
		err := r.diff(one, two, "", func(c change) {
			mark := "~"
			if c.was.IsZero() {
				mark = "+"
			} else if c.is.IsZero() {
				mark = "-"
			}
			got = append(got, mark+c.path)
		})
		if text := strings.Join(got, " "); text != tt.want || err != nil {
			t.Errorf("%s: %q, %v, want %q", name, text, err, tt.want)
		}
	}
}
