package main

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
)

func causesQuestion() question {
	return question{
		name:  "causes",
		short: diag.Text{En: "What lies behind many incidents: latent causes, and causes that lead to each other", Ja: "多くのインシデントに共通する潜在要因と原因の循環"},
		text:  (*app).causesTable,
		json:  (*app).causesJSON,
		csv: asTable((*app).causesJSON,
			rowsOf{"cause", "nodes", []string{"layer", "cause", "name", "incidents", "services", "bad_minutes", "latent"}},
		),
		lacks: causesLacks,
		list:  "nodes",
	}
}

// causesLacks says what to write where no cause is known by a word.
func causesLacks(w *workspace, f insightFlags) diag.Text {
	if len(systemicOf(w, f).Nodes) > 0 {
		return diag.Text{}
	}
	return diag.Text{
		En: "no incident names a cause by a word: give root_causes:, or causes: with layer and taxonomy, in the postmortems",
		Ja: "原因語のあるインシデントがありません。ポストモーテムに root_causes:、または layer と taxonomy を付けた causes: を書いてください",
	}
}

func (a *app) causesJSON(w *workspace, f insightFlags) insight.Object { return systemicOf(w, f).JSON() }

// layerNames names the layers of causes.
var layerNames = map[facet.Layer]diag.Text{
	facet.Technical:      {En: "technical", Ja: "技術"},
	facet.Process:        {En: "process", Ja: "プロセス"},
	facet.Organizational: {En: "organisational", Ja: "組織"},
}

// systemicOf gives the causes of the incidents of the period.
func systemicOf(w *workspace, f insightFlags) *insight.Systemic {
	if f.period == (insight.Period{}) {
		return w.results.Systemic()
	}
	return w.results.SystemicOf(w.results.In(f.period))
}

func (a *app) causesTable(w *workspace, f insightFlags) error {
	s := systemicOf(w, f)
	t := a.newTable(a.in("Layer", "層"), a.in("Cause", "原因"), a.in("Incidents", "件数"), a.in("Bad minutes", "停止分"), a.in("Services", "サービス"), a.in("Technical causes with it", "伴う技術的原因"))
	row := func(n *insight.CauseNode) {
		t.AppendRow(table.Row{layerNames[n.Layer].In(a.lang), a.causeName(n), len(n.Incidents), insight.FormatNumber(n.BadMinutes, 1), printable(few(n.Services)), few(a.causeNames(n.Technical))})
	}
	for _, n := range s.Latent {
		row(n)
	}
	if len(s.Latent) > 0 {
		t.AppendSeparator()
	}
	for _, n := range s.Nodes {
		if !n.Latent() {
			row(n)
		}
	}
	t.Render()
	fmt.Fprintf(a.stdout, "\n%s\n", diag.Say("latent causes, behind three technical ones or more: %d of %d", "3つ以上の技術的原因の背後にある潜在要因: 全%[2]d件のうち%[1]d件", len(s.Latent), len(s.Nodes)).In(a.lang))
	for _, c := range s.Cycles {
		fmt.Fprintf(a.stdout, "%s\n", diag.Say("each leads to the other: %s", "互いに原因となる循環: %s", strings.Join(a.causeNames(c), " ↔ ")).In(a.lang))
	}
	return nil
}

// causeName names a cause: a usual group in the language of the messages.
func (a *app) causeName(n *insight.CauseNode) string {
	if n.Group != nil {
		return n.Title().In(a.lang)
	}
	return a.cause(shorten(n.Name, 40))
}

func (a *app) causeNames(list []*insight.CauseNode) []string {
	names := make([]string, len(list))
	for i, n := range list {
		names[i] = a.causeName(n)
	}
	return names
}
