package render

import (
	"cmp"
	"html"
	"html/template"
	"slices"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/render/figure"
)

// graphTarget is the graph of symptoms, causes and solutions; that of each
// service stands below. The name of the page of no service is none that a
// folder of an id can have.
const (
	graphTarget     = "graph/"
	graphElsewhere  = graphTarget + "_other/"
	mostGraphNodes  = 150
	mostGraphRows   = 500
	graphBoxWide    = 250
	longestWordings = 160
)

// Graph is the page of what is known of symptoms.
type Graph struct {
	Services []GraphPart // the page of all, and those of each; none if there is but one
	Figure   *Figure     // nil where the services have the pictures
	Table    *Table
	Left     string // what the picture leaves out; empty if nothing
	More     string // what the table leaves out; empty if nothing
	Empty    string
}

// GraphPart is the page of a service.
type GraphPart struct {
	Link
	Count string // of symptoms; empty of all
}

// graphPart is the symptoms of one page; service is nil for those of none.
type graphPart struct {
	service *corpus.Entry
	target  string
	list    []*insight.Symptom
}

// planGraph adds the graph of all services and that of each.
func (s *site) planGraph(e *edition) ([]job, error) {
	known := s.symptoms()
	if known == nil {
		return nil, nil
	}
	all, parts := known.Explained(), s.graphParts(known)
	jobs := []job{s.page(e, graphTarget, "graph", func(_ *worker, p *Page) { p.graphPage(graphPart{target: graphTarget, list: all}, parts) })}
	for _, part := range parts {
		if e == s.editions[0] {
			if err := s.claims.take(part.target+"index.html", "the graph of "+serviceTold(part.service)); err != nil {
				return nil, err
			}
		}
		jobs = append(jobs, s.page(e, part.target, "graph", func(_ *worker, p *Page) { p.graphPage(part, parts) }))
	}
	return jobs, nil
}

// graphParts are the pages of the services by id, the one of no service last;
// none if all symptoms belong to one.
func (s *site) graphParts(known *insight.Symptoms) []graphPart {
	var out []graphPart
	for service, list := range known.ExplainedByService() {
		part := graphPart{service: service, target: graphElsewhere, list: list}
		if service != nil {
			part.target = graphTarget + folder(service.ID) + "/"
		}
		out = append(out, part)
	}
	slices.SortFunc(out, func(a, b graphPart) int {
		return cmp.Or(boolInt(a.service == nil)-boolInt(b.service == nil), cmp.Compare(a.target, b.target))
	})
	if len(out) < 2 {
		return nil
	}
	return out
}

// graphPage fills the graph of a part of the symptoms.
func (p *Page) graphPage(part graphPart, parts []graphPart) {
	p.Title, p.Intro = p.T("graph.title"), p.T("graph.intro")
	whole := part.target == graphTarget
	if !whole {
		p.Title = p.T("graph.of", p.graphName(part))
		p.ID = p.graphName(part)
		p.Crumbs = []Link{{Href: p.Href(graphTarget), Label: p.T("graph.title")}}
	}
	g := &Graph{Empty: p.T("graph.empty")}
	p.Graph = g
	if len(parts) > 0 {
		g.Services = []GraphPart{{Link: Link{Href: p.Href(graphTarget), Label: p.T("graph.everything"), Current: whole}}}
	}
	for _, x := range parts {
		link := GraphPart{Link: Link{Href: p.Href(x.target), Label: p.graphName(x), Current: x.target == part.target}, Count: p.words.integer(len(x.list))}
		g.Services = append(g.Services, link)
	}
	if len(part.list) == 0 {
		return
	}
	m := p.newGraphMap(part.list)
	if whole && m.left > 0 && len(parts) > 0 {
		g.Left = p.T("graph.split", p.words.integer(mostGraphNodes))
	} else {
		g.Figure = m.figure()
		if m.left > 0 {
			g.Left = p.T("graph.left", p.words.integer(len(part.list)-m.left), p.words.integer(len(part.list)))
		}
	}
	if g.Table = p.graphTable(part.list); len(g.Table.Rows) == mostGraphRows {
		g.More = p.T("graph.rows", p.words.integer(mostGraphRows))
	}
}

func (p *Page) graphName(part graphPart) string {
	if part.service == nil {
		return p.T("graph.elsewhere")
	}
	return part.service.Title
}

// serviceTold names a service in messages.
func serviceTold(service *corpus.Entry) string {
	if service == nil {
		return "no service"
	}
	return "the service " + service.ID
}

// graphMap is the picture: symptoms, causes and solutions, each once.
type graphMap struct {
	page  *Page
	net   figure.Network
	place map[any]int
	arcs  map[[2]int]bool
	left  int // symptoms that are not drawn
}

// graphCause is what makes two causes one: their word, else the known issue
// that lists them.
type graphCause struct {
	word  string
	issue *corpus.Entry
	text  string
}

func causeOf(c *insight.LikelyCause) graphCause {
	if c.Word != "" {
		return graphCause{word: c.Word}
	}
	return graphCause{issue: c.Issue, text: c.Text}
}

// newGraphMap draws symptoms as long as there is room.
func (p *Page) newGraphMap(list []*insight.Symptom) *graphMap {
	m := &graphMap{page: p, place: map[any]int{}, arcs: map[[2]int]bool{}}
	m.net.Columns = []string{p.T("graph.symptoms"), p.T("graph.causes"), p.T("graph.solutions")}
	m.net.BoxWide = graphBoxWide
	for i, x := range list {
		if len(m.net.Nodes)+m.fresh(x) > mostGraphNodes && i > 0 {
			m.left = len(list) - i
			break
		}
		m.add(x)
	}
	return m
}

