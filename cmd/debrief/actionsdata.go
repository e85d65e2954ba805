package main

import (
	"time"

	"github.com/debrief-dev/debrief/internal/insight"
)

// actionsJSON prints the items and the figures of all of them.
func (a *app) actionsJSON(w *workspace, items []*insight.Action, f insight.AgeingFigures) error {
	list := make([]insight.Object, len(items))
	for i, x := range items {
		list[i] = x.JSON(a.lang)
	}
	return a.writeJSON(insight.Object{
		{Key: "schema", Value: schemaOf("actions")},
		{Key: "as_of", Value: w.results.Now.Format(time.RFC3339)},
		{Key: "rev", Value: w.rev()},
		{Key: "actions", Value: list},
		{Key: "totals", Value: f.JSON(a.lang)},
	})
}
