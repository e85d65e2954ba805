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

// Board is the action items of all documents in one of its orders, or those of
// a service.
type Board struct {
	Views   []Link // the orders
	Figures []Figure
	Table   *Table // of services
	Groups  []BoardGroup
	Note    string // what the page leaves out, or counts more than once
	About   Link   // to the service
}

// BoardGroup is a part of a board under a heading.
type BoardGroup struct {
	ID    string
	Title string
	Count string
	Tone  string // bad or empty
	Items []*BoardItem
	Rest  string // how many more there are; followed by the command that lists them
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

// maxOver is how many items that are over a group of the board lists, those that
// ended last: the board is about those that are not.
const maxOver = 50

// boardOrder is a page of all items in one order.
type boardOrder struct {
	target string
	fill   func(p *Page, items []*insight.Action)
}

// boardOrders lists the orders as the board offers them.
func boardOrders() []boardOrder {
	return []boardOrder{
		{boardTarget, (*Page).boardFront},
		{boardTarget + "owners/", (*Page).byOwner},
		{boardServices, (*Page).byService},
		{boardTarget + "terms/", (*Page).byTerm},
		{boardTarget + "states/", (*Page).byState},
	}
}

// planBoard adds the pages of the action board, if there are action items.
func (s *site) planBoard(e *edition) ([]job, error) {
	if !s.hasActions() {
		return nil, nil
	}
	var jobs []job
	for _, o := range boardOrders() {
		jobs = append(jobs, s.page(e, o.target, "actions", func(_ *worker, p *Page) {
			p.Title, p.Intro = p.T("board.title"), p.boardIntro(tallyOf(s.board))
			p.Board = &Board{Views: p.boardViews(o.target)}
			o.fill(p, s.board)
		}))
	}
	own, err := s.planShelves(e)
	return append(jobs, own...), err
}

func (s *site) hasActions() bool { return s.in.Results != nil && len(s.in.Results.AllActions()) > 0 }

func (p *Page) boardIntro(n tally) string {
	if n.open == 0 {
		return p.T("board.intro.none")
	}
	if n.overdue == 0 {
		return p.N("actions.open", n.open)
	}
	return p.N("actions.open", n.open) + p.T("list.join") + p.N("actions.overdue", n.overdue)
}

// boardFront shows the figures, and the items by urgency.
func (p *Page) boardFront(items []*insight.Action) {
	figures := p.site.in.Results.Ageing(items)
	p.Cards = p.ageCards(figures)
	p.Board.Figures, p.Board.Groups = p.ageFigures(figures), p.byUrgency(items)
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
	return p.group(groups, items, func(a *insight.Action) string {
		switch {
		case a.Overdue > 0:
			return "overdue"
		case a.Age.Known:
			i, _ := slices.BinarySearch(limits, a.Age.V)
			return "age-" + strconv.Itoa(i)
		case a.Open():
			return "undated"
		case a.State == facet.Unknown:
			return "unknown"
		case a.State == facet.Done:
			return "done"
		case a.State == facet.WontDo:
			return "given-up"
		}
		return "removed"
	})
}

// byOwner groups the items that are open, or may be, by owner.
func (p *Page) byOwner(items []*insight.Action) {
	p.showLive(p.byName(live(items), p.T("board.noowner"), "o-", func(a *insight.Action) string { return a.Item.Owner }), items)
}

// byTerm groups the items that are open, or may be, by the horizon that they
// state.
func (p *Page) byTerm(items []*insight.Action) {
	var groups []BoardGroup
	for _, term := range []string{"short", "mid", "long"} {
		groups = append(groups, BoardGroup{ID: "t-" + term, Title: p.T("term." + term)})
	}
	groups = append(groups, BoardGroup{ID: "t-none", Title: p.T("board.noterm")})
	groups = p.group(groups, live(items), func(a *insight.Action) string {
		if slices.Contains([]string{"short", "mid", "long"}, a.Item.Term) {
			return "t-" + a.Item.Term
		}
		return "t-none"
	})
	p.showLive(groups, items)
}

// byState groups all items by their state.
func (p *Page) byState(items []*insight.Action) {
	states := []facet.Status{facet.Open, facet.InProgress, facet.Blocked, facet.Unknown, facet.Done, facet.WontDo, insight.Removed}
	groups := make([]BoardGroup, len(states))
	for i, state := range states {
		groups[i] = BoardGroup{ID: "state-" + string(state), Title: p.T("state." + string(state))}
	}
	p.Board.Groups = p.group(groups, items, func(a *insight.Action) string { return "state-" + string(a.State) })
}

// live gives the items that are open, or may be.
func live(items []*insight.Action) []*insight.Action {
	return slices.DeleteFunc(slices.Clone(items), func(a *insight.Action) bool { return !a.Open() && a.State != facet.Unknown })
}

// showLive shows groups of the items that are open, or may be, and says how
// many there are besides.
func (p *Page) showLive(groups []BoardGroup, items []*insight.Action) {
	p.Board.Groups = groups
	if n := tallyOf(items); n.over > 0 {
		p.Board.Note = p.N("board.elsewhere", n.over)
	}
}

// byName groups items under names; those under none come last.
func (p *Page) byName(items []*insight.Action, none, prefix string, nameOf func(*insight.Action) string) []BoardGroup {
	ids, taken := map[string]string{}, map[string]bool{}
	var groups []BoardGroup
	for _, a := range items {
		name := nameOf(a)
		if key := corpus.Fold(name); ids[key] == "" {
			ids[key] = unique(taken, prefix+folder(cmp.Or(name, "none")))
			groups = append(groups, BoardGroup{ID: ids[key], Title: cmp.Or(name, none)})
		}
	}
	last := ids[""]
	slices.SortStableFunc(groups, func(a, b BoardGroup) int {
		if (a.ID == last) != (b.ID == last) {
			return boolInt(a.ID == last) - boolInt(b.ID == last)
		}
		return cmp.Compare(corpus.Fold(a.Title), corpus.Fold(b.Title))
	})
	return p.group(groups, items, func(a *insight.Action) string { return ids[corpus.Fold(nameOf(a))] })
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// group puts each item into a group, by the id of this, and leaves out groups
// that stay empty.
func (p *Page) group(groups []BoardGroup, items []*insight.Action, key func(*insight.Action) string) []BoardGroup {
	at, count := map[string]int{}, make([]int, len(groups))
	for i, g := range groups {
		at[g.ID] = i
	}
	for _, a := range items {
		i := at[key(a)]
		if count[i]++; a.Open() || a.State == facet.Unknown || count[i] <= maxOver {
			groups[i].Items = append(groups[i].Items, p.boardItem(a))
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
