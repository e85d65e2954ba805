package mermaid

import (
	"strings"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/render/figure"
)

// eventMark stands before an event. A colon within a word or a clock is none.
var eventMark = lazyregexp.New(`\s*:(?:\s+|$)`)

// timeline reads the lines of a timeline: "time : event : event", or ": event"
// for one more of the time before.
func (r *reader) timeline() bool {
	c := &figure.Chronicle{}
	section, events := "", 0
	for _, line := range r.lines {
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case line == "":
			continue
		case word == "title":
			r.out.Title = plain(rest)
			continue
		case word == "section":
			section = plain(rest)
			continue
		}
		list := eventMark.Regexp().Split(line, -1)
		n := len(c.Periods)
		switch {
		case list[0] != "":
			c.Periods = append(c.Periods, figure.Period{Section: section, Time: label(list[0])})
		case n == 0:
			return false
		}
		last := &c.Periods[len(c.Periods)-1]
		for _, e := range list[1:] {
			if e = label(e); e == "" {
				return false
			}
			last.Events = append(last.Events, e)
			events++
		}
		if len(c.Periods) > mostPeriods || events > mostEvents {
			return false
		}
	}
	r.out.Chronicle = c
	return len(c.Periods) > 0
}
