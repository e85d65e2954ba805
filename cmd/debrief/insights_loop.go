package main

import (
	"fmt"
	"math/big"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

func loopQuestion() question {
	return question{
		name:  "loop",
		past:  true,
		short: diag.Text{En: "How far each incident has come to changing something, and whether prevention helped", Ja: "改善ループの進み具合と予防の効果"},
		text:  (*app).loopTable,
		json:  (*app).loopJSON,
		csv: asTable((*app).loopJSON,
			rowsOf{"link", "incidents/links", []string{"id", "path", "title", "next", "links.link", "links.state", "links.why"}},
			rowsOf{"effect", "effects", []string{"cause", "incidents", "bad_minutes", "closed", "open", "first_closed", "last_closed", "before", "after", "days_before", "days_after", "before_per_90_days", "after_per_90_days", "ratio", "low", "high", "despite"}},
		),
		lacks: loopLacks,
		list:  "incidents",
	}
}

// links are the marks of the outcomes of a link, for a column each.
var linkMarks = map[insight.Check]string{insight.Met: "✓", insight.Missing: "✗", insight.NotApplicable: "·"}

// noPostmortem says what to write where there is no incident.
var noPostmortem = diag.Text{
	En: `no postmortem: write one with "debrief new postmortem TITLE"`,
	Ja: "ポストモーテムがありません。「debrief new postmortem 題名」で作成してください",
}

// loopLacks says what to write where there is nothing to tell.
func loopLacks(w *workspace, f insightFlags) diag.Text {
	if len(loopsOf(w, f).All) > 0 {
		return diag.Text{}
	}
	return noPostmortem
}

func (a *app) loopTable(w *workspace, f insightFlags) error {
	loops := loopsOf(w, f)
	header := table.Row{a.in("Incident", "インシデント")}
	for _, name := range insight.LoopNames() {
		header = append(header, name.Text.In(a.lang))
	}
	t := a.newTable(append(header, a.in("Next step", "次の一手"))...)
	for _, l := range loops.All {
		row := table.Row{printable(l.Incident.Entry.ID)}
		for _, k := range l.Links {
			row = append(row, linkMarks[k.Check])
		}
		next := unknown
		if n := l.Next(); n != nil {
			next = printable(n.Why.In(a.lang))
		}
		t.AppendRow(append(row, next))
	}
	t.Render()
	fmt.Fprintf(a.stdout, "\n%s\n", diag.Say("loops closed: %d of %d (✓ there, ✗ missing, · does not apply)", "完結したループ: 全%[2]d件のうち%[1]d件（✓ あり、✗ なし、· 対象外）",
		loops.Closed, len(loops.All)).In(a.lang))
	if effects := w.results.Effects(); len(effects) > 0 && f.period == (insight.Period{}) {
		a.effectTable(effects)
	}
	return nil
}

// loopsOf gives the loops of the incidents of the period.
func loopsOf(w *workspace, f insightFlags) *insight.Loops {
	if f.period == (insight.Period{}) {
		return w.results.Loops()
	}
	return w.results.Loops().Among(w.results.In(f.period))
}

func (a *app) effectTable(effects []*insight.Effect) {
	fmt.Fprintln(a.stdout)
	t := a.newTable(a.in("Cause", "原因"), a.in("Incidents", "件数"), a.in("Since", "対策日"), a.in("In 90 days before", "対策前（90日あたり）"),
		a.in("After", "対策後"), a.in("Ratio", "比"), a.in("95 % interval", "95%信頼区間"))
	for _, e := range effects {
		since := unknown
		if e.First.Known {
			since = dayOf(e.First)
		}
		ratio, interval := a.number(e.Ratio), e.Ratio.Why.In(a.lang)
		if e.Ratio.Known {
			interval = a.bounds(e.Low, e.High)
		}
		t.AppendRow(table.Row{a.cause(e.Cause), len(e.Incidents), since, a.number(e.RateBefore), a.number(e.RateAfter), ratio, interval})
	}
	t.Render()
	despite := 0
	for _, e := range effects {
		if len(e.Despite) > 0 {
			despite++
		}
	}
	fmt.Fprintf(a.stdout, "\n%s\n", diag.Say("causes that came back despite a closed preventive action: %d", "予防アクションの完了後に再発した原因: %d件", despite).In(a.lang))
}

// bounds writes both ends of an interval with two decimals.
func (a *app) bounds(low, high insight.Figure[float64]) string {
	if !low.Known || !high.Known {
		return unknown
	}
	write := func(f float64) string {
		r := new(big.Rat)
		if r.SetFloat64(f) == nil {
			return "∞"
		}
		return insight.FormatNumber(r, 2)
	}
	return write(low.V) + "–" + write(high.V)
}

func (a *app) loopJSON(w *workspace, f insightFlags) insight.Object {
	effects := []insight.Object{} // of all time: a period has no before and after
	for _, e := range w.results.Effects() {
		effects = append(effects, e.JSON(a.lang))
	}
	return append(loopsOf(w, f).JSON(a.lang), insight.Member{Key: "effects", Value: effects})
}
