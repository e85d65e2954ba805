package schema

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestSection(t *testing.T) {
	l := load(t).Labels()
	for heading, want := range map[string]string{
		"": "", "   ": "", "##": "", "1.": "", "?": "",
		// The handbook's own.
		"インシデント #2023-001 タイムライン": "timeline",
		"基本情報":        "basic",
		"詳細タイムライン":    "timeline",
		"根本原因分析レポート":  "causes",
		"1. 技術的原因":    "layers",
		"2. プロセス原因":   "layers",
		"3. 組織的原因":    "layers",
		"コミュニケーション":   "communication",
		"リソース・スキル":    "",
		"4. 改善アクション":  "actions",
		"短期対策(1ヶ月以内)": "terms",
		"中期対策（3ヶ月以内）": "terms",
		"長期対策":        "terms",
		// English, as public reports write it.
		"Timeline": "timeline", "TIMELINE (all times UTC)": "timeline", "Timeline:": "timeline",
		"2.1 Timeline of events": "timeline", "**Timeline**": "timeline", "`Chronology`": "timeline",
		"Detailed incident timeline": "timeline", "📅 Timeline": "timeline",
		"Contributing Factors": "causes", "Contributing Factors (findings)": "causes",
		"Root Cause(s)": "causes", "Root cause & trigger": "causes", "Five Whys": "causes", "Why?": "causes",
		"Root cause of the outage": "causes",
		"Action Items":             "actions", "Action items and follow-ups": "actions", "Corrective and Preventative Actions": "actions",
		"Follow-up": "actions", "Next Steps": "actions", "Actionables": "actions", "Remediation": "actions",
		"Short-term (within 1 month)": "terms", "Long term": "terms",
		"Lessons Learned": "lessons", "Lessons learnt": "lessons", "What went well?": "lessons",
		"What went wrong": "lessons", "Where we got lucky": "lessons", "How'd we do?": "lessons", "How’d We Do": "lessons",
		"Impact": "impact", "Customer Impact": "impact", "Impact on customers": "impact", "Blast radius": "impact",
		"Detection": "detection", "How was it detected?": "detection",
		"Summary": "summary", "TL;DR": "summary", "Executive summary": "summary", "What happened": "summary",
		"Resolution": "solution", "Recovery": "response", "Mitigation": "mitigation", "Response": "response",
		"Attendees": "attendees", "Atendees": "attendees", "Stats": "stats", "Supporting Information": "references",
		"Meaning": "meaning", "Diagnosis": "diagnosis", "Full context": "",
		"Steps": "steps", "Rollback": "rollback", "Escalation": "escalation", "Decision tree": "decision_tree",
		"Symptoms": "symptom", "Cause": "causes", "Solution": "solution", "Workaround": "workaround", "Prevention": "prevention",
		// Japanese, as templates write it.
		"① 概要": "summary", "【影響範囲】": "impact", "■ 対応履歴": "timeline", "第3章 原因": "causes",
		"時系列": "timeline", "障害発生時の影響": "impact", "検知方法": "detection", "暫定対応": "response", "恒久対応": "actions",
		"再発防止策": "actions", "再発防止に向けた対策": "actions", "根因": "causes", "学び": "lessons", "良かったこと": "lessons",
		"診断手順": "diagnosis", "手順": "steps", "切り戻し手順": "rollback", "エスカレーション先": "escalation", "判断フロー": "decision_tree",
		"症状": "symptom", "回避策": "workaround", "予防策": "prevention", "参考資料": "references", "ｻﾏﾘｰ": "summary", "サマリ": "summary",
		// About a section, not the section.
		"How to write a timeline": "", "タイムラインの作成": "", "影響の文書化": "", "Timeline service outage": "",
		"No impact": "", "インシデントの分析方法": "", "Disaster and recovery": "", "なぜポストモーテムを行うのか": "",
		"誰がポストモーテムの責任者か": "", "ブレームレスな文化の醸成": "", "ポストモーテムの書き方": "",
		"The day on which the whole timeline of our release train slipped": "",
	} {
		if got := l.Section(heading); got != want {
			t.Errorf("Section(%q) = %q, want %q", heading, got, want)
		}
	}
}

