package insight

import (
	"cmp"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/debrief-dev/debrief/internal/diag"
)

// Distribution is how some lengths of time are spread. Times of incidents are
// skewed to the right: the median tells of the usual one, the mean of the
// longest ones. All are exact but the geometric mean, which needs logarithms.
type Distribution struct {
	N int

	Median    Quantity // seconds, as all that follow
	Low       Quantity // 95 % interval of the median, by resampling
	High      Quantity
	P25       Quantity // quantiles of type 7 of Hyndman and Fan (1996), as spreadsheets and R have them
	P75       Quantity
	P90       Quantity
	Min, Max  Quantity
	Mean      Quantity        // of times to resolve: the MTTR
	Geometric Figure[float64] // mean; absent if a value is not above zero

	values []*big.Rat // ascending
}

var (
	noValues = diag.Text{En: "no incident has this time", Ja: "この時間が分かるインシデントがない"}
	// Even from the least to the greatest of five values lies the median of
	// what they are drawn from in 1 − 2/2⁵ = 93.75 % of all cases only.
	fewValues  = diag.Say("fewer than %d values give no 95 %% interval of a median", "%d件未満では中央値の95%%信頼区間が定まらない", leastForInterval)
	notLogable = diag.Text{En: "a time of zero has no logarithm", Ja: "0の時間は対数をとれない"}
)

const leastForInterval = 6

// distribute gives the distribution of lengths in seconds, in any order.
func distribute(values []*big.Rat) Distribution {
	values = ascending(values)
	none := absent[*big.Rat](noValues)
	d := Distribution{
		N: len(values), values: values, Geometric: absent[float64](noValues),
		Median: none, Low: none, High: none, P25: none, P75: none, P90: none, Min: none, Max: none, Mean: none,
	}
	if d.N == 0 {
		return d
	}
	d.Min, d.Max = known(values[0]), known(values[d.N-1])
	d.Median, d.P25 = known(d.quantile(1, 2)), known(d.quantile(1, 4))
	d.P75, d.P90 = known(d.quantile(3, 4)), known(d.quantile(9, 10))
	d.Mean, d.Geometric = known(d.mean()), d.geometric()
	d.Low, d.High = d.interval()
	return d
}

// ascending sorts numbers. Their floats tell most of them apart, for less.
func ascending(values []*big.Rat) []*big.Rat {
	type number struct {
		near  float64
		whole bool // near is the number itself
		exact *big.Rat
	}
	list := make([]number, len(values))
	for i, v := range values {
		list[i].exact = v
		list[i].near, list[i].whole = near(v)
	}
	slices.SortFunc(list, func(a, b number) int {
		if a.near != b.near || a.whole && b.whole {
			return cmp.Compare(a.near, b.near)
		}
		return a.exact.Cmp(b.exact)
	})
	out := make([]*big.Rat, len(values))
	for i, x := range list {
		out[i] = x.exact
	}
	return out
}

// quantile gives that of a/b, 0 <= a/b <= 1, between the two values around it.
func (d Distribution) quantile(a, b int64) *big.Rat {
	place := mul(num(int64(d.N-1)), big.NewRat(a, b))
	whole := int(new(big.Int).Quo(place.Num(), place.Denom()).Int64())
	below := d.values[whole]
	if whole+1 == d.N {
		return below
	}
	return add(below, mul(sub(place, num(int64(whole))), sub(d.values[whole+1], below)))
}

func (d Distribution) mean() *big.Rat {
	return quo(sumOfAll(d.values), num(int64(d.N)))
}

// sumOfAll adds up numbers, the whole ones apart, which costs a tenth of
// adding fractions.
func sumOfAll(values []*big.Rat) *big.Rat {
	var whole big.Int
	sum := new(big.Rat)
	for _, v := range values {
		if v.IsInt() {
			whole.Add(&whole, v.Num())
		} else {
			sum.Add(sum, v)
		}
	}
	return sum.Add(sum, new(big.Rat).SetInt(&whole))
}

func (d Distribution) geometric() Figure[float64] {
	if d.values[0].Sign() <= 0 {
		return absent[float64](notLogable)
	}
	sum := 0.0
	for _, v := range d.values {
		f, _ := near(v)
		sum += math.Log(f)
	}
	return known(math.Exp(sum / float64(d.N)))
}

// resamples is how often the median is drawn again, and outside how many of
// these lie beyond each end of a 95 % interval.
const (
	resamples = 10000
	outside   = resamples / 40
)

// interval bounds the median by the percentile bootstrap. Floats only put the
// draws in order; the bounds are exact.
func (d Distribution) interval() (low, high Quantity) {
	if d.N < leastForInterval {
		return absent[*big.Rat](fewValues), absent[*big.Rat](fewValues)
	}
	type drawn struct {
		draw
		value float64
	}
	b, values := newBootstrap(), d.floats()
	draws := make([]drawn, resamples)
	for i := range draws {
		x := b.median(d.N)
		draws[i] = drawn{x, values[x.low] + values[x.high]}
	}
	slices.SortFunc(draws, func(x, y drawn) int { return cmp.Compare(x.value, y.value) })
	return known(d.between(draws[outside-1].draw)), known(d.between(draws[resamples-outside].draw))
}

func (d Distribution) floats() []float64 {
	out := make([]float64, d.N)
	for i, v := range d.values {
		out[i], _ = near(v)
	}
	return out
}

// between is the value in the middle of the two that a draw names.
func (d Distribution) between(x draw) *big.Rat {
	return mul(half, add(d.values[x.low], d.values[x.high]))
}

// bootstrap draws medians of resamples. Its random numbers always begin at the
// same place, so that the same documents give the same bytes.
type bootstrap struct{ random *rand.Rand }

func newBootstrap() bootstrap { return bootstrap{rand.New(rand.NewPCG(2010, 95))} }

// draw is the median of a resample of ascending values, as the places of its
// two middle ones; these are the same where their number is odd.
type draw struct{ low, high int }

// median draws the median of n values that are drawn from n with replacement,
// without drawing them all: the k-th smallest of n uniform numbers has the
// beta distribution of k and n+1−k, and the next larger one is the least of
// n−k that are uniform above it. David and Nagaraja, Order Statistics,
// section 2.5. So the time it takes does not grow with n.
func (b bootstrap) median(n int) draw {
	k := (n + 1) / 2
	u := distuv.Beta{Alpha: float64(k), Beta: float64(n + 1 - k), Src: b.random}.Rand()
	place := func(u float64) int { return min(int(u*float64(n)), n-1) }
	if n%2 == 1 {
		return draw{place(u), place(u)}
	}
	above := 1 - math.Pow(b.random.Float64(), 1/float64(n-k))
	return draw{place(u), place(u + (1-u)*above)}
}
