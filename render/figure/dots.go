package figure

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// Dots are lengths of time on a logarithmic axis, in rows: one dot for each,
// so that it is seen how few there are and how far apart they lie.
type Dots struct {
	Chart Chart
	Rows  []DotRow // from the top
	// Tick writes a length of time for the axis; nil writes seconds.
	Tick func(seconds int64) string
}

// DotRow is a row of dots.
type DotRow struct {
	Label  string
	Dots   []Dot   // in any order
	Median float64 // seconds; 0 or less for none
	Low    float64 // of the interval around the median; both 0 or less for none
	High   float64
}

// Dot is one length of time.
type Dot struct {
	Seconds float64 // 0 or more; 0 stands left of the axis
	Href    string  // empty for no link
	Label   string
	Class   string
}

// The measures of the rows, in the units of the view box.
const (
	dotsWide  = 760
	dotsLeft  = 190
	dotsRight = 20
	dotsTop   = 12
	rowTall   = 58
	dotSize   = 4.5
	zeroRoom  = 26 // left of the axis, for lengths of zero
)

// dotTicks are the lengths of time that an axis may name, in seconds.
var dotTicks = [...]int64{1, 10, 60, 300, 900, 3600, 4 * 3600, 86400, 7 * 86400, 30 * 86400, 365 * 86400, 10 * 365 * 86400}

// Strips draws the rows; without a dot it gives nil.
func Strips(d Dots) []byte {
	axis, ok := newLogAxis(d)
	if !ok {
		return nil
	}
	label := d.Tick
	if label == nil {
		label = func(seconds int64) string { return strconv.FormatInt(seconds, 10) }
	}
	tall := dotsTop + rowTall*len(d.Rows) + 40
	p := newPicture(d.Chart, "dots", dotsWide, tall)
	p.put(`<g class="axis">`)
	foot := dotsTop + rowTall*len(d.Rows)
	var ticks []tick
	if axis.zero {
		ticks = append(ticks, tick{axis.x(0), "0"})
	}
	for _, t := range dotTicks {
		if seconds := float64(t); seconds >= axis.from*0.999 && seconds <= axis.to*1.001 {
			x := axis.x(seconds)
			p.put(`<path class="grid" d="M`, x, ` `, dotsTop, `V`, foot, `"/>`)
			ticks = append(ticks, tick{x, label(t)})
		}
	}
	p.tickLabels(float64(foot+16), 0, dotsWide, ticks)
	p.put(`</g><g class="names"><text x="`, dotsWide-dotsRight, `" y="`, tall-4, `" text-anchor="end">`, text(clipped(d.Chart.X, dotsWide-dotsRight)), `</text></g>`)
	for i, row := range d.Rows {
		p.dotRow(row, axis, float64(dotsTop+rowTall*i)+rowTall/2)
	}
	return p.close()
}

// newPicture begins a picture of a size of its own, which may hold links.
func newPicture(c Chart, class string, wide, tall int) *drawing {
	p := &drawing{}
	id := text(c.ID)
	p.put(`<svg class="figure chart `, class, `" viewBox="0 0 `, wide, ` `, tall, `" role="group" aria-labelledby="`, id, `-title `, id, `-desc" xmlns="http://www.w3.org/2000/svg">`)
	p.put(`<title id="`, id, `-title">`, text(c.Title), `</title><desc id="`, id, `-desc">`, text(c.Desc), `</desc>`)
	return p
}

