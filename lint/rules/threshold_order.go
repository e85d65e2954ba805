package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/lint"
)

var thresholdOrder = lint.Rule{
	ID:       "threshold-order",
	Severity: diag.Error,
	Kinds:    []string{"healthcheck"},
	Check: func(p *lint.Pass) {
		for _, check := range p.Entry.HealthCheck.Checks {
			if !neverWarns(check) {
				continue
			}
			p.Report(diag.Diagnostic{
				Span: check.Warn.Span,
				Message: diag.Say("check %q never warns at %q, since it is critical at %q before: exchange the thresholds, or turn the comparison round",
					"チェック %q は %q の警告になる前に %q で危険になるため、警告が出ません。閾値を入れ替えるか、比較の向きを直してください",
					lint.Quote(check.Title), insight.ProbeLimit(check, check.Warn), insight.ProbeLimit(check, check.Critical)),
			})
		}
	},
}

// neverWarns tells whether every value that is worth a warning is worth more.
func neverWarns(check facet.HealthProbe) bool {
	if check.Warn.V == nil || check.Critical.V == nil {
		return false
	}
	order := check.Critical.V.Cmp(check.Warn.V)
	switch insight.ProbeOp(check) {
	case ">", ">=":
		return order < 0
	case "<", "<=":
		return order > 0
	}
	return false
}
