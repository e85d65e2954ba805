package insight

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/debrief-dev/debrief/internal/diag"
)

// MedianChange is how a median differs from that of an earlier period.
type MedianChange struct {
	N, Before  int      // values of both
	Difference Quantity // seconds; negative if the later median is shorter
	Low, High  Quantity // 95 % interval of the difference, by resampling
	Verdict    Verdict
}

// Verdict says what a change of medians is good for.
type Verdict string

// The verdicts.
const (
	NoVerdict Verdict = "none"    // one of the periods has too few values to compare
	Chance    Verdict = "chance"  // the interval holds zero
	TooFew    Verdict = "few"     // it does not, but a trend takes ten values in both
	Shorter   Verdict = "shorter" // than before
	Longer    Verdict = "longer"
)

const leastForTrend = 10

// compareMedians compares a period with an earlier one.
func compareMedians(later, earlier Distribution) MedianChange {
	c := MedianChange{N: later.N, Before: earlier.N, Verdict: NoVerdict}
	none := absent[*big.Rat](noValues)
	c.Difference, c.Low, c.High = none, none, none
	if later.N == 0 || earlier.N == 0 {
		return c
	}
	c.Difference = known(sub(later.Median.V, earlier.Median.V))
	if min(later.N, earlier.N) < leastForInterval {
		c.Low, c.High = absent[*big.Rat](fewValues), absent[*big.Rat](fewValues)
		return c
	}
	c.Low, c.High = differenceInterval(later, earlier)
	switch {
	case c.Low.V.Sign() <= 0 && c.High.V.Sign() >= 0:
		c.Verdict = Chance
	case min(later.N, earlier.N) < leastForTrend:
		c.Verdict = TooFew
	case c.High.V.Sign() < 0:
		c.Verdict = Shorter
	default:
		c.Verdict = Longer
	}
	return c
}

// differenceInterval bounds the difference of two medians by the percentile
// bootstrap. Floats only order the draws; the bounds are exact.
func differenceInterval(later, earlier Distribution) (low, high Quantity) {
	type pair struct {
		later, earlier draw
		difference     float64
	}
	b := newBootstrap()
	x, y := later.floats(), earlier.floats()
	pairs := make([]pair, resamples)
	for i := range pairs {
		p := pair{later: b.median(later.N), earlier: b.median(earlier.N)}
		p.difference = x[p.later.low] + x[p.later.high] - y[p.earlier.low] - y[p.earlier.high]
		pairs[i] = p
	}
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Compare(a.difference, b.difference) })
	exact := func(p pair) Quantity { return known(sub(later.between(p.later), earlier.between(p.earlier))) }
	return exact(pairs[outside-1]), exact(pairs[resamples-outside])
}

// Sentence says the verdict in words.
func (c MedianChange) Sentence() diag.Text {
	n := diag.Say("(n=%d vs %d)", "（n=%d 対 %d）", c.N, c.Before)
	if c.Verdict == NoVerdict {
		return diag.Say("too few incidents to compare %s", "比較するにはインシデントが足りない%s", n)
	}
	by := diag.Text{En: signedDuration(c.Difference.V, "en"), Ja: signedDuration(c.Difference.V, "ja")}
	switch c.Verdict {
	case Chance:
		return diag.Say("the difference of %s cannot be told from chance %s", "%sの差は偶然と区別できない%s", by, n)
	case TooFew:
		return diag.Say("the difference of %s is more than chance, but no trend under %d incidents %s", "%sの差は偶然とはいえないが、%d件未満では傾向としない%s", by, leastForTrend, n)
	case Shorter:
		return diag.Say("shorter than before by more than chance: %s %s", "以前より短い（偶然とはいえない差）：%s%s", by, n)
	}
	return diag.Say("longer than before by more than chance: %s %s", "以前より長い（偶然とはいえない差）：%s%s", by, n)
}

// signedDuration writes seconds with their sign.
func signedDuration(seconds *big.Rat, lang string) string {
	if seconds.Sign() > 0 {
		return "+" + FormatDuration(seconds, lang)
	}
	return FormatDuration(seconds, lang)
}
