package facet

// half is the half of the day that a clock names.
type half uint8

const (
	noHalf half = iota
	am
	pm
)

// halfBefore reads 午前, 午後, AM or PM before a clock, and the names of parts
// of the day that settle it: 夜9時. Of 深夜 and 朝 the hour alone tells it.
func (c *scan) halfBefore() half {
	from := c.i
	h := noHalf
	switch {
	case c.eat("午前"), c.word("am "):
		h = am
	case c.eat("午後"), c.word("pm "):
		h = pm
	case c.eat("夕方", "夜"):
		if look := c.scanned(); look.number(1, 2) >= 4 {
			h = pm
		}
	case c.eat("未明", "早朝", "朝", "深夜"):
	}
	c.spaces()
	if !c.digitAt(0) {
		c.i = from
		return noHalf
	}
	return h
}

// halfBehind reads am or pm behind a clock.
func (c *scan) halfBehind() half {
	from := c.i
	c.spaces()
	h := noHalf
	switch {
	case c.word("a.m.", "am"):
		h = am
	case c.word("p.m.", "pm"):
		h = pm
	}
	if h == noHalf || !c.wordEnd() {
		c.i = from
		return noHalf
	}
	return h
}

// noon reads the names of two times of day.
func (c *scan) noon(m *moment) bool {
	from := *c
	m.hour, m.min, m.sec = 12, 0, 0
	if c.eat("正午") {
		return true
	}
	_ = c.eat("12 ")
	if c.word("midnight") {
		m.hour = 0
		return true
	}
	return c.word("noon") || c.restore(from)
}

// lateHours is the end of a day that runs on after midnight: 25時30分 is half
// past one of the next day, as night shifts in Japan write it.
const lateHours = 30

// setHour turns an hour of the half day into one of the day. It fails on
// hours that no clock shows.
func (m *moment) setHour(hour int, h half) bool {
	if h != noHalf && hour <= 12 {
		// 午後0時 is noon as 12 pm is, 午前12時 is midnight.
		hour %= 12
		if h == pm {
			hour += 12
		}
	} else if h == am {
		return false
	}
	m.hour = hour
	return hour < lateHours
}
