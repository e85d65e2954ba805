package gitlog

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/schema"
)

// filesOf gives the files of a commit with a tree.
func filesOf(t testing.TB, b *builder, tree string) fs.FS {
	t.Helper()
	files, err := b.open().Files(b.commit(made{tree: tree}))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// list gives the paths of all files and links.
func list(t testing.TB, files fs.FS) string {
	t.Helper()
	var names []string
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	return strings.Join(names, " ")
}

func TestFilesAreAFileSystem(t *testing.T) {
	b := newBuilder(t, t.TempDir())
	blob := b.object("blob", []byte("記録\r\n"))
	inner := b.tree(item{"100644", "x.md", blob}, item{"100755", "z", b.object("blob", nil)})
	tree := b.tree(
		item{"100644", "a.md", blob}, item{"100664", "a-b.md", blob}, // Git's order is not that of names
		item{"40000", "a", inner}, item{"120000", "link.md", b.object("blob", []byte("../../etc/passwd"))},
		item{"160000", "module", strings.Repeat("5", 40)}, item{"40000", "障害", inner}, item{"40000", "empty", b.tree()},
	)
	files := filesOf(t, b, tree)
	if err := fstest.TestFS(files, "a.md", "a-b.md", "a/x.md", "a/z", "link.md", "障害/x.md", "empty"); err != nil {
		t.Error(err)
	}
	if err := fstest.TestFS(filesOf(t, b, b.tree())); err != nil {
		t.Error("empty tree:", err)
	}
	if got, want := list(t, files), "a/x.md a/z a-b.md a.md link.md 障害/x.md 障害/z"; got != want {
		t.Errorf("files %q, want %q", got, want)
	}
	info, err := fs.Stat(files, "link.md")
	if err != nil || info.Mode().Type() != fs.ModeSymlink {
		t.Errorf("link.md: %v, %v", info, err)
	}
	if _, err := fs.ReadFile(files, "link.md"); !errors.Is(err, ErrSymbolicLink) {
		t.Errorf("reading a link: %v, want ErrSymbolicLink", err)
	}
	info, err = fs.Stat(files, "障害/x.md")
	if err != nil || info.Size() != 8 || info.ModTime().Unix() != epoch {
		t.Errorf("障害/x.md: %v, %v", info, err)
	}
	for _, name := range []string{"module", "a.md/x", "none", "a/none", "link.md/x"} {
		if _, err := files.Open(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Open(%q): %v, want ErrNotExist", name, err)
		}
	}
}

func TestFilesRefuseUnsafeNames(t *testing.T) {
	b := newBuilder(t, t.TempDir())
	blob, other := b.object("blob", []byte("x")), b.object("blob", []byte("other"))
	inner := b.tree(item{"100644", "config", blob})
	var items []item
	for _, name := range []string{
		".", "..", "a/b", "../../x", `a\b`, ".git", ".GIT", ".git.", ".git ", ".git::$INDEX_ALLOCATION", "git~1", "GIT~1", ".g\u200cit", "\ufeff.git", "b\xffd.md",
	} {
		items = append(items, item{"100644", name, blob}, item{"40000", name, inner})
	}
	items = append(items, item{"100644", "same.md", blob}, item{"100644", "same.md", other}, item{"40000", "same.md", inner},
		item{"100644", "tab\there.md", blob}, item{"100644", ".gitignore", blob}, item{"100644", ".github", blob},
		item{"100644", "README.md", blob}, item{"100644", "readme.md", blob},
		item{"100644", "e\u0301.md", blob}, item{"100644", "é.md", blob}, item{"777", "odd", blob})
	files := filesOf(t, b, b.tree(items...))
	if got, want := list(t, files), ".github .gitignore README.md e\u0301.md readme.md same.md tab\there.md é.md"; got != want {
		t.Errorf("files %q, want %q", got, want)
	}
	if text, err := fs.ReadFile(files, "same.md"); err != nil || string(text) != "x" {
		t.Errorf("same.md: %q, %v, want the first of the name", text, err)
	}
	if err := fstest.TestFS(files, "same.md"); err != nil {
		t.Error(err)
	}
}

func TestFilesBelowPrefix(t *testing.T) {
	dir := realDir(t)
	b, head := sample(t, dir+"/.git")
	if err := os.MkdirAll(dir+"/kb/new/deep", 0o755); err != nil {
		t.Fatal(err)
	}
	for folder, want := range map[string]string{"kb": "a.md 障害.md", "kb/new/deep": ""} {
		files, err := openDir(t, dir+"/"+folder).Files(head)
		if err != nil {
			t.Fatal(err)
		}
		if got := list(t, files); got != want {
			t.Errorf("%s: files %q, want %q", folder, got, want)
		}
	}
	for rev, want := range map[string]error{"HEAD": &RevisionError{"HEAD", Unsupported}, strings.Repeat("6", 40): ErrMissing} {
		if _, err := b.open().Files(rev); err == nil || !errors.Is(err, want) && err.Error() != want.Error() {
			t.Errorf("Files(%q): %v, want %v", rev, err, want)
		}
	}
}

func TestFilesAreBounded(t *testing.T) {
	b := newBuilder(t, t.TempDir())
	blob := b.object("blob", []byte("x"))
	t.Run("a folder inside itself many times", func(t *testing.T) {
		tree := b.tree(item{"100644", "a.md", blob})
		for range 20 {
			tree = b.tree(item{"40000", "a", tree}, item{"40000", "b", tree}, item{"40000", "c", tree})
		}
		err := fs.WalkDir(filesOf(t, b, tree), ".", func(_ string, _ fs.DirEntry, err error) error { return err })
		if err == nil || !strings.Contains(err.Error(), "200000 paths") {
			t.Errorf("%v, want that there are too many paths", err)
		}
	})
	t.Run("deep", func(t *testing.T) {
		tree := b.tree(item{"100644", "a.md", blob})
		for range 200 {
			tree = b.tree(item{"40000", "d", tree})
		}
		files := filesOf(t, b, tree)
		if _, err := fs.Stat(files, strings.Repeat("d/", 199)+"d/a.md"); err == nil || !strings.Contains(err.Error(), "deeper") {
			t.Errorf("%v, want that folders nest too deep", err)
		}
	})
	t.Run("large file", func(t *testing.T) {
		large := b.object("blob", make([]byte, maxObject+1))
		files := filesOf(t, b, b.tree(item{"100644", "large.md", large}))
		info, err := fs.Stat(files, "large.md")
		if err != nil || info.Size() != maxObject+1 {
			t.Errorf("size %v, %v", info, err)
		}
		if _, err := fs.ReadFile(files, "large.md"); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%v, want ErrTooLarge", err)
		}
	})
	t.Run("objects of another kind", func(t *testing.T) {
		files := filesOf(t, b, b.tree(item{"40000", "d", blob}, item{"100644", "a.md", b.tree()}))
		if _, err := fs.ReadDir(files, "d"); !errors.Is(err, ErrDamaged) {
			t.Errorf("a blob as folder: %v", err)
		}
		if _, err := fs.ReadFile(files, "a.md"); !errors.Is(err, ErrDamaged) {
			t.Errorf("a tree as file: %v", err)
		}
	})
}

