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

// actionRows gives a row for each item, below the head, in the columns of the
// JSON.
func (a *app) actionRows(items []*insight.Action) [][]string {
	rows := [][]string{insight.ActionKeys()}
	for _, x := range items {
		rows = append(rows, cellsOf(x.JSON(a.lang)))
	}
	return rows
}

// cellsOf are the values of a flat object, its reasons left out.
func cellsOf(o insight.Object) []string {
	var cells []string
	for _, m := range o {
		if m.Key != "why" {
			cells = append(cells, cell(m.Value))
		}
	}
	return cells
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
