package facet

var weekdays = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// weekday reads the English name of a weekday: 1 for Monday, 0 if there is
// none.
func (c *scan) weekday() int {
	if c.end() || !isLatin(c.s[c.i]) {
		return 0
	}
	for i, name := range weekdays {
		if c.word(name) || c.word(name[:3]) {
			return i + 1
		}
	}
	switch {
	case c.word("tues"):
		return 2
	case c.word("weds"):
		return 3
	case c.word("thurs", "thur"):
		return 4
	}
	return 0
}

// next is the first day of a weekday, 1 for Monday, that is not before d.
func (d day) next(weekday int) day {
	today := (int(d.noon().Weekday())+6)%7 + 1
	return d.plus((weekday - today + 7) % 7)
}

// weekdayBehind reads (日), (日曜日), (Sun), Sun or ", Sunday" behind a day.
func (c *scan) weekdayBehind() {
	from := *c
	c.spaces()
	open := c.eat("(")
	if !open {
		c.eat(",")
		c.spaces()
	}
	if known := c.weekday() > 0 || c.japaneseWeekday(open); !known || open && !c.eat(")") {
		*c = from
	}
}

// japaneseWeekday reads 日曜日, in brackets also 日, 日・祝.
func (c *scan) japaneseWeekday(short bool) bool {
	from := c.i
	if !c.eat("月", "火", "水", "木", "金", "土", "日", "祝") {
		return false
	}
	if !c.eat("曜日", "曜") && !short {
		c.i = from
		return false
	}
	c.eat("・祝", "祝")
	return true
}
