package render

import (
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
)

// experimentsLead says how many causes are covered.
func experimentsLead(p *Page) string {
	x := p.site.in.Results.Exercises()
	switch {
	case len(x.Causes) == 0:
		return ""
	case !x.Weighted.Known:
		return p.T("sheet.experiments.lead", p.words.integer(x.Covered), p.words.integer(len(x.Causes)))
	}
	return p.T("sheet.experiments.lead.minutes", p.words.integer(x.Covered), p.words.integer(len(x.Causes)), p.percent(x.Weighted.V))
}

func experimentsSheet(p *Page) {
	x := p.site.in.Results.Exercises()
	coverage := Block{ID: "coverage", Title: p.T("sheet.experiments.coverage"), Empty: p.T("sheet.experiments.empty")}
	if len(x.Causes) > 0 {
		coverage.Note, coverage.Table = experimentsLead(p), p.coverageTable(x)
	}
	drills := Block{ID: "drills", Title: p.T("sheet.experiments.drills"), Empty: p.T("sheet.experiments.nodrills")}
	if len(x.Drills) > 0 {
		drills.Table = p.drillTable(x.Drills)
	}
	p.Blocks = []Block{coverage, drills}
}

// mostColumns is how many experiments the matrix has columns for; the others
// are listed behind them.
const mostColumns = 8

// coverageTable is the matrix of causes and experiments.
func (p *Page) coverageTable(x *insight.Exercises) *Table {
	t := &Table{Head: []Column{{p.T("sheet.experiments.cause"), false}, {p.T("sheet.experiments.incidents"), true}, {p.T("sheet.experiments.minutes"), true}}}
	shown := x.Experiments[:min(len(x.Experiments), mostColumns)]
	for _, e := range shown {
		t.Head = append(t.Head, Column{e.ID, false})
	}
	if len(x.Experiments) > mostColumns {
		t.Head = append(t.Head, Column{p.T("sheet.experiments.others"), false})
	}
	t.Head = append(t.Head, Column{p.T("sheet.experiments.suggested"), false})
	for _, c := range x.Causes {
		t.Rows = append(t.Rows, p.coverageRow(c, shown, len(x.Experiments) > mostColumns))
	}
	return t
}

func (p *Page) coverageRow(c *insight.ExercisedCause, shown []*corpus.Entry, more bool) []Cell {
	cause := Cell{Text: spaced.Replace(c.Word)}
	if c.Covered {
		cause.Note = p.T("sheet.experiments.covered")
	} else {
		cause.Tone, cause.Note = "bad", p.T("sheet.experiments.uncovered")
	}
	minutes := cell(p.words.number(c.Minutes, 1))
	if c.Unknown > 0 {
		minutes.Note = p.T("sheet.experiments.unknown", p.words.integer(c.Unknown))
	}
	row := []Cell{cause, cell(p.words.integer(len(c.Incidents))), minutes}
	byEntry := map[*corpus.Entry]insight.Exercise{}
	for _, e := range c.Exercises {
		byEntry[e.Experiment] = e
	}
	for _, e := range shown {
		exercise, ok := byEntry[e]
		delete(byEntry, e)
		if !ok {
			row = append(row, cell("–"))
			continue
		}
		row = append(row, p.exerciseCell(exercise))
	}
	if more {
		var names []string
		for _, e := range c.Exercises {
			if _, left := byEntry[e.Experiment]; left {
				names = append(names, e.Experiment.ID)
			}
		}
		row = append(row, cell(strings.Join(names, ", ")))
	}
	return append(row, cell(p.suggested(c)))
}

// suggested names the types of experiments that would cover a cause; where one
// lists it already, it is to be run.
func (p *Page) suggested(c *insight.ExercisedCause) string {
	var names []string
	if !c.Covered && len(c.Exercises) > 0 {
		return p.T("sheet.experiments.rerun")
	}
	for _, s := range c.Suggested {
		names = append(names, spaced.Replace(s))
	}
	if !c.Covered && len(names) == 0 {
		return p.T("sheet.experiments.nosuggestion")
	}
	return strings.Join(names, p.T("list.join"))
}

// exerciseCell is what an experiment does for a cause; it leads to it.
func (p *Page) exerciseCell(x insight.Exercise) Cell {
	c := Cell{Text: p.T("exercise." + x.State.String()), Href: p.Href(p.site.targets[x.Experiment])}
	switch x.State {
	case insight.Current:
		c.Tone = "good"
	case insight.Outdated:
		c.Tone = "bad"
	}
	if x.Last.Known {
		c.Text = p.T("result." + x.Last.V.Result)
		c.Note = p.words.dayWhen(x.Last.V.On).Text
		if x.State == insight.Outdated {
			c.Note += p.T("list.join") + p.T("exercise.outdated")
		}
	}
	return c
}

func (p *Page) drillTable(drills []*insight.Drill) *Table {
	t := &Table{Head: []Column{
		{p.T("column.service"), false}, {p.T("sheet.experiments.drill"), false},
		{"RTO", true}, {p.T("column.recovered"), true}, {"RPO", true}, {p.T("sheet.experiments.lost"), true},
	}}
	for _, d := range drills {
		drill := Cell{Text: "–", Note: d.Run.Why.In(p.Lang)}
		if d.Run.Known {
			drill = p.entryCell(d.Experiment)
			drill.Note = p.words.dayWhen(d.Run.V.On).Text
			if d.Outdated {
				drill.Tone, drill.Note = "bad", drill.Note+p.T("list.join")+p.T("exercise.outdated")
			}
		}
		t.Rows = append(t.Rows, []Cell{
			p.entryCell(d.Service), drill,
			p.lengthCell(d.RTO), p.judged(d.Recovered, d.RTOMet, d.Run.Known),
			p.lengthCell(d.RPO), p.judged(d.Lost, d.RPOMet, d.Run.Known),
		})
	}
	return t
}

// lengthCell is a length of time, or why there is none.
func (p *Page) lengthCell(q insight.Quantity) Cell {
	if !q.Known {
		return Cell{Text: "–", Note: q.Why.In(p.Lang)}
	}
	return cell(p.words.duration(q.V))
}

// judged is what a run measured against its objective. Without a run, the
// column of the drill says so already.
func (p *Page) judged(q insight.Quantity, met insight.Figure[bool], ran bool) Cell {
	if !ran {
		return cell("–")
	}
	c := p.lengthCell(q)
	switch {
	case !met.Known:
	case met.V:
		c.Tone, c.Note = "good", p.T("objective.met")
	default:
		c.Tone, c.Note = "bad", p.T("objective.missed")
	}
	return c
}
