package gitlog

import (
	"runtime"
	"strings"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/debrief-dev/debrief/internal/source"
)

// versions are the documents of a history by path and content.
type versions struct {
	known    map[blob]*version
	wordings *wordings
	pointers bool // some of those that were read are kept by Git LFS
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

// count tells how many versions a mainline names, how many of them are missing,
// and how many of these Git LFS keeps.
func (v *versions) count(m *mainline) (all, missing, away int) {
	met := map[blob]bool{}
	count := func(b blob) {
		if b.hash.IsZero() || met[b] {
			return
		}
		met[b] = true
		all++
		if made := v.known[b]; made == nil || made.missing {
			missing++
			if made != nil && made.pointer != nil {
				away++
			}
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
	return all, missing, away
}

// content is the text of a version on its way to be extracted.
type content struct {
	blob    blob
	data    []byte
	pointer *source.Pointer // that the blob holds; nil if it is the content
	missing bool            // the content cannot be had
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
				made := &version{missing: true}
				if !t.missing {
					made = v.extract(strings.TrimPrefix(t.blob.path, r.Prefix), t.data, extract)
				}
				made.pointer = t.pointer
				mu.Lock()
				v.known[t.blob] = made
				v.pointers = v.pointers || t.pointer != nil
				mu.Unlock()
			}
		})
	}
	err = r.feed(list, texts)
	close(texts)
	workers.Wait()
	return true, err
}

// feed reads the contents of versions.
func (r *Repository) feed(list []blob, texts chan<- content) error {
	for _, b := range list {
		data, pointer, err := r.document(b.hash)
		if err != nil && !r.unreadable(err) {
			return err
		}
		texts <- content{b, data, pointer, err != nil}
	}
	return nil
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

// pointersOf gives what is committed in place of the documents of some paths
// that Git LFS keeps.
func (v *versions) pointersOf(blobs map[string]plumbing.Hash, prefix string) map[string]source.Pointer {
	out := map[string]source.Pointer{}
	if !v.pointers {
		return out
	}
	for path, hash := range blobs {
		if made := v.at(prefix+path, hash); made != nil && made.pointer != nil {
			out[path] = *made.pointer
		}
	}
	return out
}

// at gives a version; the zero hash, a file that does not exist, has none.
func (v *versions) at(path string, hash plumbing.Hash) *version {
	if hash.IsZero() {
		return nil
	}
	return v.known[blob{path, hash}]
}
