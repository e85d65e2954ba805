package render

import (
	"math/big"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
)

// Report is what stands around the tables of a monthly report, for the screen
// and for paper.
type Report struct {
	Facts   []ReportFact
	Verdict Badge
	Stamps  []string // who signs, on paper
	Months  []Link   // the other reports of the service, the latest first
}

// ReportFact is a line of a report's head.
type ReportFact struct{ Label, Value string }

// reportsTarget is where the monthly reports of a service stand.
func (s *site) reportsTarget(e *corpus.Entry) string { return s.targets[e] + "sla/" }

// planReports adds the monthly reports of the services with objectives: of the
// last twelve months, and an overview of them.
func (s *site) planReports(e *edition) ([]job, error) {
	if s.in.Results == nil {
		return nil, nil
	}
	var jobs []job
	for _, service := range s.services() {
		if !service.Objectives.Known {
			continue
		}
		months := service.Objectives.V[0].Months
		targets := []string{s.reportsTarget(service.Entry)}
		for _, m := range months {
			targets = append(targets, targets[0]+m.Period.Label+"/")
		}
		if e == s.editions[0] {
			for _, target := range targets {
				if err := s.claims.take(target+"index.html", "the reports of "+service.Entry.Path()); err != nil {
					return nil, err
				}
			}
		}
		jobs = append(jobs, s.page(e, targets[0], "sheet", func(_ *worker, p *Page) { p.reports(service) }))
		for _, m := range months {
			jobs = append(jobs, s.page(e, targets[0]+m.Period.Label+"/", "sla", func(_ *worker, p *Page) {
				p.slaReport(s.in.Results.SLA(service.Entry, m.Period), months)
			}))
		}
	}
	return jobs, nil
}

// reportLists links to the reports of every service with objectives, and to the
// latest one; nil if there are none.
func (p *Page) reportLists() *Table {
	t := &Table{Head: []Column{{p.T("sla.service"), false}, {p.T("sla.reports"), false}, {p.T("sla.latest"), false}}}
	for _, service := range p.site.services() {
		if !service.Objectives.Known {
			continue
		}
		target, months := p.site.reportsTarget(service.Entry), service.Objectives.V[0].Months
		latest := months[len(months)-1].Period.Label
		t.Rows = append(t.Rows, []Cell{
			p.entryCell(service.Entry), {Text: p.T("sla.list", service.Entry.ID), Href: p.Href(target)}, {Text: latest, Href: p.Href(target + latest + "/")},
		})
	}
	if len(t.Rows) == 0 {
		return nil
	}
	t.style()
	return t
}

// reports lists the reports of a service with what they say.
func (p *Page) reports(service *insight.Service) {
	e := service.Entry
	p.Title, p.Intro, p.ID = p.T("sla.list", e.Title), p.T("sla.list.intro"), p.T("sla.reports")
	p.Crumbs = []Link{p.link(e)}
	table := &Table{Head: []Column{{p.T("sla.month"), false}}}
	for _, o := range service.Objectives.V {
		table.Head = append(table.Head, Column{o.Current.Objective + " " + insight.FormatPercent(o.Current.Target, 4, p.Lang), true})
	}
	for i := len(service.Objectives.V[0].Months) - 1; i >= 0; i-- {
		label := service.Objectives.V[0].Months[i].Period.Label
		row := []Cell{{Text: label, Href: p.Href(p.site.reportsTarget(e) + label + "/")}}
		for _, o := range service.Objectives.V {
			row = append(row, p.availabilityCell(o.Months[i]))
		}
		table.Rows = append(table.Rows, row)
	}
	table.style()
	p.Blocks = []Block{{ID: "months", Title: p.T("sla.months"), Table: table}}
}

func (p *Page) availabilityCell(b insight.Budget) Cell {
	c := cell(b.AvailabilityIn(p.Lang))
	if !b.Met {
		c.Tone = "bad"
	}
	return c
}

// slaReport fills the page of one month.
func (p *Page) slaReport(r *insight.SLAReport, months []insight.Budget) {
	e := r.Service
	p.Title, p.ID = p.T("sla.title", e.Title, r.Period.Label), r.Period.Label
	p.Crumbs = []Link{p.link(e), {Href: p.Href(p.site.reportsTarget(e)), Label: p.T("sla.reports")}}
	p.Report = &Report{
		Verdict: p.slaVerdict(r), Stamps: strings.Split(p.T("sla.stamps"), "|"),
		Facts: []ReportFact{
			{p.T("sla.service"), e.Title}, {p.T("sla.owner"), firstOf(e.Owner, "–")}, {p.T("sla.period"), p.spanText(r)},
			{p.T("sla.zone"), r.Zone.String()}, {p.T("sla.asof"), p.words.date(p.site.now().In(r.Zone))},
		},
	}
	for i := len(months) - 1; i >= 0; i-- {
		label := months[i].Period.Label
		p.Report.Months = append(p.Report.Months, Link{Href: p.Href(p.site.reportsTarget(e) + label + "/"), Label: label, Current: label == r.Period.Label})
	}
	p.Blocks = []Block{p.slaObjectives(r), p.downtimes("downtime", r, r.Downtime), p.downtimes("excluded", r, r.Excluded)}
	if b := p.slaWork(r); b.Table != nil {
		p.Blocks = append(p.Blocks, b)
	}
	if b := p.slaUncounted(r); b.Table != nil {
		p.Blocks = append(p.Blocks, b)
	}
	for _, b := range p.Blocks {
		b.Table.style()
	}
}

