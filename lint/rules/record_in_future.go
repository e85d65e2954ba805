package rules

import (
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/lint"
)

var recordInFuture = lint.Rule{
	ID:       "record-in-future",
	Severity: diag.Warning,
	Kinds:    []string{"experiment", "maintenance"},
	Profile:  lint.Starter,
	Check: func(p *lint.Pass) {
		if x := p.Entry.Experiment; x != nil {
			for _, run := range x.Runs {
				reportFuture(p, run.On)
			}
		}
		if m := p.Entry.Maintenance; m != nil {
			for _, execution := range m.History {
				reportFuture(p, execution.On)
			}
		}
	},
}

// firstZone is how far the first zone of the Earth is ahead of UTC.
const firstZone = 14 * time.Hour

// reportFuture reports a day that has begun nowhere on Earth.
func reportFuture(p *lint.Pass, on facet.Date) {
	day := time.Date(on.Year, on.Month, on.Day, 0, 0, 0, 0, time.UTC)
	if !day.After(p.Results.Now.Add(firstZone)) {
		return
	}
	p.Report(diag.Diagnostic{
		Span:    on.Span,
		Message: diag.Say("the record is of %s, which is in the future: correct the day, or remove the record", "この記録の日付 %s は未来です。日付を直すか、記録を削除してください", day.Format(time.DateOnly)),
	})
}
