package figure

import (
	"math"
	"strings"
)

// Flow is boxes in ranks, joined by links.
type Flow struct {
	Chart  Chart // X and Y are not used; no id is needed
	Way    Way
	Boxes  []FlowBox
	Links  []FlowLink
	Frames []string // titles
}

// Way is where the links of a flow lead.
type Way int

// The ways of flows.
const (
	Down Way = iota
	Up
	Right
	Left
)

// FlowBox is a thing in a flow. A line feed in its label begins a line.
type FlowBox struct {
	Label string
	Shape Shape
	Frame int // the frame around it: its index plus 1; 0 is none
}

// FlowLink joins two boxes, given by their indices.
type FlowLink struct {
	From, To   int
	Label      string
	Class      string // dotted or thick; empty for a plain line
	Tail, Head Tip
	Long       int // ranks that it spans at least
}

// Tip is how an end of a link looks.
type Tip int

// The tips of links.
const (
	NoTip Tip = iota
	ArrowTip
	CircleTip
	CrossTip
)

// The measures of flows, in the units of their view box.
const (
	flowLabel   = 176 // width of a line in a box, at most
	flowNarrow  = 116 // the same in a shape that tapers
	flowLines   = 6
	linkLabel   = 132 // width of a line at a link, at most
	linkLines   = 4
	flowPad     = 10 // around the text of a box
	flowAir     = 22 // between two boxes of a rank
	rankGap     = 38 // between two ranks of boxes
	labelGap    = 20 // between ranks of which one has no box
	framePad    = 12
	frameTitle  = 20
	loopWide    = 26 // of a link that leads back to its box
	mostPlaces  = 3000
	mostBoxes   = 200
	mostLinks   = 400
	tipLong     = 8
	tipHalf     = 4
	flowEdge    = 8 // around the picture
	titleMost   = 260
	flowSweeps  = 12 // of the order of the boxes
	placeSweeps = 24 // of their places
)

// Flowed draws a flow. The ranks follow the longest ways, the order within a
// rank the means of the neighbours (K. Sugiyama, S. Tagawa and M. Toda, 1981).
// Links pass between boxes, never behind one. A flow without boxes, with more
// than 200 boxes or 400 links, with a link that joins nothing, or with links so
// long that they would fill the picture gives nil.
func Flowed(f Flow) []byte {
	if len(f.Boxes) == 0 || len(f.Boxes) > mostBoxes || len(f.Links) > mostLinks || !f.sound() {
		return nil
	}
	g := newFlowGraph(f)
	if g == nil {
		return nil
	}
	g.order()
	if !g.place() {
		return nil
	}
	return g.draw()
}

func (f Flow) sound() bool {
	for _, b := range f.Boxes {
		if b.Frame < 0 || b.Frame > len(f.Frames) {
			return false
		}
	}
	loops := map[int]bool{}
	for _, l := range f.Links {
		if l.From < 0 || l.To < 0 || l.From >= len(f.Boxes) || l.To >= len(f.Boxes) {
			return false
		}
		if l.From == l.To {
			if loops[l.From] {
				return false
			}
			loops[l.From] = true
		}
	}
	return true
}

// across tells whether ranks stand side by side.
func (f Flow) across() bool { return f.Way == Right || f.Way == Left }

// paragraphs breaks a label at its line feeds, and each line where it is too
// wide.
func paragraphs(label string, wide float64, most int) []string {
	var lines []string
	for line := range strings.SplitSeq(label, "\n") {
		if len(lines) == most {
			last := len(lines) - 1
			lines[last] = clipped(lines[last]+" …", wide)
			break
		}
		lines = append(lines, wrapped(line, wide, most-len(lines))...)
	}
	return lines
}

// widest is the width of the widest line.
func widest(lines []string) float64 {
	w := 0.0
	for _, l := range lines {
		w = max(w, textWidth(l))
	}
	return w
}