func TestField(t *testing.T) {
	l := load(t).Labels()
	for _, c := range []struct{ kind, key, want string }{
		{"postmortem", "started_at", "/started_at"}, {"postmortem", "start_time", "/started_at"},
		{"postmortem", "Started at", "/started_at"}, {"postmortem", "Start (UTC)", "/started_at"},
		{"postmortem", "インシデント開始", "/started_at"}, {"postmortem", "発生日時", "/started_at"},
		{"postmortem", "**発生日時**：", "/started_at"}, {"postmortem", "発生日時（JST）", "/started_at"},
		{"postmortem", "検知時刻", "/detected_at"}, {"postmortem", "解決時刻", "/resolved_at"}, {"postmortem", "復旧日時", "/resolved_at"},
		{"postmortem", "Time to detection", "time_to_detect"}, {"postmortem", "Time to recovery", "time_to_resolve"},
		{"postmortem", "影響時間", "/impact/duration"}, {"postmortem", "Duration", "/impact/duration"},
		{"postmortem", "影響期間", "period"}, {"postmortem", "Incident date", "/started_at"}, {"postmortem", "Date", "date"},
		{"postmortem", "Users affected", "/impact/users"}, {"postmortem", "影響ユーザー数", "/impact/users"},
		{"postmortem", "影響ﾕｰｻﾞ数", "/impact/users"}, {"postmortem", "影響サービス", "/services"}, {"postmortem", "Component", "/services"},
		{"postmortem", "SEV", "/severity"}, {"postmortem", "障害レベル", "/severity"}, {"postmortem", "ステータス", "/status"},
		{"postmortem", "Category", "/category"}, {"postmortem", "Incident Commander", "/roles/commander"},
		{"postmortem", "検知方法", "/detection/source"}, {"postmortem", "Authors", "/authors"}, {"postmortem", "作成者", "/authors"},
		{"postmortem", "source", ""}, {"postmortem", "users", "/impact/users"}, {"postmortem", "whatever", ""}, {"postmortem", "", ""},
		{"runbook", "skill_level", "/difficulty"}, {"runbook", "estimated_time", "/estimated_time"}, {"runbook", "所要時間", "/estimated_time"},
		{"runbook", "step_by_step", "/steps"}, {"runbook", "escalation_criteria", "/escalation"},
		{"known-issue", "skill_level", "/skill_level"}, {"known-issue", "発生頻度", "/frequency"}, {"known-issue", "重要度", "/severity"},
		{"service", "dependsOn", "/depends_on"}, {"service", "担当", "/owner"},
		{"page", "description", "/summary"}, {"nothing", "title", ""},
	} {
		if got := l.Field(c.kind, c.key); got != c.want {
			t.Errorf("Field(%q, %q) = %q, want %q", c.kind, c.key, got, c.want)
		}
	}
}

func TestColumnAndKey(t *testing.T) {
	l := load(t).Labels()
	for _, c := range []struct{ list, header, want string }{
		{"timeline", "Time (UTC)", "at"}, {"timeline", "時刻", "at"}, {"timeline", "イベント", "event"},
		{"timeline", "対応者", "actor"}, {"timeline", "アクション/観察事項", "text"}, {"timeline", "Data Link", "source"},
		{"actions", "Action Item", "text"}, {"actions", "Type", "type"}, {"actions", "Owner", "owner"}, {"actions", "**Priority**", "priority"},
		{"actions", "Bug", "ticket"}, {"actions", "Due", "due"}, {"actions", "担当者", "owner"}, {"actions", "期限", "due"},
		{"actions", "Issue", "ticket"}, {"actions", "優先度", "priority"}, {"actions", "状態", "status"}, {"actions", "オーナー", "owner"},
		{"actions", "", ""}, {"actions", "天気", ""}, {"nothing", "Time", ""},
		{"escalation", "連絡先", "to"}, {"outcomes", "結果", "success"}, {"segments", "開始", "from"}, {"steps", "コマンド", "commands"}, {"causes", "原因", "text"},
	} {
		if got := l.Column(c.list, c.header); got != c.want {
			t.Errorf("Column(%q, %q) = %q, want %q", c.list, c.header, got, c.want)
		}
	}
	for _, c := range []struct{ list, word, want string }{
		{"actions", "担当", "owner"}, {"actions", "Owner", "owner"}, {"actions", "期限", "due"}, {"actions", "完了", "closed"},
		{"actions", "done", "closed"}, {"actions", "優先度", "priority"}, {"actions", "状態", "status"}, {"actions", "type", "type"},
		{"steps", "期待結果", "expected_output"}, {"steps", "ロールバック", "rollback"}, {"solutions", "リスク", "risk"}, {"actions", "", ""},
	} {
		if got := l.Key(c.list, c.word); got != c.want {
			t.Errorf("Key(%q, %q) = %q, want %q", c.list, c.word, got, c.want)
		}
	}
}

