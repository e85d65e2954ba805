package gitlog

import (
	"errors"
	"runtime"
	"strings"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
)

// versions are the documents of a history by path and content.
type versions struct {
	known    map[blob]*version
	wordings *wordings
}

func newVersions() *versions {
	return &versions{known: map[blob]*version{}, wordings: newWordings()}
}

// needed lists the versions of a mainline that are not known, each once: the
// newest first, because Git stores the older as differences from them.
func (v *versions) needed(m *mainline) []blob {
	var list []blob
	met := map[blob]bool{}
	need := func(b blob) {
		if !b.hash.IsZero() && !met[b] && v.known[b] == nil {
			met[b] = true
			list = append(list, b)
		}
	}
	for i := len(m.landings) - 1; i >= 0; i-- {
		l := &m.landings[i]
		for _, c := range l.changes {
			need(blob{c.path, c.is})
		}
		for _, t := range l.touches {
			need(blob{t.path, t.blob})
		}
	}
	return list
}

// count tells how many versions a mainline names, and how many of them are
// missing.
func (v *versions) count(m *mainline) (all, missing int) {
	met := map[blob]bool{}
	count := func(b blob) {
		if b.hash.IsZero() || met[b] {
			return
		}
		met[b] = true
		all++
		if made := v.known[b]; made == nil || made.missing {
			missing++
		}
	}
	for i := range m.landings {
		l := &m.landings[i]
		for _, c := range l.changes {
			count(blob{c.path, c.is})
		}
		for _, t := range l.touches {
			count(blob{t.path, t.blob})
		}
	}
	return all, missing
}

// content is the text of a version on its way to be extracted.
type content struct {
	blob blob
	data []byte
}

// read reads the versions of a mainline that are not known. One goroutine
// reads from Git, all processors extract. It tells whether there were any.
func (v *versions) read(r *Repository, m *mainline, extract Extract) (news bool, err error) {
	list := v.needed(m)
	if len(list) == 0 {
		return false, nil
	}
	texts := make(chan content, 64)
	var workers sync.WaitGroup
	var mu sync.Mutex
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for t := range texts {
				made := v.extract(strings.TrimPrefix(t.blob.path, r.Prefix), t.data, extract)
				mu.Lock()
				v.known[t.blob] = made
				mu.Unlock()
			}
		})
	}
	missing, err := r.feed(list, texts)
	close(texts)
	workers.Wait()
	for _, b := range missing {
		v.known[b] = &version{missing: true}
	}
	return true, err
}

// feed reads the contents of versions; those that are too large or not here
// come back.
func (r *Repository) feed(list []blob, texts chan<- content) (missing []blob, err error) {
	for _, b := range list {
		data, err := r.objects.read(plumbing.BlobObject, b.hash, maxDocument)
		if errors.Is(err, ErrTooLarge) || errors.Is(err, ErrMissing) && (r.Partial || r.Shallow) {
			missing = append(missing, b)
			continue
		}
		if err != nil {
			return missing, err
		}
		texts <- content{b, data}
	}
	return missing, nil
}

// extract makes a version of a content.
func (v *versions) extract(path string, data []byte, extract Extract) *version {
	lf := unixLines(data)
	id, items := extract(path, lf)
	made := &version{id: v.wordings.name(id), returns: len(lf) != len(data)}
	if len(items) == 0 {
		return made
	}
	made.items = make([]listed, min(len(items), MaxItems))
	for i := range made.items {
		made.items[i] = v.list(items[i])
	}
	return made
}

func (v *versions) list(it Item) listed {
	e := listed{
		wording: v.wordings.of(it.Text), id: v.wordings.name(it.ID), section: v.wordings.name(it.Section),
		line: int32(it.Line), state: min(it.State, StateDropped),
	}
	if !it.Opened.IsZero() || !it.Closed.IsZero() {
		e.dates = &dates{it.Opened, it.Closed}
	}
	return e
}

// plain tells whether no line of a document ended in CRLF, neither before nor
// after a change: then the contents differ because more than line endings do.
func (v *versions) plain(c change) bool {
	old := c.path
	if c.from != "" {
		old = c.from
	}
	was, is := v.at(old, c.was), v.at(c.path, c.is)
	return was != nil && is != nil && !was.missing && !is.missing && !was.returns && !is.returns
}

// at gives a version; the zero hash, a file that does not exist, has none.
func (v *versions) at(path string, hash plumbing.Hash) *version {
	if hash.IsZero() {
		return nil
	}
	return v.known[blob{path, hash}]
}
