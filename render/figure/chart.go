package figure

import (
	"strconv"
	"time"
)

// Chart is what all charts have.
type Chart struct {
	ID    string // prefix of the ids inside the picture; unique on the page
	Title string
	Desc  string
	X, Y  string // what the axes count
}

// The measures of charts, in the units of their view box. The view box is
// narrower than that of the strip, because a page shows charts side by side.
const (
	chartWide  = 480
	chartTall  = 260
	chartLeft  = 44
	chartRight = 14
	chartTop   = 30
	chartFoot  = 46
	plotWide   = chartWide - chartLeft - chartRight
	plotTall   = chartTall - chartTop - chartFoot
)

// newPlot begins a chart.
func newPlot(c Chart, class string) *drawing {
	return newTallPlot(c, class, chartTall, chartWide)
}

// newTallPlot begins a chart of a height; nameRoom is where the name of the
// vertical axis has to end.
func newTallPlot(c Chart, class string, tall int, nameRoom float64) *drawing {
	p := &drawing{}
	id := text(c.ID)
	p.put(`<svg class="figure chart `, class, `" viewBox="0 0 `, chartWide, ` `, tall, `" role="img" aria-labelledby="`, id, `-title `, id, `-desc" xmlns="http://www.w3.org/2000/svg">`)
	p.put(`<title id="`, id, `-title">`, text(c.Title), `</title><desc id="`, id, `-desc">`, text(c.Desc), `</desc>`)
	p.put(`<g class="names"><text x="2" y="12">`, text(clipped(c.Y, nameRoom-4)), `</text><text x="`, chartWide-chartRight, `" y="`, chartTall-6, `" text-anchor="end">`, text(clipped(c.X, chartWide-chartRight)), `</text></g>`)
	return p
}

func (d *drawing) close() []byte {
	d.put(`</svg>`)
	return d.Bytes()
}

// plotX and plotY give the place in the picture of one within the plot, 0–1 from
// the left and from the foot.
func plotX(x float64) float64 { return chartLeft + plotWide*x }
func plotY(y float64) float64 { return chartTop + plotTall*(1-y) }

// scaleY draws lines across the plot for a scale of 0 to top, with labels.
func (d *drawing) scaleY(top, step float64, label func(float64) string) {
	d.put(`<g class="axis">`)
	for v := 0.0; v <= top+step/1e6; v += step {
		y := plotY(v / top)
		d.put(`<path class="grid" d="M`, chartLeft, ` `, y, `h`, plotWide, `"/><text x="`, chartLeft-7, `" y="`, y+4, `" text-anchor="end">`, text(label(v)), `</text>`)
	}
	d.put(`</g>`)
}

// ticksX draws ticks under the plot, given by their places in the picture.
func (d *drawing) ticksX(list []tick) {
	for _, t := range list {
		d.put(`<path d="M`, t.x, ` `, chartTop+plotTall, `v4"/>`)
	}
	d.tickLabels(chartTop+plotTall+17, 0, chartWide, list)
}

// roundSteps are how far apart the lines of a scale are, times powers of ten.
var roundSteps = [...]float64{1, 2, 5}

// scale gives the step and the top of a scale of whole numbers that reaches
// most, with at most five lines above zero.
func scale(most int) (top, step float64) {
	const lines = 5
	for power := 1.0; ; power *= 10 {
		for _, s := range roundSteps {
			if step = s * power; float64(most) <= lines*step {
				for top = step; top < float64(most); top += step {
				}
				return top, step
			}
		}
	}
}

// whole writes a round number in at most four characters: 20k, 5M.
func whole(v float64) string {
	for _, unit := range [...]struct {
		size float64
		mark string
	}{{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}} {
		if v >= 10*unit.size || v >= unit.size && unit.size > 1e3 {
			return strconv.FormatFloat(v/unit.size, 'f', -1, 64) + unit.mark
		}
	}
	return strconv.FormatFloat(v, 'f', 0, 64)
}

// daySteps are the distances of ticks in days, from fine to coarse.
var daySteps = [...]int{1, 2, 7, 14, 30, 60, 90, 180, 365, 730, 1825, 3650}

// days gives the distance of ticks over a number of days, so that labels of a
// width fit.
func days(span int, wide float64) int {
	for _, s := range daySteps {
		if float64(s)/float64(max(span, 1))*plotWide >= wide {
			return s
		}
	}
	return max(span, 1)
}

// Histogram is counts side by side.
type Histogram struct {
	Chart Chart
	Bars  []Bar
}

// Bar is one of them.
type Bar struct {
	Class string
	Label string
	Value int
}

