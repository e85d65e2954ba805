package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

var experimentWithoutRollback = lint.Rule{
	ID:       "experiment-without-rollback",
	Severity: diag.Warning,
	Profile:  lint.Starter,
	Kinds:    []string{"experiment"},
	Check: func(p *lint.Pass) {
		x := p.Entry.Experiment
		if x == nil || x.Type == "process" || x.Rollback != "" {
			return
		}
		p.ReportWhole(diag.Text{
			En: "the experiment does not say how the fault is taken back",
			Ja: "注入した障害を元に戻す方法がありません",
		})
	},
}
