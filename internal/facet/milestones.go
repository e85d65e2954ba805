package facet

import (
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
)

// Each milestone between beginning and end is the first row that its author
// marks as such; without one, the first that says it.

// detection is the row that the stated length fits, else the first that
// notices.
func (s *storyReader) detection(start time.Time, f *fit, first int) {
	if !s.stated("detected_at").IsZero() {
		return
	}
	if f == nil && s.lengths.detect != nil && !start.IsZero() {
		i, off := nearestRow(s.rows, start.Add(s.lengths.detect.length), func(beat) bool { return true })
		if i >= 0 && off <= max(time.Minute, s.lengths.detect.grain/2) {
			f = &fit{detect: i}
		}
	}
	switch {
	case f != nil && f.detect >= 0:
		s.set("detected_at", s.rows[f.detect], diag.Say("fits the stated time to detection", "記載された検知までの時間に合う行"))
	case s.lengths.detect != nil:
		s.doubt("detected_at", diag.Say("the stated time to detection fits no row of the timeline", "記載された検知までの時間に合う行がありません"))
	case !s.marked("detected_at", Detect):
		s.firstDetection(start, first)
	}
}

// firstDetection is the first row of that type, if nobody worked on the
// incident before; without such a row the first that reports.
func (s *storyReader) firstDetection(start time.Time, first int) {
	for _, b := range s.rows {
		if b.known && b.at.Before(start) || b.begins && b.kind == Start {
			continue
		}
		if b.acks && !b.detects {
			break
		}
		if (b.kind == Detect || b.kind == Page || b.detects) && !notDetected.in(b.words) {
			if b.known {
				s.set("detected_at", b, diag.Say("first row of type %s", "種別 %s の最初の行", Detect))
			}
			return
		}
		if b.responds {
			break
		}
	}
	if first < len(s.rows) && s.rows[first].known && s.rows[first].reports && !s.rows[first].acks && !s.rows[first].at.Before(start) {
		s.set("detected_at", s.rows[first], diag.Say("first row that reports", "最初に報告のある行"))
	}
}

// marked sets a milestone to the first row that the author marks with its
// type, and tells whether there is one.
func (s *storyReader) marked(field string, kind Milestone) bool {
	i := slices.IndexFunc(s.rows, func(b beat) bool { return b.known && b.stated && b.kind == kind })
	if i >= 0 {
		s.set(field, s.rows[i], diag.Say("first row marked as %s", "%s と記された最初の行", kind))
	}
	return i >= 0
}

// acknowledgement is the first row that says it, if nobody worked on the
// incident before; a type told by weaker words also only if the beginning is
// known and nothing was mended.
func (s *storyReader) acknowledgement(start time.Time) {
	if !s.stated("acknowledged_at").IsZero() || s.marked("acknowledged_at", Acknowledge) {
		return
	}
	mended := false
	for _, b := range s.rows {
		if !b.known || b.at.Before(start) || b.begins {
			continue
		}
		if b.acks || b.kind == Acknowledge && !mended && !start.IsZero() && !notAck.in(b.words) {
			s.set("acknowledged_at", b, diag.Say("first row of type %s", "種別 %s の最初の行", Acknowledge))
			return
		}
		switch b.kind {
		case Declare, Escalate, Communicate, Detect, Page:
		default:
			if b.responds && b.at.After(start) {
				return
			}
		}
		mended = mended || b.repairs || b.responds && b.kind != Declare
	}
}

// declaration is the first row of that type.
func (s *storyReader) declaration() {
	if !s.stated("declared_at").IsZero() || s.marked("declared_at", Declare) {
		return
	}
	for _, b := range s.rows {
		if b.known && b.kind == Declare {
			s.set("declared_at", b, diag.Say("first row of type %s", "種別 %s の最初の行", Declare))
			return
		}
	}
}

// identification is the first row that says that the cause is known; without
// one, the first behind the first notice in which the fault is found.
func (s *storyReader) identification(first int) {
	if !s.stated("identified_at").IsZero() || s.marked("identified_at", Identify) {
		return
	}
	for _, b := range s.rows {
		if b.known && b.identifies {
			s.set("identified_at", b, diag.Say("first row of type %s", "種別 %s の最初の行", Identify))
			return
		}
	}
	for i, b := range s.rows {
		if b.known && b.locates && i > first {
			s.set("identified_at", b, diag.Say("first row in which the fault is found", "不具合の箇所が最初に見つかった行"))
			return
		}
	}
}

// mitigation is the first row that says so, else the first that mends, not one
// that only plans or begins, or tries in vain; it is not after the end.
func (s *storyReader) mitigation(start, end time.Time) {
	if !s.stated("mitigated_at").IsZero() {
		return
	}
	within := func(b beat) bool {
		return b.known && !b.at.Before(start) && (end.IsZero() || !b.at.After(end))
	}
	begun := false
	for _, t := range []struct {
		tells func(beat) bool
		note  diag.Text
	}{
		{func(b beat) bool { return b.stated && b.kind == Mitigate && !vain.in(b.words) }, diag.Say("first row marked as mitigate", "mitigate と記された最初の行")},
		{func(b beat) bool { return b.mitigates && !vain.in(b.words) }, diag.Say("first row that says that it is mitigated", "緩和を伝える最初の行")},
		{func(b beat) bool { return b.kind == Mitigate && !unfinished.in(b.words) && !vain.in(b.words) }, diag.Say("first row of type mitigate", "種別 mitigate の最初の行")},
	} {
		for _, b := range s.rows {
			switch {
			case !within(b):
			case t.tells(b):
				s.set("mitigated_at", b, t.note)
				return
			case b.kind == Mitigate:
				begun = true
			}
		}
	}
	if begun {
		s.doubt("mitigated_at", diag.Say("the rows tell of a repair that is planned or begun, not of its effect", "対処の計画や開始だけで、効果を示す行がありません"))
	}
}
