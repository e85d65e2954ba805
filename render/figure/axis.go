package figure

// tick is a label under a place of an axis.
type tick struct {
	x     float64
	label string
}

// tickAir is between two labels of an axis.
const tickAir = 6

// tickLabels writes labels under their places, given from left to right. They
// keep within two ends, and those that would meet the one before are left out.
func (d *drawing) tickLabels(y, from, to float64, list []tick) {
	last := from - tickAir
	for _, t := range list {
		half := textWidth(t.label) / 2
		x := min(max(t.x, from+half), to-half)
		if x-half < last+tickAir || x-half < from {
			continue
		}
		d.put(`<text x="`, x, `" y="`, y, `" text-anchor="middle">`, text(t.label), `</text>`)
		last = x + half
	}
}

// key is an entry of a legend with its place.
type key struct {
	index        int
	class, label string
	x, y         float64
}

// legendKeys sets entries in lines of a width, from a place on, and gives the
// line after the last one. Each has a sample and some air beside its label.
func legendKeys(list []key, from, to, y, step, sample float64) ([]key, float64) {
	const air = 14
	x := from
	for i := range list {
		k := &list[i]
		k.label = clipped(k.label, to-from-sample)
		wide := sample + textWidth(k.label)
		if x > from && x+wide > to {
			x, y = from, y+step
		}
		k.x, k.y = x, y
		x += wide + air
	}
	return list, y + step
}
