package insight

import (
	"fmt"
	"testing"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// scored writes a score: "met 1/2", "missing", with what fails in brackets.
func scored(s Score) string {
	text := s.Check.String()
	if s.Of > 0 {
		text += fmt.Sprintf(" %d/%d", s.Done, s.Of)
	}
	for _, f := range s.Failing {
		name := f.Part
		if name == "" {
			name = f.Entry.ID
		}
		text += " [" + name + ": " + f.Why.En + "]"
	}
	return text
}

// recent is a final postmortem of the window that has all that is asked of it.
func recent(id string, s *corpus.Entry) *corpus.Entry {
	e := outage(id, "2023-01-15 14:30", "2023-01-15 16:45", s)
	e.Times.Detected = at("2023-01-15 14:33")
	e.Status, e.Severity = "final", "sev1"
	e.Timeline = []facet.TimelineRow{{Type: facet.Start}, {Type: facet.Detect}, {Type: facet.Resolve}}
	e.Impact.Users = n("100")
	e.Causes = []facet.Cause{{Text: "漏れ", Layer: facet.Technical}, {Text: "試験", Layer: facet.Process}, {Text: "体制", Layer: facet.Organizational}}
	e.Actions = []facet.Action{{ID: id, Text: "直す", Owner: "web", Term: "short"}}
	return e
}

func TestScorecard(t *testing.T) {
	core := func() *corpus.Entry {
		s := web()
		s.Service.Tier = n("1")
		return s
	}
	kind := func(kind, id string, fill func(*corpus.Entry)) *corpus.Entry {
		e := entry(kind, id)
		fill(e)
		return e
	}
	of := func(s, e *corpus.Entry) *corpus.Entry { refer(e, s, "services"); return e }
	runbook := func(id string, steps []facet.Step, escalations ...facet.Escalation) *corpus.Entry {
		return kind("runbook", id, func(e *corpus.Entry) { e.Steps, e.Escalations = steps, escalations })
	}
	with := func(change func(*corpus.Entry)) *corpus.Entry {
		e := recent("pm", nil)
		change(e)
		return e
	}
	inventory := func(alerts ...facet.MonitoredAlert) *corpus.Entry {
		return kind("monitoring", "inv", func(e *corpus.Entry) { e.Monitoring = &facet.Monitoring{Alerts: alerts} })
	}
	paged := func(id, typ, since string) facet.MonitoredAlert {
		a := facet.MonitoredAlert{ID: id, Severity: "page", Type: typ}
		if since != "" {
			a.Since = day(since)
		}
		return a
	}
	caused := func(id, cause string) *corpus.Entry {
		e := recent(id, nil)
		e.RootCauses = []string{cause}
		return e
	}
	exercise := func(typ, on string, recovered facet.Duration) *corpus.Entry {
		return kind("experiment", "exp", func(e *corpus.Entry) {
			e.Experiment = &facet.Experiment{Type: typ, Causes: []string{"dns"}, Runs: []facet.Run{{On: day(on), Result: "held", RecoveredIn: recovered}}}
		})
	}
	hour := facet.Duration{D: 3600e9, Known: true}
	owned := func(e *corpus.Entry) *corpus.Entry { e.Owner = "web"; return e }
	s := core()
	rto := core()
	rto.Service.RTO = facet.Duration{D: 1800e9, Known: true}
	tests := []struct {
		number  int
		name    string
		entries []*corpus.Entry
		want    string
	}{
		{1, "nothing", nil, "not_applicable"},
		{1, "complete", []*corpus.Entry{recent("pm", nil)}, "met 1/1"},
		{1, "a draft", []*corpus.Entry{with(func(e *corpus.Entry) { e.Status, e.Timeline = "draft", nil })}, "not_applicable"},
		{1, "long ago", []*corpus.Entry{outage("old", "2022-02-01 00:00", "2022-02-01 01:00", nil)}, "not_applicable"},
		{1, "no timeline", []*corpus.Entry{recent("pm", nil), with(func(e *corpus.Entry) { e.ID, e.Timeline = "障害", nil })}, "missing 1/2 [障害: no timeline]"},
		{2, "no impact", []*corpus.Entry{with(func(e *corpus.Entry) { e.Impact = facet.Impact{} })},
			"missing 0/1 [pm: neither users, transactions nor revenue, nor a word that there was none]"},
		{3, "three layers", []*corpus.Entry{recent("pm", nil)}, "met 1/1"},
		{3, "two, but of little severity", []*corpus.Entry{with(func(e *corpus.Entry) { e.Severity, e.Causes = "sev3", nil })}, "not_applicable"},
		{4, "no owner", []*corpus.Entry{with(func(e *corpus.Entry) { e.Actions[0].Owner = "" })}, "missing 0/1 [pm: 1 of 1 without an owner]"},
		{5, "no gap", []*corpus.Entry{recent("pm", nil)}, "not_applicable"},
		{5, "a gap", []*corpus.Entry{with(func(e *corpus.Entry) { e.Times.Detected = at("2023-01-15 15:00") })},
			"missing 0/1 [pm: detected after 30 min, and no action improves the detection]"},
		{6, "no inventory", nil, "missing"},
		{6, "nothing that pages", []*corpus.Entry{inventory(facet.MonitoredAlert{ID: "a", Severity: "info", Type: "dynamic"})}, "missing"},
		{6, "static ones", []*corpus.Entry{inventory(facet.MonitoredAlert{ID: "a", Severity: "Critical", Type: "static"}, facet.MonitoredAlert{Name: "応答", Severity: "緊急"})},
			"missing 0/2 [a: its threshold is static] [応答: its type is not stated]"},
		{6, "one burn rate", []*corpus.Entry{inventory(facet.MonitoredAlert{ID: "a", Severity: "page", Type: "static"}, facet.MonitoredAlert{ID: "b", Severity: "page", Type: "burn_rate"})},
			"missing 1/2 [a: its threshold is static]"},
		{6, "one burn rate, when is not known", []*corpus.Entry{inventory(paged("a", "static", "2021-01-01"), paged("b", "burn_rate", ""))}, "missing 1/2 [a: its threshold is static]"},
		{6, "a rising share", []*corpus.Entry{inventory(paged("a", "static", "2021-01-01"), paged("応答", "burn_rate", "2022-12-01"))}, "met 1/2 [a: its threshold is static]"},
		{6, "the same share", []*corpus.Entry{inventory(paged("a", "static", "2021-01-01"), paged("b", "dynamic", "2021-01-01"))}, "missing 1/2 [a: its threshold is static]"},
		{6, "a falling share", []*corpus.Entry{inventory(paged("a", "static", "2022-12-01"), paged("b", "dynamic", "2021-01-01"))}, "missing 1/2 [a: its threshold is static]"},
		{6, "all new", []*corpus.Entry{inventory(paged("a", "static", "2022-12-01"), paged("b", "dynamic", "2022-12-01"))}, "met 1/2 [a: its threshold is static]"},
		{6, "all dynamic", []*corpus.Entry{inventory(paged("a", "anomaly", ""))}, "met 1/1"},
		{7, "not declared", nil, "missing"},
		{8, "once is no repeat", []*corpus.Entry{caused("a", "memory_leak")}, "not_applicable"},
		{8, "nothing looks ahead", []*corpus.Entry{caused("a", "memory_leak"), caused("b", "Memory Leak")},
			"missing 0/1 [memory_leak: in 2 incidents, and nothing forecasts it]"},
		{8, "a trend is watched", []*corpus.Entry{caused("a", "memory_leak"), caused("b", "memory_leak"), inventory(facet.MonitoredAlert{ID: "a", Metric: "memory_trend_analysis"})}, "met 1/1"},
		{8, "an expression looks ahead", []*corpus.Entry{caused("a", "dns"), caused("b", "dns"), inventory(facet.MonitoredAlert{ID: "a", Metric: "dns_resolution_probe", Expr: "predict_linear(x[1h], 3600) < 0"})}, "met 1/1"},
		{8, "another does not", []*corpus.Entry{caused("a", "dns"), caused("b", "dns"), inventory(facet.MonitoredAlert{ID: "a", Metric: "dns_resolution_probe", Expr: "x < 0"})},
			"missing 0/1 [dns: in 2 incidents, and nothing forecasts it]"},
		{9, "no runbook", nil, "missing"},
		{9, "bare", []*corpus.Entry{runbook("手順", nil)}, "missing 0/1 [手順: no steps, no expected output, no escalation]"},
		{9, "whole", []*corpus.Entry{runbook("a", []facet.Step{{Commands: []facet.Command{{Expect: "ok"}}}}, facet.Escalation{To: "dba"})}, "met 1/1"},
		{10, "linked to nothing", []*corpus.Entry{recent("pm", nil)}, "missing 0/1 [pm: no known issue or runbook is linked]"},
		{11, "no gap in skills", []*corpus.Entry{recent("pm", nil)}, "not_applicable"},
		{11, "taught", []*corpus.Entry{
			with(func(e *corpus.Entry) { e.SkillGaps = []facet.SkillGap{{Category: "JVM"}, {Category: "DNS"}} }),
			kind("learning", "l", func(e *corpus.Entry) { e.Learning = &facet.Learning{Path: "x", Teaches: []string{"jvm"}} }),
		}, "missing 1/2 [DNS: no module teaches it]"},
		{12, "no owner, never read", []*corpus.Entry{entry("runbook", "rb")},
			"missing 0/1 [rb: no owner, no review date, and nothing tells that it was read within the window]"},
		{13, "no core service", []*corpus.Entry{web()}, "not_applicable"},
		{13, "without a check", []*corpus.Entry{core()}, "missing 0/1 [web: no health check with a schedule]"},
		{13, "checked", []*corpus.Entry{s, of(s, kind("healthcheck", "hc", func(e *corpus.Entry) {
			e.HealthCheck = &facet.HealthCheck{Schedule: facet.Schedule{Text: "every 1d"}}
		}))}, "met 1/1"},
		{14, "no task", nil, "missing"},
		{14, "overdue", []*corpus.Entry{
			kind("maintenance", "更新", func(e *corpus.Entry) {
				e.Maintenance = &facet.Maintenance{Schedule: facet.Schedule{Every: "1mo", From: day("2023-01-01")}}
			}),
			kind("maintenance", "paused", func(e *corpus.Entry) { e.Status, e.Maintenance = "paused", &facet.Maintenance{} }),
		}, "missing 0/1 [更新: overdue by 58 d]"},
		{15, "no cause", []*corpus.Entry{recent("pm", nil)}, "not_applicable"},
		{15, "half of them", []*corpus.Entry{caused("a", "dns"), caused("b", "memory_leak"), exercise("network_partition", "2023-02-01", facet.Duration{})},
			"met 1/2 [memory_leak: no experiment with a run in the last 12 months]"},
		{15, "long ago", []*corpus.Entry{caused("a", "dns"), exercise("network_partition", "2021-02-01", facet.Duration{})},
			"missing 0/1 [dns: no experiment with a run in the last 12 months]"},
		{16, "no drill", []*corpus.Entry{core()}, "missing 0/1 [web: no data_restore or zone_failure run]"},
		{16, "a drill", []*corpus.Entry{s, of(s, exercise("data_restore", "2023-02-01", facet.Duration{}))}, "met 1/1"},
		{16, "too slow", []*corpus.Entry{rto, of(rto, exercise("zone_failure", "2023-02-01", hour))}, "missing 0/1 [web: recovered in 1 h; its rto is 30 min]"},
		{12, "read in time", []*corpus.Entry{owned(kind("runbook", "rb", func(e *corpus.Entry) {}))},
			"missing 0/1 [rb: no review date, and nothing tells that it was read within the window]"},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.number, " ", tt.name), func(t *testing.T) {
			card := computed(policy, tt.entries...).Scorecard()
			score := card.Scores[tt.number-1]
			if got := scored(score); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if score.Check == NotApplicable && (score.Why.En == "" || score.Why.Ja == "") {
				t.Error("no reason")
			}
		})
	}
}

