package insight

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// c(n) as published: c(256) is that of the samples.
func TestUsualPath(t *testing.T) {
	for n, want := range map[int]float64{0: 0, 1: 0, 2: 1, 3: 1.2073924, 256: 10.244770920} {
		if got := usualPath(n); math.Abs(got-want) > 1e-7 {
			t.Errorf("c(%d) = %v, want %v", n, got, want)
		}
	}
}

// walk is the path of a vector through a tree, the long way.
func walk(t isolationTree, x featureVector) float64 {
	at := 0
	for t[at].feature >= 0 {
		if n := t[at]; x[n.feature] < n.cut {
			at = n.left
		} else {
			at = n.right
		}
	}
	return t[at].path
}

// The stairs of a forest give what walking down each of its trees gives.
func TestProfileIsTheForest(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, features := range []clockFeatures{linearFeatures, circularFeatures} {
		for _, size := range []int{2, 3, 50, 1000} {
			var list []featureVector
			for range size {
				list = append(list, features.vector(math.Round(random.NormFloat64()*20), uint8(random.IntN(hoursOfWeek)))) // many alike
			}
			forest := growForest(list, features.n)
			psi := min(size, forestSample)
			for cell := range uint8(hoursOfWeek) {
				p := newProfile(forest, features.vector(0, cell), psi)
				for _, v := range []float64{-1e9, -20, -3.5, 0, 1, 7, 19.99, 1e9} {
					sum := 0.0
					for _, tree := range forest {
						sum += walk(tree, features.vector(v, cell))
					}
					want := math.Exp2(-sum / forestTrees / usualPath(psi))
					if got := p.score(v); math.Abs(got-want) > 1e-12 {
						t.Fatalf("%d values, cell %d, value %v: %v, want %v", size, cell, v, got, want)
					}
				}
			}
		}
	}
}

// What stands out is among the highest scores; the same values have the same
// scores.
func TestForestRanks(t *testing.T) {
	s := noisy(1, 2000, 30*time.Minute, tokyo)
	s.Values[777] = 500
	p := replayOf(t, s, Policy{}, web())
	scores := p.forestScores(circularFeatures)
	above := 0
	for _, score := range scores {
		if score <= 0 || score >= 1 {
			t.Fatalf("score %v", score)
		}
		above += boolInt(score > scores[777])
	}
	if above > len(scores)/100 {
		t.Errorf("%d values of %d stand out more than the outlier", above, len(scores))
	}
	for i, again := range p.forestScores(circularFeatures) {
		if again != scores[i] {
			t.Fatalf("value %d: %v and %v", i, scores[i], again)
		}
	}
}

// A series whose values are all alike has no outliers, and nothing to cut.
func TestForestOfOneValue(t *testing.T) {
	s := weekly(tokyo, 5, 5, 5, 5)
	for _, r := range replayOf(t, s, Policy{}, web()).Rules {
		if r.FalseValues != 0 {
			t.Errorf("%s fires %d times", r.ID, r.FalseValues)
		}
	}
}
