package linttest

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
	"github.com/debrief-dev/debrief/schema"
)

const head = "# bad-word\n\nThe word is there.\n\n## Why\n\nIt is.\n"

// badWord finds "bad" and mends it.
var badWord = lint.Rule{ID: "bad-word", Severity: diag.Warning, Kinds: []string{"runbook"}, Check: func(p *lint.Pass) {
	at := p.Entry.Doc.File.Whole()
	i := strings.Index(p.Text(at), "bad")
	if i < 0 {
		return
	}
	at.Start, at.End = i, i+3
	p.Report(diag.Diagnostic{Span: at, Message: diag.Say("bad", "悪い"), Fixes: []diag.Fix{{
		Title: diag.Say("make it good", "直す"), Edits: []diag.Edit{{Span: at, New: "good"}},
	}}})
}}

// example pages write ”' for a fence.
func fences(text string) string { return strings.ReplaceAll(text, "'''", "```") }

func TestPage(t *testing.T) {
	const bad = "\n## Bad\n\n'''markdown\n# T\n\n## Steps\n\nbad\n'''\n\n'''console\nrunbooks/example.md:5:1: warning: bad [bad-word]\n  fix: make it good\n1 warning in 1 file\n'''\n"
	const good = "\n## Good\n\n'''markdown\n# T\n\n## Steps\n\ngood\n'''\n"
	const ja = "\n## Bad (ja)\n\n'''markdown runbooks/手順.md\n# 手順\n\n## 手順\n\nbad\n'''\n\n'''console\nrunbooks/手順.md:5:1: warning: 悪い [bad-word]\n  修正: 直す\n警告1件（1ファイル）\n'''\n" +
		"\n## Good (ja)\n\n'''markdown runbooks/手順.md\n# 手順\n\n## 手順\n\ngood\n'''\n"
	tests := []struct {
		name, text string
		want       string // in the first problem; empty for none
	}{
		{"right", head + bad + good, ""},
		{"right in two languages", head + bad + good + ja, ""},
		{"CRLF", strings.ReplaceAll(head, "\n", "\r\n"), "the page has no example"},
		{"empty", "", `there is no "## Why"`},
		{"another name", strings.Replace(head, "bad-word", "good-word", 1) + bad + good, `headed "good-word"`},
		{"two sentences", strings.Replace(head, "there.", "there. It is.", 1) + bad + good, "want one sentence"},
		{"no reason", "# bad-word\n\nThe word is there.\n" + bad + good, `want "## Why"`},
		{"no example", head, "the page has no example"},
		{"no counterpart", head + bad, "without its counterpart"},
		{"wrong order", head + good + bad, "Bad, then Good"},
		{"other output", head + strings.Replace(bad, ":5:1", ":9:9", 1) + good, "Bad prints"},
		{"no output", head + bad[:strings.Index(bad, "\n'''console")] + good, "0 console blocks"},
		{"a finding in Good", head + bad + strings.Replace(good, "good\n", "bad\n", 1), "Good has the finding"},
		{"a fix that gives something else", head + bad + strings.Replace(good, "good\n", "fine\n", 1), "fixing runbooks/example.md gives"},
		{"another heading", head + "\n## Worse\n", "is none of"},
		{"a heading of the other language", head + "\n## 悪い例\n", "is none of"},
		{"an open block", head + "\n## Bad\n\n'''markdown\nbad\n", "has no end"},
	}
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	h := harness{set: set, rules: []lint.Rule{badWord}}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			problems := h.page(badWord, english, fences(tt.text))
			switch {
			case tt.want == "" && len(problems) > 0:
				t.Errorf("got %q, want nothing", problems)
			case tt.want != "" && (len(problems) == 0 || !strings.Contains(problems[0], tt.want)):
				t.Errorf("got %q, want %q", problems, tt.want)
			}
		})
	}
}

func TestJapanesePage(t *testing.T) {
	const head = "# bad-word\n\nその語が書かれています。\n\n## 理由\n\n悪い語です。\n"
	const group = "\n## 例\n"
	const bad = "\n### 悪い例\n\n'''markdown\n# 手順\n\n## 手順\n\nbad\n'''\n\n'''console\nrunbooks/example.md:5:1: warning: 悪い [bad-word]\n  修正: 直す\n警告1件（1ファイル）\n'''\n"
	const good = "\n### 良い例\n\n'''markdown\n# 手順\n\n## 手順\n\ngood\n'''\n"
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	made := badWord
	made.Check = nil
	tests := []struct {
		name string
		rule lint.Rule
		text string
		want string // in the first problem; empty for none
	}{
		{"right", badWord, head + group + bad + good, ""},
		{"without a heading above the examples", badWord, head + bad + good, ""},
		{"no example where none is needed", made, head, ""},
		{"CRLF", made, strings.ReplaceAll(head, "\n", "\r\n"), ""},
		{"empty", made, "", `there is no "## 理由"`},
		{"no example", badWord, head + group, "the page has no example"},
		{"another name", made, strings.Replace(head, "bad-word", "bad-word.ja", 1), `headed "bad-word.ja"`},
		{"two sentences", made, strings.Replace(head, "ます。", "ます。悪いです。", 1), "want one sentence"},
		{"in English", made, "# bad-word\n\nThe word is there.\n\n## Why\n\nIt is.\n", "want one sentence"},
		{"an English heading", made, strings.Replace(head, "理由", "Why", 1), `want "## 理由"`},
		{"prose above the examples", badWord, head + group + "\n例です。\n" + bad + good, "is none of"},
		{"output in English", badWord, head + strings.Replace(bad, "悪い [", "bad [", 1) + good, "悪い例 prints"},
		{"a finding in Good", badWord, head + bad + strings.Replace(good, "good\n", "bad\n", 1), "良い例 has the finding"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			problems := harness{set: set, rules: []lint.Rule{tt.rule}}.page(tt.rule, japanese, fences(tt.text))
			switch {
			case tt.want == "" && len(problems) > 0:
				t.Errorf("got %q, want nothing", problems)
			case tt.want != "" && (len(problems) == 0 || !strings.Contains(problems[0], tt.want)):
				t.Errorf("got %q, want %q", problems, tt.want)
			}
		})
	}
}

func TestLists(t *testing.T) {
	rule := func(id string) lint.Rule { return lint.Rule{ID: id} }
	pages := fstest.MapFS{"a.md": {}, "a.ja.md": {}, "b.md": {}, "b.ja.md": {}, "rules.go": {}}
	tests := []struct {
		name  string
		rules []lint.Rule
		want  []string
	}{
		{"right", []lint.Rule{rule("a"), rule("b")}, nil},
		{"out of order", []lint.Rule{rule("b"), rule("a")}, []string{"rule a is listed after b"}},
		{"twice", []lint.Rule{rule("a"), rule("a"), rule("b")}, []string{"rule a is listed after a"}},
		{"a page too many", []lint.Rule{rule("a")}, []string{"page b.ja.md belongs to no rule", "page b.md belongs to no rule"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, harness{rules: tt.rules}.lists(pages)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}