func TestPartialCloneTellsWhatIsMissing(t *testing.T) {
	b, head := sample(t, t.TempDir())
	b.file("config", "[remote \"origin\"]\n\tpromisor = true\n")
	r := b.open()
	files, err := r.Files(head)
	if err != nil {
		t.Fatal(err)
	}
	b.remove(b.object("blob", []byte("three\n")))
	if got := list(t, files); got != "kb/a.md kb/障害.md x" {
		t.Errorf("files %q", got)
	}
	if _, err := fs.ReadFile(files, "kb/a.md"); !errors.Is(err, ErrMissing) {
		t.Errorf("%v, want ErrMissing", err)
	}
}

// TestFilesReadAtTheSameTime is for the race detector, and for go-git, which
// says "not found" of objects that are there when it is not guarded.
func TestFilesReadAtTheSameTime(t *testing.T) {
	dir := realDir(t)
	b := newBuilder(t, dir)
	all := map[string]string{}
	for i := range 200 {
		all[fmt.Sprintf("d%d/%d.md", i%7, i)] = fmt.Sprintf("---\ntype: runbook\nid: rb-%d\n---\n# Title %d\n%s", i, i, strings.Repeat("same line\n", i*20))
	}
	head := b.commit(made{tree: b.files(all)})
	b.ref("refs/heads/main", head)
	native(t, dir, "repack", "-adfq")
	files, err := b.open().Files(head)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for name, want := range all {
				if text, err := fs.ReadFile(files, name); err != nil || string(text) != want {
					t.Errorf("%s: %d bytes, %v", name, len(text), err)
					return
				}
			}
		})
	}
	group.Wait()

	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	options := corpus.Options{}
	options.Limits.File = 1 << 20
	c, _, err := corpus.Load(context.Background(), files, set, options)
	if err != nil || len(c.Entries) != len(all) {
		t.Fatalf("%d entries, %v, want %d", len(c.Entries), err, len(all))
	}
}
