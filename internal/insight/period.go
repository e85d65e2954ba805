package insight

import (
	"fmt"
	"time"
)

// Period is a stretch of the calendar in a zone: [From, To).
type Period struct {
	Label    string // 2026, 2026-H1, 2026-Q1, 2026-01, 2026-W03, FY2026, FY2026-Q4; empty for a rolling window
	From, To time.Time
}

// Contains tells whether t lies in the period.
func (p Period) Contains(t time.Time) bool { return !t.Before(p.From) && t.Before(p.To) }

// calendar gives the period that holds a day of a zone. The names are those
// of an objective's window.
type calendar struct {
	window string
	at     func(t time.Time, zone *time.Location) Period
}

// calendars are the windows in the order in which they are listed.
var calendars = [...]calendar{
	{"calendar_week", weekAt},
	{"calendar_month", byMonth(monthOf)},
	{"calendar_quarter", byMonth(quarterOf)},
	{"calendar_year", byMonth(yearOf)},
}

func byMonth(of func(int, time.Month, *time.Location) Period) func(time.Time, *time.Location) Period {
	return func(t time.Time, zone *time.Location) Period {
		t = t.In(zone)
		return of(t.Year(), t.Month(), zone)
	}
}

func monthOf(year int, month time.Month, zone *time.Location) Period {
	return Period{
		fmt.Sprintf("%04d-%02d", year, int(month)),
		midnight(year, month, 1, zone), midnight(year, month+1, 1, zone),
	}
}

func quarterOf(year int, month time.Month, zone *time.Location) Period {
	first := month - (month-1)%3
	return Period{
		fmt.Sprintf("%04d-Q%d", year, (int(first)+2)/3),
		midnight(year, first, 1, zone), midnight(year, first+3, 1, zone),
	}
}

func yearOf(year int, _ time.Month, zone *time.Location) Period {
	return Period{fmt.Sprintf("%04d", year), midnight(year, 1, 1, zone), midnight(year+1, 1, 1, zone)}
}

// weekAt gives the ISO week: Monday to Sunday.
func weekAt(t time.Time, zone *time.Location) Period {
	t = t.In(zone)
	year, week := t.ISOWeek()
	monday := t.Day() - (int(t.Weekday())+6)%7
	return Period{
		fmt.Sprintf("%04d-W%02d", year, week),
		midnight(t.Year(), t.Month(), monday, zone), midnight(t.Year(), t.Month(), monday+7, zone),
	}
}

// over gives the periods that [from, to) touches, at least the one of from.
func (c calendar) over(from, to time.Time, zone *time.Location) []Period {
	list := []Period{c.at(from, zone)}
	for {
		last := list[len(list)-1]
		if !last.To.Before(to) {
			return list
		}
		list = append(list, c.at(last.To, zone))
	}
}

// midnight is the first instant of a day in a zone. time.Date alone is not
// enough where the clock is set at midnight: it then gives either of two
// instants, one of them on the day before.
func midnight(year int, month time.Month, day int, zone *time.Location) time.Time {
	utc := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	var first time.Time
	for _, near := range [...]time.Duration{-24 * time.Hour, 24 * time.Hour} {
		_, offset := utc.Add(near).In(zone).Zone()
		t := utc.Add(-time.Duration(offset) * time.Second).In(zone)
		if sameDay(t, utc) && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	if first.IsZero() { // the zone has no such day: Samoa, 2011-12-30
		return midnight(year, month, day+1, zone)
	}
	// Where 00:00 does not exist, the day begins with the change of the clock.
	if begin, _ := first.ZoneBounds(); first.Hour() > 0 && !begin.IsZero() {
		return begin
	}
	return first
}

func sameDay(a, b time.Time) bool {
	return a.YearDay() == b.YearDay() && a.Year() == b.Year()
}
