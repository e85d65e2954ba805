package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

var humanErrorTerm = lint.Rule{
	ID:       "human-error-term",
	Severity: diag.Warning,
	Profile:  lint.Standard,
	Prose:    true,
	Kinds:    []string{"postmortem", "rca"},
	Wordings: lint.HumanError,
	Check: func(p *lint.Pass) {
		for _, said := range p.Said() {
			if said.Place != lint.InCauses && (said.Place == lint.InActions || !lint.Cites(said.Sentence)) {
				continue
			}
			p.Report(diag.Diagnostic{
				Span:    said.Span,
				Message: diag.Say("%q is named as the cause", "%q が原因とされています", lint.Quote(said.Text)),
			})
		}
	},
}
