package render

import (
	"html/template"
	"math/big"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
)

// solutionsLead counts the solutions that were tried.
func solutionsLead(p *Page) string {
	s := p.site.in.Results.Solutions()
	if len(s.Remedies) == 0 {
		return ""
	}
	tried := 0
	for _, m := range s.Remedies {
		tried += boolInt(len(m.Record.Tries) > 0)
	}
	return p.T("sheet.solutions.lead", p.words.integer(tried), p.words.integer(len(s.Remedies)))
}

func solutionsSheet(p *Page) {
	s := p.site.in.Results.Solutions()
	symptoms := Block{ID: "symptoms", Title: p.T("sheet.solutions.symptoms"), Note: solutionsLead(p), Empty: p.T("sheet.solutions.empty")}
	if len(s.Remedies) > 0 {
		symptoms.Table = p.remedyTable(p.T("column.knownissue"))
		for i, m := range s.Remedies {
			if i == 0 || s.Remedies[i-1].Entry != m.Entry {
				p.rank(symptoms.Table, p.entryCell(m.Entry), s.Ranked(m.Entry))
			}
		}
	}
	causes := Block{ID: "causes", Title: p.T("sheet.solutions.causes"), Empty: p.T("sheet.solutions.nocauses")}
	if len(s.Causes) > 0 {
		causes.Table = p.remedyTable(p.T("sheet.experiments.cause"))
		for _, c := range s.Causes {
			p.rank(causes.Table, cell(spaced.Replace(c.Cause)), c.Remedies)
		}
	}
	runbooks := Block{ID: "runbooks", Title: p.T("sheet.solutions.runbooks"), Empty: p.T("sheet.solutions.norunbooks")}
	table := p.remedyTable(p.T("sheet.solutions.runbook"))
	table.Head = append(table.Head[:1:1], table.Head[2:]...)
	for _, m := range s.Runbooks {
		if len(m.Record.Tries) > 0 {
			table.Rows = append(table.Rows, append([]Cell{p.entryCell(m.Entry)}, p.recordCells(m.Record)...))
		}
	}
	if len(table.Rows) > 0 {
		runbooks.Table = table
	}
	p.Blocks = []Block{symptoms, causes, runbooks}
	if len(s.Unplaced) > 0 {
		p.Blocks = append(p.Blocks, p.unplacedBlock(s.Unplaced))
	}
}

func (p *Page) remedyTable(first string) *Table {
	return &Table{Head: []Column{
		{first, false}, {p.T("sheet.solutions.solution"), false}, {p.T("sheet.solutions.record"), false},
		{p.T("sheet.solutions.recent"), true}, {p.T("sheet.solutions.expected"), true},
	}}
}

// mostRanked is how many solutions are listed for a cause or symptom.
const mostRanked = 20

// rank adds the rows of remedies, the best first; what they are for stands in
// the first of them alone.
func (p *Page) rank(t *Table, head Cell, list []*insight.Remedy) {
	for i, m := range list[:min(len(list), mostRanked)] {
		if i > 0 {
			head = Cell{}
		}
		title := Cell{Text: m.Solution.Title, Href: p.Href(p.site.targets[m.Entry]), Lang: p.item(m.Entry).Lang}
		t.Rows = append(t.Rows, append([]Cell{head, title}, p.recordCells(m.Record)...))
	}
}

func (p *Page) recordCells(r insight.Record) []Cell {
	recent := cell("–")
	if r.Recent.Known {
		recent = cell(p.percent(r.Recent.V))
	}
	expected := cell("–")
	if share := new(big.Rat); share.SetFloat64(r.Expected) != nil {
		expected = cell(p.percent(share))
	}
	return []Cell{cell(r.Sentence().In(p.Lang)), recent, expected}
}

func (p *Page) unplacedBlock(list []insight.Unplaced) Block {
	b := Block{ID: "unplaced", Title: p.T("sheet.solutions.unplaced"), Note: p.T("sheet.solutions.unplaced.note")}
	b.Table = &Table{Head: []Column{{p.T("column.incident"), false}, {p.T("column.solution"), false}}}
	for _, u := range list[:min(len(list), maxPoints)] {
		b.Table.Rows = append(b.Table.Rows, []Cell{p.entryCell(u.Incident), cell(u.Text)})
	}
	return b
}

// remedyOf is the record of a solution of the document; nil without figures.
func (v *view) remedyOf(index int) *insight.Remedy {
	if v.site.in.Results == nil {
		return nil
	}
	list := v.site.in.Results.Solutions().Of(v.known())
	if index >= len(list) {
		return nil
	}
	return list[index]
}

// recordOf fills how often a runbook helped, and in which incidents.
func (v *view) recordOf() {
	m := v.remedyOf(0)
	if m == nil || m.Solution != nil {
		return
	}
	v.addLabel("label.record", v.plain(m.Record.Sentence().In(v.words.lang)))
	if len(m.Record.Tries) == 0 {
		return
	}
	d := Detail{ID: "tries", Table: &Table{Head: v.columns("column.day", "column.result", "column.incident", "column.note")}}
	for _, t := range v.latest(m.Record.Tries) {
		row := []Cell{cell("–"), markup(badge(v.result(t.Success))), cell("–"), cell(t.Note)}
		if t.On.Known {
			row[0] = cell(v.words.dayWhen(t.On).Text)
		}
		if t.Incident != nil {
			row[2] = v.page.idLinks([]*corpus.Entry{t.Incident})
		}
		d.Table.Rows = append(d.Table.Rows, row)
	}
	d.Table.style()
	v.after(d)
}

// latest gives the tries that a page lists: the newest first.
func (v *view) latest(tries []insight.Try) []insight.Try {
	var out []insight.Try
	for i := len(tries) - 1; i >= max(0, len(tries)-maxPoints); i-- {
		out = append(out, tries[i])
	}
	return out
}

func (v *view) result(success bool) Badge {
	if success {
		return Badge{"helped", v.t("outcome.helped")}
	}
	return Badge{"failed", v.t("outcome.failed")}
}

func badge(b Badge) template.HTML {
	return template.HTML(`<span class="result ` + template.HTMLEscapeString(b.Class) + `">` + template.HTMLEscapeString(b.Label) + `</span>`)
}
