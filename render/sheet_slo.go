package render

import (
	"html/template"
	"math/big"

	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/render/figure"
)

// sloLead counts the objectives that are missed at present.
func sloLead(p *Page) string {
	all, missed, open := 0, 0, 0
	for _, s := range p.site.services() {
		for _, o := range s.Objectives.V {
			all++
			missed += boolInt(!o.Current.Met)
			open += boolInt(o.Current.Open() > 0)
		}
	}
	if all == 0 {
		return ""
	}
	text := p.T("sheet.slo.lead", p.words.integer(missed), p.words.integer(all))
	if open > 0 {
		text += p.T("sheet.slo.open", p.words.integer(open))
	}
	return text
}

// services gives the figures of the catalogue's services, in its order.
func (s *site) services() []*insight.Service {
	var out []*insight.Service
	for _, e := range s.in.Corpus.Entries {
		if service := s.in.Results.Services[e]; service != nil {
			out = append(out, service)
		}
	}
	return out
}

func sloSheet(p *Page) {
	if sloLead(p) == "" {
		p.Blocks = []Block{{ID: "objectives", Title: p.T("section.objectives"), Empty: p.T("sheet.slo.empty")}}
		return
	}
	p.Blocks = []Block{p.sloStates(), p.sloMonths(), p.sloWindows(), p.sloAlerts()}
}

// sloStates shows how each objective stands in its current period.
func (p *Page) sloStates() Block {
	table := &Table{Head: []Column{
		{p.T("sheet.slo.service"), false}, {p.T("objective"), false}, {p.T("objective.target"), true}, {p.T("objective.period"), true}, {p.T("objective.value"), true},
		{p.T("objective.budget"), true}, {p.T("sheet.slo.burn"), true}, {p.T("sheet.slo.words"), false},
	}}
	for _, s := range p.site.services() {
		for _, o := range s.Objectives.V {
			b := o.Current
			table.Rows = append(table.Rows, []Cell{
				p.entryCell(s.Entry), cell(b.Objective), cell(insight.FormatPercent(b.Target, 4, p.Lang)), cell(b.When().In(p.Lang)),
				cell(b.AvailabilityIn(p.Lang)), p.consumedCell(b), p.burnCell(o),
				cell(o.Sentence().In(p.Lang)),
			})
		}
	}
	return Block{ID: "objectives", Title: p.T("section.objectives"), Note: sloLead(p), Table: table}
}

// consumedCell shows how much of a budget is used.
func (p *Page) consumedCell(b insight.Budget) Cell {
	c := Cell{Text: b.ConsumedIn(p.Lang), Note: b.Consumed.Why.In(p.Lang)}
	if !b.Met {
		c.Tone = "bad"
	}
	return c
}

// burnCell shows the burn rate over the shortest look-back that has one.
func (p *Page) burnCell(o insight.ObjectiveState) Cell {
	if !o.Burn.Known {
		return Cell{Text: "–", Note: o.Burn.Why.In(p.Lang)}
	}
	for _, r := range o.Burn.V {
		if r.Rate.Sign() > 0 {
			return Cell{Text: p.words.number(r.Rate, 2) + "×", Note: r.Window}
		}
	}
	return cell("0×")
}

// sloMonths draws how much of their monthly budgets the objectives used.
func (p *Page) sloMonths() Block {
	out := &Figure{ID: "months-figure", Title: p.T("sheet.slo.months"), Note: p.T("sheet.slo.months.note"), More: p.T("figure.numbers"), Head: []string{p.T("objective")}}
	h := figure.Heat{Chart: figure.Chart{ID: out.ID, Title: out.Title, Desc: out.Note}}
	for _, s := range p.site.services() {
		for _, o := range s.Objectives.V {
			row := figure.HeatRow{Label: s.Entry.Title + " · " + o.Current.Objective, Href: p.Href(p.site.targets[s.Entry])}
			numbers := []string{row.Label}
			for _, b := range o.Months {
				if len(h.Rows) == 0 {
					h.Columns, out.Head = append(h.Columns, b.Period.Label), append(out.Head, b.Period.Label)
				}
				text := p.consumedCell(b).Text
				row.Cells = append(row.Cells, figure.HeatCell{Class: heatClass(b), Text: p.heatText(b), Title: row.Label + ", " + b.Period.Label + ": " + text})
				numbers = append(numbers, text)
			}
			h.Rows, out.Rows = append(h.Rows, row), append(out.Rows, numbers)
		}
	}
	out.SVG = template.HTML(figure.Heatmap(h))
	return Block{ID: "months", Title: p.T("sheet.slo.matrix"), Figure: out}
}

