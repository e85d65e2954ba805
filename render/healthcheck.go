package render

import (
	"github.com/debrief-dev/debrief/internal/facet"
)

// healthCheck shows the checks with their thresholds and where to go when one
// fails.
func (v *view) healthCheck(h *facet.HealthCheck) {
	v.shows("schedule", "runbook", "checks")
	v.addLabel("label.schedule", v.schedule(h.Schedule))
	v.addLabel("label.runbook", v.named(h.Runbook, "runbook"))
	t := &Table{Head: v.columns("column.check", "column.warn", "column.critical", "column.onfail")}
	commands := Detail{ID: "commands"}
	for _, c := range h.Checks {
		if v.inside(c.Span) {
			continue
		}
		what := v.plain(c.Title)
		if c.Metric != "" {
			what += `<span class="hint">` + asCode(c.Metric) + `</span>`
		}
		t.Rows = append(t.Rows, []Cell{
			{HTML: what}, {Text: v.threshold(c.Op, c.Warn, c.Unit)}, {Text: v.threshold(c.Op, c.Critical, c.Unit)}, {HTML: v.named(c.OnFail, "checks")},
		})
		if c.Command != "" {
			title := `<p class="caption">` + v.plain(c.Title) + `</p>`
			commands.Commands = append(commands.Commands, title+v.printer.command(facet.Command{Run: c.Command}))
		}
	}
	v.ahead(Detail{ID: "checks", Table: t.tidy()})
	v.ahead(commands)
}
