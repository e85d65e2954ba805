package config

import (
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
)

// detection reads from which delay on a detection is late.
func (r *reader) detection(v doc.Value) {
	r.fields(v, []setting{
		{"threshold", func(r *reader, v doc.Value) { r.config.Policy.Detection.Threshold = r.length(v) }},
		{"inclusive", func(r *reader, v doc.Value) { r.config.Policy.Detection.Inclusive = r.yes(v) }},
	})
}

// recurrence reads how long after an incident a like one is its repeat.
func (r *reader) recurrence(v doc.Value) {
	r.fields(v, []setting{
		{"window", func(r *reader, v doc.Value) { r.config.Policy.Recurrence.Window = r.length(v) }},
	})
}

// length reads a length of time above zero: 5m, 180d, PT2H.
func (r *reader) length(v doc.Value) time.Duration {
	d, ok := facet.ParseDuration(v.Text())
	if !ok || d <= 0 {
		r.report("bad-format", v, diag.Say("%q is not a length of time such as 5m, 12h or 180d", "%q は 5m、12h、180d のような時間の長さではありません", r.file.Text(v.Span())))
		return 0
	}
	return d
}

// yes reads a boolean.
func (r *reader) yes(v doc.Value) bool { return r.word(v, "false", "true", "false") == "true" }