func (p *drawing) dotRow(row DotRow, axis logAxis, y float64) {
	p.put(`<path class="base" d="M`, dotsLeft, ` `, y+rowTall/2, `H`, dotsWide-dotsRight, `"/>`)
	p.put(`<text class="row" x="2" y="`, y+4, `">`, text(clipped(row.Label, dotsLeft-10)), `</text>`)
	if row.High > 0 {
		low, high := axis.x(row.Low), axis.x(row.High)
		p.put(`<rect class="band" x="`, low, `" y="`, y-rowTall/2+4, `" width="`, max(high-low, 2), `" height="`, rowTall-8, `"/>`)
	}
	for _, d := range spread(row.Dots, axis) {
		circle := func() {
			if d.Class == "sev1" || d.Class == "sev2" { // told apart by shape as well
				p.put(`<path class="dot `, text(d.Class), `" d="M`, d.x, ` `, y+d.y-dotSize-1, `l5.5 5.5l-5.5 5.5l-5.5 -5.5Z"><title>`, text(d.Label), `</title></path>`)
				return
			}
			p.put(`<circle class="dot `, text(d.Class), `" cx="`, d.x, `" cy="`, y+d.y, `" r="`, dotSize, `"><title>`, text(d.Label), `</title></circle>`)
		}
		if d.Href == "" {
			circle()
			continue
		}
		p.put(`<a href="`, text(d.Href), `" aria-label="`, text(d.Label), `">`)
		circle()
		p.put(`</a>`)
	}
	if row.Median > 0 {
		x := axis.x(row.Median)
		p.put(`<path class="middle" d="M`, x, ` `, y-rowTall/2+4, `v`, rowTall-8, `"/>`)
	}
}

// logAxis maps seconds to places.
type logAxis struct {
	from, to float64 // seconds, above zero
	zero     bool    // there are lengths of zero
}

func newLogAxis(d Dots) (axis logAxis, ok bool) {
	axis.from = math.Inf(1)
	for _, row := range d.Rows {
		for _, dot := range row.Dots {
			if dot.Seconds > 0 {
				axis.from, axis.to = min(axis.from, dot.Seconds), max(axis.to, dot.Seconds)
			} else {
				axis.zero = true
			}
		}
	}
	if axis.to == 0 {
		axis.from, axis.to = 60, 3600 // only zeros, or nothing
		return axis, axis.zero
	}
	axis.from = max(axis.from, axis.to/1e9) // a slip must not press the others together
	axis.from, axis.to = tickBelow(axis.from), tickAbove(axis.to)
	return axis, true
}

// tickBelow and tickAbove give the next tick outside a length.
func tickBelow(seconds float64) float64 {
	best := float64(dotTicks[0])
	for _, t := range dotTicks {
		if float64(t) <= seconds {
			best = float64(t)
		}
	}
	return min(best, seconds)
}

func tickAbove(seconds float64) float64 {
	for _, t := range dotTicks {
		if float64(t) > seconds {
			return float64(t)
		}
	}
	return seconds * 1.1
}

func (a logAxis) x(seconds float64) float64 {
	left := float64(dotsLeft)
	if a.zero {
		left += zeroRoom
	}
	if seconds <= 0 {
		return dotsLeft + 6
	}
	share := math.Log(seconds/a.from) / math.Log(a.to/a.from)
	return left + min(max(share, 0), 1)*(dotsWide-dotsRight-left)
}

// dotPlace is a dot with its place; y counts from the middle of its row.
type dotPlace struct {
	Dot
	x, y float64
}

// spread moves dots that would cover each other apart, up and down, as far as
// the row allows.
func spread(dots []Dot, axis logAxis) []dotPlace {
	const apart, lanes = 2*dotSize + 1, 5
	out := make([]dotPlace, len(dots))
	for i, d := range dots {
		out[i] = dotPlace{Dot: d, x: axis.x(d.Seconds)}
	}
	slices.SortStableFunc(out, func(a, b dotPlace) int { return cmp.Compare(a.x, b.x) })
	var last [lanes]float64 // the last place in each lane; the middle one first
	for i := range last {
		last[i] = -apart
	}
	for i := range out {
		lane := 0
		for k := range last {
			if out[i].x-last[k] >= apart {
				lane = k
				break
			}
			if last[k] < last[lane] {
				lane = k // where it covers least
			}
		}
		last[lane] = out[i].x
		offset := float64((lane + 1) / 2)
		if lane%2 == 1 {
			offset = -offset
		}
		out[i].y = offset * apart
	}
	return out
}
