package facet

import "testing"

// What the bodies of the new kinds tell, in their English and Japanese forms.
func TestRecords(t *testing.T) {
	tests := []struct {
		name, path, field, text, want string
	}{
		{"runs under dated headings", "experiments/a.md", "runs",
			"# Kill a pod\n\n## Runs\n\n### 2026-02-15: violated\n\n- Detected in: 4m\n- Recovered in 9m\n\nThe pool did not shrink.\n\n### 2026-03-15\n\nResult: held\n",
			"[{on: 2026-02-15, result: violated, detected_in: 4m, recovered_in: 9m, notes: The pool did not shrink.}, {on: 2026-03-15, result: held}]"},
		{"runs in a table", "experiments/a.md", "runs",
			"# A\n\n| Date | Result | Detected in | Notes |\n|---|---|---|---|\n| 2026-02-15 | Hypothesis held | 240 | fine |\n| 2026-03-15 | failed | | |\n",
			"[{on: 2026-02-15, result: held, detected_in: 240s, notes: fine}, {on: 2026-03-15, result: violated}]"},
		{"Japanese runs", "カオス実験/a.md", "runs",
			"# Podの停止\n\n## 実施記録\n\n### 2026年2月15日 不成立\n\n- 検知まで：4分\n- 復旧まで：9分\n- 所見：接続プールが縮まなかった\n",
			"[{on: 2026-02-15, result: violated, detected_in: 4分, recovered_in: 9分, notes: 接続プールが縮まなかった}]"},
		{"Japanese runs, CRLF", "カオス実験/a.md", "runs",
			crlf("# A\n\n| 実施日 | 結果 | 検知まで |\n|---|---|---|\n| 2026/2/15 | 成立 | 3分 |\n"), "[{on: 2026-02-15, result: held, detected_in: 3分}]"},
		{"runs as lines", "experiments/a.md", "runs",
			"# A\n\n## Results\n\n- 2026-02-15: held, detected in 3m\n- 2026-03-15 – aborted – the load was too high\n",
			"[{on: 2026-02-15, result: held, detected_in: 3m}, {on: 2026-03-15, result: aborted, notes: the load was too high}]"},
		{"steady state", "experiments/a.md", "steady_state",
			"# A\n\n## Steady state\n\n- p99_latency_ms <= 1000 ms\n- Error rate stays below 1 %\n",
			"[{metric: p99_latency_ms, op: <=, value: 1000, unit: ms}, {metric: Error rate, op: <, value: 1, unit: %}]"},
		{"steady state in a table", "experiments/a.md", "steady_state",
			"# A\n\n## 定常状態\n\n| メトリクス | しきい値 |\n|---|---|\n| p99応答時間 | 1,000ms以下 |\n", "[{metric: p99応答時間, op: <=, value: 1000, unit: ms}]"},
		{"abort conditions", "experiments/a.md", "abort_conditions", "# A\n\n## 中止条件\n\n- エラー率が5%を超える\n- 顧客からの申告\n", "[エラー率が5%を超える, 顧客からの申告]"},
		{"rollback", "experiments/a.md", "rollback", "# A\n\n## Rollback\n\n1. Stop the fault\n2. Scale back\n", "Stop the fault\nScale back"},
		{"hypothesis", "experiments/a.md", "hypothesis", "# A\n\n## 仮説\n\nPodが1つ減っても p99 は1秒以内\n", "Podが1つ減っても p99 は1秒以内"},
		{"parameters", "experiments/a.md", "parameters", "# A\n\n## Parameters\n\n- cpu: 80\n- hosts: 2\n", "{cpu: 80, hosts: 2}"},
		{"nothing", "experiments/a.md", "runs", "# A\n", ""},

		{"history in a table", "maintenance/a.md", "history",
			"# A\n\n## History\n\n| Date | Result | By | Seconds | Note |\n|---|---|---|---|---|\n| 2026-01-15 | success | @mika | 12.5 | |\n| 2026-02-15 | failed | ops | | disk was full |\n",
			"[{on: 2026-01-15, status: success, by: mika, seconds: 12.5}, {on: 2026-02-15, status: failed, by: ops, note: disk was full}]"},
		{"history as lines", "maintenance/a.md", "history",
			"# A\n\n## History\n\n- 2026-01-15 success, by: mika\n- 2026-02-15 failed: the disk was full\n- 2026-03-15 skipped (holiday)\n",
			"[{on: 2026-01-15, status: success, by: mika}, {on: 2026-02-15, status: failed, note: the disk was full}, {on: 2026-03-15, status: skipped, note: holiday}]"},
		{"Japanese history", "保守/a.md", "history",
			"# A\n\n## 履歴\n\n- 2026年1月15日 成功（実施者: 佐藤）\n- 2026年2月15日 見送り 年度末のため\n",
			"[{on: 2026-01-15, status: success, by: 佐藤}, {on: 2026-02-15, status: skipped, note: 年度末のため}]"},
		{"dated lines that tell no result", "maintenance/a.md", "history", "# A\n\n- 2026-01-15 first version\n- 2026-02-15 second version\n", ""},
		{"commands of the steps", "maintenance/a.md", "commands", "# A\n\n## Steps\n\n1. Clean\n\n   ```sh\n   $ journalctl --vacuum-time=30d\n   ```\n", "[journalctl --vacuum-time=30d]"},
		{"two keys of a scheduler", "maintenance/a.yaml", "schedule", "title: A\nschedule_type: weekly\nschedule_value: monday\n", "{every: 1w, on: mon}"},
		{"a count of a scheduler", "maintenance/a.yaml", "schedule", "title: A\nschedule_type: monthly\nschedule_value: 3\n", "{every: 3mo}"},
		{"a time of a scheduler", "maintenance/a.yaml", "schedule", "title: A\nschedule_type: 毎日\nschedule_value: \"2:00\"\n", "{every: 1d, at: 02:00}"},
		{"schedule in a line", "maintenance/a.md", "schedule", "# A\n\n- 実施頻度: 毎月\n", "毎月"},

		{"checks in a table", "health/a.md", "checks",
			"# A\n\n| Check | Metric | Warning | Critical | Runbook |\n|---|---|---|---|---|\n| CPU | cpu_usage | > 80% | > 90 % | [r](../runbooks/web.md) |\n",
			"[{title: CPU, metric: cpu_usage, op: >, warn: 80, critical: 90, unit: %, on_fail: runbooks/web.md}]"},
		{"Japanese checks", "ヘルスチェック/a.md", "checks",
			"# A\n\n| 項目 | コマンド | 警告 | 危険 |\n|---|---|---|---|\n| メモリ使用率 | `free -m` | 85%超 | 90% |\n",
			"[{title: メモリ使用率, command: free -m, op: >, warn: 85, critical: 90, unit: %}]"},
		{"checks under titles", "health/a.md", "checks",
			"# A\n\n## Checks\n\n### Disk\n\nWarning: 85\n\nRunbook: [disk](../runbooks/disk.md)\n\n```sh\ndf -h /\n```\n", "[{title: Disk, command: df -h /, warn: 85, on_fail: runbooks/disk.md}]"},
		{"Japanese check under a title", "ヘルスチェック/a.md", "checks",
			"# A\n\n## チェック項目\n\n### ディスク（/var）\n\n- 警告：８５％超\n- 手順書：[[disk]]\n", "[{title: ディスク（/var）, op: >, warn: 85, unit: %, on_fail: disk}]"},

		{"outcomes", "learning/a.md", "outcomes", "# A\n\n## You will learn\n\n- to read a heap dump\n- to find a leak\n", "[to read a heap dump, to find a leak]"},
		{"outcomes, Japanese", "学習/a.md", "outcomes", "# A\n\n## 到達目標\n\n- リークを見つける\n", "[リークを見つける]"},
		{"modules to take first", "learning/a.md", "prerequisites", "# A\n\n## Prerequisites\n\n- [[linux-basics]]\n- [DNS](dns.md)\n- a laptop\n", "[linux-basics, learning/dns.md]"},

		{"skill matrix", "skills/a.md", "people",
			"# A\n\n| Name | Team | network | linux |\n|---|---|---|---|\n| team-web | web | beginner | advanced |\n| SRE | ops | none | ? |\n",
			"[{name: team-web, team: web, skills: {network: beginner, linux: advanced}}, {name: SRE, team: ops, skills: {network: none}}]"},
		{"skill matrix, Japanese", "スキル/a.md", "people", "# A\n\n| 役割 | ネットワーク |\n|---|---|\n| 一次対応 | 中級 |\n", "[{name: 一次対応, skills: {ネットワーク: intermediate}}]"},
		{"levels of front matter", "skills/a.yaml", "people", "title: A\npeople: [{name: a, skills: {network: 上級}}]\n", "[{name: a, skills: {network: advanced}}]"},
		{"targets", "skills/a.md", "targets", "# A\n\n| 分野 | 目標レベル | 人数 |\n|---|---|---|\n| network | 中級 | 2 |\n", "[{category: network, level: intermediate, count: 2}]"},

		{"alerts", "monitoring/a.md", "alerts",
			"# A\n\n| Alert | Metric | Threshold | For | Severity | Runbook |\n|---|---|---|---|---|---|\n| MemoryHigh | memory_usage | > 90% | 5m | page | [[memory]] |\n",
			"[{name: MemoryHigh, metric: memory_usage, op: >, threshold: 90, unit: %, for: 5m, severity: page, runbook: memory}]"},
		{"metrics in a table", "monitoring/a.md", "active_metrics", "# A\n\n| Metric | Meaning |\n|---|---|\n| cpu_usage | per core |\n| error_rate | |\n", "[cpu_usage, error_rate]"},
		{"metrics in a list", "監視/a.md", "active_metrics", "# A\n\n## 監視項目\n\n- `cpu_usage`：コアごと\n- error_rate – 5xx\n", "[cpu_usage, error_rate]"},
		{"a table of alerts is none of metrics", "monitoring/a.md", "active_metrics", "# A\n\n| Alert | Metric |\n|---|---|\n| A | cpu |\n", ""},

		{"terms in a table", "glossary/a.md", "terms", "# Glossary\n\n| Term | Definition |\n|---|---|\n| SLO | a goal for a service |\n", "[{term: SLO, definition: a goal for a service}]"},
		{"terms as lines", "用語集/a.md", "terms", "# 用語集\n\n- **ポストモーテム（ぽすともーてむ）**: 振り返り\n- **根本原因分析（RCA）** – 原因を特定する\n",
			"[{term: ポストモーテム, reading: ぽすともーてむ, definition: 振り返り}, {term: 根本原因分析, abbr: RCA, definition: 原因を特定する}]"},
		{"terms in a definition list", "glossary/a.md", "terms", "# Glossary\n\nSLO\n: a goal for a service\n\nSLA\n: a promise\n",
			"[{term: SLO, definition: a goal for a service}, {term: SLA, definition: a promise}]"},
		{"terms as headings", "glossary/a.md", "terms", "# Glossary\n\n## SLO\n\nA goal.\n\n## SLA\n\nA promise.\n", "[{term: SLO, definition: A goal.}, {term: SLA, definition: A promise.}]"},
		{"one term", "glossary/slo.md", "term", "# Service level objective (SLO)\n\nA goal for a service.\n", "Service level objective"},
		{"the definition of one term", "glossary/slo.md", "definition", "---\nterm: SLO\n---\nA goal for a service.\n", "A goal for a service."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := merged(t, tt.path, tt.text)
			if got := sketch(m.Value.Field(tt.field)); got != tt.want {
				t.Errorf("got %s, want %s (%s)", got, tt.want, m.Kind)
			}
		})
	}
}
