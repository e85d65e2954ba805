package figure

// Heat is a table of values whose cells show by their colour how high they are.
type Heat struct {
	Chart   Chart
	Columns []string
	Rows    []HeatRow
}

// HeatRow is a row under its label.
type HeatRow struct {
	Label string
	Href  string // empty for no link
	Cells []HeatCell
}

// HeatCell is one value.
type HeatCell struct {
	Class string // none, low, some, most or over
	Text  string
	Title string
}

// The measures of cells, in the units of the view box.
const (
	heatLeft = 190
	heatWide = 56
	heatTall = 26
	heatTop  = 24
)

// Heatmap draws the table; without a row or a column it gives nil.
func Heatmap(h Heat) []byte {
	if len(h.Rows) == 0 || len(h.Columns) == 0 {
		return nil
	}
	p := newPicture(h.Chart, "heat", heatLeft+heatWide*len(h.Columns)+4, heatTop+heatTall*len(h.Rows)+4)
	p.put(`<g class="axis">`)
	for i, c := range h.Columns {
		p.put(`<text x="`, heatLeft+heatWide*i+heatWide/2, `" y="14" text-anchor="middle">`, text(clipped(c, heatWide)), `</text>`)
	}
	p.put(`</g>`)
	for i, row := range h.Rows {
		y := heatTop + heatTall*i
		label := func() {
			p.put(`<text class="row" x="2" y="`, y+17, `">`, text(clipped(row.Label, heatLeft-6)), `</text>`)
		}
		if row.Href == "" {
			label()
		} else {
			p.put(`<a href="`, text(row.Href), `">`)
			label()
			p.put(`</a>`)
		}
		for k, c := range row.Cells {
			x := heatLeft + heatWide*k
			p.put(`<g class="cell `, text(c.Class), `"><title>`, text(c.Title), `</title><rect x="`, x+1, `" y="`, y+1, `" width="`, heatWide-2, `" height="`, heatTall-2, `" rx="3"/>`)
			p.put(`<text x="`, x+heatWide/2, `" y="`, y+17, `" text-anchor="middle">`, text(clipped(c.Text, heatWide)), `</text></g>`)
		}
	}
	return p.close()
}
