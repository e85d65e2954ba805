package main

import (
	"fmt"
	"strconv"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

func readinessQuestion() question {
	return question{
		name:  "readiness",
		past:  true,
		whole: true,
		short: diag.Text{En: "The readiness checklist: sixteen items in four stages", Ja: "実践チェックリスト（4段階・16項目）"},
		text:  (*app).readinessTable,
		json:  (*app).readinessJSON,
		csv: asTable((*app).readinessJSON,
			rowsOf{"item", "items", []string{"stage", "number", "item", "target", "state", "done", "of", "share", "failing"}},
		),
	}
}

func (a *app) readinessJSON(w *workspace, _ insightFlags) insight.Object {
	return w.results.Scorecard().JSON(a.lang)
}

// checkNames names the outcomes of a check.
var checkNames = map[insight.Check]diag.Text{
	insight.Met:           {En: "met", Ja: "達成"},
	insight.Missing:       {En: "missing", Ja: "未達"},
	insight.NotApplicable: {En: "does not apply", Ja: "対象外"},
}

func (a *app) readinessTable(w *workspace, _ insightFlags) error {
	card := w.results.Scorecard()
	t := a.newTable(a.in("Stage", "段階"), a.in("Item", "項目"), a.in("Fulfilled", "実績"), a.in("Target", "目標"), a.in("State", "状態"), a.in("Missing in", "不足"))
	for stage := range insight.Stages() {
		for _, s := range card.Stage(stage + 1) {
			t.AppendRow(a.scoreRow(s))
		}
	}
	t.Render()
	fmt.Fprintf(a.stdout, "\n%s\n", a.stageSentence(card).In(a.lang))
	return nil
}

func (a *app) scoreRow(s insight.Score) table.Row {
	done := unknown
	if s.Of > 0 {
		done = diag.Say("%d of %d", "%[2]d件中%[1]d件", s.Done, s.Of).In(a.lang)
	}
	var names []string
	for _, f := range s.Failing {
		name := f.Part
		switch {
		case f.Entry != nil && name != "":
			name += " (" + f.Entry.ID + ")"
		case f.Entry != nil:
			name = f.Entry.ID
		}
		names = append(names, printable(name))
	}
	missing := few(names)
	switch why := printable(s.Why.In(a.lang)); {
	case missing == "":
		missing = why
	case why != "":
		missing = why + a.in("; ", "。") + missing
	}
	return table.Row{s.Stage, strconv.Itoa(s.Number) + " " + s.Item.In(a.lang), done, s.Target.In(a.lang), checkNames[s.Check].In(a.lang), missing}
}

// stageSentence says where the introduction stands.
func (a *app) stageSentence(card *insight.Scorecard) diag.Text {
	stage := card.Current()
	if stage == 0 {
		return diag.Text{En: "all four stages are complete", Ja: "4段階すべてが完了しています"}
	}
	return diag.Say("stage %d is not complete; incidents and runs since %s count", "第%d段階が未完了です（%s 以降のインシデントと実施が対象）",
		stage, card.From.Format("2006-01-02"))
}
