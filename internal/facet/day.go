package facet

import (
	"slices"
	"strings"
	"time"
)

// day is a calendar day as a text gives it. Its zero value is no day.
type day struct {
	year  int // 0 if the text gives none: "1/15"
	month time.Month
	num   int
	// either tells that month and day may be the other way round: 5/6/2023.
	either bool
	// shift is a day named by its distance: 1 for 翌日, 0 for 同日. Such a day
	// has no month.
	shift int
	same  bool // 同日
	// weekday is a day named by its weekday alone, "Fri 00:20": 1 for Monday, 0
	// for other days. Such a day has no month.
	weekday int
}

// absolute tells whether the day has at least month and day of the month.
func (d day) absolute() bool { return d.month != 0 }

// whole tells whether nothing is missing from the day.
func (d day) whole() bool { return d.year != 0 && d.month != 0 && !d.either }

// plus is the whole day n days later.
func (d day) plus(n int) day {
	t := time.Date(d.year, d.month, d.num+n, 0, 0, 0, 0, time.UTC)
	return day{year: t.Year(), month: t.Month(), num: t.Day()}
}

// until is the number of days from d to e, both whole.
func (d day) until(e day) int {
	return int(e.noon().Sub(d.noon()).Hours() / 24)
}

func (d day) noon() time.Time {
	return time.Date(d.year, d.month, d.num, 12, 0, 0, 0, time.UTC)
}

func dayOf(t time.Time) day {
	return day{year: t.Year(), month: t.Month(), num: t.Day()}
}

