package figure

import "strconv"

// Survival is the share that is still open at an age.
type Survival struct {
	Chart   Chart
	Steps   []SurvivalStep // by age
	Longest int            // age in days at which the curve ends
	Median  int            // age in days; 0 or less for none
	Half    string         // label of the median
}

// SurvivalStep is an age at which the share falls.
type SurvivalStep struct {
	Age       int
	Open      float64 // 0–1, from this age on
	Low, High float64 // bounds of it; both zero if unknown
}

// Curve draws the share as stairs in a band of its bounds. A curve of no
// length gives nil.
func Curve(s Survival) []byte {
	if s.Longest < 1 {
		return nil
	}
	x := func(age int) float64 { return plotX(float64(age) / float64(s.Longest)) }
	p := newPlot(s.Chart, "survival")
	p.scaleY(1, 0.25, func(v float64) string { return strconv.Itoa(int(v*100+0.5)) + "%" })
	p.put(`<g class="axis">`)
	var ticks []tick
	for d, every := 0, days(s.Longest, 44); d <= s.Longest; d += every {
		ticks = append(ticks, tick{x(d), strconv.Itoa(d)})
	}
	p.ticksX(ticks)
	p.put(`</g>`)
	open, low, high := newStairs(), newStairs(), newStairs()
	open.to(x(0), plotY(1))
	low.to(x(0), plotY(1))
	high.to(x(0), plotY(1))
	last := SurvivalStep{Open: 1, Low: 1, High: 1}
	for _, step := range s.Steps {
		last = step
		open.to(x(step.Age), plotY(step.Open))
		low.to(x(step.Age), plotY(step.Low))
		high.to(x(step.Age), plotY(step.High))
	}
	open.to(x(s.Longest), plotY(last.Open))
	low.to(x(s.Longest), plotY(last.Low))
	high.to(x(s.Longest), plotY(last.High))
	p.put(`<path class="band" d="`, high.path(), low.back(), `Z"/>`)
	p.put(`<path class="open" d="`, open.path(), `"/>`)
	if s.Median > 0 && s.Median <= s.Longest {
		at := x(s.Median)
		anchor, label, room := "start", at+6, chartWide-at-6
		if textWidth(s.Half) > room && at-chartLeft > room {
			anchor, label, room = "end", at-6, at-6-chartLeft
		}
		p.put(`<g class="median"><path d="M`, chartLeft, ` `, plotY(0.5), `H`, at, `V`, plotY(0), `"/><circle cx="`, at, `" cy="`, plotY(0.5), `" r="3.5"/>`)
		p.put(`<text x="`, label, `" y="`, plotY(0.5)-7, `" text-anchor="`, anchor, `">`, text(clipped(s.Half, room)), `</text></g>`)
	}
	return p.close()
}
