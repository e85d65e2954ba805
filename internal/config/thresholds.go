package config

import (
	"math"
	"path"
	"strconv"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
)

// dynamicThreshold reads how thresholds are learned from a recorded series.
func (r *reader) dynamicThreshold(v doc.Value) {
	p := &r.config.Policy.Thresholds
	r.fields(v, []setting{
		{"sigma", func(r *reader, v doc.Value) { p.Sigma = r.decimal(v, 0.5, 10) }},
		{"min_weeks", func(r *reader, v doc.Value) { p.MinWeeks = r.count(v, 2, 520) }},
		{"persist", func(r *reader, v doc.Value) { p.Persist = r.count(v, 1, 1000) }},
		{"method", func(r *reader, v doc.Value) { p.Method = r.word(v, "sigma", "sigma", "mad") }},
		{"lead_in", func(r *reader, v doc.Value) { p.LeadIn = r.length(v) }},
		{"contamination", func(r *reader, v doc.Value) { p.Contamination = r.decimal(v, 0.00001, 0.5) }},
	})
}

// trend reads how the way of a metric to its limit is forecast.
func (r *reader) trend(v doc.Value) {
	p := &r.config.Policy.Trend
	r.fields(v, []setting{
		{"window", func(r *reader, v doc.Value) { p.Window = r.length(v) }},
		{"slow_window", func(r *reader, v doc.Value) { p.SlowWindow = r.length(v) }},
		{"slow", (*reader).slowMetrics},
		{"lead", func(r *reader, v doc.Value) { p.Lead = r.length(v) }},
		{"persist", func(r *reader, v doc.Value) { p.Persist = r.count(v, 1, 1000) }},
	})
}

// slowMetrics reads globs of names.
func (r *reader) slowMetrics(v doc.Value) {
	globs := []string{} // not nil: none is slow
	for _, glob := range r.texts(v) {
		if _, err := path.Match(glob, ""); err != nil || glob == "" {
			r.report("bad-format", v, diag.Say("%q is not a glob of names of metrics", "%q はメトリクス名のグロブではありません", glob))
			continue
		}
		globs = append(globs, glob)
	}
	r.config.Policy.Trend.Slow = globs
}

// count reads a whole number between two bounds.
func (r *reader) count(v doc.Value, least, most int) int {
	n, err := strconv.Atoi(v.Text())
	if err != nil || n < least || n > most {
		r.report("out-of-range", v, diag.Say("%q is not a whole number from %d to %d", "%q は %d から %d までの整数ではありません", r.file.Text(v.Span()), least, most))
		return least
	}
	return n
}

// decimal reads a number between two bounds.
func (r *reader) decimal(v doc.Value, least, most float64) float64 {
	n, err := strconv.ParseFloat(v.Text(), 64)
	if err != nil || math.IsNaN(n) || n < least || n > most {
		show := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
		r.report("out-of-range", v, diag.Say("%q is not a number from %s to %s", "%q は %s から %s までの数値ではありません", r.file.Text(v.Span()), show(least), show(most)))
		return least
	}
	return n
}
