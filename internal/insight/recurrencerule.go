package insight

import (
	"slices"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// rule is a recurrence rule of RFC 5545 (section 3.3.10) as far as maintenance
// needs it: of days or longer, by months, weekdays and days of the month. What
// a month lacks is left out, as the RFC has it.
type rule struct {
	option rrule.ROption
	until  time.Time // the last clock reading; zero if it goes on
	utc    bool      // until is of UTC, not of the zone
	clock  bool      // it gives hours
}

// mostOccurrences is the highest COUNT: 27 years of days.
const mostOccurrences = 10_000

// ruleParts are the parts that are read. The others need more of rrule-go
// than it can bear from strangers: it leaves its tables for a BYWEEKNO or
// BYDAY that no year has, and searches seconds until the year 9999.
var ruleParts = []string{"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYHOUR", "BYMINUTE"}

var ruleShape = lazyregexp.New(`^[A-Z]+=[A-Z0-9,+-]+(;[A-Z]+=[A-Z0-9,+-]+)*$`)

func (c *Cadence) readRule(text, field string) Unreadable {
	text = strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(text)), "RRULE:")
	text = strings.TrimSuffix(text, ";")
	bad := unreadable(field, "%q is not a recurrence rule such as FREQ=MONTHLY;BYDAY=1MO", "%q は FREQ=MONTHLY;BYDAY=1MO のような繰り返し規則ではありません", text)
	if !ruleShape.MatchString(text) {
		return bad
	}
	r := &rule{}
	for _, part := range strings.Split(text, ";") {
		key, value, _ := strings.Cut(part, "=")
		if !slices.Contains(ruleParts, key) {
			return unreadable(field, "%s is not read in a recurrence rule", "繰り返し規則の %s には対応していません", key)
		}
		r.utc = r.utc || key == "UNTIL" && strings.HasSuffix(value, "Z")
		r.clock = r.clock || key == "BYHOUR"
	}
	option, err := rrule.StrToROption(text)
	if err != nil {
		return bad
	}
	if r.option = *option; !r.setEnd(text) {
		return bad
	}
	switch o := r.option; {
	case o.Freq > rrule.DAILY:
		return unreadable(field, "a recurrence rule of less than a day is not read: write every: 6h", "1日未満の繰り返し規則には対応していません。every: 6h のように書いてください")
	case o.Count > mostOccurrences:
		return unreadable(field, "COUNT is above %d: leave it out", "COUNT が%dを超えています。省いてください", mostOccurrences)
	case o.Interval > mostOccurrences || o.Count < 0 || o.Interval < 0 || !weeksFit(o):
		return bad
	}
	if _, err := rrule.NewRRule(rrule.ROption{
		Freq: option.Freq, Dtstart: time.Unix(0, 0).UTC(), Bymonth: option.Bymonth, Bymonthday: option.Bymonthday,
		Bysetpos: option.Bysetpos, Byhour: option.Byhour, Byminute: option.Byminute,
	}); err != nil {
		return bad
	}
	c.rule = r
	if !r.comes() {
		return unreadable(field, "the day of %q never comes", "%q に当たる日はありません", text)
	}
	return Unreadable{}
}

// setEnd takes UNTIL out of the options. A day lasts until its end.
func (r *rule) setEnd(text string) bool {
	r.until, r.option.Until = r.option.Until, time.Time{}
	if _, value, ok := strings.Cut(text, "UNTIL="); ok {
		value, _, _ = strings.Cut(value, ";")
		if len(value) == len("20060102") {
			r.until = r.until.AddDate(0, 0, 1).Add(-time.Second)
		}
		return !r.until.IsZero()
	}
	return true
}

// weeksFit tells whether every weekday is one that its period can have. The
// library would leave its tables for the 50th Monday of a month.
func weeksFit(o rrule.ROption) bool {
	most := 53
	if o.Freq == rrule.MONTHLY || len(o.Bymonth) > 0 {
		most = 5
	}
	for _, day := range o.Byweekday {
		if n := day.N(); n > most || n < -most || n != 0 && o.Freq > rrule.MONTHLY {
			return false
		}
	}
	return true
}

