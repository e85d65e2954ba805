package facet

import (
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/doc"
)

// ParseDuration reads a length of time: PT2H15M, 1h30m, 2 h 15 min,
// 148 minutes, 1.5 hours, 2時間15分, 2:15:00. Of a range, 30-60 minutes, it
// gives the upper end. Nothing but the length may stand in the text, save
// words like "about" before it and a remark in brackets behind it.
func ParseDuration(text string) (time.Duration, bool) {
	d, ok := readDuration(line{text: text}.fold().text)
	return d.length, ok
}

// stated is a length of time as a text states it.
type stated struct {
	length time.Duration
	grain  time.Duration // the smallest unit that is given
	approx bool
	upper  bool // of a range
}

func readDuration(text string) (stated, bool) {
	c := scan{s: strings.TrimSpace(text)}
	var s stated
	s.approx = c.about()
	if d, ok := c.iso(); ok {
		s.length, s.grain = d, time.Second
		return s, c.end()
	}
	c.lowerEnd(&s)
	var ok bool
	if s.length, s.grain, ok = c.length(); !ok {
		s.length, ok = c.clockLength()
		s.grain = time.Minute
	}
	if c.spaces(); c.eat("程度", "ほど", "弱", "強", "余り", "以上", "超") {
		s.approx = true
	}
	c.spaces()
	remark := c.eat("(", "[^")
	return s, ok && (c.end() || remark || c.eat(".", "。") && c.end())
}

// lowerEnd reads the lower end of a range: "30-", "30 to ", "1時間〜".
func (c *scan) lowerEnd(s *stated) {
	from := *c
	if _, _, ok := c.length(); !ok && c.number(1, 6) < 0 {
		*c = from
		return
	}
	c.spaces()
	if !c.eat("-", "–", "—", "~") && !c.word("to ") {
		*c = from
		return
	}
	c.spaces()
	s.upper = true
}

// iso reads an ISO 8601 duration of weeks, days, hours, minutes and seconds.
// Months and years have no fixed length.
func (c *scan) iso() (time.Duration, bool) {
	from := *c
	if !c.eat("P") {
		return 0, false
	}
	var d time.Duration
	clock, any := false, false
	for !c.end() {
		if !clock && c.eat("T") {
			clock = true
			continue
		}
		n, ok := c.decimal()
		unit := isoUnit(c, clock)
		if !ok || unit == 0 || n.thousandths > int64(maxLength/unit)*1000 {
			return 0, c.restore(from)
		}
		d, any = d+n.times(unit), true
	}
	if !any {
		return 0, c.restore(from)
	}
	return d, true
}

func isoUnit(c *scan, clock bool) time.Duration {
	switch {
	case clock && c.eat("H"):
		return time.Hour
	case clock && c.eat("M"):
		return time.Minute
	case clock && c.eat("S"):
		return time.Second
	case !clock && c.eat("W"):
		return 7 * 24 * time.Hour
	case !clock && c.eat("D"):
		return 24 * time.Hour
	}
	return 0
}

// decimal is a number with at most three digits behind the point, exact.
type decimal struct{ thousandths int64 }

func (d decimal) times(unit time.Duration) time.Duration {
	return time.Duration(d.thousandths) * (unit / 1000)
}

func (c *scan) decimal() (decimal, bool) {
	from := *c
	whole := c.groupedNumber()
	if whole < 0 {
		return decimal{}, false
	}
	d := decimal{int64(whole) * 1000}
	if c.i < len(c.s) && c.s[c.i] == '.' && c.digitAt(1) {
		c.i++
		at := c.i
		part := c.number(1, 3)
		if part < 0 {
			return decimal{}, c.restore(from)
		}
		for range 3 - (c.i - at) {
			part *= 10
		}
		d.thousandths += int64(part)
	}
	return d, true
}

// groupedNumber reads 1435 and 1,435.
func (c *scan) groupedNumber() int {
	from := *c
	n := c.number(1, 6)
	for n >= 0 && c.i < len(c.s) && c.s[c.i] == ',' && c.digitAt(3) && n < 1000 {
		c.i++
		part := c.number(3, 3)
		if part < 0 {
			*c = from
			return c.number(1, 6)
		}
		n = n*1000 + part
	}
	return n
}

// units are the names of units of time, the longest of each first.
var units = [...]struct {
	length time.Duration
	names  []string
}{
	{7 * 24 * time.Hour, []string{"weeks", "week", "wks", "w", "週間"}},
	{24 * time.Hour, []string{"days", "day", "d", "日間", "日"}},
	{time.Hour, []string{"hours", "hour", "hrs", "hr", "h", "時間"}},
	{time.Minute, []string{"minutes", "minute", "mins", "min", "m", "分間", "分"}},
	{time.Second, []string{"seconds", "second", "secs", "sec", "s", "秒間", "秒"}},
}

// length reads 1h30m, 2 hours 15 minutes, 2時間15分, 1.5 hours, 1時間半: a
// number and a unit, once or more, from the largest unit down. grain is the
// last, smallest unit.
func (c *scan) length() (d, grain time.Duration, ok bool) {
	for {
		from := *c
		if grain != 0 {
			c.spaces()
			c.eat(",")
			c.spaces()
			c.word("and ")
		}
		n, isNumber := c.decimal()
		c.spaces()
		unit := c.unit()
		if !isNumber || unit == 0 || grain != 0 && unit >= grain || n.thousandths > int64(maxLength/unit)*1000 {
			*c = from
			return d, grain, grain != 0
		}
		d, grain = d+n.times(unit), unit
		if c.eat("半") {
			d += unit / 2
		}
	}
}

// maxLength is the longest length of time that an honest document states.
const maxLength = 20 * 365 * 24 * time.Hour

func (c *scan) unit() time.Duration {
	for _, u := range units {
		if from := *c; c.word(u.names...) {
			if c.eat("."); u.names[0][0] < 0x80 || c.wordEnd() {
				return u.length
			}
			*c = from
		}
	}
	return 0
}

// DecodeDuration reads a length of time that a document states.
func DecodeDuration(v doc.Value) Duration {
	d := Duration{Text: v.Text(), Place: placeOf(v)}
	d.D, d.Known = ParseDuration(v.Text())
	return d
}

func placeOf(v doc.Value) Place { return Place{Span: v.Span(), From: v.From()} }
