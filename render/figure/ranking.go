package figure

// Ranking is values under each other, as bars with their labels above them.
type Ranking struct {
	Chart Chart // X and Y are not used
	Rows  []Rank
	Limit float64 // where a line stands across the bars; 0 or less for none
}

// Rank is one bar.
type Rank struct {
	Class string
	Label string
	Text  string // of the value
	Value float64
	Href  string // of the label; empty for no link
}

// The measures of rankings, in the units of their view box.
const (
	rankTall = 38
	rankBar  = 12
	// mostOver is how many times the limit the longest bar is at most; those
	// above it are cut, so that the others can be told apart.
	mostOver = 2.5
)

// Ranked draws a ranking; one without a value above zero gives nil.
func Ranked(r Ranking) []byte {
	top, right := r.scale()
	if top <= 0 {
		return nil
	}
	d := newPicture(r.Chart, "ranking", chartWide, rankTall*len(r.Rows)+8)
	at := func(v float64) float64 { return 2 + (chartWide-right)*min(max(v/top, 0), 1) }
	if r.Limit > 0 {
		d.put(`<path class="limit" d="M`, at(r.Limit), ` 4v`, rankTall*len(r.Rows), `"/>`)
	}
	for i, row := range r.Rows {
		y, x := 4+rankTall*i, at(row.Value)
		d.put(`<g class="rank `, text(row.Class), `">`)
		if row.Href != "" {
			d.put(`<a href="`, text(row.Href), `">`)
		}
		d.put(`<text class="row" x="2" y="`, y+12, `">`, text(clipped(row.Label, chartWide-4)), `</text>`)
		if row.Href != "" {
			d.put(`</a>`)
		}
		d.put(`<rect x="2" y="`, y+18, `" width="`, max(x-2, 1), `" height="`, rankBar, `" rx="2"/>`)
		if row.Value > top {
			d.put(`<path class="cut" d="M`, x-12, ` `, y+33, `l6 -18M`, x-7, ` `, y+33, `l6 -18"/>`)
		}
		d.put(`<text class="value" x="`, x+6, `" y="`, y+28, `">`, text(clipped(row.Text, (right-12)/boldFactor)), `</text></g>`)
	}
	return d.close()
}

// scale gives the value at which bars end, and the room for their texts.
func (r Ranking) scale() (top, right float64) {
	for _, row := range r.Rows {
		top = max(top, row.Value)
		right = max(right, boldFactor*textWidth(row.Text))
	}
	if r.Limit > 0 {
		top = min(max(top, r.Limit), mostOver*r.Limit)
	}
	return top, min(right, chartWide/3) + 14
}
