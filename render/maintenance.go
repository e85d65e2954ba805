package render

import (
	"github.com/debrief-dev/debrief/internal/facet"
)

// maintenance shows when a task is due, its commands and what was done.
func (v *view) maintenance(m *facet.Maintenance) {
	v.shows("schedule", "grace", "duration", "commands", "runbook", "prevents", "history")
	v.addLabel("label.schedule", v.schedule(m.Schedule))
	v.due()
	v.addLabel("label.duration", v.plain(v.span(m.Duration)))
	v.addLabel("label.grace", v.plain(v.span(m.Grace)))
	v.addLabel("label.runbook", v.named(m.Runbook, "runbook"))
	v.addLabel("label.prevents", v.taxonomy("prevents"))
	d := Detail{ID: "commands"}
	for i, c := range v.entry.Value().Field("commands").Items() {
		if !v.inside(c.Span()) && i < len(m.Commands) {
			d.Commands = append(d.Commands, v.printer.command(facet.Command{Run: c.Text()}))
		}
	}
	v.ahead(d)
	v.after(Detail{ID: "history", Table: v.executions(m.History)})
}

// due shows when the task comes next, and whether it is late.
func (v *view) due() {
	if v.site.in.Results == nil {
		return
	}
	task := v.site.in.Results.Task(v.entry)
	if task == nil || !task.Due.Known {
		return
	}
	when := v.words.when(task.Due.V)
	if task.WholeDay {
		when = v.words.day(task.Due.V)
	}
	v.addLabel("label.due", v.timeTag(when))
	if task.Overdue.Known {
		v.page.Badges = append(v.page.Badges, Badge{"overdue", v.t("maintenance.overdue")})
	}
}

func (v *view) executions(list []facet.Execution) *Table {
	t := &Table{Head: v.columns("column.on", "column.result", "column.by", "column.took", "column.notes")}
	for _, x := range newestFirst(list, func(x facet.Execution) facet.Date { return x.On }) {
		if v.inside(x.Span) {
			continue
		}
		on := v.dayOf(x.On)
		if x.At.Known {
			on = v.timeTag(v.words.when(x.At.Time))
		}
		took := ""
		if x.Seconds.V != nil {
			took = v.words.duration(x.Seconds.V)
		}
		t.Rows = append(t.Rows, []Cell{markup(on), markup(v.verdict(x.Status)), markup(v.plain(x.By)), cell(took), markup(v.plain(x.Note))})
	}
	return t.tidy()
}
