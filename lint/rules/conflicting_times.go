package rules

import (
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/lint"
)

var conflictingTimes = lint.Rule{
	ID:       "conflicting-times",
	Severity: diag.Error,
	Profile:  lint.Starter,
	Kinds:    []string{"postmortem"},
	Check: func(p *lint.Pass) {
		t := p.Entry.Times
		for _, m := range []stated{
			{"/started_at", diag.Text{En: "start", Ja: "開始"}, t.Started, []facet.Milestone{facet.Start}},
			{"/detected_at", diag.Text{En: "detection", Ja: "検知"}, t.Detected, []facet.Milestone{facet.Detect, facet.Page}},
			{"/mitigated_at", diag.Text{En: "mitigation", Ja: "緩和"}, t.Mitigated, []facet.Milestone{facet.Mitigate}},
			{"/resolved_at", diag.Text{En: "resolution", Ja: "解決"}, t.Resolved, []facet.Milestone{facet.Resolve, facet.Confirm}},
		} {
			m.checkLines(p)
			m.checkTimeline(p)
		}
	},
}

// stated is a milestone as the front matter or a "Key: value" line states it,
// with the types of the timeline rows that mark it too.
type stated struct {
	field string
	name  diag.Text
	at    facet.Instant
	types []facet.Milestone
}

// checkLines compares the front matter with the "Key: value" lines.
func (s stated) checkLines(p *lint.Pass) {
	if !s.at.Known || s.at.From.Origin != doc.FromFrontMatter {
		return
	}
	for _, v := range p.Entry.Merged.Also[s.field] {
		line := facet.DecodeInstant(v, p.Entry.Times.Zone)
		if v.From().Origin != doc.FromKeyValue || !line.Known || sameMinute(line.Time, s.at.Time) {
			continue
		}
		p.Report(diag.Diagnostic{
			Span: s.at.Span,
			Message: diag.Say("the %[1]s is %[2]q here and %[3]q in the text", "%[1]sの時刻がここでは %[2]q、本文では %[3]q です",
				s.name, lint.Quote(p.Text(s.at.Span)), lint.Quote(p.Text(v.Span()))),
			Related: []diag.Related{{
				Message: diag.Say("the line in the text", "本文の行"),
				File:    p.Entry.Doc.File, Span: v.Span(),
			}},
		})
	}
}

// checkTimeline compares the stated time with the rows that mark the
// milestone. A timeline has several such rows (two alerts, a rollback in three
// steps): one at the stated time is enough.
func (s stated) checkTimeline(p *lint.Pass) {
	if !s.at.Known || s.at.From.Origin > doc.FromKeyValue {
		return
	}
	var other *facet.TimelineRow
	for i, row := range p.Entry.Timeline {
		if !row.At.Known || !slices.Contains(s.types, row.Type) {
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
		Fixes: s.take(p, *other),
	})
}

// take offers the time of a row for the one in the front matter, in its zone.
func (s stated) take(p *lint.Pass, row facet.TimelineRow) []diag.Fix {
	if s.at.From.Origin != doc.FromFrontMatter {
		return nil
	}
	now := row.At.Time.In(s.at.Time.Location()).Format(time.RFC3339)
	if quote := p.Text(s.at.Span)[:1]; quote == `"` || quote == "'" {
		now = quote + now + quote
	}
	return []diag.Fix{{
		Title:  diag.Say("take the time of the timeline, %s", "タイムラインの時刻 %s にする", now),
		Edits:  []diag.Edit{{Span: s.at.Span, New: now}},
		Unsafe: true,
	}}
}

// sameMinute compares as far as timelines are written: seconds are not given.
func sameMinute(a, b time.Time) bool {
	return a.Truncate(time.Minute).Equal(b.Truncate(time.Minute))
}

// nearer tells whether a is nearer to t than b.
func nearer(a, b, t time.Time) bool { return a.Sub(t).Abs() < b.Sub(t).Abs() }
