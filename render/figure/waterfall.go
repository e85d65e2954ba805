package figure

import "strconv"

// Waterfall is how a number shrinks step by step to what is left: a bar for all
// there is, one for each step where it takes its part away, one for the rest.
type Waterfall struct {
	Chart Chart // X counts the things; Y is not used
	Bars  []Drop
}

// Drop is a bar of a waterfall. It stretches from what is left behind it to
// what was left before; a bar for what is left begins at zero.
type Drop struct {
	Class string
	Label string
	From  int // 0 <= From <= To
	To    int
}

// The measures of waterfalls. Labels stand above their bars, so that long ones
// have room.
const (
	dropTop  = 8
	dropTall = 40
	dropBar  = 14
)

// Drops draws a waterfall; one without bars, or of nothing, gives nil.
func Drops(w Waterfall) []byte {
	most := 0
	for _, b := range w.Bars {
		most = max(most, b.To)
	}
	if most == 0 {
		return nil
	}
	d := &drawing{}
	id := text(w.Chart.ID)
	tall := 2*dropTop + dropTall*len(w.Bars)
	d.put(`<svg class="figure chart waterfall" viewBox="0 0 `, chartWide, ` `, tall, `" role="img" aria-labelledby="`, id, `-title `, id, `-desc" xmlns="http://www.w3.org/2000/svg">`)
	d.put(`<title id="`, id, `-title">`, text(w.Chart.Title), `</title><desc id="`, id, `-desc">`, text(w.Chart.Desc), `</desc>`)
	right := 12 + boldFactor*textWidth(strconv.Itoa(most)) // for the value behind the longest bar
	at := func(n int) float64 { return 2 + (chartWide-right)*float64(n)/float64(most) }
	for i, b := range w.Bars {
		y := dropTop + dropTall*i
		d.put(`<g class="drop `, text(b.Class), `"><text class="label" x="2" y="`, y+14, `">`, text(clipped(b.Label, chartWide-4)), `</text>`)
		d.put(`<rect x="`, at(b.From), `" y="`, y+20, `" width="`, max(at(b.To)-at(b.From), 1), `" height="`, dropBar, `" rx="2"/>`)
		d.put(`<text class="value" x="`, at(b.To)+6, `" y="`, y+32, `">`, b.To-b.From, `</text></g>`)
	}
	return d.close()
}
