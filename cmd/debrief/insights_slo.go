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
	}
}

func (a *app) sloTable(w *workspace, _ insightFlags) error {
	t := a.newTable(a.in("Service", "サービス"), a.in("Objective", "目標"), a.in("Target", "目標値"), a.in("Period", "期間"), a.in("Availability", "可用性"), a.in("Budget used", "消費"))
	missed, all := 0, 0
	for _, s := range w.catalogue() {
		for _, o := range s.Objectives.V {
			b := o.Current
			used := unknown
			if b.Consumed.Known {
				used = insight.FormatPercent(b.Consumed.V, 1, a.lang)
			}
			period := b.Period.Label
			if period == "" {
				period = b.Window
			}
			all++
			if !b.Met {
				missed++
			}
			t.AppendRow(table.Row{printable(b.Service), printable(b.Objective), insight.FormatPercent(b.Target, 4, a.lang), period, insight.FormatPercent(b.Availability, 4, a.lang), used})
		}
	}
	if all == 0 {
		a.tell(diag.Text{
			En: "no service has an objective: give one under slo: of the service, or slo_defaults in debrief.yaml",
			Ja: "目標をもつサービスがありません。サービスの slo:、または debrief.yaml の slo_defaults に書いてください",
		})
		return nil
	}
	t.Render()
	fmt.Fprintf(a.stdout, "\n%s\n", diag.Say("%d of %d objectives are missed in their current period", "現在の期間では、全%[2]d件のうち%[1]d件の目標が未達です", missed, all).In(a.lang))
	return nil
}

func (a *app) sloJSON(w *workspace, _ insightFlags) insight.Object {
	list := []insight.Object{}
	for _, s := range w.catalogue() {
		for _, o := range s.Objectives.V {
			list = append(list, o.Current.JSON(a.lang))
		}
	}
	return insight.Object{{Key: "objectives", Value: list}}
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
