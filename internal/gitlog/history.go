package gitlog

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// maxMainline bounds the walk along first parents.
const maxMainline = 1_000_000

// Change is the commit that last changed a document.
type Change struct {
	// At is when the change landed on the mainline: the committer date of the
	// first-parent commit, which is the same for a merge, a squash and a rebase.
	At time.Time
	// Author made the change: the author of the side commit where a merge
	// brought it in.
	Author  string
	Commit  string // 40 hexadecimal digits
	Subject string // first line of the message
	// Uncommitted tells that the file differs from the commit, or is not in it.
	Uncommitted bool
}

// History is what the commits up to HEAD tell of the documents of a folder.
type History struct {
	Root    string // folder of the working tree, absolute
	Prefix  string // from Root to the folder asked for: "" or "examples/"
	Head    string // commit, 40 hexadecimal digits
	HeadAt  time.Time
	Shallow bool // some documents were last changed before the history that is here

	last  map[string]Change
	blobs map[string]plumbing.Hash
}

// Read reads the history of the files under dir for which want tells true;
// paths are relative to dir, with slashes.
func Read(dir string, want func(path string) bool) (*History, error) {
	r, err := open(dir)
	if err != nil {
		return nil, err
	}
	defer r.objects.Close()
	head, err := r.head()
	if err != nil {
		return nil, err
	}
	h := &History{Root: r.root, Head: head.String(), last: map[string]Change{}, blobs: map[string]plumbing.Hash{}}
	if h.Prefix, err = prefix(r.root, dir); err != nil {
		return nil, err
	}
	return h, h.walk(r, head, want)
}

// prefix is the way from root down to dir, "" or with a slash at its end.
func prefix(root, dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err == nil {
		abs, err = filepath.EvalSymlinks(abs)
	}
	if err != nil {
		return "", fmt.Errorf("finding %s in its repository: %w", dir, err)
	}
	rel, err := filepath.Rel(root, abs)
	if err != nil {
		return "", fmt.Errorf("finding %s in its repository: %w", dir, err)
	}
	if rel == "." {
		return "", nil
	}
	return filepath.ToSlash(rel) + "/", nil
}

// walk goes from head along first parents until every wanted file of head has
// met the commit that last changed it.
func (h *History) walk(r *repository, head plumbing.Hash, want func(string) bool) error {
	commit, err := object.GetCommit(r.objects, head)
	if err != nil {
		return fmt.Errorf("reading commit %s: %w", head, err)
	}
	h.HeadAt = commit.Committer.When
	err = r.diff(plumbing.ZeroHash, commit.TreeHash, h.Prefix, func(path string, blob plumbing.Hash) {
		if rel := strings.TrimPrefix(path, h.Prefix); want(rel) {
			h.blobs[rel] = blob
		}
	})
	if err != nil {
		return err
	}
	for range maxMainline {
		if len(h.last) == len(h.blobs) {
			return nil
		}
		if r.shallow[commit.Hash] {
			h.Shallow = true
			return nil
		}
		parent, parentTree := (*object.Commit)(nil), plumbing.ZeroHash
		if commit.NumParents() > 0 {
			if parent, err = object.GetCommit(r.objects, commit.ParentHashes[0]); err != nil {
				return fmt.Errorf("reading commit %s: %w", commit.ParentHashes[0], err)
			}
			parentTree = parent.TreeHash
		}
		if err := h.record(r, commit, parentTree); err != nil {
			return err
		}
		if parent == nil {
			return nil
		}
		commit = parent
	}
	return fmt.Errorf("the history is longer than %d commits", maxMainline)
}

// record notes what commit changed against the tree of its first parent.
func (h *History) record(r *repository, commit *object.Commit, parent plumbing.Hash) error {
	var failed error
	err := r.diff(parent, commit.TreeHash, h.Prefix, func(path string, blob plumbing.Hash) {
		rel := strings.TrimPrefix(path, h.Prefix)
		_, wanted := h.blobs[rel]
		if _, known := h.last[rel]; !wanted || known {
			return
		}
		maker, err := r.maker(commit, path, blob)
		if err != nil {
			failed = errors.Join(failed, err)
			return
		}
		subject, _, _ := strings.Cut(strings.TrimSpace(maker.Message), "\n")
		h.last[rel] = Change{
			At:      commit.Committer.When,
			Author:  strings.ToValidUTF8(strings.TrimSpace(maker.Author.Name), "\uFFFD"),
			Commit:  maker.Hash.String(),
			Subject: strings.ToValidUTF8(strings.TrimSpace(subject), "\uFFFD"),
		}
	})
	return errors.Join(err, failed)
}

// maker finds the commit that really made the content blob at path, which
// commit brought to the mainline: on the side that has the same content, the
// newest commit whose first parent has another. A merge that has a content of
// its own made it itself.
func (r *repository) maker(commit *object.Commit, path string, blob plumbing.Hash) (*object.Commit, error) {
	for range maxMainline {
		next, err := r.same(commit, path, blob)
		if err != nil || next == nil {
			return commit, err
		}
		commit = next
	}
	return commit, nil
}

// same gives the first parent of commit that holds blob at path, nil if none
// does or its history is not here.
func (r *repository) same(commit *object.Commit, path string, blob plumbing.Hash) (*object.Commit, error) {
	if r.shallow[commit.Hash] {
		return nil, nil
	}
	for _, hash := range commit.ParentHashes {
		parent, err := object.GetCommit(r.objects, hash)
		if err != nil {
			return nil, fmt.Errorf("reading commit %s: %w", hash, err)
		}
		found, err := r.find(parent.TreeHash, path)
		if err != nil {
			return nil, err
		}
		if found == blob {
			return parent, nil
		}
	}
	return nil, nil
}

// Last gives the commit that last changed the file at path, whose content in
// the working tree is data. ok is false if the commits that are here do not
// tell; a file that is new or edited is Uncommitted, with the last commit of
// its former content if there is one.
func (h *History) Last(path string, data []byte) (c Change, ok bool) {
	blob, tracked := h.blobs[path]
	if !tracked {
		return Change{Uncommitted: true}, true
	}
	c, ok = h.last[path]
	c.Uncommitted = !sameContent(blob, data)
	return c, ok
}

// sameContent tells whether a working file is the committed one, also where
// Git writes it out with CRLF line endings.
func sameContent(blob plumbing.Hash, data []byte) bool {
	if plumbing.ComputeHash(plumbing.BlobObject, data) == blob {
		return true
	}
	lf := bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	return len(lf) != len(data) && plumbing.ComputeHash(plumbing.BlobObject, lf) == blob
}
