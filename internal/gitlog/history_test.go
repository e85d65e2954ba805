package gitlog

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// repo is a repository on disk that a test writes commit by commit.
type repo struct {
	t    *testing.T
	dir  string
	git  *git.Repository
	tree *git.Worktree
	day  int
}

func newRepo(t *testing.T) *repo {
	t.Helper()
	dir := t.TempDir()
	g, err := git.PlainInit(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	w, err := g.Worktree()
	if err != nil {
		t.Fatal(err)
	}
	return &repo{t: t, dir: dir, git: g, tree: w}
}

func (r *repo) write(path, text string) {
	r.t.Helper()
	full := filepath.Join(r.dir, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

// commit commits everything, a day after the commit before.
func (r *repo) commit(author, message string, parents ...plumbing.Hash) plumbing.Hash {
	r.t.Helper()
	r.day++
	if err := r.tree.AddGlob("."); err != nil {
		r.t.Fatal(err)
	}
	at := time.Date(2023, 1, r.day, 9, 0, 0, 0, time.UTC)
	who := &object.Signature{Name: author, Email: author + "@example.com", When: at}
	h, err := r.tree.Commit(message, &git.CommitOptions{Author: who, Committer: who, Parents: parents})
	if err != nil {
		r.t.Fatal(err)
	}
	return h
}

func (r *repo) checkout(h plumbing.Hash) {
	r.t.Helper()
	if err := r.tree.Checkout(&git.CheckoutOptions{Hash: h, Force: true}); err != nil {
		r.t.Fatal(err)
	}
}

func read(t *testing.T, dir string) *History {
	t.Helper()
	h, err := Read(dir, func(p string) bool { return strings.HasSuffix(p, ".md") })
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func last(t *testing.T, h *History, path, data string) Change {
	t.Helper()
	c, ok := h.Last(path, []byte(data))
	if !ok {
		t.Fatalf("Last(%q) is not known", path)
	}
	return c
}

func TestLastChange(t *testing.T) {
	r := newRepo(t)
	r.write("a.md", "one\n")
	r.write("deep/down/障害.md", "記録\n")
	first := r.commit("alice", "add two documents\n\nbody")
	r.write("a.md", "two\n")
	r.commit("bob", "change a")
	r.write("other.txt", "x")
	r.commit("carol", "touch something else")

	h := read(t, r.dir)
	a := last(t, h, "a.md", "two\n")
	if a.Author != "bob" || a.Subject != "change a" || a.At.Day() != 2 || a.Uncommitted {
		t.Errorf("a.md: %+v", a)
	}
	ja := last(t, h, "deep/down/障害.md", "記録\n")
	if ja.Author != "alice" || ja.Commit != first.String() || ja.Subject != "add two documents" {
		t.Errorf("deep/down/障害.md: %+v", ja)
	}
	if h.Shallow || h.HeadAt.Day() != 3 {
		t.Errorf("history: %+v", h)
	}
}

func TestLastChangeOfWorkingFiles(t *testing.T) {
	r := newRepo(t)
	r.write("a.md", "one\ntwo\n")
	r.commit("alice", "add a")
	h := read(t, r.dir)
	if c := last(t, h, "a.md", "edited"); !c.Uncommitted || c.Author != "alice" {
		t.Errorf("edited file: %+v", c)
	}
	if c := last(t, h, "new.md", "x"); !c.Uncommitted || c.Author != "" {
		t.Errorf("new file: %+v", c)
	}
	if c := last(t, h, "a.md", "one\r\ntwo\r\n"); c.Uncommitted {
		t.Error("a file that Git wrote out with CRLF counts as edited")
	}
}

func TestMergeCreditsTheSideCommit(t *testing.T) {
	r := newRepo(t)
	r.write("a.md", "one\n")
	base := r.commit("alice", "base")
	r.write("a.md", "side\n")
	r.commit("bob", "the change")
	r.write("b.md", "unrelated\n")
	side := r.commit("bob", "more on the side")
	r.checkout(base)
	r.write("c.md", "mainline\n")
	main := r.commit("alice", "go on")
	r.write("a.md", "side\n")
	r.write("b.md", "unrelated\n")
	r.commit("merger", "merge the side", main, side)

	c := last(t, read(t, r.dir), "a.md", "side\n")
	if c.Author != "bob" || c.Subject != "the change" {
		t.Errorf("credited %q for %q, want bob for the change", c.Author, c.Subject)
	}
	if c.At.Day() != 5 {
		t.Errorf("dated day %d, want 5, when it landed", c.At.Day())
	}
}

func TestFolderOfRepository(t *testing.T) {
	r := newRepo(t)
	r.write("kb/a.md", "one\n")
	r.write("kb.md", "not under kb\n")
	r.commit("alice", "add")
	h := read(t, filepath.Join(r.dir, "kb"))
	if h.Prefix != "kb/" {
		t.Errorf("Prefix = %q", h.Prefix)
	}
	if c := last(t, h, "a.md", "one\n"); c.Author != "alice" || c.Uncommitted {
		t.Errorf("kb/a.md: %+v", c)
	}
}

func TestNoHistory(t *testing.T) {
	if _, err := Read(t.TempDir(), nil); !errors.Is(err, ErrNoRepository) {
		t.Errorf("plain folder: %v, want ErrNoRepository", err)
	}
	if _, err := Read(newRepo(t).dir, nil); !errors.Is(err, ErrNoCommit) {
		t.Errorf("empty repository: %v, want ErrNoCommit", err)
	}
}

func TestShallowClone(t *testing.T) {
	r := newRepo(t)
	r.write("a.md", "one\n")
	r.write("b.md", "one\n")
	r.commit("alice", "add")
	r.write("a.md", "two\n")
	boundary := r.commit("bob", "at the boundary")
	r.write("b.md", "two\n")
	r.commit("carol", "after it")
	shallow := filepath.Join(r.dir, ".git", "shallow")
	if err := os.WriteFile(shallow, []byte(boundary.String()+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	h := read(t, r.dir)
	if !h.Shallow {
		t.Error("Shallow is not told")
	}
	if c := last(t, h, "b.md", "two\n"); c.Author != "carol" {
		t.Errorf("b.md: %+v", c)
	}
	if c, ok := h.Last("a.md", []byte("two\n")); ok {
		t.Errorf("a.md is dated by the boundary: %+v", c)
	}
}

func TestLinkedWorktree(t *testing.T) {
	r := newRepo(t)
	r.write("a.md", "one\n")
	head := r.commit("alice", "add")
	link := t.TempDir()
	gitDir := filepath.Join(r.dir, ".git", "worktrees", "link")
	for path, text := range map[string]string{
		filepath.Join(link, ".git"):        "gitdir: " + gitDir + "\n",
		filepath.Join(gitDir, "commondir"): "../..\n",
		filepath.Join(gitDir, "HEAD"):      head.String() + "\n",
		filepath.Join(link, "a.md"):        "one\n",
	} {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if c := last(t, read(t, link), "a.md", "one\n"); c.Author != "alice" || c.Uncommitted {
		t.Errorf("a.md: %+v", c)
	}
}

func TestParseTreeRefusesNonsense(t *testing.T) {
	hash := strings.Repeat("x", 20)
	good := "100644 a.md\x00" + hash
	for name, tt := range map[string]struct {
		data  string
		names int
		fails bool
	}{
		"empty":         {"", 0, false},
		"one file":      {good, 1, false},
		"bad names":     {"100644 ..\x00" + hash + "40000 .git\x00" + hash + good, 1, false},
		"a slash":       {"100644 a/b\x00" + hash, 0, false},
		"cut hash":      {"100644 a.md\x00xx", 0, true},
		"no nul":        {"100644 a.md", 0, true},
		"no mode":       {"\x00" + hash + "a", 0, true},
		"Japanese name": {"100644 障害.md\x00" + hash, 1, false},
	} {
		tree, err := parseTree([]byte(tt.data))
		nodes := tree.nodes()
		if len(nodes) != tt.names || (err != nil) != tt.fails {
			t.Errorf("%s: %d names, error %v", name, len(nodes), err)
		}
	}
}
