package main

import (
	"fmt"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

// detectionTables prints the incidents with a detection gap, then the metrics
// to add next. Nothing is printed without incidents.
func (a *app) detectionTables(gaps *insight.Gaps) {
	if len(gaps.All) == 0 {
		return
	}
	found := gaps.Found()
	if len(found) > 0 {
		fmt.Fprintln(a.stdout)
		t := a.newTable(a.in("Incident", "インシデント"), a.in("Gap", "監視の盲点"), a.in("Would have shown it", "捉えられた指標"), a.in("Recommended", "推奨される指標"))
		for _, g := range found {
			t.AppendRow(table.Row{printable(g.Incident.Entry.ID), printable(g.Why().In(a.lang)), missedMetrics(g), printable(few(g.Recommended))})
		}
		t.Render()
	}
	fmt.Fprintf(a.stdout, "\n%s\n", diag.Say(
		"detection gaps: %d of %s", "監視の盲点: 全%[2]sのうち%[1]d件", len(found), diag.Amount(len(gaps.All), "incident", "incidents", "件")).In(a.lang))
	if len(gaps.Next) > 0 {
		a.nextMetrics(gaps.Next)
	}
}

// missedMetrics lists the metrics that would have shown an incident.
func missedMetrics(g *insight.Gap) string {
	if len(g.Missed) == 0 {
		return unknown
	}
	names := make([]string, len(g.Missed))
	for i, s := range g.Missed {
		names[i] = printable(s.Metric)
	}
	return few(names)
}

// mostNext is how many of the metrics to add next the table has.
const mostNext = 15

func (a *app) nextMetrics(next []insight.NextMetric) {
	fmt.Fprintf(a.stdout, "\n%s\n\n", a.in("What to monitor next:", "次に監視すべき指標:"))
	t := a.newTable(a.in("Metric", "指標"), a.in("Shows", "対象"), a.in("Incidents", "件数"), a.in("Undetected", "未検知の時間"), a.in("Bad minutes", "停止分"))
	for _, n := range next[:min(len(next), mostNext)] {
		shows := a.in("their causes", "原因・前兆")
		if len(n.Missed) == 0 {
			shows = a.in("their category", "カテゴリー")
		}
		delay := insight.FormatDuration(n.Delay, a.lang)
		if n.Undated > 0 {
			delay += diag.Say(" + %d unknown", "＋不明 %d件", n.Undated).In(a.lang)
		}
		t.AppendRow(table.Row{printable(n.Metric), shows, len(n.Incidents()), delay, insight.FormatNumber(n.BadMinutes, 1)})
	}
	t.Render()
	if more := len(next) - mostNext; more > 0 {
		fmt.Fprintf(a.stdout, "%s\n", diag.Say("and %d more", "ほか %d件", more).In(a.lang))
	}
}
