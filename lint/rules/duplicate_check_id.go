package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var duplicateCheckID = lint.Rule{
	ID:       "duplicate-check-id",
	Severity: diag.Error,
	Kinds:    []string{"healthcheck"},
	Check: func(p *lint.Pass) {
		first := map[string]source.Span{}
		for _, check := range p.Entry.Value().Field("checks").Items() {
			id := check.Field("id")
			if id.Text() == "" {
				continue
			}
			before, taken := first[id.Text()]
			if !taken {
				first[id.Text()] = id.Span()
				continue
			}
			p.Report(diag.Diagnostic{
				Span:    id.Span(),
				Message: diag.Say("the check id %q is taken: give this check another one", "チェックのID %q は重複しています。別のIDを付けてください", lint.Quote(id.Text())),
				Related: []diag.Related{{Message: diag.Text{En: "the first one", Ja: "最初のもの"}, File: p.Entry.Doc.File, Span: before}},
			})
		}
	},
}
