package gitlog

import (
	"slices"
	"sort"
	"time"
)

// repair gives the dates of a mainline, oldest first, in an order that can be
// true, and how many it changed. Clocks of contributors are wrong now and then:
// the dates of the longest subsequence that never goes back are trusted, the
// others take the date of the trusted commit before them, or of the first one.
// A running maximum instead would be spoilt by one commit from the future for
// ever. Dates after now (if it is not zero) become now.
func repair(dates []time.Time, now time.Time) (repaired []time.Time, changed int) {
	trusted := longest(dates)
	repaired = slices.Clone(dates)
	for i := range dates {
		switch {
		case trusted[i]:
		case i > 0:
			repaired[i] = repaired[i-1]
		default:
			repaired[i] = dates[slices.Index(trusted, true)]
		}
		if !now.IsZero() && repaired[i].After(now) {
			repaired[i] = now
		}
		if !repaired[i].Equal(dates[i]) {
			changed++
		}
	}
	return repaired, changed
}

// longest tells which dates are in the longest subsequence that never goes
// back, by patience sorting: O(n log n).
func longest(dates []time.Time) []bool {
	var tails []int // index of the least date that ends a subsequence of each length
	before := make([]int, len(dates))
	for i, date := range dates {
		n := sort.Search(len(tails), func(k int) bool { return dates[tails[k]].After(date) })
		before[i] = -1
		if n > 0 {
			before[i] = tails[n-1]
		}
		if n == len(tails) {
			tails = append(tails, i)
		} else {
			tails[n] = i
		}
	}
	in := make([]bool, len(dates))
	if len(tails) > 0 {
		for i := tails[len(tails)-1]; i >= 0; i = before[i] {
			in[i] = true
		}
	}
	return in
}
