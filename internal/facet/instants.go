package facet

import (
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// stamp is a point in time as the schema wants it: RFC 3339 with its offset.
func stamp(t time.Time, at source.Span, from doc.Provenance) doc.Value {
	return doc.NewScalar(t.Format(time.RFC3339), at, from)
}

// normaliseTimes writes the times of front matter as RFC 3339, in the zone of
// the document where they have none. What is no time stays as it is, for the
// schema to report.
func (r *reader) normaliseTimes(meta doc.Value) doc.Value {
	for _, field := range timeFields {
		if v := meta.Field(field); v.Exists() {
			meta = meta.With(field, r.normaliseTime(v))
		}
	}
	if v := meta.Field("timezone"); v.Exists() && r.written.name() != "" && r.location(v.Text()) == nil {
		meta = meta.With("timezone", doc.NewScalar(r.written.name(), v.Span(), v.From()).Keyed(v.KeySpan()))
	}
	if rows := meta.Field("timeline"); rows.Type() == doc.List {
		meta = meta.With("timeline", r.normaliseItems(rows, "at"))
	}
	if impact := meta.Field("impact"); impact.Field("segments").Type() == doc.List {
		segments := r.normaliseItems(impact.Field("segments"), "from", "to")
		meta = meta.With("impact", impact.With("segments", segments).Keyed(impact.KeySpan()))
	}
	return meta
}

func (r *reader) normaliseItems(list doc.Value, keys ...string) doc.Value {
	items := slices.Clone(list.Items())
	for i, item := range items {
		for _, key := range keys {
			if v := item.Field(key); v.Exists() {
				items[i] = items[i].With(key, r.normaliseTime(v))
			}
		}
	}
	return doc.NewList(items, list.Span(), list.From()).Keyed(list.KeySpan())
}

func (r *reader) normaliseTime(v doc.Value) doc.Value {
	if _, err := time.Parse(time.RFC3339, v.Text()); err == nil || v.Type() != doc.Scalar {
		return v
	}
	c := scan{s: line{text: strings.TrimSpace(v.Text())}.fold().text}
	m, ok := c.moment()
	if !ok || !m.day.whole() || !m.hasClock || !c.end() {
		return v
	}
	z := m.zone
	if z.kind == noZone {
		if r.written.kind == noZone && r.zone == nil {
			return v // nobody says which zone
		}
		z = r.documentZone()
	}
	at, contradicts, why := r.instant(m.day, m.clock(), z)
	if why.En != "" {
		return v
	}
	if contradicts {
		r.contradiction(z, v.Span())
	}
	return stamp(at, v.Span(), r.assumed(m.zone, v.From())).Keyed(v.KeySpan())
}

// DecodeInstant reads a point in time, RFC 3339 with its offset. One that the
// zone gives too is in that zone, others in a zone of their own offset.
func DecodeInstant(v doc.Value, zone *time.Location) Instant {
	i := Instant{Place: placeOf(v)}
	t, err := time.Parse(time.RFC3339, v.Text())
	if err != nil {
		return i
	}
	_, offset := t.Zone()
	i.Time, i.Known = t.In(fixed(offset)), true
	if zone != nil {
		if _, same := t.In(zone).Zone(); same == offset {
			i.Time = t.In(zone)
		}
	}
	return i
}

// DecodeTimes reads the milestones of an incident. site is the zone of the
// site, for the display of times whose document states no zone; it may be nil.
func DecodeTimes(v doc.Value, site *time.Location) Times {
	t := Times{ZoneText: v.Field("timezone").Text()}
	zone := site
	if t.ZoneText != "" {
		if loc := (&reader{}).location(t.ZoneText); loc != nil {
			t.Zone, zone = loc, loc
		}
	}
	for field, to := range map[string]*Instant{
		"started_at": &t.Started, "detected_at": &t.Detected, "reported_at": &t.Reported,
		"acknowledged_at": &t.Acknowledged, "declared_at": &t.Declared, "identified_at": &t.Identified,
		"mitigated_at": &t.Mitigated, "resolved_at": &t.Resolved, "published_at": &t.Published,
	} {
		*to = DecodeInstant(v.Field(field), zone)
	}
	for _, row := range DecodeTimeline(v, zone) {
		if row.Type == Escalate && row.At.Known {
			t.Escalated = row.At
			break
		}
	}
	return t
}

// DecodeTimeline reads the rows of the timeline in the order of the document.
// A row without a known type is a note.
func DecodeTimeline(v doc.Value, zone *time.Location) []TimelineRow {
	var rows []TimelineRow
	for _, item := range v.Field("timeline").Items() {
		row := TimelineRow{
			At:     DecodeInstant(item.Field("at"), zone),
			Type:   Milestone(known(item.Field("type").Text(), milestones...)),
			Event:  item.Field("event").Text(),
			Actor:  item.Field("actor").Text(),
			Text:   item.Field("text").Text(),
			Source: item.Field("source").Text(),
			Place:  placeOf(item),
		}
		if row.Type == "" {
			row.Type = Note
		}
		rows = append(rows, row)
	}
	return rows
}

var milestones = []Milestone{Start, Detect, Page, Acknowledge, Declare, Hypothesis, Verify, Escalate, Communicate, Identify, Mitigate, Resolve, Confirm, Note}
