package insight

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// The interval of the ratio is that of R's poisson.test, whose manual has this
// example.
func TestRateRatio(t *testing.T) {
	low, high := rateRatio(11, 6+8+7, 800, 1083+1050+878)
	if math.Abs(low-0.8584264) > 1e-6 || math.Abs(high-4.2772659) > 1e-6 {
		t.Errorf("got %v–%v, want 0.8584264–4.2772659", low, high)
	}
	if low, high := rateRatio(0, 5, 100, 100); low != 0 || high <= 0 || math.IsInf(high, 0) {
		t.Errorf("none after: got %v–%v", low, high)
	}
}

// TestClopperPearson holds the bounds against their definition: the share at
// which so many successes or more, or or fewer, have a chance of 2.5 %.
func TestClopperPearson(t *testing.T) {
	for _, n := range []int{1, 2, 3, 10, 37, 400} {
		for k := 0; k <= n; k += max(1, n/7) {
			low, high := clopperPearson(k, n)
			if k > 0 {
				if p := 1 - (distuv.Binomial{N: float64(n), P: low}).CDF(float64(k-1)); math.Abs(p-0.025) > 1e-6 {
					t.Errorf("%d of %d: at %v the chance of as many is %v", k, n, low, p)
				}
			} else if low != 0 {
				t.Errorf("0 of %d: got %v", n, low)
			}
			if k < n {
				if p := (distuv.Binomial{N: float64(n), P: high}).CDF(float64(k)); math.Abs(p-0.025) > 1e-6 {
					t.Errorf("%d of %d: at %v the chance of as few is %v", k, n, high, p)
				}
			} else if high != 1 {
				t.Errorf("%d of %d: got %v", n, n, high)
			}
		}
	}
	// Clopper and Pearson's own chart, as in tables: 0 of 10 up to 0.3085, 1 of
	// 10 from 0.0025 to 0.4450.
	if low, high := clopperPearson(1, 10); math.Abs(low-0.0025) > 5e-5 || math.Abs(high-0.4450) > 5e-5 {
		t.Errorf("1 of 10: got %v–%v", low, high)
	}
}

// struck is an incident of one hour on a day with causes and actions.
func struck(id, day string, causes []string, items ...facet.Action) *corpus.Entry {
	e := outage(id, day+" 10:00", day+" 11:00", nil)
	e.RootCauses, e.Actions = causes, items
	return e
}

// prevent is a preventive action that was closed on a day; an open one without.
func prevent(id, closed string) facet.Action {
	a := facet.Action{ID: id, Text: id, Type: "prevent", Status: facet.Open}
	if closed != "" {
		a.Status, a.Closed = facet.Done, day(closed)
	}
	return a
}

func effects(p Policy, asOf string, entries ...*corpus.Entry) []string {
	r := Compute(&corpus.Corpus{Entries: entries}, History{}, p, at(asOf+" 12:00").Time)
	var out []string
	for _, e := range r.Effects() {
		out = append(out, fmt.Sprintf("%s %d/%dd→%d/%dd closed %d open %d %s, %s → %s", e.Cause, e.Before, e.DaysBefore, e.After, e.DaysAfter, e.Closed, e.Open, show(e.Ratio), show(e.RateBefore), show(e.RateAfter)))
	}
	return out
}

