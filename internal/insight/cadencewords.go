package insight

import (
	"strconv"
	"strings"

	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// Words of a schedule, after NFKC and, but for zones, in lower case.
var (
	clockWord   = lazyregexp.New(`(?:\bat )?\b([01]?[0-9]|2[0-4]):([0-5][0-9])\b`)
	clockJa     = lazyregexp.New(`([01]?[0-9]|2[0-3])時(?:([0-5]?[0-9])分)?に?`)
	zoneWord    = lazyregexp.New(`\b(UTC|[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z0-9_+-]*){1,2})$`)
	weekdayWord = lazyregexp.New(`(?:\bon )?\b(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs|rsday|urday)?s?\b`)
	weekdayJa   = lazyregexp.New(`([月火水木金土日])曜日?に?`)
	monthDay    = lazyregexp.New(`\bon (?:the )?(?:day )?([0-9]{1,2})(?:st|nd|rd|th)?\b|\bon the last day\b|\bon last\b`)
	monthDayJa  = lazyregexp.New(`(?:^|[^0-9])([0-9]{1,2})日に?$|月末に?|末日に?`)
	clockOnly   = lazyregexp.New(`^(?:([01]?[0-9]|2[0-3]):([0-5][0-9])(?::00)?|([01]?[0-9]|2[0-3])時(?:([0-5]?[0-9])分)?)$`)
)

// readWords reads "every 2w on mon at 02:00", "monthly", 毎月15日 9時: a zone,
// a time of day and a day, each taken out where it stands, and the interval
// that is left.
func (c *Cadence) readWords(text, field string) Unreadable {
	rest := text
	if m := zoneWord.FindStringSubmatchIndex(rest); m != nil {
		if zone := zoneOf(rest[m[2]:m[3]]); zone != nil {
			c.zone, rest = zone, rest[:m[0]]
		}
	}
	rest = c.takeClock(strings.ToLower(rest))
	rest = c.takeDay(rest)
	rest = strings.Trim(strings.Join(strings.Fields(rest), " "), " ,、")
	rest = strings.TrimPrefix(strings.TrimPrefix(rest, "every: "), "every:")
	if (rest == "" || rest == "every") && (c.weekday > 0 || c.monthDay > 0) {
		return Unreadable{}
	}
	if step, ok := facet.ParseInterval(rest); ok {
		c.step = step
		return Unreadable{}
	}
	length, ok := facet.ParseDuration(strings.TrimPrefix(rest, "every "))
	if !ok || length < leastStep {
		return unreadable(field, "%q is not a schedule such as every 1mo, weekly on mon at 02:00, or five fields of cron",
			"%q は every 1mo、weekly on mon at 02:00、cron の5項目のようなスケジュールではありません", text)
	}
	c.length = length
	return Unreadable{}
}

// takeClock reads the time of day, and gives the text without it.
func (c *Cadence) takeClock(text string) string {
	for _, shape := range []*lazyregexp.Regexp{clockWord, clockJa} {
		m := shape.FindStringSubmatchIndex(text)
		if m == nil {
			continue
		}
		minute := 0
		if m[4] >= 0 {
			minute = digits(text[m[4]:m[5]])
		}
		if hour := digits(text[m[2]:m[3]]); hour < 24 {
			c.clock = hour*3600 + minute*60
			return text[:m[0]] + " " + text[m[1]:]
		}
	}
	return text
}

// takeDay reads the weekday or the day of the month, and gives the text
// without it.
func (c *Cadence) takeDay(text string) string {
	for _, shape := range []*lazyregexp.Regexp{weekdayWord, weekdayJa} {
		if m := shape.FindStringSubmatchIndex(text); m != nil {
			c.weekday = weekdayOf(text[m[2]:m[3]])
			return text[:m[0]] + " " + text[m[1]:]
		}
	}
	if m := monthDay.FindStringSubmatchIndex(text); m != nil {
		if n := lastOr(text, m); n > 0 {
			c.monthDay = n
			return text[:m[0]] + " " + text[m[1]:]
		}
	}
	// 3日 alone is an interval, 毎月3日 a day.
	if head, tail, ok := strings.Cut(text, "毎月"); ok && strings.TrimSpace(tail) != "" {
		tail = strings.TrimSpace(tail)
		if m := monthDayJa.FindStringSubmatchIndex(tail); m != nil && m[0] == 0 {
			if n := lastOr(tail, m); n > 0 {
				c.monthDay = n
				return head + "毎月" + tail[m[1]:]
			}
		}
	}
	return text
}

// lastOr is the day that a match names: its number, or 31 for the last one; 0
// if no month has it.
func lastOr(text string, m []int) int {
	if m[2] < 0 {
		return 31
	}
	if n := digits(text[m[2]:m[3]]); n >= 1 && n <= 31 {
		return n
	}
	return 0
}

func weekdayOf(name string) int {
	for i, names := range [...]string{"mon月", "tue火", "wed水", "thu木", "fri金", "sat土", "sun日"} {
		if strings.Contains(names, name) {
			return i + 1
		}
	}
	return 0
}

// readClock reads the member at.
func (c *Cadence) readClock(text, field string) Unreadable {
	m := clockOnly.FindStringSubmatch(text)
	if m == nil {
		return misshapen(field, "%q is not a time of day such as 02:00", "%q は 02:00 のような時刻ではありません", text)
	}
	c.clock = (digits(m[1])+digits(m[3]))*3600 + (digits(m[2])+digits(m[4]))*60
	return Unreadable{}
}

// readDay reads the member on.
func (c *Cadence) readDay(text, field string) Unreadable {
	text = strings.ToLower(text)
	if n, err := strconv.Atoi(strings.TrimSuffix(text, "日")); err == nil && n >= 1 && n <= 31 {
		c.monthDay = n
		return Unreadable{}
	}
	if rest := c.takeDay("on " + text); strings.TrimSpace(rest) == "" {
		return Unreadable{}
	}
	if n := weekdayOf(text); n > 0 && len(text) >= 3 {
		c.weekday = n
		return Unreadable{}
	}
	if text == "月末" || text == "末日" {
		c.monthDay = 31
		return Unreadable{}
	}
	return misshapen(field, "%q is neither a weekday such as mon nor a day of the month", "%q は mon のような曜日でも日付でもありません", text)
}

// digits reads digits that a pattern has checked; none are 0.
func digits(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}
