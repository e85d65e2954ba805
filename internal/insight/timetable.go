package insight

import (
	"time"

	"github.com/debrief-dev/debrief/internal/facet"
)

// Timetable is when something recurs: a Cadence with its zone and beginning.
// Every question to it takes bounded time, whatever the schedule.
//
// Occurrences are counted on the clocks of the zone. A time that clocks skip
// comes at the first instant after the gap, one that they show twice comes
// once, at the first. Steps of months keep their day, 31 January, 28 February,
// 31 March; steps of less than a day are lengths of time that no change of
// clocks alters.
type Timetable struct {
	Zone  *time.Location
	Clock bool // occurrences have a time of day; else each is a whole day, and given as its first instant

	pattern pattern       // of clock readings; nil for steps of less than a day
	first   time.Time     // where such steps begin
	length  time.Duration // of such a step
	begin   time.Time     // no occurrence is before it; zero if there is no such limit
}

// pattern gives the first of its clock readings after another one. A clock
// reading is a time in UTC whose clock shows what that of the zone shows.
type pattern interface {
	after(clock time.Time) (time.Time, bool)
}

// On gives the timetable of a cadence. zone is for schedules that name none,
// nil for UTC. A schedule without a beginning of its own, but which needs one,
// counts from the day last, or the last fitting day before it; it is not ok if
// that is not known either, and the timetable then has a Zone only.
func (c Cadence) On(zone *time.Location, last facet.Date) (Timetable, bool) {
	if c.zone != nil {
		zone = c.zone
	}
	if zone == nil {
		zone = time.UTC
	}
	day := c.from
	if !day.Known {
		day = last
	}
	if !day.Known && c.needsBeginning() {
		return Timetable{Zone: zone}, false
	}
	t := Timetable{Zone: zone, Clock: c.clock >= 0 || c.cron != "" || c.length > 0 || c.rule != nil && c.rule.clock}
	if c.from.Known {
		t.begin = midnight(c.from.Year, c.from.Month, c.from.Day, zone)
	}
	if c.length > 0 {
		t.first, t.length = midnight(day.Year, day.Month, day.Day, zone), c.length
		return t, true
	}
	t.pattern = c.patternFrom(day, zone)
	return t, true
}

// patternFrom is the pattern that begins on a day, or on any if it is not
// known.
func (c Cadence) patternFrom(day facet.Date, zone *time.Location) pattern {
	if !day.Known {
		day = facet.Date{Year: 2000, Month: 1, Day: 1, Known: true}
	}
	first := time.Date(day.Year, day.Month, day.Day, 0, 0, max(c.clock, 0), 0, time.UTC)
	switch {
	case c.cron != "":
		return cronPattern(c.cron)
	case c.rule != nil:
		return c.rule.pattern(first, zone)
	case c.step.Months > 0:
		p := monthPattern{first: first, day: day.Day, step: c.step.Months}
		if c.monthDay > 0 {
			p.day = c.monthDay
		}
		if !c.from.Known && p.at(0).After(first) {
			p.first = p.first.AddDate(0, -1, 1-day.Day) // the day before, not the one after
		}
		return p
	}
	if c.weekday > 0 {
		ahead := (c.weekday - 1 - (int(first.Weekday())+6)%7 + 7) % 7
		if !c.from.Known && ahead > 0 {
			ahead -= 7
		}
		first = first.AddDate(0, 0, ahead)
	}
	return dayPattern{first, c.step.Days}
}

// Next gives the first occurrence after an instant. It is not ok if there is
// none.
func (t Timetable) Next(after time.Time) (time.Time, bool) {
	if just := t.begin.Add(-1); !t.begin.IsZero() && after.Before(just) {
		after = just
	}
	if t.pattern == nil {
		return t.nextStep(after)
	}
	clock := clockReading(after, t.Zone)
	// Clocks that were put back show up to a day again: what comes then came
	// before. Minutes are the shortest step of cron.
	for range 25 * 60 {
		next, ok := t.pattern.after(clock)
		if !ok || next.Year() > lastYear {
			return time.Time{}, false
		}
		if at := t.instant(next); at.After(after) {
			return at, true
		}
		clock = next
	}
	return time.Time{}, false
}

