package main

import (
	"fmt"
	"strconv"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

func repeatsQuestion() question {
	return question{
		name:  "repeats",
		short: diag.Text{En: "What comes back, how often, and what would have prevented it", Ja: "再発した障害、その割合、防げたはずの対策"},
		text:  (*app).repeatsTable,
		json:  (*app).repeatsJSON,
		csv:   (*app).repeatsCSV,
		past:  true,
	}
}

func (a *app) repeatsTable(w *workspace, f insightFlags) error {
	x := w.results.Recurring(f.period)
	if x.All.Incidents == 0 {
		a.tell(w.noRepeats(f.period))
		return nil
	}
	if len(x.Avoidable) > 0 {
		fmt.Fprintln(a.stdout, a.in("Avoidable repeats", "防げたはずの再発"))
		for _, one := range x.Avoidable {
			fmt.Fprintf(a.stdout, "  %s: %s\n", printable(one.Repeat.Entry.ID), printable(one.Sentence().In(a.lang)))
		}
		fmt.Fprintln(a.stdout)
	}
	fmt.Fprintf(a.stdout, "%s\n\n", x.All.Sentence().In(a.lang))
	a.repeatRates(a.in("Cause", "原因"), x.ByCause, a.cause)
	a.repeatRates(a.in("Service", "サービス"), x.ByService, printable)
	for _, q := range x.Quiet {
		fmt.Fprintln(a.stdout, diag.Say("%s: %s without a repeat", "%s: 再発なし %s", a.cause(q.Cause), diag.Amount(q.Days, "day", "days", "日")).In(a.lang))
	}
	if x.Between.Median.Known {
		fmt.Fprintf(a.stdout, "\n%s\n", diag.Say("median time until a repeat: %s (n=%d)", "再発までの日数の中央値: %s（n=%d）", a.days(x.Between.Median), x.Between.N).In(a.lang))
	}
	return nil
}

// noRepeats says why no incident of a period counts.
func (w *workspace) noRepeats(p insight.Period) diag.Text {
	list := w.results.List()
	if p != (insight.Period{}) {
		list = w.results.In(p)
	}
	near := 0
	for _, in := range list {
		if in.Entry.Status == "near_miss" {
			near++
		}
	}
	switch {
	case near == 0:
		return diag.Text{En: "no incident found", Ja: "インシデントはありません"}
	case near < len(list):
		return diag.Text{En: "no incident has begun: near misses and what is to come do not count", Ja: "発生済みのインシデントはありません（ヒヤリハットと未来の日時のものは数えません）"}
	}
	return diag.Say("no incident found: near misses do not count (%d here)", "インシデントはありません（ヒヤリハット%d件は数えません）", near)
}

func (a *app) repeatRates(name string, list []insight.RepeatRate, write func(string) string) {
	if len(list) == 0 {
		return
	}
	t := a.newTable(name, a.in("Incidents", "件数"), a.in("Repeats", "再発"), a.in("Stated", "うち明記"), a.in("Rate", "再発率"), a.in("95 % interval", "95%信頼区間"))
	why := diag.Text{}
	for _, x := range list {
		share, bounds := unknown, unknown
		if x.Share.Known {
			share, bounds = a.shareOf(x.Share), x.Bounds(a.lang)
		} else {
			why = x.Share.Why
		}
		t.AppendRow(table.Row{write(x.Name), x.Incidents, x.Repeats, x.Stated, share, bounds})
	}
	a.right(t, 2, 3, 4, 5, 6)
	t.Render()
	if why != (diag.Text{}) {
		fmt.Fprintf(a.stdout, "%s %s\n", unknown, why.In(a.lang))
	}
	fmt.Fprintln(a.stdout)
}

func (a *app) repeatsJSON(w *workspace, f insightFlags) insight.Object {
	return w.results.Recurring(f.period).JSON(a.lang)
}

// repeatsCSV has a row for each repeat.
func (a *app) repeatsCSV(w *workspace, f insightFlags) [][]string {
	x := w.results.Recurring(f.period)
	avoidable := map[*insight.Incident]insight.Avoidable{}
	for _, one := range x.Avoidable {
		avoidable[one.Repeat] = one
	}
	rows := [][]string{{"incident", "repeats", "stated", "because", "open_action", "days_overdue"}}
	for _, p := range x.Pairs {
		row := []string{p.Repeat.Entry.ID, p.Earlier.Entry.ID, strconv.FormatBool(p.Stated), p.Why().In(a.lang), "", ""}
		if one, ok := avoidable[p.Repeat]; ok {
			row[4] = one.Actions[0].Action.Item.Text
			if late := one.Actions[0].Overdue; late.Known {
				row[5] = strconv.Itoa(late.V)
			}
		}
		rows = append(rows, row)
	}
	return rows
}
