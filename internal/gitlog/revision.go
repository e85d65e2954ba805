package gitlog

import (
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// ErrNoCommit is returned for a repository without a commit on its branch.
var ErrNoCommit = errors.New("the repository has no commit yet")

// Reason is why a revision leads to no commit.
type Reason int

// Reasons of a RevisionError.
const (
	Unsupported Reason = iota // it is written in a way that is not read
	Unknown                   // no reference and no commit has this name
	Ambiguous                 // the short hash fits several commits
	NoParent                  // the commit has no such parent or ancestor
)

// RevisionError says why a revision leads to no commit.
type RevisionError struct {
	Rev    string
	Reason Reason
}

// Error says what is wrong with the revision.
func (e *RevisionError) Error() string {
	switch e.Reason {
	case Unsupported:
		return fmt.Sprintf("the revision %q is not supported: what is read are branches, tags and other references, full and short hashes of commits, and ~N, ^N and ^{} after these", e.Rev)
	case Ambiguous:
		return fmt.Sprintf("the short hash %q fits several commits", e.Rev)
	case NoParent:
		return fmt.Sprintf("%q goes back beyond the first commit", e.Rev)
	}
	return fmt.Sprintf("no branch, tag or commit is called %q", e.Rev)
}

// Resolve gives the commit that a revision names, by the rules of
// gitrevisions(7): a full hash, a reference ("main", "v1.0", "origin/main",
// "HEAD" or "@"), or the start of a hash that only one commit has, followed by
// any number of ~N, ^N, ^{} and ^{commit}. Everything else, @{…} and :path
// among them, is an error: half of it would name another commit.
//
// The error is a *RevisionError, ErrTooShallow if the way leads beyond a
// shallow clone, ErrNoCommit for the HEAD of an empty repository.
func (r *Repository) Resolve(rev string) (Commit, error) {
	base, steps := splitRevision(rev)
	for rest, ok := steps, true; rest != ""; {
		if _, _, rest, ok = cutStep(rest); !ok {
			return Commit{}, &RevisionError{rev, Unsupported}
		}
	}
	if base == "" || strings.HasPrefix(base, "-") || strings.Contains(base, "..") || strings.ContainsAny(base, " \t\r\n\x00:?*[\\{}") {
		return Commit{}, &RevisionError{rev, Unsupported}
	}
	hash, err := r.named(base)
	if err != nil {
		return Commit{}, r.explain(err, rev, base)
	}
	if hash, err = r.peel(hash); err != nil {
		return Commit{}, r.explain(err, rev, base)
	}
	for steps != "" {
		var n int
		var generations bool
		n, generations, steps, _ = cutStep(steps)
		if hash, err = r.step(hash, n, generations); err != nil {
			return Commit{}, r.explain(err, rev, base)
		}
	}
	return r.commit(hash)
}

// explain puts the whole revision into an error about a part of it.
func (r *Repository) explain(err error, rev, base string) error {
	var reason *RevisionError
	switch {
	case errors.As(err, &reason):
		return &RevisionError{rev, reason.Reason}
	case errors.Is(err, ErrMissing) && plumbing.IsHash(base):
		return &RevisionError{rev, Unknown}
	case errors.Is(err, ErrMissing), errors.Is(err, ErrNoCommit), errors.Is(err, ErrTooShallow):
		return err
	}
	return fmt.Errorf("resolving %q: %w", rev, err)
}

// splitRevision cuts a revision into a name and the steps that follow it.
func splitRevision(rev string) (base, steps string) {
	if i := strings.IndexAny(rev, "~^"); i >= 0 {
		return rev[:i], rev[i:]
	}
	return rev, ""
}

// cutStep reads one step: ~N goes back N first parents, ^N to the N-th
// parent; ^0, ^{} and ^{commit} stay.
func cutStep(steps string) (n int, generations bool, rest string, ok bool) {
	mark, rest := steps[0], steps[1:]
	for _, peel := range []string{"{}", "{commit}"} {
		if after, found := strings.CutPrefix(rest, peel); found && mark == '^' {
			return 0, false, after, true
		}
	}
	digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
	n = 1
	if digits > 0 {
		var err error
		if n, err = strconv.Atoi(rest[:digits]); err != nil {
			return 0, false, "", false
		}
	}
	rest = rest[digits:]
	return n, mark == '~', rest, (mark == '~' || mark == '^') && (rest == "" || rest[0] == '~' || rest[0] == '^')
}

// step follows one step from a commit.
func (r *Repository) step(hash plumbing.Hash, n int, generations bool) (plumbing.Hash, error) {
	if generations {
		for range n {
			var err error
			if hash, err = r.parent(hash, 1); err != nil {
				return hash, err
			}
		}
		return hash, nil
	}
	if n == 0 {
		return hash, nil
	}
	return r.parent(hash, n)
}

// parent gives the n-th parent of a commit, from 1.
func (r *Repository) parent(hash plumbing.Hash, n int) (plumbing.Hash, error) {
	c, err := r.raw(hash)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	if n > len(c.parents) {
		return plumbing.ZeroHash, &RevisionError{"", NoParent}
	}
	if r.shallow[hash] {
		return plumbing.ZeroHash, &TooShallowError{Missing: c.parents[n-1].String(), Depth: 2}
	}
	return c.parents[n-1], nil
}

// named gives the object of a name without steps.
func (r *Repository) named(name string) (plumbing.Hash, error) {
	if hash, ok := parseHash(strings.ToLower(name)); ok {
		return hash, nil
	}
	if name == "@" {
		name = "HEAD"
	}
	hash, err := r.reference(name)
	if err == nil || !errors.Is(err, plumbing.ErrReferenceNotFound) {
		return hash, err
	}
	if name == "HEAD" {
		return hash, ErrNoCommit
	}
	return r.short(strings.ToLower(name))
}

// reference gives the object of the first reference that a name means:
// gitrevisions(7), <refname>. A tag wins over a branch of the same name.
func (r *Repository) reference(name string) (plumbing.Hash, error) {
	for _, rule := range []string{"%s", "refs/%s", "refs/tags/%s", "refs/heads/%s", "refs/remotes/%s", "refs/remotes/%s/HEAD"} {
		hash, err := r.ref(plumbing.ReferenceName(fmt.Sprintf(rule, name)))
		if err == nil || !errors.Is(err, plumbing.ErrReferenceNotFound) {
			return hash, err
		}
	}
	return plumbing.ZeroHash, plumbing.ErrReferenceNotFound
}

// maxSymbolic bounds how many references may lead to another, as in Git.
const maxSymbolic = 5

// ref gives the object that a reference leads to, by its full name.
func (r *Repository) ref(name plumbing.ReferenceName) (plumbing.Hash, error) {
	for range maxSymbolic {
		ref, err := r.refs.Ref(name)
		switch {
		case errors.Is(err, dotgit.ErrReferenceNameEscape), errors.Is(err, os.ErrNotExist), errors.Is(err, dotgit.ErrIsDir):
			return plumbing.ZeroHash, plumbing.ErrReferenceNotFound
		case err != nil:
			return plumbing.ZeroHash, err
		case ref.Type() == plumbing.HashReference && !ref.Hash().IsZero():
			return ref.Hash(), nil
		case ref.Type() != plumbing.SymbolicReference:
			return plumbing.ZeroHash, plumbing.ErrReferenceNotFound
		}
		name = ref.Target()
	}
	return plumbing.ZeroHash, plumbing.ErrReferenceNotFound
}

// minShort is the least number of digits of a short hash, as in Git.
const minShort = 4

// short gives the one commit, or tag of a commit, whose hash starts with
// digits.
func (r *Repository) short(digits string) (plumbing.Hash, error) {
	prefix, err := hex.DecodeString(digits[:len(digits)&^1])
	if err != nil || len(digits) < minShort || strings.Trim(digits, "0123456789abcdef") != "" {
		return plumbing.ZeroHash, &RevisionError{digits, Unknown}
	}
	hashes, err := r.objects.withPrefix(prefix)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	var commits []plumbing.Hash
	for _, hash := range hashes {
		if !strings.HasPrefix(hash.String(), digits) {
			continue
		}
		commit, err := r.peel(hash)
		if err == nil && !slices.Contains(commits, commit) {
			commits = append(commits, commit)
		}
	}
	switch len(commits) {
	case 0:
		return plumbing.ZeroHash, &RevisionError{digits, Unknown}
	case 1:
		return commits[0], nil
	}
	return plumbing.ZeroHash, &RevisionError{digits, Ambiguous}
}

// maxPeel bounds how many tags may tag another one.
const maxPeel = 16

// peel follows tags to their commit.
func (r *Repository) peel(hash plumbing.Hash) (plumbing.Hash, error) {
	for range maxPeel {
		kind, data, err := r.objects.readAny(plumbing.AnyObject, hash, maxTree)
		if err != nil {
			if errors.Is(err, ErrTooLarge) { // no commit has this size
				return plumbing.ZeroHash, &RevisionError{hash.String(), Unknown}
			}
			return plumbing.ZeroHash, err
		}
		if kind == plumbing.CommitObject {
			return hash, nil
		}
		line, _, _ := strings.Cut(string(data[:min(len(data), 64)]), "\n")
		text, ok := strings.CutPrefix(line, "object ")
		next, isHash := parseHash(text)
		if kind != plumbing.TagObject || !ok || !isHash {
			return plumbing.ZeroHash, &RevisionError{hash.String(), Unknown}
		}
		hash = next
	}
	return plumbing.ZeroHash, &RevisionError{hash.String(), Unknown}
}
