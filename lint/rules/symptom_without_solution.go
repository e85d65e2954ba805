package rules

import (
	"slices"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

var symptomWithoutSolution = lint.Rule{
	ID:       "symptom-without-solution",
	Severity: diag.Info,
	Kinds:    []string{"known-issue"},
	Profile:  lint.Standard,
	Check: func(p *lint.Pass) {
		if len(p.Entry.Symptoms) == 0 || solves(p) {
			return
		}
		at := p.Entry.Value().Field("symptom")
		if items := at.Items(); len(items) > 0 {
			at = items[0]
		}
		p.Report(diag.Diagnostic{
			Span:    at.Span(),
			Message: diag.Say("no solution is given for the symptom %q", "症状 %q の解決策がありません", lint.Quote(p.Entry.Symptoms[0])),
		})
	},
}

// solves tells whether a known issue says what helps: a solution, a runbook,
// or that nothing will be done. A section that is still to be filled in has a
// finding of its own.
func solves(p *lint.Pass) bool {
	if len(p.Entry.Solutions) > 0 || p.Entry.Value().Field("runbooks").Exists() || p.Entry.Status == "wont_fix" {
		return true
	}
	return slices.ContainsFunc([]string{"solution", "workaround"}, func(name string) bool {
		return slices.ContainsFunc(p.Parts(name), func(part lint.Part) bool { return p.Unfilled(part.Span) })
	})
}
