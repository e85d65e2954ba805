package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/lint"
)

var impossibleTimes = lint.Rule{
	ID:       "impossible-times",
	Severity: diag.Error,
	Profile:  lint.Starter,
	Kinds:    []string{"postmortem"},
	Check: func(p *lint.Pass) {
		t := p.Entry.Times
		// Detection before the start is fine: the incident was found before it
		// hurt. So is a cause found after the end.
		for _, o := range []order{
			{"resolution", "解決", t.Resolved, "start", "開始", t.Started},
			{"resolution", "解決", t.Resolved, "detection", "検知", t.Detected},
			{"acknowledgement", "初動", t.Acknowledged, "detection", "検知", t.Detected},
			{"resolution", "解決", t.Resolved, "mitigation", "緩和", t.Mitigated},
		} {
			o.check(p)
		}
	},
}

// order is two milestones of which one cannot be before the other.
type order struct {
	laterEn, laterJa     string
	later                facet.Instant
	earlierEn, earlierJa string
	earlier              facet.Instant
}

// check reports only what the document states as such: a milestone that was
// told from the words of a timeline may be another than it seems.
func (o order) check(p *lint.Pass) {
	for _, t := range []facet.Instant{o.later, o.earlier} {
		if !t.Known || t.From.Origin > doc.FromKeyValue {
			return
		}
	}
	if !o.later.Time.Before(o.earlier.Time) {
		return
	}
	p.Report(diag.Diagnostic{
		Span: o.later.Span,
		Message: diag.Say("the %[1]s %[2]q is before the %[3]s %[4]q", "%[1]s %[2]q が%[3]s %[4]q より前です",
			diag.Text{En: o.laterEn, Ja: o.laterJa}, p.Text(o.later.Span),
			diag.Text{En: o.earlierEn, Ja: o.earlierJa}, p.Text(o.earlier.Span)),
		Related: []diag.Related{{
			Message: diag.Say("the %s", "%s", diag.Text{En: o.earlierEn, Ja: o.earlierJa}),
			File:    p.Entry.Doc.File, Span: o.earlier.Span,
		}},
	})
}
