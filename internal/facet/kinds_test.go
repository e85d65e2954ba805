package facet

import (
	"fmt"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/internal/doc"
)

// decoded writes what a decoder reads of a document, values only.
func decoded(t *testing.T, path, text string) string {
	t.Helper()
	m := merged(t, path, text)
	v := m.Value
	switch m.Kind {
	case "monitoring":
		return writeMonitoring(DecodeMonitoring(v))
	case "experiment":
		return writeExperiment(DecodeExperiment(v))
	case "maintenance":
		return writeMaintenance(DecodeMaintenance(v))
	case "healthcheck":
		return writeHealthCheck(DecodeHealthCheck(v, m.Doubts))
	case "learning":
		l := DecodeLearning(v)
		return fmt.Sprint(l.Path, " ", l.Level, " ", l.Duration.D, " ", l.Assessment, " ", l.Outcomes, " ", l.Teaches)
	case "skills":
		return writeSkills(DecodeSkills(v))
	case "term":
		return writeTerms(DecodeTerms(v))
	}
	return m.Kind
}

func writeNumber(n Number) string {
	if n.V == nil {
		return "-"
	}
	return n.V.RatString()
}

func writeMonitoring(m *Monitoring) string {
	out := fmt.Sprint(m.ActiveMetrics)
	for _, s := range m.Series {
		out += fmt.Sprintf(" {%s %s %v %s}", s.Metric, s.File, s.NonNegative, writeNumber(s.Limit))
	}
	for _, a := range m.Alerts {
		out += fmt.Sprintf(" (%s%s %s %s %s%s %v %s %s)", a.ID, a.Name, a.Metric, a.Op, writeNumber(a.Threshold), a.Unit, a.For.D, a.Type, a.Severity)
	}
	return out
}

func writeExperiment(e *Experiment) string {
	out := fmt.Sprint(e.Type, " ", e.Environment, " ", e.Duration.D, " ", e.Causes, " ", e.Parameters, " ", e.ApprovedBy)
	for _, c := range e.SteadyState {
		out += fmt.Sprintf(" (%s %s %s)", c.Metric, c.Op, writeNumber(c.Value))
	}
	for _, r := range e.Runs {
		out += fmt.Sprintf(" {%02d-%02d %s %v %v %d}", r.On.Month, r.On.Day, r.Result, r.DetectedIn.D, r.RecoveredIn.D, len(r.Actions))
	}
	return out
}

func writeMaintenance(m *Maintenance) string {
	s := m.Schedule
	out := fmt.Sprintf("<%s%s %s %s %s %v> %s %v %v", s.Text, s.Every, s.At, s.On, s.Cron, s.From.Known, m.Risk, m.Grace.D, m.Commands)
	for _, h := range m.History {
		out += fmt.Sprintf(" {%02d-%02d %v %s %s %s}", h.On.Month, h.On.Day, h.At.Known, h.Status, h.By, writeNumber(h.Seconds))
	}
	return out
}

func writeHealthCheck(h *HealthCheck) string {
	out := h.Schedule.Every + h.Schedule.Cron
	for _, c := range h.Checks {
		out += fmt.Sprintf(" (%s %s %s %s %s/%s%s %s)", c.ID, c.Title, c.Metric, c.Op, writeNumber(c.Warn), writeNumber(c.Critical), c.Unit, c.OnFail)
	}
	for _, u := range h.Unreadable {
		out += " !" + u.Property
	}
	return strings.TrimSpace(out)
}

func writeSkills(s *Skills) string {
	out := ""
	for _, p := range s.People {
		out += fmt.Sprint(" ", p.Name, p.Skills)
	}
	for _, t := range s.Targets {
		out += fmt.Sprintf(" (%s %s %s)", t.Category, t.Level, writeNumber(t.Count))
		if t.Unclear {
			out += "?"
		}
	}
	return strings.TrimSpace(out)
}

func writeTerms(terms []Term) string {
	out := ""
	for _, t := range terms {
		out += fmt.Sprintf(" (%s|%s|%s|%s %v %v)", t.Term, t.Reading, t.Abbr, t.Definition, t.SameAs, t.Translations)
	}
	return strings.TrimSpace(out)
}

