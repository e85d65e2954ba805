package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/lint"
)

var impossibleTimes = lint.Rule{
	ID:       "impossible-times",
	Severity: diag.Error,
	Profile:  lint.Starter,
	Kinds:    []string{"postmortem"},
	Check: func(p *lint.Pass) {
		t := p.Entry.Times
		start := stage{"start", "開始", t.Started}
		detection := stage{"detection", "検知", t.Detected}
		acknowledgement := stage{"acknowledgement", "初動", t.Acknowledged}
		mitigation := stage{"mitigation", "緩和", t.Mitigated}
		resolution := stage{"resolution", "解決", t.Resolved}
		for _, s := range []stage{
			start, detection, {"report", "報告", t.Reported}, acknowledgement, {"declaration", "宣言", t.Declared}, {"escalation", "エスカレーション", t.Escalated},
			{"identification", "原因特定", t.Identified}, mitigation, resolution, {"publication", "公開", t.Published},
		} {
			s.checkYear(p)
		}
		// Detection before the start is fine: the incident was found before it
		// hurt. So is a cause found after the end.
		for _, o := range []order{{start, resolution}, {detection, resolution}, {detection, acknowledgement}, {mitigation, resolution}} {
			o.check(p)
		}
		if resolution.stated() && t.Resolved.Time.After(p.Results.Now) {
			p.Report(diag.Diagnostic{
				Span: t.Resolved.Span,
				Message: diag.Say("the resolution %q is still to come: write when it was resolved, or leave it out and set status: ongoing",
					"解決 %q が未来の時刻です。実際の解決時刻を書くか、省いて status: ongoing にしてください", lint.Quote(p.Text(t.Resolved.Span))),
			})
		}
	},
}

// stage is a milestone of an incident.
type stage struct {
	en, ja string
	at     facet.Instant
}

func (s stage) name() diag.Text { return diag.Text{En: s.en, Ja: s.ja} }

// written tells whether the document states the milestone as such: one that
// was told from the words of a timeline may be another than it seems.
func (s stage) written() bool { return s.at.Known && s.at.From.Origin <= doc.FromKeyValue }

// stated tells whether it is written with a year that it can have.
func (s stage) stated() bool { return s.written() && insight.Plausible(s.at.Time.Year()) }

func (s stage) checkYear(p *lint.Pass) {
	if !s.written() || s.stated() {
		return
	}
	p.Report(diag.Diagnostic{
		Span: s.at.Span,
		Message: diag.Say("the year of the %s %q is outside %d–%d: write the real time, or leave it out", "%s %q の年が%d～%dの範囲外です。実際の時刻を書くか、省いてください",
			s.name(), lint.Quote(p.Text(s.at.Span)), insight.FirstYear, insight.LastYear),
	})
}

// order is two milestones of which the later one cannot be before the other.
type order struct{ earlier, later stage }

func (o order) check(p *lint.Pass) {
	if !o.earlier.stated() || !o.later.stated() || !o.later.at.Time.Before(o.earlier.at.Time) {
		return
	}
	p.Report(diag.Diagnostic{
		Span: o.later.at.Span,
		Message: diag.Say("the %[1]s %[2]q is before the %[3]s %[4]q", "%[1]s %[2]q が%[3]s %[4]q より前です",
			o.later.name(), p.Text(o.later.at.Span), o.earlier.name(), p.Text(o.earlier.at.Span)),
		Related: []diag.Related{{
			Message: diag.Say("the %s", "%s", o.earlier.name()),
			File:    p.Entry.Doc.File, Span: o.earlier.at.Span,
		}},
	})
}