func TestEffects(t *testing.T) {
	leak, dns := []string{"memory_leak"}, []string{"dns"}
	both := []string{"Memory-Leak", "dns"}
	answer := prevent("p", "2022-04-10")
	answer.Cause = "c2"
	two := struck("a", "2022-01-01", nil, answer)
	two.Causes = []facet.Cause{{ID: "c1", Text: "leak", Taxonomy: "memory_leak"}, {ID: "c2", Text: "名前解決", Taxonomy: "dns"}}
	tests := []struct {
		name    string
		asOf    string
		entries []*corpus.Entry
		want    []string
	}{
		{"nothing", "2023-01-01", nil, nil},
		{"no action", "2023-01-01", []*corpus.Entry{struck("a", "2022-01-01", leak, prevent("p", ""))},
			[]string{"memory_leak 0/0d→0/0d closed 0 open 1 [no preventive action is closed], [no preventive action is closed] → [no preventive action is closed]"}},
		{"too early by days", "2022-07-01", []*corpus.Entry{struck("a", "2022-01-01", leak), struck("b", "2022-02-01", leak), struck("c", "2022-03-01", leak, prevent("p", "2022-04-10"))},
			[]string{"memory_leak 3/100d→0/82d closed 1 open 0 [too early: 82 of 90 days observed], 2.7 → 0"}},
		{"too early by incidents", "2022-07-19", []*corpus.Entry{struck("a", "2022-01-01", leak), struck("b", "2022-02-01", leak, prevent("p", "2022-04-10"))},
			[]string{"memory_leak 2/100d→0/100d closed 1 open 0 [too early: fewer than 3 incidents], 1.8 → 0"}},
		{"it helped", "2022-07-19", []*corpus.Entry{struck("a", "2022-01-01", leak), struck("b", "2022-02-01", leak), struck("c", "2022-03-01", leak, prevent("p", "2022-04-10"))},
			[]string{"memory_leak 3/100d→0/100d closed 1 open 0 0, 2.7 → 0"}},
		{"it came back, on the day itself it did not", "2022-07-19", []*corpus.Entry{struck("a", "2022-01-01", leak), struck("b", "2022-04-10", leak, prevent("p", "2022-04-10"), prevent("q", "2022-05-10")), struck("c", "2022-04-11", leak, prevent("r", ""))},
			[]string{"memory_leak 2/100d→1/100d closed 2 open 1 0.5, 1.8 → 0.9"}},
		{"what came back stands first, whatever it cost", "2022-10-27", []*corpus.Entry{
			struck("a", "2022-01-01", dns), struck("b", "2022-01-02", dns), struck("c", "2022-01-03", dns),
			struck("d", "2022-04-09", leak, prevent("p", "2022-04-10")), struck("e", "2022-06-01", leak),
		}, []string{
			"memory_leak 1/100d→1/200d closed 1 open 0 [too early: fewer than 3 incidents], 0.9 → 0.45",
			"dns 0/0d→0/0d closed 0 open 0 [no preventive action is closed], [no preventive action is closed] → [no preventive action is closed]",
		}},
		{"an action for one cause", "2022-07-19", []*corpus.Entry{two, struck("b", "2022-02-01", both), struck("c", "2022-03-01", both)}, []string{
			"dns 3/100d→0/100d closed 1 open 0 0, 2.7 → 0",
			"memory_leak 0/0d→0/0d closed 0 open 0 [no preventive action is closed], [no preventive action is closed] → [no preventive action is closed]",
		}},
		{"an action of unknown day", "2022-07-19", []*corpus.Entry{struck("a", "2022-01-01", leak, facet.Action{ID: "p", Type: "prevent", Status: facet.Done})},
			[]string{"memory_leak 0/0d→0/0d closed 1 open 0 [nothing tells when it was done], [nothing tells when it was done] → [nothing tells when it was done]"}},
		{"nothing before", "2022-12-31", []*corpus.Entry{struck("x", "2022-01-01", dns), struck("a", "2022-05-01", leak), struck("b", "2022-06-01", leak), struck("c", "2022-07-01", leak, prevent("p", "2022-04-10"))},
			[]string{
				"memory_leak 0/100d→3/265d closed 1 open 0 [no incident before the action to compare with], 0 → 1.018868",
				"dns 0/0d→0/0d closed 0 open 0 [no preventive action is closed], [no preventive action is closed] → [no preventive action is closed]",
			}},
		{"the future is none", "2022-01-15", []*corpus.Entry{struck("a", "2022-02-01", leak)}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, effects(policy, tt.asOf, tt.entries...)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
