package insight

import (
	"fmt"
	"strings"
	"testing"
)

func TestConflicts(t *testing.T) {
	const (
		check  = "title: Hosts\nservices: [web]\nchecks: [{title: メモリ使用率, metric: memory_usage, op: \">\", warn: 85, unit: \"%\"}]\n"
		branch = "---\nservices: [%s]\n---\n# A\n\n## Decision tree\n\n- %s -> restart it\n"
	)
	tests := []struct {
		name, check, path, other string
		want                     string
	}{
		{"another value", check, "runbooks/a.md", fmt.Sprintf(branch, "web", "memory_usage > 90%"), "85 % / 90 %"},
		{"by the title", check, "runbooks/a.md", fmt.Sprintf(branch, "web", "メモリ使用率が90%以上"), "85 % / 90 %"},
		{"another spelling", check, "runbooks/a.md", fmt.Sprintf(branch, "web", "Memory-Usage > 90"), "85 % / 90"},
		{"the same value", check, "runbooks/a.md", fmt.Sprintf(branch, "web", "memory_usage > 85%"), ""},
		{"the second threshold", strings.Replace(check, "warn: 85", "warn: 85, critical: 90", 1), "runbooks/a.md", fmt.Sprintf(branch, "web", "memory_usage > 90%"), ""},
		{"the nearest of two", strings.Replace(check, "warn: 85", "warn: 70, critical: 85", 1), "runbooks/a.md", fmt.Sprintf(branch, "web", "memory_usage > 90%"), "85 % / 90 %"},
		{"the other side", check, "runbooks/a.md", fmt.Sprintf(branch, "web", "memory_usage < 60%"), ""},
		{"another unit", check, "runbooks/a.md", fmt.Sprintf(branch, "web", "memory_usage > 0.9 GB"), ""},
		{"another service", check, "runbooks/a.md", fmt.Sprintf(branch, "db", "memory_usage > 90%"), ""},
		{"any service", check, "runbooks/a.md", fmt.Sprintf(branch, "", "memory_usage > 90%"), "85 % / 90 %"},
		{"another metric", check, "runbooks/a.md", fmt.Sprintf(branch, "web", "swap_usage > 90%"), ""},
		{"what a step wants", check, "runbooks/a.yaml", "title: A\nsteps: [{description: look, check: {metric: memory_usage, op: \"<\", value: 80}}]\n", "85 % / 80"},
		{"what an alert fires at", check, "monitoring/a.yaml", "title: A\nalerts: [{name: A, metric: memory_usage, threshold: 90}]\n", "85 % / 90"},
		{"an alert of another type", check, "monitoring/a.yaml", "title: A\nalerts: [{name: A, metric: memory_usage, threshold: 14.4, type: burn_rate}]\n", ""},
		{"no threshold", strings.Replace(check, "warn: 85, ", "", 1), "runbooks/a.md", fmt.Sprintf(branch, "web", "memory_usage > 90%"), ""},
		{"no direction", strings.Replace(check, `op: ">"`, `op: "=="`, 1), "runbooks/a.md", fmt.Sprintf(branch, "web", "memory_usage > 90%"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := resultsOf(t, map[string]string{
				"services/web.yaml": "title: Web\nowner: a\n", "services/db.yaml": "title: DB\nowner: a\n",
				"health/a.yaml": tt.check, tt.path: tt.other,
			})
			var got []string
			for _, e := range r.corpus.Kind("healthcheck") {
				for _, c := range r.Conflicts(e) {
					got = append(got, c.Own.Text()+" / "+c.Other.Text())
				}
			}
			if s := strings.Join(got, ", "); s != tt.want {
				t.Errorf("got %q, want %q", s, tt.want)
			}
		})
	}
}
