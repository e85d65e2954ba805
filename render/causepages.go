package render

import (
	"strings"

	"github.com/debrief-dev/debrief/internal/insight"
)

// causesTarget is the list of causes; the page of each stands below.
const causesTarget = "causes/"

func causeTarget(word string) string {
	return causesTarget + folder(strings.ReplaceAll(word, "_", "-")) + "/"
}

// planCauses adds the list of causes and the page of each.
func (s *site) planCauses(e *edition) ([]job, error) {
	known := s.symptoms()
	if known == nil {
		return nil, nil
	}
	jobs := []job{s.page(e, causesTarget, "sheet", func(_ *worker, p *Page) { p.causeList(known) })}
	for i := range known.Causes {
		c := &known.Causes[i]
		target := causeTarget(c.Word)
		if e == s.editions[0] {
			if err := s.claims.take(target+"index.html", "the cause "+c.Word); err != nil {
				return nil, err
			}
		}
		jobs = append(jobs, s.page(e, target, "sheet", func(_ *worker, p *Page) { p.causePage(c) }))
	}
	return jobs, nil
}

// causeList fills the list of causes, the commonest first.
func (p *Page) causeList(known *insight.Symptoms) {
	p.Title, p.Intro = p.T("causes.title"), p.T("causes.intro")
	b := Block{ID: "all", Title: p.T("causes.title"), Empty: p.T("causes.empty")}
	for _, c := range known.Commonest() {
		if b.Table == nil {
			b.Table = &Table{Stacked: true, Head: []Column{
				{p.T("causes.cause"), false}, {p.T("sheet.detection.incidents"), false}, {p.T("symptoms.title"), true}, {p.T("causes.solutions"), true},
			}}
		}
		b.Table.Rows = append(b.Table.Rows, []Cell{
			{Text: c.Name, Href: p.Href(causeTarget(c.Word))}, p.idLinks(c.Incidents), cell(p.words.integer(len(c.Symptoms))), cell(p.words.integer(len(c.Remedies))),
		})
	}
	p.Blocks = styled(b)
}

// causePage fills the page of a cause.
func (p *Page) causePage(c *insight.KnownCause) {
	p.Title, p.ID, p.Intro = c.Name, c.Name, p.T("causes.lead", p.N("symptoms.incidents", len(c.Incidents)))
	p.Crumbs = []Link{{Href: p.Href(causesTarget), Label: p.T("causes.title")}}
	symptoms := Block{ID: "symptoms", Title: p.T("causes.symptoms"), Empty: p.T("causes.nosymptoms")}
	for _, x := range c.Symptoms[:min(len(c.Symptoms), maxPoints)] {
		if symptoms.Table == nil {
			symptoms.Table = &Table{Stacked: true, Head: []Column{{p.T("symptoms.symptom"), false}, {p.T("causes.cause"), false}, {p.T("symptoms.likelihood"), false}}}
		}
		line := p.symptomLine(x.Symptom, x.Symptom.Text)
		symptoms.Table.Rows = append(symptoms.Table.Rows, []Cell{
			{Text: line.Label, Href: line.Href, Lang: line.Lang, Note: line.Note},
			{Text: x.Cause.Text, Lang: p.foreign(firstOf(x.Cause.Lang, p.Lang))}, cell(firstOf(x.Cause.Odds().In(p.Lang), "–")),
		})
	}
	solutions := Block{ID: "solutions", Title: p.T("causes.solutions"), Empty: p.T("causes.nosolutions"), Table: p.remedies(c.Remedies)}
	runbooks := Block{ID: "runbooks", Title: p.T("causes.runbooks"), Empty: p.T("causes.norunbooks"), Table: p.reasons(c.Runbooks)}
	incidents := Block{ID: "incidents", Title: p.T("sheet.detection.incidents"), Empty: p.T("causes.noincidents")}
	for _, e := range c.Incidents[:min(len(c.Incidents), maxPoints)] {
		if incidents.Table == nil {
			incidents.Table = &Table{Stacked: true, Head: []Column{{p.T("column.incident"), false}, {p.T("label.when"), false}, {p.T("label.services"), false}}}
		}
		it := p.item(e)
		incidents.Table.Rows = append(incidents.Table.Rows, []Cell{
			{Text: it.Label, Href: it.Href, Lang: it.Lang, Note: it.ID}, cell(firstOf(it.When.Text, "–")), cell(strings.Join(it.Services, p.T("list.join"))),
		})
	}
	p.Blocks = styled(symptoms, solutions, runbooks, incidents)
}

// remedies is the table of remedies with their records; nil if there are none.
func (p *Page) remedies(list []*insight.Remedy) *Table {
	if len(list) == 0 {
		return nil
	}
	t := &Table{Stacked: true, Head: []Column{
		{p.T("sheet.solutions.solution"), false}, {p.T("sheet.solutions.record"), false}, {p.T("label.time"), false}, {p.T("label.risk"), false}, {p.T("symptoms.runbook"), false},
	}}
	for _, m := range list[:min(len(list), maxPoints)] {
		row := []Cell{
			{Text: m.Title(), Href: p.Href(p.site.targets[m.Entry]), Lang: p.item(m.Entry).Lang}, cell(m.Record.Sentence().In(p.Lang)),
			cell(firstOf(p.takes(m), "–")), cell(firstOf(p.risk(m).Label, "–")), cell("–"),
		}
		if m.Solution != nil {
			row[0].Note = p.item(m.Entry).Label
		}
		if m.Runbook != nil {
			row[4] = p.entryCell(m.Runbook)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// reasons is the table of documents with why they are listed; nil if there are
// none.
func (p *Page) reasons(list []insight.Evidence) *Table {
	if len(list) == 0 {
		return nil
	}
	t := &Table{Stacked: true, Head: []Column{{p.T("symptoms.runbook"), false}, {p.T("symptoms.why"), false}}}
	for _, x := range list[:min(len(list), maxPoints)] {
		t.Rows = append(t.Rows, []Cell{p.entryCell(x.Entry), cell(x.Why.In(p.Lang))})
	}
	return t
}

// styled gives blocks the classes of their cells.
func styled(blocks ...Block) []Block {
	for _, b := range blocks {
		b.Table.style()
	}
	return blocks
}
