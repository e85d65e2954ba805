package rules

import (
	"slices"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/lint"
)

var runbookWithoutAlert = lint.Rule{
	ID:       "runbook-without-alert",
	Severity: diag.Info,
	Profile:  lint.Standard,
	CheckAll: func(p *lint.Pass) {
		if len(p.Corpus.Alerts) == 0 {
			return
		}
		for _, e := range insight.Cover(p.Corpus).Idle {
			// Procedures are begun by people; what is out of use needs no alert.
			kind := e.Value().Field("type").Text()
			if slices.Contains([]string{"procedure", "checklist"}, kind) || e.Status == "deprecated" {
				continue
			}
			title := (&lint.Pass{Entry: e}).Title()
			p.Report(diag.Diagnostic{
				File: e.Doc.File, Span: title, Whole: true,
				Message: diag.Say("no alert leads to the runbook", "このランブックにつながるアラートがありません"),
			})
		}
	},
}
