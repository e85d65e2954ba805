package facet

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// actionsOf reads the action items of a body that stands under a heading for
// them.
func actionsOf(t *testing.T, body string) Merged {
	t.Helper()
	return merged(t, "a.md", "---\nkind: postmortem\nresolved_at: 2024-01-31T10:00:00+09:00\ntimezone: Asia/Tokyo\n---\n# A\n\n## Action items\n\n"+body)
}

func TestActionLine(t *testing.T) {
	tests := []struct{ name, line, want string }{
		{"plain item", "- Add disks", "{text: Add disks}"},
		{"open", "- [ ] Add disks", "{text: Add disks, status: open}"},
		{"done", "- [x] Add disks", "{text: Add disks, status: done}"},
		{"struck out", "- ~~Add disks~~", "{text: Add disks, status: done}"},
		{"struck out, with an owner", "- ~~Write this~~ @lena", "{text: Write this, status: done, owner: lena}"},
		{"struck out, with a link", "- ~~監視する~~ @ken [#41](https://x.example/issues/41)", "{text: 監視する, status: done, owner: ken, ticket: #41}"},
		{"struck out in part", "- ~~Two~~ three disks @lena", "{text: Two three disks, owner: lena}"},
		{"given up", "- [-] Add disks", "{text: Add disks, status: wont_do}"},
		{"begun", "- [/] Add disks", "{text: Add disks, status: in_progress}"},
		{"suffix of the grammar", "- [ ] Add disks @ops due:2024-02-15 P2 #12 type:prevent {#d1}", "{id: d1, text: Add disks, status: open, owner: ops, priority: p2, type: prevent, due: 2024-02-15, ticket: #12}"},
		{"in brackets", "- [ ] Add disks (owner: Ann Lee, due: 2024-02-15, OPS-7)", "{text: Add disks, status: open, owner: Ann Lee, due: 2024-02-15, ticket: OPS-7}"},
		{"in Japanese brackets", "- [ ] 増設する（担当: @基盤 期限：2024-02-15 優先度: 高 #12）", "{text: 増設する, status: open, owner: 基盤, priority: p1, due: 2024-02-15, ticket: #12}"},
		{"signs of to-do lists", "- [x] Add disks 📅 2024-02-15 ✅ 2024-02-10 ➕ 2024-02-01", "{text: Add disks, status: done, created: 2024-02-01, due: 2024-02-15, closed: 2024-02-10}"},
		{"date of Japan", "- 増設する (期限: 2024年2月15日)", "{text: 増設する, due: 2024-02-15}"},
		{"day without a year", "- Add disks (due: Feb 15)", "{text: Add disks, due: 2024-02-15}"},
		{"state in capitals", "- Add disks **DONE**", "{text: Add disks, status: done}"},
		{"state in brackets", "- 【完了】増設する", "{text: 増設する, status: done}"},
		{"state before a colon", "- TODO: add disks", "{text: add disks, status: open}"},
		{"done as a verb", "- Get the migration done", "{text: Get the migration done}"},
		{"given up with a reason", "- [ ] Add disks (wont_do: we move away)", "{text: Add disks, status: wont_do, reason: we move away}"},
		{"mention first", "- @ann: add disks", "{text: add disks, owner: ann}"},
		{"mention in the sentence", "- Ask @ann about disks", "{text: Ask @ann about disks}"},
		{"mention behind its key", "- Add disks - owner @ann, P1, [OPS-7](https://x.example/browse/OPS-7)", "{text: Add disks, owner: ann, priority: p1, ticket: OPS-7}"},
		{"mention behind its key, Japanese", "- 増設する、担当 @基盤 P1", "{text: 増設する, owner: 基盤, priority: p1}"},
		{"mention behind a word of the sentence", "- Ask the owner @ann", "{text: Ask the owner, owner: ann}"},
		{"name and day in brackets", "- Add disks (Jonas, 2024-02-15)", "{text: Add disks, owner: Jonas, due: 2024-02-15}"},
		{"name and day in brackets, Japanese", "- 増設する（保守会社、2024年2月15日まで）", "{text: 増設する, owner: 保守会社, due: 2024-02-15}"},
		{"name and key in brackets", "- 増設する（久保/期限 2024-02-15）", "{text: 増設する, owner: 久保, due: 2024-02-15}"},
		{"name and state in brackets", "- Add disks (Jonas, done)", "{text: Add disks, status: done, owner: Jonas}"},
		{"one name in brackets", "- Add disks (Jonas)", "{text: Add disks (Jonas)}"},
		{"remark and day in brackets", "- Add disks (phase 2, 2024-02-15)", "{text: Add disks (phase 2, 2024-02-15)}"},
		{"two owners", "- Add disks @ann @bob", "{text: Add disks, owner: ann, bob}"},
		{"priority in the sentence", "- Page on P1 alerts only", "{text: Page on P1 alerts only}"},
		{"standard, no ticket", "- Store text as UTF-8", "{text: Store text as UTF-8}"},
		{"an address that is no ticket", "- Take stock of disks (for example <https://x.example/tools/stock>)", "{text: Take stock of disks (for example https://x.example/tools/stock)}"},
		{"ticket as a link", "- Add disks ([OPS-7](https://x.example/browse/OPS-7))", "{text: Add disks, ticket: OPS-7}"},
		{"issue in the sentence", "- Fix #77 before the sale", "{text: Fix #77 before the sale, ticket: #77}"},
		{"issue in a remark", "- Add disks (the vacancy is #77)", "{text: Add disks (the vacancy is #77), ticket: #77}"},
		{"issue in a remark, Japanese", "- 増設する（募集は #77）", "{text: 増設する（募集は #77）, ticket: #77}"},
		{"issue behind metadata in brackets", "- Add disks (owner: Ann Lee, #77)", "{text: Add disks, owner: Ann Lee, ticket: #77}"},
		{"day of the end", "- Add disks (owner: Ann Lee, done: 2024-02-10)", "{text: Add disks, status: done, owner: Ann Lee, closed: 2024-02-10}"},
		{"day of the end, Japanese", "- 増設する（担当: 基盤、完了日: 2024年2月10日）", "{text: 増設する, status: done, owner: 基盤, closed: 2024-02-10}"},
		{"day of the end, empty box", "- [ ] Add disks (done: 2024-02-10)", "{text: Add disks, status: open, closed: 2024-02-10}"},
		{"link with words", "- Add disks, [issue](https://x.example/issues/7)", "{text: Add disks, ticket: https://x.example/issues/7}"},
		{"colon of prose", "- Rule: never add disks alone", "{text: Rule: never add disks alone}"},
		{"code stays", "- Cap `max=3` in the check", "{text: Cap max=3 in the check}"},
		{"date that is none", "- Add disks (due: TBD)", "{text: Add disks}"},
		{"nothing", "- None", ""},
		{"empty item", "-", ""},
		{"owner below", "- Add disks\n  - Owner: Ann\n  - Due: 2024-02-15", "{text: Add disks, owner: Ann, due: 2024-02-15}"},
		{"details below", "- Add disks\n  - two per node\n  - not on Friday", "{text: Add disks}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, body := range []string{tt.line + "\n", crlf(tt.line + "\n")} {
				m := actionsOf(t, body)
				got := strings.TrimSuffix(strings.TrimPrefix(sketch(m.Value.Field("actions")), "["), "]")
				if got != tt.want {
					t.Errorf("got  %s\nwant %s", got, tt.want)
				}
			}
		})
	}
}

