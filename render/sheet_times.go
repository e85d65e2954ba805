package render

import (
	"html/template"
	"math/big"

	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/render/figure"
)

// timesLead says how long it usually takes to detect and to resolve.
func timesLead(p *Page) string {
	list := p.site.in.Results.List()
	if len(list) == 0 {
		return ""
	}
	median := map[string]string{}
	for _, t := range insight.MilestoneTimes(list) {
		if t.Figures.Median.Known {
			median[t.Name] = p.coarse(t.Figures.Median.V)
		}
	}
	if median["detect"] == "" || median["resolve"] == "" {
		return ""
	}
	return p.T("sheet.times.lead", median["detect"], median["resolve"])
}

func timesSheet(p *Page) {
	r := p.site.in.Results
	times := insight.MilestoneTimes(r.List())
	known := 0
	for _, t := range times {
		known += t.Figures.N
	}
	if known == 0 {
		p.Blocks = []Block{{ID: "spread", Title: p.T("sheet.times.spread"), Empty: p.T("sheet.times.empty")}}
		return
	}
	p.Blocks = []Block{p.timesFigure(times), p.timesTable(times), p.timesChange(), p.monthsFigure()}
}

// mostDots is how many dots a row of the picture has: of the latest incidents.
const mostDots = 400

// timesFigure draws one dot for each incident and milestone.
func (p *Page) timesFigure(times []insight.TimeTo) Block {
	out := &Figure{
		ID: "spread-figure", Title: p.T("sheet.times.figure"), Note: p.T("sheet.times.figure.note"), More: p.T("figure.numbers"),
		Head: []string{p.T("sheet.times.to"), "n", p.T("sheet.times.median"), p.T("sheet.times.interval")},
	}
	d := figure.Dots{Chart: figure.Chart{ID: out.ID, Title: out.Title, Desc: out.Note, X: p.T("sheet.times.axis")}}
	d.Tick = func(seconds int64) string { return p.words.duration(big.NewRat(seconds, 1)) }
	for _, t := range times {
		row := figure.DotRow{Label: p.T("sheet.times." + t.Name)}
		for _, s := range t.Spells[max(0, len(t.Spells)-mostDots):] {
			e := s.Incident.Entry
			row.Dots = append(row.Dots, figure.Dot{
				Seconds: float(s.Seconds), Href: p.Href(p.site.targets[e]), Label: e.ID + " " + oneLine(e.Title) + ": " + p.coarse(s.Seconds), Class: slugClass(e.Severity),
			})
		}
		f := t.Figures
		if f.Median.Known {
			row.Median = float(f.Median.V)
		}
		if f.Low.Known {
			row.Low, row.High = float(f.Low.V), float(f.High.V)
		}
		d.Rows = append(d.Rows, row)
		out.Rows = append(out.Rows, []string{row.Label, p.words.integer(f.N), p.elapsedCell(f.Median).Text, p.intervalText(f)})
	}
	out.SVG = template.HTML(figure.Strips(d))
	return Block{ID: "spread", Title: p.T("sheet.times.spread"), Note: timesLead(p), Figure: out}
}

// float is a number as pictures need it.
func float(r *big.Rat) float64 {
	f, _ := r.Float64()
	return f
}

func (p *Page) intervalText(d insight.Distribution) string {
	if !d.Low.Known {
		return "–"
	}
	return p.coarse(d.Low.V) + " – " + p.coarse(d.High.V)
}

// timesTable gives the numbers, the mean labelled and last. What belongs
// together stands in one column, so that all fit on a screen.
func (p *Page) timesTable(times []insight.TimeTo) Block {
	table := &Table{Head: []Column{
		{p.T("sheet.times.to"), false}, {"n", true}, {p.T("sheet.times.median.interval"), true}, {"p25 – p75", true}, {"p90", true},
		{p.T("sheet.times.range"), true}, {p.T("sheet.times.geometric"), true}, {p.T("sheet.times.mean"), true},
	}}
	for _, t := range times {
		f := t.Figures
		median := p.elapsedCell(f.Median)
		switch {
		case f.Low.Known:
			median.Note = p.intervalText(f)
		case f.N > 0:
			median.Note = f.Low.Why.In(p.Lang)
		}
		geometric := Cell{Text: "–", Note: f.Geometric.Why.In(p.Lang)}
		if f.Geometric.Known {
			geometric = cell(p.coarse(insight.Rounded(f.Geometric.V).V))
		}
		table.Rows = append(table.Rows, []Cell{
			{Text: p.T("sheet.times." + t.Name), Note: p.leftOut(t)}, cell(p.words.integer(f.N)), median, p.fromToCell(f.P25, f.P75),
			p.elapsedCell(f.P90), p.fromToCell(f.Min, f.Max), geometric, p.elapsedCell(f.Mean),
		})
	}
	return Block{ID: "numbers", Title: p.T("sheet.times.numbers"), Note: p.T("sheet.times.numbers.note"), Table: table}
}

