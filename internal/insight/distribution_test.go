package insight

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat"
)

func rats(list ...string) []*big.Rat {
	var out []*big.Rat
	for _, text := range list {
		out = append(out, rat(text))
	}
	return out
}

func TestDistribution(t *testing.T) {
	published := []string{"12", "18", "25", "31", "42", "55", "135", "240", "610"}
	cases := []struct {
		name   string
		values []string
		want   map[string]string
	}{
		{"published", published, map[string]string{
			"mean": "129.777778", "median": "42", "p90": "314", "p25": "25", "p75": "135", "min": "12", "max": "610", "low": "18", "high": "240",
		}},
		{"in any order", []string{"610", "12", "240", "55", "18", "42", "31", "135", "25"}, map[string]string{"median": "42", "p90": "314", "low": "18", "high": "240"}},
		// R: quantile(1:4, c(.25, .5, .75, .9)), whose default is type 7.
		{"even", []string{"1", "2", "3", "4"}, map[string]string{"p25": "1.75", "median": "2.5", "p75": "3.25", "p90": "3.7", "mean": "2.5", "low": "[fewer than 6 values give no 95 % interval of a median]"}},
		{"one", []string{"7"}, map[string]string{"median": "7", "p90": "7", "min": "7", "max": "7", "mean": "7", "high": "[fewer than 6 values give no 95 % interval of a median]"}},
		{"all alike", []string{"5", "5", "5", "5", "5", "5"}, map[string]string{"median": "5", "low": "5", "high": "5"}},
		{"exact", []string{"1/3", "1/3", "2/3", "1"}, map[string]string{"median": "0.5", "mean": "0.583333"}},
		{"none", nil, map[string]string{"median": "[no incident has this time]", "mean": "[no incident has this time]", "low": "[no incident has this time]"}},
	}
	for _, c := range cases {
		d := distribute(rats(c.values...))
		got := map[string]Quantity{"mean": d.Mean, "median": d.Median, "p25": d.P25, "p75": d.P75, "p90": d.P90, "min": d.Min, "max": d.Max, "low": d.Low, "high": d.High}
		for name, want := range c.want {
			if got := show(got[name]); got != want {
				t.Errorf("%s: %s: got %s, want %s", c.name, name, got, want)
			}
		}
	}
}

func TestGeometricMean(t *testing.T) {
	d := distribute(rats("12", "18", "25", "31", "42", "55", "135", "240", "610"))
	if !d.Geometric.Known || math.Abs(d.Geometric.V-58.18) > 0.005 {
		t.Errorf("got %v, want 58.18", d.Geometric.V)
	}
	for _, values := range [][]*big.Rat{nil, rats("0", "1"), rats("-1", "1")} {
		if d := distribute(values); d.Geometric.Known || d.Geometric.Why.Ja == "" {
			t.Errorf("%v: got %v, want none with a reason", values, d.Geometric)
		}
	}
}

// Against an implementation by others, which has no quantile of type 7.
func TestMomentsAgreeWithGonum(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		n := 1 + random.IntN(40)
		values, floats := make([]*big.Rat, n), make([]float64, n)
		for i := range n {
			ms := 1 + random.Int64N(1e7)
			values[i], floats[i] = big.NewRat(ms, 1000), float64(ms)/1000
		}
		d := distribute(values)
		slices.Sort(floats)
		mean, _ := d.Mean.V.Float64()
		if want := stat.Mean(floats, nil); math.Abs(mean-want) > 1e-9*want {
			t.Errorf("mean of %d: got %v, want %v", n, mean, want)
		}
		if want := stat.GeometricMean(floats, nil); math.Abs(d.Geometric.V-want) > 1e-9*want {
			t.Errorf("geometric mean of %d: got %v, want %v", n, d.Geometric.V, want)
		}
		for name, q := range map[string]struct {
			got *big.Rat
			p   float64
		}{"p25": {d.P25.V, 0.25}, "median": {d.Median.V, 0.5}, "p75": {d.P75.V, 0.75}, "p90": {d.P90.V, 0.9}} {
			h := float64(n-1) * q.p
			below := int(h)
			want := floats[below]
			if below+1 < n {
				want += (h - float64(below)) * (floats[below+1] - floats[below])
			}
			if got, _ := q.got.Float64(); math.Abs(got-want) > 1e-9*want {
				t.Errorf("%s of %d: got %v, want %v", name, n, got, want)
			}
		}
	}
}

