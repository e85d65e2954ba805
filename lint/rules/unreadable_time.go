package rules

import (
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/lint"
)

var unreadableTime = lint.Rule{
	ID:       "unreadable-time",
	Severity: diag.Warning,
	Kinds:    []string{"postmortem"},
	Profile:  lint.Standard,
	Check: func(p *lint.Pass) {
		for _, d := range p.Entry.Merged.Doubts {
			if !ofTime(d) || d.Unwritten() || p.Unfilled(d.Span) {
				continue
			}
			p.Report(diag.Diagnostic{
				Span:    d.Span,
				Message: diag.Say("the time %q is not known: %s", "時刻 %q を確定できません。%s", lint.Quote(p.Text(d.Span)), d.Reason),
			})
		}
	},
}

// ofTime tells whether a doubt is about a time as the document writes it: of a
// row of the timeline, or of a "Key: value" line. What the rows tell of the
// incident together is another matter.
func ofTime(d facet.Doubt) bool {
	row := strings.HasPrefix(d.Field, "/timeline/") && strings.HasSuffix(d.Field, "/at")
	return row || d.From.Origin == doc.FromKeyValue && strings.HasSuffix(d.Field, "_at")
}
