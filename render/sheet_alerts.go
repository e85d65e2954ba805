package render

import (
	"html/template"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/render/figure"
)

// How many rules, groups, windows and incidents the page about alerts shows.
const (
	mostRules   = 10
	mostGroups  = 10
	mostWindows = 50
	mostOutages = 200
)

// alertsLead says how many pages the policy would leave.
func alertsLead(p *Page) string {
	n := p.site.in.Results.Noise(insight.Period{})
	if !n.Known || n.V.Alerts == 0 {
		return ""
	}
	return p.T("sheet.alerts.lead", p.words.integer(n.V.Before.Pages), p.words.integer(n.V.After.Pages), p.share(n.V.Reduction))
}

// share writes a number of 0 to 1 as a percentage, or a dash.
func (p *Page) share(q insight.Quantity) string {
	if !q.Known {
		return "–"
	}
	return insight.FormatPercent(new(big.Rat).Mul(q.V, big.NewRat(100, 1)), 1, p.Lang)
}

func alertsSheet(p *Page) {
	noise := p.site.in.Results.Noise(insight.Period{})
	if !noise.Known {
		p.Blocks = []Block{
			{ID: "pages", Title: p.T("sheet.alerts.pages"), Empty: p.noLog(noise.Why)},
			p.escalationBlock(),
		}
		return
	}
	n := noise.V
	p.Blocks = []Block{
		p.beforeAfter(n), p.noisyRules(n), p.flappingRules(n), p.alertedIncidents(n), p.escalationBlock(), p.alertGroups(n), p.maintenanceWindows(n),
	}
	p.Blocks = slices.DeleteFunc(p.Blocks, func(b Block) bool { return b.Table == nil && b.Figure == nil && b.Empty == "" })
}

// noLog says what is missing: how to name a log, or what is wrong with the one
// that is named.
func (p *Page) noLog(why diag.Text) string {
	results := p.site.in.Results
	if !results.AlertLogRead().Named {
		return p.T("sheet.alerts.empty")
	}
	if unread := results.UnreadAlerts(); unread.En != "" {
		return why.In(p.Lang) + " – " + unread.In(p.Lang)
	}
	return why.In(p.Lang)
}

// beforeAfter shows how the alerts become pages, and how good these are.
func (p *Page) beforeAfter(n *insight.Noise) Block {
	b := Block{ID: "pages", Title: p.T("sheet.alerts.pages"), Note: alertsLead(p) + " " + n.Linking.In(p.Lang)}
	if unread := p.site.in.Results.UnreadAlerts(); unread.En != "" {
		b.Note += " – " + unread.In(p.Lang)
	}
	b.Figure = p.alertsFigure(n)
	b.Table = &Table{Head: []Column{{}, {p.T("sheet.alerts.pages"), true}, {p.T("sheet.alerts.night"), true}, {p.T("sheet.alerts.precision"), true}, {p.T("sheet.alerts.recall"), true}}}
	for _, row := range []struct {
		key    string
		paging insight.Paging
	}{{"sheet.alerts.before", n.Before}, {"sheet.alerts.after", n.After}} {
		b.Table.Rows = append(b.Table.Rows, []Cell{
			cell(p.T(row.key)), cell(p.words.integer(row.paging.Pages)), cell(p.words.integer(row.paging.Night)), p.shareCell(row.paging.Precision), p.shareCell(row.paging.Recall),
		})
	}
	return b
}

// shareCell shows a share with what it is of, and its interval.
func (p *Page) shareCell(s insight.Share) Cell {
	if !s.Value.Known {
		return Cell{Text: "–", Note: s.Value.Why.In(p.Lang)}
	}
	return Cell{
		Text: p.share(s.Value),
		Note: p.T("sheet.alerts.of", p.words.integer(s.Part), p.words.integer(s.Of), p.percentOf(s.Low.V), p.percentOf(s.High.V)),
	}
}

