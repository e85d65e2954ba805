package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/lint"
)

var thresholdUnreadable = lint.Rule{
	ID:       "threshold-unreadable",
	Severity: diag.Error,
	Kinds:    []string{"healthcheck"},
	Check: func(p *lint.Pass) {
		for _, u := range p.Entry.HealthCheck.Unreadable {
			// What the front matter gives is checked by its schema.
			if u.From.Origin == doc.FromFrontMatter || p.Unfilled(u.Span) {
				continue
			}
			written := lint.Quote(p.Text(u.Span))
			message := diag.Say("the threshold %q cannot be read: write one number such as 80, > 80 %% or 0.5", "閾値 %q を読み取れません。80、> 80 %%、0.5 のように数値を1つ書いてください", written)
			if u.Property == "op" {
				message = diag.Say("the comparison %q cannot be read: write <, <=, >, >=, == or !=", "比較 %q を読み取れません。<, <=, >, >=, ==, != のいずれかを書いてください", written)
			}
			p.Report(diag.Diagnostic{Span: u.Span, Message: message})
		}
	},
}
