package facet

import (
	"crypto/sha256"
	"slices"
	"sync"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/schema"
)

// ActionReader reads the action items of many versions of documents, and
// nothing else of them. It may be used by several goroutines at once. Most
// changes leave the items of a document alone: only what they depend on is
// parsed, and not again if it is what it was.
type ActionReader struct {
	set     *schema.Set
	limits  doc.Limits
	options Options

	mu   sync.Mutex
	last map[string]lastRead // by path
}

// lastRead is what was read last of a document.
type lastRead struct {
	sum   [sha256.Size]byte // of what was parsed
	given string
	items []Tracked // with lines of what was parsed
}

// NewActionReader makes a reader.
func NewActionReader(set *schema.Set, limits doc.Limits, o Options) *ActionReader {
	return &ActionReader{set: set, limits: limits, options: o, last: map[string]lastRead{}}
}

// Read gives the action items of a document: those of Merge and DecodeActions,
// in the same order, but that days without a year are not known. given is the
// id that the document states; empty if it has its path's.
func (r *ActionReader) Read(name string, data []byte) (given string, items []Tracked) {
	if len(data) > r.limits.File {
		return "", nil
	}
	f := newFilter(name, data, r.set, r.options)
	if f.empty() {
		return "", nil
	}
	kept, ok := f.reduce(data)
	if !ok {
		d, _ := doc.Parse(source.New(name, data), r.limits)
		return trackedActions(d, r.set, r.options)
	}
	sum := sha256.Sum256(kept.text)
	r.mu.Lock()
	was, known := r.last[name]
	r.mu.Unlock()
	if known && was.sum == sum {
		return was.given, kept.placed(was.items)
	}
	d, _ := doc.Parse(source.New(name, kept.text), r.limits)
	if d.Meta.Type() != doc.Map { // what it seemed to say at a glance is none of it
		d, _ := doc.Parse(source.New(name, data), r.limits)
		return trackedActions(d, r.set, r.options)
	}
	given, items = trackedActions(d, r.set, r.options)
	r.mu.Lock()
	r.last[name] = lastRead{sum, given, items}
	r.mu.Unlock()
	return given, kept.placed(items)
}

// placed gives items with the lines of the whole text.
func (k kept) placed(items []Tracked) []Tracked {
	out := slices.Clone(items)
	for i, it := range out {
		out[i].Line = k.lines[min(max(it.Line, 1), len(k.lines))-1]
	}
	return out
}
