package gitlog

import (
	"errors"
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// ErrTooShallow is what a *TooShallowError is.
var ErrTooShallow = errors.New("the history here is too shallow")

// TooShallowError says that a commit is needed that the clone left out.
type TooShallowError struct {
	Missing string // hash of the commit; "" if it is not known which
	// Depth is how many commits would be enough, as for fetch-depth of
	// actions/checkout: 2, or 0 for all.
	Depth int
}

// Error says what is missing and how deep the history must be.
func (e *TooShallowError) Error() string {
	what := "the commit to compare with"
	if e.Missing != "" {
		what = "commit " + e.Missing
	}
	return fmt.Sprintf("%v: %s is not in this clone (actions/checkout: fetch-depth: %d)", ErrTooShallow, what, e.Depth)
}

// Is tells that the error is ErrTooShallow.
func (e *TooShallowError) Is(target error) bool { return target == ErrTooShallow }

// BaseQuery is what is known of a run that wants to know what its change is
// compared with. GitHub's words; other systems are put into them.
type BaseQuery struct {
	Rev string // what the user named; "" or "auto" to find it
	// Event is what started the run: pull_request…, merge_group, push, or
	// merge_request_event (GitLab); "" outside of CI.
	Event         string
	BaseSHA       string // of merge_group and merge_request_event: the commit before the change
	Before        string // of push: the commit that the branch was on, zeros for a new one
	BaseRef       string // branch that a pull request goes to
	DefaultBranch string // "" to take origin's, main or master
}

// Base gives the commit that HEAD is compared with: the revision the user
// named; the first parent of a pull request's merge commit, which is right
// even where the base that the event names is out of date, and needs only a
// clone of depth 2; the commit before a merge group or a push; else the merge
// base with the target branch, or the first parent if HEAD is on it.
//
// It never guesses: where the commit is not in the clone, the error is
// ErrTooShallow; where there is none, ErrNoBase; a *RevisionError is about
// Rev.
func (r *Repository) Base(q BaseQuery) (Commit, error) {
	if q.Rev != "" && q.Rev != "auto" {
		return r.Resolve(q.Rev)
	}
	head, err := r.Resolve("HEAD")
	if err != nil {
		return Commit{}, err
	}
	switch {
	case strings.HasPrefix(q.Event, "pull_request") && len(head.Parents) == 2:
		return r.before(head)
	case (q.Event == "merge_group" || q.Event == "merge_request_event") && q.BaseSHA != "":
		return r.named40(q.BaseSHA)
	case q.Event == "push" && strings.Trim(q.Before, "0") != "":
		c, err := r.named40(q.Before)
		if !errors.Is(err, ErrTooShallow) || r.Shallow {
			return c, err
		}
		// All of the history is here and the commit is not: the push was
		// forced, and what the branch held before is gone.
	}
	target, err := r.target(q)
	if err != nil {
		return Commit{}, err
	}
	base, err := r.MergeBase(head, target)
	if err != nil || base.Hash != head.Hash {
		return base, err
	}
	return r.before(head)
}

// before gives the first parent of a commit.
func (r *Repository) before(c Commit) (Commit, error) {
	if len(c.Parents) == 0 {
		return Commit{}, fmt.Errorf("%w: %s is the first commit", ErrNoBase, c.Hash)
	}
	parent := c.Parents[0]
	if c.Boundary {
		return Commit{}, &TooShallowError{Missing: parent, Depth: 2}
	}
	return r.commit(plumbing.NewHash(parent))
}

// named40 gives the commit with a full hash, which CI names from outside of
// the clone.
func (r *Repository) named40(text string) (Commit, error) {
	hash, ok := parseHash(text)
	if !ok {
		return Commit{}, &RevisionError{text, Unsupported}
	}
	c, err := r.commit(hash)
	if errors.Is(err, ErrMissing) && !r.Partial {
		return c, &TooShallowError{Missing: text}
	}
	return c, err
}

// target gives the tip of the branch that the change goes to.
func (r *Repository) target(q BaseQuery) (Commit, error) {
	branch := q.BaseRef
	if branch == "" {
		branch = q.DefaultBranch
	}
	names := []string{"refs/remotes/origin/" + branch, "refs/heads/" + branch}
	if branch == "" {
		names = []string{"refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master", "refs/heads/main", "refs/heads/master"}
	}
	for _, name := range names {
		hash, err := r.ref(plumbing.ReferenceName(name))
		if errors.Is(err, plumbing.ErrReferenceNotFound) {
			continue
		}
		if err == nil {
			hash, err = r.peel(hash)
		}
		if err != nil {
			return Commit{}, fmt.Errorf("reading the branch %s: %w", name, err)
		}
		return r.commit(hash)
	}
	if r.Shallow {
		return Commit{}, &TooShallowError{}
	}
	if branch == "" {
		return Commit{}, fmt.Errorf("%w: which branch the change goes to is not known", ErrNoBase)
	}
	return Commit{}, fmt.Errorf("%w: the branch %q is not in this clone", ErrNoBase, branch)
}
