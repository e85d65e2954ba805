package render

import (
	"html"
	"strconv"

	"github.com/debrief-dev/debrief/render/figure"
	"github.com/debrief-dev/debrief/render/mermaid"
)

// mostDiagrams is how many fences of a page are drawn: the
// largest take 40 ms each, and a document may have hundreds of them.
const mostDiagrams = 30

// diagram draws a Mermaid fence, with its source behind it. It tells whether
// that was understood; if not, nothing is written and the fence stays code.
func (p *printer) diagram(text string) bool {
	if p.diagrams >= mostDiagrams {
		return false
	}
	d, ok := mermaid.Parse(text)
	if !ok {
		return false
	}
	svg := p.drawn(d)
	if svg == nil {
		return false
	}
	p.diagrams++
	p.out.WriteString(`<figure class="diagram-box">`)
	if d.Title != "" {
		p.out.strings(`<figcaption>`, html.EscapeString(d.Title), `</figcaption>`)
	}
	p.out.strings(`<div class="chart-scroll" tabindex="0">`, string(svg), `</div><details><summary>`, html.EscapeString(p.words.t("diagram.source")), `</summary>`)
	p.code("mermaid", text)
	p.out.WriteString("</details></figure>\n")
	return true
}

// drawn gives the picture of a diagram, nil if it is too large.
func (p *printer) drawn(d mermaid.Diagram) []byte {
	chart := func(key string, counts ...int) figure.Chart {
		args := make([]any, len(counts))
		for i, n := range counts {
			args[i] = strconv.Itoa(n)
		}
		return figure.Chart{
			Title: firstOf(d.Name, d.Title, p.words.t("diagram."+key)),
			Desc:  firstOf(d.Desc, p.words.t("diagram.desc."+key, args...)),
		}
	}
	switch {
	case d.Flow != nil:
		d.Flow.Chart = chart("flow", len(d.Flow.Boxes), len(d.Flow.Links))
		return figure.Flowed(*d.Flow)
	case d.Sequence != nil:
		d.Sequence.Chart = chart("sequence", len(d.Sequence.Actors), len(d.Sequence.Steps))
		return figure.Exchanged(*d.Sequence)
	}
	d.Chronicle.Chart = chart("chronicle", len(d.Chronicle.Periods))
	return figure.Told(*d.Chronicle)
}
