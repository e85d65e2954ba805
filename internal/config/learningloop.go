package config

import (
	"strconv"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
)

// causeMetrics reads entries of the table of causes and their metrics.
func (r *reader) causeMetrics(v doc.Value) { r.config.Policy.CauseMetrics = r.wordLists(v) }

// categoryMetrics reads entries of the table of categories and their metrics.
func (r *reader) categoryMetrics(v doc.Value) { r.config.Policy.CategoryMetrics = r.wordLists(v) }

// solutionWords reads entries of the table of kinds of remedies and their words.
func (r *reader) solutionWords(v doc.Value) { r.config.Policy.SolutionWords = r.wordLists(v) }

// wordLists reads words with lists of other words. An entry replaces the
// built-in one of its word; an empty list takes it away.
func (r *reader) wordLists(v doc.Value) map[string][]string {
	if v.Type() != doc.Map {
		r.report("wrong-type", v, diag.Text{En: "expected words with lists of words", Ja: "語と語のリストの組が必要です"})
		return nil
	}
	out := map[string][]string{}
	for _, e := range v.Entries() {
		out[e.Key] = r.texts(e.Value)
	}
	return out
}

// practices reads what a site declares to do.
func (r *reader) practices(v doc.Value) {
	r.fields(v, []setting{
		{"alert_grouping", func(r *reader, v doc.Value) { r.config.Policy.Practices.AlertGrouping = r.yes(v) }},
	})
}

// readiness reads what the scorecard looks at.
func (r *reader) readiness(v doc.Value) {
	r.fields(v, []setting{
		{"window", func(r *reader, v doc.Value) { r.config.Policy.ReadinessWindow = r.length(v) }},
	})
}

// loop reads when the links of the improvement loop are late.
func (r *reader) loop(v doc.Value) {
	r.fields(v, []setting{
		{"postmortem_days", func(r *reader, v doc.Value) {
			const most = 365 // business days: nobody waits longer
			days, err := strconv.Atoi(v.Text())
			if err != nil || days < 1 || days > most {
				r.report("out-of-range", v, diag.Say("%q is not a number of business days from 1 to %d", "%q は 1 から %d までの営業日数ではありません", r.file.Text(v.Span()), most))
				return
			}
			r.config.Policy.LearningLoop.PostmortemDays = days
		}},
	})
}
