package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

func thresholdsQuestion() question {
	return question{
		name:  "thresholds",
		short: diag.Text{En: "When thresholds would have fired over recorded series", Ja: "記録した系列に対して閾値がいつ発報したか"},
		whole: true,
		flags: (*app).thresholdFlags,
		text:  (*app).thresholdsTable,
		json:  (*app).thresholdsJSON,
		csv: asTable((*app).thresholdsJSON,
			rowsOf{"rule", "series/rules/incidents", []string{"metric", "service", "label", "path", "unit", "timezone", "from", "to", "values", "rules.id", "rules.name", "rules.role", "rules.false_values", "rules.false_alerts", "rules.false_alerts_per_week", "rules.weeks", "rules.incidents.id", "rules.incidents.first_alert_at", "rules.incidents.lead_minutes"}},
		),
	}
}

// exports are the forms of the table of thresholds.
var exports = []string{"csv", "json", "prometheus"}

func (a *app) thresholdFlags(cmd *cobra.Command, f *insightFlags) {
	cmd.Flags().StringVar(&f.metric, "metric", "", a.in("only series of `METRIC`", "`METRIC` の系列だけ"))
	cmd.Flags().StringVar(&f.service, "service", "", a.in("only series of the service `ID`", "サービス `ID` の系列だけ"))
	cmd.Flags().StringVar(&f.export, "export", "", a.in(
		"print the thresholds of every hour of the week as `FORM`: csv, json or prometheus (recording rules)",
		"曜日・時間帯ごとの閾値を `FORM`（csv、json、prometheus の記録ルール）で出力する"))
	complete(cmd, "export", exports...)
}

// replays are the series that the flags choose.
func (w *workspace) replays(f insightFlags) []*insight.SeriesReplay {
	list := w.results.Thresholds().Series
	if f.metric != "" || f.service != "" {
		list = w.results.Thresholds().Find(f.metric, f.service)
	}
	return list
}

func (a *app) thresholdsTable(w *workspace, f insightFlags) error {
	list := w.replays(f)
	a.tell(w.results.UnreadSeries())
	switch {
	case len(w.corpus.Series) == 0:
		a.tell(w.results.NoSeries())
		return nil
	case len(list) == 0:
		return a.noSuchSeries(w, f)
	case f.export != "":
		return a.exportThresholds(w, list, f.export)
	}
	for i, p := range list {
		if i > 0 {
			fmt.Fprintln(a.stdout)
		}
		a.replay(p)
	}
	return nil
}

// noSuchSeries is the complaint about flags that choose no series.
func (a *app) noSuchSeries(w *workspace, f insightFlags) error {
	var names []string
	for _, s := range w.corpus.Series {
		if name := printable(s.Metric); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return &usageError{
		message: diag.Say("no series of %q", "%q の系列はありません", strings.Trim(f.metric+" · "+f.service, " ·")),
		hint:    diag.Say("there are series of %s", "記録されている系列: %s", few(names)),
	}
}

func (a *app) replay(p *insight.SeriesReplay) {
	fmt.Fprintf(a.stdout, "%s\n%s\n\n", printable(p.Label()), diag.Say("%s from %s to %s (%s)", "%[2]s～%[3]s（%[4]s）、%[1]s",
		diag.Amount(len(p.Series.Values), "value", "values", "点"), p.From.Format("2006-01-02 15:04"), p.To.Format("2006-01-02 15:04"), p.Zone).In(a.lang))
	t := a.newTable(a.in("Rule", "ルール"), a.in("Incident", "インシデント"), a.in("First alert", "最初の発報"), a.in("Before detection", "検知より前"),
		a.in("False alerts", "誤報"), a.in("A week", "週あたり"), a.in("False values", "誤報の点数"))
	for _, r := range p.Rules {
		a.ruleRows(t, r)
	}
	var right []table.ColumnConfig
	for n := 4; n <= 7; n++ {
		right = append(right, table.ColumnConfig{Number: n, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(right)
	t.Render()
	fmt.Fprintln(a.stdout)
	for _, words := range p.Words() {
		fmt.Fprintln(a.stdout, printable(words.In(a.lang)))
	}
	if p.Trend.Known {
		fmt.Fprintln(a.stdout, printable(p.Trend.V.Words().In(a.lang)))
	} else {
		fmt.Fprintln(a.stdout, diag.Say("no trend: %s", "トレンドなし: %s", p.Trend.Why).In(a.lang))
	}
}

// ruleRows adds a row for each incident, with the false alerts in the first.
func (a *app) ruleRows(t table.Writer, r insight.RuleReplay) {
	name := printable(r.Name.In(a.lang))
	if r.Role == insight.Proposed {
		name = "* " + name
	}
	if r.Why.En != "" {
		t.AppendRow(table.Row{name, unknown, unknown, unknown, unknown, unknown, unknown})
		return
	}
	week := unknown
	if r.PerWeek.Known {
		week = insight.FormatNumber(r.PerWeek.V, 2)
	}
	last := table.Row{r.FalseAlerts, week, r.FalseValues}
	if len(r.Alerts) == 0 {
		t.AppendRow(append(table.Row{name, unknown, unknown, unknown}, last...))
	}
	for i, alert := range r.Alerts {
		first := unknown
		if alert.First.Known {
			first = alert.First.V.Format("2006-01-02 15:04")
		}
		row := table.Row{name, printable(alert.Window.Incident.Entry.ID), first, a.duration(alert.Lead)}
		if i == 0 {
			row = append(row, last...)
		}
		t.AppendRow(row)
		name = ""
	}
}

func (a *app) thresholdsJSON(w *workspace, f insightFlags) insight.Object {
	list := []insight.Object{}
	for _, p := range w.replays(f) {
		list = append(list, p.JSON(a.lang))
	}
	answer := insight.Object{{Key: "unread", Value: w.results.SeriesRead().Unread}, {Key: "series", Value: list}}
	if len(w.corpus.Series) == 0 {
		answer = append(answer, insight.Member{Key: "why", Value: insight.Object{{Key: "series", Value: w.results.NoSeries().In(a.lang)}}})
	}
	return answer
}

func (a *app) exportThresholds(w *workspace, list []*insight.SeriesReplay, form string) error {
	switch form {
	case "csv":
		return insight.WriteThresholdCSV(a.stdout, list)
	case "prometheus":
		return insight.WriteThresholdRules(a.stdout, list)
	case "json":
		tables := []insight.Object{}
		for _, p := range list {
			tables = append(tables, p.TableJSON())
		}
		return a.writeJSON(insight.Object{
			{Key: "schema", Value: schemaOf("thresholds")},
			{Key: "as_of", Value: w.results.Now.Format(time.RFC3339)},
			{Key: "rev", Value: w.rev()},
			{Key: "series", Value: tables},
		})
	}
	return &usageError{message: diag.Say("unknown export %q: use csv, json or prometheus", "--export %q はありません。csv、json、prometheus のいずれかを指定してください", form)}
}
