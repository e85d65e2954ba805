package rules

import (
	"slices"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/lint"
)

var actionWithoutCause = lint.Rule{
	ID:       "action-without-cause",
	Severity: diag.Info,
	Profile:  lint.Standard,
	Kinds:    []string{"postmortem", "rca"},
	Check: func(p *lint.Pass) {
		// Where no action names its cause, the document does not link the two.
		if !slices.ContainsFunc(p.Entry.Actions, func(a facet.Action) bool { return a.Cause != "" }) {
			return
		}
		for _, a := range p.Entry.Actions {
			if a.Cause != "" || a.Status == facet.WontDo || p.Unfilled(a.Span) {
				continue
			}
			p.Report(diag.Diagnostic{
				Span:    a.Span,
				Message: diag.Say("action %q names no cause, though others do", "他のアクションと違い、アクション %q には対応する原因が書かれていません", lint.Quote(a.Text)),
			})
		}
	},
}
