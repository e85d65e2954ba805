package config

import (
	"math/big"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
)

// causeExperiments reads entries of the table of causes and the types of
// experiments that exercise them.
func (r *reader) causeExperiments(v doc.Value) {
	table := r.wordLists(v)
	for _, e := range v.Entries() {
		for i, t := range table[e.Key] {
			if known := r.set.Labels().Word("experiment.type", t); known != "" {
				table[e.Key][i] = known
				continue
			}
			r.report("unknown-value", e.Value, diag.Say("%q is not a type of experiment, such as cpu_stress or data_restore", "%q は cpu_stress や data_restore のような実験の種類ではありません", t))
		}
	}
	r.config.Policy.CauseExperiments = table
}

// learning reads how much one plan holds, and how much time there is for it.
func (r *reader) learning(v doc.Value) {
	const mostModules = 20 // a plan of more is none
	r.fields(v, []setting{
		{"modules", func(r *reader, v doc.Value) { r.config.Policy.Curriculum.Modules = r.count(v, 1, mostModules) }},
		{"weekly_hours", func(r *reader, v doc.Value) {
			hours, ok := v.Rat()
			if !ok || hours.Sign() <= 0 || hours.Cmp(big.NewRat(7*24, 1)) > 0 {
				r.report("out-of-range", v, diag.Say("%q is not a number of hours of a week", "%q は1週間の時間数ではありません", r.file.Text(v.Span())))
				return
			}
			r.config.Policy.Curriculum.WeeklyHours = hours
		}},
	})
}
