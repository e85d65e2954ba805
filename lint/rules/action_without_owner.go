package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

var actionWithoutOwner = lint.Rule{
	ID:       "action-without-owner",
	Severity: diag.Warning,
	Profile:  lint.Starter,
	Strict:   true,
	Kinds:    []string{"postmortem", "rca"},
	Check: func(p *lint.Pass) {
		for _, a := range p.Entry.Actions {
			if a.Owner != "" || a.Status.Over() || p.Unfilled(a.Span) {
				continue
			}
			p.Report(diag.Diagnostic{
				Span:    a.Span,
				Message: diag.Say("action %q has no owner", "アクション %q に担当がありません", lint.Quote(a.Text)),
			})
		}
	},
}
