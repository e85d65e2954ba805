package gitlog

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/debrief-dev/debrief/internal/source"
)

// Bulk is the number of documents that one commit must add to count as an
// import: the documents are older than it.
const Bulk = 10

// worthSaving is the part of a history, one in so many commits, that must be
// new for the cache to be written again: to read fewer again costs less.
const worthSaving = 200

// Change is a commit that changed a document.
type Change struct {
	// At is when the change landed on the mainline: the committer's date of
	// the first-parent commit, which is the same for a merge, a squash and a
	// rebase. A date that cannot be true is repaired.
	At time.Time
	// Author made the change: the author of the side commit where a merge
	// brought it in, by the name and address that .mailmap gives them.
	Author   string
	Email    string
	Authored time.Time // when they made it
	Commit   string    // 40 hexadecimal digits; "" if no commit that is here made the change
	Subject  string    // first line of the message
	// Uncommitted tells that the file differs from the commit, or is not in it.
	Uncommitted bool
}

// Document is what the history tells of a document. A Change without Commit
// lies before the history that is here; its At is the date of the first commit
// that is, so that the change is at least as old.
type Document struct {
	Created Change
	// Imported tells that the document came with at least Bulk others:
	// Created is when it was copied, not when it was written.
	Imported bool
	// Changed is the last change of the content. Renaming a file does not
	// count, nor other line endings, nor the commits that the revision's
	// .git-blame-ignore-revs lists.
	Changed Change
	// Substance is the last change that the reader's Substance agreed to.
	Substance Change
	// Contributors made the changes, programs left out; who changed the
	// document last comes first.
	Contributors []Contributor
	Former       []string // paths that the file had before, the last first
}

// History is what the commits up to one revision tell of the documents of a
// folder.
type History struct {
	Root    string // folder of the working tree, absolute
	Prefix  string // from Root to the folder asked for: "" or "examples/"
	Head    string // commit, 40 hexadecimal digits
	HeadAt  time.Time
	Shallow bool // some documents were last changed before the history that is here
	// Bounded tells that some documents were created before it.
	Bounded bool
	Commits int // of the mainline
	Skewed  int // of these, whose date was repaired
	// Begins is the date of the first commit that is here.
	Begins time.Time
	// Submodules are the folders of other repositories that the commit names, by
	// their path from the folder asked for. What is in them has a history of its
	// own, which is not read.
	Submodules []string

	documents map[string]*Document
	blobs     map[string]plumbing.Hash
	pointers  map[string]source.Pointer // of the documents that Git LFS keeps, by path
	active    map[string]time.Time      // by the key of a person

	sparse   bool
	mainline *mainline
	ignored  map[string]bool // hashes of commits that changed nothing of substance
	people   []Person        // authors, as the mainline numbers them
	extract  Extract
	tracker  *tracker // of action items; nil if they were not asked for
}

// Query is what a history is asked for.
type Query struct {
	// Want tells which files are documents, by their path from the folder of
	// the repository that was opened, with slashes.
	Want func(path string) bool
	// Substance tells whether a change of the text is one of substance, not
	// only of formatting. Line endings are LF. nil agrees to every change.
	Substance func(old, new []byte) bool
	// Extract reads the action items of a document; nil leaves their lives out.
	Extract Extract
	Cache   Cache     // what was read before; used with Extract only
	Now     time.Time // later dates become this one; zero leaves them
}

// Read reads the history up to HEAD of the files under dir for which want
// tells true.
func Read(dir string, want func(path string) bool) (*History, error) {
	r, err := Open(dir)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	head, err := r.Resolve("HEAD")
	if err != nil {
		return nil, err
	}
	return r.History(head, Query{Want: want})
}

