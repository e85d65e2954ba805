package figure

import (
	"cmp"
	"slices"
)

// place is where a box, the label of a link or the bend of a link stands.
// Across and along are measured as if the flow led down.
type place struct {
	n         int // index of all places
	box, link int // index of the box, or of the link whose label it is; -1 is none
	rank      int
	frame     int // index plus 1; 0 is none
	row       int // in its rank
	mean      float64
	x, d      float64 // the middle, across and along
	breadth   float64 // across
	after     float64 // room beside it for a link to itself
	depth     float64 // along
	tall      float64 // of the box itself, along
	lines     []string
	before    []*place // what it is joined with in the rank before
	next      []*place // and in the next one
}

// flowGraph is a flow being laid out.
type flowGraph struct {
	Flow
	boxes  []*place
	all    []*place
	ranks  [][]*place
	chains [][]*place // of each link, from rank to rank; empty for one to itself
	turned []bool     // the link leads against the ranks
	frames []flowFrame

	tops, foots []float64 // of the ranks, along
	deep, broad float64
}

// newFlowGraph ranks the boxes and makes places for all that is drawn; nil if
// there are too many.
func newFlowGraph(f Flow) *flowGraph {
	g := &flowGraph{Flow: f, turned: make([]bool, len(f.Links)), chains: make([][]*place, len(f.Links)), frames: make([]flowFrame, len(f.Frames))}
	for i, b := range f.Boxes {
		lines := b.lines()
		w, h := b.Shape.sizeAround(lines)
		if f.across() {
			w, h = h, w
		}
		g.boxes = append(g.boxes, &place{box: i, link: -1, frame: b.Frame, breadth: w, depth: h, tall: h, lines: lines})
	}
	g.all = slices.Clone(g.boxes)
	g.loops()
	g.turn()
	g.rank()
	if !g.chain() {
		return nil
	}
	g.fill()
	g.sort()
	g.ranks = make([][]*place, g.lastRank()+1)
	for _, v := range g.all {
		v.row = len(g.ranks[v.rank])
		g.ranks[v.rank] = append(g.ranks[v.rank], v)
	}
	return g
}

// sort puts all places in the order of the first link that meets them, which is
// that in which people write what belongs together.
func (g *flowGraph) sort() {
	first := map[*place]int{}
	for i, chain := range g.chains {
		for _, v := range chain {
			if _, met := first[v]; !met {
				first[v] = i
			}
		}
	}
	slices.SortStableFunc(g.all, func(a, b *place) int { return cmp.Compare(first[a], first[b]) })
}

// loops makes room for links from a box to itself.
func (g *flowGraph) loops() {
	for _, l := range g.Links {
		if l.From != l.To {
			continue
		}
		v, lines := g.boxes[l.From], g.loopLines(l)
		if g.across() {
			v.after = loopWide + float64(len(lines)*boxLine)
			v.depth = max(v.depth, widest(lines))
			continue
		}
		v.after = loopWide + widest(lines)
		v.depth = max(v.depth, float64(len(lines)*boxLine))
	}
}

// turn marks the links that close a circle, as a walk from the first box on
// meets them, so that all others lead from rank to rank.
func (g *flowGraph) turn() {
	out := make([][]int, len(g.boxes))
	for i, l := range g.Links {
		out[l.From] = append(out[l.From], i)
	}
	const open, done = 1, 2
	state := make([]int, len(g.boxes))
	var walk func(int)
	walk = func(b int) {
		state[b] = open
		for _, i := range out[b] {
			to := g.Links[i].To
			switch state[to] {
			case open:
				g.turned[i] = true
			case 0:
				walk(to)
			}
		}
		state[b] = done
	}
	for b := range g.boxes {
		if state[b] == 0 {
			walk(b)
		}
	}
}

// ends are the boxes of a link in the order of their ranks.
func (g *flowGraph) ends(i int) (upper, lower *place) {
	l := g.Links[i]
	if g.turned[i] {
		l.From, l.To = l.To, l.From
	}
	return g.boxes[l.From], g.boxes[l.To]
}

