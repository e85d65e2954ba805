package insight

import (
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// withWhy adds the reasons for what is null, if there are any.
func (w *writer) withWhy(o Object) Object {
	if len(w.why) > 0 {
		o = append(o, Member{"why", w.why})
	}
	return o
}

func (w *writer) time(path string, t Figure[time.Time]) any {
	if !t.Known {
		return w.null(path, t.Why)
	}
	return t.V.Format(time.RFC3339)
}

func (w *writer) yes(path string, f Figure[bool]) any {
	if !f.Known {
		return w.null(path, f.Why)
	}
	return f.V
}

func documentJSON(e *corpus.Entry) Object {
	return Object{{"id", e.ID}, {"path", e.Path()}, {"title", e.Title}}
}

// idsJSON lists ids, never nil.
func idsJSON(list []*corpus.Entry) []string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = e.ID
	}
	return out
}

func incidentIDs(list []*Incident) []string {
	out := make([]string, len(list))
	for i, in := range list {
		out[i] = in.Entry.ID
	}
	return out
}

// textsJSON is a list of texts, never nil.
func textsJSON(list []string) []string { return append([]string{}, list...) }

// dayText writes a day, YYYY-MM-DD.
func dayText(d facet.Date) string {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// JSON gives the task as `debrief insights maintenance --format json` prints
// it. Whole days are due at their first instant, and overdue after their end.
func (t *Task) JSON(lang string) Object {
	w := &writer{lang: lang}
	var last any
	if t.Last.Known {
		last = dayText(t.Last.V.On)
	} else {
		last = w.null("last_success", t.Last.Why)
	}
	upcoming := make([]string, len(t.Upcoming))
	for i, at := range t.Upcoming {
		upcoming[i] = at.Format(time.RFC3339)
	}
	return w.withWhy(append(documentJSON(t.Entry),
		Member{"state", t.State().String()},
		Member{"due", w.time("due", t.Due)},
		Member{"whole_day", t.WholeDay},
		Member{"grace_seconds", w.number("grace_seconds", t.Grace)},
		Member{"past_grace_seconds", w.number("past_grace_seconds", t.PastGrace)},
		Member{"overdue_seconds", w.number("overdue_seconds", t.Overdue)},
		Member{"last_success", last},
		Member{"failed_since", t.Failed},
		Member{"skipped_since", t.Skipped},
		Member{"upcoming", upcoming},
		Member{"more_upcoming", t.More},
	))
}

// JSON gives the coverage as `debrief insights experiments --format json`
// prints it.
func (x *Exercises) JSON(lang string) Object {
	w := &writer{lang: lang}
	causes := make([]Object, len(x.Causes))
	for i, c := range x.Causes {
		list := make([]Object, len(c.Exercises))
		for j, e := range c.Exercises {
			list[j] = e.json()
		}
		causes[i] = Object{
			{"cause", c.Word}, {"covered", c.Covered}, {"bad_minutes", number(c.Minutes)}, {"unknown_extent", c.Unknown},
			{"incidents", incidentIDs(c.Incidents)}, {"experiments", list}, {"suggested", textsJSON(c.Suggested)},
		}
	}
	drills := make([]Object, len(x.Drills))
	for i, d := range x.Drills {
		drills[i] = d.json(lang)
	}
	return w.withWhy(Object{
		{"causes", causes},
		{"covered", x.Covered},
		{"coverage", w.number("coverage", x.Share)},
		{"coverage_by_bad_minutes", w.number("coverage_by_bad_minutes", x.Weighted)},
		{"undated_incidents", x.Undated},
		{"drills", drills},
	})
}

func (x Exercise) json() Object {
	o := Object{{"id", x.Experiment.ID}, {"path", x.Experiment.Path()}, {"state", x.State.String()}, {"last_run", nil}, {"result", nil}}
	if x.Last.Known {
		o[3].Value, o[4].Value = dayText(x.Last.V.On), x.Last.V.Result
	}
	return o
}

func (d *Drill) json(lang string) Object {
	w := &writer{lang: lang}
	var experiment, on, result any
	if d.Run.Known {
		experiment, on, result = d.Experiment.ID, dayText(d.Run.V.On), d.Run.V.Result
	} else {
		w.null("experiment", d.Run.Why)
	}
	return w.withWhy(Object{
		{"service", d.Service.ID}, {"experiment", experiment}, {"on", on}, {"result", result}, {"outdated", d.Outdated},
		{"rto_seconds", w.number("rto_seconds", d.RTO)}, {"recovered_seconds", w.number("recovered_seconds", d.Recovered)}, {"rto_met", w.yes("rto_met", d.RTOMet)},
		{"rpo_seconds", w.number("rpo_seconds", d.RPO)}, {"data_lost_seconds", w.number("data_lost_seconds", d.Lost)}, {"rpo_met", w.yes("rpo_met", d.RPOMet)},
	})
}

// JSON gives the conflict as `debrief insights health --format json` prints it.
func (c Conflict) JSON(lang string) Object {
	return Object{
		{"check", c.Entry.ID}, {"probe", c.Probe.ID}, {"threshold", c.Own.Text()},
		{"path", c.Other.File.Path}, {"line", c.Other.File.Position(c.Other.Span.Start).Line},
		{"stated_by", c.Other.What.In(lang)}, {"other_threshold", c.Other.Text()},
	}
}

// HealthJSON gives the checks and the conflicts as `debrief insights health
// --format json` prints them.
func (r *Results) HealthJSON(lang string) Object {
	checks, conflicts := []Object{}, []Object{}
	for _, e := range r.corpus.Kind("healthcheck") {
		for _, p := range e.HealthCheck.Checks {
			checks = append(checks, Object{
				{"check", e.ID}, {"path", e.Path()}, {"probe", p.ID}, {"title", p.Title}, {"metric", p.Metric},
				{"op", ProbeOp(p)}, {"warn", given(p.Warn)}, {"critical", given(p.Critical)}, {"unit", p.Unit}, {"command", p.Command != ""},
			})
		}
		for _, c := range r.Conflicts(e) {
			conflicts = append(conflicts, c.JSON(lang))
		}
	}
	return Object{{"checks", checks}, {"conflicts", conflicts}}
}

// given is a number of a document, null if there is none.
func given(n facet.Number) any {
	if n.V == nil {
		return nil
	}
	return number(n.V)
}

// JSON gives the plans as `debrief insights learning --format json` prints
// them.
func (l *Learning) JSON(lang string) Object {
	needs := make([]Object, len(l.Needs))
	for i, n := range l.Needs {
		needs[i] = Object{
			{"area", n.Area}, {"severity", n.Severity}, {"required", n.Required.String()}, {"taught", !n.Untaught},
			{"bad_minutes", number(n.Minutes)}, {"unknown_extent", n.Unknown}, {"incidents", incidentIDs(n.Incidents)},
		}
	}
	plans := make([]Object, len(l.Plans))
	for i, p := range l.Plans {
		plans[i] = p.json(lang)
	}
	teams := make([]Object, len(l.Teams))
	for i, t := range l.Teams {
		teams[i] = t.json(lang)
	}
	modules := make([]Object, len(l.Modules))
	for i, m := range l.Modules {
		modules[i] = append(documentJSON(m.Entry), Member{"area", m.Path}, Member{"level", m.Level.String()}, Member{"incidents", idsJSON(m.Incidents)})
	}
	return Object{{"gaps", needs}, {"plans", plans}, {"teams", teams}, {"modules", modules}, {"circular", moduleIDs(l.Circular)}}
}

func (p *Plan) json(lang string) Object {
	w := &writer{lang: lang}
	gaps := make([]Object, len(p.Gaps))
	for i, g := range p.Gaps {
		gaps[i] = Object{{"area", g.Need.Area}, {"current", g.Current.String()}, {"required", g.Need.Required.String()}}
	}
	return w.withWhy(Object{
		{"for", p.Who}, {"team", p.Team}, {"gaps", gaps},
		{"now", moduleIDs(p.Now)}, {"later", moduleIDs(p.Later)},
		{"weeks", w.number("weeks", p.Weeks)}, {"weeks_of_all", w.number("weeks_of_all", p.All)},
	})
}

func moduleIDs(list []*Module) []string {
	out := make([]string, len(list))
	for i, m := range list {
		out[i] = m.Entry.ID
	}
	return out
}

func (t *TeamSkill) json(lang string) Object {
	w := &writer{lang: lang}
	o := Object{
		{"matrix", t.Matrix.ID}, {"team", t.Team}, {"area", t.Area}, {"level", t.Level.String()},
		{"people", t.People}, {"wanted", w.number("wanted", t.Wanted)}, {"short", t.Short},
	}
	if t.Names != nil {
		o = append(o, Member{"names", t.Names})
	}
	return w.withWhy(o)
}