// fresh counts the boxes that a symptom adds.
func (m *graphMap) fresh(x *insight.Symptom) int {
	count := 1
	for i := range x.Causes {
		if _, there := m.place[causeOf(&x.Causes[i])]; !there {
			count++
		}
	}
	for _, a := range x.Advice {
		if _, there := m.place[a.Remedy]; !there {
			count++
		}
	}
	return count
}

// add draws a symptom with what it leads to. Where documents have far too much
// to say of one, the likeliest is drawn.
func (m *graphMap) add(x *insight.Symptom) {
	p := m.page
	from := m.node(x, figure.Node{Class: "symptom", Label: cutText(x.Text, longestWordings), Href: p.Href(p.site.symptomTarget(x)), Lang: p.symptomLang(x)})
	for _, path := range x.Paths() {
		if len(m.net.Nodes) >= mostGraphNodes {
			return
		}
		at := from
		if path.Cause != nil {
			at = m.node(causeOf(path.Cause), p.causeNode(x, path))
			m.arc(from, at)
		}
		for _, i := range path.Advice {
			if len(m.net.Nodes) >= mostGraphNodes {
				return
			}
			m.arc(at, m.node(x.Advice[i].Remedy, p.remedyNode(x, i)))
		}
	}
}

func (m *graphMap) node(key any, n figure.Node) int {
	i, there := m.place[key]
	if !there {
		i = len(m.net.Nodes)
		m.place[key] = i
		m.net.Nodes = append(m.net.Nodes, n)
	}
	return i
}

func (m *graphMap) arc(from, to int) {
	if key := [2]int{from, to}; !m.arcs[key] {
		m.arcs[key] = true
		m.net.Arcs = append(m.net.Arcs, figure.Arc{Class: "leads", From: from, To: to, Arrow: true})
	}
}

// causeNode shows a cause by its word, which has a page, else as the known
// issue writes it.
func (p *Page) causeNode(x *insight.Symptom, path insight.KnowledgePath) figure.Node {
	c := path.Cause
	n := figure.Node{Class: "cause", Column: 1, Label: cutText(c.Text, longestWordings), Lang: p.foreign(firstOf(c.Lang, p.Lang)), Href: p.onSymptom(x, "cause", path.At, c.Issue)}
	if c.Word != "" {
		n.Label, n.Lang, n.Href = spaced.Replace(c.Word), "", p.Href(causeTarget(c.Word))
	}
	return n
}

func (p *Page) remedyNode(x *insight.Symptom, i int) figure.Node {
	m := x.Advice[i].Remedy
	class := "solution"
	if m.Record.Rate.Known {
		class += " tried"
	}
	return figure.Node{
		Class: class, Column: 2, Label: cutText(m.Title(), longestWordings), Lang: p.foreign(firstOf(m.Entry.Lang, p.Lang)),
		Href: p.onSymptom(x, "solution", i, m.Entry),
	}
}

// onSymptom leads to the n-th cause or solution on the page of a symptom, or to
// the document if the symptom has none.
func (p *Page) onSymptom(x *insight.Symptom, name string, n int, document *corpus.Entry) string {
	if p.site.hasPage(x) || document == nil {
		return p.Href(p.site.symptomTarget(x)) + "#" + anchorOf(name, n)
	}
	return p.Href(p.site.targets[document])
}

// linkedIn is a link whose label is in a language of its own; lang is empty for
// that of the page.
func linkedIn(l Link, lang string) template.HTML {
	if lang == "" {
		return linked(l)
	}
	return template.HTML(`<a href="` + html.EscapeString(l.Href) + `" lang="` + html.EscapeString(lang) + `">` + html.EscapeString(l.Label) + `</a>`)
}

func (m *graphMap) figure() *Figure {
	p := m.page
	f := &Figure{ID: "graph", Title: p.T("graph.figure"), Note: p.T("graph.figure.note")}
	m.net.Chart = figure.Chart{ID: f.ID, Title: f.Title, Desc: f.Note}
	f.SVG = template.HTML(figure.Linked(m.net))
	return f
}

// graphTable lists the paths, of many those of the commonest symptoms.
func (p *Page) graphTable(list []*insight.Symptom) *Table {
	t := &Table{Stacked: true, Head: []Column{{p.T("graph.symptom"), false}, {p.T("graph.cause"), false}, {p.T("symptoms.likelihood"), false}, {p.T("graph.solution"), false}}}
	for _, x := range list {
		line := p.symptomLine(x, cutText(x.Text, longestWordings))
		for _, path := range x.Paths() {
			if len(t.Rows) == mostGraphRows {
				t.style()
				return t
			}
			row := []Cell{{Text: line.Label, Href: line.Href, Lang: line.Lang}, cell("–"), cell("–"), cell("–")}
			if path.Cause != nil {
				n := p.causeNode(x, path)
				row[1], row[2] = Cell{Text: n.Label, Href: n.Href, Lang: n.Lang}, cell(firstOf(path.Cause.Odds().In(p.Lang), "–"))
			}
			var links []template.HTML
			for _, i := range path.Advice[:min(len(path.Advice), fewLinks)] {
				n := p.remedyNode(x, i)
				links = append(links, linkedIn(Link{Href: n.Href, Label: n.Label}, n.Lang))
			}
			row[3] = p.listCell(links)
			t.Rows = append(t.Rows, row)
		}
	}
	t.style()
	return t
}
