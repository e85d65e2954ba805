package insight

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestHealthConflicts(t *testing.T) {
	check := func(checks ...string) string {
		return "kind: healthcheck\nid: host\ntitle: Host\nchecks:\n  - " + strings.Join(checks, "\n  - ") + "\n"
	}
	runbook := func(rest string) string {
		return "kind: runbook\nid: r\ntitle: R\nsteps: [{id: s1, description: look}]\n" + rest + "\n"
	}
	inventory := func(alert string) string { return "kind: monitoring\nid: m\nalerts:\n  - " + alert + "\n" }
	service := func(id string) string { return fmt.Sprintf("kind: service\nid: %s\ntitle: %s\nowner: x\n", id, id) }
	memory := `{id: mem, title: メモリ使用率, metric: memory_usage, op: ">", warn: 85, unit: "%"}`
	both := `{id: mem, title: メモリ使用率, metric: memory_usage, op: ">", warn: 85, critical: 95, unit: "%"}`
	tests := []struct {
		name  string
		check string
		files map[string]string
		want  string
	}{
		{"a decision in words", memory, map[string]string{"runbooks/r.yaml": runbook(`decision_tree: [{action: act, id: high_memory, condition: "メモリ使用率 > 90%"}]`)}, `the decision "メモリ使用率 > 90%": 85 % / 90 %`},
		{"the same", memory, map[string]string{"runbooks/r.yaml": runbook(`decision_tree: [{action: act, id: b, condition: "Memory usage is above 85%"}]`)}, ""},
		{"a check", memory, map[string]string{"runbooks/r.yaml": runbook(`decision_tree: [{action: act, id: b, condition: "full", check: {metric: memory_usage, op: ">", value: 90, unit: "%"}}]`)}, `the decision "full": 85 % / 90 %`},
		{"one of both thresholds", both, map[string]string{"runbooks/r.yaml": runbook(`decision_tree: [{action: act, id: b, condition: "memory > 95%"}]`)}, ""},
		{"neither", both, map[string]string{"runbooks/r.yaml": runbook(`decision_tree: [{action: act, id: b, condition: "memory > 90%"}]`)}, `the decision "memory > 90%": 85 % / 90 %`},
		{"a share", memory, map[string]string{"runbooks/r.yaml": runbook(`decision_tree: [{action: act, id: b, condition: "full", check: {metric: memory_usage, op: ">", value: 0.85, unit: ratio}}]`)}, ""},
		{"another side is another question", memory, map[string]string{"runbooks/r.yaml": runbook(`decision_tree: [{action: act, id: b, condition: "memory < 20%"}]`)}, ""},
		{"another thing", memory, map[string]string{"runbooks/r.yaml": runbook(`decision_tree: [{action: act, id: b, condition: "disk usage > 90%"}]`)}, ""},
		{"a step draws the line elsewhere", memory, map[string]string{"runbooks/r.yaml": "kind: runbook\nid: r\ntitle: R\nsteps: [{id: s1, description: look, check: {metric: memory_usage, op: '<', value: 80, unit: '%'}}]\n"}, `the step "look": 85 % / 80 %`},
		{"a step draws the same line", memory, map[string]string{"runbooks/r.yaml": "kind: runbook\nid: r\ntitle: R\nsteps: [{id: s1, description: look, check: {metric: memory_usage, op: '<', value: 85, unit: '%'}}]\n"}, ""},
		{"a remedy may be stricter", memory, map[string]string{"runbooks/r.md": "---\nkind: runbook\nid: r\n---\n# R\n\n## Mitigation\n\n1. Restart it. Success: memory usage < 60%\n"}, ""},
		{"an alert", memory, map[string]string{"monitoring/m.yaml": inventory(`{id: HighMemory, metric: memory_usage, threshold: 90}`)}, `the alert "HighMemory": 85 % / 90`},
		{"an alert of a level", both, map[string]string{"monitoring/m.yaml": inventory(`{id: HighMemory, metric: memory_usage, threshold: 85, severity: critical}`)}, `the alert "HighMemory": 95 % / 85`},
		{"an alert of the level", both, map[string]string{"monitoring/m.yaml": inventory(`{id: HighMemory, metric: memory_usage, threshold: 95, severity: page}`)}, ""},
		{"an alert by its expression", memory, map[string]string{"monitoring/m.yaml": inventory(`{id: HighMemory, expr: 'memory_usage{job="web"} > 90'}`)}, `the alert "HighMemory": 85 % / 90`},
		{"another service", memory + "\nservices: [web]", map[string]string{"services/a.yaml": service("web"), "services/b.yaml": service("db"), "monitoring/m.yaml": inventory(`{id: A, metric: memory_usage, threshold: 90, service: db}`)}, ""},
		{"the same service", memory + "\nservices: [web]", map[string]string{"services/a.yaml": service("web"), "monitoring/m.yaml": inventory(`{id: A, metric: memory_usage, threshold: 90, service: web}`)}, `the alert "A": 85 % / 90`},
		{"lengths of time", `{title: p99, op: ">", warn: 1, unit: s}`, map[string]string{"runbooks/r.yaml": runbook(`decision_tree: [{action: act, id: a, condition: "p99 > 1000 ms"}, {action: act, id: b, condition: "p99 > 800 ms"}]`)}, `the decision "p99 > 800 ms": 1 s / 800 ms`},
		{"low values", `{title: free space, warn: 20, critical: 10, unit: GB}`, map[string]string{"runbooks/r.yaml": runbook(`decision_tree: [{action: act, id: a, condition: "free space below 5 GB"}]`)}, `the decision "free space below 5 GB": 10 GB / 5 GB`},
		{"no threshold", `{title: メモリ使用率, command: free}`, map[string]string{"runbooks/r.yaml": runbook(`decision_tree: [{action: act, id: a, condition: "メモリ使用率 > 90%"}]`)}, ""},
		{"equality draws no line", `{title: state, op: "==", critical: 1}`, map[string]string{"runbooks/r.yaml": runbook(`decision_tree: [{action: act, id: a, condition: "state == 2"}]`)}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.files["health/host.yaml"] = check(tt.check)
			var got []string
			for _, c := range conflictsOf(t, tt.files) {
				got = append(got, fmt.Sprintf("%s: %s / %s", c.Other.What.En, c.Own.Text(), c.Other.Text()))
				if c.Other.File == nil || c.Other.Span.End <= c.Other.Span.Start {
					t.Errorf("it stands nowhere: %+v", c)
				}
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "; ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func conflictsOf(t *testing.T, files map[string]string) []Conflict {
	t.Helper()
	r := repositoryOf(t, "2023-03-01T00:00:00Z", Policy{}, files)
	var out []Conflict
	for _, e := range r.corpus.Kind("healthcheck") {
		out = append(out, r.Conflicts(e)...)
	}
	return out
}

// TestDefect14ThresholdsAgree: the handbook's runbook calls memory high from
// 90 %, its health check from 85 %.
func TestDefect14ThresholdsAgree(t *testing.T) {
	got := conflictsOf(t, map[string]string{
		"health/host.yaml": "kind: healthcheck\nid: host\ntitle: システムヘルスチェック\nchecks:\n" +
			"  - {id: cpu, title: CPU使用率, metric: cpu_usage, op: \">\", warn: 80, unit: \"%\"}\n" +
			"  - {id: mem, title: メモリ使用率, metric: memory_usage, op: \">\", warn: 85, unit: \"%\"}\n",
		"runbooks/slow.yaml": "kind: runbook\nid: slow\ntitle: 応答遅延\nsteps: [{id: s1, description: 確認}]\ndecision_tree:\n" +
			"  - {action: act, id: high_cpu, condition: \"CPU使用率 > 80%\"}\n  - {action: act, id: high_memory, condition: \"メモリ使用率 > 90%\"}\n",
	})
	if len(got) != 1 || got[0].Probe.ID != "mem" || got[0].Own.Text() != "85 %" || got[0].Other.Text() != "90 %" || got[0].Other.File.Path != "runbooks/slow.yaml" {
		t.Errorf("got %+v", got)
	}
}

func TestManyLimits(t *testing.T) {
	var checks, branches strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&checks, "  - {title: memory, warn: 85, metric: m%d}\n", i)
		fmt.Fprintf(&branches, "  - {condition: memory > 85, action: act, id: b%d}\n", i)
	}
	r := repositoryOf(t, "2023-03-01T00:00:00Z", Policy{}, map[string]string{
		"health/h.yaml":   "kind: healthcheck\nid: h\ntitle: H\nchecks:\n" + checks.String(),
		"runbooks/r.yaml": "kind: runbook\nid: r\ntitle: R\nsteps: [{description: x}]\ndecision_tree:\n" + branches.String(),
	})
	begin := time.Now()
	r.Conflicts(r.corpus.Kind("healthcheck")[0])
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
}
