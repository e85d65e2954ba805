package insight

import (
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/facet"
)

// tried makes tries of a word: S helped, F did not; on following days.
func tried(word string) []Try {
	var out []Try
	for i, c := range word {
		out = append(out, Try{On: on(2026, 1, 1+i), Success: c == 'S'})
	}
	return out
}

// TestDefect15RatesComeFromTries is about rates of success: the handbook's program says 0.8 of
// what was never tried, without a number of tries, and forgets it.
func TestDefect15RatesComeFromTries(t *testing.T) {
	tests := []struct {
		tries        string
		rate, recent string
		low, high    float64
		expected     float64 // with the prior 2:1
	}{
		{"", "[untried]", "[untried]", 0, 0, 2.0 / 3},
		{"S", "1", "0.82", 0.2065, 1, 3.0 / 4},
		{"SS", "1", "0.838", 0.3424, 1, 0.7966},
		{"SSF", "0.666667", "0.7542", 0.2077, 0.9385, 0.6527},
		{"SSFS", "0.75", "0.77878", 0.3006, 0.9544, 0.7064},
		{"SSSSSSSSSF", "0.9", "0.830264", 0.5958, 0.9821, 0.7997},
		{"SSSSSSSFF", "0.777778", "0.732516", 0.4526, 0.9368, 0.6937},
	}
	for _, tt := range tests {
		r := recordOf(tried(tt.tries), usualPrior)
		if show(r.Rate) != tt.rate || show(r.Recent) != tt.recent {
			t.Errorf("%q: rate %s, recent %s; want %s, %s", tt.tries, show(r.Rate), show(r.Recent), tt.rate, tt.recent)
		}
		if r.AtLeast.Known != (tt.tries != "") || math.Abs(r.AtLeast.V-tt.low) > 5e-5 || math.Abs(r.AtMost.V-tt.high) > 5e-5 {
			t.Errorf("%q: %v–%v, want %v–%v", tt.tries, r.AtLeast.V, r.AtMost.V, tt.low, tt.high)
		}
		if math.Abs(r.Expected-tt.expected) > 5e-5 {
			t.Errorf("%q: expected %v, want %v", tt.tries, r.Expected, tt.expected)
		}
	}
}

// TestInterval has quantiles that are worked by hand: with the prior 2:1 the
// posterior of nothing is x², of one that helped x³, of one that did not
// 3x² − 2x³.
func TestInterval(t *testing.T) {
	tests := []struct {
		tries     string
		low, high float64
		en, ja    string
	}{
		{"", math.Sqrt(0.1), math.Sqrt(0.9), "untried", "未試行"},
		{"S", math.Cbrt(0.1), math.Cbrt(0.9), "1 of 1 (80 % interval 46–97 %)", "1回中1回（80%区間 46–97%）"},
		{"F", 0.195800, 0.804200, "0 of 1 (80 % interval 19–81 %)", "1回中0回（80%区間 19–81%）"},
	}
	for _, tt := range tests {
		r := recordOf(tried(tt.tries), usualPrior)
		if math.Abs(r.Low-tt.low) > 1e-6 || math.Abs(r.High-tt.high) > 1e-6 {
			t.Errorf("%q: %v–%v, want %v–%v", tt.tries, r.Low, r.High, tt.low, tt.high)
		}
		if s := r.Sentence(); s.En != tt.en || s.Ja != tt.ja {
			t.Errorf("%q: got %q, %q", tt.tries, s.En, s.Ja)
		}
	}
	if r := recordOf(tried(strings.Repeat("S", 2000)), usualPrior); r.Low < 0.8 || r.High > 1 || r.Low > r.High {
		t.Errorf("many: %v–%v", r.Low, r.High)
	}
	if s := recordOf(tried("SSSSSSSFF"), usualPrior).Sentence().En; s != "7 of 9 (80 % interval 49–87 %)" {
		t.Errorf("got %q", s)
	}
}

