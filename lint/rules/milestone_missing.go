package rules

import (
	"slices"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var milestoneMissing = lint.Rule{
	ID:       "milestone-missing",
	Severity: diag.Warning,
	Strict:   true,
	Kinds:    []string{"postmortem"},
	Profile:  lint.Standard,
	Check: func(p *lint.Pass) {
		// A near miss has no end; a document without any time lacks more than
		// a milestone, which the rule about timelines says.
		if p.Entry.Status == "near_miss" || !tellsTime(p) {
			return
		}
		t := p.Entry.Times
		milestone{"/detected_at", diag.Text{En: "detected", Ja: "検知"}, t.Detected}.check(p)
		if p.Entry.Status != "ongoing" {
			milestone{"/resolved_at", diag.Text{En: "resolved", Ja: "解決"}, t.Resolved}.check(p)
		}
	},
}

// tellsTime tells whether the document gives any time of the incident.
func tellsTime(p *lint.Pass) bool {
	t := p.Entry.Times
	known := func(row facet.TimelineRow) bool { return row.At.Known }
	return t.Started.Known || t.Detected.Known || t.Mitigated.Known || t.Resolved.Known ||
		slices.ContainsFunc(p.Entry.Timeline, known)
}

// milestone is a time that a finished postmortem tells.
type milestone struct {
	field string
	name  diag.Text // as in "when the incident was …"
	at    facet.Instant
}

func (m milestone) check(p *lint.Pass) {
	if m.at.Known || p.Entry.Value().Get(m.field).Exists() {
		return // what is written and cannot be read has a finding of its own
	}
	message := diag.Say("nothing tells when the incident was %[1]s", "障害をいつ%[1]sしたかがわかりません", m.name)
	for _, d := range p.Entry.Merged.Doubts {
		if d.Field != m.field {
			continue
		}
		if d.From.Origin == doc.FromKeyValue && !d.Unwritten() {
			return
		}
		message = diag.Say("%s: %s", "%s。%s", message, d.Reason)
		break
	}
	at, unfilled := placeOfTimes(p)
	if !unfilled {
		p.Report(diag.Diagnostic{Span: at, Whole: true, Message: message})
	}
}

// placeOfTimes is the title of the timeline, else that of the document, and
// whether a timeline is still to be filled in.
func placeOfTimes(p *lint.Pass) (at source.Span, unfilled bool) {
	at = p.Title()
	parts := p.Parts("timeline")
	if len(parts) > 0 {
		at = parts[0].Title
	}
	return at, slices.ContainsFunc(parts, func(part lint.Part) bool { return p.Unfilled(part.Span) })
}
