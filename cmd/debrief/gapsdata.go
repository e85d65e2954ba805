package main

import (
	"time"

	"github.com/debrief-dev/debrief/internal/insight"
)

// gapsJSON prints the alerts with what leads from them, and the gaps of
// detection.
func (a *app) gapsJSON(w *workspace, v *insight.Coverage, list []insight.CoveredAlert) error {
	return a.writeJSON(append(insight.Object{
		{Key: "schema", Value: schemaOf("gaps")},
		{Key: "as_of", Value: w.results.Now.Format(time.RFC3339)},
		{Key: "rev", Value: w.rev()},
	}, w.results.CoverageJSON(v, list, a.lang)...))
}
