package corpus

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/schema"
)

// Reader reads one repository again and again. It keeps what it read of each
// file and parses only those whose bytes are others; every Corpus that it gives
// is as read-only as any. A Reader is for one schema and one set of Options, as
// far as they decide how a file is read: where those change, a new one starts
// from nothing. It is for one goroutine at a time.
type Reader struct {
	set   *schema.Set
	files map[string]loadedFile // by path; their entries are not linked, and copied for each corpus
}

// NewReader gives a Reader that has read nothing yet.
func NewReader(set *schema.Set) *Reader { return &Reader{set: set} }

// Load is the function Load. A document on which reading breaks down is an
// error that names it.
func (r *Reader) Load(ctx context.Context, fsys fs.FS, o Options) (*Corpus, []diag.Diagnostic, error) {
	loaded, found, err := o.readAll(ctx, fsys, func(name string, data []byte, whole bool) (loadedFile, error) {
		if old, ok := r.files[name]; ok && old.whole == whole && bytes.Equal(old.file.Data, data) {
			return old, nil
		}
		return o.tryFile(name, data, whole, r.set)
	})
	if err != nil {
		return nil, nil, err
	}
	files := make(map[string]loadedFile, len(loaded))
	for i, l := range loaded {
		if l.file != nil {
			l.found = l.found[:l.own]
			files[l.file.Path] = l
		}
		loaded[i].entry = l.entry.unlinked()
	}
	r.files = files
	return o.join(ctx, fsys, r.set, loaded, found)
}

// tryFile is file, where a breakdown is an error.
func (o Options) tryFile(name string, data []byte, whole bool, set *schema.Set) (l loadedFile, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("reading %s: %v", name, p)
		}
	}()
	f := source.New(name, data)
	if l = o.file(f, whole, set); l.entry != nil || l.found != nil || l.promises != nil {
		l.file, l.whole, l.own = f, whole, len(l.found)
	}
	return l, nil
}

// unlinked copies an entry for a corpus that links it in its own way.
func (e *Entry) unlinked() *Entry {
	if e == nil {
		return nil
	}
	own := *e
	own.Service.Objectives = slices.Clip(own.Service.Objectives)
	return &own
}

// Edit is a document before and after an edit.
type Edit struct {
	Was   *Entry // nil if there was none
	Now   *Entry
	Found []diag.Diagnostic // of reading, checking and linking Now
}

// ErrBeyond is returned where an edit changes more than its document: Load
// tells what.
var ErrBeyond = errors.New("the edit changes more than its document")

// Draft gives a corpus in which the documents of some paths are as their files
// are now, for a first look at an edit. Everything else is shared with c and
// still refers to the documents as they were, so that no other document is
// looked at. Files that say what they said make no Edit. A document that is
// gone, or is known by another name than before, is ErrBeyond.
func (r *Reader) Draft(fsys fs.FS, o Options, c *Corpus, paths []string) (*Corpus, []Edit, error) {
	draft := &Corpus{
		Entries: slices.Clone(c.Entries), Alerts: c.Alerts, Tickets: c.Tickets, AlertLog: c.AlertLog, Series: c.Series,
		AlertLogRead: c.AlertLogRead, SeriesRead: c.SeriesRead,
		byID: maps.Clone(c.byID), byName: maps.Clone(c.byName), byPath: maps.Clone(c.byPath),
	}
	var edits []Edit
	for _, name := range paths {
		data, whole, err := readFile(fsys, name, o.Limits.File)
		if err != nil {
			return nil, nil, errors.Join(ErrBeyond, err)
		}
		was := c.byPath[name]
		if was != nil && bytes.Equal(was.Doc.File.Data, data) {
			continue
		}
		l, err := o.tryFile(name, data, whole, r.set)
		if err != nil {
			return nil, nil, err
		}
		if l.entry == nil || !draft.replace(was, l.entry) {
			return nil, nil, ErrBeyond
		}
		found := append(l.found, l.pictures(fsys)...)
		edits = append(edits, Edit{was, l.entry, append(found, draft.refer(r.set, l.entry, l.links)...)})
	}
	return draft, edits, nil
}

// replace puts a document in the place of what its file held before, and tells
// whether it can: nobody else may have its name, and it keeps the one it had.
func (c *Corpus) replace(was, now *Entry) bool {
	if was == nil {
		if now.ID == "" || c.byID[now.key()] != nil || len(now.Aliases) > 0 {
			return false
		}
		at, _ := slices.BinarySearchFunc(c.Entries, now, func(a, b *Entry) int { return strings.Compare(a.Path(), b.Path()) })
		c.Entries = slices.Insert(c.Entries, at, now)
		c.byPath[now.Path()], c.byID[now.key()] = now, now
		if c.byName[Fold(now.ID)] == nil {
			c.byName[Fold(now.ID)] = now
		}
		return true
	}
	if was.Kind != now.Kind || was.stated() != now.stated() || !slices.Equal(was.Aliases, now.Aliases) {
		return false
	}
	now.ID, now.Backs = was.ID, was.Backs
	at := slices.Index(c.Entries, was)
	if at < 0 {
		return false
	}
	c.Entries[at], c.byPath[now.Path()] = now, now
	swap(c.byID, was, now)
	swap(c.byName, was, now)
	return true
}

// swap puts one entry in the place of another.
func swap[K comparable](names map[K]*Entry, was, now *Entry) {
	for name, e := range names {
		if e == was {
			names[name] = now
		}
	}
}

// stated is the id that a document has by itself, before those of others count.
func (e *Entry) stated() string { return e.Value().Field("id").Text() }
