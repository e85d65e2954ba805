package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/lint"
)

var alertWithoutRunbook = lint.Rule{
	ID:       "alert-without-runbook",
	Severity: diag.Warning,
	Profile:  lint.Starter,
	CheckAll: func(p *lint.Pass) {
		for _, r := range insight.Cover(p.Corpus).OfRules() {
			if r.Lead != insight.NoAddress {
				continue
			}
			message := diag.Say("alert %q has no runbook_url", "アラート %q に runbook_url がありません", lint.Quote(r.Alert.Name))
			if r.Runbook != nil {
				message = diag.Say("%s; its runbook is %q", "%s。ランブックは %q です", message, r.Runbook.Path())
			}
			p.Report(diag.Diagnostic{File: r.Alert.File, Span: r.Alert.Span, Message: message})
		}
	},
}
