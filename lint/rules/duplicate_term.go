package rules

import (
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var duplicateTerm = lint.Rule{
	ID:       "duplicate-term",
	Severity: diag.Warning,
	Profile:  lint.Standard,
	CheckAll: func(p *lint.Pass) {
		type word struct{ text, lang string }
		type place struct {
			in *corpus.Entry
			at source.Span
		}
		first := map[word]place{}
		for _, e := range p.Corpus.Kind("term") {
			for _, t := range e.Terms {
				w := word{strings.Join(strings.Fields(corpus.Fold(t.Term)), ""), e.Lang}
				before, known := first[w]
				if !known {
					first[w] = place{e, t.Span}
					continue
				}
				p.Report(diag.Diagnostic{
					File: e.Doc.File, Span: t.Span,
					Message: diag.Say("the term %q is also defined in %q", "用語 %q は %q でも定義されています", lint.Quote(t.Term), before.in.Path()),
					Related: []diag.Related{{
						Message: diag.Text{En: "defined here first", Ja: "最初の定義"},
						File:    before.in.Doc.File, Span: before.at,
					}},
				})
			}
		}
	},
}
