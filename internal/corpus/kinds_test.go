package corpus

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/internal/source"
)

// chain is documents of all kinds that are about one incident.
var chain = map[string]string{
	"services/web.yaml":       "title: Web\nowner: ops\n",
	"postmortems/2026-001.md": "---\nstarted_at: 2026-01-02T10:00:00Z\nservices: [web]\nexperiments: [pod-kill]\nlearning: [heap]\nmaintenance: [certs]\n---\n# Web ran out of memory\n",
	"runbooks/memory.md":      "---\nservices: [web]\n---\n# Memory\n\n## Steps\n\n1. Look\n",
	"known-issues/leak.md":    "---\nid: leak\nsymptom: memory grows\n---\n# Leak\n",
	"monitoring/web.md":       "---\nservices: [web]\n---\n# What we watch\n\n| Alert | Metric | Threshold | Runbook |\n|---|---|---|---|\n| MemoryHigh | memory | > 90 | [memory](../runbooks/memory.md) |\n",
	"experiments/pod-kill.md": "---\nservices: [web]\nincidents: [\"2026-001\"]\ncauses: [leak, wording]\nhypothesis: it holds\n---\n# Kill a pod\n",
	"保守/certs.md":             "---\nservices: [web]\nrunbook: memory\nprevents: [leak]\n周期: 毎月\n---\n# 証明書の更新\n",
	"health/web.md":           "---\nservices: [web]\n---\n# Checks\n\n| Check | Warning | Runbook |\n|---|---|---|\n| Memory | 85 % | [[memory]] |\n",
	"learning/linux.md":       "---\npath: memory\nlevel: beginner\n---\n# Linux\n",
	"learning/heap.md":        "---\npath: memory\nlevel: intermediate\nincidents: [\"2026-001\"]\n---\n# Heap dumps\n\n## Prerequisites\n\n- [Linux](linux.md)\n",
	"用語集/words.md":            "# 用語集\n\n| 用語 | 意味 | 関連 |\n|---|---|---|\n| リーク | メモリが返らないこと | leak、ヒープ |\n",
}

// All documents about an incident can be reached from each other.
func TestKindsAreLinked(t *testing.T) {
	c, found := load(t, chain)
	want(t, brief(found), nil)
	links := map[*Entry][]*Entry{}
	var got []string
	for _, e := range c.Entries {
		for _, r := range e.Refs {
			if r.To == nil {
				t.Errorf("%s: %s %q leads nowhere", e.Path(), r.Field, r.Text)
				continue
			}
			links[e], links[r.To] = append(links[e], r.To), append(links[r.To], e)
			if e.Kind != "postmortem" && r.Field != "link" && r.Field != "text" {
				got = append(got, fmt.Sprintf("%s %s %s", e.ID, r.Field, r.To.ID))
			}
		}
	}
	slices.Sort(got)
	want(t, got, []string{
		"certs prevents leak", "certs runbook memory", "certs services web",
		"heap incidents 2026-001", "heap prerequisites linux", "memory services web",
		"pod-kill causes leak", "pod-kill incidents 2026-001", "pod-kill services web",
		"web alerts memory", "web checks memory", "web services web", "web services web", "words terms leak",
	})
	reached := map[*Entry]bool{}
	var follow func(e *Entry)
	follow = func(e *Entry) {
		if !reached[e] {
			reached[e] = true
			for _, to := range links[e] {
				follow(to)
			}
		}
	}
	follow(c.ByID("postmortem", "2026-001"))
	for _, e := range c.Entries {
		if !reached[e] {
			t.Errorf("%s cannot be reached from the incident", e.Path())
		}
	}
	if e := c.ByID("experiment", "pod-kill"); len(e.Causes) > 0 {
		t.Errorf("the words of an experiment are read as causes: %v", e.Causes)
	}
}