// alertsFigure draws what becomes of the alerts that fired.
func (p *Page) alertsFigure(n *insight.Noise) *Figure {
	out := &Figure{
		ID: "funnel", Title: p.T("sheet.alerts.funnel"), Note: p.T("sheet.alerts.funnel.note"), More: p.T("figure.numbers"),
		Head: []string{p.T("sheet.alerts.step"), p.T("sheet.alerts.alerts")},
	}
	w := figure.Waterfall{Chart: figure.Chart{ID: out.ID, Title: out.Title, Desc: alertsLead(p)}}
	left := n.Firings
	bar := func(class, key string, from, to int) {
		label := p.T(key)
		w.Bars = append(w.Bars, figure.Drop{Class: class, Label: label, From: from, To: to})
		out.Rows = append(out.Rows, []string{label, p.words.integer(to - from)})
	}
	bar("all", "sheet.alerts.fired", 0, left)
	unpaged := len(n.Groups) - n.After.Pages
	for _, step := range []struct {
		key   string
		taken int
	}{
		{"sheet.alerts.silenced", n.Silenced}, {"sheet.alerts.maintained", n.Maintained}, {"sheet.alerts.duplicates", n.Duplicates},
		{"sheet.alerts.grouped", n.Alerts - n.Duplicates - len(n.Groups)}, {"sheet.alerts.below", unpaged},
	} {
		if step.taken > 0 {
			bar("taken", step.key, left-step.taken, left)
			left -= step.taken
		}
	}
	bar("rest", "sheet.alerts.remain", 0, left)
	out.SVG = template.HTML(figure.Drops(w))
	return out
}

func (p *Page) noisyRules(n *insight.Noise) Block {
	rules := n.Noisiest()
	b := Block{ID: "rules", Title: p.T("sheet.alerts.rules"), Note: p.T("sheet.alerts.rules.note", p.words.integer(min(len(rules), mostRules)), p.words.integer(len(rules)))}
	if len(rules) == 0 {
		return b
	}
	_, pages := p.site.alerts()
	b.Table = &Table{Head: []Column{
		{p.T("sheet.alerts.rule"), false}, {p.T("sheet.alerts.alerts"), true}, {p.T("sheet.alerts.share"), true}, {p.T("sheet.alerts.duplicates"), true},
		{p.T("sheet.alerts.after"), true}, {p.T("sheet.alerts.night"), true}, {p.T("sheet.alerts.actionable"), true},
	}}
	for _, r := range rules[:min(len(rules), mostRules)] {
		b.Table.Rows = append(b.Table.Rows, []Cell{
			p.ruleCell(r, pages), cell(p.words.integer(r.Alerts)), cell(p.share(r.Share.Value)), cell(p.words.integer(r.Duplicates)),
			cell(p.words.integer(r.Pages)), cell(p.words.integer(r.Night)), p.shareCell(r.Actionable),
		})
	}
	return b
}

// ruleCell names a rule; it links to the page of its alert, if there is one.
func (p *Page) ruleCell(r insight.NoiseRule, pages map[string][]*corpus.Entry) Cell {
	c := Cell{Text: oneLine(r.Metric), Note: oneLine(r.Source)}
	if len(pages[r.Metric]) > 0 {
		c.Href = p.Href("alerts/" + folder(r.Metric) + "/")
	}
	return c
}

func (p *Page) flappingRules(n *insight.Noise) Block {
	b := Block{ID: "flapping", Title: p.T("sheet.alerts.flapping"), Note: p.T("sheet.alerts.flapping.note")}
	table := &Table{Head: []Column{{p.T("sheet.alerts.rule"), false}, {p.T("sheet.alerts.alerts"), true}, {p.T("sheet.alerts.cycles"), true}}}
	_, pages := p.site.alerts()
	for _, r := range n.Rules {
		if r.Flaps() && len(table.Rows) < mostRules {
			table.Rows = append(table.Rows, []Cell{p.ruleCell(r, pages), cell(p.words.integer(r.Alerts)), cell(p.words.integer(r.Cycles.V))})
		}
	}
	if len(table.Rows) > 0 {
		b.Table = table
	}
	return b
}

func (p *Page) alertedIncidents(n *insight.Noise) Block {
	b := Block{ID: "incidents", Title: p.T("sheet.alerts.incidents"), Note: p.T("sheet.alerts.incidents.note"), Empty: p.T("sheet.alerts.incidents.empty")}
	table := &Table{Head: []Column{
		{p.T("sheet.alerts.incident"), false}, {p.T("sheet.alerts.first"), false}, {p.T("sheet.alerts.lead.time"), true}, {p.T("sheet.alerts.alerts"), true},
		{p.T("sheet.alerts.duplicates"), true}, {p.T("sheet.alerts.after"), true}, {p.T("sheet.alerts.told"), false},
	}}
	for _, a := range n.Incidents[max(0, len(n.Incidents)-mostOutages):] {
		table.Rows = append(table.Rows, append([]Cell{p.entryCell(a.Incident.Entry)}, p.alertCells(a)...))
	}
	if len(table.Rows) > 0 {
		b.Table = table
	}
	return b
}

