package render

import (
	"html/template"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/render/figure"
)

// pictures draws what the page of a document has besides its text.
func (v *view) pictures() {
	switch v.entry.Kind {
	case "runbook":
		v.page.Figures = some(v.decisionTree())
	case "service":
		v.page.Figures = some(v.dependencies())
	}
}

// some gives the figures that there are.
func some(list ...*Figure) []Figure {
	var out []Figure
	for _, f := range list {
		if f != nil && f.SVG != "" {
			out = append(out, *f)
		}
	}
	return out
}

// decisionTree draws the branches of a runbook, whose boxes lead to its steps.
// The list of decisions below says the same. It is nil if there are no branches.
func (v *view) decisionTree() *Figure {
	f := &Figure{ID: "tree", Title: v.t("tree.title"), Note: v.t("tree.note")}
	t := figure.Tree{
		Chart: figure.Chart{ID: f.ID, Title: f.Title, Desc: f.Note}, Start: v.t("tree.start"), Otherwise: v.t("decision.else"),
		Branches: v.drawnBranches(v.entry.Branches),
	}
	f.SVG = template.HTML(figure.Decided(t))
	return f
}

// drawnBranches hangs each branch under the last one that is less deep.
func (v *view) drawnBranches(list []facet.Branch) []figure.Branch {
	var out []figure.Branch
	for i := 0; i < len(list); {
		end := i + 1
		for end < len(list) && list[end].Depth > list[i].Depth {
			end++
		}
		b, href := list[i], ""
		if anchor := "b-" + b.ID; v.ids[anchor] {
			href = "#" + escapeTarget(anchor)
		}
		out = append(out, figure.Branch{
			Condition: b.Condition, Href: href, Then: v.leaf(b.Action, b.Goto), Else: v.leaf("", b.Else), Under: v.drawnBranches(list[i+1 : end]),
		})
		i = end
	}
	return out
}

// leaf is what to do: an action, with what it leads to.
func (v *view) leaf(action, to string) figure.Leaf {
	l := v.jump(to)
	switch {
	case action == "" || l.Href != "" && sameLetters(action, to):
		return figure.Leaf{Label: l.Label, Href: l.Href}
	case l.Href != "" && l.Label != "" && !says(l.Label, action):
		return figure.Leaf{Label: action + " → " + l.Label, Href: l.Href}
	}
	return figure.Leaf{Label: action, Href: l.Href}
}

// mostNeighbours is how many services on a side of another one are drawn.
const mostNeighbours = 30

// dependencies draws the services that a service depends on and those that
// depend on it; nil if there are none.
func (v *view) dependencies() *Figure {
	needs, needed := v.entry.Targets("depends_on"), v.site.dependents(v.entry)
	if len(needs)+len(needed) == 0 {
		return nil
	}
	f := &Figure{
		ID: "dependencies", Title: v.t("dependencies.title"), Note: v.t("dependencies.note"), More: v.t("figure.numbers"),
		Head: []string{v.t("dependencies.service"), v.t("dependencies.needs")},
	}
	n := figure.Network{Chart: figure.Chart{ID: f.ID, Title: f.Title, Desc: f.Note}, Columns: []string{v.t("dependencies.before"), v.t("dependencies.this"), v.t("dependencies.after")}, BoxWide: graphBoxWide}
	n.Nodes = []figure.Node{{Class: "service own", Label: v.entry.Title, Column: 1}}
	add := func(e *corpus.Entry, column int) {
		it, i := v.page.item(e), len(n.Nodes)
		n.Nodes = append(n.Nodes, figure.Node{Class: "service", Label: it.Label, Column: column, Href: it.Href, Lang: it.Lang})
		if column == 0 {
			n.Arcs = append(n.Arcs, figure.Arc{Class: "leads", From: i, To: 0, Arrow: true})
			f.Rows = append(f.Rows, []string{it.Label, v.entry.Title})
			return
		}
		n.Arcs = append(n.Arcs, figure.Arc{Class: "leads", From: 0, To: i, Arrow: true})
		f.Rows = append(f.Rows, []string{v.entry.Title, it.Label})
	}
	for _, e := range needed[:min(len(needed), mostNeighbours)] {
		add(e, 0)
	}
	for _, e := range needs[:min(len(needs), mostNeighbours)] {
		add(e, 2)
	}
	f.SVG = template.HTML(figure.Linked(n))
	return f
}

