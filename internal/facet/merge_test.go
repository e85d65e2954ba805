package facet

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/schema"
)

var builtin = sync.OnceValues(func() (*schema.Set, error) { return schema.Load() })

func schemas(t testing.TB) *schema.Set {
	t.Helper()
	set, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// merged reads a document of a name and a text.
func merged(t testing.TB, name, text string) Merged {
	t.Helper()
	d, _ := doc.Parse(source.New(name, []byte(text)), doc.DefaultLimits())
	return Merge(d, schemas(t), Options{})
}

// crlf is the text with the line endings of Windows.
func crlf(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }

// sketch writes a value in one line: texts, {key: value}, [items].
func sketch(v doc.Value, keys ...string) string {
	switch v.Type() {
	case doc.Map:
		var parts []string
		for _, e := range v.Entries() {
			if len(keys) == 0 || contains(keys, e.Key) {
				parts = append(parts, e.Key+": "+sketch(e.Value))
			}
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case doc.List:
		var parts []string
		for _, item := range v.Items() {
			parts = append(parts, sketch(item, keys...))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return v.Text()
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

const incidentEn = `# Mail was late

## Timeline

2024-03-05, all times in UTC.

- 09:10 Impact starts
- 10:00 Resolved

## Root cause

- A full queue
`

func TestKind(t *testing.T) {
	tests := []struct {
		name, path, text, want string
	}{
		{"stated", "notes/a.md", "---\nkind: runbook\n---\n# A\n", "runbook"},
		{"stated as a folder's name", "notes/a.md", "---\nkind: Post-mortem\n---\n# A\n", "postmortem"},
		{"stated, unknown", "notes/a.md", "---\nkind: poem\n---\n# A\n", "page"},
		{"folder", "runbooks/a.md", "# A\n", "runbook"},
		{"nearest folder", "runbooks/known-issues/a.md", "# A\n", "known-issue"},
		{"a topic among runbooks", "runbooks/monitoring/a.md", "# A\n", "runbook"},
		{"a topic among runbooks, Japanese", "手順書/監視/a.md", "# A\n", "runbook"},
		{"runbooks of a service", "services/web/runbooks/a.md", "# A\n", "runbook"},
		{"runbooks of the monitoring", "monitoring/runbooks/a.md", "# A\n", "runbook"},
		{"monitoring of a service", "services/web/monitoring/a.md", "# A\n", "monitoring"},
		{"experiment by its headings", "notes/a.md", "# A\n\n## 仮説\n\n- x\n\n## 中止条件\n\n- y\n", "experiment"},
		{"maintenance by the keys of a scheduler", "notes/a.yaml", "schedule_type: daily\nschedule_value: 1\n", "maintenance"},
		{"glossary by its key", "notes/a.yaml", "terms: [{term: a, definition: b}]\n", "term"},
		{"Japanese folder of health checks", "ヘルスチェック/a.md", "# A\n", "healthcheck"},
		{"Japanese folder", "手順書/再起動.md", "# 再起動\n", "runbook"},
		{"headings", "notes/mail.md", incidentEn, "postmortem"},
		{"headings, CRLF", "notes/mail.md", crlf(incidentEn), "postmortem"},
		{"Japanese headings", "x/a.md", "# 遅延\n\n## 症状\n\n遅い\n\n## 原因\n\n- 満杯\n", "known-issue"},
		{"prose about incidents", "x/a.md", "# Writing\n\n## Timeline\n\nState each step.\n\n## Impact\n\nState the cost.\n", "page"},
		{"Japanese prose about incidents", "postmortems/guide.md", "# 書き方\n\n## タイムライン\n\n事実を順に書く。\n\n## 影響\n\n数で書く。\n", "page"},
		{"distances and a day", "postmortems/a.md", "# A\n\nOn 2024-02-03 it failed.\n\n## Timeline\n\n- T+0 a\n- T+5 b\n", "postmortem"},
		{"clocks at the end", "postmortems/a.md", "# A\n\n## Timeline\n\n- a (10:02)\n- b (10:17)\n", "postmortem"},
		{"clocks at the end, Japanese", "postmortems/a.md", "# A\n\n## 経緯\n\n- 発生（10:02）\n- 検知（10:17）\n", "postmortem"},
		{"places for clocks at the end", "postmortems/a.md", "# A\n\n## Timeline\n\n- a (HH:MM)\n- b (HH:MM)\n", "page"},
		{"distances without a day", "postmortems/a.md", "# A\n\n## Timeline\n\n- T+0 a\n- T+5 b\n", "page"},
		{"day of the incident", "postmortems/a.md", "# A\n\n発生日：2024年2月3日\n\n## 原因\n\n- 満杯\n", "postmortem"},
		{"index of a folder", "postmortems/README.md", incidentEn, "page"},
		{"index of a site generator", "runbooks/_index.md", "# Runbooks\n", "page"},
		{"template", "postmortems/template.md", incidentEn, "page"},
		{"numbered incident without a time", "postmortems/INC-12.md", "# Mail\n\n## Actions\n\n- Add disks\n", "postmortem"},
		{"empty", "a.md", "", "page"},
		{"empty in a folder", "postmortems/a.md", "", "page"},
		{"YAML of another program", "runbooks/values.yaml", "replicas: 3\n", "page"},
		{"YAML with a title", "services/web.yaml", "title: Web\nowner: ops\n", "service"},
		{"Kubernetes", "services/web.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n", "page"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := merged(t, tt.path, tt.text).Kind; got != tt.want {
				t.Errorf("kind = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestKindOfPaths(t *testing.T) {
	d, _ := doc.Parse(source.New("ops/howto/a.md", []byte("# A\n")), doc.DefaultLimits())
	m := Merge(d, schemas(t), Options{Paths: map[string][]string{"runbook": {"ops/howto/**"}}})
	if m.Kind != "runbook" {
		t.Errorf("kind = %q, want runbook", m.Kind)
	}
}

func TestMergeOrder(t *testing.T) {
	tests := []struct {
		name, text, pointer, want, also string
	}{
		{"front matter over a pair", "---\nkind: postmortem\nseverity: sev2\n---\n# A\n\nSeverity: sev3\n", "/severity", "sev2", "sev3"},
		{"alias of a field", "---\nkind: postmortem\nservice: web\n---\n# A\n", "/services", "[web]", ""},
		{"Japanese alias", "---\nkind: postmortem\n障害レベル: 重大\n---\n# A\n", "/severity", "sev1", ""},
		{"word of a scale", "---\nkind: postmortem\nseverity: SEV-2\n---\n# A\n", "/severity", "sev2", ""},
		{"pair", "---\nkind: postmortem\n---\n# A\n\n- Affected services: web, api (EU)\n", "/services", "[web, api]", ""},
		{"Japanese pair", "---\nkind: postmortem\n---\n# A\n\n- 影響サービス: 検索、決済\n", "/services", "[検索, 決済]", ""},
		{"CRLF pair", "---\r\nkind: postmortem\r\n---\r\n# A\r\n\r\n- Severity: sev3\r\n", "/severity", "sev3", ""},
		{"nested alias", "---\nkind: postmortem\nimpact: {users_affected: 12}\n---\n# A\n", "/impact/users", "12", ""},
		{"alias beside a map", "---\nkind: postmortem\naffected_users: 12\nimpact: {tickets: 3}\n---\n# A\n", "/impact", "{tickets: 3, users: 12}", ""},
		{"unknown key stays", "---\nkind: postmortem\nresolvd_at: x\n---\n# A\n", "/resolvd_at", "x", ""},
		{"causes of the front matter", "---\nkind: rca\ncauses: [{text: A, layer: process}]\n---\n# R\n\n## Technical causes\n\n- B\n", "/causes", "[{text: A, layer: process}]", "[{text: B, layer: technical}]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := merged(t, "a.md", tt.text)
			if got := sketch(m.Value.Get(tt.pointer)); got != tt.want {
				t.Errorf("%s = %s, want %s", tt.pointer, got, tt.want)
			}
			also := ""
			for _, v := range m.Also[tt.pointer] {
				also += sketch(v)
			}
			if also != tt.also {
				t.Errorf("also %s = %s, want %s", tt.pointer, also, tt.also)
			}
		})
	}
}

func TestValuesKeepTheirPlace(t *testing.T) {
	text := "---\nkind: postmortem\nsev: SEV-2\n---\n# 遅延\n\n- 影響ユーザー数: 約1,200人\n"
	m := merged(t, "a.md", text)
	for pointer, want := range map[string]string{"/severity": "SEV-2", "/impact/users": "約1,200人", "/title": "遅延"} {
		v := m.Value.Get(pointer)
		if got := text[v.Span().Start:v.Span().End]; got != want {
			t.Errorf("%s stands at %q, want %q", pointer, got, want)
		}
	}
	if got := m.Value.Field("severity").KeySpan(); text[got.Start:got.End] != "sev" {
		t.Errorf("key of severity at %q, want %q", text[got.Start:got.End], "sev")
	}
	if from := m.Value.Get("/impact/users").From(); from.Origin != doc.FromKeyValue || !strings.Contains(from.Note.En, "approximate") {
		t.Errorf("provenance of users = %+v", from)
	}
}

// One broken value spoils itself only.
func TestBrokenValueLeavesTheOthers(t *testing.T) {
	m := merged(t, "a.md", `---
kind: postmortem
severity: sev2
actions:
  - {text: First, due: 2024-02-30, owner: ann}
  - {text: Second, due: 2024-03-01}
impact: {users: many, tickets: 4}
---
# A
`)
	actions := DecodeActions(m.Value)
	if len(actions) != 2 || actions[0].Due.Known || actions[0].Owner != "ann" || !actions[1].Due.Known {
		t.Errorf("actions = %+v", actions)
	}
	impact := DecodeImpact(m.Value, time.UTC)
	if impact.Users.V != nil || impact.Tickets.V == nil || m.Value.Field("severity").Text() != "sev2" {
		t.Errorf("impact = %+v", impact)
	}
}

// A date of an action item in the body that the calendar does not have stays
// as it is written, for the schema to report at its place.
func TestBrokenDateInTheBody(t *testing.T) {
	text := "---\nkind: postmortem\n---\n# A\n\n## Actions\n\n- [ ] First (due: 2024-02-30)\n- [ ] Second (due: 2024-03-01)\n"
	m := merged(t, "a.md", text)
	v := m.Value.Get("/actions/0/due")
	if v.Text() != "2024-02-30" || text[v.Span().Start:v.Span().End] != "2024-02-30" {
		t.Errorf("due = %q at %v", v.Text(), v.Span())
	}
	if got := m.Value.Get("/actions/1/due").Text(); got != "2024-03-01" {
		t.Errorf("due of the second = %q", got)
	}
	if got := m.Value.Get("/actions/0/text").Text(); got != "First" {
		t.Errorf("text of the first = %q", got)
	}
}

func TestDiagnosticProcedure(t *testing.T) {
	text := `diagnostic_procedure:
  metadata:
    title: "再起動の手順"
    difficulty: 初級
  step_by_step:
    1: {description: "状態を見る", commands: ["systemctl status web"]}
    2: {description: "再起動する"}
  decision_tree:
    still_down: {condition: "応答がない", action: "call"}
  escalation_criteria:
    - {condition: "15分以内に戻らない", action: "call"}
`
	for _, text := range []string{text, crlf(text)} {
		m := merged(t, "any/restart.yml", text)
		if m.Kind != "runbook" || m.Value.Field("title").Text() != "再起動の手順" || m.Value.Field("difficulty").Text() != "beginner" {
			t.Errorf("kind %q, value %s", m.Kind, sketch(m.Value))
		}
		steps, branches, calls := DecodeSteps(m.Value), DecodeBranches(m.Value), DecodeEscalations(m.Value)
		if len(steps) != 2 || steps[0].ID != "s1" || len(steps[0].Commands) != 1 || !steps[0].Commands[0].ReadOnly {
			t.Errorf("steps = %+v", steps)
		}
		if len(branches) != 1 || branches[0].ID != "still_down" {
			t.Errorf("branches = %+v", branches)
		}
		if len(calls) != 1 || calls[0].After.D != 15*time.Minute {
			t.Errorf("escalations = %+v", calls)
		}
	}
}

func FuzzMerge(f *testing.F) {
	for _, seed := range []string{
		"", "# A\n", incidentEn, crlf(incidentEn), "---\nkind: runbook\nsteps: {1: {commands: x}}\n---\n",
		"---\nkind: postmortem\nactions: [1, {due: x}, {term: short}]\nimpact: 3\n---\n# 対策\n\n- [-] 見送り（担当: @a 期限: 2024-13-01）{#x}\n",
		"# 手順\n\n1. a\n\n   ```sh\n   $ b \\\n   c\n   ```\n\n## 判断フロー\n\n- a -> [b](#c)\n  - いいえ\n\n| 条件 | 対応 |\n|---|---|\n| | x |\n",
	} {
		f.Add("postmortems/a.md", seed)
		f.Add("runbooks/a.yaml", seed)
		f.Add("known-issues/a.md", seed)
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		m := merged(t, name, text)
		if m.Kind == "" || m.Value.Field("title").Text() == "" && !m.Value.Field("title").Exists() {
			t.Errorf("kind %q, title %q", m.Kind, m.Value.Field("title").Text())
		}
		DecodeActions(m.Value)
		DecodeBranches(m.Value)
		DecodeCauses(m.Value)
		DecodeEscalations(m.Value)
		DecodeImpact(m.Value, nil)
		DecodeService(m.Value)
		DecodeSolutions(m.Value)
		DecodeSteps(m.Value)
		DecodeTimes(m.Value, nil)
		DecodeTimeline(m.Value, nil)
	})
}
