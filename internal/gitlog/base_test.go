package gitlog

import (
	"errors"
	"strings"
	"testing"
)

// forked is a repository with a branch of two commits off the second of three
// commits of main, and the merge commit that GitHub makes of both.
type forked struct {
	*builder
	root, fork, main, topic, merge string
}

func newForked(t *testing.T) forked {
	t.Helper()
	b := newBuilder(t, t.TempDir())
	tree := b.files(map[string]string{"a.md": "x"})
	f := forked{builder: b}
	f.root = b.commit(made{tree: tree})
	f.fork = b.commit(made{tree: tree, day: 1, parents: []string{f.root}})
	f.main = b.commit(made{tree: tree, day: 4, parents: []string{f.fork}})
	mid := b.commit(made{tree: tree, day: 2, parents: []string{f.fork}, author: "bob"})
	f.topic = b.commit(made{tree: tree, day: 3, parents: []string{mid}, author: "bob"})
	f.merge = b.commit(made{tree: tree, day: 5, parents: []string{f.main, f.topic}})
	b.file("HEAD", f.merge+"\n")
	b.ref("refs/remotes/origin/main", f.main)
	b.ref("refs/remotes/origin/release", f.root)
	return f
}

func TestBase(t *testing.T) {
	f := newForked(t)
	zeros := strings.Repeat("0", 40)
	gone := strings.Repeat("7", 40)
	for name, tt := range map[string]struct {
		head  string
		query BaseQuery
		want  string
		err   error
	}{
		"named":                          {f.merge, BaseQuery{Rev: "HEAD~2", Event: "pull_request"}, f.fork, nil},
		"auto on a merge ref":            {f.merge, BaseQuery{Rev: "auto", Event: "pull_request", BaseSHA: f.root, BaseRef: "main"}, f.main, nil},
		"pull_request_target":            {f.merge, BaseQuery{Event: "pull_request_target", BaseRef: "main"}, f.main, nil},
		"pull request, head checked out": {f.topic, BaseQuery{Event: "pull_request", BaseRef: "main"}, f.fork, nil},
		"pull request to another branch": {f.topic, BaseQuery{Event: "pull_request", BaseRef: "release", DefaultBranch: "main"}, f.root, nil},
		"merge commit outside of a pull": {f.merge, BaseQuery{BaseRef: "main"}, f.main, nil},
		"merge group":                    {f.merge, BaseQuery{Event: "merge_group", BaseSHA: f.main}, f.main, nil},
		"merge request of GitLab":        {f.topic, BaseQuery{Event: "merge_request_event", BaseSHA: f.fork}, f.fork, nil},
		"push":                           {f.topic, BaseQuery{Event: "push", Before: f.fork, DefaultBranch: "main"}, f.fork, nil},
		"push of a new branch":           {f.topic, BaseQuery{Event: "push", Before: zeros, DefaultBranch: "main"}, f.fork, nil},
		"push that was forced":           {f.topic, BaseQuery{Event: "push", Before: gone, DefaultBranch: "main"}, f.fork, nil},
		"on a branch, by hand":           {f.topic, BaseQuery{}, f.fork, nil},
		"on the default branch":          {f.main, BaseQuery{DefaultBranch: "main"}, f.fork, nil},
		"on the first commit":            {f.root, BaseQuery{DefaultBranch: "main"}, "", ErrNoBase},
		"branch that is not here":        {f.topic, BaseQuery{BaseRef: "障害"}, "", ErrNoBase},
		"hash that is none":              {f.topic, BaseQuery{Event: "merge_group", BaseSHA: "main"}, "", &RevisionError{"main", Unsupported}},
		"merge group whose base is away": {f.merge, BaseQuery{Event: "merge_group", BaseSHA: gone}, "", ErrTooShallow},
		"named wrongly":                  {f.merge, BaseQuery{Rev: "main@{1}"}, "", &RevisionError{"main@{1}", Unsupported}},
		"a name of hostile make":         {f.merge, BaseQuery{BaseRef: "../../../etc/passwd"}, "", ErrNoBase},
	} {
		t.Run(name, func(t *testing.T) {
			f.file("HEAD", tt.head+"\n")
			c, err := f.open().Base(tt.query)
			var e *RevisionError
			switch {
			case errors.As(tt.err, &e):
				if err == nil || err.Error() != tt.err.Error() {
					t.Errorf("error %v, want %v", err, tt.err)
				}
			case !errors.Is(err, tt.err) || c.Hash != tt.want:
				t.Errorf("base %q, %v, want %q, %v", c.Hash, err, tt.want, tt.err)
			}
		})
	}
}

// TestBaseInShallowClones has the checkouts of lint.md 2.6.
func TestBaseInShallowClones(t *testing.T) {
	for name, tt := range map[string]struct {
		head    func(forked) string
		shallow func(forked) []string // commits at the boundary; what is before them is away
		query   BaseQuery
		want    func(forked) string // nil for ErrTooShallow
		depth   int
	}{
		"depth 1, merge ref": {
			func(f forked) string { return f.merge }, func(f forked) []string { return []string{f.merge} },
			BaseQuery{Event: "pull_request", BaseRef: "main"}, nil, 2,
		},
		"depth 2, merge ref": {
			func(f forked) string { return f.merge }, func(f forked) []string { return []string{f.main, f.topic} },
			BaseQuery{Event: "pull_request", BaseRef: "main"}, func(f forked) string { return f.main }, 0,
		},
		"head alone and the tip of main": {
			func(f forked) string { return f.topic }, func(f forked) []string { return []string{f.main, f.topic} },
			BaseQuery{Event: "pull_request", BaseRef: "main"}, nil, 0,
		},
		"depth 1, push": {
			func(f forked) string { return f.main }, func(f forked) []string { return []string{f.main} },
			BaseQuery{Event: "push", Before: strings.Repeat("8", 40), DefaultBranch: "main"}, nil, 0,
		},
		"depth 1, on main": {
			func(f forked) string { return f.main }, func(f forked) []string { return []string{f.main} },
			BaseQuery{DefaultBranch: "main"}, nil, 2,
		},
		"depth 1, no branch known": {
			func(f forked) string { return f.topic }, func(f forked) []string { return []string{f.topic} },
			BaseQuery{BaseRef: "develop"}, nil, 0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newForked(t)
			f.file("HEAD", tt.head(f)+"\n")
			f.file("shallow", strings.Join(tt.shallow(f), "\n")+"\n")
			f.remove(f.root)
			f.remove(f.fork)
			c, err := f.open().Base(tt.query)
			var shallow *TooShallowError
			switch {
			case tt.want != nil && (err != nil || c.Hash != tt.want(f)):
				t.Errorf("base %q, %v, want %q", c.Hash, err, tt.want(f))
			case tt.want == nil && (!errors.As(err, &shallow) || !errors.Is(err, ErrTooShallow)):
				t.Errorf("base %q, %v, want ErrTooShallow", c.Hash, err)
			case tt.want == nil && shallow.Depth != tt.depth:
				t.Errorf("depth %d, want %d", shallow.Depth, tt.depth)
			}
		})
	}
}
