package config

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/insight"
)

func TestLearningLoopSettings(t *testing.T) {
	c, found := read(t, `practices: {alert_grouping: true}
policy:
  cause_metrics:
    memory_leak: [heap_trend]
    証明書切れ: [certificate_expiry]
    dns: []
    one: alone
  category_metrics: {performance: [apdex]}
  solution_words: {feature flag: [toggle, フラグを切], failover: []}
  readiness: {window: 180d}
  loop: {postmortem_days: 10}
`)
	if len(found) > 0 {
		t.Fatal(found)
	}
	p := c.Policy
	causes := map[string][]string{"memory_leak": {"heap_trend"}, "証明書切れ": {"certificate_expiry"}, "dns": nil, "one": {"alone"}}
	if diff := cmp.Diff(causes, p.CauseMetrics); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string][]string{"performance": {"apdex"}}, p.CategoryMetrics); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string][]string{"feature flag": {"toggle", "フラグを切"}, "failover": nil}, p.SolutionWords); diff != "" {
		t.Error(diff)
	}
	if !p.Practices.AlertGrouping || p.ReadinessWindow != 180*24*time.Hour || p.LearningLoop != (insight.LearningLoop{PostmortemDays: 10}) {
		t.Errorf("got %+v", p)
	}
}

func TestLearningLoopSettingsThatAreWrong(t *testing.T) {
	tests := []struct{ text, want string }{
		{"policy: {cause_metrics: [a]}\n", `1:25 wrong-type "[a]"`},
		{"policy: {cause_metrics: {a: {b: c}}}\n", `1:29 wrong-type "{b: c}"`},
		{"policy: {solution_words: [a]}\n", `1:26 wrong-type "[a]"`},
		{"policy: {practices: {alert_grouping: ときどき}}\n", `1:38 unknown-value "ときどき"`},
		{"practices: {grouping: true}\n", `1:13 unknown-field "grouping"`},
		{"policy: {readiness: {window: -1d}}\n", `1:30 bad-format "-1d"`},
		{"policy: {loop: {postmortem_days: 0}}\n", `1:34 out-of-range "0"`},
		{"policy: {loop: {postmortem_days: 1e9}}\n", `1:34 out-of-range "1e9"`},
	}
	for _, tt := range tests {
		if _, found := read(t, tt.text); len(found) != 1 || found[0] != tt.want {
			t.Errorf("%s: got %q, want %s", tt.text, found, tt.want)
		}
	}
}