// comesFrom tells whether there is an occurrence on a day or after it.
func (t Timetable) comesFrom(day facet.Date) bool {
	_, comes := t.Next(midnight(day.Year, day.Month, day.Day, t.Zone).Add(-1))
	return comes
}

func (t Timetable) instant(clock time.Time) time.Time {
	if !t.Clock {
		return midnight(clock.Year(), clock.Month(), clock.Day(), t.Zone)
	}
	return shownAt(clock, t.Zone)
}

func (t Timetable) nextStep(after time.Time) (time.Time, bool) {
	if after.Before(t.first) {
		return t.first, true
	}
	step := int64(t.length / time.Second)
	passed := (after.Unix() - t.first.Unix()) / step
	next := time.Unix(t.first.Unix()+(passed+1)*step, 0).In(t.Zone)
	return next, next.Year() <= lastYear
}

// Over is when an occurrence is over: at once, or with the day that it is.
func (t Timetable) Over(at time.Time) time.Time {
	if t.Clock {
		return at
	}
	y, m, d := at.In(t.Zone).Date()
	return midnight(y, m, d+1, t.Zone)
}

// Between gives the first occurrences after from and up to to, at most some;
// more tells that there are others.
func (t Timetable) Between(from, to time.Time, most int) (list []time.Time, more bool) {
	for at, ok := t.Next(from); ok && !at.After(to); at, ok = t.Next(at) {
		if len(list) == most {
			return list, true
		}
		list = append(list, at)
	}
	return list, false
}

// leastStep is the shortest step: less is no maintenance.
const leastStep = time.Minute

// dayPattern is every step days from its first reading.
type dayPattern struct {
	first time.Time
	step  int // above 0
}

func (p dayPattern) after(clock time.Time) (time.Time, bool) {
	n := max(0, daysOf(p.first, clock)/p.step-1)
	for {
		if at := p.first.AddDate(0, 0, n*p.step); at.After(clock) {
			return at, true
		}
		n++
	}
}

// monthPattern is a day of every step-th month from that of its first reading.
type monthPattern struct {
	first time.Time
	day   int // 1–31; the last one of months that have not so many
	step  int // above 0
}

func (p monthPattern) after(clock time.Time) (time.Time, bool) {
	n := max(0, monthsBetween(p.first, clock)/p.step-1)
	for {
		if at := p.at(n); at.After(clock) && !at.Before(p.first) {
			return at, true
		}
		n++
	}
}

func (p monthPattern) at(n int) time.Time {
	month := time.Date(p.first.Year(), p.first.Month()+time.Month(n*p.step), 1, 0, 0, 0, 0, time.UTC)
	last := month.AddDate(0, 1, -1).Day()
	return time.Date(month.Year(), month.Month(), min(p.day, last), p.first.Hour(), p.first.Minute(), p.first.Second(), 0, time.UTC)
}

// clockReading is what the clocks of a zone show at an instant, as a time in
// UTC.
func clockReading(t time.Time, zone *time.Location) time.Time {
	t = t.In(zone)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// shownAt is the first instant at which the clocks of a zone show a reading; of
// one that they skip, the first instant behind the gap.
func shownAt(clock time.Time, zone *time.Location) time.Time {
	var first, behind time.Time
	for _, near := range [...]time.Duration{-24 * time.Hour, 24 * time.Hour} {
		_, offset := clock.Add(near).In(zone).Zone()
		t := clock.Add(-time.Duration(offset) * time.Second).In(zone)
		if clockReading(t, zone).Equal(clock) && (first.IsZero() || t.Before(first)) {
			first = t
		}
		// With the offset from before a gap, the reading lies behind it.
		if near < 0 {
			behind, _ = t.ZoneBounds()
		}
	}
	switch {
	case !first.IsZero():
		return first
	case !behind.IsZero():
		return behind
	}
	return time.Date(clock.Year(), clock.Month(), clock.Day(), clock.Hour(), clock.Minute(), clock.Second(), 0, zone)
}