func TestDecodeKinds(t *testing.T) {
	tests := []struct{ name, path, text, want string }{
		{"monitoring", "monitoring/a.yaml", "title: A\nactive_metrics: [cpu, disk]\nseries: [{metric: m, file: m.csv, non_negative: true, limit: 100}, {metric: x}]\nalerts: [{id: a, metric: cpu, threshold: 80, for: 5m, severity: page, type: static}, {name: b, metric: mem, threshold: \"> 90 %\", type: odd}, {metric: lost}]\n",
			"[cpu disk] {m m.csv true 100} (a cpu  80 5m0s static page) (b mem > 90% 0s  )"},
		{"monitoring, Japanese", "監視/a.md", "# A\n\n| アラート | メトリクス | しきい値 | 種類 |\n|---|---|---|---|\n| 高負荷 | cpu | ８０％超 | 動的 |\n", "[] (高負荷 cpu > 80% 0s dynamic )"},
		{"experiment", "experiments/a.yaml", "title: A\ntype: CPU stress\nhypothesis: it holds\nenvironment: prod\nduration: 300\ncauses: [loop]\nparameters: {cpu: 80, list: [1]}\napproved_by: [{name: mika}, ann]\nsteady_state: [{metric: p99, op: \"<\", value: 1}, {metric: x}]\nruns: [{on: 2026-02-15, result: failed, detected_in: 240, actions: [{text: fix it}]}, {on: soon, result: held}]\n",
			"cpu_stress production 5m0s [loop] [{cpu 80}] [mika ann] (p99 < 1) {02-15 violated 4m0s 0s 1}"},
		{"experiment with actions under its runs", "カオス実験/a.md", "# A\n\n### 2026-02-15 不成立\n\n- 復旧まで: 9分\n\n#### 改善アクション\n\n- [ ] 監視を追加する\n\n### 2026-03-15 成立\n\n- 検知まで: 1分\n",
			"  0s [] [] [] {02-15 violated 0s 9m0s 1} {03-15 held 1m0s 0s 0}"},
		{"maintenance", "maintenance/a.yaml", "title: A\nschedule: {every: 1mo, on: 31, at: \"02:00\", from: 2026-01-31}\nrisk: 高\ngrace: 2d\ncommands: [a, b]\nhistory: [{on: 2026-01-31, status: ok, seconds: 12.5, by: ann}, {on: \"2026-02-28T02:00:00Z\", status: failed}, {status: success}]\n",
			"<1mo 02:00 31  true> high 48h0m0s [a b] {01-31 false success ann 25/2} {02-28 true failed  -}"},
		{"maintenance, short schedule", "保守/a.md", "---\n周期: every 2w\n---\n# A\n\n## 手順\n\n```sh\ndf -h\n```\n", "<every 2w    false>  0s [df -h]"},
		{"maintenance, empty", "maintenance/a.md", "# A\n", "<    false>  0s []"},
		{"healthcheck", "health/a.yaml", "title: A\nschedule: {every: 1d}\nchecks: [{title: CPU, metric: cpu, op: over, warn: 80, critical: 90, unit: \"%\"}, {id: x, title: Log, warn: ten, on_fail: logs}, {metric: lost}]\n",
			"1d (c1 CPU cpu > 80/90% ) (x Log   -/- logs) !warn"},
		{"healthcheck, numbers that are none", "health/a.yaml", "title: A\nchecks: [{title: A, warn: -1e-1000000, critical: 1e1000000}, {title: B, critical: 1e999}, {title: C, op: \"=>\", warn: [5]}, {id: c1, title: D, warn: , op: lt}, {critical: soon}]\n",
			"(c2 A   -/- ) (c3 B   -/- ) (c4 C   -/- ) (c1 D  < -/- ) !warn !critical !critical !op !warn !critical"},
		{"healthcheck, cells that hold no number", "health/a.md", "# A\n\n| Check | Command | Op | Warn | Critical |\n|---|---|---|---|---|\n| cpu | `a` | over | 80 percent | eighty-five |\n| mem | `a` | | 0x10 | > 90 % |\n| dsk | `a` | ~ | 1,000 | 10_0 |\n| net | `a` | - | 0,5 | TBD |\n",
			"(c1 cpu  > 80/-percent ) (c2 mem  > -/90% ) (c3 dsk   1000/- ) (c4 net   -/- ) !critical !warn !op !critical !warn"},
		{"healthcheck, Japanese cells", "ヘルスチェック/a.md", "# A\n\n| 項目 | コマンド | 警告 | 危険 |\n|---|---|---|---|\n| メモリ | `a` | ８５％超 | 九割 |\n", "(c1 メモリ  > 85/-% ) !critical"},
		{"learning", "学習/a.md", "---\n分野: ネットワーク\nレベル: 中級\nduration: 90分\nassessment: ハンズオン\nteaches: [dns]\n---\n# A\n\n## 到達目標\n\n- 読める\n", "ネットワーク intermediate 1h30m0s hands_on_lab [読める] [dns]"},
		{"learning, empty", "learning/a.md", "", "  0s  [] []"},
		{"skills", "skills/a.yaml", "title: A\npeople: [{name: a, skills: {x: 初級, y: guru}}, {skills: {x: beginner}}]\ntargets: [{category: x, level: advanced, count: 2}, {category: y}]\n", "a[{x beginner} {y guru}] (x advanced 2)"},
		{"skills, counts", "skills/a.yaml", "title: A\ntargets: [{category: x, level: advanced, count: 99999999999999999999}, {category: 網, level: 上級, count: 2.5}, {category: z, level: beginner}, {category: w, level: beginner, count: 100000}]\n", "(x advanced -)? (網 advanced -)? (z beginner -) (w beginner 100000)"},
		{"term", "glossary/a.yaml", "term: SLO\ndefinition: a goal\nsame_as: objective\ntranslations: {ja: 目標, en: {term: SLO, definition: goal}}\n", "(SLO|||a goal [objective] [{ja 目標 } {en SLO goal}])"},
		{"terms, CRLF", "用語集/a.md", crlf("# 用語集\n\n| 用語 | 読み | 意味 | 同義語 |\n|---|---|---|---|\n| 復旧 | ふっきゅう | 元に戻ること | 回復、復元 |\n"), "(復旧|ふっきゅう||元に戻ること [回復 復元] [])"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := decoded(t, tt.path, tt.text); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// Every value that a body tells has its place in the file and says how it was
// read.
func TestToldValuesHavePlaces(t *testing.T) {
	text := "# Kill a pod\n\n## Steady state\n\n- p99 < 1 s\n\n## Runs\n\n- 2026-02-15 held, detected in 4m\n"
	m := merged(t, "experiments/a.md", text)
	for pointer, want := range map[string]string{
		"/steady_state/0/value": "1", "/runs/0/on": "2026-02-15", "/runs/0/result": "held", "/runs/0/detected_in": "4m",
	} {
		v := m.Value.Get(pointer)
		if got := text[v.Span().Start:v.Span().End]; got != want || v.From().Origin != doc.FromList {
			t.Errorf("%s stands at %q from %v, want %q from a list", pointer, got, v.From().Origin, want)
		}
	}
}
