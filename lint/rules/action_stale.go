package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/lint"
)

var actionStale = lint.Rule{
	ID:        "action-stale",
	Severity:  diag.Warning,
	Profile:   lint.Standard,
	Scheduled: true,
	Kinds:     []string{"postmortem", "rca"},
	Check: func(p *lint.Pass) {
		limit := p.Results.Policy.Ageing.Stale()
		for _, a := range p.Results.Actions(p.Entry) {
			// What is overdue is reported as that.
			if !a.Age.Known || a.Age.V <= limit || a.Overdue > 0 {
				continue
			}
			days := diag.Say("%d days", "%d日", a.Age.V)
			if a.Opened.From == insight.FromBound {
				days = diag.Say("at least %d days", "少なくとも%d日", a.Age.V)
			}
			p.Report(diag.Diagnostic{
				Span:    a.Item.Span,
				Message: diag.Say("action %q has been open for %s", "アクション %q は%s間未完了です", lint.Quote(a.Item.Text), days),
			})
		}
	},
}