// alertCells show what the log holds about an incident.
func (p *Page) alertCells(a *insight.IncidentAlerts) []Cell {
	if a.First == nil {
		return []Cell{{Text: p.T("sheet.alerts.none"), Tone: "bad"}, cell("–"), cell("0"), cell("0"), cell("0"), p.toldCell(a)}
	}
	first := Cell{Text: p.words.instant(a.First.At.In(a.Incident.Start.V.Location())), Note: oneLine(a.First.Metric)}
	lead := Cell{Text: "–", Note: a.Lead.Why.In(p.Lang)}
	if a.Lead.Known {
		lead = cell(p.leadText(a.Lead.V))
	}
	return []Cell{first, lead, cell(p.words.integer(a.Alerts)), cell(p.words.integer(a.Duplicates)), cell(p.words.integer(a.Pages)), p.toldCell(a)}
}

// leadText says how long the first alert came before the detection, or behind.
func (p *Page) leadText(seconds *big.Rat) string {
	switch seconds.Sign() {
	case 0:
		return p.T("sheet.alerts.same")
	case 1:
		return p.T("sheet.alerts.earlier", p.words.duration(seconds))
	}
	return p.T("sheet.alerts.later", p.words.duration(new(big.Rat).Neg(seconds)))
}

// toldCell says whether the monitoring or people were first.
func (p *Page) toldCell(a *insight.IncidentAlerts) Cell {
	switch {
	case a.Caught && !a.Kept:
		return Cell{Text: p.T("sheet.alerts.lost"), Tone: "bad"}
	case a.Caught:
		return Cell{Text: p.T("sheet.alerts.monitoring"), Tone: "good"}
	case a.Reported.Known:
		return Cell{Text: p.T("sheet.alerts.people"), Tone: "bad"}
	}
	return cell("–")
}

// escalationBlock compares the escalations of incidents with their runbooks.
func (p *Page) escalationBlock() Block {
	b := Block{ID: "escalation", Title: p.T("section.escalation"), Empty: p.T("sheet.alerts.escalation.empty")}
	table := &Table{Head: append([]Column{{p.T("sheet.alerts.incident"), false}}, p.escalationHead()...)}
	kept, due := 0, 0
	for _, in := range p.site.in.Results.List() {
		e := p.site.in.Results.Escalation(in)
		if !e.Known {
			continue
		}
		due += boolInt(e.V.State != insight.EscalationSpared)
		kept += boolInt(e.V.State == insight.EscalationKept)
		table.Rows = append(table.Rows, append([]Cell{p.entryCell(in.Entry)}, p.escalationCells(in, e.V)...))
	}
	if len(table.Rows) > 0 {
		b.Note = p.T("sheet.alerts.escalation.note", p.words.integer(kept), p.words.integer(due))
		table.Rows = table.Rows[max(0, len(table.Rows)-mostOutages):]
		b.Table = table
	}
	return b
}

func (p *Page) escalationHead() []Column {
	return []Column{
		{p.T("sheet.alerts.state"), false}, {p.T("sheet.alerts.due"), false}, {p.T("sheet.alerts.done"), false}, {p.T("sheet.alerts.late"), true}, {p.T("sheet.alerts.criterion"), false},
	}
}

func (p *Page) escalationCells(in *insight.Incident, e insight.Escalated) []Cell {
	state := Cell{Text: p.T("escalated." + string(e.State))}
	switch e.State {
	case insight.EscalationKept:
		state.Tone = "good"
	case insight.EscalationLate, insight.EscalationMissed:
		state.Tone = "bad"
	}
	zone := in.Start.V.Location()
	done, late := cell("–"), cell("–")
	if e.Done.Known {
		done.Text = p.words.instant(e.Done.V.In(zone))
	}
	if e.Late.Known {
		late.Text = p.words.duration(e.Late.V)
	}
	criterion := p.entryCell(e.From)
	criterion.Note = oneLine(e.Rule.Condition)
	return []Cell{state, cell(p.words.instant(e.Due.In(zone))), done, late, criterion}
}

