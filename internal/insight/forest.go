package insight

import (
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"strconv"

	"github.com/debrief-dev/debrief/internal/diag"
)

// An isolation forest tells how easily a value can be cut off from the others
// by random cuts: the fewer it takes, the more it stands out (F. T. Liu, K. M.
// Ting, Z.-H. Zhou, "Isolation Forest", ICDM 2008). It is a second opinion: it
// needs roots, logarithms and random numbers, which are always the same ones.

// The size of forests, as in the paper.
const (
	forestTrees  = 100
	forestSample = 256 // values that a tree is grown from
)

// features are the axes that a forest cuts along: the value, and those that an
// hour of the week gives.
const maxFeatures = 5

// featureVector is a value with its features, of which the first is the value itself.
type featureVector [maxFeatures]float64

// clockFeatures gives what a cell adds to a value.
type clockFeatures struct {
	n    int // features in use, the value included
	cell func(cell int) (rest [maxFeatures - 1]float64)
}

// linearFeatures are the hour 0–23 and the weekday 0–6, Monday being 0: on such
// a line 23 and 0 are far apart.
var linearFeatures = clockFeatures{3, func(cell int) (rest [maxFeatures - 1]float64) {
	rest[0], rest[1] = float64(cell%24), float64((cell/24+6)%7)
	return rest
}}

// circularFeatures are sine and cosine of the hour and of the weekday.
var circularFeatures = clockFeatures{5, func(cell int) (rest [maxFeatures - 1]float64) {
	rest[0], rest[1] = math.Sincos(2 * math.Pi * float64(cell%24) / 24)
	rest[2], rest[3] = math.Sincos(2 * math.Pi * float64(cell/24) / 7)
	return rest
}}

func (c clockFeatures) vector(v float64, cell uint8) featureVector {
	x := featureVector{v}
	rest := c.cell(int(cell))
	copy(x[1:], rest[:])
	return x
}

// isolationTree is one isolation tree, its root the first node.
type isolationTree []treeNode

type treeNode struct {
	feature     int // -1 is a leaf
	cut         float64
	left, right int     // nodes below: of what is under the cut, and the rest
	path        float64 // of a leaf: its depth and what its values would have added
}

// usualPath is c(n), the mean length of a search that fails in a binary search
// tree of n values, which paths are measured by.
func usualPath(n int) float64 {
	switch {
	case n < 2:
		return 0
	case n == 2:
		return 1
	}
	const euler = 0.5772156649015329
	m := float64(n - 1)
	return 2*(math.Log(m)+euler) - 2*m/float64(n)
}

// growForest grows trees from samples of the vectors. The same vectors give
// the same forest.
func growForest(list []featureVector, features int) []isolationTree {
	random := rand.New(rand.NewPCG(1, 2))
	index := make([]int, len(list))
	for i := range index {
		index[i] = i
	}
	size := min(forestSample, len(list))
	depth := int(math.Ceil(math.Log2(float64(max(size, 2)))))
	forest := make([]isolationTree, forestTrees)
	for t := range forest {
		sample := make([]featureVector, size)
		for i := range sample { // without repetition: the beginning of a shuffle
			j := i + random.IntN(len(index)-i)
			index[i], index[j] = index[j], index[i]
			sample[i] = list[index[i]]
		}
		g := grower{random: random, features: features, depth: depth}
		g.grow(sample, 0)
		forest[t] = g.tree
	}
	return forest
}

type grower struct {
	random   *rand.Rand
	features int
	depth    int // at which growth ends
	tree     isolationTree
}

// grow adds the node of a sample, with all below it, and gives its number.
func (g *grower) grow(sample []featureVector, depth int) int {
	at := len(g.tree)
	g.tree = append(g.tree, treeNode{feature: -1, path: float64(depth) + usualPath(len(sample))})
	feature, low, high := g.choose(sample)
	if depth == g.depth || feature < 0 {
		return at
	}
	cut := low + g.random.Float64()*(high-low)
	if cut <= low { // a cut parts at least one value from the others
		cut = high
	}
	under := 0
	for i := range sample {
		if sample[i][feature] < cut {
			sample[i], sample[under] = sample[under], sample[i]
			under++
		}
	}
	left := g.grow(sample[:under], depth+1)
	right := g.grow(sample[under:], depth+1)
	g.tree[at] = treeNode{feature: feature, cut: cut, left: left, right: right}
	return at
}

// choose gives one of the features that differ in a sample, with its range;
// -1 if none does.
func (g *grower) choose(sample []featureVector) (feature int, low, high float64) {
	if len(sample) < 2 {
		return -1, 0, 0
	}
	lows, highs := sample[0], sample[0]
	for _, x := range sample[1:] {
		for f := range g.features {
			lows[f], highs[f] = min(lows[f], x[f]), max(highs[f], x[f])
		}
	}
	var differ [maxFeatures]int
	n := 0
	for f := range g.features {
		if lows[f] < highs[f] {
			differ[n] = f
			n++
		}
	}
	if n == 0 {
		return -1, 0, 0
	}
	f := differ[g.random.IntN(n)]
	return f, lows[f], highs[f]
}

