package figure

import "math"

// Shape is the outline of a box.
type Shape int

// The outlines of boxes.
const (
	Rectangle Shape = iota
	Rounded
	Stadium
	Circle
	Rhombus
	Hexagon
	Flag
	Subroutine
	Cylinder
	Slanted
)

// The measures of outlines.
const (
	slant   = 12 // of a side that is not upright
	lid     = 6  // half of how tall the top of a cylinder looks
	inset   = 7  // of the second sides of a subroutine
	leastIn = 24 // width of the text of a box, at least
)

// tapers tells whether a shape has less room for text at its top than in its
// middle.
func (s Shape) tapers() bool { return s == Circle || s == Rhombus }

// lines breaks the label of a box.
func (b FlowBox) lines() []string {
	if b.Shape.tapers() {
		return paragraphs(b.Label, flowNarrow, flowLines)
	}
	return paragraphs(b.Label, flowLabel, flowLines)
}

// sizeAround is how large a shape is that has room for lines of text.
func (s Shape) sizeAround(lines []string) (wide, tall float64) {
	w, h := max(widest(lines), leastIn), float64(max(len(lines), 1)*boxLine)
	wide, tall = w+2*flowPad, h+2*flowPad-2
	switch s {
	case Stadium:
		return wide + tall/2, tall
	case Circle:
		side := math.Hypot(w, h) + flowPad
		return side, side
	case Rhombus: // a box of half its width and height fits
		return 2*w + flowPad, 2*h + flowPad
	case Hexagon, Slanted:
		return wide + 2*slant, tall
	case Flag:
		return wide + slant, tall
	case Subroutine:
		return wide + 2*inset, tall
	case Cylinder:
		return wide, tall + 3*lid
	}
	return wide, tall
}

// box draws a box around its place.
func (g *flowGraph) box(d *drawing, v *place) {
	b := g.Boxes[v.box]
	w, h := v.breadth, v.tall
	if g.across() {
		w, h = v.tall, v.breadth
	}
	x, y := g.at(v.x, v.d)
	class := "d-box"
	if b.Shape == Rhombus || b.Shape == Hexagon {
		class = "d-box choice"
	}
	d.put(`<g class="`, class, `"><title>`, text(b.Label), `</title>`)
	d.outline(b.Shape, x-w/2, y-h/2, w, h)
	switch b.Shape {
	case Flag:
		x += slant / 2
	case Cylinder:
		y += lid
	}
	d.lines(x, y, "middle", v.lines)
	d.put(`</g>`)
}

// outline draws a shape into a box.
func (d *drawing) outline(s Shape, x, y, w, h float64) {
	switch s {
	case Circle:
		d.put(`<circle cx="`, x+w/2, `" cy="`, y+h/2, `" r="`, w/2, `"/>`)
	case Rhombus:
		d.put(`<path class="shape" d="M`, x, ` `, y+h/2, `L`, x+w/2, ` `, y, `L`, x+w, ` `, y+h/2, `L`, x+w/2, ` `, y+h, `Z"/>`)
	case Hexagon:
		d.put(`<path class="shape" d="M`, x, ` `, y+h/2, `l`, slant, ` `, -h/2, `H`, x+w-slant, `l`, slant, ` `, h/2, `l`, -slant, ` `, h/2, `H`, x+slant, `Z"/>`)
	case Slanted:
		d.put(`<path class="shape" d="M`, x+slant, ` `, y, `H`, x+w, `l`, -slant, ` `, h, `H`, x, `Z"/>`)
	case Flag:
		d.put(`<path class="shape" d="M`, x, ` `, y, `H`, x+w, `v`, h, `H`, x, `l`, slant, ` `, -h/2, `Z"/>`)
	case Cylinder:
		d.put(`<path class="shape" d="M`, x, ` `, y+lid, `a`, w/2, ` `, lid, ` 0 0 1 `, w, ` 0v`, h-2*lid, `a`, w/2, ` `, lid, ` 0 0 1 `, -w, ` 0Z"/>`)
		d.put(`<path class="d-rim" d="M`, x, ` `, y+lid, `a`, w/2, ` `, lid, ` 0 0 0 `, w, ` 0"/>`)
	case Subroutine:
		d.put(`<rect x="`, x, `" y="`, y, `" width="`, w, `" height="`, h, `"/><path class="d-rim" d="M`, x+inset, ` `, y, `v`, h, `M`, x+w-inset, ` `, y, `v`, h, `"/>`)
	default:
		d.put(`<rect x="`, x, `" y="`, y, `" width="`, w, `" height="`, h, `" rx="`, s.radius(h), `"/>`)
	}
}

// radius is that of the corners of a box of a height.
func (s Shape) radius(tall float64) float64 {
	switch s {
	case Rounded:
		return 9
	case Stadium:
		return tall / 2
	}
	return 2
}
