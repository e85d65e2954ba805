package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

var productionExperimentUnapproved = lint.Rule{
	ID:       "production-experiment-unapproved",
	Severity: diag.Error,
	Profile:  lint.Starter,
	Kinds:    []string{"experiment"},
	Check: func(p *lint.Pass) {
		x := p.Entry.Experiment
		if x == nil || x.Environment != "production" || len(x.ApprovedBy) > 0 {
			return
		}
		if idle := p.Entry.Status == "" || p.Entry.Status == "planned"; idle && len(x.Runs) == 0 {
			return // it is still to be approved
		}
		p.Report(diag.Diagnostic{
			Span: p.Entry.Value().Field("environment").Span(),
			Message: diag.Text{
				En: "the experiment runs in production and names nobody who approved it",
				Ja: "本番環境で行う実験に承認者が書かれていません",
			},
		})
	},
}
