package facet

import (
	"strings"
	"time"
)

// zeroWords speak of the time that distances count from, in lower case.
var zeroWords = phrasesOf(`
	t0
	minute/minutes/hour 0/zero
	t+0
	zero
	offset/offsets
	relative
	elapsed
	count/counts/counted/counting
	measured
	after the start
	since the start
	minute/minutes/hour 0/zero
	minutes/hours after/since
	起点
	基準
	経過
	からの`)

// statesZero tells whether a line that begins with T+0 states which time that
// is, and is no row: "T+0 is 14:02 UTC", "T0 = 14:02".
func (t *timelineReader) statesZero(l line, d lead) bool {
	if !d.moment.relative || d.moment.distance != 0 {
		return false
	}
	c := scan{s: l.text, i: d.end}
	c.spaces()
	if !c.eat("=", ":", "は", "を") && !c.word("is", "was", "means") {
		return false
	}
	c.spaces()
	m, ok := c.moment()
	return ok && m.hasClock
}

// zeroIn takes from words around the rows the time that distances count from:
// "T+0 is 14:02 UTC", 「起点は 9:00 JST」. It must be the only clock there.
func (t *timelineReader) zeroIn(l line) {
	if t.zero != nil || !zeroWords.in(strings.ToLower(l.text)) {
		return
	}
	var found []*entry
	for i := 0; i < len(l.text); i++ {
		if !freeBefore(l.text, i) || i > 0 && l.text[i-1] == '+' {
			continue
		}
		c := scan{l.text, i}
		if m, ok := c.moment(); ok && m.hasClock && !m.relative {
			found = append(found, &entry{when: l.cut(i, m.end), moment: m, zone: t.zone, whole: l.span()})
			i = m.end - 1
		} else if ok && c.i > i {
			i = c.i - 1
		}
	}
	if len(found) == 1 {
		t.zero = found[0]
	}
}

// zeroTime is what distances count from: the time that the words around the
// rows state, else the stated beginning, else the first row if it has a clock
// and a distance follows it.
func (t *timelineReader) zeroTime() (time.Time, bool) {
	if t.zero != nil {
		if d, why := t.dayOf(t.zero); why.En == "" && t.clockOf(t.zero, d).En == "" {
			return t.zero.at, true
		}
	}
	if i := DecodeInstant(t.r.meta.Field("started_at"), nil); i.Known {
		return i.Time, true
	}
	if len(t.entries) > 0 && t.entries[0].known && !t.entries[0].moment.relative {
		return t.entries[0].at, true
	}
	return time.Time{}, false
}