// real tells whether the calendar has such a day. A day without a year is
// tried in a leap year.
func real(year int, month, num int) bool {
	if year == 0 {
		year = 2024
	}
	if year < 1970 || year > 2199 || month < 1 || month > 12 || num < 1 {
		return false
	}
	return num <= time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// nearest completes a day by a day that it must be close to: it takes the
// year, and the order of month and day, that bring the two within days of each
// other; where the order is certain three months will do. It fails if not
// exactly one reading comes as close.
func (d day) nearest(near day) (day, bool) {
	if d.whole() || !near.whole() {
		return d, d.whole()
	}
	for _, within := range []int{3, 92} {
		if d.either && within > 3 {
			break
		}
		var found []day
		for _, c := range d.readings(near.year) {
			if distance := near.until(c); -within <= distance && distance <= within {
				found = append(found, c)
			}
		}
		if len(found) > 0 {
			return found[0], len(found) == 1
		}
	}
	return d, false
}

// readings are the whole days that d may be, in or beside a year.
func (d day) readings(year int) []day {
	years := []int{d.year}
	if d.year == 0 {
		years = []int{year - 1, year, year + 1}
	}
	var out []day
	for _, y := range years {
		if real(y, int(d.month), d.num) {
			out = append(out, day{year: y, month: d.month, num: d.num})
		}
		if d.either && int(d.month) != d.num && real(y, d.num, int(d.month)) {
			out = append(out, day{year: y, month: time.Month(d.num), num: int(d.month)})
		}
	}
	return out
}

// The forms of a day in the order in which they are tried: all, those that
// begin with a digit, and those that begin with a Latin letter.
var (
	dayForms   = []func(*scan) (day, bool){(*scan).yearFirst, (*scan).era, (*scan).japaneseDay, (*scan).monthFirst, (*scan).dayFirst, (*scan).numeric, (*scan).nextDay}
	digitForms = []func(*scan) (day, bool){(*scan).yearFirst, (*scan).japaneseDay, (*scan).dayFirst, (*scan).numeric}
	wordForms  = []func(*scan) (day, bool){(*scan).monthFirst, (*scan).nextDay}
)

func (c *scan) dayForms() []func(*scan) (day, bool) {
	switch {
	case c.digitAt(0):
		return digitForms
	case !c.end() && isLatin(c.s[c.i]):
		return wordForms
	}
	return dayForms
}

// day reads a day: 2023-01-15, 2023/1/15, 2023年1月15日, 令和5年1月15日, 1月15日,
// Jan 15 2023, 15th of January 2023, 15.01.2023, 1/15, with the name of the
// weekday before or behind it.
func (c *scan) day() (day, bool) {
	start := *c
	if c.weekday() > 0 {
		c.eat(",", ".", "、")
		c.spaces()
		c.word("the ")
	}
	for _, form := range c.dayForms() {
		from := *c
		if d, ok := form(c); ok {
			c.weekdayBehind()
			return d, true
		}
		*c = from
	}
	// A weekday alone is a day only before a clock.
	*c = start
	if n := c.weekday(); n > 0 {
		from := *c
		c.eat(",", ".", "、")
		c.spaces()
		_ = c.word("at ")
		if c.digitAt(0) {
			*c = from
			return day{weekday: n}, true
		}
	}
	*c = start
	return day{}, false
}

// yearFirst reads 2023-01-15, 2023/1/15, 2023.01.15 and 2023年1月15日.
func (c *scan) yearFirst() (day, bool) {
	year := c.number(4, 4)
	if year < 0 {
		return day{}, false
	}
	if c.eat("年") {
		return c.monthAndDay(year)
	}
	for _, sep := range []string{"-", "/", "."} {
		if !c.eat(sep) {
			continue
		}
		month := c.number(1, 2)
		if month < 0 || !c.eat(sep) {
			return day{}, false
		}
		num := c.number(1, 2)
		return day{year: year, month: time.Month(month), num: num}, real(year, month, num) && c.dayEnds()
	}
	return day{}, false
}

// dayEnds tells that a numeric day is over: neither a further part of a
// version or path nor a word goes on.
func (c *scan) dayEnds() bool {
	if c.end() || c.s[c.i] == 'T' && c.digitAt(1) {
		return true
	}
	sign := strings.IndexByte("-/.", c.s[c.i]) >= 0
	return !(sign && c.digitAt(1)) && c.wordEnd()
}

// monthAndDay reads the rest of 2023年1月15日.
func (c *scan) monthAndDay(year int) (day, bool) {
	c.spaces()
	month := c.number(1, 2)
	if month < 0 || !c.eat("月") {
		return day{}, false
	}
	c.spaces()
	num := c.number(1, 2)
	if num < 0 || !c.eat("日") {
		return day{}, false
	}
	return day{year: year, month: time.Month(month), num: num}, real(year, month, num)
}

// era reads 令和5年1月15日. The first year of an era may be written 元.
func (c *scan) era() (day, bool) {
	if !c.eat("令和") {
		return day{}, false
	}
	year := c.number(1, 2)
	if year < 0 && c.eat("元") {
		year = 1
	}
	if year < 1 || !c.eat("年") {
		return day{}, false
	}
	return c.monthAndDay(2018 + year)
}

// japaneseDay reads 1月15日 and 1月15日（2023年）.
func (c *scan) japaneseDay() (day, bool) {
	d, ok := c.monthAndDay(0)
	if !ok {
		return d, false
	}
	from := *c
	if c.spaces(); c.eat("(", "（") {
		if year := c.number(4, 4); year > 0 && c.eat("年") && c.eat(")", "）") && real(year, int(d.month), d.num) {
			d.year = year
			return d, true
		}
	}
	*c = from
	return d, true
}

var monthNames = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// monthName reads the English name of a month, or its first three letters.
func (c *scan) monthName() time.Month {
	if c.end() || !isLatin(c.s[c.i]) {
		return 0
	}
	for i, name := range monthNames {
		if c.word(name) || c.word(name[:3]) || name == "september" && c.word("sept") {
			c.eat(".")
			return time.Month(i + 1)
		}
	}
	return 0
}

// monthFirst reads Jan 15 2023, January 15th, 2023 and Jan 15.
func (c *scan) monthFirst() (day, bool) {
	month := c.monthName()
	if month == 0 || !c.spaces() {
		return day{}, false
	}
	num := c.ordinal()
	if num < 0 || !c.wordEnd() {
		return day{}, false
	}
	return c.yearBehind(month, num)
}

// dayFirst reads 15 January 2023, 15th of January 2023, 3. February 2020 and
// 15-Jan-2023.
func (c *scan) dayFirst() (day, bool) {
	num := c.ordinal()
	if num < 0 {
		return day{}, false
	}
	c.eat(".", "-")
	c.spaces()
	c.word("of ")
	month := c.monthName()
	if month == 0 {
		return day{}, false
	}
	return c.yearBehind(month, num)
}

// ordinal reads 15, 1st, 2nd, 3rd, 15th.
func (c *scan) ordinal() int {
	n := c.number(1, 2)
	if n > 0 {
		c.word("st", "nd", "rd", "th")
	}
	return n
}

// yearBehind reads the year that may follow month and day.
func (c *scan) yearBehind(month time.Month, num int) (day, bool) {
	d := day{month: month, num: num}
	from := c.i
	c.eat(",", "-")
	c.spaces()
	if c.eat("'") && c.digitAt(0) {
		c.i = from
	} else if d.year = max(0, c.number(4, 4)); d.year == 0 || !c.wordEnd() || strings.HasPrefix(c.rest(), ":") {
		d.year, c.i = 0, from
	}
	return d, real(d.year, int(month), num)
}

// numeric reads 15.01.2023, 1/15/2023, 15/1/2023 and 1/15. With points the
// day comes first; with slashes either may, and a reading that the calendar
// rules out is no reading.
func (c *scan) numeric() (day, bool) {
	a := c.number(1, 2)
	if a < 1 {
		return day{}, false
	}
	if c.eat(".") {
		b := c.number(1, 2)
		if b < 1 || !c.eat(".") {
			return day{}, false
		}
		year := c.number(4, 4)
		return day{year: year, month: time.Month(b), num: a}, year > 0 && real(year, b, a) && c.dayEnds()
	}
	if !c.eat("/") {
		return day{}, false
	}
	b, year := c.number(1, 2), 0
	if b < 1 {
		return day{}, false
	}
	if c.eat("/") {
		if year = c.number(4, 4); year < 1 {
			return day{}, false
		}
	}
	if !c.dayEnds() {
		return day{}, false
	}
	switch monthFirst, dayFirst := real(year, a, b), real(year, b, a); {
	case monthFirst:
		return day{year: year, month: time.Month(a), num: b, either: dayFirst && a != b}, true
	case dayFirst:
		return day{year: year, month: time.Month(b), num: a}, true
	}
	return day{}, false
}

// nextDay reads a day that is named by its distance from the one before.
func (c *scan) nextDay() (day, bool) {
	switch {
	case c.eat("翌々日"):
		return day{shift: 2}, true
	case c.eat("翌日", "翌朝", "翌"), c.word("next day", "the next day", "(+1)", "+1d "):
		return day{shift: 1}, true
	case c.eat("前日"), c.word("the day before", "previous day"):
		return day{shift: -1}, true
	case c.eat("同日", "当日"), c.word("same day"):
		return day{same: true}, true
	}
	return day{}, false
}

// days finds the whole and partial days that stand anywhere in a text.
func days(s string) []day {
	var found []day
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) && !isLatin(s[i]) && !strings.HasPrefix(s[i:], "令") || !freeBefore(s, i) {
			continue
		}
		if isLatin(s[i]) && !mayBeDay(s[i:]) {
			continue
		}
		c := scan{s, i}
		if d, ok := c.day(); ok && d.absolute() && !(d.year == 0 && strings.Contains(s[i:c.i], "/")) {
			if !slices.Contains(found, d) {
				found = append(found, d)
			}
			i = c.i - 1
		}
	}
	return found
}

// freeBefore tells whether a number or word may begin at byte i: it is not
// the tail of a longer one, of a path or of an address.
func freeBefore(s string, i int) bool {
	if i == 0 {
		return true
	}
	p := s[i-1]
	return !isDigit(p) && !isLatin(p) && strings.IndexByte(":./@_-#+", p) < 0
}
