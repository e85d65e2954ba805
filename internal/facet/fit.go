package facet

import (
	"time"

	"github.com/debrief-dev/debrief/internal/doc"
)

// Many documents state how long detection and recovery took without saying
// which rows they counted from. The pair of rows that these lengths fit tells
// where the author saw the beginning and the end.

// fit is a reading of the timeline by the stated lengths.
type fit struct {
	start, detect, resolve int // indexes of rows, -1 if there is none
	before                 time.Duration
	err                    time.Duration // how far the rows are off, in all
}

// statedLengths are the lengths that the pairs state, nil where they do not.
type statedLengths struct {
	detect, resolve *statedLength
}

type statedLength struct {
	stated
	value doc.Value
}

func (s statedLengths) none() bool { return s.detect == nil && s.resolve == nil }

// slack is how far a row may be from a stated length: half the unit in which
// it is given, a minute at least, or one part in a hundred.
func (s *statedLength) slack() time.Duration {
	return max(time.Minute, s.grain/2, s.length/100)
}

// fitLengths finds the beginning that fits the stated lengths best. first is
// the index of the first row that notices the incident: the beginning is not
// after it, unless every row before it fails.
func fitLengths(rows []beat, s statedLengths, first int) (fit, bool) {
	if s.none() {
		return fit{}, false
	}
	if f, ok := bestFit(rows, s, 0, first); ok {
		return f, true
	}
	if s.detect == nil || s.resolve == nil {
		return fit{}, false
	}
	if f, ok := bestFit(rows, s, first+1, len(rows)-1); ok && f.err == 0 {
		return f, true
	}
	return fit{}, false
}

// bestFit tries the rows from one index to another as the beginning. Two that
// fit equally well, at different times, settle nothing.
func bestFit(rows []beat, s statedLengths, from, to int) (best fit, ok bool) {
	tied := false
	for i := max(from, 0); i <= to && i < len(rows); i++ {
		b := rows[i]
		if !b.known || b.restores || from > 0 && (b.reports || b.responds) {
			continue
		}
		f, fits := fitFrom(rows, s, i, b.at)
		switch {
		case !fits:
		case !ok || f.err < best.err:
			best, ok, tied = f, true, false
		case f.err == best.err && !b.at.Equal(rows[best.start].at):
			tied = true
		}
	}
	return best, ok && !tied
}

// fitFrom fits the lengths to a beginning. Some count recovery from detection:
// that reading must be exact.
func fitFrom(rows []beat, s statedLengths, start int, at time.Time) (fit, bool) {
	f := fit{start: start, detect: -1, resolve: -1}
	if s.detect != nil {
		i, off := nearestRow(rows, at.Add(s.detect.length), func(b beat) bool { return !b.restores || b.reports })
		if i < 0 || off > s.detect.slack() {
			return f, false
		}
		f.detect, f.err = i, off
	}
	if s.resolve != nil {
		after := at
		if f.detect >= 0 && s.detect.length > 0 {
			after = rows[f.detect].at
		}
		good := func(b beat) bool { return (b.restores || b.repairs) && b.at.After(after) }
		i, off := nearestRow(rows, at.Add(s.resolve.length), good)
		if f.detect >= 0 {
			if j, exact := nearestRow(rows, rows[f.detect].at.Add(s.resolve.length), good); j >= 0 && exact == 0 && off > 0 {
				i, off = j, 0
			}
		}
		if i < 0 || off > s.resolve.slack() {
			return f, false
		}
		f.resolve, f.err = i, f.err+off
	}
	return f, true
}

// nearestRow is the row that stands closest to a time, the later of two.
func nearestRow(rows []beat, at time.Time, allowed func(beat) bool) (index int, off time.Duration) {
	index = -1
	for i, b := range rows {
		if !b.known || !allowed(b) {
			continue
		}
		if d := b.at.Sub(at).Abs(); index < 0 || d <= off {
			index, off = i, d
		}
	}
	return index, off
}

// fitDetection fits only the length of detection, exactly.
func fitDetection(rows []beat, s statedLengths, first int) (fit, bool) {
	if s.detect == nil || s.detect.length == 0 {
		return fit{}, false
	}
	s.resolve = nil
	f, ok := bestFit(rows, s, 0, first)
	return f, ok && f.err <= max(time.Minute, s.detect.grain/2)
}

// fitBefore reads a timeline that begins with the first report: the beginning
// lies before it by the length of detection, if the end confirms that.
func fitBefore(rows []beat, s statedLengths, first int) (time.Time, fit, bool) {
	if s.detect == nil || s.resolve == nil || s.detect.length == 0 || first != 0 || !rows[0].known {
		return time.Time{}, fit{}, false
	}
	at := rows[0].at.Add(-s.detect.length)
	f, ok := fitFrom(rows, s, 0, at)
	return at, f, ok && f.detect == 0
}

// fitLoosely fits the row right before the first report within a tenth: two
// weak signs that agree.
func fitLoosely(rows []beat, s statedLengths, first int) bool {
	if s.detect == nil || s.resolve == nil || first < 1 || !rows[first-1].known || !rows[first].known {
		return false
	}
	at := rows[first-1].at
	near := func(length time.Duration, allowed func(beat) bool) bool {
		i, off := nearestRow(rows, at.Add(length), allowed)
		return i >= 0 && off <= length/10
	}
	return near(s.detect.length, func(b beat) bool { return b.index == first }) && near(s.resolve.length, isRestored)
}
