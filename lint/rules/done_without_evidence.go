package rules

import (
	"slices"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/lint"
)

var doneWithoutEvidence = lint.Rule{
	ID:       "done-without-evidence",
	Severity: diag.Info,
	Profile:  lint.Standard,
	Kinds:    []string{"postmortem", "rca"},
	Check: func(p *lint.Pass) {
		for _, a := range p.Entry.Actions {
			if a.Status != facet.Done || a.Evidence != "" || a.Ticket != "" || evidence.MatchString(p.Text(a.Span)) || linked(p, a) {
				continue
			}
			p.Report(diag.Diagnostic{
				Span:    a.Span,
				Message: diag.Say("action %q is done without a ticket or a link that shows it", "完了したアクション %q に、完了を確認できるチケットやリンクがありません", lint.Quote(a.Text)),
			})
		}
	},
}

// evidence is what leads to a change or a ticket without being a link: an
// address, #123, ABC-123, a commit.
var evidence = lazyregexp.New(`https?://|(?:^|[^\w&])[#!][0-9]+\b|\b[A-Z][A-Z0-9]+-[0-9]+\b|\b[0-9a-f]{7,40}\b`)

// linked tells whether a link stands in an action.
func linked(p *lint.Pass, a facet.Action) bool {
	links := p.Links()
	i, _ := slices.BinarySearchFunc(links, a.Span.Start, func(l lint.Link, at int) int { return l.Span.Start - at })
	return i < len(links) && links[i].Span.Start < a.Span.End
}
