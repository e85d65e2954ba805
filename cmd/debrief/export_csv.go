package main

import (
	"io"
	"slices"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

// exportTable is one that --table chooses, with its rows, the first of which is
// the head.
type exportTable struct {
	name string
	rows func(a *app, w *workspace, list []*insight.Incident) [][]string
}

// exportTables are all of them; the first is the default.
func exportTables() []exportTable {
	return []exportTable{
		{"incidents", func(_ *app, _ *workspace, list []*insight.Incident) [][]string { return insight.IncidentRows(list) }},
		{"actions", func(a *app, w *workspace, _ []*insight.Incident) [][]string {
			return insight.ActionRows(w.results.AllActions(), a.lang)
		}},
		{"calendar", func(_ *app, w *workspace, _ []*insight.Incident) [][]string {
			return insight.AgendaRows(w.results.Agenda())
		}},
		{"documents", func(_ *app, w *workspace, _ []*insight.Incident) [][]string { return insight.DocumentRows(w.corpus) }},
	}
}

func tableNames() []string {
	var names []string
	for _, t := range exportTables() {
		names = append(names, t.name)
	}
	return names
}

func csvExport(name string) exportFormat {
	f := exportFormat{
		name:    name,
		short:   diag.Text{En: "a table for spreadsheets, units in its headings: --table " + list(tableNames(), ", "), Ja: "見出しに単位のある表: --table " + list(tableNames(), "、")},
		example: "--format csv --table actions --out actions.csv",
		past:    true,
	}
	if name == "csv-bom" {
		f.short = diag.Text{En: "the same with a byte order mark, for Excel", Ja: "BOM 付きの csv（Excel 用）"}
		f.example = "--format csv-bom --period FY2025-Q4 --out incidents.csv"
	}
	f.write = func(a *app, w *workspace, c exportChoice, out io.Writer) error {
		tables := exportTables()
		i := 0
		if c.table != "" {
			i = slices.IndexFunc(tables, func(t exportTable) bool { return t.name == c.table })
		}
		if i < 0 {
			return &usageError{message: diag.Say("unknown table %q: use %s", "表 %q はありません。使える値: %s", c.table, list(tableNames(), ", "))}
		}
		if i > 0 && c.period != "" {
			return &usageError{message: diag.Say("--period is for --table incidents, not for %s", "--period は --table incidents だけで使えます（%s では使えません）", c.table)}
		}
		incidents, err := w.incidents(nil, c.period)
		if err != nil {
			return err
		}
		return writeCSV(out, name, tables[i].rows(a, w, incidents))
	}
	return f
}
