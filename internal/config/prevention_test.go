package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPreventionSettings(t *testing.T) {
	c, found := read(t, `policy:
  cause_experiments:
    memory_leak: [memory_pressure, 机上訓練]
    証明書切れ: dependency_failure
    dns: []
  learning: {modules: 5, weekly_hours: 1.5}
`)
	if len(found) > 0 {
		t.Fatal(found)
	}
	want := map[string][]string{"memory_leak": {"memory_pressure", "process"}, "証明書切れ": {"dependency_failure"}, "dns": nil}
	if diff := cmp.Diff(want, c.Policy.CauseExperiments); diff != "" {
		t.Error(diff)
	}
	if p := c.Policy.Curriculum; p.Modules != 5 || p.WeeklyHours.RatString() != "3/2" {
		t.Errorf("got %+v", p)
	}
}

func TestPreventionSettingsThatAreWrong(t *testing.T) {
	tests := []struct{ text, want string }{
		{"policy: {cause_experiments: [a]}\n", `1:29 wrong-type "[a]"`},
		{"policy: {cause_experiments: {dns: [memory_presure]}}\n", `1:35 unknown-value "[memory_presure]"`},
		{"policy: {cause_experiments: {証明書: 手動}}\n", `1:35 unknown-value "手動"`},
		{"policy: {learning: {modules: 0}}\n", `1:30 out-of-range "0"`},
		{"policy: {learning: {modules: 1e9}}\n", `1:30 out-of-range "1e9"`},
		{"policy: {learning: {weekly_hours: -1}}\n", `1:35 out-of-range "-1"`},
		{"policy: {learning: {weekly_hours: 169}}\n", `1:35 out-of-range "169"`},
		{"policy: {learning: {weekly_hours: たくさん}}\n", `1:35 out-of-range "たくさん"`},
		{"policy: {learning: {hours: 1}}\n", `1:21 unknown-field "hours"`},
	}
	for _, tt := range tests {
		if _, found := read(t, tt.text); len(found) != 1 || found[0] != tt.want {
			t.Errorf("%s: got %q, want %s", tt.text, found, tt.want)
		}
	}
}
