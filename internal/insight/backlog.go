package insight

import (
	"maps"
	"math/big"
	"slices"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Backlog is how open items came and went.
type Backlog struct {
	Points []BacklogPoint // one for each day on which something happened, by day, and today
	// Net is the mean growth of the backlog in items a week, over the last
	// twelve weeks; below zero it shrinks.
	Net Quantity
	// Weeks is how many weeks the open items take at the pace of the last
	// twelve.
	Weeks   Quantity
	Undated int // done or given up items that stand in no point: nothing tells when
}

// BacklogPoint is the backlog at the end of a day. The numbers count from the
// beginning.
type BacklogPoint struct {
	Day                     facet.Date
	Opened, Closed, Dropped int // Dropped: given up, or removed without being done
}

// Open is the number of open items.
func (p BacklogPoint) Open() int { return p.Opened - p.Closed - p.Dropped }

var neverClosed = diag.Text{En: "nothing was closed in the last twelve weeks", Ja: "直近12週に完了したものがない"}

// paceWeeks is over how many weeks the pace is taken.
const paceWeeks = 12

// backlogOf follows the items whose dates are known. Items of unknown state
// are in no number.
func backlogOf(items []*Action, today facet.Date) Backlog {
	days := map[facet.Date]BacklogPoint{plainDay(today): {}}
	add := func(day facet.Date, opened, closed, dropped int) {
		p := days[plainDay(day)]
		p.Opened, p.Closed, p.Dropped = p.Opened+opened, p.Closed+closed, p.Dropped+dropped
		days[plainDay(day)] = p
	}
	var b Backlog
	for _, a := range items {
		over := a.State == facet.WontDo || a.State == Removed
		switch {
		case !a.Opened.Day.Known || compareDays(a.Opened.Day, today) > 0:
			b.Undated += boolInt(a.State == facet.Done || over)
		case a.Open():
			add(a.Opened.Day, 1, 0, 0)
		case a.ToClose.Known && compareDays(a.Ended.Day, today) <= 0:
			add(a.Opened.Day, 1, 0, 0)
			add(a.Ended.Day, 0, 1, 0)
		case a.State == facet.Done:
			b.Undated++
		case over:
			if _, ok := lastSeen(a); !ok || compareDays(a.Ended.Day, today) > 0 {
				b.Undated++
				continue
			}
			add(a.Opened.Day, 1, 0, 0)
			add(a.Ended.Day, 0, 0, 1)
		}
	}
	var sum BacklogPoint
	for _, day := range slices.SortedFunc(maps.Keys(days), compareDays) {
		p := days[day]
		sum = BacklogPoint{day, sum.Opened + p.Opened, sum.Closed + p.Closed, sum.Dropped + p.Dropped}
		b.Points = append(b.Points, sum)
	}
	b.pace(today)
	return b
}

// plainDay is a day without its place, so that equal days are equal.
func plainDay(d facet.Date) facet.Date {
	return facet.Date{Year: d.Year, Month: d.Month, Day: d.Day, Known: true}
}

// pace compares today with twelve weeks ago.
func (b *Backlog) pace(today facet.Date) {
	before := facet.Interval{Days: -7 * paceWeeks}.After(today)
	var was BacklogPoint
	for _, p := range b.Points {
		if compareDays(p.Day, before) <= 0 {
			was = p
		}
	}
	is := b.Points[len(b.Points)-1]
	b.Net = known(big.NewRat(int64(is.Open()-was.Open()), paceWeeks))
	closed := is.Closed - was.Closed
	b.Weeks = absent[*big.Rat](neverClosed)
	switch {
	case is.Open() == 0:
		b.Weeks = known(new(big.Rat))
	case closed > 0:
		b.Weeks = known(big.NewRat(int64(is.Open()*paceWeeks), int64(closed)))
	}
}
