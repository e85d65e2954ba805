package main

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

func alertsQuestion() question {
	return question{
		name:  "alerts",
		short: diag.Text{En: "What the alert log would have paged, which rules are noise, whether escalations were kept", Ja: "アラートログの再生、ノイズの多いルール、エスカレーションの遵守"},
		text:  (*app).alertsText,
		json:  (*app).alertsJSON,
		csv: asTable((*app).alertsJSON,
			rowsOf{"rule", "replay.rules", []string{"source", "metric", "alerts", "share", "duplicates", "pages_after", "night_alerts", "in_maintenance", "actionable.part", "actionable.of", "actionable.share", "actionable.low", "actionable.high", "recall.share", "most_cycles_in_an_hour", "flapping"}},
			rowsOf{"incident", "replay.incidents", []string{"incident", "alerts", "duplicates", "pages_after", "first_alert.at", "lead_seconds", "reported_at", "paged_before_report", "paged_before_report_after"}},
			rowsOf{"escalation", "escalations", []string{"incident", "state", "condition", "after_seconds", "document", "due_at", "escalated_at", "late_seconds"}},
		),
	}
}

func (a *app) alertsText(w *workspace, f insightFlags) error {
	noise := w.results.Noise(f.period)
	a.tell(w.results.UnreadAlerts())
	if !noise.Known {
		a.tell(noise.Why)
		for _, glob := range w.config.Corpus.AlertLogs {
			a.tell(diag.Say("alert_log: %q", "alert_log: %q", glob.Pattern))
		}
	} else {
		a.noiseText(w, noise.V)
	}
	a.escalationsTable(w, f)
	return nil
}

// noisiest is how many rules the table and the page show.
const noisiest = 10

func (a *app) noiseText(w *workspace, n *insight.Noise) {
	day := func(t time.Time) string { return t.In(w.config.Corpus.Facet.Zone).Format(time.DateOnly) }
	fmt.Fprintf(a.stdout, "%s\n", diag.Say("%s fired from %s to %s; %d silenced and %d during maintenance are counted apart",
		"%sのアラートが発報（%s～%s）。うち抑止中の %d 件とメンテナンス中の %d 件は別に集計", diag.Amount(n.Firings, "alert", "alerts", " 件"), day(n.From), day(n.To), n.Silenced, n.Maintained).In(a.lang))
	fmt.Fprintf(a.stdout, "%s\n\n", diag.Say("%s; repeats of another one: %d; the others are %s: noise reduction %s",
		"%sのうち %d 件は重複、残りは %s。ノイズ削減率 %s", diag.Amount(n.Alerts, "alert", "alerts", " 件"), n.Duplicates, diag.Amount(len(n.Groups), "group", "groups", " グループ"), a.portion(n.Reduction)).In(a.lang))

	t := a.newTable("", a.in("Pages", "呼び出し"), a.in("At night", "夜間・休日"), a.in("Belong to an incident", "インシデントに対応"), a.in("Incidents paged before people told", "人の報告前に呼び出し"))
	t.AppendRow(table.Row{a.in("before", "現状"), n.Before.Pages, n.Before.Night, a.withInterval(n.Before.Precision), a.withInterval(n.Before.Recall)})
	t.AppendRow(table.Row{a.in("by the policy", "方針適用後"), n.After.Pages, n.After.Night, a.withInterval(n.After.Precision), a.withInterval(n.After.Recall)})
	t.Render()
	fmt.Fprintf(a.stdout, "%s\n\n", n.Linking.In(a.lang))

	t = a.newTable(a.in("Rule", "ルール"), a.in("Source", "監視元"), a.in("Alerts", "アラート"), a.in("Duplicates", "重複"), a.in("Pages by the policy", "方針での呼び出し"), a.in("At night", "夜間・休日"), a.in("Belong to an incident", "インシデントに対応"), "")
	rules := n.Noisiest()
	for _, r := range rules[:min(len(rules), noisiest)] {
		flaps := ""
		if r.Flaps() {
			flaps = diag.Say("flaps: %d times in an hour", "フラッピング: 1時間に%d回", r.Cycles.V).In(a.lang)
		}
		t.AppendRow(table.Row{printable(r.Metric), printable(r.Source), r.Alerts, r.Duplicates, r.Pages, r.Night, a.withInterval(r.Actionable), flaps})
	}
	t.Render()
	if more := len(rules) - noisiest; more > 0 {
		fmt.Fprintf(a.stdout, "%s\n", diag.Say("more rules: %d; --format json lists them", "ほかに%d件のルールがあります。--format json で一覧できます", more).In(a.lang))
	}
	fmt.Fprintln(a.stdout)
	var without []string
	for _, i := range n.Incidents {
		if i.Alerts == 0 {
			without = append(without, printable(i.Incident.Entry.ID))
		}
	}
	if len(without) > 0 {
		fmt.Fprintf(a.stdout, "%s\n\n", diag.Say("incidents without any alert: %s", "アラートのなかったインシデント: %s", strings.Join(without, ", ")).In(a.lang))
	}
}

