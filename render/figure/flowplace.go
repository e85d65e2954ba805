package figure

// flowFrame is where a frame stands.
type flowFrame struct {
	first, last int     // ranks; -1 if nothing is in it
	low, high   float64 // across
	from, to    float64 // along
}

func (f flowFrame) empty() bool { return f.first < 0 }

// apart keeps two places a distance apart across: x[high] - x[low] ≥ gap.
type apart struct {
	low, high int
	gap       float64
}

// placement is the search for where everything stands across. The values are
// those of all places in their order, then the sides of each frame.
type placement struct {
	g     *flowGraph
	index map[*place]int
	rules []apart // so that a rule stands before those of what it moves
	x     []float64
}

// place finds where everything stands. It tells whether that is possible.
func (g *flowGraph) place() bool {
	p := &placement{g: g, index: make(map[*place]int, len(g.all)), x: make([]float64, len(g.all)+2*len(g.frames))}
	for i, v := range g.all {
		p.index[v] = i
	}
	for _, rank := range g.ranks {
		p.keepApart(rank)
	}
	for i, f := range g.frames {
		wide := float64(2 * framePad)
		if !g.across() {
			wide += min(textWidth(g.Frames[i]), titleMost)
		}
		if !f.empty() {
			p.rules = append(p.rules, apart{p.side(i), p.side(i) + 1, wide})
		}
	}
	if !p.sort() {
		return false
	}
	p.settle()
	for range placeSweeps {
		p.wish()
		p.settle()
	}
	for i, v := range g.all {
		v.x = p.x[i]
	}
	p.frames()
	g.stack()
	return true
}

// side is the index of the low side of a frame; the high one follows.
func (p *placement) side(frame int) int { return len(p.g.all) + 2*frame }

// keepApart adds the rules of a rank.
func (p *placement) keepApart(rank []*place) {
	lower, before := -1, 0.0 // what the next place has to keep away from
	out := func(v *place) float64 { return v.breadth/2 + v.after }
	for i, v := range rank {
		n := p.index[v]
		enters := v.frame > 0 && (i == 0 || rank[i-1].frame != v.frame)
		leaves := v.frame > 0 && (i == len(rank)-1 || rank[i+1].frame != v.frame)
		if enters {
			side := p.side(v.frame - 1)
			if lower >= 0 {
				p.rules = append(p.rules, apart{lower, side, before + flowAir})
			}
			lower, before = side, p.g.framePadding()-flowAir
		}
		if lower >= 0 {
			p.rules = append(p.rules, apart{lower, n, before + flowAir + v.breadth/2})
		}
		lower, before = n, out(v)
		if leaves {
			side := p.side(v.frame-1) + 1
			p.rules = append(p.rules, apart{n, side, out(v) + framePad})
			lower, before = side, 0
		}
	}
}

// framePadding is the room before what stands in a frame: where ranks stand
// side by side, that of the title too.
func (g *flowGraph) framePadding() float64 {
	if g.across() {
		return framePad + frameTitle
	}
	return framePad
}

// sort puts the rules in the order in which they are followed. It tells whether
// there is one.
func (p *placement) sort() bool {
	from := make([][]apart, len(p.x))
	waits := make([]int, len(p.x))
	for _, r := range p.rules {
		from[r.low] = append(from[r.low], r)
		waits[r.high]++
	}
	var ready []int
	for i, n := range waits {
		if n == 0 {
			ready = append(ready, i)
		}
	}
	sorted := make([]apart, 0, len(p.rules))
	for len(ready) > 0 {
		i := ready[0]
		ready = ready[1:]
		for _, r := range from[i] {
			sorted = append(sorted, r)
			if waits[r.high]--; waits[r.high] == 0 {
				ready = append(ready, r.high)
			}
		}
	}
	done := len(sorted) == len(p.rules)
	p.rules = sorted
	return done
}

// settle moves what stands too close: the mean of moving all up and of moving
// all down, which keeps the rules as both do.
func (p *placement) settle() {
	up, down := make([]float64, len(p.x)), p.x
	copy(up, p.x)
	for _, r := range p.rules {
		up[r.high] = max(up[r.high], up[r.low]+r.gap)
	}
	for i := len(p.rules) - 1; i >= 0; i-- {
		r := p.rules[i]
		down[r.low] = min(down[r.low], down[r.high]-r.gap)
	}
	for i := range p.x {
		p.x[i] = (up[i] + down[i]) / 2
	}
}

