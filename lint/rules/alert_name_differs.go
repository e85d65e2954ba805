package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/lint"
)

var alertNameDiffers = lint.Rule{
	ID:       "alert-name-differs",
	Severity: diag.Warning,
	Profile:  lint.Starter,
	CheckAll: func(p *lint.Pass) {
		for _, r := range insight.Cover(p.Corpus).OfRules() {
			if r.Lead != insight.Misnamed {
				continue
			}
			name := lint.Quote(r.Alert.Name)
			message := diag.Say("alert %q is not among the alerts of its runbook %q", "アラート %q が、ランブック %q の alerts にありません", name, r.Runbook.Path())
			if r.Calls != "" {
				message = diag.Say("alert %[1]q is called %[2]q in its runbook %[3]q", "アラート %[1]q の名前が、ランブック %[3]q では %[2]q です",
					name, lint.Quote(r.Calls), r.Runbook.Path())
			}
			p.Report(diag.Diagnostic{File: r.Alert.File, Span: r.Alert.Span, Message: message})
		}
	},
}