// dependents gives the services that name another one in depends_on, by path.
func (s *site) dependents(e *corpus.Entry) []*corpus.Entry {
	var out []*corpus.Entry
	for _, back := range e.Backs {
		if back.Field == "depends_on" && back.From.Kind == "service" && back.From != e && !slices.Contains(out, back.From) {
			out = append(out, back.From)
		}
	}
	return out
}

// mostModules is how many modules a picture of paths shows.
const mostModules = 80

// pathsFigure draws the modules from beginner to advanced, with what each
// requires; nil if no module requires another one.
func (p *Page) pathsFigure(modules []*insight.Module) *Figure {
	modules = modules[:min(len(modules), mostModules)]
	f := &Figure{
		ID: "paths-figure", Title: p.T("paths.title"), Note: p.T("paths.note"), More: p.T("figure.numbers"),
		Head: []string{p.T("paths.first"), p.T("paths.then")},
	}
	n := figure.Network{Chart: figure.Chart{ID: f.ID, Title: f.Title, Desc: f.Note}, BoxWide: graphBoxWide}
	for l := insight.Beginner; l <= insight.Advanced; l++ {
		n.Columns = append(n.Columns, p.level(l))
	}
	place := map[*corpus.Entry]int{}
	for i, m := range modules {
		it := p.item(m.Entry)
		place[m.Entry] = i
		n.Nodes = append(n.Nodes, figure.Node{Class: "module", Label: it.Label, Column: int(m.Level - insight.Beginner), Href: it.Href, Lang: it.Lang})
	}
	for i, m := range modules {
		for _, e := range m.Entry.Targets("prerequisites") {
			if from, drawn := place[e]; drawn && from != i {
				n.Arcs = append(n.Arcs, figure.Arc{Class: "leads", From: from, To: i, Arrow: true})
				f.Rows = append(f.Rows, []string{n.Nodes[from].Label, n.Nodes[i].Label})
			}
		}
	}
	if len(n.Arcs) == 0 {
		return nil
	}
	f.SVG = template.HTML(figure.Linked(n))
	return f
}

// calendarWeeks is a year and the week of today.
const calendarWeeks = 53

// yearFigure draws the days of the last year on which incidents began; nil
// without figures or if there never was one.
func (p *Page) yearFigure() *Figure {
	if !p.site.hasSheets() || len(p.site.in.Results.List()) == 0 {
		return nil
	}
	r := p.site.in.Results
	f := &Figure{
		ID: "year", Title: p.T("year.title"), More: p.T("figure.numbers"),
		Head: []string{p.T("column.incident"), p.T("label.when"), p.T("column.severity")},
	}
	now := p.site.local(r.Now)
	c := figure.Calendar{To: now, Weeks: calendarWeeks, Month: p.monthName, Week: p.weekdayName, First: time.Monday}
	if p.Lang == "ja" {
		c.First = time.Sunday
	}
	since := now.AddDate(-1, 0, 0)
	byDay := map[string]*figure.CalendarDay{}
	worst := map[string]string{}
	var order []string
	count := 0
	for _, in := range slices.Backward(r.List()) {
		if !in.Start.Known || in.Start.V.Before(since) || in.Start.V.After(now) {
			continue
		}
		count++
		it, at := p.item(in.Entry), p.site.local(in.Start.V)
		key := at.Format(time.DateOnly)
		label := p.words.date(at) + ": " + it.ID + " " + cutText(it.Label, 60)
		day := byDay[key]
		if day == nil {
			day = &figure.CalendarDay{Day: at, Label: label}
			byDay[key] = day
			order = append(order, key)
		} else if len(day.Label) < 400 {
			day.Label += p.T("list.join") + it.ID + " " + cutText(it.Label, 60)
		}
		if severity := firstOf(in.Entry.Severity, "sev9"); worst[key] == "" || severity < worst[key] {
			worst[key], day.Class, day.Href = severity, slugClass(in.Entry.Severity), it.Href
			day.Grave = severity <= "sev2"
		}
		if len(f.Rows) < maxPoints {
			f.Rows = append(f.Rows, []string{it.ID + " " + it.Label, p.words.date(at), firstOf(it.Severity.Label, "–")})
		}
	}
	for _, key := range order {
		c.Days = append(c.Days, *byDay[key])
	}
	f.Note = p.N("year.note", count)
	c.Chart = figure.Chart{ID: f.ID, Title: f.Title, Desc: f.Note}
	f.SVG = template.HTML(figure.Days(c))
	return f
}