// portion writes a share of 0 to 1, or a dash.
func (a *app) portion(q insight.Quantity) string {
	if !q.Known {
		return unknown
	}
	return insight.FormatPercent(new(big.Rat).Mul(q.V, big.NewRat(100, 1)), 1, a.lang)
}

// withInterval writes a share with its interval: "3 of 5 (60 %, 23–88 %)".
func (a *app) withInterval(s insight.Share) string {
	if !s.Value.Known {
		return unknown
	}
	bound := func(f float64) string {
		r := new(big.Rat).SetFloat64(f)
		return insight.FormatNumber(r.Mul(r, big.NewRat(100, 1)), 0)
	}
	return diag.Say("%d of %d (%s; 95 %%: %s–%s %%)", "%d / %d（%s、95%%区間 %s～%s%%）", s.Part, s.Of, a.portion(s.Value), bound(s.Low.V), bound(s.High.V)).In(a.lang)
}

// zonedMinute is how times are written beside each other.
const zonedMinute = "2006-01-02 15:04 MST"

func (a *app) escalationsTable(w *workspace, f insightFlags) {
	t := a.newTable(a.in("Incident", "インシデント"), a.in("Escalation", "エスカレーション"), a.in("Due", "期限"), a.in("Done", "実施"), a.in("Late by", "遅れ"), a.in("Rule", "基準"))
	kept, due := 0, 0
	for _, in := range w.results.List() {
		e := w.results.Escalation(in)
		if !e.Known || !f.includes(in) {
			continue
		}
		zone := in.Start.V.Location()
		done, late := unknown, unknown
		if e.V.Done.Known {
			done = e.V.Done.V.In(zone).Format(zonedMinute)
		}
		if e.V.Late.Known {
			late = insight.FormatDuration(e.V.Late.V, a.lang)
		}
		if e.V.State != insight.EscalationSpared {
			due++
		}
		if e.V.State == insight.EscalationKept {
			kept++
		}
		t.AppendRow(table.Row{printable(in.Entry.ID), a.escalationState(e.V.State), e.V.Due.In(zone).Format(zonedMinute), done, late, printable(e.V.Rule.Condition)})
	}
	if t.Length() == 0 {
		return
	}
	t.Render()
	fmt.Fprintf(a.stdout, "\n%s\n", diag.Say("escalations in time: %d of %d that were due", "必要だったエスカレーション%[2]d件のうち%[1]d件が期限内", kept, due).In(a.lang))
}

func (a *app) escalationState(s insight.EscalationState) string {
	switch s {
	case insight.EscalationKept:
		return a.in("kept", "期限内")
	case insight.EscalationLate:
		return a.in("late", "遅れ")
	case insight.EscalationMissed:
		return a.in("missed", "なし")
	}
	return a.in("not needed", "不要")
}

// includes tells whether an incident started in the period that is asked for.
func (f insightFlags) includes(in *insight.Incident) bool {
	return f.period == (insight.Period{}) || in.Start.Known && f.period.Contains(in.Start.V)
}

func (a *app) alertsJSON(w *workspace, f insightFlags) insight.Object {
	escalations := []insight.Object{}
	for _, in := range w.results.List() {
		if !f.includes(in) {
			continue
		}
		e := w.results.Escalation(in)
		if !e.Known {
			escalations = append(escalations, insight.Object{{Key: "incident", Value: in.Entry.ID}, {Key: "state", Value: nil}, {Key: "why", Value: insight.Object{{Key: "state", Value: e.Why.In(a.lang)}}}})
			continue
		}
		escalations = append(escalations, e.V.JSON(in, a.lang))
	}
	noise, unread := w.results.Noise(f.period), w.results.AlertLogRead().Unread
	if !noise.Known {
		return insight.Object{
			{Key: "unread", Value: unread}, {Key: "replay", Value: nil}, {Key: "escalations", Value: escalations},
			{Key: "why", Value: insight.Object{{Key: "replay", Value: noise.Why.In(a.lang)}}},
		}
	}
	return insight.Object{{Key: "unread", Value: unread}, {Key: "replay", Value: noise.V.JSON(a.lang)}, {Key: "escalations", Value: escalations}}
}
