package figure

// flowFrame is where a frame stands.
type flowFrame struct {
	first, last int     // ranks; -1 if nothing is in it
	low, high   float64 // across
	from, to    float64 // along
}

func (f flowFrame) empty() bool { return f.first < 0 }

// apart keeps two values a distance apart: x[high] - x[low] ≥ gap.
type apart struct {
	low, high int
	gap       float64
}

// placement is the search for where everything stands across. The values are
// those of all places in their order, then the sides of each frame. The bends of
// a link share the value of the first one where they can, so that long links
// are straight.
type placement struct {
	g     *flowGraph
	value []int      // of each place: the index of its value
	held  [][]*place // by value: the places that share it
	rules []apart
	x     []float64
}

// place finds where everything stands. It tells whether that is possible.
func (g *flowGraph) place() bool {
	p := &placement{g: g, value: make([]int, len(g.all)), held: make([][]*place, len(g.all)), x: make([]float64, len(g.all)+2*len(g.frames))}
	for i, v := range g.all {
		v.n, p.value[i] = i, i
	}
	sorted, ok := p.sorted()
	if !ok {
		return false
	}
	p.rules = sorted
	p.straighten()
	for _, v := range g.all {
		p.held[p.value[v.n]] = append(p.held[p.value[v.n]], v)
	}
	p.settle()
	for i := range placeSweeps {
		p.wish(i%2 == 0, i >= placeSweeps-lastSweeps)
		p.hug()
		p.settle()
	}
	for _, v := range g.all {
		v.x = p.x[p.value[v.n]]
	}
	p.frames()
	g.stack()
	return true
}

// straighten lets the bends of each link share a value, if that is possible:
// not where two long links cross.
func (p *placement) straighten() {
	for _, chain := range p.g.chains {
		if len(chain) < 4 {
			continue
		}
		bends := chain[1 : len(chain)-1]
		for _, v := range bends {
			p.value[v.n] = bends[0].n
		}
		if sorted, ok := p.sorted(); ok {
			p.rules = sorted
			continue
		}
		for _, v := range bends {
			p.value[v.n] = v.n
		}
	}
}

// all gives the rules of all ranks and frames.
func (p *placement) all() []apart {
	p.rules = nil
	for _, rank := range p.g.ranks {
		p.keepApart(rank)
	}
	for i, f := range p.g.frames {
		wide := float64(2 * framePad)
		if !p.g.across() {
			wide += min(textWidth(p.g.Frames[i]), titleMost)
		}
		if !f.empty() {
			p.rules = append(p.rules, apart{p.side(i), p.side(i) + 1, wide})
		}
	}
	return p.rules
}

// lastSweeps end the search for places: one down and one up.
const lastSweeps = 2

// side is the index of the low side of a frame; the high one follows.
func (p *placement) side(frame int) int { return len(p.g.all) + 2*frame }

// keepApart adds the rules of a rank.
func (p *placement) keepApart(rank []*place) {
	lower, before := -1, 0.0 // what the next place has to keep away from
	out := func(v *place) float64 { return v.breadth/2 + v.after }
	for i, v := range rank {
		n := p.value[v.n]
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

// sorted gives the rules in an order in which each stands before those of what
// it moves. It tells whether there is one.
func (p *placement) sorted() (list []apart, ok bool) {
	kept := p.rules
	rules := p.all()
	p.rules = kept
	from := make([][]apart, len(p.x))
	waits := make([]int, len(p.x))
	for _, r := range rules {
		from[r.low] = append(from[r.low], r)
		waits[r.high]++
	}
	var ready []int
	for i, n := range waits {
		if n == 0 {
			ready = append(ready, i)
		}
	}
	list = make([]apart, 0, len(rules))
	for len(ready) > 0 {
		i := ready[0]
		ready = ready[1:]
		for _, r := range from[i] {
			list = append(list, r)
			if waits[r.high]--; waits[r.high] == 0 {
				ready = append(ready, r.high)
			}
		}
	}
	return list, len(list) == len(rules)
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

// wish moves each value to the mean of what its places are joined with, from
// the top down or from the foot up; bends pull harder, so that long links are
// straight. At last only what stands on one side counts, which makes ways of
// several boxes straight too.
func (p *placement) wish(down, last bool) {
	for i := range p.g.ranks {
		rank := p.g.ranks[i]
		if !down {
			rank = p.g.ranks[len(p.g.ranks)-1-i]
		}
		for _, v := range rank {
			if n := p.value[v.n]; n == v.n {
				p.x[n] = p.wished(n, down || !last, !down || !last)
			}
		}
	}
}

// wished is the mean of what a value is joined with before and behind it.
func (p *placement) wished(n int, before, behind bool) float64 {
	sum, weight := 0.0, 0.0
	for _, v := range p.held[n] {
		for i, list := range [...][]*place{v.before, v.next} {
			if i == 0 && !before || i == 1 && !behind {
				continue
			}
			for _, o := range list {
				w := 1.0
				if v.box < 0 || o.box < 0 {
					w = 2
				}
				if p.value[o.n] != n {
					sum, weight = sum+w*p.x[p.value[o.n]], weight+w
				}
			}
		}
	}
	if weight == 0 {
		return p.x[n]
	}
	return sum / weight
}

// hug moves the sides of frames to what stands in them.
func (p *placement) hug() {
	for n, f := range p.g.frames {
		if f.empty() {
			continue
		}
		low, high := 0.0, 0.0
		first := true
		for _, v := range p.g.all {
			if v.frame != n+1 {
				continue
			}
			x := p.x[p.value[v.n]]
			l, h := x-v.breadth/2-p.g.framePadding(), x+v.breadth/2+v.after+framePad
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
