package render

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/schema"
)

// recent is how many documents of a kind the home page shows.
const recent = 5

// sort orders documents for lists: incidents and what else has a start by
// that, the newest first, the others by title.
func (s *site) sort(list []*corpus.Entry) {
	slices.SortStableFunc(list, func(a, b *corpus.Entry) int {
		ia, ib := s.incident(a), s.incident(b)
		if ia != nil && ib != nil {
			if ia.Start.Known != ib.Start.Known {
				if ia.Start.Known {
					return -1
				}
				return 1
			}
			if ia.Start.Known && !ia.Start.V.Equal(ib.Start.V) {
				return ib.Start.V.Compare(ia.Start.V)
			}
			return cmp.Compare(b.ID, a.ID)
		}
		return cmp.Or(cmp.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title)), cmp.Compare(a.Path(), b.Path()))
	})
}

// counts tells how many action items of a document are open, and how many of
// these are overdue.
func (s *site) counts(e *corpus.Entry) (opened, late int) {
	for _, item := range s.ageing[e] {
		if item.action.Open() {
			opened++
		}
		if item.action.Overdue > 0 {
			late++
		}
	}
	return opened, late
}

// listPage fills the list of a kind. Incidents are grouped by year.
func (s *site) listPage(page *Page, kind *schema.Kind) {
	page.Kind, page.Title = kind.Name, kind.Plural.In(page.Lang)
	list := s.lists[kind.Name]
	page.Intro = page.N("list.count", len(list))
	for _, e := range list {
		title := ""
		if in := s.incident(e); in != nil {
			if title = page.T("list.undated"); in.Start.Known {
				title = strconv.Itoa(in.Start.V.Year())
			}
		}
		if n := len(page.Sections); n == 0 || page.Sections[n-1].Title != title {
			page.Sections = append(page.Sections, Section{Title: title, Kind: kind.Name, ID: "y-" + firstOf(title, "all")})
		}
		last := &page.Sections[len(page.Sections)-1]
		last.Items = append(last.Items, page.item(e))
	}
	for i := range page.Sections {
		if page.Sections[i].Title == page.T("list.undated") {
			page.Sections[i].ID = "y-undated"
		}
	}
	if kind.Name == "learning" && s.hasSheets() {
		page.Figures = some(page.pathsFigure(s.in.Results.Learning().Modules))
	}
	if kind.Name == "postmortem" {
		page.linkYears()
	}
}

// homePage shows the state of the whole and the newest of each kind.
func (s *site) homePage(page *Page) {
	page.Title, page.Intro = s.o.Title, s.o.Description
	page.symptomsAsked()
	page.Figures = some(page.yearFigure())
	opened, late := 0, 0
	for _, e := range s.in.Corpus.Entries {
		o, l := s.counts(e)
		opened, late = opened+o, late+l
	}
	if s.hasSheets() {
		page.Loop = page.loopState(s.in.Results.Loops())
	}
	for _, kind := range s.order {
		list := s.lists[kind.Name]
		page.Cards = append(page.Cards, Card{Label: kind.Plural.In(page.Lang), Value: page.words.integer(len(list))})
		section := Section{
			ID: kind.Segment, Title: kind.Plural.In(page.Lang), Kind: kind.Name,
			More: Link{Href: page.Href(kind.Segment + "/"), Label: page.T("home.all", page.words.integer(len(list)))},
		}
		for _, e := range list[:min(len(list), recent)] {
			section.Items = append(section.Items, page.item(e))
		}
		page.Sections = append(page.Sections, section)
	}
	if opened > 0 {
		page.Cards = append(page.Cards, Card{Label: page.T("card.open"), Value: page.words.integer(opened)})
	}
	if late > 0 {
		page.Cards = append(page.Cards, Card{Label: page.T("card.overdue"), Value: page.words.integer(late), Tone: "bad"})
	}
}

// Landing is a page that leads elsewhere: an alias, or an alert's runbooks.
type Landing struct {
	To    Link   // where it leads by itself, if there is but one
	Alert string // empty for an alias
	Items []Item
}

// alerts gives the names of alerts with a page, sorted, and the documents to
// which the page of each leads.
func (s *site) alerts() (names []string, runbooks map[string][]*corpus.Entry) { return s.alertPages() }

// findAlerts gives the documents for each alert: runbooks by their "alerts", and
// by their id, because runbooks are commonly named after their alert; then the
// runbook of each alert of rule files and inventories of monitoring, else the
// inventory.
// Names that want one page are one alert.
func (s *site) findAlerts() (names []string, runbooks map[string][]*corpus.Entry) {
	runbooks = map[string][]*corpus.Entry{}
	folded := map[string]string{}
	add := func(name string, e *corpus.Entry) {
		page := corpus.Fold(folder(name))
		key, known := folded[page]
		if !known {
			key = name
			folded[page] = name
			names = append(names, name)
		}
		if !slices.Contains(runbooks[key], e) {
			runbooks[key] = append(runbooks[key], e)
		}
	}
	for _, e := range s.in.Corpus.Kind("runbook") {
		for _, a := range e.Value().Field("alerts").Items() {
			if name := firstOf(a.Text(), a.Field("name").Text()); alertName(name) {
				add(name, e)
			}
		}
	}
	for _, e := range s.in.Corpus.Kind("runbook") {
		if len(e.Value().Field("alerts").Items()) == 0 && alertName(e.ID) {
			add(e.ID, e)
		}
	}
	for _, r := range s.coverage().Rules {
		if r.Runbook != nil {
			add(r.Alert.Name, r.Runbook)
		}
	}
	for _, w := range s.in.Corpus.Watches() {
		if w.Entry != nil && folded[corpus.Fold(folder(w.Name))] == "" {
			add(w.Name, w.Entry)
		}
	}
	slices.Sort(names)
	return names, runbooks
}

// alertName tells whether a text is a name as Prometheus has them.
func alertName(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !isDigit(c) && !('a' <= c && c <= 'z') && !('A' <= c && c <= 'Z') && c != '_' && c != '-' {
			return false
		}
	}
	return s != "" && len(s) <= 80 && !isDigit(s[0]) && s[0] != '-' && s[0] != '_'
}

// linkYears leads from the incidents of a year to its page.
func (p *Page) linkYears() {
	at := map[string]year{}
	for _, y := range p.site.years() {
		at[strconv.Itoa(y.number)] = y
	}
	for i, section := range p.Sections {
		if y, ok := at[section.Title]; ok {
			p.Sections[i].More = Link{Href: p.Href(y.target), Label: p.T("years.more", section.Title)}
		}
	}
}
