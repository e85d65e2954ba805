package render

import (
	"html"
	"html/template"

	"github.com/debrief-dev/debrief/internal/facet"
)

// experiment shows what is expected, when to stop and what came of each run.
func (v *view) experiment(x *facet.Experiment) {
	v.shows("type", "hypothesis", "environment", "causes", "steady_state", "parameters", "duration", "blast_radius",
		"abort_conditions", "rollback", "approved_by", "schedule", "runs")
	v.addLabel("label.type", v.scalar("type"))
	v.addLabel("label.environment", v.scalar("environment"))
	v.addLabel("label.duration", v.plain(v.span(x.Duration)))
	v.addLabel("label.schedule", v.schedule(x.Schedule))
	v.addLabel("label.exercises", v.taxonomy("causes"))
	v.addLabel("label.approved", join(v.texts(v.entry.Value().Field("approved_by")), v.t("list.join")))
	if runs := newestFirst(x.Runs, func(r facet.Run) facet.Date { return r.On }); len(runs) > 0 {
		v.page.Badges = append(v.page.Badges, Badge{runs[0].Result, v.t("result." + runs[0].Result)})
	}
	v.ahead(Detail{ID: "hypothesis", Text: v.untold("hypothesis")})
	v.ahead(Detail{ID: "steady", Table: v.conditions(x.SteadyState)})
	v.ahead(Detail{ID: "abort", List: v.untoldList("abort_conditions")})
	v.ahead(Detail{ID: "rollback", Text: v.untold("rollback")})
	v.ahead(Detail{ID: "blast", Text: v.untold("blast_radius")})
	v.ahead(Detail{ID: "parameters", Table: v.parameters(x.Parameters)})
	v.after(Detail{ID: "runs", Table: v.runs(x.Runs)})
}

func (v *view) conditions(list []facet.Condition) *Table {
	t := &Table{Head: v.columns("column.metric", "column.holds")}
	for _, c := range list {
		if !v.inside(c.Span) {
			t.Rows = append(t.Rows, []Cell{markup(asCode(c.Metric)), cell(v.threshold(c.Op, c.Value, c.Unit))})
		}
	}
	return t
}

func (v *view) parameters(list []facet.Parameter) *Table {
	t := &Table{Head: v.columns("column.parameter", "column.value")}
	for _, p := range list {
		if !v.inside(v.entry.Value().Field("parameters").Field(p.Name).Span()) {
			t.Rows = append(t.Rows, []Cell{markup(asCode(p.Name)), markup(v.text(p.Value))})
		}
	}
	return t
}

func (v *view) runs(list []facet.Run) *Table {
	t := &Table{Head: v.columns("column.on", "column.result", "column.detected", "column.recovered", "column.lost", "column.notes")}
	for _, r := range newestFirst(list, func(r facet.Run) facet.Date { return r.On }) {
		if v.inside(r.Span) {
			continue
		}
		notes := v.plain(r.Notes)
		for _, a := range r.Actions {
			notes += v.task(a)
		}
		t.Rows = append(t.Rows, []Cell{markup(v.dayOf(r.On)), markup(v.verdict(r.Result)), cell(v.span(r.DetectedIn)), cell(v.span(r.RecoveredIn)), cell(v.span(r.DataLost)), markup(notes)})
	}
	return t.tidy()
}

// task shows an action item in a line.
func (v *view) task(a facet.Action) template.HTML {
	state := string(a.Status)
	return template.HTML(`<span class="hint"><span class="box `+html.EscapeString(state)+`" role="img" aria-label="`+html.EscapeString(v.t("state."+state))+`"></span> `) +
		v.plain(a.Text) + "</span>"
}
