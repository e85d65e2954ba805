package insight

import (
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// expects tells whether a runbook says what to see when a step worked.
func expects(e *corpus.Entry) bool {
	return slices.ContainsFunc(e.Steps, func(s facet.Step) bool {
		return s.ExpectedOutput != "" || s.SuccessCriteria != "" ||
			slices.ContainsFunc(s.Commands, func(c facet.Command) bool { return c.Expect != "" })
	})
}

// paging are severities of alerts that wake somebody up.
var paging = []string{"page", "pager", "paging", "critical", "crit", "emergency", "urgent", "sev1", "sev2", "p0", "p1", "重大", "致命的", "緊急"}

// dynamicAlerts looks at the alerts that page, of inventories and rule files.
// What their type is, is told by the inventories alone. The share of those that
// are there now is to be larger than that of those that were there before the
// window began, unless it is whole.
func (k *scorer) dynamicAlerts() Score {
	var t tally
	before, dynamic, unknown := 0, 0, false // before the window: all, those of which are dynamic
	for _, w := range k.r.corpus.Watches() {
		if !slices.Contains(paging, corpus.Fold(w.Severity)) {
			continue
		}
		f := Failing{Entry: w.Entry, Part: w.Name}
		switch w.Type {
		case "dynamic", "burn_rate", "anomaly":
		case "":
			f.Why = diag.Text{En: "its type is not stated", Ja: "種類の記載がない"}
		default:
			f.Why = diag.Say("its threshold is %s", "閾値の種類が %s", w.Type)
		}
		t.add(f)
		old, ok := k.activeBefore(w)
		unknown = unknown || !ok
		before += boolInt(old)
		dynamic += boolInt(old && f.Why == diag.Text{})
	}
	s := t.reaches(0, Missing, diag.Text{En: "neither inventory nor rule file has an alert that pages", Ja: "監視一覧にもルールファイルにも呼び出しアラートがない"})
	switch {
	case s.Done == 0:
		s.Check = Missing
	case s.Done == s.Of:
	case unknown:
		s.Check, s.Why = Missing, diag.Text{
			En: "whether the share rises is not known: write since at the alerts of the inventory",
			Ja: "割合が増えているか不明。監視一覧のアラートに since を書く",
		}
	case before > 0 && s.Done*before <= dynamic*s.Of:
		s.Check, s.Why = Missing, diag.Say("the share has not risen: it was %d of %d before the window", "割合が増えていない（対象期間の前は%[2]d件中%[1]d件）", dynamic, before)
	}
	return s
}

// activeBefore tells whether an alert was active before the window began: by
// its own day, else not if its inventory was written within the window. It is
// not ok if nothing tells.
func (k *scorer) activeBefore(w corpus.Watch) (before, ok bool) {
	if w.Since.Known {
		return compareDays(w.Since, k.r.dayOf(k.from)) <= 0, true
	}
	if w.Entry != nil {
		if c, known := k.r.History.Created[w.Entry.Path()]; known && !c.Bound && c.At.After(k.from) {
			return false, true
		}
	}
	return false, false
}

// foretelling are parts of the names of metrics that look ahead.
var foretelling = []string{"trend", "forecast", "prediction", "predict"}

// predicting are functions of PromQL that look ahead.
var predicting = []string{"predict_linear(", "deriv(", "holt_winters(", "double_exponential_smoothing("}

// forecasts looks at the causes that happened more than once in the window:
// one is foretold by an active metric of its that looks ahead by its name, or
// by an alert on one that does so by its expression.
func (k *scorer) forecasts() Score {
	counts := map[string][]*Incident{}
	var words []string
	for _, in := range k.incidents {
		for _, w := range firstOf(in.taxa()) {
			if counts[w] == nil {
				words = append(words, w)
			}
			counts[w] = append(counts[w], in)
		}
	}
	slices.Sort(words)
	tables, active, ahead := k.r.Policy.metricTables(), newWatch(k.r.corpus), k.aheadMetrics()
	var t tally
	for _, w := range words {
		if len(counts[w]) < 2 {
			continue
		}
		f := Failing{Part: w, Why: diag.Say("in %d incidents, and nothing forecasts it", "%d件で発生。予兆を捉える監視がない", len(counts[w]))}
		for _, m := range tables.causes[w] {
			looksAhead := ahead[taxon(m)] || slices.ContainsFunc(foretelling, func(s string) bool { return strings.Contains(taxon(m), s) })
			if looksAhead && slices.ContainsFunc(counts[w], func(in *Incident) bool { return active.covers(in, m) }) {
				f.Why = diag.Text{}
			}
		}
		t.add(f)
	}
	return t.reaches(100, NotApplicable, diag.Text{En: "no cause repeated in the window", Ja: "対象期間に再発した原因がない"})
}

// aheadMetrics gives the metrics on which an alert looks ahead.
func (k *scorer) aheadMetrics() map[string]bool {
	out := map[string]bool{}
	note := func(metric, expr string) {
		if slices.ContainsFunc(predicting, func(f string) bool { return strings.Contains(expr, f) }) {
			out[taxon(metric)] = true
		}
	}
	for _, w := range k.r.corpus.Watches() {
		if w.Rule != nil {
			note(w.Metric, w.Rule.Expr)
		}
	}
	for _, e := range k.r.corpus.Entries {
		if e.Monitoring != nil {
			for _, a := range e.Monitoring.Alerts {
				note(a.Metric, a.Expr)
			}
		}
	}
	return out
}

// reviews looks at known issues and runbooks, and at what else states when it
// wants to be read again. What states nothing is to be changed or tested once
// in the window.
func (k *scorer) reviews() Score {
	var t tally
	for _, e := range k.r.corpus.Entries {
		review, stated := k.r.Review(e)
		if !stated && e.Kind != "known-issue" && e.Kind != "runbook" || e.Status == "draft" || e.Status == "deprecated" {
			continue
		}
		var missing []diag.Text
		if e.Owner == "" {
			missing = append(missing, diag.Text{En: "no owner", Ja: "担当がない"})
		}
		switch {
		case stated && review.Late > 0:
			missing = append(missing, diag.Say("review %s overdue", "見直しが%s超過", diag.Amount(review.Late, "day", "days", "日")))
		case !stated && !k.touched(e):
			missing = append(missing, diag.Text{En: "no review date, and nothing tells that it was read within the window", Ja: "見直し日がなく、対象期間内の更新も確認できない"})
		}
		t.add(Failing{Entry: e, Why: list(missing)})
	}
	return t.reaches(90, Missing, diag.Text{En: "no known issue or runbook", Ja: "既知の問題もランブックもない"})
}

// touched tells whether a document was changed or tested within the window.
func (k *scorer) touched(e *corpus.Entry) bool {
	if c := k.r.History.Changed[e.Path()]; c.Known && c.At.After(k.from) {
		return true
	}
	for _, field := range []string{"updated", "tested_on", "created"} {
		if k.withinDay(facet.DecodeDate(e.Value().Field(field))) {
			return true
		}
	}
	return false
}

var noCore = diag.Text{En: "no service of tier 0 or 1", Ja: "Tier 0・1 のサービスがない"}

func (k *scorer) healthChecks() Score {
	var t tally
	for _, e := range k.core {
		f := Failing{Entry: e, Why: diag.Text{En: "no health check with a schedule", Ja: "定期実行のヘルスチェックがない"}}
		for _, check := range linked(e, "healthcheck") {
			if check.HealthCheck != nil && check.HealthCheck.Schedule.Given() {
				f.Why = diag.Text{}
			}
		}
		t.add(f)
	}
	return t.reaches(100, NotApplicable, noCore)
}

func (k *scorer) maintenance() Score {
	var t tally
	for _, task := range k.r.Maintenance() {
		if task.Entry.Status == "paused" || task.Entry.Status == "retired" {
			continue
		}
		f := Failing{Entry: task.Entry}
		switch {
		case task.Overdue.Known:
			f.Why = diag.Say("overdue by %s", "%s超過", diag.Text{En: FormatAge(task.Overdue.V, "en"), Ja: FormatAge(task.Overdue.V, "ja")})
		case !task.Due.Known:
			f.Why = task.Due.Why
		}
		t.add(f)
	}
	return t.reaches(100, Missing, diag.Text{En: "no maintenance task", Ja: "予防保守のタスクがない"})
}

// experiments looks at the causes that experiments are to exercise.
func (k *scorer) experiments() Score {
	var t tally
	for _, c := range k.r.Exercises().Causes {
		f := Failing{Part: c.Word}
		if !c.Covered {
			f.Why = diag.Text{En: "no experiment with a run in the last 12 months", Ja: "直近12か月に実施した実験がない"}
		}
		t.add(f)
	}
	return t.reaches(50, NotApplicable, noCauses)
}

// drills looks at the services of tier 0 and 1: each is to have had a recovery
// drill within 12 months that met its objectives, as far as it has any.
func (k *scorer) drills() Score {
	byService := map[*corpus.Entry]*Drill{}
	for _, d := range k.r.Exercises().Drills {
		byService[d.Service] = d
	}
	var t tally
	for _, e := range k.core {
		f := Failing{Entry: e, Why: noDrill}
		if d := byService[e]; d != nil && d.Run.Known {
			f.Why = d.missed()
		}
		t.add(f)
	}
	return t.reaches(100, NotApplicable, noCore)
}

// missed says what is wrong with the last drill; empty if nothing is.
func (d *Drill) missed() diag.Text {
	spell := func(q Quantity) diag.Text {
		return diag.Text{En: FormatDuration(q.V, "en"), Ja: FormatDuration(q.V, "ja")}
	}
	switch {
	case d.Outdated:
		return diag.Text{En: "the last drill was more than 12 months ago", Ja: "最後の訓練が12か月より前"}
	case d.RTO.Known && !d.Recovered.Known:
		return d.Recovered.Why
	case d.RTO.Known && !d.RTOMet.V:
		return diag.Say("recovered in %s; its rto is %s", "復旧に%s（RTO %s）", spell(d.Recovered), spell(d.RTO))
	case d.RPO.Known && !d.Lost.Known:
		return d.Lost.Why
	case d.RPO.Known && !d.RPOMet.V:
		return diag.Say("lost %s of data; its rpo is %s", "%s分のデータを喪失（RPO %s）", spell(d.Lost), spell(d.RPO))
	}
	return diag.Text{}
}
