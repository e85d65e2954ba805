package rules

import (
	"strconv"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

var severityDiffers = lint.Rule{
	ID:       "severity-differs",
	Severity: diag.Warning,
	Profile:  lint.Full,
	Kinds:    []string{"postmortem"},
	Check: func(p *lint.Pass) {
		in := p.Results.Incidents[p.Entry]
		stated, err := strconv.Atoi(strings.TrimPrefix(p.Entry.Severity, "sev"))
		if err != nil || in == nil || in.Live || !in.Severity.Suggested.Known {
			return
		}
		suggested := in.Severity.Suggested
		apart := stated - suggested.V
		if apart == 0 {
			return
		}
		f := diag.Diagnostic{
			Span: p.Entry.Value().Field("severity").Span(),
			Message: diag.Say("the severity is sev%d, the impact suggests sev%d: %s", "重大度は sev%d ですが、影響からは sev%d が妥当です（%s）",
				stated, suggested.V, suggested.How),
		}
		if apart == 1 || apart == -1 {
			f.Severity = diag.Info
		}
		p.Report(f)
	},
}
