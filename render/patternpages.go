package render

import (
	"html/template"
	"strings"

	"github.com/debrief-dev/debrief/internal/insight"
)

// patternsTarget is the list of the kinds of remedies; the page of each stands
// below.
const patternsTarget = "solutions/"

func patternTarget(word string) string { return patternsTarget + folder(word) + "/" }

// planPatterns adds the list of the kinds of remedies and the page of each.
func (s *site) planPatterns(e *edition) ([]job, error) {
	if s.symptoms() == nil {
		return nil, nil
	}
	patterns := s.in.Results.Patterns()
	jobs := []job{s.page(e, patternsTarget, "sheet", func(_ *worker, p *Page) { p.patternList(patterns) })}
	for _, x := range patterns.List {
		target := patternTarget(x.Word)
		if e == s.editions[0] {
			if err := s.claims.take(target+"index.html", "the kind of remedy "+x.Word); err != nil {
				return nil, err
			}
		}
		jobs = append(jobs, s.page(e, target, "sheet", func(_ *worker, p *Page) { p.patternPage(x) }))
	}
	return jobs, nil
}

// patternList fills the list of the kinds of remedies.
func (p *Page) patternList(patterns *insight.Patterns) {
	p.Title, p.Intro = p.T("solutions.title"), p.T("solutions.intro")
	b := Block{ID: "all", Title: p.T("solutions.title"), Empty: p.T("solutions.empty")}
	for _, x := range patterns.List {
		if b.Table == nil {
			b.Table = &Table{Stacked: true, Head: []Column{
				{p.T("solutions.kind"), false}, {p.T("sheet.solutions.record"), false}, {p.T("solutions.time"), false}, {p.T("solutions.where"), false},
			}}
		}
		b.Table.Rows = append(b.Table.Rows, []Cell{
			{Text: x.Name.In(p.Lang), Href: p.Href(patternTarget(x.Word)), Note: p.N("symptoms.remedies", len(x.Remedies))},
			cell(x.Record.Sentence().In(p.Lang)), cell(p.medianOf(x)), p.idLinks(x.Helped()),
		})
	}
	p.Blocks = styled(b)
}

func (p *Page) medianOf(x *insight.Pattern) string {
	if !x.Time.Known {
		return "–"
	}
	return p.words.duration(x.Time.V)
}

// patternPage fills the page of a kind of remedy.
func (p *Page) patternPage(x *insight.Pattern) {
	p.Title = x.Name.In(p.Lang)
	p.ID = p.Title
	p.Crumbs = []Link{{Href: p.Href(patternsTarget), Label: p.T("solutions.title")}}
	p.Intro = p.T("solutions.lead", x.Record.Sentence().In(p.Lang))
	if x.Time.Known {
		p.Intro += p.T("solutions.median", p.medianOf(x), p.words.integer(x.Timed))
	}
	solved := Block{ID: "incidents", Title: p.T("solutions.incidents"), Empty: p.T("solutions.noincidents")}
	for _, s := range x.Solved[:min(len(x.Solved), maxPoints)] {
		if solved.Table == nil {
			solved.Table = &Table{Stacked: true, Head: []Column{{p.T("column.incident"), false}, {p.T("column.result"), false}, {p.T("column.solution"), false}, {p.T("causes.of"), false}}}
		}
		result := Badge{"failed", p.T("outcome.failed")}
		if s.Helped {
			result = Badge{"helped", p.T("outcome.helped")}
		}
		it := p.item(s.Incident)
		solved.Table.Rows = append(solved.Table.Rows, []Cell{
			{Text: it.Label, Href: it.Href, Lang: it.Lang, Note: strings.TrimSuffix(it.ID+" · "+it.When.Text, " · ")}, markup(badge(result)), p.remedyCell(s.Remedies), p.causesCell(s),
		})
	}
	var issues, runbooks []*insight.Remedy
	for _, m := range x.Remedies {
		if m.Solution != nil {
			issues = append(issues, m)
		} else {
			runbooks = append(runbooks, m)
		}
	}
	solutions := Block{ID: "solutions", Title: p.T("solutions.solutions"), Empty: p.T("solutions.nosolutions"), Table: p.remedies(issues)}
	procedures := Block{ID: "runbooks", Title: p.T("solutions.runbooks"), Empty: p.T("solutions.norunbooks"), Table: p.remedies(runbooks)}
	if procedures.Table != nil { // a runbook follows no runbook
		procedures.Table.Head = procedures.Table.Head[:4]
		procedures.Table.Head[0].Label = p.T("symptoms.runbook")
		for i, row := range procedures.Table.Rows {
			procedures.Table.Rows[i] = row[:4]
		}
	}
	p.Blocks = styled(solved, solutions, procedures)
}

// remedyCell names remedies, each with a link to its document.
func (p *Page) remedyCell(list []*insight.Remedy) Cell {
	var links []template.HTML
	for _, m := range list {
		l := p.link(m.Entry)
		l.Label = m.Title()
		links = append(links, linked(l))
	}
	return p.listCell(links)
}

// causesCell leads to the causes of an incident.
func (p *Page) causesCell(s insight.Solved) Cell {
	var links []template.HTML
	for _, c := range p.site.symptoms().CausesOf(s.Incident) {
		links = append(links, linked(Link{Href: p.Href(causeTarget(c.Word)), Label: c.Name}))
	}
	return p.listCell(links)
}
