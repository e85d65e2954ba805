package facet

import (
	"strings"
	"time"
)

// moment is one expression of time in a text: a day, a clock, or both, or a
// distance from the start of the incident.
type moment struct {
	day      day
	hasDay   bool
	hour     int
	min, sec int
	hasClock bool
	zone     zone // as written behind the clock; its name is empty if none is
	distance time.Duration
	relative bool // distance counts: T+5m
	approx   bool // ~14:30, 14:30頃
	// blank tells of a place kept for a clock that nobody filled in: 14:??,
	// HH:mm, --:--, or a day like 2022-05-??.
	blank      bool
	start, end int // in the text
}

// clock is the time of day in seconds.
func (m moment) clock() int { return m.hour*3600 + m.min*60 + m.sec }

// moment reads an expression of time, with the signs of vagueness around it.
func (c *scan) moment() (moment, bool) {
	m := moment{start: c.i}
	m.approx = c.about()
	if c.relative(&m) {
		m.end = c.i
		return m, true
	}
	if m.day, m.hasDay = c.day(); m.hasDay {
		m.end = c.i
		c.betweenDayAndClock()
	} else if c.blankDay() {
		m.blank = true
		m.end = c.i
		c.spaces()
	}
	c.clockInto(&m)
	if m.day.weekday > 0 && !m.hasClock {
		return m, false
	}
	return m, m.hasDay || m.hasClock || m.blank
}

// clockInto reads the clock of a moment and what belongs to it.
func (c *scan) clockInto(m *moment) {
	from := *c
	m.approx = c.about() || m.approx
	switch {
	case c.clock(m):
		m.hasClock = true
		c.vague(m)
		m.zone, _ = c.zoneBehind()
	case c.blankClock():
		m.blank = true
	default:
		if m.hasDay || m.blank {
			*c = scan{c.s, m.end}
		} else {
			*c = from
		}
		return
	}
	m.end = c.i
}

// betweenDayAndClock reads what may join the two.
func (c *scan) betweenDayAndClock() {
	if c.eat("T") {
		return
	}
	c.spaces()
	if c.eat(",", "、", "@", "-", "–", "の", "|") || c.word("at ") {
		c.spaces()
	}
}

// about reads a sign that the time is not exact.
func (c *scan) about() bool {
	if !c.eat("~", "約", "およそ", "±") && !c.word("approximately ", "approx. ", "approx ", "around ", "about ", "circa ", "ca. ", "c. ") {
		return false
	}
	c.spaces()
	return true
}

// vague reads the signs of vagueness behind a clock: 14:30頃, 14:30~.
func (c *scan) vague(m *moment) {
	from := c.i
	c.spaces()
	if c.eat("頃", "ごろ", "ころ", "前後", "過ぎ", "すぎ") || c.word("ish") {
		m.approx = true
		return
	}
	c.i = from
	if c.eat("~") {
		rest := c.scanned()
		if rest.spaces(); rest.end() || !isDigit(rest.s[rest.i]) {
			m.approx = true
			return
		}
	}
	c.i = from
}

// scanned is a copy to look ahead with.
func (c *scan) scanned() *scan { return &scan{c.s, c.i} }

// clock reads a time of day: 14:30, 14:30:05, 14.30, 2:30 pm, 2pm, 14時30分,
// 午後2時30分, 14時半, 1430Z.
func (c *scan) clock(m *moment) bool {
	from := *c
	if c.noon(m) {
		return true
	}
	half := c.halfBefore()
	hour := c.number(1, 2)
	ok := false
	switch {
	case hour < 0:
		ok = c.military(m)
		hour = m.hour
	case c.eat("時"):
		ok = c.japaneseMinutes(m)
	case strings.HasPrefix(c.rest(), ":"):
		ok = c.colonMinutes(m) && hour <= 24
	case strings.HasPrefix(c.rest(), "."):
		digits := c.i - from.i
		ok = c.pointMinutes(m) && hour <= 24 && (digits >= 2 || half != noHalf || c.scanned().halfBehind() != noHalf)
	default:
		ok = half != noHalf || strings.ContainsAny(clip(strings.TrimSpace(c.rest()), 1), "aApP")
		m.min, m.sec = 0, 0
		if behind := c.halfBehind(); behind == noHalf {
			ok = ok && half != noHalf && c.wordEnd()
		} else {
			half = behind
		}
		return ok && m.setHour(hour, half) || c.restore(from)
	}
	if behind := c.halfBehind(); behind != noHalf {
		half = behind
	}
	return ok && c.clockEnds() && m.setHour(hour, half) || c.restore(from)
}

// restore goes back and fails.
func (c *scan) restore(from scan) bool {
	*c = from
	return false
}

// colonMinutes reads :30, :30:05 and :30:05.250.
func (c *scan) colonMinutes(m *moment) bool {
	c.eat(":")
	m.min, m.sec = c.number(2, 2), 0
	if c.i+1 < len(c.s) && c.s[c.i] == ':' && c.digitAt(1) {
		c.i++
		m.sec = c.number(2, 2)
		if c.i+1 < len(c.s) && (c.s[c.i] == '.' || c.s[c.i] == ',') && c.digitAt(1) {
			c.i++
			c.number(1, 9)
		}
	}
	return inHour(m)
}

// pointMinutes reads .30 behind an hour. A further point makes it a version
// or an address.
func (c *scan) pointMinutes(m *moment) bool {
	c.eat(".")
	m.min, m.sec = c.number(2, 2), 0
	return inHour(m)
}

