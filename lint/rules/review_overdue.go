package rules

import (
	"fmt"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

var reviewOverdue = lint.Rule{
	ID:        "review-overdue",
	Severity:  diag.Warning,
	Profile:   lint.Standard,
	Scheduled: true,
	Check: func(p *lint.Pass) {
		// Nobody reads again what is no longer in use.
		review, ok := p.Results.Review(p.Entry)
		if !ok || review.Late <= 0 || p.Entry.Status == "deprecated" {
			return
		}
		days := diag.Text{En: "days", Ja: "日"}
		if review.Late == 1 {
			days.En = "day"
		}
		due := fmt.Sprintf("%04d-%02d-%02d", review.Due.Year, review.Due.Month, review.Due.Day)
		p.Report(diag.Diagnostic{
			Span:    review.From.Span(),
			Message: diag.Say("the review that was due on %[1]s is %[2]d %[3]s overdue", "見直しの期限（%[1]s）を%[2]d%[3]s過ぎています", due, review.Late, days),
		})
	},
}
