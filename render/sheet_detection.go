package render

import (
	"html"
	"html/template"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
)

// detectionLead counts the incidents with a gap.
func detectionLead(p *Page) string {
	gaps := p.site.in.Results.Gaps()
	if len(gaps.All) == 0 {
		return ""
	}
	return p.T("sheet.detection.lead", p.words.integer(len(gaps.Found())), p.words.integer(len(gaps.All)))
}

func detectionSheet(p *Page) {
	gaps := p.site.in.Results.Gaps()
	next := Block{ID: "next", Title: p.T("sheet.detection.next"), Empty: p.T("sheet.detection.nonext")}
	if len(gaps.Next) > 0 {
		next.Note, next.Table = p.T("sheet.detection.next.note"), p.nextTable(gaps.Next)
		next.Figure = p.nextFigure(gaps.Next)
	}
	found := Block{ID: "gaps", Title: p.T("sheet.detection.gaps"), Note: detectionLead(p), Empty: p.T("sheet.detection.empty")}
	if list := gaps.Found(); len(list) > 0 {
		found.Table = &Table{Head: append([]Column{{p.T("column.incident"), false}}, p.gapHead()...)}
		for _, g := range list {
			found.Table.Rows = append(found.Table.Rows, append([]Cell{p.entryCell(g.Incident.Entry)}, p.gapCells(g)...))
		}
	}
	p.Blocks = []Block{next, found}
}

func (p *Page) nextTable(next []insight.NextMetric) *Table {
	t := &Table{Head: []Column{
		{p.T("sheet.detection.metric"), false}, {p.T("sheet.detection.incidents"), false},
		{p.T("sheet.detection.undetected"), true}, {p.T("sheet.experiments.minutes"), true},
	}}
	for _, n := range next {
		metric := Cell{Text: spaced.Replace(n.Metric), Note: p.T("sheet.detection.bycause")}
		if len(n.Missed) == 0 {
			metric.Note = p.T("sheet.detection.bycategory")
		}
		delay := cell(p.words.duration(n.Delay))
		if n.Undated > 0 {
			delay.Note = p.T("sheet.detection.undated", p.words.integer(n.Undated))
		}
		t.Rows = append(t.Rows, []Cell{metric, p.incidentLinks(n.Incidents()), delay, cell(p.words.number(n.BadMinutes, 1))})
	}
	return t
}

func (p *Page) gapHead() []Column {
	return []Column{{p.T("sheet.detection.gap"), false}, {p.T("sheet.detection.missed"), false}, {p.T("sheet.detection.recommended"), false}}
}

// gapCells tells how an incident was found, and what would have found it.
func (p *Page) gapCells(g *insight.Gap) []Cell {
	why := Cell{Text: g.Why().In(p.Lang), Tone: "bad"}
	if !g.Is() {
		why = Cell{Text: p.T("sheet.detection.none"), Tone: "good"}
		if g.Delay.Known {
			why.Note = p.words.duration(g.Delay.V)
		}
	}
	var missed, recommended []template.HTML
	for _, s := range g.Missed {
		var shows []template.HTML
		for _, word := range s.Shows {
			shows = append(shows, template.HTML(html.EscapeString(spaced.Replace(word))))
		}
		missed = append(missed, template.HTML(html.EscapeString(spaced.Replace(s.Metric))+` <span class="hint">`)+p.few(shows)+`</span>`)
	}
	for _, m := range g.Recommended {
		recommended = append(recommended, template.HTML(html.EscapeString(spaced.Replace(m))))
	}
	return []Cell{why, p.listCell(missed), p.listCell(recommended)}
}

// listCell joins what a cell lists; a dash where there is nothing.
func (p *Page) listCell(list []template.HTML) Cell {
	if len(list) == 0 {
		return cell("–")
	}
	return markup(p.few(list))
}

// incidentLinks links to incidents by their ids.
func (p *Page) incidentLinks(list []*insight.Incident) Cell {
	entries := make([]*corpus.Entry, len(list))
	for i, in := range list {
		entries[i] = in.Entry
	}
	return p.idLinks(entries)
}

// idLinks links to documents by their ids.
func (p *Page) idLinks(list []*corpus.Entry) Cell {
	var links []template.HTML
	for _, e := range list[:min(len(list), fewLinks+1)] {
		links = append(links, linked(Link{Href: p.Href(p.site.targets[e]), Label: e.ID}))
	}
	out := p.listCell(links)
	if more := len(list) - fewLinks; more > 1 { // few counts only what it is given
		out = markup(p.few(links[:fewLinks]) + template.HTML(html.EscapeString(p.T("list.join")+"+"+p.words.integer(more))))
	}
	return out
}

// gapOf fills how an incident was found, and what would have found it.
func (v *view) gapOf() {
	g := v.site.in.Results.Gaps().Of(v.known())
	if g == nil || !g.Is() && len(g.Missed) == 0 {
		return
	}
	d := Detail{ID: "gap", Note: v.t("gap.note"), More: v.figuresLink("detection", "gaps")}
	d.Table = &Table{Head: v.page.gapHead(), Rows: [][]Cell{v.page.gapCells(g)}}
	d.Table.style()
	v.after(d)
}
