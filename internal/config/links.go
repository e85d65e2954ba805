package config

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
)

// links reads what becomes of links that nobody wrote.
func (r *reader) links(v doc.Value) {
	p := &r.config.Policy.Links
	r.fields(v, []setting{
		{"suggest", func(r *reader, v doc.Value) { p.Suggest = r.decimal(v, 0.01, 1) }},
		{"ask", func(r *reader, v doc.Value) { p.Ask = r.decimal(v, 0.01, 1) }},
		{"most", func(r *reader, v doc.Value) { p.Most = r.count(v, 1, 20) }},
		{"offset", func(r *reader, v doc.Value) { p.Offset = r.decimal(v, -10, 10) }},
		{"slope", func(r *reader, v doc.Value) { p.Slope = r.decimal(v, 0.1, 10) }},
	})
	if p.Suggest > 0 && p.Ask > p.Suggest {
		r.report("out-of-range", v, diag.Say("links are asked about from %g, but suggested from %g already", "確認の下限 %g が候補の下限 %g を上回っています", p.Ask, p.Suggest))
	}
}
