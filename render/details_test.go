package render

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// mainText gives what a reader sees of the content of a page, with single
// spaces.
func mainText(t *testing.T, page string) string {
	t.Helper()
	var b strings.Builder
	elements(t, page, func(n *html.Node) {
		if n.Data != "main" {
			return
		}
		for c := range n.Descendants() {
			if c.Type == html.TextNode {
				b.WriteString(c.Data + " ")
			}
		}
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

func TestPagesOfKinds(t *testing.T) {
	files := map[string]string{
		"services/web.yaml":       "kind: service\nid: web\ntitle: Web\nowner: ops\n",
		"runbooks/disk.md":        "---\nid: disk\nalerts: [DiskFull]\n---\n# Disk is full\n\n## Steps\n\n1. Look\n",
		"postmortems/2023-001.md": "---\nid: 2023-001\ntitle: Outage\nstarted_at: 2023-01-15T14:30:00+09:00\n---\n",
		"experiments/leak.md":     "---\nid: leak\ntitle: Leak\nhypothesis: The judge rolls back in time.\ntype: memory_pressure\nenvironment: staging\ncauses: [memory_leak]\nsteady_state: [{metric: errors, op: '<=', value: 0.5, unit: '%'}]\nabort_conditions: [Errors pass five percent of all, A second pod dies]\nrollback: Delete the canary release.\nduration: 45m\nschedule: every 6mo\nruns:\n  - {on: 2025-05-13, result: violated, detected_in: 41m, notes: Too slow, actions: [{text: Watch the slope, status: done}]}\n  - {on: 2025-07-31, result: held}\n---\n# Leak\n\nWhy we do it.\n\n## Rollback\n\nDelete the canary release.\n",
		"maintenance/certs.md":    "---\nid: certs\ntitle: Certificates\nschedule: {every: 1mo, on: '31', timezone: Asia/Tokyo, from: 2026-01-31}\ncommands: [ls -l]\nrunbook: disk\nprevents: [expired_certificate]\nhistory: [{on: 2026-09-30, status: success, seconds: 90}, {on: 2026-10-31, status: failed, by: ops}]\n---\n# Certificates\n",
		"health/web.md":           "---\nid: hc\ntitle: Web health\nchecks: [{id: disk, title: Disk, metric: disk_percent, command: df -h, op: '>=', warn: 80, critical: 90, unit: '%', on_fail: disk}]\n---\n# Web health\n",
		"monitoring/web.md":       "---\nid: mon\ntitle: What we watch\nactive_metrics: [cpu_usage]\nseries: [{metric: cpu_usage, file: data/cpu.csv, limit: 95}]\nalerts: [{id: d, name: DiskFull, expr: disk > 90, threshold: 90, for: 5m, severity: critical, service: web, type: static}]\n---\n# What we watch\n",
		"learning/basics.md":      "---\nid: basics\ntitle: Basics\npath: web_operations\nlevel: beginner\n---\n# Basics\n",
		"learning/more.md":        "---\nid: more\ntitle: 応用\nlang: ja\npath: web_operations\nlevel: advanced\nprerequisites: [basics]\noutcomes: [ディスクの逼迫を読み取れる]\nassessment: quiz\nduration: 90m\nincidents: [2023-001]\n---\n# 応用\n",
		"skills/team.yaml":        "kind: skills\nid: team\ntitle: Team\npeople: [{name: 山田太郎, team: ops, skills: {web_operations: advanced}}]\ntargets: [{team: ops, category: web_operations, level: beginner, count: 2}]\n",
		"skills/public.yaml":      "kind: skills\nid: open\ntitle: Open\nvisibility: public\npeople: [{name: 佐藤花子, team: ops, skills: {web_operations: advanced}}, {name: 鈴木一郎, team: ops, skills: {web_operations: advanced}}]\n",
		"glossary/slo.md":         "---\nid: slo\nterm: SLO\ndefinition: The target that a team sets itself.\nsee_also: [2023-001]\n---\n# SLO\n",
	}
	site := build(t, load(t, repository(files)), Options{Title: "x", Languages: []string{"en", "ja"}})
	checkLinks(t, site, false)
	tests := []struct {
		page string
		want []string
		not  []string
	}{
		{"experiments/leak/index.html", []string{
			"Memory pressure", "Staging", "45 min", "every 6 months", "memory_leak", "Hypothesis held",
			"Why we do it. Hypothesis The judge rolls back in time.", "errors ≤ 0.5 %", "Errors pass five percent of all", "A second pod dies",
			"31 Jul 2025 Hypothesis held 13 May 2025 Hypothesis violated 41 min Too slow Watch the slope",
		}, []string{"steady_state", "Further details"}},
		{"ja/experiments/leak/index.html", []string{"メモリ圧迫", "ステージング", "6か月ごと", "仮説成立"}, nil},
		{"maintenance/certs/index.html", []string{
			"every month on day 31 (the last day of shorter months) Asia/Tokyo", "Next due 31 Oct 2026", "Disk is full", "expired_certificate", "ls -l",
			"31 Oct 2026 Failed ops", "30 Sep 2026 Success 1 min 30 s",
		}, []string{"Further details"}},
		{"ja/maintenance/certs/index.html", []string{"毎月31日（ない月は末日）", "失敗"}, nil},
		{"health/hc/index.html", []string{"Disk disk_percent ≥ 80 % ≥ 90 % Disk is full", "df -h"}, []string{"on_fail"}},
		{"monitoring/mon/index.html", []string{"DiskFull disk > 90 90 for 5 min critical Fixed Web Disk is full", "cpu_usage", "data/cpu.csv", "95"}, nil},
		{"learning/more/index.html", []string{"web operations", "Advanced", "1 h 30 min", "Quiz", "Before you begin Basics", "ディスクの逼迫を読み取れる", "Outage"}, nil},
		{"skills/team/index.html", []string{"山田太郎", "Advanced", "ops web operations Beginner 2"}, nil},
		{"skills/open/index.html", []string{"ops Advanced × 2"}, []string{"佐藤", "鈴木"}},
		{"glossary/slo/index.html", []string{"The target that a team sets itself.", "Outage"}, nil},
	}
	for _, test := range tests {
		checkWords(t, site, test.page, test.want, test.not)
	}
	if text := mainText(t, site["experiments/leak/index.html"]); strings.Count(text, "Delete the canary release.") != 1 {
		t.Errorf("what stands in the front matter and in the body shows twice:\n%s", text)
	}
}

func TestRareKindsStandUnderMore(t *testing.T) {
	files := map[string]string{
		"services/web.yaml": "kind: service\nid: web\ntitle: Web\nowner: ops\n", "runbooks/r.md": "# R\n\n## Steps\n\n1. Look\n",
		"postmortems/2023-001.md": "---\nstarted_at: 2023-01-15T14:30:00+09:00\n---\n# Outage\n",
	}
	links := func(files map[string]string) (bar, more []string) {
		site := build(t, load(t, repository(files)), Options{Title: "x"})
		elements(t, site["index.html"], func(n *html.Node) {
			if n.Data != "a" {
				return
			}
			for p := n.Parent; p != nil; p = p.Parent {
				if class, _ := attribute(p, "class"); class == "more" {
					more = append(more, shownText(n))
					return
				}
				if label, _ := attribute(p, "aria-label"); p.Data == "nav" && label == "Site" {
					bar = append(bar, shownText(n))
					return
				}
			}
		})
		return bar, more
	}
	bar, more := links(files)
	for _, name := range []string{"Incidents", "Runbooks", "Services"} {
		if !slices.Contains(bar, name) || slices.Contains(more, name) {
			t.Errorf("a small site has at the top %q, under More %q: where is %s?", bar, more, name)
		}
	}
	for _, kind := range []string{"rca", "known-issues", "experiments", "maintenance", "health", "learning", "monitoring", "skills", "glossary"} {
		files[kind+"/x.md"] = "# 文書\n"
	}
	bar, more = links(files)
	if len(bar) > mostInBar || !slices.Contains(bar, "Incidents") || !slices.Contains(bar, "Insights") {
		t.Errorf("a large site has at the top %q", bar)
	}
	for _, name := range []string{"Experiments", "Glossary", "Maintenance"} {
		if !slices.Contains(more, name) || slices.Contains(bar, name) {
			t.Errorf("a large site has at the top %q, under More %q: where is %s?", bar, more, name)
		}
	}
}
