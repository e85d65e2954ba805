package rules

import (
	"fmt"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

var violatedRunWithoutAction = lint.Rule{
	ID:       "violated-run-without-action",
	Severity: diag.Warning,
	Profile:  lint.Starter,
	Kinds:    []string{"experiment"},
	Check: func(p *lint.Pass) {
		x := p.Entry.Experiment
		if x == nil || len(p.Entry.Actions) > 0 {
			return
		}
		for _, run := range x.Runs {
			if run.Result != "violated" || len(run.Actions) > 0 {
				continue
			}
			day := fmt.Sprintf("%04d-%02d-%02d", run.On.Year, run.On.Month, run.On.Day)
			p.Report(diag.Diagnostic{
				Span:    run.On.Span,
				Message: diag.Say("the run of %s violated the hypothesis and led to no action", "%s の実施で仮説が崩れましたが、アクションがありません", day),
			})
		}
	},
}
