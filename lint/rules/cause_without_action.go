package rules

import (
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/lint"
)

var causeWithoutAction = lint.Rule{
	ID:       "cause-without-action",
	Severity: diag.Info,
	Profile:  lint.Standard,
	Kinds:    []string{"postmortem", "rca"},
	Check: func(p *lint.Pass) {
		causes := p.Entry.Causes
		if len(causes) == 0 || p.Entry.Status == "ongoing" || p.Unfilled(causes[0].Span) {
			return
		}
		actions := slices.Clone(p.Entry.Actions)
		for _, e := range slices.Concat(p.Analyses(), p.Incidents()) {
			actions = append(actions, e.Actions...)
		}
		if len(actions) == 0 && !p.Written("actions", "terms") {
			p.Report(diag.Diagnostic{
				Span:    causes[0].Span,
				Message: diag.Say("the document names causes and no action", "原因が書かれていますが、アクションがありません"),
			})
			return
		}
		// Only where actions name causes, one that is not named is left out.
		answered := map[string]bool{}
		for _, a := range actions {
			for _, id := range strings.FieldsFunc(a.Cause, apart) {
				answered[id] = true
			}
		}
		if !slices.ContainsFunc(causes, func(c facet.Cause) bool { return answered[c.ID] }) {
			return
		}
		for _, c := range causes {
			if c.ID != "" && !answered[c.ID] {
				p.Report(diag.Diagnostic{
					Span:    c.Span,
					Message: diag.Say("no action answers the cause %q", "原因 %q に対応するアクションがありません", lint.Quote(c.Text)),
				})
			}
		}
	},
}

// apart stands between the ids of several causes.
func apart(r rune) bool { return strings.ContainsRune(" ,;/、・，", r) }
