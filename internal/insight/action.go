package insight

import (
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/parallel"
)

// Action is an action item with what time did to it.
type Action struct {
	Entry *corpus.Entry // nil if its document is gone
	Path  string
	Line  int           // from 1; 0 if unknown
	Item  *facet.Action // as the document has it; of a removed item the ID and the text alone

	State     facet.Status // as the item or its ticket says, or Removed
	StateFrom Origin       // FromItem, FromTicket or FromGit
	Ticket    *facet.Ticket

	Opened Moment
	Ended  Moment // done, given up or removed
	Due    facet.Date
	// DueFrom is what the due date rests on: "item" if it is written, "term" or
	// "priority" if it was computed, empty if there is none.
	DueFrom string

	Reopened     int
	RecordedDone bool // done when it was first seen, and nothing tells when
	Events       []Event

	Age     Figure[int] // days that it has been open; of open items only
	ToClose Figure[int] // days from opened to done
	Overdue int         // days since the due date; 0 unless it is open and late
	LateBy  Figure[int] // days from due to done, at least 0
}

// Moment is a calendar day with where it is from. The day is that of the
// site's zone, or of the document that states it.
type Moment struct {
	Day    facet.Date // Known tells whether there is one
	At     time.Time  // zero if only the day is known
	From   Origin
	By     string
	Commit string
}

// Open tells whether the item is known to be open: an item of unknown state is
// neither open nor closed.
func (a *Action) Open() bool {
	return a.State == facet.Open || a.State == facet.InProgress || a.State == facet.Blocked
}

// The reasons why figures of items are absent.
var (
	noOpening  = diag.Text{En: "nothing tells when it was opened", Ja: "いつ起票されたか分からない"}
	noClosing  = diag.Text{En: "nothing tells when it was done", Ja: "いつ完了したか分からない"}
	notOpen    = diag.Text{En: "it is not open", Ja: "未完了ではない"}
	notDone    = diag.Text{En: "it is not done", Ja: "完了していない"}
	noDueDate  = diag.Text{En: "it has no due date", Ja: "期限がない"}
	boundAge   = diag.Text{En: "the history that is here begins later", Ja: "手元の履歴はそれより後に始まる"}
	backwards  = diag.Text{En: "it was done before it was opened", Ja: "起票より前に完了している"}
	inFuture   = diag.Text{En: "it is opened after today", Ja: "起票日が今日より後である"}
	unknownAge = diag.Text{En: "nothing tells whether it is open", Ja: "未完了かどうか分からない"}
)

// readActions ages the action items of all documents.
func (r *Results) readActions(c *corpus.Corpus) {
	tickets := newTicketIndex(c.Tickets)
	r.actions, r.removed = map[*corpus.Entry][]*Action{}, map[*corpus.Entry][]*Action{}
	aged := make([][]*Action, len(c.Entries))
	parallel.Each(len(aged), func(i int) { aged[i] = r.itemsOf(c.Entries[i], tickets) })
	for i, list := range aged {
		if len(list) > 0 {
			r.actions[c.Entries[i]] = list
			r.all = append(r.all, list...)
		}
	}
	for _, d := range sortedDropped(r.History.Dropped) {
		a := r.dropped(c, d)
		r.all = append(r.all, a)
		if a.Entry != nil {
			r.removed[a.Entry] = append(r.removed[a.Entry], a)
		}
	}
}

// itemsOf ages the action items of one document.
func (r *Results) itemsOf(e *corpus.Entry, tickets ticketIndex) []*Action {
	if len(e.Actions) == 0 {
		return nil
	}
	list := make([]*Action, 0, len(e.Actions))
	for i := range e.Actions {
		item := &e.Actions[i]
		a := &Action{Entry: e, Path: e.Path(), Line: e.Doc.File.Position(item.Span.Start).Line, Item: item}
		r.live(a, r.History.Lives[ItemKey{e.Path(), item.ID}], tickets.find(item.Ticket))
		list = append(list, a)
	}
	return list
}

// live fills what is known about an item that its document holds.
func (r *Results) live(a *Action, life Life, ticket *facet.Ticket) {
	a.Ticket, a.Reopened, a.Events = ticket, life.Reopened, life.Events
	a.State, a.StateFrom = a.Item.Status, FromItem
	if ticket != nil && ticket.State != "" && !a.State.Over() {
		a.State, a.StateFrom = ticket.State, FromTicket
	}
	a.Opened = r.opened(a, life)
	if a.State.Over() {
		a.Ended = r.ended(a, life)
		r.backdate(a)
		a.RecordedDone = life.RecordedDone && (!a.Ended.Day.Known || a.Ended.From == FromGit || a.Ended.From == FromBound)
		if a.RecordedDone {
			a.Ended = Moment{}
		}
	}
	a.Due, a.DueFrom = r.Policy.due(a)
	r.age(a)
}

