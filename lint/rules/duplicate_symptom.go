package rules

import (
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/lint"
)

var duplicateSymptom = lint.Rule{
	ID:       "duplicate-symptom",
	Severity: diag.Info,
	Profile:  lint.Standard,
	CheckAll: func(p *lint.Pass) {
		first := map[string]symptom{}
		for _, e := range p.Corpus.Kind("known-issue") {
			for _, v := range symptomsOf(e) {
				key := foldSymptom(v.Text())
				other, known := first[key]
				if !known {
					first[key] = symptom{e, v}
				}
				if !known || other.of == e || key == "" {
					continue
				}
				p.Report(diag.Diagnostic{
					File: e.Doc.File, Span: v.Span(),
					Message: diag.Say("the symptom %q is also that of %q", "症状 %q は %q の症状でもあります", lint.Quote(v.Text()), other.of.Path()),
					Related: []diag.Related{{
						Message: diag.Text{En: "the same symptom", Ja: "同じ症状"},
						File:    other.of.Doc.File, Span: other.at.Span(),
					}},
				})
			}
		}
	},
}

// symptom is a symptom of a known issue.
type symptom struct {
	of *corpus.Entry
	at doc.Value
}

// symptomsOf gives the symptoms that a known issue states, a list or one text.
func symptomsOf(e *corpus.Entry) []doc.Value {
	v := e.Value().Field("symptom")
	if v.Type() == doc.Scalar {
		return []doc.Value{v}
	}
	return v.Items()
}

// foldSymptom gives a symptom in the form in which wordings are compared:
// without regard to case, width, spaces and the stop at the end.
func foldSymptom(text string) string {
	return strings.TrimRight(strings.Join(strings.Fields(corpus.Fold(text)), " "), ".。!")
}