// wish moves each place to the mean of what it is joined with; bends pull
// harder, so that long links are straight.
func (p *placement) wish() {
	wished := make([]float64, len(p.x))
	copy(wished, p.x)
	for i, v := range p.g.all {
		sum, weight := 0.0, 0.0
		for _, list := range [][]*place{v.before, v.next} {
			for _, n := range list {
				w := 1.0
				if v.box < 0 && n.box < 0 {
					w = 4
				} else if v.box < 0 || n.box < 0 {
					w = 2
				}
				sum, weight = sum+w*p.x[p.index[n]], weight+w
			}
		}
		if weight > 0 {
			wished[i] = (p.x[i] + sum/weight) / 2
		}
	}
	p.x = wished
	p.hug()
}

// hug moves the sides of frames to what stands in them.
func (p *placement) hug() {
	for n, f := range p.g.frames {
		if f.empty() {
			continue
		}
		low, high := 0.0, 0.0
		first := true
		for i, v := range p.g.all {
			if v.frame != n+1 {
				continue
			}
			l, h := p.x[i]-v.breadth/2-p.g.framePadding(), p.x[i]+v.breadth/2+v.after+framePad
			if first {
				low, high, first = l, h, false
			}
			low, high = min(low, l), max(high, h)
		}
		p.x[p.side(n)], p.x[p.side(n)+1] = low, high
	}
}

// frames takes the sides of frames; in those that are wider than what they hold
// and their title need, the room stays.
func (p *placement) frames() {
	for i := range p.g.frames {
		f := &p.g.frames[i]
		f.low, f.high = p.x[p.side(i)], p.x[p.side(i)+1]
	}
}

// stack finds where the ranks stand along, one behind the other.
func (g *flowGraph) stack() {
	g.tops, g.foots = make([]float64, len(g.ranks)), make([]float64, len(g.ranks))
	y := float64(flowEdge)
	for r, rank := range g.ranks {
		starts, ends := g.framesAt(r)
		if r > 0 {
			y += g.gap(r)
		}
		y += starts
		depth := 0.0
		for _, v := range rank {
			depth = max(depth, v.depth)
		}
		g.tops[r], g.foots[r] = y, y+depth
		for _, v := range rank {
			v.d = y + depth/2
		}
		y += depth + ends
	}
	g.deep = y + flowEdge
	for i := range g.frames {
		if f := &g.frames[i]; !f.empty() {
			before, behind := g.frameEnds()
			f.from, f.to = g.tops[f.first]-before, g.foots[f.last]+behind
		}
	}
}

// gap is the distance of a rank from the one before it: less where one of them
// has only labels and bends, more where links lead far across.
func (g *flowGraph) gap(r int) float64 {
	const most, steep = 36, 0.06
	boxes := func(rank []*place) bool {
		for _, v := range rank {
			if v.box >= 0 {
				return true
			}
		}
		return false
	}
	gap := float64(labelGap)
	if boxes(g.ranks[r-1]) && boxes(g.ranks[r]) {
		gap = rankGap
	}
	far := 0.0
	for _, v := range g.ranks[r] {
		for _, b := range v.before {
			far = max(far, v.x-b.x, b.x-v.x)
		}
	}
	return gap + min(most, far*steep)
}

// frameEnds is the room within a frame before its first rank and behind its
// last one.
func (g *flowGraph) frameEnds() (before, behind float64) {
	switch g.Way {
	case Down:
		return framePad + frameTitle, framePad
	case Up:
		return framePad, framePad + frameTitle
	}
	return framePad, framePad
}

// framesAt is the room for the frames that begin and end at a rank.
func (g *flowGraph) framesAt(r int) (starts, ends float64) {
	before, behind := g.frameEnds()
	for _, f := range g.frames {
		if f.empty() {
			continue
		}
		if f.first == r {
			starts = before
		}
		if f.last == r {
			ends = behind
		}
	}
	return starts, ends
}

// normal moves everything across to the edge of the picture.
func (g *flowGraph) normal() {
	low, high := g.all[0].x, g.all[0].x
	for _, v := range g.all {
		low, high = min(low, v.x-v.breadth/2), max(high, v.x+v.breadth/2+v.after)
	}
	for _, f := range g.frames {
		if !f.empty() {
			low, high = min(low, f.low), max(high, f.high)
		}
	}
	shift := flowEdge - low
	for _, v := range g.all {
		v.x += shift
	}
	for i := range g.frames {
		g.frames[i].low += shift
		g.frames[i].high += shift
	}
	g.broad = high + shift + flowEdge
}