// heatText is what a cell of the picture has room for.
func (p *Page) heatText(b insight.Budget) string {
	switch {
	case !b.Consumed.Known:
		return "–"
	case b.Consumed.V.Cmp(big.NewRat(9999, 1)) > 0:
		return "> 9,999"
	}
	text := insight.FormatPercent(b.Consumed.V, 0, p.Lang)
	if b.Open() > 0 {
		return "≥ " + text
	}
	return text
}

func heatClass(b insight.Budget) string {
	switch {
	case !b.Consumed.Known || b.Consumed.V.Sign() == 0:
		return "none"
	case !b.Met:
		return "over"
	case b.Consumed.V.Cmp(big.NewRat(75, 1)) >= 0:
		return "most"
	case b.Consumed.V.Cmp(big.NewRat(25, 1)) >= 0:
		return "some"
	}
	return "low"
}

// sloWindows shows the same objectives over other windows.
func (p *Page) sloWindows() Block {
	table := &Table{Head: []Column{{p.T("sheet.slo.service"), false}, {p.T("objective"), false}}}
	for _, s := range p.site.services() {
		for _, o := range s.Objectives.V {
			row := []Cell{p.entryCell(s.Entry), cell(o.Current.Objective)}
			for _, b := range o.Windows {
				if len(table.Rows) == 0 {
					table.Head = append(table.Head, Column{b.When().In(p.Lang), true})
				}
				c := p.consumedCell(b)
				c.Note = b.AvailabilityIn(p.Lang)
				row = append(row, c)
			}
			table.Rows = append(table.Rows, row)
		}
	}
	return Block{ID: "windows", Title: p.T("sheet.slo.windows"), Note: p.T("sheet.slo.windows.note"), Table: table}
}

// mostAlerted is how many incidents the table of alerts shows.
const mostAlerted = 100

// sloAlerts shows when an alert on the burn rate could have told of the
// incidents of the last year, the latest first.
func (p *Page) sloAlerts() Block {
	b := Block{ID: "alerts", Title: p.T("sheet.slo.alerts"), Note: p.T("sheet.slo.alerts.note"), Empty: p.T("sheet.slo.alerts.empty")}
	table := &Table{Head: []Column{
		{p.T("sheet.slo.incident"), false}, {p.T("sheet.slo.objective"), false}, {p.T("sheet.slo.rate"), true}, {p.T("sheet.slo.fires"), true},
		{p.T("sheet.slo.detected"), true}, {p.T("sheet.slo.lead.time"), true},
	}}
	lastYear, _ := p.site.in.Results.LastYear()
	list := p.site.in.Results.In(lastYear)
	for i := len(list) - 1; i >= 0 && len(table.Rows) < mostAlerted; i-- {
		in := list[i]
		burn := in.Burn()
		if !burn.During.Known {
			continue
		}
		table.Rows = append(table.Rows, []Cell{
			p.entryCell(in.Entry), cell(burn.Service + " " + burn.Objective), cell(p.words.number(burn.During.V, 1) + "×"),
			p.elapsedCell(burn.FirstAlert()), p.elapsedCell(in.FromStart.Detect), p.elapsedCell(burn.Lead),
		})
	}
	if len(table.Rows) > 0 {
		b.Table = table
	}
	return b
}

// elapsedCell shows a length of time to the second, or why there is none.
func (p *Page) elapsedCell(q insight.Quantity) Cell {
	if !q.Known {
		return Cell{Text: "–", Note: q.Why.In(p.Lang)}
	}
	return Cell{Text: p.coarse(q.V), Note: q.How.In(p.Lang)}
}

// coarse writes a length of time to the second.
func (p *Page) coarse(seconds *big.Rat) string {
	return p.words.duration(insight.Whole(seconds))
}
