package rules

import (
	"slices"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/lint"
)

var impactMissing = lint.Rule{
	ID:       "impact-missing",
	Severity: diag.Warning,
	Profile:  lint.Starter,
	Kinds:    []string{"postmortem"},
	Check: func(p *lint.Pass) {
		// A near miss is an incident without impact.
		if p.Entry.Status == "near_miss" || hasImpact(p) {
			return
		}
		parts := p.Parts("impact")
		for _, part := range parts {
			if text := p.Text(part.Span); figure.MatchString(text) || p.Unfilled(part.Span) {
				return
			}
		}
		if len(parts) > 0 {
			p.Report(diag.Diagnostic{
				Span:  parts[0].Title,
				Whole: true,
				Message: diag.Say("the impact has no figure and does not say that there was none",
					"影響に数値がなく、影響なしとも書かれていません"),
			})
			return
		}
		p.ReportWhole(diag.Say("the postmortem does not state the impact", "ポストモーテムに影響が書かれていません"))
	},
}

// hasImpact tells whether the merged model says something about the impact.
// A duration is no impact, nor are facts that hold without the incident; the
// usual rate of transactions counts, since the loss is estimated from it.
func hasImpact(p *lint.Pass) bool {
	for _, e := range p.Entry.Value().Field("impact").Entries() {
		if e.Value.Exists() && !slices.Contains([]string{"duration", "users_total", "revenue_per_transaction"}, e.Key) {
			return true
		}
	}
	return false
}

// figure is what makes prose about the impact more than a feeling: a number,
// or a word for all or none.
var figure = lazyregexp.New(`(?i)[0-9０-９]|\b(?:no|none|nothing|nobody|zero|without|not affected|n/a|all|every|everyone|entire|entirely|completely|fully)\b|な[しい]|無し|無い|ありません|なかった|ゼロ|全|すべて|皆無`)
