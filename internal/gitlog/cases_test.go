package gitlog

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// knowledge makes a repository with git in dir: three commits on main, and a
// working tree with an edited document and a new one.
func knowledge(t *testing.T, dir string) {
	t.Helper()
	native(t, dir, "init", "-q", "-b", "main", ".")
	for day, files := range []map[string]string{
		{"kb/a.md": "- [ ] 監視を追加する\n- [ ] second\n", "kb/障害.md": "- [ ] third\n", "other/b.md": "- [ ] fourth\n", "src/x.go": "package x\n"},
		{"kb/a.md": "- [x] 監視を追加する\n- [ ] second\n"},
		{"other/b.md": "- [ ] fourth\n- [ ] fifth\n"},
	} {
		for name, text := range files {
			write(t, filepath.Join(dir, name), text)
		}
		native(t, dir, "add", "-A")
		date := fmt.Sprintf("%d +0000", epoch+int64(day+1)*86400)
		commitAt(t, dir, date)
	}
}

// commitAt commits what is in the index.
func commitAt(t *testing.T, dir, date string) {
	t.Helper()
	t.Setenv("GIT_AUTHOR_DATE", date)
	t.Setenv("GIT_COMMITTER_DATE", date)
	native(t, dir, "commit", "-qm", "change")
}

// seen tells what a history knows of the documents of a working tree, of
// which nothing was changed since the last commit but what dirty says.
func seen(t *testing.T, dir string) string {
	t.Helper()
	r := openDir(t, dir)
	head, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	want := func(path string) bool { return strings.HasSuffix(path, ".md") }
	h, err := r.History(head, Query{Want: want, Extract: boxes})
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !want(path) {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		files[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil && !r.Bare {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, name := range slices.Sorted(mapKeys(files)) {
		c, ok := h.Last(name, []byte(files[name]))
		day := "never"
		if ok && !c.At.IsZero() {
			day = fmt.Sprint(dayOf(c.At))
		}
		fmt.Fprintf(&out, "%s changed %s", name, day)
		if c.Uncommitted {
			out.WriteString(", uncommitted")
		}
		out.WriteString("\n")
	}
	l := h.Lives(Working{Now: time.Unix(epoch+20*86400, 0), Files: func(yield func(string, []byte) bool) {
		for name, text := range files {
			if !yield(name, []byte(text)) {
				return
			}
		}
	}})
	return out.String() + livedAll(l)
}

func mapKeys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// whole is what is seen of knowledge in any of its forms.
const whole = `kb/a.md changed 2, uncommitted
kb/new.md changed never, uncommitted
kb/障害.md changed 1
other/b.md changed 3
kb/a.md: "監視を追加する" open, opened 1 alice, closed 2 alice, reopened 20, reopened 1
kb/a.md: "second" done, opened 1 alice, closed 20
kb/new.md: "sixth" open, opened 20
kb/障害.md: "third" open, opened 1 alice
other/b.md: "fourth" open, opened 1 alice
other/b.md: "fifth" open, opened 3 alice`

// edited changes the working tree of knowledge.
func edited(t *testing.T, dir string) {
	t.Helper()
	write(t, filepath.Join(dir, "kb", "a.md"), "- [ ] 監視を追加する\n- [x] second\n")
	write(t, filepath.Join(dir, "kb", "new.md"), "- [ ] sixth\n")
}

func TestFormsOfARepository(t *testing.T) {
	zeroTrailer := func(t *testing.T, dir string) {
		name := filepath.Join(dir, ".git", "index")
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		clear(data[len(data)-20:]) // what index.skipHash of git 2.40 leaves
		write(t, name, string(data))
	}
	git := func(commands ...string) func(t *testing.T, dir string) {
		return func(t *testing.T, dir string) {
			for _, c := range commands {
				native(t, dir, strings.Fields(c)...)
			}
		}
	}
	for name, alter := range map[string]func(t *testing.T, dir string){
		"as made":                     func(*testing.T, string) {},
		"index version 4":             git("update-index --index-version 4"),
		"split index":                 git("update-index --split-index"),
		"index without checksum":      zeroTrailer,
		"no index":                    func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, ".git", "index")) },
		"file system monitor":         git("config core.fsmonitor true", "config core.untrackedCache true", "update-index --untracked-cache"),
		"packed":                      git("repack -adq", "pack-refs --all"),
		"commit-graph":                git("repack -adq", "commit-graph write --reachable --changed-paths"),
		"split commit-graph":          git("commit-graph write --reachable --split"),
		"bitmaps":                     git("repack -adbq"),
		"multi-pack-index, bitmaps":   git("repack -dq", "multi-pack-index write --bitmap"),
		"worktreeConfig":              git("config core.repositoryformatversion 1", "config extensions.worktreeConfig true"),
		"preciousObjects":             git("config core.repositoryformatversion 1", "config extensions.preciousObjects true"),
		"replaced commit":             git("replace --graft HEAD"),
		"replaced document":           git("replace -f HEAD:kb/a.md HEAD:other/b.md"),
		"another encoding of commits": git("config i18n.commitEncoding Shift_JIS"),
		"grafts": func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, ".git", "info", "grafts"), native(t, dir, "rev-parse", "HEAD")+"\n")
		},
		"a pack for each commit": func(t *testing.T, dir string) {
			for _, rev := range []string{"HEAD~2", "HEAD~1", "HEAD"} {
				native(t, dir, "branch", "-f", "tmp", rev)
				native(t, dir, "repack", "-dq", "--window=0")
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := realDir(t)
			knowledge(t, dir)
			alter(t, dir)
			edited(t, dir)
			if got := seen(t, dir); got != whole {
				t.Errorf("got\n%s\nwant\n%s", got, whole)
			}
		})
	}
}

