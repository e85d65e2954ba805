package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

var personBlamed = lint.Rule{
	ID:       "person-blamed",
	Severity: diag.Warning,
	Profile:  lint.Standard,
	Prose:    true,
	Kinds:    []string{"postmortem", "rca"},
	Wordings: lint.PersonBlamed,
	Check: func(p *lint.Pass) {
		for _, said := range p.Said() {
			p.Report(diag.Diagnostic{
				Span:    said.Span,
				Message: diag.Say("%q blames people", "%q は人を責める書き方です", lint.Quote(said.Text)),
			})
		}
	},
}