// spanText writes the first and the last day of the report.
func (p *Page) spanText(r *insight.SLAReport) string {
	text := p.words.date(r.Period.From) + " – " + p.words.date(r.Period.To.Add(-time.Second))
	if r.Running {
		text += p.T("sla.running")
	}
	return text
}

// slaVerdict says whether the agreements are met, the objectives where there is
// no agreement.
func (p *Page) slaVerdict(r *insight.SLAReport) Badge {
	agreed := false
	for _, b := range r.Budgets {
		agreed = agreed || b.Kind == "sla"
	}
	var missed []string
	for _, b := range r.Budgets {
		if !b.Met && (b.Kind == "sla" || !agreed) {
			missed = append(missed, p.T("sla.missed.one", b.Objective, insight.FormatPercent(b.Availability, 4, p.Lang), insight.FormatPercent(b.Target, 4, p.Lang)))
		}
	}
	key := "sla.met"
	if r.Running {
		key = "sla.met.sofar"
	}
	if len(missed) > 0 {
		return Badge{"bad", p.T("sla.missed", strings.Join(missed, p.T("list.join")))}
	}
	if len(r.Uncounted) > 0 {
		return Badge{"open", p.T("sla.met.open", p.N("sla.open", len(r.Uncounted)))}
	}
	return Badge{"good", p.T(key)}
}

func (p *Page) slaObjectives(r *insight.SLAReport) Block {
	table := &Table{Head: []Column{
		{p.T("objective"), false}, {p.T("sla.kind"), false}, {p.T("objective.target"), true}, {p.T("objective.value"), true}, {p.T("sla.total"), true}, {p.T("sla.down"), true},
		{p.T("sla.allowed"), true}, {p.T("objective.budget"), true}, {p.T("objective.state"), false},
	}}
	for _, b := range r.Budgets {
		availability := p.availabilityCell(b)
		if b.Measured {
			availability.Note = p.T("sla.measured", insight.FormatPercent(b.Computed, 4, p.Lang))
		}
		state := Cell{Text: b.Verdict().In(p.Lang), Note: b.Gap().In(p.Lang)}
		switch {
		case !b.Met:
			state.Tone = "bad"
		case b.Open() == 0:
			state.Tone = "good"
		}
		table.Rows = append(table.Rows, []Cell{
			cell(b.Objective), cell(strings.ToUpper(b.Kind)), cell(insight.FormatPercent(b.Target, 4, p.Lang)), availability, p.minuteText(b.Minutes), p.minuteText(b.Bad),
			p.minuteText(b.Allowed), p.consumedCell(b), state,
		})
	}
	return Block{ID: "objectives", Title: p.T("section.objectives"), Table: table}
}

func (p *Page) minuteText(minutes *big.Rat) Cell {
	return cell(p.T("sheet.slo.minutes", p.words.number(minutes, 2)))
}

// downtimes lists the times of one kind, with their sum.
func (p *Page) downtimes(id string, r *insight.SLAReport, list []insight.Downtime) Block {
	b := Block{ID: id, Title: p.T("sla.title." + id), Note: p.T("sla.note." + id), Empty: p.T("sla.none." + id)}
	if len(list) == 0 {
		b.Note = ""
		if id == "downtime" && len(r.Uncounted) > 0 {
			b.Empty = p.T("sla.unknown.downtime", p.N("sla.open", len(r.Uncounted)))
		}
		return b
	}
	b.Table = &Table{Head: []Column{{p.T("sheet.slo.incident"), false}, {p.T("sla.from"), false}, {p.T("sla.to"), false}, {p.T("sla.length"), true}, {p.T("sla.weighted"), true}}}
	for _, d := range list {
		name := p.entryCell(d.Incident.Entry)
		name.Note = d.Incident.Entry.ID
		to := p.words.instant(d.To.In(r.Zone))
		if d.Live {
			to = p.T("sla.live")
		}
		b.Table.Rows = append(b.Table.Rows, []Cell{name, cell(p.words.instant(d.From.In(r.Zone))), cell(to), cell(p.coarse(d.Seconds)), cell(p.coarse(d.Bad))})
	}
	return b
}

func (p *Page) slaWork(r *insight.SLAReport) Block {
	b := Block{ID: "maintenance", Title: p.T("sla.maintenance")}
	for _, w := range r.Maintenance {
		if b.Table == nil {
			b.Table = &Table{Head: []Column{{p.T("sla.task"), false}, {p.T("sla.day"), false}, {p.T("sla.result"), false}}}
		}
		b.Table.Rows = append(b.Table.Rows, []Cell{p.entryCell(w.Task), cell(p.words.dayWhen(w.Execution.On).Text), cell(p.T("sla.work." + w.Execution.Status))})
	}
	return b
}

func (p *Page) slaUncounted(r *insight.SLAReport) Block {
	b := Block{ID: "uncounted", Title: p.T("sla.uncounted"), Note: p.T("sla.uncounted.note")}
	for _, in := range r.Uncounted {
		if b.Table == nil {
			b.Table = &Table{Head: []Column{{p.T("sheet.slo.incident"), false}}}
		}
		b.Table.Rows = append(b.Table.Rows, []Cell{p.entryCell(in.Entry)})
	}
	return b
}
