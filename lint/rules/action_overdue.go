package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

var actionOverdue = lint.Rule{
	ID:        "action-overdue",
	Severity:  diag.Warning,
	Profile:   lint.Starter,
	Scheduled: true,
	Kinds:     []string{"postmortem", "rca"},
	Check: func(p *lint.Pass) {
		for _, a := range p.Results.Actions(p.Entry) {
			if a.Overdue == 0 {
				continue
			}
			count := diag.Text{En: "days", Ja: "日"}
			if a.Overdue == 1 {
				count.En = "day"
			}
			p.Report(diag.Diagnostic{
				Span:    a.Item.Span,
				Message: diag.Say("action %[1]q is %[2]d %[3]s overdue", "アクション %[1]q は期限を%[2]d%[3]s過ぎています", lint.Quote(a.Item.Text), a.Overdue, count),
			})
		}
	},
}