func TestWord(t *testing.T) {
	l := load(t).Labels()
	for _, c := range []struct{ field, word, want string }{
		{"severity", "重大", "sev1"}, {"severity", "SEV-2", "sev2"}, {"severity", "Sev 3", "sev3"}, {"severity", "P0", "sev1"},
		{"severity", "critical", "sev1"}, {"severity", "major (P1)", "sev2"}, {"severity", "高", "sev2"}, {"severity", "weird", ""}, {"severity", "", ""},
		{"known-issue.severity", "重大", "critical"}, {"known-issue.severity", "高", "high"},
		{"actions.priority", "高", "p1"}, {"actions.priority", "Ｐ２", "p2"},
		{"actions.status", "対応中", "in_progress"}, {"actions.status", "完了", "done"}, {"actions.status", "見送り", "wont_do"},
		{"actions.status", "In progress", "in_progress"}, {"actions.status", "Won't do", "wont_do"}, {"actions.status", "TODO", "open"},
		{"status", "レビュー中", "in_review"}, {"status", "Final", "final"}, {"runbook.status", "廃止", "deprecated"},
		{"detection.source", "監視", "monitoring"}, {"timeline.type", "MITIGATED", "mitigate"}, {"layer", "運用", "process"},
		{"term", "短期", "short"}, {"outcomes.success", "成功", "true"}, {"outcomes.success", "×", "false"}, {"outcomes.success", "✅", "true"},
		{"none", "N/A", "none"}, {"none", "特になし", "none"}, {"none", "佐藤", ""}, {"actions.status", "○", "done"}, {"data_loss", "なし", "none"}, {"nothing", "x", ""},
	} {
		if got := l.Word(c.field, c.word); got != c.want {
			t.Errorf("Word(%q, %q) = %q, want %q", c.field, c.word, got, c.want)
		}
	}
}

// first gives the value of the first pattern that matches.
func first(l *Labels, field, text string) string {
	for value := range l.Told(field, text) {
		return value
	}
	return ""
}

func TestTold(t *testing.T) {
	l := load(t).Labels()
	for _, c := range []struct{ field, text, want string }{
		// The handbook's rows, by their event.
		{"timeline.type", "問題発生", "start"}, {"timeline.type", "アラート", "detect"}, {"timeline.type", "初期対応", "ack"},
		{"timeline.type", "仮説1", "hypothesis"}, {"timeline.type", "検証1", "verify"}, {"timeline.type", "エスカレーション", "escalate"},
		{"timeline.type", "根本原因特定", "identify"}, {"timeline.type", "対策実施", "mitigate"}, {"timeline.type", "復旧確認", "resolve"},
		{"timeline.type", "OUTAGE BEGINS", "start"}, {"timeline.type", "MITIGATED, update pushed", "mitigate"},
		{"timeline.type", "OUTAGE ENDS, all traffic balanced", "resolve"}, {"timeline.type", "docbrown receives pager storm", "detect"},
		{"timeline.type", "Root cause identified", "identify"}, {"timeline.type", "Status page updated", "communicate"},
		{"timeline.type", "Acknowledged", "ack"}, {"timeline.type", "lunch", ""}, {"timeline.type", "", ""},
		{"layer", "技術的原因", "technical"}, {"layer", "プロセス原因", "process"}, {"layer", "運用的原因", "process"},
		{"layer", "組織的原因", "organizational"}, {"layer", "Organisational causes", "organizational"}, {"layer", "直接原因", ""},
		{"term", "短期対策(1ヶ月以内)", "short"}, {"term", "中期対策", "mid"}, {"term", "長期対策", "long"},
		{"term", "Short-term", "short"}, {"term", "Medium term", "mid"}, {"term", "Long-term (6 months)", "long"}, {"term", "Actions", ""},
		{"actions.status", "n/a **DONE**", "done"}, {"actions.status", "#5554823 **TODO**", "open"},
		{"actions.status", "Get it done quickly", ""}, {"actions.status", "アラート追加（対応済）", "done"},
	} {
		if got := first(l, c.field, c.text); got != c.want {
			t.Errorf("%s of %q = %q, want %q", c.field, c.text, got, c.want)
		}
	}
	if got := first(l, "nothing", "resolved"); got != "" {
		t.Errorf("a field without patterns is told to be %q", got)
	}
}