func TestOpenSLO(t *testing.T) {
	const slo = "apiVersion: openslo/v1\nkind: SLO\nmetadata: {name: %s}\nspec:\n  service: %s\n  timeWindow: [{duration: 1M, isRolling: false}]\n  objectives: [{target: 0.999}]\n"
	tests := []struct {
		name, text string
		want       []string // id, target and window of the service's objectives
		found      []string
	}{
		{"none", "", []string{"own 99 calendar_month"}, nil},
		{"one", fmt.Sprintf(slo, "availability", "web"), []string{"own 99 calendar_month", "availability 99.9 calendar_month"}, nil},
		{"two in a file", fmt.Sprintf(slo, "a", "web") + "---\n" + fmt.Sprintf(slo, "b", "service:web"),
			[]string{"own 99 calendar_month", "a 99.9 calendar_month", "b 99.9 calendar_month"}, nil},
		{"the document's own goes before", fmt.Sprintf(slo, "OWN", "web"), []string{"own 99 calendar_month"}, nil},
		{"Japanese", fmt.Sprintf(slo, "可用性", "ウェブ"), []string{"own 99 calendar_month", "可用性 99.9 calendar_month"}, nil},
		{"unknown service", fmt.Sprintf(slo, "a", "wep"), []string{"own 99 calendar_month"}, []string{"slo/a.yaml:5:12 warning unknown-id"}},
		{"no objective", "apiVersion: openslo/v1\nkind: SLO\nspec: {service: web}\n", []string{"own 99 calendar_month"}, nil},
		{"another object", "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: web}\n", []string{"own 99 calendar_month"}, nil},
	}
	for _, tt := range tests {
		for _, ending := range []string{"\n", "\r\n"} {
			c, found := load(t, map[string]string{
				"services/web.yaml": "title: Web\nowner: ops\naliases: [ウェブ]\nslo: [{id: own, target: 99}]\n",
				"slo/a.yaml":        strings.ReplaceAll(tt.text, "\n", ending),
			})
			var got []string
			for _, o := range c.ByID("service", "web").Service.Objectives {
				target, _ := o.Target.Float64()
				got = append(got, fmt.Sprint(o.ID, " ", target, " ", o.Window))
			}
			want(t, got, tt.want)
			want(t, brief(found), tt.found)
		}
	}
}

func TestWatches(t *testing.T) {
	rule := source.New("rules/a.yaml", []byte("groups:\n- rules:\n  - {alert: MemoryHigh, expr: 'memory{job=\"web\"} > 90', for: 5m, labels: {severity: page, service: web}}\n"+
		"  - {alert: Ratio, expr: 'rate(a[5m]) / rate(b[5m]) > 0.1'}\n"))
	o := options()
	o.AlertFiles = []*source.File{rule}
	c, _ := loadWith(t, o, map[string]string{
		"services/web.yaml": "title: Web\nowner: ops\n",
		"monitoring/a.yaml": "title: A\nservices: [web]\nalerts:\n  - {name: memoryhigh, metric: memory, threshold: 85, type: dynamic}\n  - {name: 遅延, metric: p99, threshold: \"1秒超\", noise: true}\n  - {id: lost}\n",
	})
	var got []string
	for _, w := range c.Watches() {
		value := "-"
		if w.Fires.Metric != "" {
			value = w.Fires.Op + w.Fires.Value.V.RatString() + w.Fires.Unit
		}
		got = append(got, fmt.Sprintf("%s %q %s %s %d %v %v %s", w.Name, w.Metric, value, w.Type, len(w.Services), w.Noise, w.Rule != nil, w.File.Path))
	}
	want(t, got, []string{
		`MemoryHigh "memory" >85 dynamic 1 false true rules/a.yaml`,
		`Ratio "" -  0 false true rules/a.yaml`,
		`遅延 "p99" >1秒  1 true false monitoring/a.yaml`,
		`lost "" -  1 false false monitoring/a.yaml`,
	})
}