func TestActionForms(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"terms by headings", "### Short-term (within 2 months)\n\n- [ ] A\n\n### 長期対策\n\n- [ ] B\n",
			"[{text: A, term: short, due: 2024-03-31}, {text: B, term: long, due: 2024-07-31}]"},
		{"clamped to the month's end", "### 短期対策（1ヶ月以内）\n\n- A\n", "[{text: A, term: short, due: 2024-02-29}]"},
		{"weeks", "### Immediate (2 weeks)\n\n- A\n", "[{text: A, term: short, due: 2024-02-14}]"},
		{"a date goes before the term", "### 中期\n\n- A (期限: 2024-03-01)\n", "[{text: A, term: mid, due: 2024-03-01}]"},
		{"terms by labels", "**Short-term**\n\n- A\n\n**Long-term:**\n\n- B\n",
			"[{text: A, term: short, due: 2024-02-29}, {text: B, term: long, due: 2024-07-31}]"},
		{"terms in italics", "*Short-term*\n\n- A\n\n*Long-term:*\n\n- B\n",
			"[{text: A, term: short, due: 2024-02-29}, {text: B, term: long, due: 2024-07-31}]"},
		{"terms on bare lines, Japanese", "暫定\n- A\n\n恒久\n- B\n",
			"[{text: A, term: short, due: 2024-02-29}, {text: B, term: long, due: 2024-07-31}]"},
		{"sentence with a word for a term", "Short-term work is not listed.\n\n- A\n", "[{text: A}]"},
		{"terms by items", "- Short-term:\n  - A\n- 長期\n  - B\n",
			"[{text: A, term: short, due: 2024-02-29}, {text: B, term: long, due: 2024-07-31}]"},
		{"types by headings", "### Prevention\n\n- A\n\n### Detection\n\n1. B\n", "[{text: A, type: prevent}, {text: B, type: detect}]"},
		{"types by bold items", "- **Prevention**\n  - A\n- **Detection**\n  - B\n", "[{text: A, type: prevent}, {text: B, type: detect}]"},
		{"boxes under an item without", "- Storage\n  - [ ] A\n  - [x] B\n", "[{text: A}, {text: B}]"},
		{"table", "| Action | Type | Owner | Priority | Bug | Due | Status |\n|---|---|---|---|---|---|---|\n| A | prevent | @ann | P1 | #12 | 2024-02-15 | In progress |\n| B | | | | n/a **DONE** | - | |\n",
			"[{text: A, type: prevent, due: 2024-02-15}, {text: B}]"},
		{"Japanese table", "| 対策 | 担当 | 期限 | 状態 |\n|---|---|---|---|\n| A | 基盤 | 2024/2/15 | 完了 |\n", "[{text: A, due: 2024-02-15}]"},
		{"table of something else", "| Metric | Value |\n|---|---|\n| A | 1 |\n", ""},
		{"names at the ends", "- A (Ulla)\n- B (Optional)\n- C (Bart)\n- D in bulk (staging)\n", "[{text: A}, {text: B (Optional)}, {text: C}, {text: D in bulk (staging)}]"},
		{"names at the ends, Japanese", "- A（木村）\n- B（要検討）\n- C（情報システム課）\n- D（任意）\n", "[{text: A}, {text: B（要検討）}, {text: C}, {text: D（任意）}]"},
		{"names at few ends", "- A (Ulla)\n- B\n- C\n- D (Bart)\n- E\n", "[{text: A (Ulla)}, {text: B}, {text: C}, {text: D (Bart)}, {text: E}]"},
		{"lessons are none", "- A\n\n### Lessons learned\n\n- B\n", "[{text: A}]"},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, body := range []string{tt.body, crlf(tt.body)} {
				got := sketch(actionsOf(t, body).Value.Field("actions"), "text", "type", "term", "due")
				if got != tt.want {
					t.Errorf("got  %s\nwant %s", got, tt.want)
				}
			}
		})
	}
}

