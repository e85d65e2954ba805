package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var actionWithoutDueDate = lint.Rule{
	ID:       "action-without-due-date",
	Severity: diag.Warning,
	Profile:  lint.Starter,
	Strict:   true,
	Kinds:    []string{"postmortem", "rca"},
	Check: func(p *lint.Pass) {
		unread := unreadDates(p)
		for _, a := range p.Entry.Actions {
			if a.Due.Known || a.Status.Over() || unread[a.Span] || p.Unfilled(a.Span) {
				continue
			}
			message := diag.Say("action %q has no due date", "アクション %q に期限がありません", lint.Quote(a.Text))
			if a.Term != "" {
				message = diag.Say("action %q has no due date: there is no date to count its term from",
					"アクション %q に期限がありません。期間の起点となる日付がありません", lint.Quote(a.Text))
			}
			p.Report(diag.Diagnostic{Span: a.Span, Message: message})
		}
	},
}

// unreadDates are the actions whose due date is written but cannot be read:
// that has a finding of its own.
func unreadDates(p *lint.Pass) map[source.Span]bool {
	unread := map[source.Span]bool{}
	for _, item := range facet.ActionValues(p.Entry.Value()) {
		if item.Field("due").Type() == doc.Scalar {
			unread[item.Span()] = true
		}
	}
	return unread
}
