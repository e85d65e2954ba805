package rules

import (
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var duplicatePerson = lint.Rule{
	ID:       "duplicate-person",
	Severity: diag.Warning,
	Kinds:    []string{"skills"},
	Check: func(p *lint.Pass) {
		type member struct{ name, team string }
		first := map[member]source.Span{} // also for each name with the team "*"
		const any = "*"
		for _, person := range p.Entry.Skills.People {
			m := member{strings.Join(strings.Fields(corpus.Fold(person.Name)), ""), corpus.Fold(person.Team)}
			before, twice := first[m]
			// Who has no team in one row may have any in the other.
			if !twice && m.team == "" {
				before, twice = first[member{m.name, any}]
			} else if !twice {
				before, twice = first[member{m.name, ""}]
			}
			if !twice {
				first[m] = person.Span
				if _, known := first[member{m.name, any}]; !known {
					first[member{m.name, any}] = person.Span
				}
				continue
			}
			p.Report(diag.Diagnostic{
				Span:    person.Span,
				Message: diag.Say("%q is in the matrix twice: keep one row", "%q がスキルマトリクスに2回あります。1行にまとめてください", lint.Quote(person.Name)),
				Related: []diag.Related{{Message: diag.Text{En: "the first one", Ja: "最初のもの"}, File: p.Entry.Doc.File, Span: before}},
			})
		}
	},
}
