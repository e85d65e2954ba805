package main

import (
	"fmt"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

func timesQuestion() question {
	return question{
		name:  "times",
		short: diag.Text{En: "How long detection, response and recovery take, and whether that changed", Ja: "検知、対応、復旧にかかる時間とその変化"},
		text:  (*app).timesTable,
		json:  (*app).timesJSON,
		csv:   (*app).timesCSV,
		lacks: timesLacks,
		list:  "times",
	}
}

// milestoneNames are the times for people, by their names.
var milestoneNames = map[string]diag.Text{
	"detect":                     {En: "Detect", Ja: "検知まで"},
	"acknowledge":                {En: "Acknowledge, from start", Ja: "対応開始まで（発生から）"},
	"acknowledge_from_detection": {En: "Acknowledge, from detection", Ja: "対応開始まで（検知から）"},
	"mitigate":                   {En: "Mitigate", Ja: "緩和まで"},
	"resolve":                    {En: "Resolve", Ja: "復旧まで"},
}

// timesOf are the times of the chosen period with their change from the one
// before; without a period, those of all time, and the change of the last 365
// days from the 365 days before them.
type timesOf struct {
	times         []insight.TimeTo
	changes       []insight.MedianChange
	later, before insight.Period
}

func (w *workspace) times(f insightFlags) timesOf {
	r := w.results
	if f.period == (insight.Period{}) {
		later, before := r.LastYear()
		changes := insight.CompareTimes(insight.MilestoneTimes(r.In(later)), insight.MilestoneTimes(r.In(before)))
		return timesOf{insight.MilestoneTimes(r.List()), changes, later, before}
	}
	before := r.Policy.Preceding(f.period)
	times := insight.MilestoneTimes(r.In(f.period))
	return timesOf{times, insight.CompareTimes(times, insight.MilestoneTimes(r.In(before))), f.period, before}
}

// against names the periods that are compared.
func (t timesOf) against() diag.Text {
	if t.later.Label == "" {
		return diag.Text{En: "the last 365 days against the 365 days before", Ja: "直近365日とその前の365日の比較"}
	}
	return diag.Say("%s against %s", "%s と %s の比較", t.later.Label, t.before.Label)
}

// timesLacks says what to write where there is nothing to tell.
func timesLacks(w *workspace, _ insightFlags) diag.Text {
	if len(w.results.List()) > 0 {
		return diag.Text{}
	}
	return noPostmortem
}

func (a *app) timesTable(w *workspace, f insightFlags) error {
	answer := w.times(f)
	t := a.newTable(a.in("Time to", "時間"), "n", a.in("Median", "中央値"), a.in("95 % interval", "95%信頼区間"), "p25", "p75", "p90",
		a.in("Least", "最小"), a.in("Most", "最大"), a.in("Geometric", "幾何平均"), a.in("Mean (MTTx)", "平均（MTTx）"))
	for _, to := range answer.times {
		d := to.Figures
		t.AppendRow(table.Row{milestoneNames[to.Name].In(a.lang), d.N, a.coarse(d.Median), a.interval(d), a.coarse(d.P25), a.coarse(d.P75), a.coarse(d.P90),
			a.coarse(d.Min), a.coarse(d.Max), a.geometric(d), a.coarse(d.Mean)})
	}
	a.right(t, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
	t.Render()
	fmt.Fprintln(a.stdout)
	for _, line := range a.leftOut(answer.times) {
		fmt.Fprintln(a.stdout, line)
	}
	fmt.Fprintln(a.stdout, a.in("the mean is what people call MTTR: a few long incidents decide it; compare medians",
		"平均はいわゆるMTTRです。少数の長い障害で決まるため、比較には中央値を使ってください"))
	fmt.Fprintf(a.stdout, "\n%s\n", answer.against().In(a.lang))
	for i, c := range answer.changes {
		name := milestoneNames[answer.times[i].Name]
		fmt.Fprintf(a.stdout, "  %s\n", diag.Say("%s: %s", "%s: %s", name, c.Sentence()).In(a.lang))
	}
	return nil
}

func (a *app) interval(d insight.Distribution) string {
	if !d.Low.Known {
		return unknown
	}
	return a.coarse(d.Low) + "–" + a.coarse(d.High)
}

func (a *app) geometric(d insight.Distribution) string {
	if !d.Geometric.Known {
		return unknown
	}
	return a.coarse(insight.Rounded(d.Geometric.V))
}

// leftOut says which incidents the times leave out, and why.
func (a *app) leftOut(times []insight.TimeTo) []string {
	var lines []string
	for _, to := range times {
		name := milestoneNames[to.Name]
		for _, x := range []struct {
			n    int
			text diag.Text
		}{
			{to.Early, diag.Text{En: "found before the impact, not counted: %d", Ja: "影響前に検知、集計外: %d 件"}},
			{to.Ongoing, diag.Text{En: "ongoing, not counted: %d", Ja: "継続中、集計外: %d 件"}},
			{to.Missing, diag.Text{En: "time not known: %d", Ja: "時刻不明: %d 件"}},
		} {
			if x.n > 0 {
				lines = append(lines, name.In(a.lang)+": "+fmt.Sprintf(x.text.In(a.lang), x.n))
			}
		}
		if d := to.Figures; d.N > 0 && !d.Low.Known {
			lines = append(lines, name.In(a.lang)+": "+d.Low.Why.In(a.lang))
		}
	}
	return lines
}

func (a *app) timesJSON(w *workspace, f insightFlags) insight.Object {
	answer := w.times(f)
	times, months := []insight.Object{}, []insight.Object{}
	for i, to := range answer.times {
		times = append(times, append(to.JSON(a.lang), insight.Member{Key: "change", Value: answer.changes[i].JSON(a.lang)}))
	}
	for _, m := range w.results.Months(12) {
		months = append(months, m.JSON())
	}
	return insight.Object{
		{Key: "times", Value: times}, {Key: "compared", Value: answer.against().In(a.lang)}, {Key: "months", Value: months},
	}
}

// timesCSV has a row for each incident and milestone, for spreadsheets to work
// on.
func (a *app) timesCSV(w *workspace, f insightFlags) [][]string {
	rows := [][]string{{"milestone", "incident", "started_at", "severity", "seconds"}}
	for _, to := range w.times(f).times {
		for _, s := range to.Spells {
			start := ""
			if s.Incident.Start.Known {
				start = s.Incident.Start.V.Format("2006-01-02T15:04:05Z07:00")
			}
			rows = append(rows, []string{to.Name, s.Incident.Entry.ID, start, s.Incident.Entry.Severity, plain(s.Seconds)})
		}
	}
	return rows
}
