package render

import (
	"html"
	"html/template"
	"math/big"
	"strings"

	"github.com/debrief-dev/debrief/internal/insight"
)

// loopLead counts the incidents whose loop is closed.
func loopLead(p *Page) string {
	loops := p.site.in.Results.Loops()
	if len(loops.All) == 0 {
		return ""
	}
	return p.loopState(loops).Text
}

func loopSheet(p *Page) {
	loops, effects := p.site.in.Results.Loops(), p.site.in.Results.Effects()
	counts := Block{ID: "links", Title: p.T("sheet.loop.links"), Note: loopLead(p), Empty: p.T("sheet.loop.empty")}
	incidents := Block{ID: "incidents", Title: p.T("sheet.loop.incidents"), Empty: p.T("sheet.loop.empty")}
	if len(loops.All) > 0 {
		counts.Table, incidents.Table = p.loopCounts(loops), p.loopTable(loops)
	}
	effect := Block{ID: "effect", Title: p.T("sheet.loop.effect"), Empty: p.T("sheet.loop.noeffect")}
	if len(effects) > 0 {
		effect.Note, effect.Table = p.T("sheet.loop.effect.note"), p.effectTable(effects)
	}
	p.Blocks = []Block{counts, effect, incidents}
}

func (p *Page) loopCounts(loops *insight.Loops) *Table {
	t := &Table{Head: []Column{
		{p.T("sheet.loop.link"), false}, {p.T("sheet.loop.met"), true}, {p.T("sheet.loop.missing"), true}, {p.T("sheet.loop.not_applicable"), true}, {p.T("sheet.loop.first"), true},
	}}
	for _, c := range loops.Counts {
		t.Rows = append(t.Rows, []Cell{
			cell(c.Name.Text.In(p.Lang)), cell(p.words.integer(c.Met)), cell(p.words.integer(c.Missing)),
			cell(p.words.integer(c.NotApplicable)), cell(p.words.integer(c.First)),
		})
	}
	return t
}

// loopTable has a row for each incident, the newest first: its links, and the
// next step.
func (p *Page) loopTable(loops *insight.Loops) *Table {
	t := &Table{Head: []Column{{p.T("column.incident"), false}, {p.T("sheet.loop.loop"), false}, {p.T("sheet.loop.next"), false}}}
	for i := len(loops.All) - 1; i >= 0; i-- {
		l := loops.All[i]
		next := cell("–")
		if n := l.Next(); n != nil {
			next = Cell{Text: loopName(n.ID, p.Lang), Note: n.Why.In(p.Lang)}
		} else if l.Closed() {
			next = Cell{Text: p.T("sheet.loop.closed"), Tone: "good"}
		}
		t.Rows = append(t.Rows, []Cell{p.entryCell(l.Incident.Entry), markup(p.loopRow(l, false)), next})
	}
	return t
}

func loopName(id, lang string) string {
	for _, name := range insight.LoopNames() {
		if name.ID == id {
			return name.Text.In(lang)
		}
	}
	return id
}

// marks are how the outcomes of checks look: shape tells them apart, too.
var marks = map[insight.Check]string{insight.Met: "✓", insight.Missing: "✗", insight.NotApplicable: "–"}

// loopRow shows the seven links as marks, each of which is named for those who
// cannot see it; with names, they stand beside the marks.
func (p *Page) loopRow(l *insight.Loop, named bool) template.HTML {
	var b strings.Builder
	b.WriteString(`<span class="loop" role="list">`)
	for i, name := range insight.LoopNames() {
		k := l.Links[i]
		label := name.Text.In(p.Lang)
		told := html.EscapeString(label + p.T("colon") + p.T("check."+k.Check.String()))
		title := html.EscapeString(label + p.T("colon") + k.Why.In(p.Lang))
		b.WriteString(`<span role="listitem" class="` + slugClass(k.Check.String()) + `" title="` + title + `"><span role="img" aria-label="` + told + `">` + marks[k.Check] + `</span>`)
		if named {
			b.WriteString(` <span aria-hidden="true">` + html.EscapeString(label) + `</span>`)
		}
		b.WriteString(`</span>`)
	}
	b.WriteString("</span>")
	return template.HTML(b.String())
}

func (p *Page) effectTable(effects []*insight.Effect) *Table {
	t := &Table{Head: []Column{
		{p.T("sheet.experiments.cause"), false}, {p.T("sheet.detection.incidents"), false}, {p.T("sheet.loop.since"), false},
		{p.T("sheet.loop.before"), true}, {p.T("sheet.loop.after"), true}, {p.T("sheet.loop.ratio"), true},
	}}
	for _, e := range effects {
		cause := Cell{Text: spaced.Replace(e.Cause)}
		if len(e.Despite) > 0 {
			cause.Tone, cause.Note = "bad", p.T("sheet.loop.despite", p.words.integer(len(e.Despite)))
		}
		since := Cell{Text: "–", Note: p.N("sheet.loop.open", e.Open)}
		if e.Open == 0 {
			since.Note = ""
		}
		if e.First.Known {
			since.Text = p.words.dayWhen(e.First).Text
		}
		t.Rows = append(t.Rows, []Cell{
			cause, p.incidentLinks(e.Incidents), since,
			p.rateCell(e.RateBefore, e.Before, e.DaysBefore), p.rateCell(e.RateAfter, e.After, e.DaysAfter), p.ratioCell(e),
		})
	}
	return t
}

// rateCell is a rate in 90 days with what it rests on.
func (p *Page) rateCell(rate insight.Quantity, incidents, days int) Cell {
	if !rate.Known {
		return cell("–")
	}
	return Cell{Text: p.words.number(rate.V, 2), Note: p.T("sheet.loop.counted", p.words.integer(incidents), p.words.integer(days))}
}

// ratioCell is the ratio with its interval, or why there is none.
func (p *Page) ratioCell(e *insight.Effect) Cell {
	if !e.Ratio.Known {
		return Cell{Text: "–", Note: e.Ratio.Why.In(p.Lang)}
	}
	c := Cell{Text: p.words.number(e.Ratio.V, 2)}
	low, high := new(big.Rat), new(big.Rat)
	if low.SetFloat64(e.Low.V) != nil && high.SetFloat64(e.High.V) != nil {
		c.Note = p.words.number(low, 2) + "–" + p.words.number(high, 2)
	}
	switch {
	case e.High.V < 1:
		c.Tone = "good"
	case e.Low.V > 1:
		c.Tone = "bad"
	}
	return c
}

// loopOf fills how far the incident has come to changing something.
func (v *view) loopOf() {
	l := v.site.in.Results.Loops().Of(v.known())
	if l == nil || l.Incident.Live {
		return // while it goes on, there are other worries
	}
	p := v.page
	d := Detail{ID: "loop", Note: p.T("loop.closed"), Text: p.loopRow(l, true), More: v.figuresLink("loop", "incidents")}
	next := l.Next()
	if next != nil {
		d.Note = p.T("loop.next", loopName(next.ID, p.Lang), next.Why.In(p.Lang))
	}
	for i := range l.Links {
		if k := &l.Links[i]; k.Check == insight.Missing && k != next {
			d.List = append(d.List, template.HTML(html.EscapeString(loopName(k.ID, p.Lang)+p.T("colon")+k.Why.In(p.Lang))))
		}
	}
	v.after(d)
}
