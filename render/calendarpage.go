package render

import (
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
)

// calendarTarget is the page of what is to be done, and when.
const calendarTarget = "calendar/"

// agendaMonth is the appointments of a month.
type agendaMonth struct {
	year  int
	month time.Month
	list  []insight.Appointment
}

func (m agendaMonth) id() string {
	return time.Date(m.year, m.month, 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
}

// agenda is what is to be done: what is late, and the months to come.
type agenda struct {
	late   []insight.Appointment // the latest first
	months []agendaMonth
	ahead  int // appointments of all months

	anchors map[agendaItem]string // of action items on the pages of their documents
}

// agendaItem is an action item of a document.
type agendaItem struct {
	entry *corpus.Entry
	id    string
}

// readAgenda sorts the appointments. A day of today is not late yet.
func (s *site) readAgenda() agenda {
	a := agenda{anchors: map[agendaItem]string{}}
	for e, items := range s.ageing {
		for _, item := range items {
			a.anchors[agendaItem{e, item.action.Item.ID}] = item.anchor
		}
	}
	now := s.now()
	for _, x := range s.in.Results.Agenda() {
		over := x.At
		if x.WholeDay {
			over = x.At.AddDate(0, 0, 1)
		}
		if !over.After(now) {
			a.late = append(a.late, x)
			continue
		}
		a.ahead++
		if n := len(a.months); n == 0 || a.months[n-1].year != x.At.Year() || a.months[n-1].month != x.At.Month() {
			a.months = append(a.months, agendaMonth{year: x.At.Year(), month: x.At.Month()})
		}
		last := &a.months[len(a.months)-1]
		last.list = append(last.list, x)
	}
	return a
}

// planCalendar adds the calendar: one page with what is late and all months, or,
// where that is more than a page holds, pages of what is late and of each month.
func (s *site) planCalendar(e *edition) ([]job, error) {
	if !s.hasSheets() {
		return nil, nil
	}
	a := s.agenda()
	if len(a.late)+a.ahead <= rowsOnPage {
		return []job{s.page(e, calendarTarget, "sheet", func(_ *worker, p *Page) { p.calendarPage(a) })}, nil
	}
	jobs := []job{s.page(e, calendarTarget, "sheet", func(_ *worker, p *Page) { p.calendarFront(a) })}
	add := func(name, title string, list []insight.Appointment) error {
		own, err := s.paged(e, longList{calendarTarget + name + "/", "the calendar of " + name, false, len(list)}, func(p *Page, from, to int) {
			p.Title, p.ID, p.Intro = title, title, p.N("calendar.count", len(list))
			p.Crumbs = []Link{{Href: p.Href(calendarTarget), Label: p.T("calendar.title")}}
			p.Blocks = []Block{{ID: "agenda", Title: title, Table: p.appointments(list[from:to])}}
		})
		jobs = append(jobs, own...)
		return err
	}
	if len(a.late) > 0 {
		if err := add("overdue", e.words.t("calendar.late"), a.late); err != nil {
			return nil, err
		}
	}
	for _, m := range a.months {
		if err := add(m.id(), e.words.monthOf(m.year, m.month), m.list); err != nil {
			return nil, err
		}
	}
	return jobs, nil
}

// calendarPage shows everything on one page.
func (p *Page) calendarPage(a agenda) {
	p.calendarHead(a)
	if len(a.late) > 0 {
		p.Blocks = append(p.Blocks, Block{ID: "overdue", Title: p.T("calendar.late"), Note: p.N("calendar.late", len(a.late)), Table: p.appointments(a.late)})
	}
	for _, m := range a.months {
		p.Blocks = append(p.Blocks, Block{ID: "m-" + m.id(), Title: p.words.monthOf(m.year, m.month), Table: p.appointments(m.list)})
	}
	p.Blocks = styled(p.Blocks...)
}

// mostAtFront is how many appointments of a list the front of a long calendar
// shows.
const mostAtFront = 50

// calendarFront shows the beginning of what is late and of the first month, and
// leads to all months.
func (p *Page) calendarFront(a agenda) {
	p.calendarHead(a)
	if n := len(a.late); n > 0 {
		p.Blocks = append(p.Blocks, Block{ID: "overdue", Title: p.T("calendar.late"), Note: p.N("calendar.late", n), Table: p.appointments(a.late[:min(n, mostAtFront)])})
	}
	t := &Table{Head: []Column{{p.T("years.month"), false}, {p.T("calendar.entries"), true}}}
	if n := len(a.late); n > 0 {
		t.Rows = append(t.Rows, []Cell{{Text: p.T("calendar.late"), Href: p.Href(calendarTarget + "overdue/"), Tone: "bad"}, cell(p.words.integer(n))})
	}
	for i, m := range a.months {
		title := p.words.monthOf(m.year, m.month)
		if i == 0 {
			p.Blocks = append(p.Blocks, Block{ID: "m-" + m.id(), Title: title, Table: p.appointments(m.list[:min(len(m.list), mostAtFront)])})
		}
		t.Rows = append(t.Rows, []Cell{{Text: title, Href: p.Href(calendarTarget + m.id() + "/")}, cell(p.words.integer(len(m.list)))})
	}
	p.Blocks = styled(append(p.Blocks, Block{ID: "months", Title: p.T("calendar.months"), Table: t})...)
}

func (p *Page) calendarHead(a agenda) {
	p.Title, p.Intro = p.T("calendar.title"), p.T("calendar.intro")
	p.Explained = Link{Href: p.Href(calendarName), Label: p.T("calendar.ics")}
	if len(a.late)+a.ahead == 0 {
		p.Blocks = []Block{{ID: "agenda", Title: p.T("calendar.title"), Empty: p.T("calendar.empty")}}
	}
}

// appointments lists appointments with their documents.
func (p *Page) appointments(list []insight.Appointment) *Table {
	t := &Table{Stacked: true, Head: []Column{
		{p.T("calendar.when"), false}, {p.T("calendar.what"), false}, {p.T("calendar.kind"), false}, {p.T("label.owner"), false},
	}}
	for _, a := range list {
		it := p.item(a.Entry)
		what := Cell{Text: oneLine(a.Title), Href: it.Href, Lang: it.Lang, Note: it.KindName + " " + it.ID}
		if anchor := p.site.agenda().anchors[agendaItem{a.Entry, a.Item}]; anchor != "" {
			what.Href += "#" + escapeTarget(anchor)
		}
		when := p.words.day(a.At)
		if !a.WholeDay {
			when = p.words.when(a.At)
		}
		day := Cell{Text: strings.ReplaceAll(when.Text, " ", noBreak)}
		if days := insight.Days(dayOf(a.At), dayOf(p.site.now().In(a.At.Location()))); days > 0 {
			day.Tone, day.Note = "bad", p.N("calendar.ago", days)
		}
		t.Rows = append(t.Rows, []Cell{day, what, cell(p.T("calendar.kind." + string(a.Kind))), p.ownerCell(a.Owner)})
	}
	return t
}

// dayOf is the calendar day of t in its zone.
func dayOf(t time.Time) facet.Date {
	year, month, day := t.Date()
	return facet.Date{Year: year, Month: month, Day: day, Known: true}
}

// monthOf names a month of a year: "March 2026", 2026年3月.
func (w words) monthOf(year int, m time.Month) string {
	if w.lang == "ja" {
		return strconv.Itoa(year) + "年" + w.month(m)
	}
	return w.month(m) + " " + strconv.Itoa(year)
}
