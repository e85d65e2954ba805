package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

var possibleLink = lint.Rule{
	ID:       "possible-link",
	Severity: diag.Info,
	Profile:  lint.Full,
	Kinds:    []string{"postmortem", "rca", "known-issue"},
	Check: func(p *lint.Pass) {
		questions := p.Results.Links().Questions(p.Entry)
		if len(questions) == 0 {
			return
		}
		other := questions[0].Other(p.Entry)
		p.Report(diag.Diagnostic{
			File: p.Entry.Doc.File, Span: p.Title(), Whole: true,
			Message: diag.Say("is %s %q related? link it if it is, or list it in not_related", "%[1]s「%[2]s」は関連していませんか。関連するならリンクし、しないなら not_related に書いてください", other.ID, other.Title),
		})
	},
}
