package main

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

func healthQuestion() question {
	return question{
		name:  "health",
		short: diag.Text{En: "Thresholds of health checks, and where other documents disagree", Ja: "ヘルスチェックの閾値と、他の文書との食い違い"},
		text:  (*app).healthTable,
		json:  (*app).healthJSON,
		csv: asTable((*app).healthJSON,
			rowsOf{"check", "checks", []string{"check", "path", "probe", "title", "metric", "op", "warn", "critical", "unit", "command"}},
			rowsOf{"conflict", "conflicts", []string{"check", "probe", "threshold", "path", "line", "stated_by", "other_threshold"}},
		),
		lacks: healthLacks,
		list:  "checks",
	}
}

// healthLacks says what to write where there is nothing to tell.
func healthLacks(w *workspace, _ insightFlags) diag.Text {
	if len(w.corpus.Kind("healthcheck")) > 0 {
		return diag.Text{}
	}
	return diag.Text{
		En: "no health check found: debrief new healthcheck TITLE writes one",
		Ja: "ヘルスチェックの文書がありません。debrief new healthcheck 題名 で作成できます",
	}
}

func (a *app) healthTable(w *workspace, _ insightFlags) error {
	checks := w.corpus.Kind("healthcheck")
	t := a.newTable(a.in("Health check", "ヘルスチェック"), a.in("Check", "項目"), a.in("Warning", "警告"), a.in("Critical", "危険"), a.in("Elsewhere", "食い違い"))
	probes, conflicts := 0, 0
	for _, e := range checks {
		elsewhere := map[string][]string{} // by the id of the probe
		for _, c := range w.results.Conflicts(e) {
			conflicts++
			at := fmt.Sprintf("%s:%d: %s", c.Other.File.Path, c.Other.File.Position(c.Other.Span.Start).Line, c.Other.Text())
			elsewhere[c.Probe.ID] = append(elsewhere[c.Probe.ID], printable(at))
		}
		for _, p := range e.HealthCheck.Checks {
			probes++
			t.AppendRow(table.Row{
				printable(e.ID), printable(p.Title), dash(printable(insight.ProbeLimit(p, p.Warn))), dash(printable(insight.ProbeLimit(p, p.Critical))),
				strings.Join(elsewhere[p.ID], "\n"),
			})
		}
	}
	t.Render()
	fmt.Fprintf(a.stdout, "\n%s\n", diag.Say("checks: %d; thresholds that other documents state differently: %d",
		"チェック項目%d件。他の文書と食い違う閾値: %d件", probes, conflicts).In(a.lang))
	return nil
}

// dash stands for what is not given.
func dash(text string) string {
	if text == "" {
		return unknown
	}
	return text
}

func (a *app) healthJSON(w *workspace, _ insightFlags) insight.Object {
	return w.results.HealthJSON(a.lang)
}
