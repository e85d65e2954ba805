package render

import (
	"strings"
	"testing"
)

// hostileName is one that would break out of HTML, a shell and a path.
const hostileName = `<img src=x onerror=alert(1)>'; ../../$(rm -rf)`

const toldIncident = `---
id: inc-1
title: 決済が失敗
lang: ja
status: in_review
severity: sev2
timezone: Asia/Tokyo
started_at: 2026-10-01T10:00:00+09:00
detected_at: 2026-10-01T10:05:00+09:00
resolved_at: 2026-10-01T11:00:00+09:00
services: [web]
roles: {commander: 山田 太郎}
report: {number: 2, kind: interim, to: 営業本部 御中, approved_by: 山田 太郎, issued_at: 2026-10-02T09:00:00+09:00, next_at: 2026-12-01T09:00:00+09:00}
impact: {users: 120, error_ratio: 0.5, normal_tps: 2, revenue_per_transaction: 100}
causes: [{text: 山田太郎さんが気付ける監視がなかった, layer: process}]
actions:
  - {text: 接続数を制限する, type: prevent, owner: 山田太郎, due: 2026-12-10, status: open}
  - {text: 監視を足す, type: detect, owner: team-web, due: 2026-10-20, status: done}
  - {text: やめた案, type: prevent, status: wont_do}
timeline:
  - {at: "2026-10-01T10:30:00+09:00", event: 切り戻し, type: mitigate}
---
# 決済が失敗

## 概要

山田太郎が切り戻した。
`

func TestReportForms(t *testing.T) {
	in := load(t, repository(map[string]string{
		"postmortems/inc-1.md":  toldIncident,
		"postmortems/empty.md":  "---\nkind: postmortem\nid: empty\nlang: en\n---\n# Nothing is known\n",
		"postmortems/live.md":   "---\nid: live\nlang: en\nstatus: ongoing\nstarted_at: 2026-11-21T23:00:00Z\n---\n# Live\n",
		"postmortems/attack.md": "---\nid: attack\nlang: en\ntitle: " + yamlText(hostileName) + "\nstarted_at: 2026-10-01T10:00:00Z\nreport: {to: " + yamlText(hostileName) + ", approved_by: " + yamlText(hostileName) + "}\n---\n# A\n",
		"services/web.yaml":     "kind: service\nid: web\ntitle: Web\n",
	}))
	site := build(t, in, Options{Lang: "ja", Languages: []string{"ja", "en"}, Redact: []string{"山田 太郎"}})
	tests := []struct {
		page string
		want []string
		not  []string
	}{
		{"incidents/inc-1/report/", []string{
			"障害報告書（第2報・続報）", "営業本部 御中", "発生日時 2026年10月1日(木) 10:00 JST", "検知日時 2026年10月1日(木) 10:05 JST", "復旧日時 2026年10月1日(木) 11:00 JST",
			"影響サービス Web", "影響ユーザー数 120人", "逸失取引数 3,600件", "暫定対応 2026年10月1日(木) 10:30 JST 切り戻し", "恒久対応", "接続数を制限する", "再発防止策", "監視を足す",
			"今後の予定 次回報告： 2026年12月1日(火) 09:00 JST 2026年12月10日(木) 接続数を制限する", "プロセス 指揮が気付ける監視がなかった", "指揮が切り戻した",
		}, []string{"山田", "太郎", "やめた案"}},
		{"en/incidents/inc-1/report/", []string{"Incident report no. 2 (interim)", "Incident commanderが切り戻した", "Users 120"}, []string{"山田"}},
		{"en/incidents/empty/report/", []string{"Incident report (first)", "To — not stated: report.to", "Detected — the document does not say when it was detected", "Causes — no cause is stated yet", "Users —"}, []string{" 0 "}},
		{"incidents/empty/report/", []string{"障害報告書（第1報）", "検知日時 — 文書に検知日時の記載がありません"}, nil},
		{"en/incidents/live/report/", []string{"Resolved — not over as of 22 Nov 2026"}, nil},
		{"en/incidents/attack/report/", []string{hostileName}, nil},
	}
	for _, tt := range tests {
		page := site[tt.page+"index.html"]
		checkSafe(t, tt.page, page)
		text := mainText(t, page)
		for _, want := range tt.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q: %s", tt.page, want, text)
			}
		}
		for _, not := range tt.not {
			if strings.Contains(text, not) {
				t.Errorf("%s has %q: %s", tt.page, not, text)
			}
		}
	}
	if !strings.Contains(site["incidents/inc-1/index.html"], `href="../../incidents/inc-1/report/"`) {
		t.Error("the incident does not lead to its report")
	}
}

func TestRedactorHidesNames(t *testing.T) {
	r := newRedactor([]string{"Ann Lee", "山田 太郎", "山田", "@mika", " ", "a.b"})
	tests := []struct{ text, want string }{
		{"Ann Lee, ann  lee and ANN\nLEE", "[Ann Lee], [ann  lee] and [ANN\nLEE]"},
		{"Joann Leech", "Joann Leech"},
		{"山田太郎さんと山田　太郎、山田氏", "[山田太郎さん]と[山田　太郎]、[山田氏]"},
		{"@mika: fixed; x@mikado", "[@mika]: fixed; x@mikado"},
		{"a.b but not aXb", "[a.b] but not aXb"},
		{"", ""},
	}
	for _, tt := range tests {
		if got := r.hide(tt.text, func(name string) string { return "[" + name + "]" }); got != tt.want {
			t.Errorf("%q became %q, want %q", tt.text, got, tt.want)
		}
	}
	if got := newRedactor(nil).hide("Ann", nil); got != "Ann" {
		t.Errorf("no redactor made %q", got)
	}
}
