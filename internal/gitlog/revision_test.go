package gitlog

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
)

func TestResolve(t *testing.T) {
	b := newBuilder(t, t.TempDir())
	tree := b.files(map[string]string{"a.md": "x"})
	root := b.commit(made{tree: tree, day: 1})
	left := b.commit(made{tree: tree, day: 2, parents: []string{root}, message: "left"})
	right := b.commit(made{tree: tree, day: 3, parents: []string{root}, message: "右"})
	merge := b.commit(made{tree: tree, day: 4, parents: []string{left, right}})
	tag := b.object("tag", fmt.Appendf(nil, "object %s\ntype commit\ntag v1\ntagger a <a@b> 1 +0000\n\nm\n", left))
	nested := b.object("tag", fmt.Appendf(nil, "object %s\ntype tag\ntag v2\ntagger a <a@b> 1 +0000\n\nm\n", tag))
	ofTree := b.object("tag", fmt.Appendf(nil, "object %s\ntype tree\ntag v3\n\nm\n", tree))
	b.ref("refs/heads/main", merge)
	b.ref("refs/heads/both", left)
	b.ref("refs/tags/both", right)
	b.ref("refs/heads/障害", left)
	b.ref("refs/heads/feature/a~b", left) // no legal name
	b.ref("refs/tags/v1", tag)
	b.ref("refs/tags/v2", nested)
	b.ref("refs/tags/tree", ofTree)
	b.ref("refs/tags/"+merge[:4], root) // a tag that looks like a short hash
	b.ref("refs/remotes/origin/main", right)
	b.file("refs/remotes/origin/HEAD", "ref: refs/remotes/origin/main\n")
	b.file("refs/heads/loop", "ref: refs/heads/loop\n")
	b.file("refs/heads/broken", "not a hash\n")
	b.file("refs/heads/gone", strings.Repeat("3", 40)+"\n")
	b.ref("MERGE_HEAD", right)
	b.ref("config-like", right)
	r := b.open()
	for rev, want := range map[string]string{
		"HEAD": merge, "@": merge, "@~1": left, "HEAD^": left, "HEAD^1": left, "HEAD^2": right, "HEAD^0": merge,
		"HEAD~0": merge, "HEAD~": left, "HEAD~2": root, "HEAD~~": root, "HEAD^2~1": root, "HEAD^2^": root, "main^^": root,
		"main": merge, "heads/main": merge, "refs/heads/main": merge, "both": right, "heads/both": left, "tags/both": right,
		"障害": left, "v1": left, "v1^{}": left, "v1^{commit}": left, "v2": left, "v2~1": root, tag: left,
		"origin": right, "origin/main": right, "origin/HEAD": right, "MERGE_HEAD": right,
		merge: merge, strings.ToUpper(merge): merge, merge[:12]: merge, left[:7] + "~1": root, strings.ToUpper(left[:9]): left, tag[:10]: left,
		merge[:4]: root, merge[:5]: merge,
	} {
		c, err := r.Resolve(rev)
		if err != nil || c.Hash != want {
			t.Errorf("Resolve(%q) = %s, %v, want %s", rev, c.Hash, err, want)
			continue
		}
		if bin := native(t, b.dir, "rev-parse", "--verify", "-q", rev+"^{commit}"); bin != want {
			t.Errorf("git says that %q is %s, want %s", rev, bin, want)
		}
	}
	for rev, want := range map[string]Reason{
		"": Unsupported, "main@{1}": Unsupported, "HEAD@{1}": Unsupported, "@{-1}": Unsupported, "main@{upstream}": Unsupported,
		"main@{2024-01-01}": Unsupported, "HEAD:docs": Unsupported, ":/fix": Unsupported, ":a": Unsupported, "HEAD^{tree}": Unsupported,
		"HEAD^{/fix}": Unsupported, "a..b": Unsupported, "HEAD^!": Unsupported, "HEAD^-": Unsupported, "HEAD^@": Unsupported, "-x": Unsupported,
		"HEAD~x": Unsupported, "HEAD~99999999999999999999": Unsupported, "^HEAD": Unsupported, "a b": Unsupported, "a\nb": Unsupported,
		"refs/../config": Unsupported, "HEAD~1x": Unsupported, "feature/a~b": Unsupported,
		"nothing": Unknown, "abc": Unknown, "config": Unknown, "config-like": Unknown, "loop": Unknown, "broken": Unknown, "tree": Unknown,
		tree: Unknown, tree[:8]: Unknown, strings.Repeat("0", 40): Unknown, strings.Repeat("0", 39): Unknown, "heads": Unknown, "無い": Unknown,
		"HEAD^3": NoParent, "HEAD~3": NoParent, "HEAD~1000000": NoParent,
	} {
		_, err := r.Resolve(rev)
		var e *RevisionError
		if !errors.As(err, &e) || e.Reason != want || e.Rev != rev {
			t.Errorf("Resolve(%q): %v, want reason %d", rev, err, want)
		}
	}
	if _, err := r.Resolve("gone"); !errors.Is(err, ErrMissing) {
		t.Errorf("a branch whose commit is not here: %v, want ErrMissing", err)
	}
}

