package figure

import (
	"math"
	"strconv"
	"time"
)

// Replay is a recorded metric around an incident: its values, the band that was
// expected, and when alerts would have fired.
type Replay struct {
	Chart    Chart // Y is the metric; X is not used
	Zone     *time.Location
	From, To time.Time
	Values   []Sample // by time
	Gap      time.Duration
	Band     []Expected // by time
	Windows  []Window
	Marks    []Mark // in any order; those outside are left out
	Limits   []float64
}

// Sample is a value at a time.
type Sample struct {
	At    time.Time
	Value float64
}

// Expected is the band of a stretch of time.
type Expected struct {
	From, To     time.Time
	Lower, Upper float64
}

// Window is a stretch of time that is set off.
type Window struct{ From, To time.Time }

// The measures of replays, in the units of their view box. They are as wide as
// strips, whose labels they share.
const (
	replayLeft  = 56
	replayRight = 14
	replayTall  = 220 // of the plot
	replayFoot  = 26
	replayWide  = width - replayLeft - replayRight
)

// Recorded draws a replay; one of no length, or of fewer than two values, gives
// nil.
func Recorded(r Replay) []byte {
	if !r.To.After(r.From) || len(r.Values) < 2 {
		return nil
	}
	if r.Zone == nil {
		r.Zone = time.UTC
	}
	labels := r.strip()
	marks := labels.place()
	lanes := 0
	for _, m := range marks {
		lanes = max(lanes, m.lane+1)
	}
	p := plane{replay: r, top: 22 + lanes*lane}
	p.low, p.high, p.step = r.scale()
	p.d.top = p.top - 4 // so that labels keep off those of the scale
	id := text(r.Chart.ID)
	p.d.put(`<svg class="figure chart replay" viewBox="0 0 `, width, ` `, p.top+replayTall+replayFoot, `" role="img" aria-labelledby="`, id, `-title `, id, `-desc" xmlns="http://www.w3.org/2000/svg">`)
	p.d.put(`<title id="`, id, `-title">`, text(r.Chart.Title), `</title><desc id="`, id, `-desc">`, text(r.Chart.Desc), `</desc>`)
	p.d.put(`<g class="names"><text x="2" y="13">`, text(clipped(r.Chart.Y, width-4)), `</text></g>`)
	p.windows()
	p.axes()
	p.band()
	p.line()
	for _, m := range marks {
		p.d.put(`<path class="at `, text(m.Class), `" d="M`, m.x, ` `, p.top, `v`, replayTall, `"/>`)
		p.d.mark(m)
	}
	return p.d.close()
}

// strip is one whose times stand where those of the plot do.
func (r Replay) strip() Strip {
	span := float64(r.To.Sub(r.From)) / replayWide
	return Strip{
		Zone: r.Zone, Marks: r.Marks,
		From: r.From.Add(-time.Duration(span * (replayLeft - margin))), To: r.To.Add(time.Duration(span * (replayRight - margin))),
	}
}

// scale gives the ends of the scale of values, and how far its lines are apart.
// A band much wider than the values is cut off.
func (r Replay) scale() (low, high, step float64) {
	low, high = r.Values[0].Value, r.Values[0].Value
	for _, v := range r.Values {
		low, high = min(low, v.Value), max(high, v.Value)
	}
	room := (high - low) / 2
	for _, b := range r.Band {
		low, high = min(low, max(b.Lower, low-room)), max(high, min(b.Upper, high+room))
	}
	for _, l := range r.Limits {
		if l > low-room && l < high+room {
			low, high = min(low, l), max(high, l)
		}
	}
	if high-low < math.Abs(high)/1e6 || high == low {
		room = max(math.Abs(high)/10, 1) // a line that does not move stands in the middle
		low, high = low-room, high+room
	}
	step = roundStep((high - low) / 4)
	return math.Floor(low/step) * step, math.Ceil(high/step) * step, step
}

// roundStep is the least round number that is not under one.
func roundStep(least float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(least)))
	for _, s := range [...]float64{1, 2, 5} {
		if s*power >= least {
			return s * power
		}
	}
	return 10 * power
}

// plane is the plot of a replay.
type plane struct {
	d               drawing
	replay          Replay
	top             int
	low, high, step float64
}

