package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

var timelineMissing = lint.Rule{
	ID:       "timeline-missing",
	Severity: diag.Warning,
	Profile:  lint.Starter,
	Strict:   true,
	Kinds:    []string{"postmortem"},
	Check: func(p *lint.Pass) {
		if len(p.Entry.Timeline) > 0 || len(p.Entry.Value().Field("timeline").Items()) > 0 {
			return
		}
		parts := p.Parts("timeline")
		for _, part := range parts {
			if p.Unfilled(part.Span) {
				return
			}
		}
		if len(parts) > 0 {
			p.Report(diag.Diagnostic{
				Span:    parts[0].Title,
				Message: diag.Say("the timeline has no entry whose time can be read", "タイムラインに時刻を読み取れる項目がありません"),
			})
			return
		}
		p.ReportWhole(diag.Say("the postmortem has no timeline", "ポストモーテムにタイムラインがありません"))
	},
}
