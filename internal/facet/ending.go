package facet

import (
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
)

// end tells when all worked again: as marked by a row; as the stated length
// fits; by the last row that says so. Rows after it are often follow-up work
// or news: they do not count if another says it before.
func (s *storyReader) end(start time.Time, f *fit) time.Time {
	if at := s.stated("resolved_at"); !at.IsZero() {
		return at
	}
	if b, ok := s.lastMarked(); ok {
		return s.set("resolved_at", b, "last row marked as "+string(b.kind))
	}
	if f != nil && f.resolve >= 0 {
		return s.set("resolved_at", s.rows[f.resolve], "fits the stated time to recovery")
	}
	if f == nil && !start.IsZero() {
		if b, ok := s.endFits(start); ok {
			return s.set("resolved_at", b, "fits the stated time to recovery")
		}
	}
	if f != nil {
		if at, ok := s.endBetween(start, f); ok {
			return at
		}
	}
	return s.endByWords(start)
}

// lastMarked is the last row that its author marks as the end.
func (s *storyReader) lastMarked() (beat, bool) {
	for _, b := range slices.Backward(s.rows) {
		if b.known && b.stated && (b.kind == Resolve || b.kind == Confirm) {
			return b, true
		}
	}
	return beat{}, false
}

// endFits is the row that the stated length, counted from a known beginning,
// fits.
func (s *storyReader) endFits(start time.Time) (beat, bool) {
	if s.lengths.resolve == nil {
		return beat{}, false
	}
	i, off := nearestRow(s.rows, start.Add(s.lengths.resolve.length), isRestored)
	if i < 0 || off > s.lengths.resolve.slack() {
		return beat{}, false
	}
	return s.rows[i], true
}

// endBetween takes the stated length where the beginning is settled and no row
// stands at the end: it must lie behind detection and all trouble, and before
// the last row.
func (s *storyReader) endBetween(start time.Time, f *fit) (time.Time, bool) {
	if s.lengths.resolve == nil || s.lengths.resolve.approx || f.detect < 0 {
		return time.Time{}, false
	}
	at := start.Add(s.lengths.resolve.length)
	last := s.rows[len(s.rows)-1]
	if !last.known || !at.Before(last.at) || !at.After(s.rows[f.detect].at) {
		return time.Time{}, false
	}
	for _, b := range s.rows {
		if b.known && b.troubled && !b.restores && b.at.After(at) {
			return time.Time{}, false
		}
	}
	return s.compute("resolved_at", at, s.lengths.resolve.value.Span(), "beginning and stated time to recovery"), true
}

// endByLength computes the end of an incident without timeline from its
// beginning and an exact stated length.
func (s *storyReader) endByLength(start time.Time) {
	d := s.lengths.resolve
	if start.IsZero() || d == nil || d.approx || d.upper || d.length == 0 || !s.stated("resolved_at").IsZero() {
		return
	}
	s.compute("resolved_at", start.Add(d.length), s.v.Field("started_at").Span(), "beginning and stated duration")
}

// endByWords is the last row that says that all works again, else a last row
// that mends it.
func (s *storyReader) endByWords(start time.Time) time.Time {
	var all, plain []beat
	for _, b := range s.rows {
		if b.known && b.restores && (start.IsZero() || !b.at.Before(start)) {
			all = append(all, b)
			if !followUpWords.in(b.words) {
				plain = append(plain, b)
			}
		}
	}
	if len(plain) == 0 {
		plain = all
	}
	if len(plain) > 0 {
		return s.set("resolved_at", plain[len(plain)-1], "last row that says that all works again")
	}
	last := s.rows[len(s.rows)-1]
	if len(s.rows) > 1 && last.known && last.repairs && !notRestored.in(last.words) {
		return s.set("resolved_at", last, "last row of the timeline, a repair")
	}
	why := diag.Say("no row says that all works again", "復旧を示す行がありません")
	if slices.ContainsFunc(s.rows, func(b beat) bool { return !b.known && b.restores }) {
		why = diag.Say("the time of the row that says that all works again is not known", "復旧を示す行の時刻がわかりません")
	}
	s.doubt("resolved_at", why)
	return time.Time{}
}

// mitigation is the first row that mends, not one that only plans or begins,
// or tries in vain; it is not after the end.
func (s *storyReader) mitigation(start, end time.Time) {
	if !s.stated("mitigated_at").IsZero() {
		return
	}
	begun := false
	for _, stated := range []bool{true, false} {
		for _, b := range s.rows {
			if !b.known || b.kind != Mitigate || b.stated != stated || !end.IsZero() && b.at.After(end) || b.at.Before(start) {
				continue
			}
			if stated || !unfinished.in(b.words) {
				s.set("mitigated_at", b, "first row of type mitigate")
				return
			}
			begun = true
		}
	}
	if begun {
		s.doubt("mitigated_at", diag.Say("the rows tell of a repair that is planned or begun, not of its effect", "対処の計画や開始だけで、効果を示す行がありません"))
	}
}
