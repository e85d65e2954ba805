package linttest

import (
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
	"github.com/debrief-dev/debrief/schema"
)

// alertFound reports every alert of the rule files.
var alertFound = lint.Rule{ID: "alert-found", Severity: diag.Off, Scheduled: true, Profile: lint.Full, CheckAll: func(p *lint.Pass) {
	for _, a := range p.Corpus.Alerts {
		p.Report(diag.Diagnostic{File: a.File, Span: a.Span, Message: diag.Say("found %q", "%q があります", a.Name)})
	}
}}

// idleComment reports comments that hide nothing.
var idleComment = lint.Rule{ID: "idle-comment", Severity: diag.Info, CheckIgnores: func(p *lint.Pass) {
	for _, i := range p.Ignores() {
		if names := p.Unused(i); len(names) > 0 {
			p.Report(diag.Diagnostic{Span: i.Comment.Span, Message: diag.Say("idle", "無用")})
		}
	}
}}

const rulesFile = "groups:\n- name: g\n  rules:\n  - alert: 決済停止\n    expr: up == 0\n"

func TestExamplesOfAllKinds(t *testing.T) {
	const good = "\n## Good\n\n'''markdown\n# T\n'''\n"
	block := func(info, text string) string { return "\n'''" + info + "\n" + text + "'''\n" }
	tests := []struct {
		name string
		rule lint.Rule
		bad  string
		want string // in the first problem; empty for none
	}{
		{"a rule file", alertFound,
			block("yaml rules/a.yaml", rulesFile) + block("console", "rules/a.yaml:4:12: warning: found \"決済停止\" [alert-found]\n1 warning in 1 file\n"), ""},
		{"a rule file that the settings name", alertFound,
			block("yaml ops/a.yaml", rulesFile) + block("yaml debrief.yaml", "alerts: [ops/*]\nrules: {alert-found: error}\n") +
				block("console", "ops/a.yaml:4:12: error: found \"決済停止\" [alert-found]\n1 error in 1 file\n"), ""},
		{"a file that is no rule file", alertFound, block("yaml ops/a.yaml", rulesFile) + block("console", "no findings in 0 documents\n"), ""},
		{"wrong settings", alertFound, block("yaml debrief.yaml", "rules: {alert-fond: error}\n") + block("console", ""), `unknown rule "alert-fond"`},
		{"a comment that hides what another rule finds", idleComment,
			block("markdown", "# T\n\n## Steps\n\nbad <!-- debrief-ignore bad-word: x -->\n\n<!-- debrief-ignore bad-word: x -->\n") +
				block("console", "runbooks/example.md:7:1: info: idle [idle-comment]\n1 note in 1 file\n"), ""},
	}
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := harness{set: set, rules: []lint.Rule{alertFound, badWord, idleComment}}
			tt.rule.Kinds = []string{"runbook"}
			text := strings.Replace(head, "bad-word", tt.rule.ID, 1) + "\n## Bad\n" + tt.bad + good
			problems := h.page(tt.rule, english, fences(text))
			switch {
			case tt.want == "" && len(problems) > 0:
				t.Errorf("got %q, want nothing", problems)
			case tt.want != "" && (len(problems) == 0 || !strings.Contains(problems[0], tt.want)):
				t.Errorf("got %q, want %q", problems, tt.want)
			}
		})
	}
}

// TestUnsafeFixesAreTried also where another fix is only advice, and until
// nothing is left to fix.
func TestUnsafeFixesAreTried(t *testing.T) {
	rule := badWord
	rule.Check = func(p *lint.Pass) {
		text := p.Text(p.Entry.Doc.File.Whole())
		if i := strings.Index(text, "bad"); i >= 0 {
			at := source.Span{Start: i, End: i + 3}
			p.Report(diag.Diagnostic{Span: at, Message: diag.Say("bad", "悪い"), Fixes: []diag.Fix{
				{Title: diag.Say("think", "考える")},
				{Title: diag.Say("make it good", "直す"), Unsafe: true, Edits: []diag.Edit{{Span: at, New: "good"}}},
			}})
		}
	}
	const page = head + "\n## Bad\n\n'''markdown\n# T\n\n## Steps\n\nbad bad\n'''\n\n'''console\nrunbooks/example.md:5:1: warning: bad [bad-word]\n" +
		"  hint: think\n  fix (unsafe): make it good\n1 warning in 1 file\n'''\n\n## Good\n\n'''markdown\n# T\n\n## Steps\n\ngood %s\n'''\n"
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	h := harness{set: set, rules: []lint.Rule{rule}}
	if problems := h.page(rule, english, fences(strings.Replace(page, "%s", "good", 1))); len(problems) > 0 {
		t.Errorf("got %q, want nothing", problems)
	}
	if problems := h.page(rule, english, fences(strings.Replace(page, "%s", "fine", 1))); len(problems) != 1 {
		t.Errorf("got %q, want that fixing gives something else", problems)
	}
}

func TestRewrite(t *testing.T) {
	const page = head + "\n## Bad\n\n'''markdown\n# T\n\n## Steps\n\nbad\n'''\n\n'''console\n%s'''\n\n## Good\n\n'''markdown\n# T\n'''\n" +
		"\n## Bad (ja)\n\n'''markdown\n# 手順\n\n## 手順\n\nbad\n'''\n\n'''console\n%s'''\n\n## Good (ja)\n\n'''markdown\n# 手順\n'''\n"
	filled := func(en, ja string) string {
		return fences(strings.Replace(strings.Replace(page, "%s", en, 1), "%s", ja, 1))
	}
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	h := harness{set: set, rules: []lint.Rule{badWord}}
	want := filled("runbooks/example.md:5:1: warning: bad [bad-word]\n  fix: make it good\n1 warning in 1 file\n",
		"runbooks/example.md:5:1: warning: 悪い [bad-word]\n  修正: 直す\n警告1件（1ファイル）\n")
	for _, text := range []string{filled("", ""), filled("old\nlines\n", "古い行\n"), want} {
		got, err := h.rewrite(badWord, english, text)
		if err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
	if _, err := h.rewrite(badWord, english, "no page"); err == nil {
		t.Error("no error for what is no page")
	}
}
