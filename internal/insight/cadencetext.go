package insight

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Text says a schedule in words: "every month on day 31 (the last day of
// shorter months) at 02:00". It is false for what does not fit a short
// sentence, such as a cron expression with several hours; those are better
// shown as they are written.
func (c Cadence) Text() (diag.Text, bool) {
	p := saying{step: c.step, weekday: c.weekday, monthDay: c.monthDay, clock: c.clock}
	ok := c.cron == "" && c.rule == nil && (c.step != facet.Interval{} || c.length > 0)
	switch {
	case c.length > 0:
		seconds := length(c.length)
		return diag.Text{En: "every " + FormatDuration(seconds, "en"), Ja: FormatDuration(seconds, "ja") + "ごと"}, true
	case c.cron != "":
		p, ok = cronWords(c.cron)
	case c.rule != nil:
		p, ok = c.rule.words(c.clock)
	case c.step.Months > 0 && p.monthDay == 0 && c.from.Known:
		p.monthDay = c.from.Day
	}
	if !ok {
		return diag.Text{}, false
	}
	return diag.Text{En: p.english(), Ja: p.japanese()}, true
}

// saying is a schedule that a sentence can say.
type saying struct {
	step         facet.Interval
	weekday, nth int // 1 for Monday … 7; the first, second … of a month, -1 the last; 0 is none
	monthDay     int // 1–31; 0 is none
	month        int // of a year, 1–12; 0 is none
	clock        int // seconds of the day; -1 is none
}

// cronWords reads a cron expression with one time of day, and with one day of
// the week, of the month or of the year.
func cronWords(text string) (saying, bool) {
	f := strings.Fields(text)
	p := saying{step: facet.Interval{Days: 1}}
	if len(f) != 5 {
		return p, false
	}
	minute, err1 := strconv.Atoi(f[0])
	hour, err2 := strconv.Atoi(f[1])
	if err1 != nil || err2 != nil {
		return p, false
	}
	p.clock = hour*3600 + minute*60
	day, month, weekday := f[2], f[3], f[4]
	switch {
	case day == "*" && month == "*" && weekday == "*":
	case day == "*" && month == "*":
		n, err := strconv.Atoi(weekday)
		if p.weekday = (n+6)%7 + 1; err != nil {
			p.weekday = weekdayOf(strings.ToLower(weekday))
		}
		p.step = facet.Interval{Days: 7}
		return p, p.weekday > 0 && len(weekday) != 2
	case weekday == "*":
		var err error
		if p.monthDay, err = strconv.Atoi(day); err != nil {
			return p, false
		}
		p.step = facet.Interval{Months: 1}
		if month != "*" {
			p.month, err = strconv.Atoi(month)
			p.step = facet.Interval{Months: 12}
		}
		return p, err == nil && p.monthDay <= 28 // cron leaves out months that lack the day
	default:
		return p, false
	}
	return p, true
}

// words reads a rule with one day. Clock is the time of day that the schedule
// gives beside it, -1 if none.
func (r *rule) words(clock int) (saying, bool) {
	o := r.option
	p := saying{clock: clock}
	n := max(o.Interval, 1)
	switch o.Freq {
	case rrule.YEARLY:
		p.step.Months = 12 * n
	case rrule.MONTHLY:
		p.step.Months = n
	case rrule.WEEKLY:
		p.step.Days = 7 * n
	default:
		p.step.Days = n
	}
	if o.Count > 0 || !r.until.IsZero() || len(o.Bymonth) > 1 || len(o.Bymonthday) > 1 || len(o.Byweekday) > 1 || len(o.Bysetpos) > 1 || len(o.Byhour) > 1 || len(o.Byminute) > 1 {
		return p, false
	}
	if len(o.Byhour) == 1 {
		p.clock = o.Byhour[0] * 3600
		for _, m := range o.Byminute {
			p.clock += m * 60
		}
	}
	for _, m := range o.Bymonth {
		p.month = m
	}
	for _, d := range o.Bymonthday {
		p.monthDay = d
	}
	for _, d := range o.Byweekday {
		p.weekday, p.nth = d.Day()+1, d.N()
	}
	for _, n := range o.Bysetpos {
		p.nth = n
	}
	sound := p.monthDay >= 0 && p.monthDay <= 28 && p.nth >= -1 && p.nth <= 4 && (p.weekday == 0 || p.monthDay == 0) &&
		(p.nth == 0) == (p.weekday == 0 || p.step.Months == 0) && (p.month == 0 || o.Freq == rrule.YEARLY) && (o.Freq != rrule.YEARLY || p.weekday == 0)
	return p, sound
}

