package rules

import (
	"cmp"
	"slices"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/lint"
)

var timezoneMissing = lint.Rule{
	ID:       "timezone-missing",
	Severity: diag.Warning,
	Kinds:    []string{"postmortem"},
	Profile:  lint.Standard,
	Check: func(p *lint.Pass) {
		if p.Results.Policy.Zone != nil {
			return // the settings say whose clocks are meant
		}
		times := zoneless(p.Entry)
		if len(times) == 0 {
			return
		}
		first := slices.MinFunc(times, func(a, b facet.Instant) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
		p.Report(diag.Diagnostic{
			Span: first.Span,
			Message: diag.Say("nothing tells the time zone of %q; it is read as UTC",
				"%q のタイムゾーンが書かれていないため、UTC として読みました", lint.Quote(p.Text(first.Span))),
		})
	},
}

// zoneless are the times that state no zone and have none from the document.
func zoneless(e *corpus.Entry) []facet.Instant {
	t := e.Times
	all := []facet.Instant{
		t.Started, t.Detected, t.Reported, t.Acknowledged, t.Declared, t.Identified, t.Mitigated, t.Resolved, t.Published,
	}
	for _, row := range e.Timeline {
		all = append(all, row.At)
	}
	return slices.DeleteFunc(all, func(i facet.Instant) bool { return !i.ZoneAssumed() })
}
