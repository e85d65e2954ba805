package render

import (
	"html"
	"html/template"

	"github.com/debrief-dev/debrief/internal/insight"
)

// healthLead counts the thresholds that other documents state differently.
func healthLead(p *Page) string {
	probes, conflicts := 0, 0
	for _, e := range p.site.in.Corpus.Kind("healthcheck") {
		probes += len(e.HealthCheck.Checks)
		conflicts += len(p.site.in.Results.Conflicts(e))
	}
	if probes == 0 {
		return ""
	}
	return p.T("sheet.health.lead", p.words.integer(probes), p.words.integer(conflicts))
}

func healthSheet(p *Page) {
	block := Block{ID: "thresholds", Title: p.T("sheet.health.thresholds"), Note: healthLead(p), Empty: p.T("sheet.health.empty")}
	t := &Table{Head: []Column{
		{p.T("sheet.health.check"), false}, {p.T("column.check"), false}, {p.T("column.warn"), true}, {p.T("column.critical"), true}, {p.T("sheet.health.elsewhere"), false},
	}}
	for _, e := range p.site.in.Corpus.Kind("healthcheck") {
		conflicts := map[string][]insight.Conflict{} // by the id of the probe
		for _, c := range p.site.in.Results.Conflicts(e) {
			conflicts[c.Probe.ID] = append(conflicts[c.Probe.ID], c)
		}
		for _, c := range e.HealthCheck.Checks {
			t.Rows = append(t.Rows, []Cell{
				p.entryCell(e), {Text: c.Title, Note: c.Metric},
				cell(firstOf(insight.ProbeLimit(c, c.Warn), "–")), cell(firstOf(insight.ProbeLimit(c, c.Critical), "–")), p.elsewhere(conflicts[c.ID]),
			})
		}
	}
	if len(t.Rows) > 0 {
		block.Table = t
	}
	p.Blocks = []Block{block}
}

// elsewhere lists the other thresholds with links to their documents.
func (p *Page) elsewhere(list []insight.Conflict) Cell {
	var out template.HTML
	for i, c := range list {
		if i > 0 {
			out += "<br>"
		}
		name := html.EscapeString(c.Other.File.Path)
		if e := p.site.in.Corpus.ByPath(c.Other.File.Path); e != nil {
			name = `<a href="` + html.EscapeString(p.Href(p.site.targets[e])) + `">` + html.EscapeString(e.Title) + `</a>`
		}
		out += template.HTML(html.EscapeString(c.Other.Text()) + ` <span class="hint">` + html.EscapeString(c.Other.What.In(p.Lang)) + ` (` + name + `)</span>`)
	}
	if out == "" {
		return cell("–")
	}
	return Cell{HTML: out, Tone: "bad"}
}
