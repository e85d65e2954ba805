package render

import (
	"fmt"
	"strings"
	"testing"
)

// hour is a postmortem of one hour of the service web that begins on a day.
func hour(day, more string) string {
	return fmt.Sprintf("---\nservices: [web]\nroot_causes: [dns]\nseverity: sev3\nstarted_at: %[1]sT10:00:00Z\ndetected_at: %[1]sT10:05:00Z\nresolved_at: %[1]sT11:00:00Z\n%[2]s---\n# 障害 <b>%[1]s</b>\n", day, more)
}

const webService = "id: web\ntitle: ウェブ <i>\nowner: web\nslo:\n  - {id: availability, target: 99.9}\n  - {id: contract, target: 99, kind: sla}\n"

func TestSheetsOfFigures(t *testing.T) {
	files := map[string]string{
		"services/web.yaml":       webService,
		"postmortems/2026-001.md": hour("2026-08-01", "impact: {duration: 2h}\nactions:\n  - {text: 直す <b>, type: prevent, status: open, created: 2026-08-02, due: 2026-09-01}\n"),
		"postmortems/2026-002.md": hour("2026-11-15", "severity: sev1\n"),
		"postmortems/2026-003.md": hour("2026-11-16", "impact: {sla_excluded: true}\n"),
	}
	files["postmortems/2026-002.md"] = strings.Replace(files["postmortems/2026-002.md"], "severity: sev3\n", "", 1)
	site := build(t, load(t, repository(files)), Options{Title: "x", Lang: "en", Languages: []string{"en", "ja"}})
	wants := map[string][]string{
		"insights/slo/": {
			"Objectives missed in their current period: 1 of 2.", "277.8 %", "web availability has used 277.8 % of its budget of 2026-11: 1 h 16 min 48 s too much",
			"When a burn-rate alert could have fired", "52 s", "4 min 8 s",
		},
		"insights/times/":      {"Half of the incidents are detected within 5 min and resolved within 1 h.", "Mean (MTTx)", "fewer than 6 values give no 95 % interval of a median"},
		"insights/repeats/":    {"“直す <b>” of 2026-001 was still open: the fix was 75 days overdue", "dns", "6 days"},
		"ja/insights/slo/":     {"全2件のうち1件の目標が未達です", "277.8%", "1時間16分48秒超過"},
		"ja/insights/times/":   {"半数の障害は5分以内に検知され、1時間以内に復旧しています。", "平均（MTTx）"},
		"ja/insights/repeats/": {"対策は期限を75日超過", "ヒヤリハットを除く3件のうち2件が再発"},
		"services/web/":        {"Monthly reports"},
		"services/web/sla/":    {"2026-11", "99.7222 %"},
		// An agreement leaves out what is excluded; objectives count it.
		"services/web/sla/2026-11/": {
			"ウェブ <i>: service levels in 2026-11", "All objectives are met so far.", "99.8611 %", "99.7222 %", "Excluded from agreements", "2026-003",
		},
		"ja/services/web/sla/2026-10/": {"月次SLA報告書", "判定：目標達成", "停止はありません。", "作成", "承認"},
		"incidents/2026-001/":          {"reported 2 h, computed 1 h: difference +1 h (+100 %)", "Suggested severity", "Burn-rate alert after", "4 min 8 s before the detection"},
	}
	for target, list := range wants {
		page := site[target+"index.html"]
		if page == "" {
			t.Errorf("there is no page %s", target)
			continue
		}
		checkSafe(t, target, page)
		text := mainText(t, page)
		for _, want := range list {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q:\n%s", target, want, text)
			}
		}
	}
	if !strings.Contains(site["insights/times/index.html"], `href="../../incidents/2026-002/"`) {
		t.Error("the dots do not lead to their incidents")
	}
}

func TestSheetsOfNothingSayWhatToWrite(t *testing.T) {
	site := build(t, load(t, repository(map[string]string{"runbooks/a.md": "# 手順\n"})), Options{Title: "x", Lang: "ja"})
	for target, want := range map[string]string{
		"insights/slo/": "slo: を書くか", "insights/times/": "started_at", "insights/repeats/": "root_causes",
	} {
		if text := mainText(t, site[target+"index.html"]); !strings.Contains(text, want) {
			t.Errorf("%s lacks %q:\n%s", target, want, text)
		}
	}
}