// spans gives how many ranks each link spans at least: a label takes one, and
// so does a second link between two boxes, which would cover the first.
func (g *flowGraph) spans() []int {
	out := make([]int, len(g.Links))
	joined := map[[2]*place]bool{}
	for i, l := range g.Links {
		const most = 6
		upper, lower := g.ends(i)
		key := [2]*place{upper, lower}
		out[i] = min(max(l.Long, 1), most)
		if out[i] == 1 && (l.Label != "" || joined[key]) {
			out[i] = 2
		}
		joined[key] = true
	}
	return out
}

// rank puts each box as far down as the longest way to it demands, and those
// that nothing leads to next to what they lead to.
func (g *flowGraph) rank() {
	spans := g.spans()
	entering := map[*place]int{}
	leaving := map[*place][]int{}
	for i, l := range g.Links {
		if l.From == l.To {
			continue
		}
		upper, lower := g.ends(i)
		leaving[upper] = append(leaving[upper], i)
		entering[lower]++
	}
	var ready, first []*place
	for _, b := range g.boxes {
		if entering[b] == 0 {
			ready = append(ready, b)
		}
	}
	first = slices.Clone(ready)
	for len(ready) > 0 {
		b := ready[0]
		ready = ready[1:]
		for _, i := range leaving[b] {
			_, lower := g.ends(i)
			lower.rank = max(lower.rank, b.rank+spans[i])
			if entering[lower]--; entering[lower] == 0 {
				ready = append(ready, lower)
			}
		}
	}
	for _, b := range first {
		nearest := -1
		for _, i := range leaving[b] {
			if _, lower := g.ends(i); nearest < 0 || lower.rank-spans[i] < nearest {
				nearest = lower.rank - spans[i]
			}
		}
		b.rank = max(nearest, 0)
	}
}

func (g *flowGraph) lastRank() int {
	last := 0
	for _, b := range g.boxes {
		last = max(last, b.rank)
	}
	return last
}

// chain gives each link a place in every rank between its boxes, the middle one
// with its label. It tells whether there are few enough.
func (g *flowGraph) chain() bool {
	for i, l := range g.Links {
		if l.From == l.To {
			continue
		}
		upper, lower := g.ends(i)
		frame := 0
		if upper.frame == lower.frame {
			frame = upper.frame
		}
		at, middle := upper, (upper.rank+lower.rank)/2
		g.chains[i] = append(g.chains[i], upper)
		for r := upper.rank + 1; r < lower.rank; r++ {
			v := &place{box: -1, link: -1, rank: r, frame: frame, breadth: 2}
			if r == middle && l.Label != "" {
				v.link, v.lines = i, paragraphs(l.Label, linkLabel, linkLines)
				v.breadth, v.depth = widest(v.lines)+8, float64(len(v.lines)*boxLine)
				if g.across() {
					v.breadth, v.depth = v.depth+4, v.breadth
				}
			}
			g.join(at, v)
			g.all, g.chains[i], at = append(g.all, v), append(g.chains[i], v), v
			if len(g.all) > mostPlaces {
				return false
			}
		}
		g.join(at, lower)
		g.chains[i] = append(g.chains[i], lower)
	}
	return true
}

func (g *flowGraph) join(upper, lower *place) {
	upper.next, lower.before = append(upper.next, lower), append(lower.before, upper)
}

// fill gives each frame a place in every rank that it spans, so that nothing
// else stands in it.
func (g *flowGraph) fill() {
	for n := range g.frames {
		held := map[int]bool{}
		first, last := -1, -1
		for _, v := range g.all {
			if v.frame != n+1 {
				continue
			}
			held[v.rank] = true
			if first < 0 || v.rank < first {
				first = v.rank
			}
			last = max(last, v.rank)
		}
		g.frames[n].first, g.frames[n].last = first, last
		for r := first; first >= 0 && r <= last; r++ {
			if !held[r] {
				g.all = append(g.all, &place{box: -1, link: -1, rank: r, frame: n + 1})
			}
		}
	}
}
