package facet

import (
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// otherTimes finds the column of times where none is told by its name and its
// cells: one whose name says more than one thing (経過), one of minutes from
// the beginning, one whose times nobody filled in.
func (t *timelineReader) otherTimes(c *timelineColumns, table doc.Table, rows []doc.Row) {
	for i, h := range table.Header {
		clocks, _, filled := timesIn(rows, i)
		unit := unitIn(h.Text)
		switch {
		case clocks*2 > filled:
			c.at = i
		case unit > 0 && numbersIn(rows, i):
			c.at, c.unit = i, unit
		default:
			continue
		}
		for _, other := range []*int{&c.event, &c.text, &c.actor, &c.source, &c.kind} {
			if *other == i {
				*other = -1
			}
		}
		return
	}
	for i, h := range table.Header {
		if t.r.labels.Column("timeline", h.Text) == "at" {
			c.at = i
			return
		}
	}
}

var (
	minutesName = lazyregexp.New(`(?i)\bmin(?:ute)?s?\b|分`)
	hoursName   = lazyregexp.New(`(?i)\bh(?:ou)?rs?\b|\bh\b|時間`)
)

// unitIn is the unit of time that the head of a column names, 0 if none.
func unitIn(header string) time.Duration {
	switch {
	case minutesName.MatchString(header):
		return time.Minute
	case hoursName.MatchString(header):
		return time.Hour
	}
	return 0
}

// numbersIn tells whether all cells of a column that are not empty are plain
// numbers.
func numbersIn(rows []doc.Row, column int) bool {
	any := false
	for _, row := range rows {
		if column >= len(row.Cells) || row.Cells[column].Text == "" {
			continue
		}
		if _, ok := plainNumber(row.Cells[column].Text); !ok {
			return false
		}
		any = true
	}
	return any
}

// plainNumber reads 5, +5, T+5 and -5.
func plainNumber(text string) (int, bool) {
	c := scan{s: line{text: strings.TrimSpace(text)}.fold().text}
	c.eat("T", "t")
	sign := 1
	if !c.eat("+") && c.eat("-", "−") {
		sign = -1
	}
	n := c.number(1, 4)
	return sign * n, n >= 0 && c.end()
}