// Bars draws a histogram; one without bars gives nil.
func Bars(h Histogram) []byte {
	if len(h.Bars) == 0 {
		return nil
	}
	most := 1
	for _, b := range h.Bars {
		most = max(most, b.Value)
	}
	top, step := scale(most)
	p := newPlot(h.Chart, "bars")
	p.scaleY(top, step, whole)
	slot := 1 / float64(len(h.Bars))
	for i, b := range h.Bars {
		left, right := plotX((float64(i)+0.14)*slot), plotX((float64(i)+0.86)*slot)
		y, middle := plotY(float64(b.Value)/top), (left+right)/2
		p.put(`<g class="bar `, text(b.Class), `"><rect x="`, left, `" y="`, y, `" width="`, right-left, `" height="`, plotY(0)-y, `" rx="2"/>`)
		if value := strconv.Itoa(b.Value); boldFactor*textWidth(value) <= plotWide*slot-2 {
			p.put(`<text class="value" x="`, middle, `" y="`, y-5, `" text-anchor="middle">`, value, `</text>`)
		}
		p.put(`<text class="label" x="`, middle, `" y="`, chartTop+plotTall+17, `" text-anchor="middle">`, text(clipped(b.Label, plotWide*slot-2)), `</text></g>`)
	}
	return p.close()
}

// BurnUp is how two counts grow: what came, and what is over. The stretch
// between the lines is the backlog.
type BurnUp struct {
	Chart      Chart
	Came, Over string      // labels of the lines
	Points     []BurnPoint // by day; each holds until the next
}

// BurnPoint is the counts at the end of a day.
type BurnPoint struct {
	Day        time.Time
	Came, Over int
}

// Burn draws a burn-up; one of fewer than two days gives nil.
func Burn(b BurnUp) []byte {
	if len(b.Points) < 2 {
		return nil
	}
	first, last := b.Points[0].Day, b.Points[len(b.Points)-1].Day
	span := int(last.Sub(first) / (24 * time.Hour))
	if span < 1 {
		return nil
	}
	most := b.Points[len(b.Points)-1].Came
	top, step := scale(max(most, 1))
	at := func(t time.Time) float64 { return float64(t.Sub(first)) / float64(last.Sub(first)) }
	keys, left := lineKeys(b.Came, b.Over)
	p := newTallPlot(b.Chart, "burn", chartTall, left)
	p.scaleY(top, step, whole)
	p.put(`<g class="axis">`)
	var ticks []tick
	for d, every := 0, days(span, 96); d <= span; d += every {
		ticks = append(ticks, tick{plotX(float64(d) / float64(span)), first.AddDate(0, 0, d).Format(time.DateOnly)})
	}
	p.ticksX(ticks)
	p.put(`</g>`)
	came, over := newStairs(), newStairs()
	for _, point := range b.Points {
		x := plotX(at(point.Day))
		came.to(x, plotY(float64(point.Came)/top))
		over.to(x, plotY(float64(point.Over)/top))
	}
	p.put(`<path class="gap" d="`, came.path(), over.back(), `Z"/>`)
	p.put(`<path class="came" d="`, came.path(), `"/><path class="over" d="`, over.path(), `"/>`)
	for _, k := range keys {
		p.put(`<g class="legend"><path class="`, k.class, `" d="M`, k.x, ` 8h16"/><text x="`, k.x+22, `" y="12">`, text(k.label), `</text></g>`)
	}
	return p.close()
}

// lineKeys is the legend in the top right corner; it gives where it begins.
func lineKeys(came, over string) (keys []key, left float64) {
	const sample, air, most = 22, 14, chartWide * 3 / 8
	left = chartWide - chartRight + air
	for _, l := range []key{{class: "over", label: over}, {class: "came", label: came}} {
		l.label = clipped(l.label, most-sample)
		left -= sample + textWidth(l.label) + air
		l.x = left
		keys = append(keys, l)
	}
	return keys, left
}

// stairs is a line that goes across, then up or down.
type stairs struct{ points [][2]float64 }

func newStairs() *stairs { return &stairs{} }

func (s *stairs) to(x, y float64) { s.points = append(s.points, [2]float64{x, y}) }

func (s *stairs) path() string {
	var d drawing
	for i, p := range s.points {
		if i == 0 {
			d.put(`M`, p[0], ` `, p[1])
			continue
		}
		d.put(`H`, p[0], `V`, p[1])
	}
	return d.String()
}

// back is the line from its end to its beginning.
func (s *stairs) back() string {
	var d drawing
	for i := len(s.points) - 1; i >= 0; i-- {
		p := s.points[i]
		if i == len(s.points)-1 {
			d.put(`L`, p[0], ` `, p[1])
			continue
		}
		d.put(`V`, p[1], `H`, p[0])
	}
	return d.String()
}
