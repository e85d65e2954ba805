package gitlog

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/source"
)

// copied is how much older than its first commit a document must be for its
// own date to count: 60 days.
const copied = 60 * 24 * time.Hour

// Working is what is known beside the commits when lives are told.
type Working struct {
	// Files gives every document of the working tree, by its path from the
	// folder that was opened; nil if only what is committed counts. It must give
	// every file that the query's Want wants: those that it lacks are deleted.
	Files iter.Seq2[string, []byte]
	Now   time.Time // when what is not committed happened
	// Date gives the day of which a document itself tells that it is; nil if
	// none does.
	Date func(path string) (time.Time, bool)
}

// Lives tells the lives of the action items up to the commit, and on to the
// working tree. It is empty if the query had no Extract.
func (h *History) Lives(w Working) *Lives {
	t := h.tracker
	if t == nil {
		return &Lives{}
	}
	if edits := h.uncommitted(w); len(edits) > 0 {
		t = t.clone()
		t.now = w.Now
		s := &step{tracker: t, landing: uncommitted, edits: edits}
		s.take()
	}
	b := &biographer{tracker: t, prefix: h.Prefix, people: h.people, date: w.Date}
	out := &Lives{All: make([]Life, 0, len(t.lives))}
	out.Versions, out.Missing, out.Away = t.versions.count(t.mainline)
	for _, l := range t.lives {
		made := b.life(l)
		if made.Index >= 0 && made.Opened.From == Bound {
			out.Bounds++
		}
		out.All = append(out.All, made)
	}
	slices.SortStableFunc(out.All, func(a, b Life) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(uint(a.Index), uint(b.Index)))
	})
	return out
}

// uncommitted gives what the working tree has otherwise than the commit.
func (h *History) uncommitted(w Working) []edit {
	if w.Files == nil {
		return nil
	}
	var edits []edit
	met := map[string]bool{}
	for path, data := range w.Files {
		met[path] = true
		if h.foreign(path) {
			continue
		}
		hash, tracked := h.blobs[path]
		if tracked && h.committed(path, hash, data) {
			continue
		}
		is := &version{missing: true}
		if _, away := source.ReadPointer(data); !away {
			is = h.tracker.versions.extract(path, data, h.extract)
		}
		edits = append(edits, edit{path: h.Prefix + path, added: !tracked, is: is})
	}
	if !h.sparse {
		for path := range h.blobs {
			if !met[path] {
				edits = append(edits, edit{path: h.Prefix + path})
			}
		}
	}
	slices.SortFunc(edits, func(a, b edit) int { return cmp.Compare(a.path, b.path) })
	h.tracker.renameUncommitted(edits)
	return edits
}

// renameUncommitted takes a deleted document and a new one with the same
// items for one; the first that fits counts.
func (t *tracker) renameUncommitted(edits []edit) {
	taken := map[string]bool{}
	for i, e := range edits {
		if e.is == nil || !e.added || len(e.is.items) == 0 {
			continue
		}
		for _, d := range edits {
			p := t.pages[d.path]
			if d.is == nil && p != nil && p.version != nil && !taken[d.path] && p.version.sameItems(e.is) {
				edits[i].from, taken[d.path] = d.path, true
				break
			}
		}
	}
}

// clone makes a tracker that goes on without changing this one.
func (t *tracker) clone() *tracker {
	c := *t
	known := make(map[*life]*life, len(t.lives))
	c.lives = make([]*life, len(t.lives))
	for i, l := range t.lives {
		own := *l
		own.marks = slices.Clip(l.marks)
		c.lives[i], known[l] = &own, &own
	}
	c.pages = make(map[string]*page, len(t.pages))
	for path, p := range t.pages {
		own := *p
		own.lives = make([]*life, len(p.lives))
		for i, l := range p.lives {
			own.lives[i] = known[l]
		}
		c.pages[path] = &own
	}
	c.graves = graves{maps.Clone(t.graves.texts), maps.Clone(t.graves.ids), make(map[grave][]*life, len(t.graves.buried))}
	for at, list := range t.graves.buried {
		own := make([]*life, len(list))
		for i, l := range list {
			own[i] = known[l]
		}
		c.graves.buried[at] = own
	}
	return &c
}

// biographer tells lives.
type biographer struct {
	tracker *tracker
	prefix  string
	people  []Person
	date    func(path string) (time.Time, bool)
}

func (b *biographer) life(l *life) Life {
	out := Life{
		Path: strings.TrimPrefix(l.path, b.prefix), Item: l.item.item(), Index: l.index,
		RecordedDone: l.recorded, Events: make([]Event, len(l.marks)),
	}
	for i, m := range l.marks {
		e := Event{Kind: m.kind, Dated: b.dated(m), Was: m.was}
		if m.kind == Moved {
			e.Was = strings.TrimPrefix(m.was, b.prefix)
		}
		out.Events[i] = e
		switch m.kind {
		case Opened:
			out.Opened = e.Dated
		case Closed, GivenUp:
			out.Closed = e.Dated
		case Reopened:
			out.Reopened++
		case Removed:
			out.Removed = e.Dated
		case Restored:
			out.Removed = Dated{}
		}
	}
	b.conclude(l, &out)
	return out
}

// conclude sets the dates for which there is a better source than the commit.
func (b *biographer) conclude(l *life, out *Life) {
	b.opened(l, out)
	over := out.Item.State.over()
	if l.recorded && !out.Closed.Known() {
		out.Closed = out.Events[0].Dated
		out.Closed.From = Bound
	}
	switch {
	case !over:
		out.Closed = Dated{}
	case !out.Item.Closed.IsZero():
		out.Closed.At, out.Closed.From = out.Item.Closed, FromItem
	}
	if over || !l.gone {
		out.Removed = Dated{}
	}
}

// opened dates the opening: by the item itself, else by a document that is
// older than its commit, else by the commit.
func (b *biographer) opened(l *life, out *Life) {
	if !out.Item.Opened.IsZero() {
		out.Opened.At, out.Opened.From = out.Item.Opened, FromItem
		return
	}
	if !l.own || b.date == nil && !l.bulk {
		return
	}
	at, told := time.Time{}, false
	if b.date != nil {
		at, told = b.date(out.Path)
	}
	older := out.Opened.At.Sub(at)
	switch {
	case told && older >= 0 && (l.bulk || older > copied):
		out.Opened.At, out.Opened.From = at, FromDocument
	case l.bulk:
		out.Opened.From = Bound
	}
}

// dated gives the date of a mark.
func (b *biographer) dated(m mark) Dated {
	d := Dated{From: FromGit}
	if m.hazy {
		d.From = Bound
	}
	if m.landing == uncommitted {
		d.At = b.tracker.now
		return d
	}
	l := &b.tracker.mainline.landings[m.landing]
	by := l.commit
	if m.side >= 0 {
		by = l.sides[m.side]
	}
	d.At, d.Authored, d.By = l.landed, by.authored, b.people[by.author]
	d.Commit, d.Landed = by.hash.String(), l.commit.hash.String()
	return d
}