func TestResolveAmbiguousHash(t *testing.T) {
	b := newBuilder(t, t.TempDir())
	tree := b.files(nil)
	short := map[string]string{}
	for i := range int64(2000) {
		hash := b.commit(made{tree: tree, seconds: i})
		other, ok := short[hash[:4]]
		if !ok {
			short[hash[:4]] = hash
			continue
		}
		var e *RevisionError
		if _, err := b.open().Resolve(hash[:4]); !errors.As(err, &e) || e.Reason != Ambiguous {
			t.Errorf("%s for %s and %s: %v, want Ambiguous", hash[:4], hash, other, err)
		}
		return
	}
	t.Error("no two of 2,000 commits start with the same four digits")
}

func TestResolveInShallowAndEmptyRepositories(t *testing.T) {
	b := newBuilder(t, t.TempDir())
	if _, err := b.open().Resolve("HEAD"); !errors.Is(err, ErrNoCommit) {
		t.Errorf("empty repository: %v, want ErrNoCommit", err)
	}
	head := b.commit(made{tree: b.files(nil), parents: []string{strings.Repeat("4", 40)}})
	b.ref("refs/heads/main", head)
	b.file("shallow", head+"\n")
	r := b.open()
	c, err := r.Resolve("HEAD")
	if err != nil || !c.Boundary || len(c.Parents) != 1 {
		t.Errorf("HEAD: %+v, %v", c, err)
	}
	var shallow *TooShallowError
	if _, err := r.Resolve("HEAD^"); !errors.As(err, &shallow) || shallow.Depth != 2 || shallow.Missing != c.Parents[0] {
		t.Errorf("HEAD^: %v, want TooShallowError", err)
	}
	if _, err := r.Resolve("HEAD^2"); errors.Is(err, ErrTooShallow) || err == nil {
		t.Errorf("HEAD^2: %v, want that there is none", err)
	}
}

// TestMergeBaseAsGit compares with git merge-base on random histories: many
// merges, criss-cross ones among them, equal dates and dates that run back.
func TestMergeBaseAsGit(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	pairs, several := 0, 0
	for round := range 12 {
		b := newBuilder(t, t.TempDir())
		tree := b.files(map[string]string{"a.md": "x"})
		commits := []string{b.commit(made{tree: tree})}
		for i := 1; i < 40; i++ {
			var parents []string
			for range 1 + rnd.IntN(2) {
				p := commits[max(0, len(commits)-1-rnd.IntN(6))]
				if len(parents) == 0 || parents[0] != p {
					parents = append(parents, p)
				}
			}
			if rnd.IntN(20) == 0 {
				parents = nil
			}
			day := i
			switch round % 3 {
			case 1:
				day = i / 10
			case 2:
				day = rnd.IntN(40)
			}
			commits = append(commits, b.commit(made{tree: tree, parents: parents, day: day, message: fmt.Sprint(i)}))
		}
		b.ref("refs/heads/main", commits[39])
		r := b.open()
		for range 12 {
			x, y := commits[10+rnd.IntN(30)], commits[10+rnd.IntN(30)]
			want, failed := tryNative(t, b.dir, "merge-base", "--all", x, y)
			if failed != nil && want != "" {
				t.Fatal(want)
			}
			list := strings.Fields(want)
			got, err := mergeBase(r, x, y)
			pairs++
			if len(list) > 1 {
				several++
			}
			if len(list) == 0 && !errors.Is(err, ErrNoBase) {
				t.Errorf("round %d: %s %s: %q, %v, want ErrNoBase", round, x, y, got, err)
			}
			if len(list) > 0 && got != list[0] {
				t.Errorf("round %d: %s %s: %q, %v, want %q", round, x, y, got, err, list)
			}
		}
	}
	t.Logf("%d pairs, %d with several bases", pairs, several)
}

func mergeBase(r *Repository, x, y string) (string, error) {
	a, err := r.commit(plumbing.NewHash(x))
	if err != nil {
		return "", err
	}
	b, err := r.commit(plumbing.NewHash(y))
	if err != nil {
		return "", err
	}
	c, err := r.MergeBase(a, b)
	return c.Hash, err
}

func TestMergeBaseInShallowClone(t *testing.T) {
	b := newBuilder(t, t.TempDir())
	tree := b.files(nil)
	root := b.commit(made{tree: tree})
	fork := b.commit(made{tree: tree, day: 1, parents: []string{root}})
	left := b.commit(made{tree: tree, day: 2, parents: []string{fork}, message: "l"})
	right := b.commit(made{tree: tree, day: 3, parents: []string{fork}, message: "r"})
	b.file("shallow", fork+"\n")
	b.remove(root)
	if got, err := mergeBase(b.open(), left, right); err != nil || got != fork {
		t.Errorf("base at the boundary: %s, %v, want %s", got, err, fork)
	}
	b.file("shallow", left+"\n"+right+"\n")
	if _, err := mergeBase(b.open(), left, right); !errors.Is(err, ErrTooShallow) {
		t.Errorf("base beyond the boundary: %v, want ErrTooShallow", err)
	}
}
