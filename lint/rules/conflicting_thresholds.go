package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

var conflictingThresholds = lint.Rule{
	ID:       "conflicting-thresholds",
	Severity: diag.Warning,
	Profile:  lint.Standard,
	Kinds:    []string{"healthcheck"},
	Check: func(p *lint.Pass) {
		for _, c := range p.Results.Conflicts(p.Entry) {
			p.Report(diag.Diagnostic{
				Span: c.Own.Span,
				Message: diag.Say("check %q has the threshold %s, %s acts at %s", "チェック %q の閾値は %s ですが、%sでは %s です",
					lint.Quote(c.Probe.Title), c.Own.Text(), c.Other.What, c.Other.Text()),
				Related: []diag.Related{{
					Message: diag.Say("%s here", "ここでは %s", c.Other.Text()),
					File:    c.Other.File, Span: c.Other.Span,
				}},
			})
		}
	},
}