// In a sparse working tree, what is not checked out is not deleted.
func TestSparseCheckouts(t *testing.T) {
	want := `kb/a.md changed 2, uncommitted
kb/new.md changed never, uncommitted
kb/障害.md changed 1
kb/a.md: "監視を追加する" open, opened 1 alice, closed 2 alice, reopened 20, reopened 1
kb/a.md: "second" done, opened 1 alice, closed 20
kb/new.md: "sixth" open, opened 20
kb/障害.md: "third" open, opened 1 alice
other/b.md: "fourth" open, opened 1 alice
other/b.md: "fifth" open, opened 3 alice`
	for _, mode := range []string{"--no-sparse-index", "--sparse-index"} {
		t.Run(mode, func(t *testing.T) {
			dir := realDir(t)
			knowledge(t, dir)
			native(t, dir, "sparse-checkout", "set", "--cone", mode, "kb")
			edited(t, dir)
			if r := openDir(t, dir); !r.Sparse {
				t.Error("the working tree is not called sparse")
			}
			if got := seen(t, dir); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// Clones that share objects, as CI systems make them.
func TestClonesOfARepository(t *testing.T) {
	for name, command := range map[string]string{
		"shared":       "clone -q --shared ORIGIN CLONE",
		"hard links":   "clone -q --local ORIGIN CLONE",
		"one branch":   "clone -q --single-branch file://ORIGIN CLONE",
		"separate":     "clone -q --separate-git-dir CLONE.git ORIGIN CLONE",
		"with mirror":  "clone -q --reference ORIGIN file://ORIGIN CLONE",
		"working tree": "worktree add -q CLONE",
	} {
		t.Run(name, func(t *testing.T) {
			top := realDir(t)
			origin, dir := filepath.Join(top, "origin"), filepath.Join(top, "clone")
			if err := os.Mkdir(origin, 0o755); err != nil {
				t.Fatal(err)
			}
			knowledge(t, origin)
			native(t, origin, strings.Fields(strings.NewReplacer("ORIGIN", origin, "CLONE", dir).Replace(command))...)
			edited(t, dir)
			if got := seen(t, dir); got != whole {
				t.Errorf("got\n%s\nwant\n%s", got, whole)
			}
		})
	}
}

// promisor makes a repository that partial clones can be made of.
func promisor(t *testing.T) (origin, clone string) {
	t.Helper()
	top := realDir(t)
	origin, clone = filepath.Join(top, "origin"), filepath.Join(top, "clone")
	if err := os.Mkdir(origin, 0o755); err != nil {
		t.Fatal(err)
	}
	knowledge(t, origin)
	native(t, origin, "config", "uploadpack.allowFilter", "true")
	native(t, origin, "config", "uploadpack.allowAnySHA1InWant", "true")
	return origin, clone
}

// Without the old texts, documents keep their dates, and items are at least as
// old as the oldest text.
func TestPartialClones(t *testing.T) {
	for name, args := range map[string][]string{
		"blob:none":            {"clone", "-q", "--filter=blob:none"},
		"blob:none and sparse": {"clone", "-q", "--filter=blob:none", "--sparse"},
	} {
		t.Run(name, func(t *testing.T) {
			origin, dir := promisor(t)
			native(t, origin, append(args, "file://"+origin, dir)...)
			if len(args) == 4 {
				native(t, dir, "sparse-checkout", "set", "kb", "other")
			}
			want := `kb/a.md changed 2
kb/障害.md changed 1
other/b.md changed 3
kb/a.md: "監視を追加する" done, opened 2 alice bound, closed at 2 alice bound, recorded done
kb/a.md: "second" open, opened 2 alice bound
kb/障害.md: "third" open, opened 1 alice
other/b.md: "fourth" open, opened 3 alice bound
other/b.md: "fifth" open, opened 3 alice bound`
			if got := seen(t, dir); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestTreelessClones(t *testing.T) {
	origin, dir := promisor(t)
	native(t, origin, "clone", "-q", "--filter=tree:0", "file://"+origin, dir)
	r := openDir(t, dir)
	head, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.History(head, Query{Want: func(string) bool { return true }}); !errors.Is(err, ErrTreeless) || !errors.Is(err, ErrMissing) {
		t.Errorf("%v, want ErrTreeless", err)
	}
	if n, err := readAll(r); err != nil || n != 4 {
		t.Errorf("%d files of HEAD, %v", n, err)
	}
}

// A submodule has a history of its own: its documents are neither new nor
// uncommitted.
func TestSubmodules(t *testing.T) {
	top := realDir(t)
	inner, outer := filepath.Join(top, "inner"), filepath.Join(top, "outer")
	for _, dir := range []string{inner, outer} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		knowledge(t, dir)
	}
	native(t, outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner, "kb/班")
	commitAt(t, outer, fmt.Sprintf("%d +0000", epoch+9*86400))
	edited(t, outer)
	want := strings.NewReplacer(
		"kb/障害.md changed", "kb/班/kb/a.md changed never\nkb/班/kb/障害.md changed never\nkb/班/other/b.md changed never\nkb/障害.md changed",
	).Replace(whole)
	if got := seen(t, outer); got != want {
		t.Errorf("outside, got\n%s\nwant\n%s", got, want)
	}
	edited(t, filepath.Join(outer, "kb", "班"))
	if got := seen(t, filepath.Join(outer, "kb", "班")); got != whole {
		t.Errorf("inside, got\n%s\nwant\n%s", got, whole)
	}
	r := openDir(t, filepath.Join(outer, "kb", "班"))
	if traits, err := r.Traits(); err != nil || !traits.Submodule {
		t.Errorf("%+v, %v", traits, err)
	}
}

func TestTraits(t *testing.T) {
	dir := realDir(t)
	knowledge(t, dir)
	for _, command := range []string{"config core.repositoryformatversion 1", "config extensions.worktreeConfig true", "config extensions.preciousObjects true", "replace --graft HEAD"} {
		native(t, dir, strings.Fields(command)...)
	}
	write(t, filepath.Join(dir, ".git", "info", "grafts"), native(t, dir, "rev-parse", "HEAD")+"\n")
	got, err := openDir(t, dir).Traits()
	if want := (Traits{Extensions: []string{"preciousobjects", "worktreeconfig"}, Replaced: 1, Grafted: true}); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
	link := filepath.Join(realDir(t), "link")
	native(t, dir, "worktree", "add", "-q", link)
	clone := filepath.Join(realDir(t), "clone")
	native(t, dir, "clone", "-q", "--shared", dir, clone)
	for at, want := range map[string]Traits{link: {Linked: true}, clone: {Alternates: 1}} {
		got, err := openDir(t, at).Traits()
		if err != nil || got.Linked != want.Linked || got.Alternates != want.Alternates {
			t.Errorf("%s: %+v, %v, want %+v", at, got, err, want)
		}
	}
}
