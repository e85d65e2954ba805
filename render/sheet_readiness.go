package render

import (
	"html"
	"html/template"
	"slices"
	"strconv"

	"github.com/debrief-dev/debrief/internal/insight"
)

// readinessLead says which stage is not complete.
func readinessLead(p *Page) string {
	card := p.site.in.Results.Scorecard()
	if stage := card.Current(); stage > 0 {
		return p.T("sheet.readiness.lead", strconv.Itoa(stage))
	}
	return p.T("sheet.readiness.complete")
}

// readinessSheet shows the stages, the first that is not complete on top, the
// others folded.
func readinessSheet(p *Page) {
	card := p.site.in.Results.Scorecard()
	order := []int{1, 2, 3, 4}
	if current := card.Current(); current > 0 {
		order = append([]int{current}, slices.DeleteFunc(order, func(n int) bool { return n == current })...)
	}
	for _, n := range order {
		b := Block{ID: "stage-" + strconv.Itoa(n), Title: p.T("sheet.readiness.stage", strconv.Itoa(n), p.T("sheet.readiness.stage."+strconv.Itoa(n)))}
		b.Table, b.Folded = p.scoreTable(card.Stage(n)), n != order[0]
		if n == order[0] {
			b.Note = readinessLead(p)
		}
		p.Blocks = append(p.Blocks, b)
	}
}

func (p *Page) scoreTable(scores []insight.Score) *Table {
	t := &Table{Stacked: true, Head: []Column{
		{p.T("sheet.readiness.item"), false}, {p.T("sheet.readiness.done"), true}, {p.T("sheet.readiness.target"), false},
		{p.T("sheet.loop.state"), false}, {p.T("sheet.readiness.failing"), false},
	}}
	for _, s := range scores {
		done := cell("–")
		if s.Of > 0 {
			done = cell(p.T("sheet.readiness.of", p.words.integer(s.Done), p.words.integer(s.Of)))
		}
		state := Cell{Text: marks[s.Check] + " " + p.T("score."+s.Check.String())}
		switch s.Check {
		case insight.Met:
			state.Tone = "good"
		case insight.Missing:
			state.Tone = "bad"
		}
		if len(s.Failing) > 0 { // else it stands in the last column
			state.Note = s.Why.In(p.Lang)
		}
		t.Rows = append(t.Rows, []Cell{
			cell(strconv.Itoa(s.Number) + ". " + s.Item.In(p.Lang)), done, cell(s.Target.In(p.Lang)), state, p.failing(s),
		})
	}
	return t
}

// mostFailing is how many documents are listed for an item.
const mostFailing = 100

// failing lists what does not fulfil an item, folded where it is much.
func (p *Page) failing(s insight.Score) Cell {
	if len(s.Failing) == 0 {
		return cell(s.Why.In(p.Lang))
	}
	list := template.HTML(`<ul class="failing">`)
	for _, f := range s.Failing[:min(len(s.Failing), mostFailing)] {
		list += template.HTML("<li>") + p.failed(f) + template.HTML(` <span class="hint">`+html.EscapeString(f.Why.In(p.Lang))+"</span></li>")
	}
	if more := len(s.Failing) - mostFailing; more > 0 {
		list += template.HTML("<li>+" + html.EscapeString(p.words.integer(more)) + "</li>")
	}
	list += "</ul>"
	if len(s.Failing) > 3 {
		list = template.HTML(`<details><summary>`+html.EscapeString(p.N("sheet.readiness.failing", len(s.Failing)))+`</summary>`) + list + "</details>"
	}
	return markup(list)
}

// failed names what fails: a document, a part of it, or a word.
func (p *Page) failed(f insight.Failing) template.HTML {
	part := template.HTML(html.EscapeString(spaced.Replace(f.Part)))
	if f.Entry == nil {
		return part
	}
	it := p.item(f.Entry)
	lang := ""
	if it.Lang != "" {
		lang = ` lang="` + html.EscapeString(it.Lang) + `"`
	}
	link := template.HTML(`<a href="` + html.EscapeString(it.Href) + `"` + lang + `>` + html.EscapeString(it.Label) + `</a>`)
	if part == "" {
		return link
	}
	return part + template.HTML(" · ") + link
}