// fromToCell is a range of lengths of time, or why there is none.
func (p *Page) fromToCell(from, to insight.Quantity) Cell {
	if !from.Known || !to.Known {
		return p.elapsedCell(from)
	}
	return cell(p.coarse(from.V) + " – " + p.coarse(to.V))
}

// leftOut says which incidents a row leaves out.
func (p *Page) leftOut(t insight.TimeTo) string {
	text := ""
	for _, x := range []struct {
		key string
		n   int
	}{{"sheet.times.early", t.Early}, {"sheet.times.ongoing", t.Ongoing}, {"sheet.times.missing", t.Missing}} {
		if x.n > 0 {
			if text != "" {
				text += p.T("list.join")
			}
			text += p.N(x.key, x.n)
		}
	}
	return text
}

// timesChange compares the last year with the one before.
func (p *Page) timesChange() Block {
	r := p.site.in.Results
	now, before := r.LastYear()
	later, earlier := insight.MilestoneTimes(r.In(now)), insight.MilestoneTimes(r.In(before))
	table := &Table{Head: []Column{
		{p.T("sheet.times.to"), false}, {p.T("sheet.times.before"), true}, {p.T("sheet.times.now"), true}, {p.T("sheet.times.difference"), true}, {p.T("sheet.times.verdict"), false},
	}}
	for i, c := range insight.CompareTimes(later, earlier) {
		difference := Cell{Text: "–"}
		if c.Difference.Known {
			difference.Text = p.coarse(c.Difference.V)
		}
		if c.Low.Known {
			difference.Note = p.coarse(c.Low.V) + " – " + p.coarse(c.High.V)
		}
		table.Rows = append(table.Rows, []Cell{
			cell(p.T("sheet.times." + later[i].Name)), p.countedTime(earlier[i].Figures), p.countedTime(later[i].Figures), difference, cell(c.Sentence().In(p.Lang)),
		})
	}
	return Block{ID: "change", Title: p.T("sheet.times.change"), Note: p.T("sheet.times.change.note"), Table: table}
}

func (p *Page) countedTime(d insight.Distribution) Cell {
	c := p.elapsedCell(d.Median)
	c.Note = "n=" + p.words.integer(d.N)
	return c
}

// months is how many months the chart of incidents shows.
const months = 24

// monthsFigure draws the incidents of each month by severity.
func (p *Page) monthsFigure() Block {
	counts := p.site.in.Results.Months(months)
	out := &Figure{
		ID: "months-figure", Title: p.T("sheet.times.months"), Note: p.T("sheet.times.months.note"), More: p.T("figure.numbers"), Head: []string{p.T("sheet.times.month")},
	}
	s := figure.Stack{Chart: figure.Chart{ID: out.ID, Title: out.Title, Desc: out.Note, Y: p.T("sheet.times.incidents")}}
	for _, severity := range severities {
		label := p.T("sheet.times.nosev")
		if severity != "" {
			label = p.T("severity." + severity)
		}
		s.Parts = append(s.Parts, figure.StackPart{Class: slugClass(severity), Label: label})
		out.Head = append(out.Head, label)
	}
	s.Parts = append(s.Parts, figure.StackPart{Class: "near", Label: p.T("status.near_miss")})
	out.Head = append(out.Head, p.T("status.near_miss"))
	for _, m := range counts {
		column := figure.StackColumn{Label: m.Month.Label}
		for severity := 1; severity <= 5; severity++ {
			column.Counts = append(column.Counts, m.BySeverity[severity])
		}
		column.Counts = append(column.Counts, m.BySeverity[0], m.NearMisses)
		s.Columns = append(s.Columns, column)
		row := []string{m.Month.Label}
		for _, n := range column.Counts {
			row = append(row, p.words.integer(n))
		}
		out.Rows = append(out.Rows, row)
	}
	out.SVG = template.HTML(figure.Columns(s))
	return Block{ID: "months", Title: p.T("sheet.times.permonth"), Figure: out}
}

// severities are those of incidents, the worst first; without one last.
var severities = [...]string{"sev1", "sev2", "sev3", "sev4", "sev5", ""}
