package insight

import (
	"slices"
	"sync"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/search"
)

// Memory keeps what was found out about documents from one state of a
// repository to the next: the words of each, which take most of the time that
// a library takes. The zero Memory is empty. It is for one schema, one
// dictionary and documents of one corpus.Reader, and safe for concurrent use.
type Memory struct {
	mu   sync.Mutex
	bags map[*doc.Document]keptBag
}

// keptBag is the words of a document, with what they came of besides itself.
type keptBag struct {
	id, title string
	anchors   []string
	facets    []string
	bag       search.Bag
}

// Remember lets r use what was found out before, and add to it. Before r is
// shown to others.
func (r *Results) Remember(m *Memory) { r.memory = m }

// bag gives the words of a document of a library.
func (m *Memory) bag(l *Library, e *corpus.Entry, facets []string, analyser *search.Analyser) search.Bag {
	if m != nil {
		m.mu.Lock()
		kept, ok := m.bags[e.Doc]
		m.mu.Unlock()
		if ok && kept.id == e.ID && kept.title == e.Title && slices.Equal(kept.anchors, l.anchors[e]) && slices.Equal(kept.facets, facets) {
			return kept.bag
		}
	}
	d := l.document(e)
	d.Facets = facets
	return analyser.Bag(d)
}

// keep replaces what is remembered by the bags of a library.
func (m *Memory) keep(l *Library, facets [][]string, bags []search.Bag) {
	if m == nil {
		return
	}
	kept := make(map[*doc.Document]keptBag, len(bags))
	for i, e := range l.Entries {
		kept[e.Doc] = keptBag{e.ID, e.Title, l.anchors[e], facets[i], bags[i]}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.bags = kept
}