// profile is the score of values of one cell: there all features but the value
// are given, so that a tree is a flight of stairs over the value, and a forest
// the sum of its trees. A score is then found by bisection, however many trees
// there are.
type profile struct {
	from  []float64 // rising; where a step begins
	paths []float64 // mean path on each step; the first holds below all of from
	usual float64   // path, c(ψ)
}

func newProfile(forest []isolationTree, cell featureVector, size int) *profile {
	type rise struct{ at, by float64 }
	rises := make([]rise, 0, 8*len(forest))
	sum := 0.0
	for _, t := range forest {
		last := 0.0
		t.stairs(0, cell, math.Inf(-1), func(at, path float64) {
			if math.IsInf(at, -1) {
				sum += path
			} else {
				rises = append(rises, rise{at, path - last})
			}
			last = path
		})
	}
	slices.SortFunc(rises, func(a, b rise) int { return compareFloats(a.at, b.at) })
	trees := float64(len(forest))
	p := &profile{from: make([]float64, len(rises)), paths: make([]float64, len(rises)+1), usual: usualPath(size)}
	p.paths[0] = sum / trees
	for i, r := range rises {
		sum += r.by
		p.from[i], p.paths[i+1] = r.at, sum/trees
	}
	return p
}

// stairs calls step with where each leaf of a cell begins, by value, and its
// path.
func (t isolationTree) stairs(at int, cell featureVector, from float64, step func(from, path float64)) {
	n := t[at]
	switch {
	case n.feature < 0:
		step(from, n.path)
	case n.feature > 0 && cell[n.feature] < n.cut:
		t.stairs(n.left, cell, from, step)
	case n.feature > 0:
		t.stairs(n.right, cell, from, step)
	default:
		t.stairs(n.left, cell, from, step)
		t.stairs(n.right, cell, n.cut, step)
	}
}

// score is 2^(−E[h]/c(ψ)): near 1 for what stands out, under 0.5 for the rest.
func (p *profile) score(v float64) float64 {
	i := sort.Search(len(p.from), func(i int) bool { return p.from[i] > v })
	return math.Exp2(-p.paths[i] / p.usual)
}

// forestScores scores every value of the series by a forest grown from those
// outside windows.
func (p *SeriesReplay) forestScores(features clockFeatures) []float64 {
	var list []featureVector
	for i, v := range p.Series.Values {
		if p.calm[i] {
			list = append(list, features.vector(v, p.places[i].cell))
		}
	}
	size := min(forestSample, len(list))
	forest := growForest(list, features.n)
	var profiles [hoursOfWeek]*profile
	scores := make([]float64, len(p.Series.Values))
	for i, v := range p.Series.Values {
		cell := p.places[i].cell
		if profiles[cell] == nil {
			profiles[cell] = newProfile(forest, features.vector(0, cell), size)
		}
		scores[i] = profiles[cell].score(v)
	}
	return scores
}

// replayForests replays the forests: the handbook's, which flags a tenth of all
// values by its settings, the same with the policy's share, and one for which
// 23 and 0 o'clock are neighbours. Contamination only says where the scores are
// cut: that share of values outside windows is flagged, whatever they are.
func (p *SeriesReplay) replayForests() {
	const handbookShare = 0.1
	line := diag.Text{En: "value, hour, weekday", Ja: "値・時・曜日"}
	circle := diag.Text{En: "value, hour and weekday as circles", Ja: "値・円周上の時と曜日"}
	var linear []float64
	for _, f := range []struct {
		id       string
		features clockFeatures
		words    diag.Text
		share    float64
	}{
		{"forest_handbook", linearFeatures, line, handbookShare},
		{"forest_linear", linearFeatures, line, p.policy.Contamination},
		{"forest_circular", circularFeatures, circle, p.policy.Contamination},
	} {
		share := strconv.FormatFloat(f.share, 'g', -1, 64)
		rule := ThresholdRule{f.id, diag.Say("isolation forest (%s), contamination %s", "Isolation Forest（%s）、contamination %s", f.words, share), Opinion}
		if p.Calm < 2 {
			p.Rules = append(p.Rules, RuleReplay{ThresholdRule: rule, Why: fewCalm})
			continue
		}
		scores := linear
		if f.features.n != linearFeatures.n || scores == nil {
			scores = p.forestScores(f.features)
		}
		if f.features.n == linearFeatures.n {
			linear = scores
		}
		cut := p.scoreCut(scores, f.share)
		p.add(rule, runs(len(scores), 1, func(i int) bool { return scores[i] > cut }), func(int) bool { return true })
	}
}

var fewCalm = diag.Text{En: "fewer than two values lie outside incidents", Ja: "障害の時間帯以外の値が2点に満たない"}

// scoreCut is the score that a share of the values outside windows exceeds: the
// quantile with linear interpolation, as scikit-learn cuts.
func (p *SeriesReplay) scoreCut(scores []float64, share float64) float64 {
	var calm []float64
	for i, s := range scores {
		if p.calm[i] {
			calm = append(calm, s)
		}
	}
	slices.Sort(calm)
	at := (1 - share) * float64(len(calm)-1)
	i := min(int(at), len(calm)-1)
	next := min(i+1, len(calm)-1)
	return calm[i] + (at-float64(i))*(calm[next]-calm[i])
}
