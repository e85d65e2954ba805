package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

// A secret is told by its kind. Its text is quoted nowhere: findings end in
// logs and comments that more people read than the document.
var secret = lint.Rule{
	ID:       "secret",
	Severity: diag.Error,
	Profile:  lint.Starter,
	Security: true,
	Check: func(p *lint.Pass) {
		file := p.Entry.Doc.File
		h := secretHunt{path: file.Path, data: file.Data, patterns: secretPatterns()}
		for _, s := range h.all() {
			p.Report(diag.Diagnostic{
				Span:    s.span,
				Message: diag.Say("the text holds what looks like a secret (%s)", "シークレット（%s）とみられる文字列があります", s.kind),
				Fixes: []diag.Fix{{Title: diag.Say("revoke it, and write a name such as $TOKEN in its place",
					"無効化し、$TOKEN のような名前に置き換える")}},
			})
		}
		if h.searched > mostSearched {
			p.Report(diag.Diagnostic{
				Message: diag.Say("so much of the document looks like secrets that not all of it was searched",
					"シークレットらしき文字列が多すぎるため、すべては調べていません"),
			})
		}
	},
}