var ordinals = [...]string{"last", "", "first", "second", "third", "fourth"}

func (p saying) english() string {
	text := "every " + englishStep(p.step)
	switch {
	case p.nth != 0:
		text = "on the " + ordinals[p.nth+1] + " " + time.Weekday(p.weekday%7).String() + " of " + text
	case p.weekday > 0 && p.step.Days == 7:
		text = "every " + time.Weekday(p.weekday%7).String()
	case p.weekday > 0:
		text += " on " + time.Weekday(p.weekday%7).String()
	case p.month > 0 && p.monthDay > 0:
		text += fmt.Sprintf(" on %d %s", p.monthDay, time.Month(p.month))
	case p.month > 0:
		text += " in " + time.Month(p.month).String()
	case p.monthDay > 0:
		text += " on day " + strconv.Itoa(p.monthDay)
		if p.monthDay > 28 {
			text += " (the last day of shorter months)"
		}
	}
	if p.clock >= 0 {
		text += fmt.Sprintf(" at %02d:%02d", p.clock/3600, p.clock/60%60)
	}
	return text
}

func englishStep(i facet.Interval) string {
	unit, n := "day", i.Days
	switch {
	case i.Months > 0 && i.Months%12 == 0:
		unit, n = "year", i.Months/12
	case i.Months > 0:
		unit, n = "month", i.Months
	case i.Days%7 == 0:
		unit, n = "week", i.Days/7
	}
	if n == 1 {
		return unit
	}
	return strconv.Itoa(n) + " " + unit + "s"
}

const japaneseWeekdays = "月火水木金土日"

func (p saying) japanese() string {
	text := japaneseStep(p.step)
	weekday := ""
	if p.weekday > 0 {
		weekday = string([]rune(japaneseWeekdays)[p.weekday-1]) + "曜日"
	}
	if strings.HasSuffix(text, "ごと") && (weekday != "" || p.monthDay > 0 || p.month > 0) {
		text += "の"
	}
	switch {
	case p.nth < 0:
		text += "最終" + weekday
	case p.nth > 0:
		text += "第" + strconv.Itoa(p.nth) + weekday
	default:
		text += weekday
	}
	if p.month > 0 {
		text += strconv.Itoa(p.month) + "月"
	}
	if p.monthDay > 0 {
		text += strconv.Itoa(p.monthDay) + "日"
		if p.monthDay > 28 && p.month == 0 {
			text += "（ない月は末日）"
		}
	}
	if p.clock >= 0 {
		text += fmt.Sprintf(" %d:%02d", p.clock/3600, p.clock/60%60)
	}
	return text
}

func japaneseStep(i facet.Interval) string {
	unit, name, n := "日", "毎日", i.Days
	switch {
	case i.Months > 0 && i.Months%12 == 0:
		unit, name, n = "年", "毎年", i.Months/12
	case i.Months > 0:
		unit, name, n = "か月", "毎月", i.Months
	case i.Days%7 == 0:
		unit, name, n = "週間", "毎週", i.Days/7
	}
	if n == 1 {
		return name
	}
	return strconv.Itoa(n) + unit + "ごと"
}
