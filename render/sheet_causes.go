package render

import (
	"html"
	"html/template"

	"github.com/debrief-dev/debrief/internal/insight"
)

// causesLead counts the latent causes.
func causesLead(p *Page) string {
	s := p.site.in.Results.Systemic()
	if len(s.Nodes) == 0 {
		return ""
	}
	return p.T("sheet.causes.lead", p.words.integer(len(s.Latent)), p.words.integer(len(s.Nodes)))
}

func causesSheet(p *Page) {
	s := p.site.in.Results.Systemic()
	latent := Block{ID: "latent", Title: p.T("sheet.causes.latent"), Note: causesLead(p), Empty: p.T("sheet.causes.nolatent")}
	if len(s.Latent) > 0 {
		latent.Table = p.causeTable(s.Latent, true)
	}
	cycles := Block{ID: "cycles", Title: p.T("sheet.causes.cycles"), Empty: p.T("sheet.causes.nocycles")}
	if len(s.Cycles) > 0 {
		cycles.Table = p.cycleTable(s.Cycles)
	}
	all := Block{ID: "all", Title: p.T("sheet.causes.all"), Empty: p.T("sheet.causes.empty")}
	if len(s.Nodes) > 0 {
		all.Table = p.causeTable(s.Nodes[:min(len(s.Nodes), mostCauses)], false)
	}
	edges := Block{ID: "edges", Title: p.T("sheet.causes.edges"), Empty: p.T("sheet.causes.noedges")}
	if len(s.Edges) > 0 {
		edges.Table = p.edgeTable(s.Edges)
	}
	p.Blocks = []Block{latent, cycles, all, edges}
	if f := p.causeFigure(s); f != nil {
		p.Blocks = append([]Block{{ID: "graph", Title: p.T("sheet.causes.graph"), Figure: f}}, p.Blocks...)
	}
}

// mostCauses and mostEdges bound the tables, which JSON has in full.
const mostCauses, mostEdges = 300, 300

func (p *Page) causeTable(nodes []*insight.CauseNode, technical bool) *Table {
	t := &Table{Head: []Column{
		{p.T("sheet.experiments.cause"), false}, {p.T("sheet.causes.layer"), false}, {p.T("sheet.detection.incidents"), false},
		{p.T("sheet.experiments.minutes"), true}, {p.T("label.services"), false},
	}}
	if technical {
		t.Head = append(t.Head, Column{p.T("sheet.causes.technical"), false})
	}
	for _, n := range nodes {
		row := []Cell{
			cell(p.causeName(n)), cell(p.T("layer." + string(n.Layer))), p.incidentLinks(n.Incidents),
			cell(p.words.number(n.BadMinutes, 1)), p.listCell(escaped(n.Services)),
		}
		if technical {
			row = append(row, p.listCell(p.causeNames(n.Technical)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (p *Page) causeName(n *insight.CauseNode) string { return n.Title().In(p.Lang) }

func escaped(list []string) []template.HTML {
	out := make([]template.HTML, len(list))
	for i, text := range list {
		out[i] = template.HTML(html.EscapeString(text))
	}
	return out
}

func (p *Page) causeNames(list []*insight.CauseNode) []template.HTML {
	names := make([]string, len(list))
	for i, n := range list {
		names[i] = p.causeName(n)
	}
	return escaped(names)
}

func (p *Page) cycleTable(cycles [][]*insight.CauseNode) *Table {
	t := &Table{Head: []Column{{p.T("sheet.causes.cycle"), false}}}
	for _, c := range cycles[:min(len(cycles), mostEdges)] {
		t.Rows = append(t.Rows, []Cell{p.listCell(p.causeNames(c))})
	}
	return t
}

func (p *Page) edgeTable(edges []insight.CauseEdge) *Table {
	t := &Table{Head: []Column{{p.T("sheet.experiments.cause"), false}, {"", false}, {p.T("sheet.experiments.cause"), false}, {p.T("sheet.experiments.incidents"), true}}}
	for _, e := range edges[:min(len(edges), mostEdges)] {
		word := "sheet.causes.together"
		if e.Because {
			word = "sheet.causes.because"
		}
		t.Rows = append(t.Rows, []Cell{cell(p.causeName(e.From)), cell(p.T(word)), cell(p.causeName(e.To)), cell(p.words.integer(e.Incidents))})
	}
	return t
}