func (r *Results) dropped(c *corpus.Corpus, d Dropped) *Action {
	a := &Action{
		Entry: c.ByPath(d.Path), Path: d.Path, Line: d.Line, Item: &facet.Action{ID: d.ID, Text: d.Text},
		State: Removed, StateFrom: FromGit, Reopened: d.Life.Reopened, Events: d.Life.Events, Ended: r.moment(d.Removed),
	}
	a.Opened = r.opened(a, d.Life)
	r.age(a)
	return a
}

// moment is a date of history in the site's zone.
func (r *Results) moment(d Dated) Moment {
	if d.At.IsZero() {
		return Moment{}
	}
	return Moment{Day: r.dayOf(d.At), At: d.At.In(r.Policy.zone()), From: d.From, By: d.By, Commit: d.Commit}
}

// dayOf is the calendar day of an instant in the site's zone.
func (r *Results) dayOf(at time.Time) facet.Date {
	y, m, d := at.In(r.Policy.zone()).Date()
	return facet.Date{Year: y, Month: m, Day: d, Known: true}
}

func (r *Results) today() facet.Date { return r.dayOf(r.Now) }

// opened tells when an item was opened: by itself, its ticket, or the history.
// Where that does not reach back, or there is none, the document tells.
func (r *Results) opened(a *Action, life Life) Moment {
	if a.Item.Created.Known {
		return Moment{Day: a.Item.Created, From: FromItem, By: life.Opened.By, Commit: life.Opened.Commit}
	}
	if a.Ticket != nil && !a.Ticket.Opened.IsZero() {
		return r.moment(Dated{At: a.Ticket.Opened, From: FromTicket})
	}
	landed := r.moment(life.Opened)
	if landed.Day.Known && landed.From != FromBound {
		return landed
	}
	days := r.Policy.documentDays(a.Entry)
	switch {
	case len(days) == 0:
		return landed
	case landed.Day.Known && compareDays(days[0], landed.Day) > 0:
		return landed // no document is younger than the history that has it
	}
	return Moment{Day: days[0], From: FromDocument, By: landed.By, Commit: landed.Commit}
}

// ended tells when an item was done or given up. A document does not tell.
func (r *Results) ended(a *Action, life Life) Moment {
	if a.Item.Closed.Known {
		return Moment{Day: a.Item.Closed, From: FromItem, By: life.Closed.By, Commit: life.Closed.Commit}
	}
	if a.Ticket != nil && !a.Ticket.Closed.IsZero() {
		return r.moment(Dated{At: a.Ticket.Closed, From: FromTicket})
	}
	return r.moment(life.Closed)
}

// documentDays are the days that a document gives itself, the best first: when
// it was created or published, the end of the incident, its start; a root
// cause analysis without one has those of its incidents.
func (p Policy) documentDays(e *corpus.Entry) []facet.Date {
	if e == nil {
		return nil
	}
	var days []facet.Date
	if created := facet.DecodeDate(e.Value().Field("created")); created.Known {
		days = append(days, created)
	}
	for _, at := range []facet.Instant{e.Times.Published, e.Times.Resolved, e.Times.Started} {
		if day, known := p.day(e, at); known {
			days = append(days, day)
		}
	}
	if e.Kind == "rca" && len(days) == 0 {
		for _, incident := range linked(e, "postmortem") {
			days = append(days, p.documentDays(incident)...)
		}
	}
	return days
}

// DocumentDate is the day that a document gives itself, as midnight of the
// site's zone, for those who weigh it against the history. It is not ok if
// there is none.
func DocumentDate(e *corpus.Entry, p Policy) (at time.Time, ok bool) {
	days := p.documentDays(e)
	if len(days) == 0 {
		return time.Time{}, false
	}
	return midnight(days[0].Year, days[0].Month, days[0].Day, p.zone()), true
}

// backdate corrects an opening that rests on the document's day and is later
// than the end: what was done before the document was published was opened
// earlier, on another of its days.
func (r *Results) backdate(a *Action) {
	if a.Opened.From != FromDocument || !a.Ended.Day.Known {
		return
	}
	for _, day := range append([]facet.Date{a.Opened.Day}, r.Policy.documentDays(a.Entry)...) {
		if compareDays(day, a.Ended.Day) <= 0 {
			a.Opened.Day = day
			return
		}
	}
}

// Actions gives the items of a document, in its order.
func (r *Results) Actions(e *corpus.Entry) []*Action { return r.actions[e] }

// AllActions gives the items of all documents by path and place, then those
// that were removed.
func (r *Results) AllActions() []*Action { return r.all }

// RemovedFrom gives the items that left a document without being done.
func (r *Results) RemovedFrom(e *corpus.Entry) []*Action { return r.removed[e] }

// ServicesOf gives the ids of the services that an item is about: those of its
// document's incident, or of the incidents that its analysis is about.
func (r *Results) ServicesOf(a *Action) []string {
	if a.Entry == nil {
		return nil
	}
	incidents := []*corpus.Entry{a.Entry}
	if a.Entry.Kind != "postmortem" {
		incidents = linked(a.Entry, "postmortem")
	}
	var ids []string
	for _, e := range incidents {
		in := r.Incidents[e]
		if in == nil {
			continue
		}
		for _, id := range in.Services {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}
