package rules

import (
	"slices"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/lint"
)

var humanErrorAsOnlyCause = lint.Rule{
	ID:       "human-error-as-only-cause",
	Severity: diag.Warning,
	Profile:  lint.Standard,
	Prose:    true,
	Kinds:    []string{"postmortem", "rca"},
	Wordings: faults,
	Check: func(p *lint.Pass) {
		causes := p.Entry.Causes
		all := slices.Clone(causes)
		for _, e := range p.Analyses() {
			all = append(all, e.Causes...)
		}
		if len(causes) == 0 || slices.ContainsFunc(all, func(c facet.Cause) bool { return !p.Says(c.Text) }) {
			return
		}
		p.Report(diag.Diagnostic{
			Span:    causes[0].Span,
			Message: diag.Say("the only cause that is named is human: %q", "原因として挙げられているのは人の誤りだけです: %q", lint.Quote(causes[0].Text)),
		})
	},
}

// faults are the ways to say that a person erred.
var faults = slices.Concat(lint.HumanError, lint.PersonBlamed)
