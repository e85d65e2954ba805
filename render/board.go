package render

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
)

// Board is the action items of all documents, in one of its orders.
type Board struct {
	Views   []Link // the orders
	Figures []Figure
	Groups  []BoardGroup
	Note    string
}

// BoardGroup is a part of a board under a heading.
type BoardGroup struct {
	ID    string
	Title string
	Count string
	Tone  string // bad or empty
	Items []*BoardItem
	Rest  string // how many more there are
}

// BoardItem is an action item on the board.
type BoardItem struct {
	Link     Link // to the item in its document
	Lang     string
	State    Badge
	Document Link // empty Href if the document is gone
	Owner    string
	Priority string
	Term     string
	Type     string
	Ticket   template.HTML
	Due      When
	Computed bool // the due date was not written
	Overdue  string
	Age      string
	Level    int // 0–10, tenths of its time that it has used; 0 for no bar
	Reopened string
	Opened   Turning
	Ended    Turning
}

// boardTarget is the page of the board; its other orders stand below.
const boardTarget = "actions/"

// maxOver is how many items that are over a board lists: the board is about
// those that are not.
const maxOver = 50

// planBoard adds the pages of the action board, if there are action items.
func (s *site) planBoard(e *edition) []job {
	if !s.hasActions() {
		return nil
	}
	views := []struct {
		target string
		groups func(p *Page, items []*insight.Action) []BoardGroup
	}{
		{boardTarget, (*Page).byUrgency},
		{boardTarget + "owners/", (*Page).byOwner},
		{boardTarget + "services/", (*Page).byService},
		{boardTarget + "terms/", (*Page).byTerm},
		{boardTarget + "states/", (*Page).byState},
	}
	var jobs []job
	for _, v := range views {
		jobs = append(jobs, s.page(e, v.target, "actions", func(w *worker, p *Page) {
			items := slices.Clone(s.in.Results.AllActions())
			slices.SortStableFunc(items, insight.Urgency)
			p.Title, p.Board = p.T("board.title"), &Board{}
			for _, other := range views {
				p.Board.Views = append(p.Board.Views, Link{
					Href: p.Href(other.target), Label: p.T("board.view." + strings.Trim(strings.TrimPrefix(other.target, boardTarget), "/")), Current: other.target == v.target,
				})
			}
			figures := s.in.Results.Ageing(items)
			p.Intro = p.boardIntro(figures)
			if v.target == boardTarget {
				p.Cards = p.ageCards(figures)
				p.Board.Figures = p.ageFigures(figures)
			}
			p.Board.Groups = v.groups(p, items)
		}))
	}
	return jobs
}

func (s *site) hasActions() bool { return s.in.Results != nil && len(s.in.Results.AllActions()) > 0 }

func (p *Page) boardIntro(f insight.AgeingFigures) string {
	if f.Open == 0 {
		return p.T("board.intro.none")
	}
	if f.Overdue == 0 {
		return p.N("actions.open", f.Open)
	}
	return p.N("actions.open", f.Open) + p.T("list.join") + p.N("actions.overdue", f.Overdue)
}

// byUrgency groups items by what is to be done about them.
func (p *Page) byUrgency(items []*insight.Action) []BoardGroup {
	limits := p.site.in.Results.Policy.Ageing.Limits()
	bucket := func(i int) string {
		switch {
		case i == len(limits):
			return p.T("board.age.over", strconv.Itoa(limits[i-1]))
		case i == 0:
			return p.T("board.age.range", "0", strconv.Itoa(limits[0]))
		}
		return p.T("board.age.range", strconv.Itoa(limits[i-1]+1), strconv.Itoa(limits[i]))
	}
	groups := []BoardGroup{{ID: "overdue", Title: p.T("board.overdue"), Tone: "bad"}}
	for i := len(limits); i >= 0; i-- {
		groups = append(groups, BoardGroup{ID: "age-" + strconv.Itoa(i), Title: bucket(i)})
	}
	groups = append(groups, BoardGroup{ID: "undated", Title: p.T("board.undated")},
		BoardGroup{ID: "unknown", Title: p.T("board.unknown")}, BoardGroup{ID: "done", Title: p.T("board.done")},
		BoardGroup{ID: "given-up", Title: p.T("board.wontdo")}, BoardGroup{ID: "removed", Title: p.T("board.removed")})
	return p.group(groups, items, func(a *insight.Action) []string {
		switch {
		case a.Overdue > 0:
			return []string{"overdue"}
		case a.Age.Known:
			i, _ := slices.BinarySearch(limits, a.Age.V)
			return []string{"age-" + strconv.Itoa(i)}
		case a.Open():
			return []string{"undated"}
		case a.State == facet.Unknown:
			return []string{"unknown"}
		case a.State == facet.Done:
			return []string{"done"}
		case a.State == facet.WontDo:
			return []string{"given-up"}
		}
		return []string{"removed"}
	})
}

// byOwner groups the items that are open, or may be, by owner.
func (p *Page) byOwner(items []*insight.Action) []BoardGroup {
	return p.byName(items, p.T("board.noowner"), "o-", func(a *insight.Action) []string { return []string{a.Item.Owner} })
}

// byService groups the items that are open, or may be, by service.
func (p *Page) byService(items []*insight.Action) []BoardGroup {
	return p.byName(items, p.T("board.noservice"), "s-", func(a *insight.Action) []string {
		if names := p.serviceNames(a); len(names) > 0 {
			return names
		}
		return []string{""}
	})
}

