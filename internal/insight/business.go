package insight

import (
	"time"

	"github.com/debrief-dev/debrief/internal/facet"
)

// Holidays are calendar days on which nobody works, at the zero Place.
type Holidays map[facet.Date]bool

// BusinessDay tells whether the day of t in the site's zone is one on which
// people work: from Monday to Friday, and no holiday.
func (p Policy) BusinessDay(t time.Time) bool {
	t = t.In(p.zone())
	switch t.Weekday() {
	case time.Saturday, time.Sunday:
		return false
	}
	return !p.Holidays[dateOf(t)]
}

// dateOf is the calendar day of t in its own zone, as Holidays hold it.
func dateOf(t time.Time) facet.Date {
	y, m, d := t.Date()
	return facet.Date{Year: y, Month: m, Day: d, Known: true}
}

// AddBusinessDays gives the instant so many business days after t, or before
// it if days is negative, at the same clock of the site's zone: the first
// business day after a Friday is the Monday. Zero days are t itself. More than
// a hundred years of them are a hundred years.
func (p Policy) AddBusinessDays(t time.Time, days int) time.Time {
	const most = 100 * 366
	step := 1
	if days < 0 {
		step, days = -1, -days
	}
	at := t.In(p.zone())
	for walked := 0; days > 0 && walked < most; walked++ {
		if at = at.AddDate(0, 0, step); p.BusinessDay(at) {
			days--
		}
	}
	return at
}
