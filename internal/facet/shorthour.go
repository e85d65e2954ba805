package facet

import "github.com/debrief-dev/debrief/internal/lazyregexp"

var (
	pointClock = lazyregexp.New(`^[0-9]{2}[.][0-9]{2}$`)
	// shortPoint is a clock with a point and one figure for the hour, or a
	// number; what follows it is not the unit of a number.
	shortPoint = lazyregexp.New(`^[0-9][.][0-5][0-9](?:\s*[-–—:：]\s+|\s+)(?:\p{Lu}|[^\x00-\x7f])`)
)

// shortHour gives a line that begins "0.20 Root cause found", behind a row
// whose clock is written 23.50, as one that begins 00.20. Other numbers with a
// point are no clocks.
func (t *timelineReader) shortHour(l line) line {
	if n := len(t.entries); n == 0 || !pointClock.MatchString(t.entries[n-1].when.text) || !shortPoint.MatchString(l.text) {
		return l
	}
	return l.behind("0")
}
