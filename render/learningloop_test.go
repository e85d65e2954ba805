package render

import (
	"testing"
)

func TestLearningLoopPages(t *testing.T) {
	files := map[string]string{
		"services/web.yaml": "kind: service\nid: web\ntitle: Web\nowner: ops\ntier: 1\n",
		"runbooks/pool.md":  "---\nid: pool\n---\n# Free the pool\n\n## Steps\n\n1. Look\n",
		"known-issues/ki.yaml": `id: ki
title: 接続が足りない
symptom: orders fail
causes: [{id: a, text: a batch, taxonomy: connection_exhaustion}]
solutions:
  - {id: wait, title: Wait <b>}
  - {id: stop, title: バッチを止める, runbook: pool, outcomes: [{on: 2026-01-15, success: true, incident: inc-1}, {on: 2026-02-01, success: false, incident: nowhere, note: "<i>no</i>"}]}
`,
		"postmortems/inc-1.md": "---\nid: inc-1\ntitle: Pool <script>\nservices: [web]\nstatus: final\nstarted_at: 2026-01-15T14:30:00+09:00\ndetected_at: 2026-01-15T15:00:00+09:00\nresolved_at: 2026-01-15T16:30:00+09:00\n" +
			"root_causes: [memory_leak]\nknown_issues: [ki]\nsolutions_tried: [{solution: 'ki#stop', success: true}, {runbook: pool, success: false}, {solution: ki, success: true}]\n" +
			"causes: [{text: x, layer: process, group: '<u>'}]\nskills: [{category: sql, severity: high}]\n---\n# x\n",
		"postmortems/inc-2.md": "---\nid: inc-2\ntitle: 進行中\nstatus: ongoing\nstarted_at: 2026-11-21T14:30:00+09:00\n---\n# 進行中\n",
	}
	site := build(t, load(t, repository(files)), Options{Title: "x", Languages: []string{"en", "ja"}})
	checkLinks(t, site, false)
	tests := []struct {
		page string
		want []string
		not  []string
	}{
		{"insights/detection/index.html", []string{
			"memory trend analysis shows their causes inc-1 30 min 120", "Incidents that monitoring missed or found late: 1 of 2.", "Pool <script> detected after 30 min memory trend analysis memory leak –",
		}, nil},
		{"ja/insights/detection/index.html", []string{"全2件のうち1件", "検知まで30分"}, nil},
		{"insights/solutions/index.html", []string{
			"接続が足りない Wait <b> untried – 67 % バッチを止める 1 of 2 (80 % interval 31–86 %)", "connection exhaustion Wait <b>", "Free the pool 1 of 3 (80 % interval 23–76 %)", "Tries of no known solution", "Pool <script> ki",
		}, nil},
		{"ja/insights/solutions/index.html", []string{"未試行", "2回中1回（80%区間 31–86%）"}, nil},
		{"insights/loop/index.html", []string{"Incidents whose loop is closed: 0 of 2.", "memory leak inc-1 –", "Monitoring detected after 30 min, and neither a closed action nor a metric answers it"}, nil},
		{"ja/insights/loop/index.html", []string{"全2件のうち0件でループが完結しています。"}, nil},
		{"insights/causes/index.html", []string{"Causes that lie behind three technical ones or more: 0 of 2.", "memory leak together with <u> 1"}, nil},
		{"ja/insights/causes/index.html", []string{"と同時に"}, nil},
		{"insights/readiness/index.html", []string{"Stage 1: write it down Stage 1 is the next to complete.", "13. Scheduled health checks 0 of 1 all services of tier 0 and 1 ✗ missing Web no health check with a schedule"}, nil},
		{"ja/insights/readiness/index.html", []string{"第1段階：書き残す", "11. スキル不足に対応する学習モジュール 1件中0件 80% ✗ 未達 sql · Pool <script> 対応するモジュールがない"}, nil},
		{"incidents/inc-1/index.html", []string{
			"Detection gap How the incident was found", "detected after 30 min memory trend analysis memory leak",
			"Improvement loop Next step, Monitoring: detected after 30 min", "✓ Postmortem ✓ Knowledge ✗ Monitoring", `Learning: no module teaches "sql"`,
		}, nil},
		{"incidents/inc-2/index.html", nil, []string{"Improvement loop"}},
		{"issues/ki/index.html", []string{"untried", "1 of 2 (80 % interval 31–86 %)", "<i>no</i>", "nowhere"}, nil},
		{"runbooks/pool/index.html", []string{"Record 1 of 3 (80 % interval 23–76 %)", "Tries Day Result Incident Note", "15 Jan 2026"}, nil},
	}
	for _, test := range tests {
		checkWords(t, site, test.page, test.want, test.not)
	}
}

func TestLearningLoopPagesOfNothing(t *testing.T) {
	site := build(t, load(t, repository(map[string]string{"README.md": "# 何もない\n"})), Options{Title: "x", Languages: []string{"en", "ja"}})
	for page, want := range map[string]string{
		"insights/detection/index.html": "No incident was found late",
		"insights/solutions/index.html": "No known issue has a solution.",
		"insights/loop/index.html":      "No postmortem yet.",
		"insights/causes/index.html":    "No incident names a cause by a word.",
		"insights/readiness/index.html": "no runbook",
		"ja/insights/loop/index.html":   "ポストモーテムがまだありません。",
	} {
		checkWords(t, site, page, []string{want}, nil)
	}
}