// byTerm groups the items that are open, or may be, by the horizon that they
// state.
func (p *Page) byTerm(items []*insight.Action) []BoardGroup {
	var groups []BoardGroup
	for _, term := range []string{"short", "mid", "long"} {
		groups = append(groups, BoardGroup{ID: "t-" + term, Title: p.T("term." + term)})
	}
	groups = append(groups, BoardGroup{ID: "t-none", Title: p.T("board.noterm")})
	return p.group(groups, live(items), func(a *insight.Action) []string {
		if slices.Contains([]string{"short", "mid", "long"}, a.Item.Term) {
			return []string{"t-" + a.Item.Term}
		}
		return []string{"t-none"}
	})
}

// byState groups all items by their state.
func (p *Page) byState(items []*insight.Action) []BoardGroup {
	states := []facet.Status{facet.Open, facet.InProgress, facet.Blocked, facet.Unknown, facet.Done, facet.WontDo, insight.Removed}
	groups := make([]BoardGroup, len(states))
	for i, state := range states {
		groups[i] = BoardGroup{ID: "state-" + string(state), Title: p.T("state." + string(state))}
	}
	return p.group(groups, items, func(a *insight.Action) []string { return []string{"state-" + string(a.State)} })
}

// live gives the items that are open, or may be.
func live(items []*insight.Action) []*insight.Action {
	return slices.DeleteFunc(slices.Clone(items), func(a *insight.Action) bool { return !a.Open() && a.State != facet.Unknown })
}

func (p *Page) serviceNames(a *insight.Action) []string {
	var names []string
	for _, id := range p.site.in.Results.ServicesOf(a) {
		if e := p.site.in.Corpus.ByID("service", id); e != nil {
			id = e.Title
		}
		names = append(names, id)
	}
	return names
}

// byName groups items under names; those under none come last.
func (p *Page) byName(items []*insight.Action, none, prefix string, names func(*insight.Action) []string) []BoardGroup {
	items = live(items)
	ids, taken, keys := map[string]string{}, map[string]bool{}, make(map[*insight.Action][]string, len(items))
	var groups []BoardGroup
	for _, a := range items {
		for _, name := range names(a) {
			key := corpus.Fold(name)
			if ids[key] == "" {
				ids[key] = unique(taken, prefix+folder(cmp.Or(name, "none")))
				groups = append(groups, BoardGroup{ID: ids[key], Title: cmp.Or(name, none)})
			}
			keys[a] = append(keys[a], ids[key])
		}
	}
	last := ids[""]
	slices.SortStableFunc(groups, func(a, b BoardGroup) int {
		if (a.ID == last) != (b.ID == last) {
			return boolInt(a.ID == last) - boolInt(b.ID == last)
		}
		return cmp.Compare(corpus.Fold(a.Title), corpus.Fold(b.Title))
	})
	return p.group(groups, items, func(a *insight.Action) []string { return keys[a] })
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// group puts items into groups, by the ids of these, and leaves out groups
// that stay empty.
func (p *Page) group(groups []BoardGroup, items []*insight.Action, keys func(*insight.Action) []string) []BoardGroup {
	at, count := map[string]int{}, make([]int, len(groups))
	for i, g := range groups {
		at[g.ID] = i
	}
	for _, a := range items {
		var item *BoardItem // of all its groups
		for _, key := range keys(a) {
			i := at[key]
			if count[i]++; a.Open() || a.State == facet.Unknown || count[i] <= maxOver {
				if item == nil {
					item = p.boardItem(a)
				}
				groups[i].Items = append(groups[i].Items, item)
			}
		}
	}
	for i := range groups {
		groups[i].Count = p.words.integer(count[i])
		if rest := count[i] - len(groups[i].Items); rest > 0 {
			groups[i].Rest = p.N("board.rest", rest)
		}
	}
	return slices.DeleteFunc(groups, func(g BoardGroup) bool { return len(g.Items) == 0 })
}

func (p *Page) boardItem(a *insight.Action) *BoardItem {
	it := &BoardItem{
		Link: Link{Label: oneLine(a.Item.Text)}, State: Badge{string(a.State), p.T("state." + string(a.State))},
		Document: Link{Label: a.Path}, Owner: a.Item.Owner, Priority: strings.ToUpper(a.Item.Priority), Type: a.Item.Type,
		Ticket: ticketLink(a.Item.Ticket),
		Due:    p.words.dayWhen(a.Due), Computed: a.DueFrom == "term" || a.DueFrom == "priority",
		Age: p.words.ageText(a), Level: ageLevel(a, p.site.in.Results.Policy),
		Opened: p.turning("action.opened", a.Opened), Ended: p.turning("action.ended."+string(a.State), a.Ended),
	}
	if a.Item.Term != "" {
		it.Term = p.T("term." + a.Item.Term)
	}
	if a.Overdue > 0 {
		it.Overdue = p.N("action.late", a.Overdue)
	}
	if a.Reopened > 0 {
		it.Reopened = p.N("action.reopened", a.Reopened)
	}
	if a.Entry == nil {
		return it
	}
	it.Document = p.link(a.Entry)
	if a.Entry.Lang != p.Lang {
		it.Lang = a.Entry.Lang
	}
	if a.State != insight.Removed {
		it.Link.Href = it.Document.Href + "#" + escapeTarget(p.site.anchorOf(a))
	}
	return it
}

// anchorOf is where an item stands on the page of its document.
func (s *site) anchorOf(a *insight.Action) string { return s.ageing[a.Entry][a.Item.Span.Start].anchor }

// midnight is a calendar day as a time.
func midnight(d facet.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}
