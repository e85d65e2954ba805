package gitlog

import (
	"slices"
	"time"
)

// life is an item while its life is followed.
type life struct {
	path     string // of its document from the root of the repository, now or at last
	document string // id that it states
	item     *listed
	index    int
	gone     bool
	left     time.Time // when it went
	recorded bool      // over when it first appeared
	own      bool      // it came with its document, and stayed in it
	bulk     bool      // with at least Bulk documents
	marks    []mark
}

// mark is an event of a life. Who made it is a commit of the landing's sides,
// or the landing.
type mark struct {
	kind    EventKind
	landing int32 // uncommitted for the working tree
	side    int32 // in the sides of the landing, or -1
	hazy    bool  // what was before is not here: it may have been so earlier
	was     string
}

// uncommitted stands for the number of a landing where there is none.
const uncommitted = -1

// page is a document while its items are followed.
type page struct {
	path, id string
	version  *version // nil if no version could be read yet
	lives    []*life  // of its items, in order
	hazy     bool     // versions since then could not be read
}

// tracker follows the items of all documents along a mainline.
type tracker struct {
	mainline *mainline
	versions *versions
	now      time.Time // of the working tree
	pages    map[string]*page
	lives    []*life // in the order of their opening
	graves   graves
}

func newTracker(m *mainline, v *versions) *tracker {
	return &tracker{mainline: m, versions: v, pages: map[string]*page{}, graves: newGraves()}
}

// run goes along the mainline.
func (t *tracker) run() {
	for i := range t.mainline.landings {
		l := &t.mainline.landings[i]
		if len(l.changes) == 0 {
			continue
		}
		s := &step{tracker: t, landing: int32(i), hazy: i == 0 && t.mainline.shallow}
		for _, c := range l.changes {
			s.edits = append(s.edits, edit{path: c.path, from: c.from, added: c.was.IsZero(), is: t.versions.at(c.path, c.is)})
		}
		s.take()
	}
}

// at is when a landing happened.
func (t *tracker) at(landing int32) time.Time {
	if landing == uncommitted {
		return t.now
	}
	return t.mainline.landings[landing].landed
}

// edit is what a commit did to a document.
type edit struct {
	path  string
	from  string   // path of the deleted document that it was before; empty if none
	added bool     // the path is new
	is    *version // nil if it was deleted
}

// step is one commit on the way, or the working tree.
type step struct {
	tracker *tracker
	landing int32
	hazy    bool // nothing is known of what was before
	edits   []edit
	added   int // documents that are new
	lost    []*life
	fresh   []fresh
}

// fresh is an item of a document that is not known in it.
type fresh struct {
	page  *page
	index int // in the document
	item  *listed
	from  string // path that the document had before the commit
	born  bool   // the document is new
	hazy  bool
}

// take follows the items through the commit: within each document, then
// between those that it changed, then from the past.
func (s *step) take() {
	s.renameByID()
	s.rename()
	for _, e := range s.edits {
		switch {
		case e.is == nil:
			s.delete(e)
		case e.is.missing:
			s.page(e).hazy = true
		default:
			s.change(e)
		}
	}
	s.moveByID()
	s.moveByText()
	s.settle()
}

// renameByID takes a deleted and an added document that state the same id for
// one, whatever their contents.
func (s *step) renameByID() {
	deleted := map[string]string{}
	for _, e := range s.edits {
		if p := s.tracker.pages[e.path]; e.is == nil && p != nil && p.id != "" {
			deleted[p.id] = e.path
		}
	}
	if len(deleted) == 0 {
		return
	}
	for i, e := range s.edits {
		if e.is == nil || !e.added || e.is.id == "" || deleted[e.is.id] == "" || e.from == deleted[e.is.id] {
			continue
		}
		from := deleted[e.is.id]
		for j := range s.edits {
			if s.edits[j].from == from {
				s.edits[j].from = ""
			}
		}
		s.edits[i].from = from
		delete(deleted, e.is.id)
	}
}

// rename moves the renamed documents to their new paths.
func (s *step) rename() {
	moved := map[string]*page{}
	for _, e := range s.edits {
		if e.from == "" {
			if e.added && e.is != nil {
				s.added++
			}
			continue
		}
		if p := s.tracker.pages[e.from]; p != nil {
			moved[e.path] = p
			delete(s.tracker.pages, e.from)
		}
	}
	for path, p := range moved {
		p.path = path
		s.tracker.pages[path] = p
		for _, l := range p.lives {
			l.path = path
		}
	}
}

// page gives the document of an edit.
func (s *step) page(e edit) *page {
	p := s.tracker.pages[e.path]
	if p == nil {
		p = &page{path: e.path}
		s.tracker.pages[e.path] = p
	}
	return p
}

func (s *step) delete(e edit) {
	p := s.tracker.pages[e.path]
	if p == nil {
		return // it was renamed
	}
	s.lost = append(s.lost, p.lives...)
	delete(s.tracker.pages, e.path)
}

