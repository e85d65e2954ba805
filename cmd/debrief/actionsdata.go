package main

import (
	"fmt"
	"strconv"
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

// actionsCSV prints a line for each item, in the columns of the JSON.
func (a *app) actionsCSV(items []*insight.Action, format string) error {
	out := a.newCSV(format)
	for i, x := range items {
		var names, cells []string
		for _, m := range x.JSON(a.lang) {
			if m.Key == "why" {
				continue
			}
			names, cells = append(names, m.Key), append(cells, cell(m.Value))
		}
		if i == 0 {
			out.record(names...)
		}
		out.record(cells...)
	}
	if len(items) == 0 {
		out.record(insight.ActionKeys()...)
	}
	return out.close()
}

// cell writes a value of a flat object; null is empty.
func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	}
	return fmt.Sprint(v)
}
