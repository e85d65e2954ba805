package figure

// Stack is counts in columns, each divided into parts.
type Stack struct {
	Chart   Chart
	Parts   []StackPart // from the foot
	Columns []StackColumn
}

// StackPart is what a part of a column counts.
type StackPart struct{ Class, Label string }

// StackColumn is one column.
type StackColumn struct {
	Label  string
	Counts []int // by part
}

func (c StackColumn) all() int {
	sum := 0
	for _, n := range c.Counts {
		sum += n
	}
	return sum
}

// Columns draws the columns; if all are empty it gives nil.
func Columns(s Stack) []byte {
	most := 0
	for _, c := range s.Columns {
		most = max(most, c.all())
	}
	if most == 0 {
		return nil
	}
	top, step := scale(most)
	p := newPlot(s.Chart, "stack")
	p.scaleY(top, step, whole)
	p.stackLegend(s)
	slot := 1 / float64(len(s.Columns))
	every := max(1, (len(s.Columns)*46+plotWide-1)/plotWide) // so that labels do not touch
	for i, c := range s.Columns {
		left, right := plotX((float64(i)+0.16)*slot), plotX((float64(i)+0.84)*slot)
		below := 0
		for k, n := range c.Counts {
			if n == 0 {
				continue
			}
			y, foot := plotY(float64(below+n)/top), plotY(float64(below)/top)
			p.put(`<rect class="part `, text(s.Parts[k].Class), `" x="`, left, `" y="`, y, `" width="`, right-left, `" height="`, foot-y, `"><title>`)
			p.put(text(c.Label), ` `, text(s.Parts[k].Label), ` `, n, `</title></rect>`)
			below += n
		}
		if i%every == 0 {
			p.put(`<text class="label" x="`, (left+right)/2, `" y="`, chartTop+plotTall+17, `" text-anchor="middle">`, text(c.Label), `</text>`)
		}
	}
	return p.close()
}

// stackLegend names the parts that there are, under the plot.
func (p *drawing) stackLegend(s Stack) {
	x := float64(chartLeft)
	for k, part := range s.Parts {
		used := false
		for _, c := range s.Columns {
			used = used || c.Counts[k] > 0
		}
		if !used {
			continue
		}
		p.put(`<g class="legend"><rect class="part `, text(part.Class), `" x="`, x, `" y="`, chartTall-15, `" width="10" height="10"/><text x="`, x+14, `" y="`, chartTall-6, `">`, text(part.Label), `</text></g>`)
		x += 1.1*textWidth(part.Label) + 28
	}
}
