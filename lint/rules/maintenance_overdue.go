package rules

import (
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

var maintenanceOverdue = lint.Rule{
	ID:        "maintenance-overdue",
	Severity:  diag.Warning,
	Profile:   lint.Starter,
	Kinds:     []string{"maintenance"},
	Scheduled: true,
	Check: func(p *lint.Pass) {
		task := p.Results.Task(p.Entry)
		if task == nil || !task.Overdue.Known {
			return
		}
		p.Report(diag.Diagnostic{
			Span:    p.Entry.Value().Field("schedule").Span(),
			Message: diag.Say("the task was due on %s and is overdue", "この作業は期限（%s）を過ぎています", task.Due.V.Format(time.DateOnly)),
		})
	},
}
