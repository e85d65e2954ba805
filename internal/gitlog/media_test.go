package gitlog

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// pointer is what Git LFS commits in place of a text.
func pointer(text string) string {
	sum := sha256.Sum256([]byte(text))
	return fmt.Sprintf("version https://git-lfs.github.com/spec/v1\noid sha256:%x\nsize %d\n", sum, len(text))
}

// keep puts a text where Git LFS does.
func (b *builder) keep(text string) (name string) {
	b.t.Helper()
	sum := sha256.Sum256([]byte(text))
	oid := hex.EncodeToString(sum[:])
	name = "lfs/objects/" + oid[:2] + "/" + oid[2:4] + "/" + oid
	b.file(name, text)
	return name
}

func TestFilesKeptByLFS(t *testing.T) {
	const text = "# 障害\n"
	for name, tt := range map[string]struct {
		spoil func(b *builder, file string)
		want  string
	}{
		"fetched":     {func(*builder, string) {}, text},
		"not fetched": {func(b *builder, file string) { b.drop(file) }, pointer(text)},
		"damaged":     {func(b *builder, file string) { b.file(file, "# 傷害\n") }, pointer(text)},
		"cut off":     {func(b *builder, file string) { b.file(file, "#") }, pointer(text)},
		"a folder": {func(b *builder, file string) {
			b.drop(file)
			b.file(file+"/x", "x")
		}, pointer(text)},
		"a link out of the folder": {func(b *builder, file string) {
			b.drop(file)
			b.file("outside", text)
			if err := os.Symlink(filepath.Join(b.dir, "outside"), filepath.Join(b.dir, file)); err != nil {
				t.Skipf("this system makes no symbolic links: %v", err)
			}
		}, pointer(text)},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBuilder(t, realDir(t))
			head := b.commit(made{tree: b.files(map[string]string{"a.md": pointer(text)})})
			tt.spoil(b, b.keep(text))
			files, err := b.open().Files(head)
			if err != nil {
				t.Fatal(err)
			}
			if data, err := fs.ReadFile(files, "a.md"); err != nil || string(data) != tt.want {
				t.Errorf("%q, %v, want %q", data, err, tt.want)
			}
		})
	}
	t.Run("too large", func(t *testing.T) {
		b := newBuilder(t, realDir(t))
		name := b.keep("x")
		if err := os.Truncate(filepath.Join(b.dir, name), maxObject+1); err != nil {
			t.Fatal(err)
		}
		text := strings.Replace(pointer("x"), "size 1\n", fmt.Sprintf("size %d\n", maxObject+1), 1)
		head := b.commit(made{tree: b.files(map[string]string{"a.md": text})})
		files, err := b.open().Files(head)
		if err != nil {
			t.Fatal(err)
		}
		if info, err := fs.Stat(files, "a.md"); err != nil || info.Size() != maxObject+1 {
			t.Errorf("%v, %v", info, err)
		}
		if _, err := fs.ReadFile(files, "a.md"); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%v, want ErrTooLarge", err)
		}
	})
}

// drop removes a file of the Git folder.
func (b *builder) drop(name string) {
	b.t.Helper()
	if err := os.Remove(filepath.Join(b.dir, filepath.FromSlash(name))); err != nil {
		b.t.Fatal(err)
	}
}

// A version that Git LFS keeps elsewhere is not known: it does not say that
// the items were gone.
func TestLivesOfDocumentsKeptByLFS(t *testing.T) {
	one, two, three := "- [ ] 監視を追加する\n", "- [ ] 監視を追加する\n- [ ] second\n", "- [x] 監視を追加する\n- [ ] second\n"
	build := func(t *testing.T, here ...string) story {
		s := newStory(t)
		edits{
			{1, "ann", map[string]string{"a.md": pointer(one)}},
			{2, "bob", map[string]string{"a.md": pointer(two)}},
			{3, "cy", map[string]string{"a.md": pointer(three)}},
		}.write(s)
		for _, text := range here {
			s.keep(text)
		}
		return s
	}
	tests := []struct {
		name    string
		here    []string
		want    string
		missing int
	}{
		{"all fetched", []string{one, two, three}, `a.md: "監視を追加する" done, opened 1 ann, closed 3 cy
a.md: "second" open, opened 2 bob`, 0},
		{"the middle one is away", []string{one, three}, `a.md: "監視を追加する" done, opened 1 ann, closed 3 cy bound, closed at 3 cy bound
a.md: "second" open, opened 3 cy bound`, 1},
		{"only the newest is here", []string{three}, `a.md: "監視を追加する" done, opened 3 cy bound, closed at 3 cy bound, recorded done
a.md: "second" open, opened 3 cy bound`, 2},
		{"none is here", nil, "", 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := build(t, tt.here...)
			q := Query{Extract: boxes, Cache: Cache{Dir: t.TempDir()}}
			for range 2 { // the second time there might be a cache
				l := s.history(q).Lives(Working{})
				if got := livedAll(l); got != tt.want || l.Away != tt.missing || l.Missing != tt.missing || l.Versions != 3 {
					t.Errorf("%d of %d away, got\n%s\nwant\n%s", l.Away, l.Versions, got, tt.want)
				}
			}
		})
	}
	t.Run("fetched later", func(t *testing.T) {
		s := build(t, three)
		q := Query{Extract: boxes, Cache: Cache{Dir: t.TempDir()}}
		s.history(q)
		s.keep(one)
		s.keep(two)
		if got := livedAll(s.history(q).Lives(Working{})); got != tests[0].want {
			t.Errorf("got\n%s\nwant\n%s", got, tests[0].want)
		}
	})
}

func TestWorkingFilesKeptByLFS(t *testing.T) {
	const text = "- [ ] 監視\n"
	for name, tt := range map[string]struct {
		file  string
		dirty bool
	}{
		"checked out":     {text, false},
		"not checked out": {pointer(text), false},
		"edited":          {"- [x] 監視\n", true},
		"another pointer": {pointer("x"), true},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStory(t)
			edits{{1, "ann", map[string]string{"a.md": pointer(text)}}}.write(s)
			s.keep(text)
			h := s.history(Query{Extract: boxes})
			if c, ok := h.Last("a.md", []byte(tt.file)); !ok || c.Uncommitted != tt.dirty {
				t.Errorf("uncommitted %v, %v, want %v", c.Uncommitted, ok, tt.dirty)
			}
			l := h.Lives(Working{Now: time.Unix(epoch+9*86400, 0), Files: func(yield func(string, []byte) bool) { yield("a.md", []byte(tt.file)) }})
			want := `a.md: "監視" open, opened 1 ann`
			if name == "edited" {
				want = `a.md: "監視" done, opened 1 ann, closed 9`
			}
			if got := livedAll(l); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestRenamesOfFilesKeptByLFS(t *testing.T) {
	b := newBuilder(t, realDir(t))
	before, after := strings.Repeat("line of the report\n", 20), strings.Repeat("line of the report\n", 20)+"one more\n"
	other := "nothing in common with it\nat all\n"
	for _, text := range []string{before, after, other} {
		b.keep(text)
	}
	one := b.commit(made{tree: b.files(map[string]string{"a.md": pointer(before)})})
	two := b.commit(made{tree: b.files(map[string]string{"b.md": pointer(after), "c.md": pointer(other)}), parents: []string{one}})
	got, err := b.open().Renames(one, two)
	if err != nil || len(got) != 1 || got["b.md"] != "a.md" {
		t.Errorf("%v, %v", got, err)
	}
}
