package main

import (
	"fmt"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

func sloQuestion() question {
	return question{
		name:  "slo",
		short: diag.Text{En: "Objectives of services and what is left of their error budgets", Ja: "サービスの目標とエラーバジェットの残り"},
		text:  (*app).sloTable,
		json:  (*app).sloJSON,
		csv:   (*app).sloCSV,
	}
}

var noObjective = diag.Text{
	En: "no service has an objective: give one under slo: of the service, or slo_defaults in debrief.yaml",
	Ja: "目標をもつサービスがありません。サービスの slo:、または debrief.yaml の slo_defaults に書いてください",
}

// objectives gives the state of every objective, in the order of the catalogue.
func (w *workspace) objectives() []insight.ObjectiveState {
	var list []insight.ObjectiveState
	for _, s := range w.catalogue() {
		list = append(list, s.Objectives.V...)
	}
	return list
}

// budgets gives those of a period; without one, those that hold now.
func (w *workspace) budgets(f insightFlags) []insight.Budget {
	var list []insight.Budget
	if f.period == (insight.Period{}) {
		for _, o := range w.objectives() {
			list = append(list, o.Current)
		}
		return list
	}
	for _, s := range w.catalogue() {
		list = append(list, w.results.Budgets(s.Entry, f.period)...)
	}
	return list
}

func (a *app) sloTable(w *workspace, f insightFlags) error {
	budgets := w.budgets(f)
	if len(budgets) == 0 {
		a.tell(noObjective)
		return nil
	}
	t := a.newTable(a.in("Service", "サービス"), a.in("Objective", "目標"), a.in("Target", "目標値"), a.in("Period", "期間"),
		a.in("Availability", "可用性"), a.in("Budget used", "消費"), a.in("Left", "残り"), a.in("Verdict", "判定"))
	missed := 0
	for _, b := range budgets {
		if !b.Met {
			missed++
		}
		t.AppendRow(table.Row{printable(b.Service), printable(b.Objective), a.percentage(b.Target), printable(b.When().In(a.lang)), b.AvailabilityIn(a.lang),
			b.ConsumedIn(a.lang), a.minutes(b), b.Verdict().In(a.lang)})
	}
	a.right(t, 3, 5, 6, 7)
	t.Render()
	if f.period == (insight.Period{}) {
		fmt.Fprintln(a.stdout)
		a.sloMonths(w.objectives())
		a.sloSentences(w.objectives())
	} else {
		a.sloGaps(budgets)
	}
	verdict := diag.Say("objectives missed in their current period: %d of %d", "現在の期間では、全%[2]d件のうち%[1]d件の目標が未達です", missed, len(budgets))
	if f.period != (insight.Period{}) {
		verdict = diag.Say("objectives missed in %[3]s: %[1]d of %[2]d", "%[3]s では、全%[2]d件のうち%[1]d件の目標が未達です", missed, len(budgets), f.period.Label)
	}
	fmt.Fprintf(a.stdout, "\n%s\n", verdict.In(a.lang))
	return nil
}

// sloGaps says what the budgets of a period leave out.
func (a *app) sloGaps(budgets []insight.Budget) {
	lead := "\n"
	for _, b := range budgets {
		if gap := b.Gap(); gap != (diag.Text{}) {
			fmt.Fprint(a.stdout, lead+printable(diag.Say("%s %s: %s", "%s %s: %s", b.Service, b.Objective, gap).In(a.lang))+"\n")
			lead = ""
		}
	}
}

// sloMonths prints what was used of the budgets in the last twelve months.
func (a *app) sloMonths(objectives []insight.ObjectiveState) {
	head := []any{a.in("Budget used", "消費")}
	for _, b := range objectives[0].Months {
		head = append(head, b.Period.Label)
	}
	t := a.newTable(head...)
	columns := []int{}
	for _, o := range objectives {
		row := table.Row{printable(o.Current.Service + " " + o.Current.Objective)}
		for i, b := range o.Months {
			row, columns = append(row, b.ConsumedIn(a.lang)), append(columns, i+2)
		}
		t.AppendRow(row)
	}
	a.right(t, columns...)
	t.Render()
}

// sloSentences says of each objective how it stands and how fast its budget
// burns, if it does.
func (a *app) sloSentences(objectives []insight.ObjectiveState) {
	fmt.Fprintln(a.stdout)
	for _, o := range objectives {
		text := o.Sentence()
		for _, rate := range o.Burn.V {
			if rate.Rate.Sign() > 0 {
				text = diag.Say("%s; burn rate over the last %s: %s×", "%s。直近 %s のバーンレート %s 倍", text, rate.Window, insight.FormatNumber(rate.Rate, 2))
				break
			}
		}
		fmt.Fprintln(a.stdout, printable(text.In(a.lang)))
	}
}

func (a *app) sloJSON(w *workspace, f insightFlags) insight.Object {
	answer := a.sloList(w, f)
	if list := answer[0]; len(list.Value.([]insight.Object)) == 0 {
		answer = append(answer, insight.Member{Key: "why", Value: insight.Object{{Key: list.Key, Value: noObjective.In(a.lang)}}})
	}
	return answer
}

// sloList has one member, the list of budgets or of objectives.
func (a *app) sloList(w *workspace, f insightFlags) insight.Object {
	list := []insight.Object{}
	if f.period != (insight.Period{}) {
		for _, b := range w.budgets(f) {
			list = append(list, b.JSON(a.lang))
		}
		return insight.Object{{Key: "budgets", Value: list}}
	}
	for _, o := range w.objectives() {
		list = append(list, o.JSON(a.lang))
	}
	return insight.Object{{Key: "objectives", Value: list}}
}

// sloCSV has a row for each objective and period: the chosen one, else the last
// twelve months.
func (a *app) sloCSV(w *workspace, f insightFlags) [][]string {
	budgets := w.budgets(f)
	if f.period == (insight.Period{}) {
		budgets = nil
		for _, o := range w.objectives() {
			budgets = append(budgets, o.Months...)
		}
	}
	rows := [][]string{budgetHead}
	for _, b := range budgets {
		rows = append(rows, a.budgetRow(b))
	}
	return rows
}

var budgetHead = []string{"service", "objective", "kind", "period", "zone", "target_pct", "period_minutes", "bad_minutes", "availability_pct", "budget_minutes", "consumed_pct", "remaining_minutes", "met", "uncounted"}

func (a *app) budgetRow(b insight.Budget) []string {
	consumed := ""
	if b.Consumed.Known {
		consumed = plain(b.Consumed.V)
	}
	return []string{
		b.Service, b.Objective, b.Kind, b.When().In(a.lang), b.Zone.String(), plain(b.Target), plain(b.Minutes), plain(b.Bad), plain(b.Availability),
		plain(b.Allowed), consumed, plain(b.Remaining), fmt.Sprint(b.Met), fmt.Sprint(b.Uncounted),
	}
}

// catalogue gives the figures of the catalogue's services, by path.
func (w *workspace) catalogue() []*insight.Service {
	var out []*insight.Service
	for _, e := range w.corpus.Entries {
		if s := w.results.Services[e]; s != nil {
			out = append(out, s)
		}
	}
	return out
}