// japaneseMinutes reads 30分, 30分05秒, 半 or nothing behind 時.
func (c *scan) japaneseMinutes(m *moment) bool {
	m.min, m.sec = 0, 0
	if c.eat("半") {
		m.min = 30
		return true
	}
	if strings.HasPrefix(c.rest(), "間") {
		return false // 2時間 is a duration
	}
	from := c.i
	c.spaces()
	minutes := c.number(1, 2)
	if minutes < 0 || !c.eat("分") || strings.HasPrefix(c.rest(), "間") {
		c.i = from
		return true
	}
	m.min = minutes
	from = c.i
	if seconds := c.number(1, 2); seconds >= 0 && c.eat("秒") {
		m.sec = seconds
	} else {
		c.i = from
	}
	return inHour(m)
}

// military reads 1430 where a zone follows: four digits alone are no clock.
func (c *scan) military(m *moment) bool {
	n := c.number(4, 4)
	if n < 0 {
		return false
	}
	look := c.scanned()
	if _, ok := look.zoneBehind(); !ok {
		return false
	}
	m.hour, m.min, m.sec = n/100, n%100, 0
	return inHour(m)
}

func inHour(m *moment) bool {
	return 0 <= m.min && m.min < 60 && 0 <= m.sec && m.sec < 60
}

// clockEnds tells that nothing goes on behind a clock that would make it part
// of a version, an address, a ratio or a word. A zone or 頃 may follow at once.
func (c *scan) clockEnds() bool {
	if c.end() {
		return true
	}
	if strings.IndexByte(":./%", c.s[c.i]) >= 0 && c.digitAt(1) || c.s[c.i] == '%' {
		return false
	}
	if isDigit(c.s[c.i]) || c.s[c.i] == '_' {
		return false
	}
	if !isLatin(c.s[c.i]) {
		return true
	}
	look := c.scanned()
	_, ok := look.zoneBehind()
	return ok || look.word("ish", "h", "hrs", "to")
}

// blankDay reads a day with places left open: 2022-05-??, 20xx-MM-DD.
func (c *scan) blankDay() bool { return c.blankNumbers("-/", 2) }

// blankClock reads a clock with places left open: HH:mm, --:--, 14:??.
func (c *scan) blankClock() bool { return c.blankNumbers(":", 1) }

// blankNumbers reads groups of digits and of the signs that stand for digits,
// joined by a separator, at least one of them open.
func (c *scan) blankNumbers(seps string, joins int) bool {
	from, open, joined := c.i, false, 0
	for ; !c.end(); c.i++ {
		b := c.s[c.i]
		switch {
		case strings.IndexByte(seps, b) >= 0 && c.i > from && joined < joins && !(b == '-' && seps == ":"):
			joined++
		case strings.IndexByte("?xXYyMmDdHhSs_", b) >= 0, b == '-' && seps == ":":
			open = true
		case isDigit(b):
		default:
			if open && joined == joins && c.wordEnd() {
				return true
			}
			c.i = from
			return false
		}
	}
	if open && joined == joins {
		return true
	}
	c.i = from
	return false
}

// relative reads a distance from the start: T+5, T+5m, T+00:05, +5m, 発生+5分.
func (c *scan) relative(m *moment) bool {
	from := *c
	marked := c.eat("T0", "t0")
	if marked && c.wordEnd() && !c.scanned().signed() {
		m.relative = true
		return true
	}
	marked = marked || c.eat("T", "t", "発生から", "発生")
	c.spaces()
	sign := time.Duration(1)
	switch {
	case c.eat("+"):
	case marked && c.eat("-", "−", "–"):
		sign = -1
	case marked && c.eat("0") && c.wordEnd():
		m.relative = true
		return true
	default:
		return c.restore(from)
	}
	c.spaces()
	d, ok := c.clockLength()
	if !ok {
		d, _, ok = c.length()
	}
	if n := -1; !ok && marked {
		if n = c.number(1, 4); n >= 0 && c.wordEnd() {
			d, ok = time.Duration(n)*time.Minute, true
		}
	}
	if !ok {
		return c.restore(from)
	}
	m.relative, m.distance = true, sign*d
	return true
}

// signed tells whether a sign and a number follow.
func (c *scan) signed() bool {
	c.spaces()
	return c.eat("+", "-", "−", "–") && (c.spaces() || true) && c.digitAt(0)
}

// clockLength reads a length of time as a clock shows it: 00:05, 1:30:00.
func (c *scan) clockLength() (time.Duration, bool) {
	from := *c
	var m moment
	hours := c.number(1, 3)
	if hours < 0 || !strings.HasPrefix(c.rest(), ":") || !c.colonMinutes(&m) || !c.clockEnds() {
		return 0, c.restore(from)
	}
	return time.Duration(hours)*time.Hour + time.Duration(m.min)*time.Minute + time.Duration(m.sec)*time.Second, true
}

// span reads a moment, or the two ends of a range: A 〜 B, A – B, A to B,
// AからBまで. two tells whether to is given; a range that has no end yet gives
// its beginning only.
func (c *scan) span() (from, to moment, two, ok bool) {
	if from, ok = c.moment(); !ok || from.relative {
		return from, to, false, ok
	}
	back := *c
	c.spaces()
	if !c.eat("~", "→", "->", "-", "–", "—", "から") && !c.word("to ", "until ", "till ", "through ") {
		*c = back
		return from, to, false, true
	}
	c.spaces()
	if to, ok = c.moment(); !ok || !to.hasClock || !from.hasClock && !from.hasDay {
		*c = back
		return from, moment{}, false, true
	}
	c.eat("まで")
	return from, to, true, true
}
