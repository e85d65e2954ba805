package render

import (
	"html/template"
	"strconv"
	"time"
)

// Solution is a remedy of a known issue.
type Solution struct {
	ID, Title  string
	Steps      []template.HTML
	Runbook    Link
	Time, Type string
	Risk       Badge
	Record     string // "3 of 4 tries helped"
	Outcomes   []Outcome
	From       string
}

// Outcome is one try of it.
type Outcome struct {
	Date     When
	Result   Badge
	Incident Link
	Note     template.HTML
}

func (v *view) solutions() []Solution {
	var out []Solution
	for _, s := range v.entry.Solutions {
		if v.inside(s.Span) && len(s.Outcomes) == 0 {
			continue
		}
		item := Solution{ID: v.id("s-" + s.ID), Title: s.Title, Type: s.Type, Runbook: v.jump(s.Runbook), From: v.from(s.Place)}
		if !v.inside(s.Span) {
			for _, step := range s.Steps {
				item.Steps = append(item.Steps, v.plain(step))
			}
		}
		if s.Time.Known {
			item.Time = v.words.span(s.Time.D)
		}
		if s.Risk != "" {
			item.Risk = Badge{"risk-" + s.Risk, v.t("risk." + s.Risk)}
		}
		helped := 0
		for _, o := range s.Outcomes {
			r := Outcome{Incident: v.jump(o.Incident), Note: v.plain(o.Note), Result: Badge{"failed", v.t("outcome.failed")}}
			if o.Success {
				helped++
				r.Result = Badge{"helped", v.t("outcome.helped")}
			}
			if o.On.Known {
				r.Date = v.words.day(time.Date(o.On.Year, o.On.Month, o.On.Day, 0, 0, 0, 0, time.UTC))
			}
			item.Outcomes = append(item.Outcomes, r)
		}
		if len(s.Outcomes) > 0 {
			item.Record = v.t("solution.record", strconv.Itoa(helped), strconv.Itoa(len(s.Outcomes)))
		}
		out = append(out, item)
	}
	return out
}