func TestGoldenMovingAverage(t *testing.T) {
	golden := goldenFile(t)["ema"]
	got := []any{json.Number("0.8")}
	for n := 1; n <= 4; n++ {
		got = append(got, number(movingAverage(tried("SSFS"[:n]))))
	}
	if diff := cmp.Diff(golden, encode(t, got)); diff != "" {
		t.Errorf("-golden +got:\n%s", diff)
	}
}

func TestGoldenMovingHalfLife(t *testing.T) {
	got := encode(t, json.Number(strconv.FormatFloat(MovingHalfLife(), 'f', 6, 64)))
	if want := goldenFile(t)["learning_half_life_uses"]; got != want {
		t.Errorf("%v tries, want %v", got, want)
	}
}

// TestMovingHalfLife weighs the first of several tries: what the average of one
// that helped is above that of one that did not.
func TestMovingHalfLife(t *testing.T) {
	tests := []struct {
		newer int
		half  bool // the first weighs at most half
	}{{0, false}, {6, false}, {7, true}, {20, true}}
	for _, tt := range tests {
		rest := strings.Repeat("S", tt.newer)
		weight, _ := new(big.Rat).Sub(movingAverage(tried("S"+rest)), movingAverage(tried("F"+rest))).Float64()
		if want := 0.1 * math.Pow(2, -float64(tt.newer)/MovingHalfLife()); math.Abs(weight-want) > 1e-12 || (weight <= 0.05) != tt.half {
			t.Errorf("after %d tries it weighs %v, want %v", tt.newer, weight, want)
		}
	}
}

func TestMovingAverageOfManyTries(t *testing.T) {
	word := make([]byte, 5000)
	r := 0.8
	for i := range word {
		word[i] = "SF"[i*i%7%2]
		r = 0.9*r + 0.1*float64(boolInt(word[i] == 'S'))
	}
	got, _ := movingAverage(tried(string(word))).Float64()
	if math.Abs(got-r) > 1e-9 {
		t.Errorf("got %v, want %v", got, r)
	}
}

func TestTriesAreSortedByDay(t *testing.T) {
	tries := []Try{{On: on(2026, 3, 1), Success: true}, {Success: false}, {On: on(2025, 3, 1), Success: false}}
	got := recordOf(tries, usualPrior)
	want := []facet.Date{{}, on(2025, 3, 1), on(2026, 3, 1)}
	for i, try := range got.Tries {
		if try.On != want[i] {
			t.Errorf("%d: got %v, want %v", i, try.On, want[i])
		}
	}
}

func TestPrior(t *testing.T) {
	same := func(n int, word string) [][]Try {
		var out [][]Try
		for range n {
			out = append(out, tried(word))
		}
		return out
	}
	mixed := append(same(5, "SSSS"), append(same(5, "SSSF"), same(5, "SFFF")...)...)
	tests := []struct {
		name    string
		records [][]Try
		own     bool
	}{
		{"nothing", nil, false},
		{"untried", same(20, ""), false},
		{"too few", same(9, "SF"), false},
		{"all alike", same(20, "SF"), false},
		{"all helped", same(20, "SS"), false},
		{"once each", append(same(10, "S"), same(10, "F")...), false},
		{"enough", mixed, true},
		{"for or against", append(same(10, "SSSS"), same(10, "FFFF")...), false},
	}
	for _, tt := range tests {
		p := priorOf(tt.records)
		if p.Own != tt.own {
			t.Errorf("%s: own %v, want %v (%+v)", tt.name, p.Own, tt.own, p)
		}
		if !p.Own && p != usualPrior {
			t.Errorf("%s: got %+v", tt.name, p)
		}
	}
	// By hand: 15 remedies of 4 tries, 40 of 60 helped. The sum of squares is
	// 4·(5·(1/3)² + 5·(1/12)² + 5·(5/12)²) = 5.833, m(1−m) = 2/9, so that the
	// correlation is (5.833 − 28/9)/(2/9·(60 − 4 − 14)) = 0.29167, and a prior
	// of (1 − 0.29167)/0.29167 = 2.42857 tries.
	if p := priorOf(mixed); math.Abs(p.Helped-2.42857*2/3) > 1e-4 || math.Abs(p.Failed-2.42857/3) > 1e-4 {
		t.Errorf("got %+v", p)
	}
}