// The median of a resample is drawn without the resample. Its distribution is
// that of medians of resamples that are drawn in full.
func TestMediansAreThoseOfResamples(t *testing.T) {
	for _, n := range []int{1, 2, 3, 6, 9, 10, 25} {
		random, b := rand.New(rand.NewPCG(3, 4)), newBootstrap()
		const trials = 40000
		counts := map[int][2]int{} // by the sum of the places
		for range trials {
			places := make([]int, n)
			for i := range places {
				places[i] = random.IntN(n)
			}
			slices.Sort(places)
			full, direct := places[(n-1)/2]+places[n/2], b.median(n)
			c := counts[full]
			c[0]++
			counts[full] = c
			c = counts[direct.low+direct.high]
			c[1]++
			counts[direct.low+direct.high] = c
		}
		for sum, c := range counts {
			// Five standard errors of a difference of two such shares.
			share := float64(c[0]+c[1]) / (2 * trials)
			if difference := math.Abs(float64(c[0]-c[1])) / trials; difference > 5*math.Sqrt(2*share/trials) {
				t.Errorf("n=%d: places %d: %d of resamples, %d directly, of %d", n, sum, c[0], c[1], trials)
			}
		}
	}
}

func TestIntervalHoldsTheMedian(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 30 {
		n := 6 + random.IntN(60)
		values := make([]*big.Rat, n)
		for i := range values {
			values[i] = num(random.Int64N(10000))
		}
		d := distribute(values)
		if d.Low.V.Cmp(d.Median.V) > 0 || d.Median.V.Cmp(d.High.V) > 0 || d.Low.V.Cmp(d.Min.V) < 0 || d.High.V.Cmp(d.Max.V) > 0 {
			t.Errorf("n=%d: %s in %s–%s", n, show(d.Median), show(d.Low), show(d.High))
		}
		if again := distribute(values); again.Low.V.Cmp(d.Low.V) != 0 || again.High.V.Cmp(d.High.V) != 0 {
			t.Errorf("n=%d: the second run differs", n)
		}
	}
}

func TestCompareMedians(t *testing.T) {
	run := func(from, n, step int64) []*big.Rat {
		var out []*big.Rat
		for i := range n {
			out = append(out, num(from+i*step))
		}
		return out
	}
	cases := []struct {
		name           string
		later, earlier []*big.Rat
		want           Verdict
		en, ja         string
	}{
		{"nothing", nil, run(60, 9, 60), NoVerdict, "too few incidents to compare (n=0 vs 9)", "比較するにはインシデントが足りない（n=0 対 9）"},
		{"five", run(60, 5, 60), run(60, 9, 60), NoVerdict, "too few incidents to compare (n=5 vs 9)", "比較するにはインシデントが足りない（n=5 対 9）"},
		{"alike", run(60, 9, 60), run(120, 7, 60), Chance, "the difference of 0 s cannot be told from chance (n=9 vs 7)", "0秒の差は偶然と区別できない（n=9 対 7）"},
		{"apart but few", run(60, 9, 1), run(6000, 7, 60), TooFew,
			"the difference of −1 h 41 min 56 s is more than chance, but no trend under 10 incidents (n=9 vs 7)",
			"−1時間41分56秒の差は偶然とはいえないが、10件未満では傾向としない（n=9 対 7）"},
		{"shorter", run(60, 11, 0), run(600, 11, 0), Shorter, "shorter than before by more than chance: −9 min (n=11 vs 11)", "以前より短い（偶然とはいえない差）：−9分（n=11 対 11）"},
		{"longer", run(600, 11, 0), run(60, 11, 0), Longer, "longer than before by more than chance: +9 min (n=11 vs 11)", "以前より長い（偶然とはいえない差）：+9分（n=11 対 11）"},
	}
	for _, c := range cases {
		got := compareMedians(distribute(c.later), distribute(c.earlier))
		if text := got.Sentence(); got.Verdict != c.want || text.En != c.en || text.Ja != c.ja {
			t.Errorf("%s: got %s, %q, %q", c.name, got.Verdict, text.En, text.Ja)
		}
	}
}