func (p *Page) monthName(t time.Time) string {
	if p.Lang == "ja" {
		return t.Format("1月")
	}
	return t.Format("Jan")
}

func (p *Page) weekdayName(d time.Weekday) string {
	if p.Lang == "ja" {
		return weekdays[d]
	}
	return d.String()[:3]
}

// mostBudgets is how many objectives the bars show: those that used most.
const mostBudgets = 20

// budgetFigure draws how much of its error budget each objective used; nil if
// there is none.
func (p *Page) budgetFigure() *Figure {
	f := &Figure{
		ID: "budgets", Title: p.T("budgets.title"), Note: p.T("budgets.note"), More: p.T("figure.numbers"),
		Head: []string{p.T("objective"), p.T("objective.period"), p.T("objective.budget")},
	}
	r := figure.Ranking{Chart: figure.Chart{ID: f.ID, Title: f.Title, Desc: f.Note}, Limit: 100}
	type used struct {
		rank figure.Rank
		row  []string
	}
	var list []used
	for _, s := range p.site.services() {
		for _, o := range s.Objectives.V {
			b := o.Current
			if !b.Consumed.Known {
				continue
			}
			label, text := s.Entry.Title+" · "+b.Objective, b.ConsumedIn(p.Lang)
			list = append(list, used{figure.Rank{Class: heatClass(b), Label: label, Text: text, Value: float(b.Consumed.V), Href: p.Href(p.site.targets[s.Entry])}, []string{label, b.When().In(p.Lang), text}})
		}
	}
	slices.SortStableFunc(list, func(a, b used) int { return int(b.rank.Value) - int(a.rank.Value) })
	for _, u := range list[:min(len(list), mostBudgets)] {
		r.Rows, f.Rows = append(r.Rows, u.rank), append(f.Rows, u.row)
	}
	if len(r.Rows) > 0 && r.Rows[0].Value == 0 {
		r.Rows[0].Value = 0.01 // a picture of empty bars says that nothing is used
	}
	f.SVG = template.HTML(figure.Ranked(r))
	return f
}

// overviewFigures are the pictures of the overview of figures.
func (p *Page) overviewFigures() []Figure {
	if len(p.site.in.Results.List()) == 0 {
		return some(p.budgetFigure())
	}
	months := p.monthsFigure().Figure
	months.Title = p.T("sheet.times.permonth")
	return some(months, p.budgetFigure())
}

// mostMetrics is how many metrics the picture of gaps shows.
const mostMetrics = 15

// nextFigure ranks the metrics that would have shown what was missed by how
// long that was.
func (p *Page) nextFigure(next []insight.NextMetric) *Figure {
	f := &Figure{
		ID: "next-figure", Title: p.T("gaps.title"), Note: p.T("gaps.note"), More: p.T("figure.numbers"),
		Head: []string{p.T("sheet.detection.metric"), p.T("sheet.detection.undetected"), p.T("sheet.detection.incidents")},
	}
	r := figure.Ranking{Chart: figure.Chart{ID: f.ID, Title: f.Title, Desc: f.Note}}
	for _, n := range next[:min(len(next), mostMetrics)] {
		label, text := spaced.Replace(n.Metric), p.words.duration(n.Delay)
		r.Rows = append(r.Rows, figure.Rank{Class: "gap", Label: label, Text: text, Value: max(float(n.Delay), 0)})
		f.Rows = append(f.Rows, []string{label, text, p.words.integer(len(n.Incidents()))})
	}
	f.SVG = template.HTML(figure.Ranked(r))
	if f.SVG == "" {
		return nil
	}
	return f
}