// History reads what the commits up to one tell of the documents it holds.
func (r *Repository) History(head Commit, q Query) (*History, error) {
	var before *mainline
	v := newVersions()
	if q.Extract != nil {
		if m, known := q.Cache.load(r); m != nil {
			before, v = m, known
		}
	}
	m, err := r.mainline(plumbing.NewHash(head.Hash), q.Now, before)
	if err != nil {
		return nil, err
	}
	if err := r.readChanges(m, q.Want); err != nil {
		return nil, err
	}
	h := &History{
		Root: r.Root, Prefix: r.Prefix, Head: head.Hash, HeadAt: m.landings[len(m.landings)-1].landed, Begins: m.landings[0].landed,
		Commits: len(m.landings), Skewed: m.skewed, sparse: r.Sparse,
		documents: map[string]*Document{}, blobs: map[string]plumbing.Hash{},
	}
	names, ignored, err := r.people(head.tree)
	if err != nil {
		return nil, err
	}
	h.mainline, h.ignored, h.people = m, ignored, m.named(names)
	news := m.read > 0
	if q.Extract != nil {
		more, err := v.read(r, m, q.Extract)
		if err != nil {
			return nil, err
		}
		news = news || more
	}
	p := &pass{repository: r, query: q, mainline: m, versions: v, people: h.people, ignored: ignored, live: map[string]*Document{}, ended: map[string]ended{}}
	all := walker{repository: r, within: r.Prefix, changed: func(c change) {
		if rel := strings.TrimPrefix(c.path, r.Prefix); q.Want(rel) {
			d := &Document{}
			h.blobs[rel], h.documents[rel], p.live[c.path] = c.is, d, d
		}
	}, submodule: func(path string) {
		h.Submodules = append(h.Submodules, strings.TrimPrefix(path, r.Prefix))
	}}
	if err := all.diff(plumbing.ZeroHash, head.tree, "", 0); err != nil {
		return nil, err
	}
	if err := p.run(); err != nil {
		return nil, err
	}
	if q.Extract != nil {
		h.pointers = v.pointersOf(h.blobs, r.Prefix)
		// What Git LFS keeps may be here the next time.
		if news && !v.pointers && (before == nil || m.read*worthSaving >= len(m.landings)) {
			q.Cache.save(r, m, v)
		}
		h.extract, h.tracker = q.Extract, newTracker(m, v)
		h.tracker.run()
	}
	h.active = map[string]time.Time{}
	for _, c := range m.active(h.people) {
		h.wasActive(c)
	}
	for _, d := range h.documents {
		h.Shallow = h.Shallow || d.Changed.Commit == ""
		h.Bounded = h.Bounded || d.Created.Commit == ""
		for _, c := range d.Contributors {
			h.wasActive(c)
		}
	}
	return h, nil
}

// people reads the .mailmap of a tree, and which commits its
// .git-blame-ignore-revs lists.
func (r *Repository) people(tree plumbing.Hash) (mailmap, map[string]bool, error) {
	names, err := r.small(tree, ".mailmap")
	if err != nil {
		return nil, nil, err
	}
	revs, err := r.small(tree, ".git-blame-ignore-revs")
	if err != nil {
		return nil, nil, err
	}
	ignored := map[string]bool{}
	for line := range strings.Lines(string(revs)) {
		line, _, _ = strings.Cut(line, "#")
		if hash, ok := parseHash(strings.TrimSpace(line)); ok {
			ignored[hash.String()] = true
		}
	}
	return parseMailmap(string(names)), ignored, nil
}

// small reads a small file at the top of a tree; one that is missing, too
// large or no file is empty.
func (r *Repository) small(tree plumbing.Hash, name string) ([]byte, error) {
	blob, err := r.find(tree, name)
	if err != nil || blob.IsZero() {
		return nil, err
	}
	data, err := r.objects.read(plumbing.BlobObject, blob, maxSmall)
	if errors.Is(err, ErrMissing) || errors.Is(err, ErrTooLarge) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return data, nil
}

// Document gives what is known of the document at a path.
func (h *History) Document(path string) (Document, bool) {
	d := h.documents[path]
	if d == nil {
		return Document{}, false
	}
	return *d, true
}

// LastActive gives when a person last made a commit, in any part of the
// repository, or helped to change a document.
func (h *History) LastActive(p Person) (time.Time, bool) {
	at, ok := h.active[p.key()]
	return at, ok
}

func (h *History) wasActive(c Contributor) {
	if was, ok := h.active[c.key()]; !ok || c.Last.After(was) {
		h.active[c.key()] = c.Last
	}
}

// Last gives the commit that last changed the file at path, whose content in
// the working tree is data. ok is false if the commits that are here do not
// tell; a file that is new or edited is Uncommitted, with the last commit of
// its former content if there is one.
func (h *History) Last(path string, data []byte) (c Change, ok bool) {
	if h.foreign(path) {
		return Change{}, false
	}
	blob, tracked := h.blobs[path]
	if !tracked {
		return Change{Uncommitted: true}, true
	}
	c = h.documents[path].Changed
	ok = c.Commit != ""
	if !ok {
		c = Change{}
	}
	c.Uncommitted = !h.committed(path, blob, data)
	return c, ok
}

// foreign tells whether a file belongs to a submodule.
func (h *History) foreign(path string) bool {
	return slices.ContainsFunc(h.Submodules, func(folder string) bool { return strings.HasPrefix(path, folder+"/") })
}

// committed tells whether a working file is the one of the commit.
func (h *History) committed(path string, blob plumbing.Hash, data []byte) bool {
	if sameContent(blob, data) {
		return true
	}
	p, kept := h.pointers[path]
	return kept && fits(p, data)
}

// sameContent tells whether a working file is the committed one, also where
// Git writes it out with CRLF line endings.
func sameContent(blob plumbing.Hash, data []byte) bool {
	if plumbing.ComputeHash(plumbing.BlobObject, data) == blob {
		return true
	}
	lf := unixLines(data)
	return len(lf) != len(data) && plumbing.ComputeHash(plumbing.BlobObject, lf) == blob
}

// unixLines is a text with LF line endings.
func unixLines(data []byte) []byte {
	if !bytes.Contains(data, []byte("\r\n")) {
		return data
	}
	return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
}
