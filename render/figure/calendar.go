package figure

import "time"

// Calendar is the days of some weeks, one column a week, with what happened on
// them.
type Calendar struct {
	Chart Chart     // X and Y are not used
	To    time.Time // the last day
	Weeks int       // 1–60, the last one is that of To
	First time.Weekday
	Days  []CalendarDay // in any order; those outside are left out
	Month func(time.Time) string
	Week  func(time.Weekday) string
}

// CalendarDay is a day that is marked.
type CalendarDay struct {
	Day   time.Time
	Class string
	Label string
	Href  string // empty for no link
	Grave bool   // it gets a shape of its own
}

// The measures of calendars, in the units of their view box.
const (
	dayStep  = 14
	daySize  = 12
	daysLeft = 34
	daysTop  = 20
)

// Days draws a calendar; one of no weeks, or of more than 60, gives nil.
func Days(c Calendar) []byte {
	if c.Weeks < 1 || c.Weeks > 60 {
		return nil
	}
	first := c.first()
	d := newPicture(c.Chart, "days", daysLeft+dayStep*c.Weeks, daysTop+7*dayStep)
	id := text(c.Chart.ID)
	d.put(`<defs><pattern id="`, id, `-day" x="`, daysLeft, `" y="`, daysTop, `" width="`, dayStep, `" height="`, dayStep, `" patternUnits="userSpaceOnUse"><rect class="day" width="`, daySize, `" height="`, daySize, `" rx="2"/></pattern></defs>`)
	last := int(midday(c.To).Sub(first)/(24*time.Hour)) % 7
	d.put(`<g fill="url(#`, id, `-day)"><rect x="`, daysLeft, `" y="`, daysTop, `" width="`, dayStep*(c.Weeks-1), `" height="`, 7*dayStep, `"/>`)
	d.put(`<rect x="`, daysLeft+dayStep*(c.Weeks-1), `" y="`, daysTop, `" width="`, dayStep, `" height="`, dayStep*(last+1), `"/></g>`)
	d.months(c, first)
	d.put(`<g class="axis">`)
	for i := 0; i < 7; i += 2 {
		d.put(`<text x="`, daysLeft-6, `" y="`, daysTop+dayStep*i+10, `" text-anchor="end">`, text(clipped(c.Week((c.First+time.Weekday(i))%7), daysLeft-6)), `</text>`)
	}
	d.put(`</g>`)
	for _, day := range c.Days {
		if n := int(midday(day.Day).Sub(first) / (24 * time.Hour)); n >= 0 && n <= 7*c.Weeks-7+last && !midday(day.Day).Before(first) {
			d.day(day, float64(daysLeft+n/7*dayStep), float64(daysTop+n%7*dayStep))
		}
	}
	return d.close()
}

// midday is noon of a day, so that no change of clocks moves it to another one.
func midday(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC)
}

// first is the first day of the first week.
func (c Calendar) first() time.Time {
	to := midday(c.To)
	return to.AddDate(0, 0, -(int(to.Weekday()-c.First)+7)%7-7*(c.Weeks-1))
}

// months writes the name of each month over the week of its first day.
func (d *drawing) months(c Calendar, first time.Time) {
	var ticks []tick
	for week := range c.Weeks {
		day := first.AddDate(0, 0, 7*week+6)
		if day.Day() <= 7 {
			name := c.Month(day)
			ticks = append(ticks, tick{float64(daysLeft+dayStep*week) + textWidth(name)/2, name})
		}
	}
	d.put(`<g class="axis">`)
	d.tickLabels(11, 0, float64(daysLeft+dayStep*c.Weeks), ticks)
	d.put(`</g>`)
}

func (d *drawing) day(day CalendarDay, x, y float64) {
	if day.Href != "" {
		d.put(`<a href="`, text(day.Href), `" aria-label="`, text(day.Label), `">`)
	}
	d.put(`<g class="marked `, text(day.Class), `"><title>`, text(day.Label), `</title><rect x="`, x, `" y="`, y, `" width="`, daySize, `" height="`, daySize, `" rx="2"/>`)
	if day.Grave {
		d.put(`<path d="M`, x+6, ` `, y+2.5, `l3.5 3.5l-3.5 3.5l-3.5 -3.5Z"/>`)
	}
	d.put(`</g>`)
	if day.Href != "" {
		d.put(`</a>`)
	}
}
