package render

import (
	"html/template"

	"github.com/debrief-dev/debrief/internal/insight"
)

// Solution is a remedy of a known issue.
type Solution struct {
	ID, Title  string
	Steps      []template.HTML
	Runbook    Link
	Time, Type string
	Risk       Badge
	Record     string // "3 of 4, at least 30 %"
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

// solutions shows the remedies of a known issue, the best first, with every
// try that it or a postmortem tells of.
func (v *view) solutions() []Solution {
	var out []Solution
	for _, i := range v.ranking() {
		s, remedy := v.entry.Solutions[i], v.remedyOf(i)
		tried := remedy != nil && len(remedy.Record.Tries) > 0
		if v.inside(s.Span) && !tried {
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
		if remedy != nil {
			item.Record = remedy.Record.Sentence().In(v.words.lang)
			for _, t := range v.latest(remedy.Record.Tries) {
				item.Outcomes = append(item.Outcomes, v.outcome(t))
			}
		}
		out = append(out, item)
	}
	return out
}

// ranking gives the places of the solutions, those of the best first.
func (v *view) ranking() []int {
	var out []int
	if v.site.in.Results == nil || len(v.known().Solutions) != len(v.entry.Solutions) {
		for i := range v.entry.Solutions {
			out = append(out, i)
		}
		return out
	}
	for _, m := range v.site.in.Results.Solutions().Ranked(v.known()) {
		if m.Solution != nil {
			out = append(out, m.Index)
		}
	}
	return out
}

func (v *view) outcome(t insight.Try) Outcome {
	o := Outcome{Note: v.plain(t.Note), Result: v.result(t.Success), Incident: Link{Label: t.Named}}
	if t.Incident != nil {
		o.Incident = v.page.link(t.Incident)
	}
	if t.On.Known {
		o.Date = v.words.dayWhen(t.On)
	}
	return o
}
