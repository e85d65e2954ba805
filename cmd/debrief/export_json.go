package main

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

func jsonExport() exportFormat {
	return exportFormat{
		name:    "json",
		short:   diag.Text{En: "everything: the fields of all documents, their links, figures, action items, calendar and answers", Ja: "すべての文書の項目とリンク、数値、アクション、予定、分析結果"},
		example: "--format json --out debrief.json",
		past:    true,
		write:   (*app).exportJSON,
	}
}

// exportJSON writes the whole model. Its members are those of the commands that
// show a part of it; the version of the schema is raised when one of them goes
// or changes its meaning, not when one is added.
func (a *app) exportJSON(w *workspace, _ exportChoice, out io.Writer) error {
	list := w.results.List()
	figures, actions, agenda := make([]insight.Object, len(list)), []insight.Object{}, []insight.Object{}
	for i, in := range list {
		figures[i] = in.Record(a.lang)
	}
	for _, x := range w.results.AllActions() {
		actions = append(actions, x.JSON(a.lang))
	}
	for _, x := range w.results.Agenda() {
		agenda = append(agenda, x.JSON())
	}
	coverage := insight.Cover(w.corpus)
	answers := insight.Object{}
	for _, q := range questions() {
		answers = append(answers, insight.Member{Key: q.name, Value: q.json(a, w, insightFlags{})})
	}
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	err := enc.Encode(insight.Object{
		{Key: "schema", Value: schemaOf("export")},
		{Key: "as_of", Value: w.results.Now.Format(time.RFC3339)},
		{Key: "rev", Value: w.rev()},
		{Key: "site", Value: w.siteObject()},
		{Key: "documents", Value: w.documentObjects()},
		{Key: "data", Value: w.dataObject()},
		{Key: "incidents", Value: figures},
		{Key: "totals", Value: insight.Total(list).JSON(a.lang)},
		{Key: "actions", Value: actions},
		{Key: "calendar", Value: agenda},
		{Key: "gaps", Value: w.results.CoverageJSON(coverage, coverage.ByName(w.corpus), a.lang)},
		{Key: "insights", Value: answers},
	})
	if err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	return nil
}

func (w *workspace) siteObject() insight.Object {
	c := w.config
	return insight.Object{
		{Key: "title", Value: c.Title},
		{Key: "language", Value: c.Language},
		{Key: "timezone", Value: c.Corpus.Facet.Zone.String()},
		{Key: "currency", Value: c.Policy.Currency},
		{Key: "base_url", Value: nullable(c.BaseURL)},
		{Key: "repo_url", Value: nullable(c.RepoURL)},
	}
}

// nullable is a text, null if there is none.
func nullable(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// documentObjects gives the documents by path.
func (w *workspace) documentObjects() []insight.Object {
	list := make([]insight.Object, len(w.corpus.Entries))
	for i, e := range w.corpus.Entries {
		list[i] = w.results.DocumentJSON(e)
	}
	return list
}

// dataObject counts what the data files hold. Their rows are what they are:
// whoever wants them reads the files.
func (w *workspace) dataObject() insight.Object {
	series := make([]insight.Object, len(w.corpus.Series))
	for i, s := range w.corpus.Series {
		series[i] = insight.Object{
			{Key: "path", Value: s.Path}, {Key: "metric", Value: s.Metric}, {Key: "label", Value: nullable(s.Label)},
			{Key: "service", Value: nullable(s.Service)}, {Key: "values", Value: len(s.Times)},
		}
	}
	read := w.corpus.AlertLogRead
	return insight.Object{
		{Key: "alert_log", Value: insight.Object{{Key: "files", Value: read.Files}, {Key: "alerts", Value: len(w.corpus.AlertLog)}, {Key: "unread", Value: read.Unread}}},
		{Key: "series", Value: series},
	}
}
