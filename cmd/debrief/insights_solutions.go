package main

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

func solutionsQuestion() question {
	return question{
		name:  "solutions",
		whole: true,
		short: diag.Text{En: "Which remedies helped, with how many tries and how sure that is", Ja: "対処の成功回数と確からしさ"},
		text:  (*app).solutionsTable,
		lacks: solutionsLacks,
		list:  "remedies",
		json:  (*app).solutionsJSON,
		csv: asTable((*app).solutionsJSON,
			rowsOf{"solution", "remedies", []string{"id", "path", "kind", "title", "solution.id", "solution.title", "runbook", "causes", "record.tries", "record.helped", "record.rate", "record.at_least", "record.at_most", "record.moving_average", "record.expected", "record.low", "record.high"}},
			rowsOf{"runbook", "runbooks", []string{"id", "path", "kind", "title", "solution.id", "solution.title", "runbook", "causes", "record.tries", "record.helped", "record.rate", "record.at_least", "record.at_most", "record.moving_average", "record.expected", "record.low", "record.high"}},
		),
	}
}

func (a *app) solutionsJSON(w *workspace, _ insightFlags) insight.Object {
	return w.results.Solutions().JSON(a.lang)
}

// solutionsLacks says what to write where there is nothing to tell.
func solutionsLacks(w *workspace, _ insightFlags) diag.Text {
	if len(w.results.Solutions().Remedies)+len(w.results.Solutions().Runbooks) > 0 {
		return diag.Text{}
	}
	return diag.Text{
		En: "no known issue has a solution: give solutions: with outcomes: in known-issues/, or solutions_tried: in postmortems",
		Ja: "解決策のある既知の問題がありません。known-issues/ に solutions: と outcomes: を、またはポストモーテムに solutions_tried: を書いてください",
	}
}

func (a *app) solutionsTable(w *workspace, _ insightFlags) error {
	s := w.results.Solutions()
	t := a.newTable(a.in("Known issue", "既知の問題"), a.in("Solution, the best first", "解決策（有望な順）"), a.in("Record", "実績"), a.in("Recent", "直近"), a.in("Expected", "見込み"))
	for i, m := range s.Remedies {
		if i == 0 || s.Remedies[i-1].Entry != m.Entry {
			for _, ranked := range s.Ranked(m.Entry) {
				t.AppendRow(a.remedyRow(ranked, ranked.Solution.Title))
			}
		}
	}
	for _, m := range s.Runbooks {
		if len(m.Record.Tries) > 0 {
			t.AppendRow(a.remedyRow(m, m.Entry.Title))
		}
	}
	t.Render()
	a.solutionsSentence(s)
	return nil
}

func (a *app) remedyRow(m *insight.Remedy, title string) table.Row {
	recent := unknown
	if m.Record.Recent.Known {
		recent = a.share(m.Record.Recent.V)
	}
	expected := new(big.Rat)
	expected.SetFloat64(m.Record.Expected)
	return table.Row{printable(m.Entry.ID), printable(shorten(title, 60)), m.Record.Sentence().In(a.lang), recent, a.share(expected)}
}

// share is a share of 0–1 as a whole percentage.
func (a *app) share(r *big.Rat) string {
	return insight.FormatPercent(new(big.Rat).Mul(r, big.NewRat(100, 1)), 0, a.lang)
}

// solutionsSentence counts what was tried, and names the tries that belong
// nowhere.
func (a *app) solutionsSentence(s *insight.Solutions) {
	tried := 0
	for _, m := range s.Remedies {
		if len(m.Record.Tries) > 0 {
			tried++
		}
	}
	fmt.Fprintf(a.stdout, "\n%s\n", diag.Say("solutions tried: %d of %d", "試行済みの解決策: 全%[2]d件のうち%[1]d件", tried, len(s.Remedies)).In(a.lang))
	var lost []string
	for _, u := range s.Unplaced {
		lost = append(lost, printable(u.Incident.ID+" ("+u.Text+")"))
	}
	if len(lost) > 0 {
		fmt.Fprintf(a.stdout, "%s\n", diag.Say("tries of no known solution, write them as issue#solution: %s",
			"該当する解決策のない試行があります。「問題#解決策」の形で書いてください: %s", strings.Join(lost, ", ")).In(a.lang))
	}
}