func TestScorecardCountsWhatGitSaw(t *testing.T) {
	e := entry("runbook", "rb")
	e.Owner = "web"
	h := History{Changed: map[string]Changed{e.Path(): {Known: true, At: at("2022-06-01 10:00").Time}}}
	card := Compute(&corpus.Corpus{Entries: []*corpus.Entry{e}}, h, policy, now).Scorecard()
	if got := scored(card.Scores[11]); got != "met 1/1" {
		t.Errorf("got %s", got)
	}
}

func TestStages(t *testing.T) {
	card := computed(policy, recent("pm", nil)).Scorecard()
	if len(card.Scores) != 16 {
		t.Fatalf("got %d items", len(card.Scores))
	}
	for i, s := range card.Scores {
		if want := [...]int{1, 1, 1, 1, 3, 3, 3, 3, 2, 2, 2, 2, 4, 4, 4, 4}[i]; s.Number != i+1 || s.Stage != want {
			t.Errorf("%d: number %d, stage %d, want %d", i, s.Number, s.Stage, want)
		}
	}
	if !card.Complete(1) || card.Complete(2) || card.Current() != 2 {
		t.Errorf("stage 1 %v, stage 2 %v, current %d", card.Complete(1), card.Complete(2), card.Current())
	}
	if empty := computed(policy).Scorecard(); empty.Complete(1) || empty.Current() != 1 {
		t.Error("an empty repository has completed a stage")
	}
	p := policy
	p.Practices.AlertGrouping = true
	if got := computed(p).Scorecard().Scores[6]; got.Check != Met {
		t.Errorf("declared: got %+v", got)
	}
}