// draw writes the picture of a flow whose places are known.
func (g *flowGraph) draw() []byte {
	g.normal()
	wide, tall := g.size()
	d := openDiagram(g.Chart, "flow", wide, tall)
	for i := range g.frames {
		g.frame(d, i)
	}
	for i := range g.chains {
		g.link(d, i)
	}
	for _, v := range g.all {
		switch {
		case v.box >= 0:
			g.box(d, v)
		case v.link >= 0:
			x, y := g.at(v.x, v.d)
			d.put(`<g class="d-label"><title>`, text(g.Links[v.link].Label), `</title>`)
			d.lines(x, y, "middle", v.lines)
			d.put(`</g>`)
		}
	}
	for i := range g.frames {
		g.frameTitle(d, i)
	}
	return d.close()
}

// openDiagram begins a picture that is shown in its own size, because its text
// would be too small in a narrower one. Its title names it without an id, which
// a page with several documents might have twice.
func openDiagram(c Chart, class string, wide, tall float64) *drawing {
	d := &drawing{}
	w, h := int(math.Ceil(wide)), int(math.Ceil(tall))
	d.put(`<svg class="figure chart diagram `, class, `" width="`, w, `" height="`, h, `" viewBox="0 0 `, w, ` `, h, `" role="img" xmlns="http://www.w3.org/2000/svg">`)
	d.put(`<title>`, text(c.Title), `</title><desc>`, text(c.Desc), `</desc>`)
	return d
}

// at gives the place in the picture of one across and along the ranks.
func (g *flowGraph) at(x, along float64) (px, py float64) {
	switch g.Way {
	case Up:
		return x, g.deep - along
	case Right:
		return along, x
	case Left:
		return g.deep - along, x
	}
	return x, along
}

// size is that of the picture.
func (g *flowGraph) size() (wide, tall float64) {
	if g.across() {
		return g.deep, g.broad
	}
	return g.broad, g.deep
}

// frame draws what stands around boxes.
func (g *flowGraph) frame(d *drawing, i int) {
	f := g.frames[i]
	if f.empty() {
		return
	}
	x1, y1 := g.at(f.low, f.from)
	x2, y2 := g.at(f.high, f.to)
	d.put(`<rect class="d-frame" x="`, min(x1, x2), `" y="`, min(y1, y2), `" width="`, math.Abs(x2-x1), `" height="`, math.Abs(y2-y1), `" rx="8"/>`)
}

func (g *flowGraph) frameTitle(d *drawing, i int) {
	f := g.frames[i]
	if f.empty() {
		return
	}
	x1, y1 := g.at(f.low, f.from)
	x2, y2 := g.at(f.high, f.to)
	title := strings.Join(strings.Fields(g.Frames[i]), " ")
	d.put(`<g class="d-label"><title>`, text(title), `</title><text x="`, min(x1, x2)+framePad, `" y="`, min(y1, y2)+15, `">`, text(clipped(title, min(titleMost, math.Abs(x2-x1)-2*framePad))), `</text></g>`)
}

// link draws a link through the places of its chain: straight where boxes
// stand, bent between the ranks.
func (g *flowGraph) link(d *drawing, i int) {
	chain, l := g.chains[i], g.Links[i]
	if len(chain) == 0 {
		g.loop(d, i)
		return
	}
	tail, head := l.Tail, l.Head
	if g.turned[i] {
		tail, head = head, tail
	}
	class := strings.TrimSpace("d-link " + l.Class)
	first, last := chain[0], chain[len(chain)-1]
	start, end := first.d+first.tall/2, last.d-last.tall/2
	from, to := start+tail.long(), end-head.long()
	d.put(`<path class="`, text(class), `" d="M`)
	g.point(d, first.x, from)
	for n := 1; n < len(chain); n++ {
		a, b := chain[n-1], chain[n]
		foot, top := g.foots[a.rank], g.tops[b.rank]
		if n == 1 {
			foot = max(foot, from)
		}
		if b == last {
			top = min(top, to)
		}
		if a.x == b.x {
			continue
		}
		d.put(`L`)
		g.point(d, a.x, foot)
		d.put(`C`)
		g.point(d, a.x, (foot+top)/2)
		d.put(` `)
		g.point(d, b.x, (foot+top)/2)
		d.put(` `)
		g.point(d, b.x, top)
	}
	d.put(`L`)
	g.point(d, last.x, to)
	d.put(`"/>`)
	g.tip(d, tail, class, first.x, start, 1)
	g.tip(d, head, class, last.x, end, -1)
}

