package main

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

func slaQuestion() question {
	return question{
		name:  "sla",
		short: diag.Text{En: "Report of a month for each service: objectives, downtime, what is excluded", Ja: "サービスごとの月次SLA報告。目標、停止時間、除外した時間"},
		text:  (*app).slaTable,
		json:  (*app).slaJSON,
		csv:   (*app).slaCSV,
		lacks: slaLacks,
		list:  "reports",
	}
}

// slaLacks says what to write where no service has an objective.
func slaLacks(w *workspace, f insightFlags) diag.Text {
	if len(w.slaReports(f)) == 0 {
		return noObjective
	}
	return diag.Text{}
}

// slaReports gives a report for each service with an objective, of the chosen
// period, else of the month before now.
func (w *workspace) slaReports(f insightFlags) []*insight.SLAReport {
	period := f.period
	if period == (insight.Period{}) {
		period = w.results.LastMonth()
	}
	var list []*insight.SLAReport
	for _, s := range w.catalogue() {
		if s.Objectives.Known {
			list = append(list, w.results.SLA(s.Entry, period))
		}
	}
	return list
}

func (a *app) slaTable(w *workspace, f insightFlags) error {
	reports := w.slaReports(f)
	for i, r := range reports {
		if i > 0 {
			fmt.Fprintln(a.stdout)
		}
		a.slaReport(r)
	}
	return nil
}

func (a *app) slaReport(r *insight.SLAReport) {
	running := ""
	if r.Running {
		running = a.in(", not over yet", "、期間中")
	}
	fmt.Fprintf(a.stdout, "%s  %s (%s%s)\n\n", printable(r.Service.Title), r.Period.Label, r.Zone, running)
	t := a.newTable(a.in("Objective", "目標"), a.in("Kind", "種別"), a.in("Target", "目標値"), a.in("Availability", "可用性"), a.in("Down", "停止"), a.in("Verdict", "判定"))
	for _, b := range r.Budgets {
		t.AppendRow(table.Row{printable(b.Objective), strings.ToUpper(b.Kind), a.percentage(b.Target), b.AvailabilityIn(a.lang), a.bad(b), b.Verdict().In(a.lang)})
	}
	a.right(t, 3, 4, 5)
	t.Render()
	if len(r.Downtime) > 0 || len(r.Uncounted) == 0 {
		a.downtime(r, diag.Text{En: "Downtime", Ja: "停止時間"}, r.Downtime)
	} else {
		fmt.Fprintf(a.stdout, "\n%s\n", diag.Say("Downtime: not known (%d not counted)", "停止時間: 不明（未算入%d件）", len(r.Uncounted)).In(a.lang))
	}
	a.downtime(r, diag.Text{En: "Excluded from agreements", Ja: "SLAから除外した時間"}, r.Excluded)
	for _, in := range r.Uncounted {
		fmt.Fprintf(a.stdout, "\n%s\n", diag.Say("%s is not counted: its extent is not known", "%s は範囲が不明なため含めていません", printable(in.Entry.ID)).In(a.lang))
	}
}

// bad is the bad time of a budget.
func (a *app) bad(b insight.Budget) string {
	return a.coarse(insight.Quantity{V: new(big.Rat).Mul(b.Bad, big.NewRat(60, 1)), Known: true})
}

func (a *app) downtime(r *insight.SLAReport, title diag.Text, list []insight.Downtime) {
	fmt.Fprintln(a.stdout)
	if len(list) == 0 {
		fmt.Fprintln(a.stdout, diag.Say("%s: none", "%s: なし", title).In(a.lang))
		return
	}
	t := a.newTable(title.In(a.lang), a.in("From", "開始"), a.in("To", "終了"), a.in("Length", "時間"), a.in("Weighted", "加重"), a.in("Title", "件名"))
	for _, d := range list {
		to := d.To.In(r.Zone).Format(stamp)
		if d.Live {
			to = a.in("ongoing", "継続中")
		}
		t.AppendRow(table.Row{printable(d.Incident.Entry.ID), d.From.In(r.Zone).Format(stamp), to,
			a.coarse(insight.Quantity{V: d.Seconds, Known: true}), a.coarse(insight.Quantity{V: d.Bad, Known: true}), printable(short(d.Incident.Entry.Title, 48))})
	}
	a.right(t, 4, 5)
	t.Render()
}

const stamp = "2006-01-02 15:04"

func (a *app) slaJSON(w *workspace, f insightFlags) insight.Object {
	list := []insight.Object{}
	for _, r := range w.slaReports(f) {
		list = append(list, r.JSON(a.lang))
	}
	return insight.Object{{Key: "reports", Value: list}}
}

// slaCSV has a row for each objective, and one for each incident below it.
func (a *app) slaCSV(w *workspace, f insightFlags) [][]string {
	rows := [][]string{append(append([]string{"row"}, budgetHead...), "incident", "from", "to", "down_minutes", "title")}
	for _, r := range w.slaReports(f) {
		for _, b := range r.Budgets {
			rows = append(rows, append(append([]string{"objective"}, a.budgetRow(b)...), "", "", "", "", ""))
		}
		for _, group := range []struct {
			name string
			list []insight.Downtime
		}{{"downtime", r.Downtime}, {"excluded", r.Excluded}} {
			for _, d := range group.list {
				row := make([]string, len(rows[0]))
				row[0], row[1], row[4], row[5] = group.name, r.Service.ID, r.Period.Label, r.Zone.String()
				row[8] = plain(new(big.Rat).Quo(d.Bad, big.NewRat(60, 1)))
				copy(row[len(row)-5:], []string{d.Incident.Entry.ID, d.From.In(r.Zone).Format(time.RFC3339), d.To.In(r.Zone).Format(time.RFC3339),
					plain(new(big.Rat).Quo(d.Seconds, big.NewRat(60, 1))), d.Incident.Entry.Title})
				rows = append(rows, row)
			}
		}
	}
	return rows
}