// change follows the items of a document from one version to the next.
func (s *step) change(e edit) {
	p := s.page(e)
	old, hazy := p.lives, p.hazy || s.hazy
	known := p.version != nil
	same := known && p.version.sameItems(e.is)
	born := e.added && e.from == "" && !known && !p.hazy
	p.version, p.hazy, p.id = e.is, false, e.is.id
	items := e.is.items
	if same {
		for i, l := range old {
			l.item, l.document = &items[i], p.id
		}
		return
	}
	m := match(itemsOf(old), pointers(items))
	p.lives = make([]*life, len(items))
	for i, from := range m.partner {
		if from < 0 {
			s.fresh = append(s.fresh, fresh{p, i, &items[i], e.from, born, hazy})
			continue
		}
		s.live(old[from], p, i, &items[i], e.from, hazy)
	}
	for i, taken := range m.taken {
		if !taken {
			s.lost = append(s.lost, old[i])
		}
	}
}

func itemsOf(lives []*life) []*listed {
	list := make([]*listed, len(lives))
	for i, l := range lives {
		list[i] = l.item
	}
	return list
}

func pointers(items []listed) []*listed {
	list := make([]*listed, len(items))
	for i := range items {
		list[i] = &items[i]
	}
	return list
}

// live goes on with a life as an item of a document.
func (s *step) live(l *life, p *page, index int, is *listed, from string, hazy bool) {
	was := l.item
	mark := func(kind EventKind, text string) {
		l.marks = append(l.marks, mark{kind, s.landing, s.maker(kind, p.path, from, is), hazy, text})
	}
	if l.gone {
		mark(Restored, "")
	}
	if l.path != p.path {
		mark(Moved, l.path)
		l.own = false
	} else if was.section != is.section {
		mark(Moved, was.section)
	}
	if was.wording.norm != is.wording.norm {
		mark(Reworded, was.wording.text)
	}
	if kind, changed := turn(was.state, is.state); changed {
		mark(kind, "")
	}
	if was.wording.norm != is.wording.norm || was.id != is.id {
		s.tracker.graves.count(was, -1)
		s.tracker.graves.count(is, 1)
	}
	l.item, l.path, l.document, l.index, l.gone = is, p.path, p.id, index, false
	p.lives[index] = l
}

// turn tells what a change of state is. To lose the box, or to get one, is
// none while the item is not over.
func turn(was, is State) (EventKind, bool) {
	switch {
	case was == is:
	case is == StateDone:
		return Closed, true
	case is == StateDropped:
		return GivenUp, true
	case was.over() && is == StateOpen:
		return Reopened, true
	}
	return 0, false
}

// moveByID finds the new items that were in another document before by their
// ids: one that no other item has, or with a text that is alike.
func (s *step) moveByID() {
	s.move(func(e *listed) string { return e.id }, func(was, is *listed) bool {
		return s.tracker.graves.ids[is.id] == 1 || like(was.wording, is.wording) >= sameWords
	})
}

// moveByText finds the new items that were in another document before by
// their texts.
func (s *step) moveByText() {
	s.move(func(e *listed) string { return e.wording.norm }, func(was, is *listed) bool { return !apart(was, is) })
}

// move goes on with the lives of items that are lost in one document as those
// of new items in another, with the same key, that fit.
func (s *step) move(key func(*listed) string, fits func(was, is *listed) bool) {
	if len(s.lost) == 0 || len(s.fresh) == 0 {
		return
	}
	lost := map[string][]*life{}
	for _, l := range s.lost {
		if k := key(l.item); k != "" {
			lost[k] = append(lost[k], l)
		}
	}
	found := map[*life]bool{}
	s.fresh = slices.DeleteFunc(s.fresh, func(n fresh) bool {
		list := lost[key(n.item)]
		i := slices.IndexFunc(list, func(l *life) bool { return fits(l.item, n.item) })
		if i < 0 {
			return false
		}
		l := list[i]
		lost[key(n.item)] = slices.Delete(list, i, i+1)
		found[l] = true
		s.live(l, n.page, n.index, n.item, n.from, n.hazy)
		return true
	})
	s.lost = slices.DeleteFunc(s.lost, func(l *life) bool { return found[l] })
}

// settle opens, or takes up again, what is new still, and buries what is lost.
func (s *step) settle() {
	g := &s.tracker.graves
	count := map[string]int{}
	for _, n := range s.fresh {
		count[n.item.wording.norm]++
	}
	for _, n := range s.fresh {
		if l := g.returned(n, s.tracker.at(s.landing), count[n.item.wording.norm] == 1); l != nil {
			s.live(l, n.page, n.index, n.item, n.from, n.hazy)
			continue
		}
		s.open(n)
	}
	for _, l := range s.lost {
		l.marks = append(l.marks, mark{Removed, s.landing, s.maker(Removed, l.path, "", l.item), s.hazy, ""})
		l.index, l.gone, l.left = -1, true, s.tracker.at(s.landing)
		g.bury(l)
	}
}

// open begins a life.
func (s *step) open(n fresh) {
	l := &life{
		path: n.page.path, document: n.page.id, item: n.item, index: n.index, recorded: n.item.state.over(),
		own: n.born, bulk: n.born && s.added >= Bulk,
	}
	l.marks = []mark{{Opened, s.landing, s.maker(Opened, n.page.path, n.from, n.item), n.hazy, ""}}
	s.tracker.lives = append(s.tracker.lives, l)
	s.tracker.graves.count(n.item, 1)
	n.page.lives[n.index] = l
}
