package figure

import (
	"cmp"
	"slices"
)

// order puts the places of each rank in an order with few crossings. What
// stands in a frame stays together, and frames stand in the same order in all
// ranks.
func (g *flowGraph) order() {
	least, best := -1, []int(nil)
	for sweep := range flowSweeps {
		g.means(sweep)
		frames := g.frameMeans()
		for _, rank := range g.ranks {
			slices.SortStableFunc(rank, func(a, b *place) int {
				return cmp.Or(cmp.Compare(frames.of(a), frames.of(b)), cmp.Compare(a.frame, b.frame), cmp.Compare(a.mean, b.mean))
			})
			for i, v := range rank {
				v.row = i
			}
		}
		g.swap()
		if n := g.crossings(); least < 0 || n < least {
			least, best = n, best[:0]
			for _, v := range g.all {
				best = append(best, v.row)
			}
		}
	}
	for i, v := range g.all {
		v.row = best[i]
	}
	for _, rank := range g.ranks {
		slices.SortFunc(rank, func(a, b *place) int { return a.row - b.row })
	}
}

// swap changes neighbours in a rank over where fewer links cross so.
func (g *flowGraph) swap() {
	for range sweeps {
		swapped := false
		for _, rank := range g.ranks {
			for i := 1; i < len(rank); i++ {
				a, b := rank[i-1], rank[i]
				if a.frame == b.frame && crossed(b, a) < crossed(a, b) {
					rank[i-1], rank[i] = b, a
					a.row, b.row = i, i-1
					swapped = true
				}
			}
		}
		if !swapped {
			return
		}
	}
}

// crossed counts how often the links of two places of a rank cross if left
// stands to the left.
func crossed(left, right *place) int {
	count := 0
	for _, side := range [...][2][]*place{{left.before, right.before}, {left.next, right.next}} {
		for _, a := range side[0] {
			for _, b := range side[1] {
				if a.row > b.row {
					count++
				}
			}
		}
	}
	return count
}

// means gives each place the mean of where its neighbours stand: on the first
// sweep where it stands itself, then in turn of those before and behind it.
func (g *flowGraph) means(sweep int) {
	for i := range g.ranks {
		rank := g.ranks[i]
		if sweep%2 == 0 {
			rank = g.ranks[len(g.ranks)-1-i]
		}
		for _, v := range rank {
			near := v.before
			if sweep%2 == 0 {
				near = v.next
			}
			v.mean = g.share(v)
			if sweep == 0 || len(near) == 0 {
				continue
			}
			v.mean = 0
			for _, n := range near {
				v.mean += g.share(n) / float64(len(near))
			}
		}
	}
}

// share is where a place stands in its rank, 0–1.
func (g *flowGraph) share(v *place) float64 {
	return (float64(v.row) + 0.5) / float64(len(g.ranks[v.rank]))
}

// frameOrder is the mean of what stands in each frame.
type frameOrder []float64

func (g *flowGraph) frameMeans() frameOrder {
	sums, counts := make([]float64, len(g.frames)), make([]float64, len(g.frames))
	for _, v := range g.all {
		if v.frame > 0 && v.box >= 0 {
			sums[v.frame-1] += v.mean
			counts[v.frame-1]++
		}
	}
	for i := range sums {
		sums[i] /= max(counts[i], 1)
	}
	return sums
}

func (f frameOrder) of(v *place) float64 {
	if v.frame > 0 {
		return f[v.frame-1]
	}
	return v.mean
}

// crossings counts how often links cross between one rank and the next.
func (g *flowGraph) crossings() int {
	count := 0
	for r, rank := range g.ranks {
		var ends [][2]int
		for _, v := range rank {
			for _, n := range v.next {
				ends = append(ends, [2]int{v.row, n.row})
			}
		}
		if len(ends) > 1 {
			count += inversions(ends, len(g.ranks[r+1]))
		}
	}
	return count
}
