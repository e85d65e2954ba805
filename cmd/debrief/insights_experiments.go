package main

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
)

func experimentsQuestion() question {
	return question{
		name:  "experiments",
		short: diag.Text{En: "Causes that experiments exercise, and recovery drills against their objectives", Ja: "実験で確かめた原因と、復旧訓練の目標との比較"},
		text:  (*app).experimentsTable,
		json:  (*app).experimentsJSON,
		csv: asTable((*app).experimentsJSON,
			rowsOf{"cause", "causes", []string{"cause", "covered", "bad_minutes", "unknown_extent", "incidents", "experiments", "suggested"}},
			rowsOf{"drill", "drills", []string{"service", "experiment", "on", "result", "outdated", "rto_seconds", "recovered_seconds", "rto_met", "rpo_seconds", "data_lost_seconds", "rpo_met"}},
		),
	}
}

func (a *app) experimentsTable(w *workspace, _ insightFlags) error {
	x := w.results.Exercises()
	if len(x.Causes) == 0 && len(x.Drills) == 0 {
		a.tell(diag.Text{
			En: "no incident of the last 24 months names a cause by a word: give root_causes: in the postmortems",
			Ja: "直近24か月のインシデントに原因語がありません。ポストモーテムに root_causes: を書いてください",
		})
		return nil
	}
	if len(x.Causes) > 0 {
		a.causeTable(x)
	}
	if len(x.Drills) > 0 {
		a.drillTable(x.Drills)
	}
	return nil
}

func (a *app) causeTable(x *insight.Exercises) {
	t := a.newTable(a.in("Cause", "原因"), a.in("Incidents", "件数"), a.in("Bad minutes", "停止分"), a.in("Covered", "確認"), a.in("Experiments", "実験"), a.in("Suggested", "提案"))
	for _, c := range x.Causes {
		covered := a.in("no", "未")
		if c.Covered {
			covered = a.in("yes", "済")
		}
		var names []string
		for _, e := range c.Exercises {
			name := printable(e.Experiment.ID)
			if e.State != insight.Current {
				name = diag.Say("%s (%s)", "%s（%s）", name, exerciseStates[e.State]).In(a.lang)
			}
			names = append(names, name)
		}
		var types []string
		for _, t := range c.Suggested {
			types = append(types, a.named(t, experimentTypes))
		}
		suggested := strings.Join(types, a.in(", ", "、"))
		if !c.Covered && len(c.Exercises) > 0 {
			suggested = a.in("run what there is", "既存の実験を実施")
		}
		t.AppendRow(table.Row{a.cause(c.Word), len(c.Incidents), insight.FormatNumber(c.Minutes, 1), covered, few(names), suggested})
	}
	t.Render()
	fmt.Fprintf(a.stdout, "\n%s\n", a.coverageSentence(x).In(a.lang))
}

// exerciseStates names the states of experiments that do not cover a cause.
var exerciseStates = map[insight.Exercised]diag.Text{
	insight.Untried:  {En: "no result yet", Ja: "結果なし"},
	insight.Outdated: {En: "too long ago", Ja: "期限切れ"},
}

func (a *app) coverageSentence(x *insight.Exercises) diag.Text {
	if !x.Weighted.Known {
		return diag.Say("causes that an experiment covers: %d of %d", "%[2]d件の原因のうち%[1]d件が実験で確認済みです", x.Covered, len(x.Causes))
	}
	percent := insight.FormatPercent(new(big.Rat).Mul(x.Weighted.V, big.NewRat(100, 1)), 1, a.lang)
	return diag.Say("causes that an experiment covers: %d of %d, and with them %s of the bad minutes",
		"%[2]d件の原因のうち%[1]d件、停止時間では%[3]sが実験で確認済みです", x.Covered, len(x.Causes), percent)
}

func (a *app) drillTable(drills []*insight.Drill) {
	fmt.Fprintln(a.stdout)
	t := a.newTable(a.in("Service", "サービス"), a.in("Drill", "訓練"), a.in("On", "実施日"), "RTO", a.in("Recovered in", "復旧時間"), "RPO", a.in("Data lost", "失われたデータ"), a.in("Verdict", "判定"))
	for _, d := range drills {
		name, on := unknown, unknown
		if d.Run.Known {
			name, on = printable(d.Experiment.ID), dayOf(d.Run.V.On)
			if d.Outdated {
				on += a.in(" (over a year ago)", "（1年以上前）")
			}
		}
		t.AppendRow(table.Row{printable(d.Service.ID), name, on, a.duration(d.RTO), a.duration(d.Recovered), a.duration(d.RPO), a.duration(d.Lost), a.drillVerdict(d)})
	}
	t.Render()
}

func dayOf(d facet.Date) string {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// drillVerdict says what was met, or what is missing to tell.
func (a *app) drillVerdict(d *insight.Drill) string {
	var parts []string
	for _, objective := range []struct {
		name string
		met  insight.Figure[bool]
	}{{"RTO", d.RTOMet}, {"RPO", d.RPOMet}} {
		switch {
		case !objective.met.Known:
			parts = append(parts, objective.met.Why.In(a.lang))
		case objective.met.V:
			parts = append(parts, objective.name+a.in(" met", "達成"))
		default:
			parts = append(parts, objective.name+a.in(" missed", "未達"))
		}
	}
	if parts[0] == parts[1] {
		parts = parts[:1]
	}
	return printable(strings.Join(parts, a.in("; ", "、")))
}

func (a *app) experimentsJSON(w *workspace, _ insightFlags) insight.Object {
	return w.results.Exercises().JSON(a.lang)
}