func TestTemporaryBesidePermanent(t *testing.T) {
	tests := []struct{ body, want string }{
		{"## 7. 暫定対応\n\n- A\n\n## 8. 恒久対応\n\n- B\n", "[{text: A, term: short}, {text: B, term: long}]"},
		{"## Temporary fix\n\n- A\n\n## Permanent fix\n\n- B\n", "[{text: A, term: short}, {text: B, term: long}]"},
		{"## 恒久対応\n\n- B\n\n## 暫定対応\n\n- A\n", "[{text: B, term: long}, {text: A, term: short}]"},
		{"## 恒久対応\n\n- B\n", "[{text: B}]"},
		{"## 暫定対応\n\n- A\n\n## 再発防止策\n\n- B\n", "[{text: B}]"},
		{"", ""},
	}
	for _, tt := range tests {
		for _, body := range []string{tt.body, crlf(tt.body)} {
			m := merged(t, "a.md", "---\nkind: postmortem\n---\n# T\n\n"+body)
			if got := sketch(m.Value.Field("actions"), "text", "term"); got != tt.want {
				t.Errorf("%q: got %s, want %s", body, got, tt.want)
			}
		}
	}
}

func TestActionTable(t *testing.T) {
	m := actionsOf(t, "| Action | Owner | Priority | Bug | Status |\n|---|---|---|---|---|\n| A | @ann | P1 | #12 | In progress |\n| B | - | 高 | n/a **DONE** | |\n| C | Ann Lee | | OPS-9 | DONE ✅ 2024-02-10 |\n")
	want := "[{text: A, status: in_progress, owner: ann, priority: p1, ticket: #12}, {text: B, status: done, priority: p1}, {text: C, status: done, owner: Ann Lee, closed: 2024-02-10, ticket: OPS-9}]"
	if got := sketch(m.Value.Field("actions")); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestActionsUnderBoldLabel(t *testing.T) {
	for _, text := range []string{
		"**Action items:**\n\n- [ ] A\n",
		"Action items:\n\n- [ ] A\n",
		"**再発防止策**\n\n- [ ] A\n",
		"- Action items:\n  - [ ] A\n",
	} {
		m := merged(t, "a.md", "---\nkind: postmortem\n---\n# T\n\n"+text)
		if got, want := sketch(m.Value.Field("actions")), "[{text: A, status: open}]"; got != want {
			t.Errorf("%q\ngot  %s\nwant %s", text, got, want)
		}
	}
}

func TestActionIDs(t *testing.T) {
	m := merged(t, "d.md", "---\nkind: postmortem\n---\n# T\n\n## Actions\n\n- [ ] Add  Disks\n- [ ] add disks @ann\n- [x] Other {#own}\n")
	var ids []string
	for _, a := range DecodeActions(m.Value) {
		ids = append(ids, a.ID)
	}
	want := []string{"d-" + hashOf("add disks"), "d-" + hashOf("add disks") + "-2", "own"}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeActions(t *testing.T) {
	text := "---\nkind: postmortem\nresolved_at: 2024-01-31T10:00:00Z\n---\n# T\n\n## Actions\n\n### Short-term\n\n- [x] A\n- B\n"
	m := merged(t, "d.md", text)
	got := DecodeActions(m.Value)
	if len(got) != 2 {
		t.Fatalf("actions = %+v", got)
	}
	if a := got[0]; a.Box == nil || text[a.Box.Start:a.Box.End] != "x" || a.DueFrom != "term" || a.Status != Done {
		t.Errorf("first = %+v", a)
	}
	if b := got[1]; b.Box != nil || b.Status != Unknown || b.Term != "short" {
		t.Errorf("second = %+v", b)
	}
}

func hashOf(text string) string {
	return actionID("", text, idsOf{map[string]bool{}, map[string]int{}})
}

// The runs of an experiment have action items of their own, created on the day
// of the run unless they say otherwise.
func TestActionsOfRuns(t *testing.T) {
	const head = "---\nkind: experiment\nid: x\nhypothesis: 戻る\n"
	tests := []struct{ name, text, want string }{
		{"in front matter", head + "runs:\n  - on: 2026-01-05\n    result: violated\n    actions:\n      - {text: 監視を足す, status: open, due: 2026-02-01}\n      - {text: Say so, created: 2026-01-07, id: a7}\n  - {on: 2026-02-05, result: held, actions: 手順を直す}\n---\n# 実験\n",
			"監視を足す 2026-01-05 | Say so 2026-01-07 | 手順を直す - ; 2 1"},
		{"beside those of the document", head + "actions: [{text: A, created: 2026-01-01}]\nruns:\n  - {on: 2026-01-05, result: violated, actions: [{text: B}]}\n---\n# 実験\n", "A 2026-01-01 | B 2026-01-05 ; 1"},
		{"none", head + "runs:\n  - {on: 2026-01-05, result: held}\n---\n# 実験\n", "; 0"},
	}
	for _, tt := range tests {
		for _, text := range []string{tt.text, crlf(tt.text)} {
			m := merged(t, "experiments/x.md", text)
			var list, runs []string
			for _, a := range DecodeActions(m.Value) {
				day := "-"
				if a.Created.Known {
					day = fmt.Sprintf("%04d-%02d-%02d", a.Created.Year, a.Created.Month, a.Created.Day)
				}
				list = append(list, a.Text+" "+day)
			}
			for _, run := range DecodeExperiment(m.Value).Runs {
				runs = append(runs, fmt.Sprint(len(run.Actions)))
			}
			if got := strings.TrimSpace(strings.Join(list, " | ") + " ; " + strings.Join(runs, " ")); got != tt.want {
				t.Errorf("%s:\ngot  %s\nwant %s", tt.name, got, tt.want)
			}
		}
	}
}
