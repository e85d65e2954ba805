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
		return s.set("resolved_at", b, diag.Say("last row marked as %s", "%s と記された最後の行", b.kind))
	}
	if f != nil && f.resolve >= 0 {
		return s.set("resolved_at", s.rows[f.resolve], diag.Say("fits the stated time to recovery", "記載された復旧までの時間に合う行"))
	}
	if f == nil && !start.IsZero() {
		if b, ok := s.endFits(start); ok {
			return s.set("resolved_at", b, diag.Say("fits the stated time to recovery", "記載された復旧までの時間に合う行"))
		}
	}
	if f != nil {
		if at, ok := s.endBetween(start, f); ok {
			return at
		}
	}
	return s.endByWords(start)
}

// lastMarked is the last row that its author marks as the end, if trouble does
// not come back and end again after it.
func (s *storyReader) lastMarked() (beat, bool) {
	for i, b := range slices.Backward(s.rows) {
		if b.known && b.stated && (b.kind == Resolve || b.kind == Confirm) {
			return b, !endsAgain(s.rows[i+1:])
		}
	}
	return beat{}, false
}

// endsAgain tells whether trouble comes in the rows and ends in them.
func endsAgain(rows []beat) bool {
	trouble := slices.IndexFunc(rows, func(b beat) bool { return b.troubled && !b.restores })
	return trouble >= 0 && slices.ContainsFunc(rows[trouble:], func(b beat) bool {
		return b.known && b.settles && !followUpWords.in(b.words)
	})
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
	return s.compute("resolved_at", at, s.lengths.resolve.value.Span(), diag.Say("beginning and stated time to recovery", "開始と、記載された復旧までの時間から計算")), true
}

// endByLength computes the end of an incident without timeline from its
// beginning and an exact stated length.
func (s *storyReader) endByLength(start time.Time) {
	d := s.lengths.resolve
	if start.IsZero() || d == nil || d.approx || d.upper || d.length == 0 || !s.stated("resolved_at").IsZero() {
		return
	}
	s.compute("resolved_at", start.Add(d.length), s.v.Field("started_at").Span(), diag.Say("beginning and stated duration", "開始と、記載された継続時間から計算"))
}

// lastRestored is the last row that says that the incident is over; without
// one, that things work. Of rows about what comes after the first counts, if
// there is no other.
func (s *storyReader) lastRestored(start time.Time) (beat, bool) {
	var best beat
	rank := 0
	for _, b := range s.rows {
		if !b.known || !b.restores || b.at.Before(start) {
			continue
		}
		r := 1
		if !followUpWords.in(b.words) {
			r = 2
		}
		if r == 2 && b.settles {
			r = 3
		}
		if r > rank || r == rank && r > 1 {
			best, rank = b, r
		}
	}
	return best, rank > 0
}

// endByWords is the last row that says that all works again, else a last row
// that mends it.
func (s *storyReader) endByWords(start time.Time) time.Time {
	if b, ok := s.lastRestored(start); ok {
		return s.set("resolved_at", b, diag.Say("last row that says that all works again", "復旧を伝える最後の行"))
	}
	last := s.rows[len(s.rows)-1]
	if len(s.rows) > 1 && last.known && last.repairs && !notRestored.in(last.words) {
		return s.set("resolved_at", last, diag.Say("last row of the timeline, a repair", "タイムラインの最後の行(対処)"))
	}
	why := diag.Say("no row says that all works again", "復旧を示す行がありません")
	if slices.ContainsFunc(s.rows, func(b beat) bool { return !b.known && b.restores }) {
		why = diag.Say("the time of the row that says that all works again is not known", "復旧を示す行の時刻がわかりません")
	}
	s.doubt("resolved_at", why)
	return time.Time{}
}
