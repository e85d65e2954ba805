package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

var ignoreExpired = lint.Rule{
	ID:        "ignore-expired",
	Severity:  diag.Warning,
	Profile:   lint.Starter,
	Scheduled: true,
	CheckIgnores: func(p *lint.Pass) {
		for _, i := range p.Ignores() {
			if p.Expired(i) {
				p.Report(diag.Diagnostic{
					Span:    i.Comment.Span,
					Message: diag.Say("%s was to be ignored until %s", "%s を無視する期限 %s が過ぎています", lint.List(i.Names), i.Until),
				})
			}
		}
	},
}
