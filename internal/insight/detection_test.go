package insight

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// compute gives the results of some entries as of now.
func computed(p Policy, entries ...*corpus.Entry) *Results {
	return Compute(&corpus.Corpus{Entries: entries}, History{}, p, now)
}

// gapped is the incident of the golden detection gap.
func gapped(s *corpus.Entry) *corpus.Entry {
	e := handbook(s)
	e.Precursors, e.RootCauses, e.Category = []string{"error_log_spike"}, []string{"memory_leak"}, "performance"
	return e
}

// metrics are the names of missed signals.
func metrics(g *Gap) []string {
	out := []string{}
	for _, s := range g.Missed {
		out = append(out, s.Metric)
	}
	return out
}

func TestGoldenDetectionGap(t *testing.T) {
	golden := goldenFile(t)["detection_gap"]
	s := web()
	s.Service.ActiveMetrics = []string{"cpu_usage", "disk_usage"}
	e := gapped(s)
	g := computed(policy, e, s).Gaps().Of(e)
	got := encode(t, Object{
		{"delay_minutes", number(minutes(g.Delay).V)},
		{"threshold", int(policy.Detection.threshold() / time.Minute)},
		{"is_gap", g.Is()},
		{"missed_signals", metrics(g)},
		{"recommended_metrics", g.Recommended},
	})
	if diff := cmp.Diff(golden, got); diff != "" {
		t.Errorf("-golden +got:\n%s", diff)
	}
}

// TestDefect07GapsAreToldByWholeWords is about detection gaps: the comment of the handbook's program
// says "five minutes or more" and its code "more than"; it fails without a
// detection time, counts negative delays, looks for causes within words,
// recommends what is active already, and knows two categories.
func TestDefect07GapsAreToldByWholeWords(t *testing.T) {
	const detected = "2023-01-15 14:35" // five minutes after the start
	tests := []struct {
		name     string
		policy   Detection
		detected string
		source   string
		status   string
		causes   []string
		category string
		active   []string
		want     string // late, outside, unknown; missed; recommended
	}{
		{name: "on the threshold is not over it", detected: detected, want: ""},
		{name: "unless the threshold counts", policy: Detection{Inclusive: true}, detected: detected, want: "late"},
		{name: "a second more is", detected: "2023-01-15T14:35:01+09:00", want: "late"},
		{name: "another threshold", policy: Detection{Threshold: 10 * time.Minute}, detected: "2023-01-15 14:40", want: ""},
		{name: "an unknown detection is said to be unknown", want: "unknown"},
		{name: "not while it goes on", status: "ongoing", want: ""},
		{name: "nor of a near miss", status: "near_miss", want: ""},
		{name: "found before the impact", detected: "2023-01-15 14:20", want: ""},
		{name: "a customer is no monitoring", detected: "2023-01-15 14:31", source: "customer", want: "outside"},
		{name: "nor a partner, and late", detected: "2023-01-15 15:31", source: "partner", want: "late outside"},
		{name: "an employee is", detected: "2023-01-15 14:31", source: "employee", want: ""},
		{name: "a word", detected: detected, causes: []string{"memory_leak"}, want: "missed memory_trend_analysis"},
		{name: "another way to write it", detected: detected, causes: []string{"Ｍemory Leak"}, want: "missed memory_trend_analysis"},
		{name: "not within another word", detected: detected, causes: []string{"no_memory_leak_found", "memory_leaks"}, want: ""},
		{name: "what is active is not missed", detected: detected, causes: []string{"bad_deploy"}, active: []string{"Deploy-Markers"}, want: "missed canary_comparison"},
		{name: "nor recommended", detected: detected, category: "capacity", active: []string{"autoscaling_events"}, want: "recommended utilisation_forecast saturation_indicators"},
		{name: "missed is not recommended again", detected: detected, causes: []string{"dependency_failure"}, category: "dependency", want: "missed dependency_monitoring recommended synthetic_probes timeout_budget"},
		{name: "six categories", detected: detected, category: "Security", want: "recommended auth_failure_rate privilege_change_audit egress_anomaly"},
		{name: "an unknown category", detected: detected, category: "性能", want: ""},
		{name: "one metric for two causes", detected: detected, causes: []string{"infinite_loop", "cpu_saturation"}, want: "missed cpu_saturation_monitoring"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := web()
			s.Service.ActiveMetrics = tt.active
			e := handbook(s)
			e.Times.Detected, e.Status, e.Detection.Source = at(tt.detected), tt.status, tt.source
			if tt.status == "ongoing" {
				e.Times.Resolved = facet.Instant{}
			}
			e.RootCauses, e.Category = tt.causes, tt.category
			p := policy
			p.Detection = tt.policy
			g := computed(p, e, s).Gaps().Of(e)
			if got := gapWords(g); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if why := g.Why(); g.Is() != (why.En != "") || g.Is() != (why.Ja != "") {
				t.Errorf("gap %v, why %q", g.Is(), why)
			}
		})
	}
}