func (g *flowGraph) point(d *drawing, x, along float64) {
	px, py := g.at(x, along)
	d.put(px, ` `, py)
}

// long is how much of the end of a line a tip takes.
func (t Tip) long() float64 {
	switch t {
	case ArrowTip, CircleTip:
		return tipLong
	}
	return 0
}

// tip draws the end of a link at a box; back is the way along the ranks that
// leads from the box.
func (g *flowGraph) tip(d *drawing, t Tip, class string, x, along, back float64) {
	switch t {
	case ArrowTip:
		d.put(`<path class="d-head `, text(class), `" d="M`)
		g.point(d, x, along)
		d.put(`L`)
		g.point(d, x-tipHalf, along+back*tipLong)
		d.put(`L`)
		g.point(d, x+tipHalf, along+back*tipLong)
		d.put(`Z"/>`)
	case CircleTip:
		px, py := g.at(x, along+back*tipLong/2)
		d.put(`<circle class="d-head `, text(class), `" cx="`, px, `" cy="`, py, `" r="`, tipLong/2, `"/>`)
	case CrossTip:
		d.put(`<path class="`, text(class), `" d="M`)
		g.point(d, x-tipHalf, along+back*2)
		d.put(`L`)
		g.point(d, x+tipHalf, along+back*(2+2*tipHalf))
		d.put(`M`)
		g.point(d, x+tipHalf, along+back*2)
		d.put(`L`)
		g.point(d, x-tipHalf, along+back*(2+2*tipHalf))
		d.put(`"/>`)
	}
}

// loop draws a link from a box to itself, beside the box.
func (g *flowGraph) loop(d *drawing, i int) {
	const half = 6
	l := g.Links[i]
	v := g.boxes[l.From]
	side := v.x + v.breadth/2
	lines := g.loopLines(l)
	class := strings.TrimSpace("d-link " + l.Class)
	d.put(`<path class="`, text(class), `" d="M`)
	g.point(d, side, v.d-half)
	d.put(`C`)
	g.point(d, side+loopWide, v.d-2*half)
	d.put(` `)
	g.point(d, side+loopWide, v.d+2*half)
	d.put(` `)
	g.point(d, side+l.Head.long(), v.d+half)
	d.put(`"/>`)
	if l.Head != NoTip {
		x, y := g.at(side, v.d+half)
		if g.across() {
			d.put(`<path class="d-head `, text(class), `" d="M`, x, ` `, y, `l`, -tipHalf, ` `, tipLong, `h`, 2*tipHalf, `Z"/>`)
		} else {
			d.put(`<path class="d-head `, text(class), `" d="M`, x, ` `, y, `l`, tipLong, ` `, -tipHalf, `v`, 2*tipHalf, `Z"/>`)
		}
	}
	if len(lines) == 0 {
		return
	}
	x, y := g.at(side+loopWide, v.d)
	anchor := "start"
	if g.across() {
		anchor, y = "middle", y+float64(len(lines)*boxLine)/2
	}
	d.put(`<g class="d-label"><title>`, text(l.Label), `</title>`)
	d.lines(x, y, anchor, lines)
	d.put(`</g>`)
}

func (g *flowGraph) loopLines(l FlowLink) []string { return paragraphs(l.Label, linkLabel, linkLines) }