// alertGroups shows the largest groups: what would be one page each.
func (p *Page) alertGroups(n *insight.Noise) Block {
	b := Block{ID: "groups", Title: p.T("sheet.alerts.groups"), Note: p.T("sheet.alerts.groups.note")}
	large := slices.Clone(n.Groups)
	large = slices.DeleteFunc(large, func(g insight.AlertGroup) bool { return len(g.Alerts)+g.Duplicates < 2 })
	slices.SortStableFunc(large, func(x, y insight.AlertGroup) int {
		return len(y.Alerts) + y.Duplicates - len(x.Alerts) - x.Duplicates
	})
	if len(large) == 0 {
		return b
	}
	b.Table = &Table{Head: []Column{
		{p.T("sheet.alerts.at"), false}, {p.T("sheet.alerts.what"), false}, {p.T("sheet.alerts.alerts"), true}, {p.T("sheet.alerts.duplicates"), true}, {p.T("sheet.alerts.severity"), true}, {p.T("sheet.alerts.incident"), false},
	}}
	for _, g := range large[:min(len(large), mostGroups)] {
		incident, severity := cell("–"), cell("–")
		if g.Incident != nil {
			incident = p.entryCell(g.Incident.Entry)
		}
		if g.Severity.Known {
			severity = cell(p.words.number(g.Severity.V, 1))
		}
		b.Table.Rows = append(b.Table.Rows, []Cell{
			cell(p.words.instant(p.site.local(g.At()))), {Text: p.groupText(g)}, cell(p.words.integer(len(g.Alerts))), cell(p.words.integer(g.Duplicates)), severity, incident,
		})
	}
	return b
}

// groupText lists the alerts of a group, each once.
func (p *Page) groupText(g insight.AlertGroup) string {
	const most = 4
	var names []string
	for _, e := range g.Alerts {
		name := oneLine(strings.TrimSpace(e.Metric + " " + e.Service))
		if slices.Contains(names, name) {
			continue
		}
		if len(names) == most {
			return strings.Join(names, ", ") + " …"
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

func (p *Page) maintenanceWindows(n *insight.Noise) Block {
	b := Block{ID: "windows", Title: p.T("sheet.alerts.windows"), Note: p.T("sheet.alerts.windows.note")}
	if len(n.Windows) == 0 {
		return b
	}
	b.Table = &Table{Head: []Column{{p.T("sheet.alerts.task"), false}, {p.T("sheet.alerts.from"), false}, {p.T("sheet.alerts.to"), false}, {p.T("sheet.alerts.alerts"), true}}}
	for _, w := range n.Windows[max(0, len(n.Windows)-mostWindows):] {
		source := "sheet.alerts.scheduled"
		if w.Recorded {
			source = "sheet.alerts.recorded"
		}
		task := p.entryCell(w.Task)
		task.Note = p.T(source)
		b.Table.Rows = append(b.Table.Rows, []Cell{task, cell(p.words.instant(w.From)), cell(p.words.instant(w.To)), cell(p.words.integer(w.Alerts))})
	}
	return b
}

// local gives a time on the clocks of the site.
func (s *site) local(t time.Time) time.Time {
	if zone := s.in.Results.Policy.Zone; zone != nil {
		return t.In(zone)
	}
	return t.UTC()
}

// alertsOf fills what the alert log holds about an incident.
func (v *view) alertsOf(in *insight.Incident) {
	noise := v.site.in.Results.Noise(insight.Period{})
	if !noise.Known || noise.V.Of(v.knownIncident()) == nil {
		return
	}
	p, a := v.page, noise.V.Of(v.knownIncident())
	d := Detail{ID: "alert-log", Note: p.T("alertlog.note"), More: v.figuresLink("alerts", "incidents")}
	d.Table = &Table{Head: []Column{
		{p.T("sheet.alerts.first"), false}, {p.T("sheet.alerts.lead.time"), true}, {p.T("sheet.alerts.alerts"), true},
		{p.T("sheet.alerts.duplicates"), true}, {p.T("sheet.alerts.after"), true}, {p.T("sheet.alerts.told"), false},
	}}
	d.Table.Rows = [][]Cell{p.alertCells(a)}
	d.Table.style()
	v.after(d)
}

// escalationOf fills how an incident kept the rule for calling others.
func (v *view) escalationOf(in *insight.Incident) {
	e := v.site.in.Results.Escalation(in)
	if !e.Known || e.V.State == insight.EscalationSpared {
		return
	}
	d := Detail{ID: "escalation-kept", Note: v.t("escalated.note"), More: v.figuresLink("alerts", "escalation")}
	d.Table = &Table{Head: v.page.escalationHead(), Rows: [][]Cell{v.page.escalationCells(in, e.V)}}
	d.Table.style()
	v.after(d)
}