// One label must not name two fields of a kind: the second could never be
// reached.
func TestLabelsAreUnambiguous(t *testing.T) {
	s := load(t)
	for _, k := range s.Kinds() {
		taken := map[string]string{}
		claim := func(label, pointer string) {
			if p := taken[fold(label)]; p != "" && p != pointer {
				t.Errorf("%s: %q names %s and %s", k.Name, label, p, pointer)
			}
			taken[fold(label)] = pointer
		}
		for name, n := range k.root.props {
			for _, label := range slices.Concat(n.Aliases, n.Keys) {
				claim(label, "/"+name)
			}
			if n.items == nil {
				for sub, p := range n.props {
					for _, label := range slices.Concat(p.Aliases, p.Keys) {
						claim(label, "/"+name+"/"+sub)
					}
				}
			}
		}
	}
	headings := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(s.labels.sections)) {
		headings[name] = s.labels.sections[name]
	}
	for _, p := range s.labels.partial {
		if headings[p.text] != p.section {
			t.Errorf("heading %q opens %s and %s", p.text, headings[p.text], p.section)
		}
	}
}

func TestKindOf(t *testing.T) {
	s := loadWith(t, "testdata/overlay")
	for _, c := range []struct{ sections, meta, want string }{
		{"", "", ""}, {"timeline", "", ""}, {"timeline impact", "", "postmortem"}, {"timeline causes actions", "", "postmortem"},
		{"layers actions", "", "rca"}, {"meaning impact diagnosis mitigation", "", "runbook"}, {"meaning diagnosis", "", "runbook"},
		{"steps", "", ""}, {"steps rollback", "", "runbook"}, {"symptom causes solution", "", "known-issue"}, {"symptom", "", ""},
		{"", "diagnostic_procedure: {metadata: {}}\n", "runbook"}, {"", "symptom: x\n", "known-issue"}, {"", "kind: Component\n", "service"},
		{"dial", "", "gauge"},
	} {
		d := parse(t, "a.yaml", c.meta)
		has := func(section string) bool { return slices.Contains(strings.Fields(c.sections), section) }
		if got := s.KindOf(has, d.Meta); got != c.want {
			t.Errorf("KindOf(%q, %q) = %q, want %q", c.sections, c.meta, got, c.want)
		}
	}
	for folder, want := range map[string]string{
		"postmortems": "postmortem", "Incidents": "postmortem", "障害": "postmortem", "runbooks": "runbook", "alerts": "runbook",
		"known_issues": "known-issue", "services": "service", "計器": "gauge", "src": "", "": "",
	} {
		if got := s.KindOfFolder(folder); got != want {
			t.Errorf("KindOfFolder(%q) = %q, want %q", folder, got, want)
		}
	}
}

// The sections of strangers' documents, by their own headings.
func TestSectionsOfCorpora(t *testing.T) {
	l := load(t).Labels()
	heading := regexp.MustCompile(`(?m)^#{1,4} +(.+?)\s*$`)
	for _, c := range []struct {
		folder, needs string
		least         int
	}{
		{"dfds-postmortems", "summary timeline causes actions lessons", 36},
		{"prometheus-operator-runbooks", "meaning impact diagnosis mitigation", 104},
	} {
		complete := 0
		err := filepath.WalkDir(shared(t, "corpora", c.folder), func(path string, d os.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".md" {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			seen := map[string]bool{}
			for _, m := range heading.FindAllSubmatch(data, -1) {
				seen[l.Section(string(m[1]))] = true
			}
			if !slices.ContainsFunc(strings.Fields(c.needs), func(s string) bool { return !seen[s] }) {
				complete++
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if complete < c.least {
			t.Errorf("%s: %d documents have %s, want at least %d", c.folder, complete, c.needs, c.least)
		}
	}
	err := filepath.WalkDir(shared(t, "corpora", "pagerduty-postmortem-docs-ja"), func(path string, d os.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".md" {
			return err
		}
		data, err := os.ReadFile(path)
		for _, m := range heading.FindAllSubmatch(data, -1) {
			if s := l.Section(string(m[1])); s == "timeline" || s == "impact" {
				t.Errorf("%s: heading %q opens %s", filepath.Base(path), m[1], s)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func BenchmarkSection(b *testing.B) {
	l := load(b).Labels()
	for b.Loop() {
		l.Section("3.2 Kubernetes nodes and their detailed status")
		l.Section("詳細タイムライン")
	}
}
