package render

import (
	"cmp"
	"html/template"
	"slices"

	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/render/figure"
)

// What the picture of causes shows of many: the causes that cost most, the
// incidents of these that cost most, and the arcs that most incidents show.
const (
	maxDrawnCauses    = 24
	maxDrawnIncidents = 12
	maxDrawnPairs     = 60
)

// causeColumns are the layers from what lies behind to what is seen.
var causeColumns = [...]facet.Layer{facet.Organizational, facet.Process, facet.Technical}

// causeFigure draws the graph of causes, with the arcs in a table behind it;
// nil if there are no causes.
func (p *Page) causeFigure(s *insight.Systemic) *Figure {
	if len(s.Nodes) == 0 {
		return nil
	}
	m := p.newCauseMap(s)
	f := &Figure{
		ID: "causes", Title: p.T("sheet.causes.figure"), Note: p.T("sheet.causes.figure.note"), More: p.T("sheet.causes.figure.links"),
		Head: []string{p.T("sheet.causes.behind"), p.T("sheet.causes.leads"), p.T("sheet.causes.link")},
	}
	if len(s.Latent) > 0 {
		f.Note += " " + p.T("sheet.causes.figure.latent")
	}
	if len(m.causes) < len(s.Nodes) {
		f.Note += " " + p.T("sheet.causes.figure.most", p.words.integer(len(m.causes)), p.words.integer(len(s.Nodes)))
	}
	if len(m.incidents) < m.all {
		f.Note += " " + p.T("sheet.causes.figure.incidents", p.words.integer(len(m.incidents)), p.words.integer(m.all))
	}
	n := figure.Network{Chart: figure.Chart{ID: f.ID, Title: f.Title, Desc: f.Note}, Columns: m.heads, Nodes: m.nodes}
	add := func(class string, from, to int) {
		n.Arcs = append(n.Arcs, figure.Arc{Class: class, From: from, To: to, Arrow: class != "together"})
		f.Rows = append(f.Rows, []string{m.nodes[from].Label, m.nodes[to].Label, p.T("sheet.causes.arc." + class)})
	}
	for _, e := range m.pairs(s.Edges) {
		if e.Because {
			add("because", m.place[e.To], m.place[e.From])
		} else {
			add("together", m.place[e.From], m.place[e.To])
		}
	}
	for i, in := range m.incidents {
		for _, c := range m.nearest(in) {
			add("incident", m.place[c], len(m.causes)+i)
		}
	}
	for _, class := range []string{"because", "together", "incident"} {
		if slices.ContainsFunc(n.Arcs, func(a figure.Arc) bool { return a.Class == class }) {
			n.Legend = append(n.Legend, figure.ArcKind{Class: class, Label: p.T("sheet.causes.arc." + class)})
		}
	}
	f.SVG = template.HTML(figure.Linked(n))
	return f
}

// causeMap is what the picture shows: the causes, then the incidents.
type causeMap struct {
	causes    []*insight.CauseNode
	incidents []*insight.Incident
	all       int // incidents of the causes
	heads     []string
	nodes     []figure.Node
	place     map[*insight.CauseNode]int
}

func (p *Page) newCauseMap(s *insight.Systemic) *causeMap {
	m := &causeMap{causes: s.Strongest(maxDrawnCauses), place: map[*insight.CauseNode]int{}}
	column := map[facet.Layer]int{}
	for _, layer := range causeColumns {
		if slices.ContainsFunc(m.causes, func(c *insight.CauseNode) bool { return c.Layer == layer }) {
			column[layer] = len(m.heads)
			m.heads = append(m.heads, p.T("layer."+string(layer)))
		}
	}
	for i, c := range m.causes {
		m.place[c] = i
		class := "cause " + string(c.Layer)
		if c.Latent() {
			class += " latent"
		}
		m.nodes = append(m.nodes, figure.Node{Class: class, Label: p.causeName(c), Column: column[c.Layer]})
	}
	m.choose()
	m.heads = append(m.heads, p.T("sheet.detection.incidents"))
	for _, in := range m.incidents {
		m.nodes = append(m.nodes, figure.Node{Class: "incident", Label: in.Entry.ID, Column: len(m.heads) - 1})
	}
	return m
}

// choose picks the incidents that cost most, by their start.
func (m *causeMap) choose() {
	seen := map[*insight.Incident]bool{}
	for _, c := range m.causes {
		for _, in := range c.Incidents {
			if !seen[in] {
				seen[in] = true
				m.incidents = append(m.incidents, in)
			}
		}
	}
	m.all = len(m.incidents)
	slices.SortStableFunc(m.incidents, func(a, b *insight.Incident) int {
		return cmp.Or(compareQuantities(b.BadMinutes(), a.BadMinutes()), cmp.Compare(a.Entry.Path(), b.Entry.Path()))
	})
	m.incidents = m.incidents[:min(m.all, maxDrawnIncidents)]
	slices.SortFunc(m.incidents, func(a, b *insight.Incident) int { return cmp.Compare(a.Entry.Path(), b.Entry.Path()) })
}

// compareQuantities puts what is not known before all that is.
func compareQuantities(a, b insight.Quantity) int {
	if !a.Known || !b.Known {
		return boolInt(a.Known) - boolInt(b.Known)
	}
	return a.V.Cmp(b.V)
}

// pairs are the edges between causes that are drawn: all that name a reason,
// and of causes of different layers in the same incidents those that most
// incidents show. Where a reason is named, being together says nothing more.
func (m *causeMap) pairs(edges []insight.CauseEdge) []insight.CauseEdge {
	type pair [2]*insight.CauseNode
	named := map[pair]bool{}
	var reasons, others []insight.CauseEdge
	for _, e := range edges {
		_, from := m.place[e.From]
		_, to := m.place[e.To]
		switch {
		case !from || !to:
		case e.Because:
			named[pair{e.From, e.To}], named[pair{e.To, e.From}] = true, true
			reasons = append(reasons, e)
		case e.From.Layer != e.To.Layer && !named[pair{e.From, e.To}]: // reasons come first
			others = append(others, e)
		}
	}
	slices.SortStableFunc(others, func(a, b insight.CauseEdge) int { return b.Incidents - a.Incidents })
	return append(reasons, others[:min(len(others), maxDrawnPairs)]...)
}

// nearest are the causes of an incident that are seen first: the technical
// ones, else those of the next layer.
func (m *causeMap) nearest(in *insight.Incident) []*insight.CauseNode {
	for i := len(causeColumns) - 1; i >= 0; i-- {
		var list []*insight.CauseNode
		for _, c := range m.causes {
			if c.Layer == causeColumns[i] && slices.Contains(c.Incidents, in) {
				list = append(list, c)
			}
		}
		if len(list) > 0 {
			return list
		}
	}
	return nil
}
