package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/lint"
)

var alertRunbookMissing = lint.Rule{
	ID:       "alert-runbook-missing",
	Severity: diag.Warning,
	Profile:  lint.Starter,
	CheckAll: func(p *lint.Pass) {
		coverage := insight.Cover(p.Corpus)
		for _, r := range coverage.OfRules() {
			if r.Lead != insight.LeadsAway {
				continue
			}
			meant := r.Runbook
			if meant == nil && p.MaySuggest() {
				meant = coverage.Near(r)
			}
			message := diag.Say("the runbook of alert %q is not there: %s", "アラート %q のランブックがありません: %s", lint.Quote(r.Alert.Name), r.Fault)
			if meant != nil {
				message = diag.Say("%s; did you mean %q?", "%s。%q のことですか?", message, meant.Path())
			}
			p.Report(diag.Diagnostic{File: r.Alert.File, Span: r.Alert.URL.Span, Message: message})
		}
	},
}
