package rules

import (
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/lint"
)

var dueDateBeyondPolicy = lint.Rule{
	ID:       "due-date-beyond-policy",
	Severity: diag.Off, // teams have no such policy unless they say so
	Profile:  lint.Full,
	Kinds:    []string{"postmortem", "rca"},
	Check: func(p *lint.Pass) {
		incidents := append(p.Incidents(), p.Entry)
		for _, a := range p.Entry.Actions {
			if a.Status.Over() || a.DueFrom != "" {
				continue
			}
			if days, severity := beyond(p, incidents, a); days > 0 {
				term, _ := p.Results.Policy.ActionTerm(severity)
				p.Report(diag.Diagnostic{
					Span: a.Due.Span,
					Message: diag.Say("action %[1]q is due %[2]d days beyond the policy: %[3]d days for %[4]s",
						"アクション %[1]q の期限は、%[4]s の方針（%[3]d日以内）を%[2]d日超えています", lint.Quote(a.Text), days, term, severity),
				})
			}
		}
	},
}

// beyond tells by how many days an action misses the policy most, and for
// which severity; 0 if it misses none.
func beyond(p *lint.Pass, incidents []*corpus.Entry, a facet.Action) (most int, severity string) {
	for _, e := range incidents {
		if days, ok := p.Results.DaysBeyondPolicy(e, a); ok && days > most {
			most, severity = days, e.Severity
		}
	}
	return most, severity
}
