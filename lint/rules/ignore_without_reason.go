package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

var ignoreWithoutReason = lint.Rule{
	ID:       "ignore-without-reason",
	Severity: diag.Error,
	Profile:  lint.Starter,
	CheckIgnores: func(p *lint.Pass) {
		for _, i := range p.Ignores() {
			if i.Reason == "" && i.Known() && len(i.Names) > 0 {
				p.Report(diag.Diagnostic{
					Span:    i.Comment.Span,
					Message: diag.Say("the comment does not say why %s is ignored", "%s を無視する理由が書かれていません", lint.List(i.Names)),
				})
			}
		}
	},
}
