package render

import (
	"fmt"
	"strings"
	"testing"
)

func TestPreventionSheets(t *testing.T) {
	evil := `'<script>x</script> "&'`
	files := map[string]string{
		"services/web.yaml": "kind: service\nid: web\ntitle: Web\nowner: ops\nrto: 1h\n",
		"postmortems/inc-1.md": "---\nid: inc-1\ntitle: Pool\nservices: [web]\nstarted_at: 2026-01-15T14:30:00+09:00\nresolved_at: 2026-01-15T16:30:00+09:00\n" +
			"root_causes: [memory_leak, dns]\nskills: [{category: sql, severity: high}, {category: '障害 <b>', severity: low}]\n---\n# Pool\n",
		"maintenance/a.yaml":       "id: a\ntitle: " + evil + "\nschedule: {every: 1d, at: '02:00', timezone: Asia/Tokyo}\nhistory: [{on: 2026-11-20, status: success}, {on: 2026-11-21, status: failed}]\n",
		"maintenance/b.yaml":       "id: b\ntitle: 棚卸し\nschedule: 気が向いたら <b>\n",
		"experiments/x.yaml":       "id: x\ntitle: " + evil + "\nhypothesis: it holds\ncauses: [memory_leak]\nruns: [{on: 2026-06-01, result: violated}]\n",
		"experiments/restore.yaml": "id: restore\ntitle: 復元\nhypothesis: it comes back\ntype: data_restore\nservices: [web]\nruns: [{on: 2026-06-01, result: held, recovered_in: 90m}]\n",
		"health/h.yaml":            "id: h\ntitle: Host\nchecks: [{id: mem, title: " + evil + ", metric: memory_usage, op: '>', warn: 85, unit: '%'}]\n",
		"runbooks/r.yaml":          "id: r\ntitle: " + evil + "\nsteps: [{description: look}]\ndecision_tree: [{condition: memory_usage > 90%, action: restart}]\n",
		"learning/l1.yaml":         "id: l1\ntitle: " + evil + "\npath: sql\nlevel: beginner\nduration: 4h\n",
		"learning/l2.yaml":         "id: l2\ntitle: 索引\npath: sql\nlevel: intermediate\nduration: 2h\nprerequisites: [l1]\n",
		"skills/m.yaml":            "id: m\ntitle: Matrix\npeople: [{name: 当番 <i>, team: ops, skills: {sql: beginner}}]\ntargets: [{team: ops, category: sql, level: intermediate, count: 2}]\n",
	}
	site := build(t, load(t, repository(files)), Options{Title: "x", Languages: []string{"en", "ja"}})
	checkLinks(t, site, false)
	for page, want := range map[string][]string{
		"insights/maintenance/index.html":    {"Tasks that are overdue: 1 of 2.", "Overdue 21 Nov 2026, 02:00 JST", "grace 2 h 24 min", "failed since: 1", "Schedule unreadable – ", "Next 90 days On Task 23 Nov 2026, 02:00 JST"},
		"ja/insights/maintenance/index.html": {"全2件の保守作業のうち1件が超過しています。", "猶予 2時間24分"},
		"insights/experiments/index.html":    {"Causes that an experiment covers: 1 of 2", "50 % of the bad minutes", "dns not covered 1 120 – network partition", "memory leak covered 1 120 Hypothesis violated 1 Jun 2026", "1 h 1 h 30 min Missed"},
		"ja/insights/experiments/index.html": {"2件の原因のうち1件、停止時間では50%が実験で確認済みです。"},
		"insights/health/index.html":         {"Checks: 1. Thresholds that other documents state differently: 1.", "> 85 % – 90 %"},
		"ja/insights/health/index.html":      {"他の文書と食い違う閾値は1件です。"},
		"insights/learning/index.html":       {"Areas in which a skill was missing: 2. Without a learning module: 1.", "障害 <b> no module teaches it Low Beginner", "当番 <i> 索引 – 1", "ops Matrix sql Intermediate 0 2"},
		"ja/insights/learning/index.html":    {"スキルが不足した分野は2件、うち学習モジュールがないものは1件です。"},
	} {
		checkWords(t, site, page, want, nil)
	}
}

func TestPreventionSheetsOfNothing(t *testing.T) {
	site := build(t, load(t, repository(map[string]string{"runbooks/a.md": "# A\n"})), Options{Title: "x", Languages: []string{"en", "ja"}})
	for page, want := range map[string]string{
		"insights/maintenance/index.html":    "There is no maintenance task.",
		"insights/experiments/index.html":    "No incident of the last 24 months names a cause by a word.",
		"insights/health/index.html":         "There is no health check.",
		"insights/learning/index.html":       "No postmortem says which skills were missing.",
		"ja/insights/maintenance/index.html": "保守作業の文書がありません。",
		"ja/insights/learning/index.html":    "不足したスキルを書いたポストモーテムがありません。",
	} {
		checkWords(t, site, page, []string{want}, nil)
	}
}

// The matrix of causes and experiments stays a table that can be read.
func TestManyExperiments(t *testing.T) {
	files := map[string]string{"postmortems/1.md": "---\nid: '1'\nstarted_at: 2026-01-15T14:30:00+09:00\nresolved_at: 2026-01-15T16:30:00+09:00\nroot_causes: [dns]\n---\n# A\n"}
	for i := range 30 {
		files[fmt.Sprintf("experiments/e%02d.yaml", i)] = fmt.Sprintf("id: e%02d\ntitle: E\nhypothesis: it holds\ncauses: [dns]\n", i)
	}
	text := mainText(t, build(t, load(t, repository(files)), Options{Title: "x"})["insights/experiments/index.html"])
	if !strings.Contains(text, "e07 Others Suggested type") || !strings.Contains(text, "e08, e09") || !strings.Contains(text, "Run what there is") {
		t.Error(text)
	}
}
