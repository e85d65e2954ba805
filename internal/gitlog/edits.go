package gitlog

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// Edit is what one commit of the mainline did to a document.
type Edit struct {
	Path   string // after it, from the folder that was opened; empty if it was deleted
	From   string // before it, likewise; empty if it is new
	Was    string // hash of the text before, 40 hexadecimal digits; empty if it is new
	Is     string // hash of the text after; empty if it was deleted
	Change Change // who made it, and when it landed
	Landed string // commit of the mainline that brought it: 40 hexadecimal digits
}

// Edits lists what the commits that landed after a time did to documents, the
// newest first, those of one commit by path; at most so many. The commits that
// the revision's .git-blame-ignore-revs lists are left out, and the first one
// of a shallow clone, of which nobody knows what it did.
func (h *History) Edits(since time.Time, most int) []Edit {
	var list []Edit
	p := &pass{people: h.people}
	for i := len(h.mainline.landings) - 1; i >= 0 && len(list) < most; i-- {
		l := &h.mainline.landings[i]
		if !l.landed.After(since) || i == 0 && h.mainline.shallow {
			break
		}
		edits := h.editsOf(p, l)
		list = append(list, edits[:min(len(edits), most-len(list))]...)
	}
	return list
}

// editsOf lists what one commit did.
func (h *History) editsOf(p *pass, l *landing) []Edit {
	if h.ignored[l.commit.hash.String()] {
		return nil
	}
	renamed := map[string]plumbing.Hash{} // the old path, and what it held
	for _, c := range l.changes {
		if c.from != "" {
			renamed[c.from] = plumbing.ZeroHash
		}
	}
	for _, c := range l.changes {
		if _, ok := renamed[c.path]; ok && c.is.IsZero() {
			renamed[c.path] = c.was
		}
	}
	var list []Edit
	for _, c := range l.changes {
		if _, ok := renamed[c.path]; ok && c.is.IsZero() || c.was == c.is && c.from == "" {
			continue
		}
		e := Edit{Path: c.path, From: c.path, Landed: l.commit.hash.String()}
		if c.from != "" {
			e.From, c.was = c.from, renamed[c.from]
		}
		makers := slices.DeleteFunc(l.makers(c.path, c.from), func(n note) bool { return h.ignored[n.hash.String()] })
		if len(makers) == 0 {
			continue
		}
		e.Change = p.change(l, makers[0])
		e.Was, e.Is = hashText(c.was), hashText(c.is)
		if e.Was == "" {
			e.From = ""
		}
		if e.Is == "" {
			e.Path = ""
		}
		e.Path, e.From = strings.TrimPrefix(e.Path, h.Prefix), strings.TrimPrefix(e.From, h.Prefix)
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b Edit) int { return cmp.Compare(cmp.Or(a.Path, a.From), cmp.Or(b.Path, b.From)) })
	return list
}

// hashText writes a hash, that of no file as nothing.
func hashText(h plumbing.Hash) string {
	if h.IsZero() {
		return ""
	}
	return h.String()
}

// Committed gives the hash of the text that the commit holds at a path; empty
// if it holds none.
func (h *History) Committed(path string) string { return hashText(h.blobs[path]) }

// Holds tells whether a working file is the one of the commit.
func (h *History) Holds(path string, data []byte) bool {
	blob, tracked := h.blobs[path]
	return tracked && h.committed(path, blob, data)
}

// Text reads a version of a document by the hash that an Edit names. ok is
// false for one that is not in this clone or is too large.
func (r *Repository) Text(hash string) (text []byte, ok bool, err error) {
	blob, isHash := parseHash(hash)
	if !isHash {
		return nil, false, nil
	}
	text, _, err = r.document(blob)
	if err != nil && (r.unreadable(err) || errors.Is(err, ErrMissing)) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("reading a version of a document: %w", err)
	}
	return text, true, nil
}