func (p *plane) x(t time.Time) float64 {
	at := float64(t.Sub(p.replay.From)) / float64(p.replay.To.Sub(p.replay.From))
	return replayLeft + replayWide*min(max(at, 0), 1)
}

func (p *plane) y(v float64) float64 {
	at := (v - p.low) / (p.high - p.low)
	return float64(p.top) + replayTall*(1-min(max(at, 0), 1))
}

func (p *plane) windows() {
	for _, w := range p.replay.Windows {
		if x, to := p.x(w.From), p.x(w.To); to > x {
			p.d.put(`<rect class="window" x="`, x, `" y="`, p.top, `" width="`, to-x, `" height="`, replayTall, `"/>`)
		}
	}
}

func (p *plane) axes() {
	p.d.put(`<g class="axis">`)
	for n := range 12 { // more lines than there are
		v := p.low + float64(n)*p.step
		if v > p.high+p.step/1e6 {
			break
		}
		y := p.y(v)
		p.d.put(`<path class="grid" d="M`, replayLeft, ` `, y, `h`, replayWide, `"/><text x="`, replayLeft-7, `" y="`, y+4, `" text-anchor="end">`, text(clipped(p.number(v), replayLeft-7)), `</text>`)
	}
	p.times()
	p.d.put(`</g>`)
	for _, l := range p.replay.Limits {
		if l > p.low && l < p.high {
			p.d.put(`<path class="limit" d="M`, replayLeft, ` `, p.y(l), `h`, replayWide, `"/>`)
		}
	}
}

// times writes clocks under the plot, or days where its ticks are days apart.
func (p *plane) times() {
	r := p.replay
	step, layout := Strip{From: r.From, To: r.To}.tickStep(replayWide)
	foot := p.top + replayTall
	var ticks []tick
	for t, n := (Strip{From: r.From, Zone: r.Zone}).firstTick(step), 0; !t.After(r.To) && n < 40; t, n = t.Add(step), n+1 {
		p.d.put(`<path d="M`, p.x(t), ` `, foot, `v4"/>`)
		ticks = append(ticks, tick{p.x(t), t.In(r.Zone).Format(layout)})
	}
	p.d.tickLabels(float64(foot+17), 0, width, ticks)
}

// number writes a line of the scale with the digits that its step has.
func (p *plane) number(v float64) string {
	if size := math.Max(math.Abs(p.low), math.Abs(p.high)); size >= 1e7 || p.step < 1e-4 {
		return strconv.FormatFloat(v, 'g', 4, 64)
	}
	digits := max(0, -int(math.Floor(math.Log10(p.step)+1e-9)))
	return strconv.FormatFloat(v, 'f', digits, 64)
}

func (p *plane) band() {
	for _, b := range p.replay.Band {
		if x, to := p.x(b.From), p.x(b.To); to > x {
			y := p.y(b.Upper)
			p.d.put(`<rect class="band" x="`, x, `" y="`, y, `" width="`, to-x, `" height="`, max(p.y(b.Lower)-y, 1), `"/>`)
		}
	}
}

// line draws the values. Of those that fall into one unit of the view box, the
// first, the lowest, the highest and the last are enough: the others would hide
// behind them.
func (p *plane) line() {
	p.d.put(`<path class="line" d="`)
	values, move := p.replay.Values, "M"
	for i := 0; i < len(values); {
		column := int(p.x(values[i].At))
		first, low, high := i, i, i
		for ; i < len(values) && int(p.x(values[i].At)) == column; i++ {
			if i > first && p.broken(values[i-1], values[i]) {
				break
			}
			if values[i].Value < values[low].Value {
				low = i
			}
			if values[i].Value > values[high].Value {
				high = i
			}
		}
		last := -1
		for _, k := range [...]int{first, min(low, high), max(low, high), i - 1} {
			if k != last {
				p.d.put(move, p.x(values[k].At), ` `, p.y(values[k].Value))
				move, last = "L", k
			}
		}
		if i < len(values) && p.broken(values[i-1], values[i]) {
			move = "M"
		}
	}
	p.d.put(`"/>`)
}

// broken tells whether the line breaks off between two values.
func (p *plane) broken(a, b Sample) bool {
	return p.replay.Gap > 0 && b.At.Sub(a.At) > p.replay.Gap
}
