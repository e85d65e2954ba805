package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/lint"
)

var scheduleUnreadable = lint.Rule{
	ID:       "schedule-unreadable",
	Severity: diag.Error,
	Kinds:    []string{"maintenance", "experiment", "healthcheck"},
	Check: func(p *lint.Pass) {
		schedule := facet.DecodeSchedule(p.Entry.Value().Field("schedule"))
		if !schedule.Given() {
			return
		}
		_, fault := insight.ReadSchedule(schedule)
		if task := p.Results.Task(p.Entry); task != nil {
			fault = task.Unreadable // which knows from when it counts, too
		}
		// What has not the shape that the schema asks for is found by it.
		if fault.Why == (diag.Text{}) || fault.Shape {
			return
		}
		at := schedule.Span
		if part := p.Entry.Value().Field("schedule").Field(fault.Field); fault.Field != "" && part.Exists() {
			at = part.Span()
		}
		p.Report(diag.Diagnostic{
			Span:    at,
			Message: diag.Say("the schedule cannot be read: %s", "スケジュールを読み取れません: %s", fault.Why),
		})
	},
}
