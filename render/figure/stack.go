package figure

import "strconv"

// Stack is counts in columns, each divided into parts.
type Stack struct {
	Chart   Chart       // X is not used
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
	keys, foot := s.legend()
	s.Chart.X = "" // the legend stands there
	p := newTallPlot(s.Chart, "stack", int(foot), chartWide)
	p.weaves(s)
	p.scaleY(top, step, whole)
	for _, k := range keys {
		p.put(`<g class="legend">`)
		p.part(s, k.index, k.x, k.y-9, 10, 10)
		p.put(`<text x="`, k.x+14, `" y="`, k.y, `">`, text(k.label), `</text></g>`)
	}
	slot := 1 / float64(len(s.Columns))
	var labels []tick
	for i, c := range s.Columns {
		left, right := plotX((float64(i)+0.16)*slot), plotX((float64(i)+0.84)*slot)
		below := 0
		for k, n := range c.Counts {
			if n == 0 {
				continue
			}
			y, foot := plotY(float64(below+n)/top), plotY(float64(below)/top)
			p.put(`<g><title>`, text(c.Label), ` `, text(s.Parts[k].Label), ` `, n, `</title>`)
			p.part(s, k, left, y, right-left, foot-y)
			p.put(`</g>`)
			below += n
		}
		labels = append(labels, tick{(left + right) / 2, clipped(c.Label, chartLeft+plotWide/4)})
	}
	p.put(`<g class="axis">`)
	p.tickLabels(chartTop+plotTall+17, 0, chartWide, labels)
	p.put(`</g>`)
	return p.close()
}

// part draws a rectangle in the colour of a part and, over it, its pattern.
func (d *drawing) part(s Stack, k int, x, y, wide, tall float64) {
	for _, more := range [...]string{`class="part ` + text(s.Parts[k].Class) + `"`, `class="weave" fill="url(#` + text(s.Chart.ID) + `-` + strconv.Itoa(k%len(patterns)) + `)"`} {
		d.put(`<rect `, more, ` x="`, x, `" y="`, y, `" width="`, wide, `" height="`, tall, `"/>`)
	}
}

// weaves defines the patterns of the parts.
func (d *drawing) weaves(s Stack) {
	d.put(`<defs>`)
	for i, p := range patterns[:min(len(s.Parts), len(patterns))] {
		d.put(`<pattern id="`, text(s.Chart.ID), `-`, i, `" width="8" height="8" patternUnits="userSpaceOnUse"><path d="`, p.path, `"/></pattern>`)
	}
	d.put(`</defs>`)
}

// legend names the parts that there are, under the plot; it gives the height of
// the picture with it.
func (s Stack) legend() ([]key, float64) {
	var keys []key
	for k, part := range s.Parts {
		for _, c := range s.Columns {
			if c.Counts[k] > 0 {
				keys = append(keys, key{index: k, class: part.Class, label: part.Label})
				break
			}
		}
	}
	keys, below := legendKeys(keys, chartLeft, chartWide-chartRight, chartTall-6, 18, 14)
	return keys, below - 18 + 6
}
