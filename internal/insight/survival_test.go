package insight

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// sixMP are the weeks of remission under 6-mercaptopurine of Freireich et al.,
// Blood 21 (1963), by which survival analysis is taught.
var sixMP = []Observation{
	{6, true}, {6, true}, {6, true}, {6, false}, {7, true}, {9, false}, {10, true}, {10, false}, {11, false}, {13, true}, {16, true},
	{17, false}, {19, false}, {20, false}, {22, true}, {23, true}, {25, false}, {32, false}, {32, false}, {34, false}, {35, false},
}

func TestSurviveSixMP(t *testing.T) {
	s := Survive(sixMP)
	want := []struct {
		age  int
		open string
	}{{6, "6/7"}, {7, "96/119"}, {10, "64/85"}, {13, "176/255"}, {16, "32/51"}, {22, "64/119"}, {23, "160/357"}}
	if len(s.Steps) != len(want) {
		t.Fatalf("%d steps, want %d", len(s.Steps), len(want))
	}
	for i, w := range want {
		if step := s.Steps[i]; step.Age != w.age || step.Open.RatString() != w.open {
			t.Errorf("step %d: S(%d) = %s, want S(%d) = %s", i, step.Age, step.Open.RatString(), w.age, w.open)
		}
	}
	if se := s.Steps[0].Spread; math.Abs(se-0.0764) > 0.00005 {
		t.Errorf("se(6) = %.4f, want 0.0764", se)
	}
	// The bounds are those of R's survfit(conf.type = "log-log").
	if from, to := s.Steps[0].From.V, s.Steps[0].To.V; math.Abs(from-0.620) > 0.0005 || math.Abs(to-0.952) > 0.0005 {
		t.Errorf("interval at 6: %.3f to %.3f, want 0.620 to 0.952", from, to)
	}
	if !s.Median.Known || s.Median.V != 23 || s.MedianFrom.V != 13 || s.MedianTo.Known {
		t.Errorf("median %+v, from %+v, to %+v, want 23, 13, not reached", s.Median, s.MedianFrom, s.MedianTo)
	}
	if s.Items != 21 || s.Closed != 9 || s.Longest != 35 {
		t.Errorf("%d items, %d closed, longest %d", s.Items, s.Closed, s.Longest)
	}
}

func TestSurviveEdges(t *testing.T) {
	tests := []struct {
		name   string
		list   []Observation
		median string // of Figure[int]; "-" if absent
		mean   string
	}{
		{"none", nil, "-", "-"},
		{"one open", []Observation{{5, false}}, "-", "5"},
		{"one closed", []Observation{{5, true}}, "5", "5"},
		{"closed on its day", []Observation{{0, true}}, "0", "0"},
		{"half is enough", []Observation{{1, true}, {9, false}}, "1", "5"},
		{"closings come before censorings of the same age", []Observation{{3, false}, {3, true}}, "3", "3"},
		{"all closed", []Observation{{2, true}, {4, true}, {6, true}}, "4", "4"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := Survive(tt.list)
			median, mean := "-", "-"
			if s.Median.Known {
				median = num(int64(s.Median.V)).RatString()
			}
			if s.Mean.Known {
				mean = s.Mean.V.RatString()
			}
			if median != tt.median || mean != tt.mean {
				t.Errorf("median %s, mean %s, want %s, %s", median, mean, tt.median, tt.mean)
			}
		})
	}
}

// Properties of every curve: it starts below or at one, never rises, stays
// within its interval, does not depend on order, and without censoring its
// mean is the plain mean and its value the share that is left.
func TestSurviveProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		n, censored := 1+random.IntN(40), random.IntN(2) == 0
		list := make([]Observation, n)
		sum := int64(0)
		for i := range list {
			list[i] = Observation{random.IntN(30), !censored || random.IntN(3) > 0}
			sum += int64(list[i].Days)
		}
		s := Survive(list)
		last := big.NewRat(1, 1)
		for _, step := range s.Steps {
			open, _ := step.Open.Float64()
			if step.Open.Cmp(last) >= 0 || step.Open.Sign() < 0 {
				t.Fatalf("%v: the curve rises to %s", list, step.Open)
			}
			if step.From.Known && !(step.From.V <= open && open <= step.To.V && step.From.V >= 0 && step.To.V <= 1) {
				t.Fatalf("%v: %f is not within %f to %f", list, open, step.From.V, step.To.V)
			}
			last = step.Open
		}
		if !censored {
			if want := big.NewRat(sum, int64(n)); s.Mean.V.Cmp(want) != 0 || s.ClosedMean.V.Cmp(want) != 0 || last.Sign() != 0 {
				t.Fatalf("%v: mean %s, want %s", list, s.Mean.V, want)
			}
		}
		random.Shuffle(n, func(i, j int) { list[i], list[j] = list[j], list[i] })
		if again := Survive(list); again.Mean.V.Cmp(s.Mean.V) != 0 || len(again.Steps) != len(s.Steps) {
			t.Fatalf("%v: the order matters", list)
		}
	}
}

// TestSurviveLeukaemia holds the curve against R's summary(survfit(Surv(time,
// status) ~ x, data = aml)), the weeks of remission of Miller, Survival
// Analysis (1981), p. 49, and the restricted means that R prints of them.
func TestSurviveLeukaemia(t *testing.T) {
	maintained := []Observation{{9, true}, {13, true}, {13, false}, {18, true}, {23, true}, {28, false}, {31, true}, {34, true}, {45, false}, {48, true}, {161, false}}
	untreated := []Observation{{5, true}, {5, true}, {8, true}, {8, true}, {12, true}, {16, false}, {23, true}, {27, true}, {30, true}, {33, true}, {43, true}, {45, true}}
	type step struct {
		age          int
		open, spread float64
	}
	tests := []struct {
		name   string
		list   []Observation
		steps  []step
		median int
		mean   float64
	}{
		{"maintained", maintained, []step{{9, 0.909, 0.0867}, {13, 0.818, 0.1163}, {18, 0.716, 0.1397}, {23, 0.614, 0.1526}, {31, 0.491, 0.1642}, {34, 0.368, 0.1627}, {48, 0.184, 0.1535}}, 31, 52.6},
		{"not maintained", untreated, []step{{5, 0.8333, 0.1076}, {8, 0.6667, 0.1361}, {12, 0.5833, 0.1423}, {23, 0.4861, 0.1481}, {27, 0.3889, 0.1470}, {30, 0.2917, 0.1387}, {33, 0.1944, 0.1219}, {43, 0.0972, 0.0919}, {45, 0, 0}}, 23, 22.7},
	}
	for _, tt := range tests {
		s := Survive(tt.list)
		if len(s.Steps) != len(tt.steps) {
			t.Fatalf("%s: %d steps, want %d", tt.name, len(s.Steps), len(tt.steps))
		}
		for i, want := range tt.steps {
			open, _ := s.Steps[i].Open.Float64()
			if s.Steps[i].Age != want.age || math.Abs(open-want.open) > 5e-4 || open > 0 && math.Abs(s.Steps[i].Spread-want.spread) > 5e-5 {
				t.Errorf("%s: S(%d) = %.4f ± %.4f, want S(%d) = %.4f ± %.4f", tt.name, s.Steps[i].Age, open, s.Steps[i].Spread, want.age, want.open, want.spread)
			}
		}
		if mean, _ := s.Mean.V.Float64(); s.Median.V != tt.median || math.Abs(mean-tt.mean) > 0.05 {
			t.Errorf("%s: median %d, mean %.2f, want %d, %.1f", tt.name, s.Median.V, mean, tt.median, tt.mean)
		}
	}
}
