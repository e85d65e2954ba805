package rules

import (
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/lint"
)

var conflictingTimes = lint.Rule{
	ID:       "conflicting-times",
	Severity: diag.Error,
	Kinds:    []string{"postmortem"},
	Check: func(p *lint.Pass) {
		t := p.Entry.Times
		for _, m := range []stated{
			{diag.Text{En: "start", Ja: "開始"}, t.Started, []facet.Milestone{facet.Start}},
			{diag.Text{En: "detection", Ja: "検知"}, t.Detected, []facet.Milestone{facet.Detect, facet.Page}},
			{diag.Text{En: "mitigation", Ja: "緩和"}, t.Mitigated, []facet.Milestone{facet.Mitigate}},
			{diag.Text{En: "resolution", Ja: "解決"}, t.Resolved, []facet.Milestone{facet.Resolve, facet.Confirm}},
		} {
			m.check(p)
		}
	},
}

// stated is a milestone as the front matter or a "Key: value" line states it,
// with the types of the timeline rows that mark it too.
type stated struct {
	name  diag.Text
	at    facet.Instant
	types []facet.Milestone
}

// check compares the stated time with the rows that mark the milestone. A
// timeline has several such rows (two alerts, a rollback in three steps): one
// at the stated time is enough.
func (s stated) check(p *lint.Pass) {
	if !s.at.Known || s.at.From.Origin > doc.FromKeyValue {
		return
	}
	var other *facet.TimelineRow
	for i, row := range p.Entry.Timeline {
		if !row.At.Known || !s.marks(row) {
			continue
		}
		if sameMinute(row.At.Time, s.at.Time) {
			return
		}
		if other == nil || nearer(row.At.Time, other.At.Time, s.at.Time) {
			other = &p.Entry.Timeline[i]
		}
	}
	if other == nil {
		return
	}
	p.Report(diag.Diagnostic{
		Span: s.at.Span,
		Message: diag.Say("the %[1]s is %[2]q here and %[3]q in the timeline", "%[1]sの時刻がここでは %[2]q、タイムラインでは %[3]q です",
			s.name, lint.Quote(p.Text(s.at.Span)), lint.Quote(p.Text(other.At.Span))),
		Related: []diag.Related{{
			Message: diag.Say("the entry %q", "項目 %q", lint.Quote(other.Event)),
			File:    p.Entry.Doc.File, Span: other.At.Span,
		}},
	})
}

func (s stated) marks(row facet.TimelineRow) bool {
	for _, t := range s.types {
		if row.Type == t {
			return true
		}
	}
	return false
}

// sameMinute compares as far as timelines are written: seconds are not given.
func sameMinute(a, b time.Time) bool {
	return a.Truncate(time.Minute).Equal(b.Truncate(time.Minute))
}

// nearer tells whether a is nearer to t than b.
func nearer(a, b, t time.Time) bool { return a.Sub(t).Abs() < b.Sub(t).Abs() }
