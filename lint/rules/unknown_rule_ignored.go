package rules

import (
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var unknownRuleIgnored = lint.Rule{
	ID:       "unknown-rule-ignored",
	Severity: diag.Error,
	Profile:  lint.Starter,
	CheckIgnores: func(p *lint.Pass) {
		ids := p.RuleIDs()
		report := func(at source.Span, message diag.Text, meant string) {
			d := diag.Diagnostic{Span: at, Message: message}
			if meant != "" {
				d.Fixes = []diag.Fix{{
					Title: diag.Say("write %q", "%q と書く", meant), Unsafe: true,
					Edits: []diag.Edit{{Span: at, New: meant}},
				}}
			}
			p.Report(d)
		}
		for _, i := range p.Ignores() {
			switch {
			case !i.Known():
				report(i.Word.Span, diag.Say("no comment begins with %q", "%q で始まるコメントの書き方はありません", i.Word.Text), formMeant(i.Word.Text))
			case len(i.Names) == 0:
				report(i.Word.Span, diag.Say("the comment names no rule to ignore", "無視するルールの名前がありません"), "")
			default:
				for _, n := range i.Names {
					if p.IsRule(n.Text) {
						continue
					}
					near := ""
					if p.MaySuggest() {
						near = diag.Nearest(n.Text, ids)
					}
					report(n.Span, diag.Say("there is no rule %q to ignore", "無視するルール %q はありません", lint.Quote(n.Text)), near)
				}
			}
		}
	},
}

// formMeant gives the form of a comment that a word most likely means. Other
// linters say "-line" and "-next-line".
func formMeant(word string) string {
	switch {
	case strings.HasPrefix(word, lint.IgnoreNext):
		return lint.IgnoreNext
	case strings.HasSuffix(word, "-line"):
		return lint.IgnoreLine
	}
	return diag.Nearest(word, []string{lint.IgnoreLine, lint.IgnoreNext, lint.IgnoreFile})
}
