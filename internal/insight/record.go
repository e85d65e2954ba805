package insight

import (
	"cmp"
	"math"
	"math/big"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Try is one recorded try of a remedy.
type Try struct {
	On       facet.Date // the day of the incident where the record has none; not Known without either
	Success  bool
	Incident *corpus.Entry // nil if the record names none that exists
	Named    string        // the incident as the record names it; may be empty
	Note     string
	Told     *corpus.Entry // the document that tells it
}

// Record is how a remedy fared so far. All of it comes from recorded tries; a
// rate that somebody typed is none.
type Record struct {
	Tries  []Try // the oldest first, those without a day before all others
	Helped int   // of Tries

	Rate    Quantity        // Helped of Tries, 0–1; absent if it is untried
	AtLeast Figure[float64] // lower bound of its Wilson 95 % interval
	AtMost  Figure[float64] // upper bound

	// Recent weighs late tries more: the exponential moving average that
	// begins at 0.8 and takes a tenth of each try, 0–1.
	Recent Quantity
	// Expected is the mean of the Beta posterior by which remedies are ranked,
	// 0–1; of an untried one, that of the prior.
	Expected float64
	// Low and High bound the middle 80 % of that posterior, 0–1.
	Low, High float64
}

var untried = diag.Text{En: "untried", Ja: "未試行"}

// recordOf sums up tries, which it sorts.
func recordOf(tries []Try, prior Prior) Record {
	slices.SortStableFunc(tries, func(a, b Try) int { return compareKnown(a.On, b.On) })
	after := prior.posterior(tries)
	r := Record{Tries: tries, Expected: after.Mean(), Low: after.Quantile(0.1), High: after.Quantile(0.9)}
	for _, t := range tries {
		r.Helped += boolInt(t.Success)
	}
	n := len(tries)
	if n == 0 {
		r.Rate, r.Recent = absent[*big.Rat](untried), absent[*big.Rat](untried)
		r.AtLeast, r.AtMost = absent[float64](untried), absent[float64](untried)
		return r
	}
	low, high := wilson(r.Helped, n)
	r.Rate, r.AtLeast, r.AtMost = known(big.NewRat(int64(r.Helped), int64(n))), known(low), known(high)
	r.Recent = known(movingAverage(tries))
	return r
}

// compareKnown orders days, unknown ones before all others.
func compareKnown(a, b facet.Date) int {
	if a.Known && b.Known {
		return compareDays(a, b)
	}
	return cmp.Compare(boolInt(a.Known), boolInt(b.Known))
}

// counted is how many of the latest tries the moving average takes in: what is
// older weighs less than 0.9^200 < 10⁻⁹ all together.
const counted = 200

// MovingHalfLife is after how many newer tries a try weighs half in the moving
// average: ln 0.5 / ln 0.9 ≈ 6.58.
func MovingHalfLife() float64 { return math.Log(0.5) / math.Log(keptWeight) }

// keptWeight is what the moving average keeps of itself at each try.
const keptWeight = 0.9

// movingAverage is r ← 0.9 r + 0.1 x over the tries, from 0.8.
func movingAverage(tries []Try) *big.Rat {
	r := big.NewRat(8, 10)
	for _, t := range tries[max(0, len(tries)-counted):] {
		r = mul(r, big.NewRat(9, 10))
		if t.Success {
			r = add(r, big.NewRat(1, 10))
		}
	}
	return r
}

// Prior is what is expected of a remedy before it is tried: a Beta
// distribution, as so many tries that helped and that did not.
type Prior struct {
	Helped, Failed float64 // above 0
	Own            bool    // from the records of the site; else the usual one
}

// usualPrior expects two of three remedies that somebody wrote down to help.
var usualPrior = Prior{Helped: 2, Failed: 1}

// halfLife is after how many newer tries a try weighs half.
const halfLife = 8

// leastForPrior is how many tried remedies it takes to tell how they differ.
const leastForPrior = 10

// posterior is the prior with the tries added: each weighs half as much as the
// one halfLife tries after it. Floats, since the weights are roots.
func (p Prior) posterior(tries []Try) distuv.Beta {
	after, weight := distuv.Beta{Alpha: p.Helped, Beta: p.Failed}, 1.0
	for i := len(tries) - 1; i >= 0; i-- {
		if tries[i].Success {
			after.Alpha += weight
		} else {
			after.Beta += weight
		}
		weight *= math.Pow(2, -1.0/halfLife)
	}
	return after
}

// mean is what is expected of a remedy that nobody tried, 0–1.
func (p Prior) mean() float64 { return p.Helped / (p.Helped + p.Failed) }

// priorOf estimates the prior from the tries of all remedies by the method of
// moments for the beta-binomial distribution (Kleinman, "Proportions with
// extraneous variance: single and independent samples", 1973, with weights
// proportional to the number of tries). Where too few were tried, or they
// differ less than chance makes them, it is the usual one.
//
// No record weighs more than all tries of an endless one, 1/(1−2^(−1/8)) ≈ 12;
// the prior is kept to that, so that records always can outweigh it.
func priorOf(records [][]Try) Prior {
	var k, n, squares, helped float64
	for _, tries := range records {
		size := float64(len(tries))
		if size == 0 {
			continue
		}
		k, n, squares = k+1, n+size, squares+size*size
		helped += float64(successes(tries))
	}
	if k < leastForPrior {
		return usualPrior
	}
	mean := helped / n
	var spread float64
	for _, tries := range records {
		if size := float64(len(tries)); size > 0 {
			d := float64(successes(tries))/size - mean
			spread += size * d * d
		}
	}
	within := mean * (1 - mean)
	alike := (spread - within*(k-1)) / (within * (n - squares/n - (k - 1))) // correlation within a remedy
	if math.IsNaN(alike) || alike <= 0 || alike >= 1 {
		return usualPrior
	}
	strength := min((1-alike)/alike, 1/(1-math.Pow(2, -1.0/halfLife)))
	return Prior{Helped: mean * strength, Failed: (1 - mean) * strength, Own: true}
}

func successes(tries []Try) int {
	n := 0
	for _, t := range tries {
		n += boolInt(t.Success)
	}
	return n
}
