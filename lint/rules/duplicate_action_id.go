package rules

import (
	"fmt"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/lint"
)

var duplicateActionID = lint.Rule{
	ID:       "duplicate-action-id",
	Severity: diag.Error,
	Profile:  lint.Starter,
	Kinds:    []string{"postmortem", "rca"},
	Check: func(p *lint.Pass) {
		ids := writtenIDs(p)
		first := map[string]doc.Value{}
		for _, id := range ids {
			if _, there := first[id.Text()]; !there {
				first[id.Text()] = id
			}
		}
		tried := map[string]int{} // ids: the last number that was put behind them
		for _, id := range ids {
			if first[id.Text()].Span() == id.Span() {
				continue
			}
			f := diag.Diagnostic{
				Span:    id.Span(),
				Message: diag.Say("the action id %q is taken", "アクションのID %q は重複しています", id.Text()),
				Related: []diag.Related{{Message: diag.Text{En: "the first one", Ja: "最初のもの"}, File: p.Entry.Doc.File, Span: first[id.Text()].Span()}},
			}
			if p.Text(id.Span()) == id.Text() {
				name := ""
				for there := true; there; _, there = first[name] {
					tried[id.Text()]++
					name = fmt.Sprintf("%s-%d", id.Text(), tried[id.Text()]+1)
				}
				first[name] = id
				f.Fixes = []diag.Fix{{
					Title: diag.Say("rename it to %q", "%q に変える", name), Unsafe: true,
					Edits: []diag.Edit{{Span: id.Span(), New: name}},
				}}
			}
			p.Report(f)
		}
	},
}

// writtenIDs are the ids that the document gives to its actions, in order.
func writtenIDs(p *lint.Pass) []doc.Value {
	var out []doc.Value
	for _, item := range facet.ActionValues(p.Entry.Value()) {
		if id := item.Field("id"); id.Type() == doc.Scalar && id.Text() != "" {
			out = append(out, id)
		}
	}
	return out
}
