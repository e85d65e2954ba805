package main

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

// What is shown of a symptom; JSON has all of it.
const (
	mostExactShown     = 5
	mostCausesShown    = 4
	mostAdviceShown    = 4
	mostRunbooksShown  = 3
	mostIncidentsShown = 5
)

// answerText prints what the symptoms say, above the documents.
func (a *app) answerText(w *workspace, answer insight.Answer) {
	if len(answer.Exact) > 0 {
		fmt.Fprintf(a.stdout, "%s\n", a.in("The message itself stands in", "メッセージそのものを含む文書"))
		for _, x := range answer.Exact[:min(len(answer.Exact), mostExactShown)] {
			fmt.Fprintf(a.stdout, "  %s\n    %s\n", printable(x.Entry.Path()), printable(shorten(x.Message, 100)))
		}
		fmt.Fprintln(a.stdout)
	}
	for _, x := range answer.Symptoms {
		a.symptomText(w, x)
	}
}

// symptomText prints a symptom with its causes, solutions, runbooks and
// incidents.
func (a *app) symptomText(w *workspace, x insight.RankedSymptom) {
	s := x.Symptom
	fmt.Fprintf(a.stdout, "%s: %s\n", a.in("Symptom", "症状"), printable(shorten(s.Text, 120)))
	switch {
	case s.Is != nil:
		a.chainLine(w.set.Kind(s.Is.Kind).Label.In(a.lang), printable(s.Is.Path()))
	case s.Alert != "":
		a.chainLine(a.in("alert", "アラート"), printable(s.Alert))
	}
	if x.Message != "" {
		a.chainLine(a.in("message", "メッセージ"), printable(shorten(x.Message, 120)))
	}
	for _, c := range s.Causes[:min(len(s.Causes), mostCausesShown)] {
		a.chainLine(a.in("cause", "原因"), printable(shorten(c.Text, 100)), c.Odds().In(a.lang))
	}
	for _, advice := range s.Advice[:min(len(s.Advice), mostAdviceShown)] {
		a.chainLine(a.in("solution", "解決策"), a.adviceFacts(advice)...)
	}
	for _, r := range s.Runbooks[:min(len(s.Runbooks), mostRunbooksShown)] {
		a.chainLine(a.in("runbook", "ランブック"), printable(r.Entry.Path()), printable(r.Why.In(a.lang)))
	}
	var seen []string
	for _, e := range s.Seen() {
		seen = append(seen, printable(e.ID))
	}
	if n := len(seen) - mostIncidentsShown; n > 0 {
		seen = append(seen[:mostIncidentsShown], diag.Say("and %d more", "ほか%d件", n).In(a.lang))
	}
	if len(seen) > 0 {
		a.chainLine(a.in("incidents", "インシデント"), strings.Join(seen, ", "))
	}
	fmt.Fprintln(a.stdout)
}

// adviceFacts tells a solution: its title, record, time and risk.
func (a *app) adviceFacts(advice insight.Advice) []string {
	m := advice.Remedy
	out := []string{printable(shorten(m.Title(), 100)), m.Record.Sentence().In(a.lang)}
	if d := m.Takes(); d.Known {
		out = append(out, insight.FormatDuration(big.NewRat(int64(d.D), int64(time.Second)), a.lang))
	}
	if risk := m.Risk(); risk != "" {
		out = append(out, diag.Say("risk %s", "リスク%s", a.level(risk)).In(a.lang))
	}
	return out
}

// chainLine prints a line below a symptom: what it is, and facts apart from each
// other; empty ones are left out.
func (a *app) chainLine(label string, facts ...string) {
	var told []string
	for _, f := range facts {
		if f != "" {
			told = append(told, f)
		}
	}
	fmt.Fprintf(a.stdout, "  %s  %s\n", text.Pad(label, 12, ' '), strings.Join(told, " · "))
}