// counts tells whether the rule depends on where it begins.
func (r *rule) counts() bool {
	o := r.option
	days := len(o.Bymonthday) > 0 || len(o.Byweekday) > 0
	return o.Interval > 1 || o.Count > 0 || o.Freq != rrule.DAILY && !days
}

// comes tells whether the rule has an occurrence at all, whenever it begins.
func (r *rule) comes() bool {
	free := *r
	free.option.Count, free.option.Interval, free.until = 0, 0, time.Time{}
	begin := time.Date(2000, 1, 31, 0, 0, 0, 0, time.UTC)
	_, ok := free.pattern(begin, nil).after(begin)
	return ok
}

// pattern is the rule from its beginning, a clock reading, with until of a
// zone.
func (r *rule) pattern(begin time.Time, zone *time.Location) rulePattern {
	o := r.option
	o.Dtstart = begin
	// What the beginning implies must not follow it when it is moved.
	if len(o.Bymonthday) == 0 && len(o.Byweekday) == 0 {
		switch o.Freq {
		case rrule.YEARLY:
			if len(o.Bymonth) == 0 {
				o.Bymonth = []int{int(begin.Month())}
			}
			o.Bymonthday = []int{begin.Day()}
		case rrule.MONTHLY:
			o.Bymonthday = []int{begin.Day()}
		}
	}
	p := rulePattern{option: o, until: r.until}
	if r.utc && zone != nil {
		p.until = clockReading(r.until, zone)
	}
	return p
}

// rulePattern is a rule with its beginning.
type rulePattern struct {
	option rrule.ROption
	until  time.Time // zero if it goes on
}

// The Gregorian calendar repeats itself after 400 years, weekdays too.
const (
	cycle    = 400
	lastYear = 9969 // 30 years before the last one of rrule-go
)

// after gives the first occurrence after a clock reading. rrule-go has two
// habits that a document could use to keep it busy: it begins with the first
// occurrence of all, and looks for one until the year 9999. So the beginning
// is moved close to what is looked for, and all of it to the last cycle of the
// calendar before that year.
func (p rulePattern) after(clock time.Time) (time.Time, bool) {
	begin := p.option.Dtstart
	if p.option.Count == 0 && clock.After(begin) {
		begin = p.near(clock)
	}
	years := (lastYear - begin.Year()) / cycle * cycle
	limit := clock.AddDate(years, 0, 0)
	if limit.Year() > rrule.MAXYEAR {
		return time.Time{}, false
	}
	o := p.option
	o.Dtstart = begin.AddDate(years, 0, 0)
	found, err := rrule.NewRRule(o)
	if err != nil {
		return time.Time{}, false
	}
	next := found.After(limit, false)
	if next.IsZero() {
		return time.Time{}, false
	}
	next = next.AddDate(-years, 0, 0)
	return next, p.until.IsZero() || !next.After(p.until)
}

// near moves the beginning by whole intervals to at least one of them before a
// clock reading.
func (p rulePattern) near(clock time.Time) time.Time {
	begin := p.option.Dtstart
	step := max(p.option.Interval, 1)
	moved := begin
	switch p.option.Freq {
	case rrule.YEARLY:
		if n := (clock.Year()-begin.Year())/step - 1; n > 0 {
			moved = time.Date(begin.Year()+n*step, 1, 1, begin.Hour(), begin.Minute(), begin.Second(), 0, time.UTC)
		}
	case rrule.MONTHLY:
		if n := monthsBetween(begin, clock)/step - 1; n > 0 {
			moved = time.Date(begin.Year(), begin.Month()+time.Month(n*step), 1, begin.Hour(), begin.Minute(), begin.Second(), 0, time.UTC)
		}
	case rrule.WEEKLY, rrule.DAILY:
		if p.option.Freq == rrule.WEEKLY {
			step *= 7
		}
		if n := daysOf(begin, clock)/step - 1; n > 0 {
			moved = begin.AddDate(0, 0, n*step)
		}
	}
	return moved
}

// monthsBetween counts the turns of the month from one clock reading to
// another.
func monthsBetween(from, to time.Time) int {
	return 12*(to.Year()-from.Year()) + int(to.Month()) - int(from.Month())
}

// daysOf counts the midnights from one clock reading to another.
func daysOf(from, to time.Time) int { return daysBetween(dateOf(from), dateOf(to)) }
