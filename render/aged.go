package render

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/source"
)

// agedItem is an action item of a document with its place on the page.
type agedItem struct {
	action *insight.Action
	anchor string
}

// age finds the items of all documents by the byte at which they begin. Their
// anchors are the same on every page that links to them.
func (s *site) age() {
	s.ageing = map[*corpus.Entry]map[int]agedItem{}
	if s.in.Results == nil {
		return
	}
	for _, e := range s.in.Corpus.Entries {
		s.ageOf(e)
	}
}

// ageOf finds the items of one document.
func (s *site) ageOf(e *corpus.Entry) {
	if len(e.Actions) == 0 || s.in.Results == nil {
		return
	}
	items, taken := map[int]agedItem{}, map[string]bool{}
	for _, a := range s.in.Results.Actions(e) {
		items[a.Item.Span.Start] = agedItem{a, unique(taken, "a-"+a.Item.ID)}
	}
	s.ageing[e] = items
}

// reserveActions keeps the anchors of the items for them.
func (v *view) reserveActions() {
	for _, item := range v.site.ageing[v.entry] {
		v.ids[item.anchor] = true
	}
}

// anchorActions gives the items of a list that the page shows as it is written
// their anchors.
func (v *view) anchorActions(n ast.Node) {
	if len(v.site.ageing[v.entry]) == 0 || n.Kind() != ast.KindList {
		return
	}
	for _, u := range v.units(n) {
		if found, ok := match([]unit{u}, v.entry.Actions, func(a facet.Action) source.Span { return a.Span }); ok && v.printer.anchors[u.item.Node] == "" {
			v.printer.anchors[u.item.Node] = v.actionAnchor(found[0])
		}
	}
}

// actionAnchor gives an item its anchor, which the page then has.
func (v *view) actionAnchor(a facet.Action) string {
	item, known := v.site.ageing[v.entry][a.Span.Start]
	if !known || v.placed[item.anchor] {
		return v.id("a-" + a.ID)
	}
	v.placed[item.anchor] = true
	return item.anchor
}

// unplaced gives the anchors of the items that stand nowhere by themselves: in
// tables of other things, in lists within lists.
func (v *view) unplaced() []string {
	var list []string
	for _, a := range v.entry.Actions {
		if item, known := v.site.ageing[v.entry][a.Span.Start]; known && !v.placed[item.anchor] {
			v.placed[item.anchor] = true
			list = append(list, item.anchor)
		}
	}
	return list
}

// tell fills what time did to an item.
func (v *view) tell(item *ActionItem, a facet.Action) {
	aged := v.site.ageing[v.entry][a.Span.Start].action
	if aged == nil {
		return
	}
	item.State = Badge{string(aged.State), v.t("state." + string(aged.State))}
	item.Due, item.Computed = v.words.dayWhen(aged.Due), aged.DueFrom == "term" || aged.DueFrom == "priority"
	item.Overdue = aged.Overdue > 0
	item.Age, item.Level = v.words.ageText(aged), ageLevel(aged, v.site.in.Results.Policy)
	item.Opened = v.page.turning("action.opened", aged.Opened)
	item.Ended = v.page.turning("action.ended."+string(aged.State), aged.Ended)
	if aged.Overdue > 0 {
		item.Late = v.page.N("action.late", aged.Overdue)
	}
	if aged.Reopened > 0 {
		item.Reopened = v.page.N("action.reopened", aged.Reopened)
	}
}

// unique claims an anchor; a second one of a name gets a number.
func unique(taken map[string]bool, name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n", r) {
			return '-'
		}
		return r
	}, name)
	free := name
	for n := 2; taken[free]; n++ {
		free = name + "-" + strconv.Itoa(n)
	}
	taken[free] = true
	return free
}

// ageText says how long an item has been open or took, empty if nothing tells.
func (w words) ageText(a *insight.Action) string {
	switch {
	case a.Age.Known && a.Opened.From == insight.FromBound:
		return w.count("action.age.least", a.Age.V)
	case a.Age.Known:
		return w.count("action.age", a.Age.V)
	case a.ToClose.Known:
		return w.count("action.took", a.ToClose.V)
	}
	return ""
}

// ageLevel is how much of its time an open item has used, in tenths: of the
// time until it is due, else until it is stale.
func ageLevel(a *insight.Action, p insight.Policy) int {
	whole := p.Ageing.Stale()
	if a.Due.Known && a.Opened.Day.Known {
		whole = insight.Days(a.Opened.Day, a.Due)
	}
	switch {
	case !a.Age.Known:
		return 0
	case a.Overdue > 0 || a.Age.V >= whole:
		return 10
	}
	return max(1, 10*a.Age.V/whole)
}

// dayWhen shows a calendar day.
func (w words) dayWhen(d facet.Date) When {
	if !d.Known {
		return When{}
	}
	return w.day(midnight(d))
}

// origin tells where a date of an item is from: "from Git, commit 0123abcd".
func (w words) origin(m insight.Moment) string {
	if m.From == "" {
		return ""
	}
	text := w.t("dated." + string(m.From))
	if len(m.Commit) >= 8 && (m.From == insight.FromGit || m.From == insight.FromBound) {
		text += w.t("list.join") + m.Commit[:8]
	}
	return text
}

// commitURL is where the repository's host shows a commit, empty if unknown.
func (o Options) commitURL(hash string) string {
	repo := strings.TrimSuffix(strings.TrimSuffix(o.RepoURL, "/"), ".git")
	if hash == "" || !webURL(repo) {
		return ""
	}
	commit := "/commit/"
	if strings.Contains(repo, "gitlab") {
		commit = "/-/commit/"
	}
	return repo + commit + hash
}

// turning is a day in the life of an item, with the commit behind it.
func (p *Page) turning(key string, m insight.Moment) Turning {
	if !m.Day.Known {
		return Turning{}
	}
	return Turning{Label: p.T(key), When: p.words.dayWhen(m.Day), From: p.words.origin(m), Href: p.site.o.commitURL(m.Commit)}
}

// Turning is a day on which an item was opened or ended.
type Turning struct {
	Label string
	When  When
	From  string // what the day rests on
	Href  string // of the commit; empty if there is no such page
}
