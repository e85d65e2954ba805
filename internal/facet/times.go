package facet

import (
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// mergeTimes adds the zone, the timeline and the milestones. Milestones come
// from front matter, then from pairs, then from the rows of the timeline. What
// the document does not settle stays absent, with a doubt.
func (r *reader) mergeTimes(v *doc.Value, root *part) {
	if !r.allows("/started_at") {
		return
	}
	r.meta = *v
	r.readZone(root)
	r.meta = r.normaliseTimes(*v)
	*v = r.meta
	a := r.findAnchor(root)
	for _, s := range r.statedTimes(a) {
		r.put(v, s.field, s.value)
	}
	r.meta = *v
	r.put(v, "/timeline", r.timeline(root))
	if !v.Field("timeline").Exists() && !v.Field("started_at").Exists() && !v.Field("resolved_at").Exists() {
		for _, s := range r.toldEnds(root, a) {
			r.put(v, s.field, s.value)
		}
	}
	r.put(v, "/timezone", r.zoneValue())
	for _, s := range r.timesOf(*v) {
		r.put(v, s.field, s.value)
	}
}

// fieldValue is a value for a field.
type fieldValue struct {
	field string
	value doc.Value
}

// statedTimes reads the pairs that give a milestone, or the two ends of the
// incident.
func (r *reader) statedTimes(a anchor) []fieldValue {
	var out []fieldValue
	var start time.Time
	add := func(p pair, field string, m moment) {
		at, known := r.pairTime(m, p.Value, field, a, start)
		if !known {
			return
		}
		if field == "/started_at" && start.IsZero() {
			start = at
		}
		out = append(out, fieldValue{field, stamp(at, p.Value.Span(), r.assumed(m.zone, p.Value.From()))})
	}
	for _, p := range r.pairs {
		field := p.Field
		if isPeriod(p) {
			field = "period"
		}
		if !isTimeField(field) && field != "period" {
			continue
		}
		c := scan{s: strings.TrimSpace(p.Value.Text())}
		from, to, two, ok := c.span()
		switch {
		case !ok:
			continue
		case !from.hasClock:
			if isTimeField(field) && from.day.whole() {
				r.leaveOut(field, dayAlone, p.Value.Span(), p.Value.From())
			}
			continue
		case field == "period" && !two && !from.day.whole():
			continue
		case field == "period":
			field = "/started_at"
		}
		if two && from.zone.kind == noZone {
			from.zone = to.zone
		} else if two && to.zone.kind == noZone {
			to.zone = from.zone
		}
		if from.zone.kind == noZone {
			from.zone, to.zone = p.zone, p.zone
		}
		if add(p, field, from); two && field == "/started_at" && !start.IsZero() {
			add(p, "/resolved_at", to)
		}
	}
	return out
}

// pairTime works out the time of a pair. Without a day of its own it is on the
// day of the incident, or on the first after the beginning.
func (r *reader) pairTime(m moment, v doc.Value, field string, a anchor, start time.Time) (time.Time, bool) {
	d, why := r.pairDay(m, a, start)
	if why.En != "" {
		r.leaveOut(field, why, v.Span(), v.From())
		return time.Time{}, false
	}
	z := m.zone
	if z.kind == noZone {
		z = r.documentZone()
	}
	at, contradicts, why := r.instant(d, m.clock(), z)
	if why.En != "" {
		r.leaveOut(field, why, v.Span(), v.From())
		return time.Time{}, false
	}
	back := start.Sub(at)
	if !m.hasDay && !start.IsZero() && back > 0 && field != "/published_at" && (field == "/resolved_at" || back >= rollOver*time.Second) {
		if at, _, why = r.instant(d.plus(1), m.clock(), z); why.En != "" {
			r.leaveOut(field, why, v.Span(), v.From())
			return time.Time{}, false
		}
	}
	if contradicts {
		r.contradiction(z, v.Span())
	}
	return at, true
}

func (r *reader) pairDay(m moment, a anchor, start time.Time) (day, diag.Text) {
	near := a.day
	if !start.IsZero() {
		near = dayOf(start)
	}
	switch {
	case m.day.absolute():
		if d, ok := r.order(m.day).nearest(near); ok {
			return d, diag.Text{}
		}
		return day{}, diag.Say("the year, or which number is the month, is not certain", "年、または月と日のどちらが先かが確定できません")
	case !near.whole():
		return day{}, a.why
	case m.hasDay:
		return near.plus(m.day.shift), diag.Text{}
	}
	return near, diag.Text{}
}

// timesOf tells the milestones by the rows of the timeline, as far as the
// document does not state them.
func (r *reader) timesOf(v doc.Value) []fieldValue {
	rows := beats(v.Field("timeline"))
	s := &storyReader{r: r, v: v, rows: rows, lengths: r.statedLengths()}
	if len(rows) > 0 {
		s.read()
	} else {
		s.endByLength(s.stated("started_at"))
	}
	return s.found
}

// statedLengths reads the pairs about the length of detection and recovery.
func (r *reader) statedLengths() statedLengths {
	var s statedLengths
	for _, p := range r.pairs {
		d, ok := readDuration(p.Value.Text())
		if !ok {
			continue
		}
		length := &statedLength{d, p.Value}
		switch {
		case p.Field == "time_to_detect" && s.detect == nil:
			s.detect = length
		case (p.Field == "time_to_resolve" || p.Field == "/impact/duration") && s.resolve == nil:
			s.resolve = length
		}
	}
	return s
}

// storyReader tells the milestones of one timeline.
type storyReader struct {
	r       *reader
	v       doc.Value
	rows    []beat
	lengths statedLengths
	found   []fieldValue
}

func (s *storyReader) read() {
	first := s.firstNotice()
	start, fitted := s.start(first)
	s.detection(start, fitted, first)
	s.acknowledgement(start)
	s.declaration()
	s.identification(first)
	end := s.end(start, fitted)
	s.mitigation(start, end)
}

// stated is a milestone that the document states; the zero time if it does
// not.
func (s *storyReader) stated(field string) time.Time {
	return DecodeInstant(s.v.Field(field), nil).Time
}

// set gives a milestone the time of a row.
func (s *storyReader) set(field string, b beat, note diag.Text) time.Time {
	at := b.value.Field("at")
	from := at.From()
	from.Note = joined(from.Note, ": ", note)
	s.found = append(s.found, fieldValue{"/" + field, doc.NewScalar(at.Text(), at.Span(), from)})
	return b.at
}

// compute gives a milestone a time that stands in no row.
func (s *storyReader) compute(field string, at time.Time, span source.Span, note diag.Text) time.Time {
	from := doc.Provenance{Origin: doc.FromOther, Note: note}
	s.found = append(s.found, fieldValue{"/" + field, stamp(at, span, from)})
	return at
}

func (s *storyReader) doubt(field string, why diag.Text) {
	timeline := s.v.Field("timeline")
	s.r.leaveOut("/"+field, why, timeline.Span(), timeline.From())
}

// firstNotice is the index of the first row in which the incident is noticed
// or worked on; the number of rows if there is none.
func (s *storyReader) firstNotice() int {
	for i, b := range s.rows {
		if b.kind == Start && b.stated || b.begins {
			continue
		}
		if b.reports || b.responds {
			return i
		}
	}
	return len(s.rows)
}

// start tells when the incident began: as marked or said by a row; as the
// stated lengths fit; as the rows before the first report tell.
func (s *storyReader) start(first int) (time.Time, *fit) {
	if at := s.stated("started_at"); !at.IsZero() {
		return at, nil
	}
	if b, ok := s.beginning(); ok {
		return s.set("started_at", b, diag.Say("the row says that it begins", "開始と書かれた行")), nil
	}
	if f, ok := fitLengths(s.rows, s.lengths, first); ok {
		return s.set("started_at", s.rows[f.start], diag.Say("fits the stated times to detection and recovery", "記載された検知・復旧までの時間に合う行")), &f
	}
	if at, f, ok := fitBefore(s.rows, s.lengths, first); ok {
		span := s.rows[0].value.Field("at").Span()
		return s.compute("started_at", at, span, diag.Say("first report less the stated time to detection", "最初の報告から、記載された検知までの時間を引いて計算")), &f
	}
	if f, ok := fitDetection(s.rows, s.lengths, first); ok {
		return s.set("started_at", s.rows[f.start], diag.Say("fits the stated time to detection", "記載された検知までの時間に合う行")), &f
	}
	if fitLoosely(s.rows, s.lengths, first) {
		return s.set("started_at", s.rows[first-1], diag.Say("last row before the first report, near the stated times", "最初の報告の直前の行(記載された時間にほぼ一致)")), nil
	}
	return s.startByWords(first), nil
}

// beginning is the row that the author marks as the beginning, else the first
// that says so, if nothing was mended before it.
func (s *storyReader) beginning() (beat, bool) {
	for _, b := range s.rows {
		if b.known && b.stated && b.kind == Start {
			return b, true
		}
	}
	for _, b := range s.rows {
		switch {
		case b.begins:
			return b, b.known
		case b.kind == Mitigate || b.restores:
			return beat{}, false
		}
	}
	return beat{}, false
}

// startByWords looks at the rows before the first notice: the first of those
// that speak of trouble, or the only one, if the rows name no milestones: who
// writes "acknowledged" and "cause found" would write that it began. Where
// stated lengths fit no row, words alone are not enough.
func (s *storyReader) startByWords(first int) time.Time {
	early := s.rows[:first]
	at := slices.IndexFunc(early, isTroubled)
	if at < 0 && first == 1 && len(s.rows) > 1 && !slices.ContainsFunc(s.rows, namesMilestone) {
		at = 0
	}
	var why diag.Text
	switch {
	case !s.lengths.none():
		why = diag.Say("the stated times to detection and recovery fit no rows of the timeline", "記載された検知・復旧までの時間に合う行がありません")
	case first == 0:
		why = diag.Say("the timeline begins when the incident is noticed", "タイムラインが検知から始まっています")
	case at < 0:
		why = diag.Say("no row says when the incident began", "開始を示す行がありません")
	case !early[at].known:
		why = diag.Say("the time of the row in which it began is not known", "開始を示す行の時刻がわかりません")
	case severalSpells(early[at:]):
		why = diag.Say("several rows could be the beginning", "開始とみなせる行が複数あります")
	case at == 0:
		return s.set("started_at", early[at], diag.Say("first row of the timeline", "タイムラインの最初の行"))
	default:
		return s.set("started_at", early[at], diag.Say("first row that speaks of trouble", "異常に触れた最初の行"))
	}
	s.doubt("started_at", why)
	return time.Time{}
}

func namesMilestone(b beat) bool {
	return b.kind == Acknowledge || b.kind == Mitigate || b.acks || b.identifies || b.mitigates
}

// severalSpells tells whether trouble ends and comes again in the rows.
func severalSpells(rows []beat) bool {
	calm := slices.IndexFunc(rows, func(b beat) bool { return !b.troubled })
	return calm >= 0 && slices.ContainsFunc(rows[calm:], isTroubled)
}