func gapWords(g *Gap) string {
	var out []string
	for _, x := range []struct {
		is   bool
		word string
	}{{g.Late, "late"}, {g.Outside, "outside"}, {g.Unknown, "unknown"}, {len(g.Missed) > 0, "missed"}} {
		if x.is {
			out = append(out, x.word)
		}
	}
	out = append(out, metrics(g)...)
	if len(g.Recommended) > 0 {
		out = append(append(out, "recommended"), g.Recommended...)
	}
	return strings.Join(out, " ")
}

func TestActiveMetrics(t *testing.T) {
	inventory := func(of *corpus.Entry, m facet.Monitoring) *corpus.Entry {
		e := entry("monitoring", "inventory")
		e.Monitoring = &m
		if of != nil {
			e.Refs = []corpus.Reference{{From: e, To: of, Field: "services", Text: of.ID}}
		}
		return e
	}
	other := entry("service", "other")
	s := web()
	tests := []struct {
		name      string
		inventory *corpus.Entry
		want      string
	}{
		{"none", inventory(nil, facet.Monitoring{}), "missed memory_trend_analysis"},
		{"of all services", inventory(nil, facet.Monitoring{ActiveMetrics: []string{"memory_trend_analysis"}}), ""},
		{"of the service", inventory(s, facet.Monitoring{ActiveMetrics: []string{"memory_trend_analysis"}}), ""},
		{"of another one", inventory(other, facet.Monitoring{ActiveMetrics: []string{"memory_trend_analysis"}}), "missed memory_trend_analysis"},
		{"of an alert", inventory(s, facet.Monitoring{Alerts: []facet.MonitoredAlert{{ID: "a", Metric: "memory_trend_analysis"}}}), ""},
		{"of an alert of the service", inventory(other, facet.Monitoring{Alerts: []facet.MonitoredAlert{{ID: "a", Metric: "memory_trend_analysis", Service: "ウェブ"}}}), ""},
		{"of an alert of another one", inventory(s, facet.Monitoring{Alerts: []facet.MonitoredAlert{{ID: "a", Metric: "memory_trend_analysis", Service: "other"}}}), "missed memory_trend_analysis"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := handbook(s)
			e.RootCauses = []string{"memory_leak"}
			if got := gapWords(computed(policy, e, s, other, tt.inventory).Gaps().Of(e)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestMetricTablesOfTheSettings(t *testing.T) {
	p := policy
	p.CauseMetrics = map[string][]string{"Memory Leak": {"ヒープ使用率"}, "memory_leak ": {"ヒープ使用率"}, "dns": {}, "レプリカ遅延": {"replication_lag"}}
	p.CategoryMetrics = map[string][]string{"performance": {"apdex"}}
	tests := []struct {
		cause string
		want  string
	}{
		{"memory_leak", "missed ヒープ使用率 recommended apdex"},
		{"dns", "recommended apdex"},
		{"レプリカ遅延", "missed replication_lag recommended apdex"},
		{"disk_full", "missed disk_fill_prediction recommended apdex"},
		{"知らない原因", "recommended apdex"},
	}
	for _, tt := range tests {
		e := handbook(nil)
		e.RootCauses, e.Category = []string{tt.cause}, "performance"
		g := computed(p, e).Gaps().Of(e)
		if got := gapWords(g); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.cause, got, tt.want)
		}
		if unmapped := len(g.Unmapped) > 0; unmapped != (tt.cause == "知らない原因") {
			t.Errorf("%s: unmapped %q", tt.cause, g.Unmapped)
		}
	}
}

func TestNextMetrics(t *testing.T) {
	s := web()
	incident := func(id, detected, cause, category string) *corpus.Entry {
		e := outage(id, "2023-01-15 14:00", "2023-01-15 15:00", s)
		e.Times.Detected = at(detected)
		e.RootCauses, e.Category = []string{cause}, category
		return e
	}
	r := computed(policy, s,
		incident("a", "2023-01-15 14:20", "memory_leak", "performance"),
		incident("b", "2023-01-15 14:10", "dns", ""),
		incident("c", "", "dns", ""),
		incident("d", "2023-01-15 13:50", "dns", ""),
	)
	var got []string
	for _, n := range r.Gaps().Next {
		got = append(got, n.Metric+" "+decimal(n.Delay)+" s "+decimal(n.BadMinutes)+" min "+strconv.Itoa(len(n.Missed))+"/"+strconv.Itoa(len(n.Suits))+" undated "+strconv.Itoa(n.Undated))
	}
	want := []string{
		"memory_trend_analysis 1200 s 60 min 1/0 undated 0",
		"dns_resolution_probe 600 s 180 min 3/0 undated 1",
		"resource_saturation_indicators 1200 s 60 min 0/1 undated 0",
		"response_time_percentiles 1200 s 60 min 0/1 undated 0",
		"throughput_trending 1200 s 60 min 0/1 undated 0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
