package insight

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// noisy makes a series of a daily wave with noise from a Monday in 2025 on.
func noisy(seed uint64, n int, step time.Duration, zone *time.Location) facet.Series {
	random := rand.New(rand.NewPCG(seed, 0))
	s := facet.Series{Path: "data/s.csv", Metric: "m", Service: "web"}
	from := time.Date(2025, 1, 6, 0, 0, 0, 0, zone)
	for i := range n {
		t := from.Add(time.Duration(i) * step)
		s.Times = append(s.Times, t.UnixNano())
		s.Values = append(s.Values, 50+20*math.Sin(float64(t.Hour())/24*2*math.Pi)+3*random.NormFloat64())
	}
	return s
}

// until is the first part of a series.
func until(s facet.Series, n int) facet.Series {
	s.Times, s.Values = s.Times[:n], s.Values[:n]
	return s
}

// Verdicts about a value do not depend on what comes later.
func TestFutureValuesChangeNoVerdict(t *testing.T) {
	for seed := range uint64(4) {
		zone := []*time.Location{tokyo, zone("America/New_York")}[seed%2]
		whole := noisy(seed, 1500, 50*time.Minute, zone)
		for i := 1400; i < 1500; i++ { // a future unlike the past
			whole.Values[i] *= float64(i)
		}
		short := until(whole, 1400)
		for _, method := range []string{"sigma", "mad"} {
			p := Policy{Thresholds: DynamicThreshold{Method: method}, Zone: zone}
			a, b := replayOf(t, short, p), replayOf(t, whole, p)
			if diff := cmp.Diff(flat(a, 1400), flat(b, 1400), cmp.AllowUnexported(thresholdBand{})); diff != "" {
				t.Fatalf("seed %d %s (-short +whole):\n%s", seed, method, diff)
			}
		}
	}
}

// flat gives the bounds of each of the first n values.
func flat(p *SeriesReplay, n int) []Bounds {
	var list []Bounds
	for _, b := range p.bands {
		for i := b.from; i < b.to && i < n; i++ {
			list = append(list, b.Bounds)
		}
	}
	return list
}

// A wider band never alerts earlier, nor more often.
func TestWiderBandsNeverAlertEarlier(t *testing.T) {
	in := entry("postmortem", "2025-002")
	in.Times = facet.Times{Started: at("2025-02-20 10:00"), Detected: at("2025-02-20 11:00"), Resolved: at("2025-02-20 18:00")}
	in.Refs = []corpus.Reference{{Field: "services", Text: "web"}}
	never := time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	for seed := range uint64(3) {
		s := noisy(seed, 5000, 15*time.Minute, tokyo)
		for i, t := range s.Times {
			if off := time.Duration(t - in.Times.Started.Time.UnixNano()); off > -time.Hour && off < 8*time.Hour {
				s.Values[i] += 5 + off.Hours()*float64(seed)
			}
		}
		first, values := map[string]time.Time{}, map[string]int{}
		for _, sigma := range []float64{1, 2, 3, 4, 9} {
			p := replayOf(t, s, Policy{Thresholds: DynamicThreshold{Sigma: sigma}}, web(), in)
			for _, id := range []string{"past", "past_persist", "past_mad"} {
				r, at := ruleOf(t, p, id), never
				if r.Alerts[0].First.Known {
					at = r.Alerts[0].First.V
				}
				if n, before := values[id]; before && (at.Before(first[id]) || r.FalseValues > n) {
					t.Errorf("seed %d, %s, %vσ: first %v after %v, %d false values after %d", seed, id, sigma, at, first[id], r.FalseValues, n)
				}
				first[id], values[id] = at, r.FalseValues
			}
		}
	}
}

// Many values, or all of them in one hour of the week, take no more than their
// share of time.
func TestManyValuesAreQuick(t *testing.T) {
	const many = 200_000
	for name, step := range map[string]time.Duration{"a year and more": 3 * time.Minute, "within an hour": 10 * time.Millisecond, "every week": 7 * 24 * time.Hour / 100} {
		s := facet.Series{Metric: "m", Service: "web", Limit: n("90")}
		begin := time.Now()
		for i := range many {
			s.Times = append(s.Times, int64(i)*int64(step))
			s.Values = append(s.Values, float64(i*7919%1000))
		}
		replayOf(t, s, Policy{Trend: TrendPolicy{Window: time.Nanosecond}}, web())
		if took := time.Since(begin); took > 15*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}
