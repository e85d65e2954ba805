package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

var experimentWithoutAbortCondition = lint.Rule{
	ID:       "experiment-without-abort-condition",
	Severity: diag.Warning,
	Profile:  lint.Starter,
	Kinds:    []string{"experiment"},
	Check: func(p *lint.Pass) {
		x := p.Entry.Experiment
		if x == nil || x.Type == "process" || len(x.AbortConditions) > 0 {
			return
		}
		p.ReportWhole(diag.Text{
			En: "the experiment does not say when it is stopped at once",
			Ja: "実験を直ちに中止する条件がありません",
		})
	},
}
