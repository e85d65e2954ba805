package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

var learningWithoutLevel = lint.Rule{
	ID:       "learning-without-level",
	Severity: diag.Warning,
	Profile:  lint.Starter,
	Kinds:    []string{"learning"},
	Check: func(p *lint.Pass) {
		m := p.Entry.Learning
		if level := p.Entry.Value().Field("level"); m == nil || m.Level != "" || level.Exists() {
			return // what is no level is reported as such
		}
		p.ReportWhole(diag.Text{
			En: "the module has no level: beginner, intermediate or advanced",
			Ja: "学習モジュールにレベル(beginner・intermediate・advanced)がありません",
		})
	},
}
