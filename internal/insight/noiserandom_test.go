package insight

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// randomLog is alerts on few services and hosts within a few minutes.
func randomLog(r *rand.Rand, most int) []facet.AlertEvent {
	pick := func(names ...string) string { return names[r.IntN(len(names))] }
	begin := time.Date(2023, 1, 16, 0, 0, 0, 0, time.UTC)
	log := make([]facet.AlertEvent, 1+r.IntN(most))
	for i := range log {
		log[i] = facet.AlertEvent{
			ID: fmt.Sprint("a", i), At: begin.Add(time.Duration(r.IntN(900)) * time.Second), Source: "cw",
			Metric: pick("cpu", "mem", "p99", "errs", "disk", "メモリ"), Service: pick("web", "db", "cache", "認証", ""), Host: pick("h1", "h2", "h3", ""),
			Severity: big.NewRat(int64(1+r.IntN(10)), 1),
		}
	}
	return log
}

func randomServices(r *rand.Rand) []*corpus.Entry {
	names := []string{"web", "db", "cache", "認証"}
	var out []*corpus.Entry
	for _, name := range names {
		var on []string
		for _, other := range names {
			if r.IntN(3) == 0 {
				on = append(on, other)
			}
		}
		out = append(out, dependent(name, on...))
	}
	return out
}

// plainGroups groups alerts that repeat none as the definition says, pair by
// pair.
func plainGroups(kept []*facet.AlertEvent, services []*corpus.Entry, p AlertsReplay) [][]string {
	depends := func(a, b string) bool {
		for _, s := range services {
			if a != b && (s.ID == a && slices.Contains(s.Service.DependsOn, b) || s.ID == b && slices.Contains(s.Service.DependsOn, a)) {
				return true
			}
		}
		return false
	}
	group := make([]int, len(kept))
	for i := range kept {
		group[i] = i
	}
	for j, b := range kept {
		for i, a := range kept[:j] {
			if b.At.Sub(a.At) >= p.CorrelationWindow {
				continue
			}
			points := 0
			if a.Service != "" && a.Service == b.Service {
				points += p.Weights.Service
			}
			if a.Host != "" && a.Host == b.Host {
				points += p.Weights.Host
			}
			if a.Service != "" && b.Service != "" && depends(a.Service, b.Service) {
				points += p.Weights.Dependency
			}
			if points = min(points, 10); points > p.Threshold || points == p.Threshold && !p.Exclusive {
				from, to := max(group[i], group[j]), min(group[i], group[j])
				for k := range group {
					if group[k] == from {
						group[k] = to
					}
				}
			}
		}
	}
	var out [][]string
	at := map[int]int{}
	for i, e := range kept {
		n, known := at[group[i]]
		if !known {
			n = len(out)
			at[group[i]], out = n, append(out, nil)
		}
		out[n] = append(out[n], e.ID)
	}
	return out
}

func TestNoiseOfRandomLogs(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		log, services := randomLog(r, 80), randomServices(r)
		p := AlertsReplay{
			DuplicateWindow: time.Duration(1+r.IntN(300)) * time.Second, Fixed: r.IntN(2) == 0,
			CorrelationWindow: time.Duration(1+r.IntN(120)) * time.Second, Threshold: 1 + r.IntN(10), Exclusive: r.IntN(2) == 0,
			Weights: AlertWeights{1 + r.IntN(7), r.IntN(7), r.IntN(7)},
		}.Filled()
		n := noiseOf(t, p, log, services...)
		if n.Duplicates > n.Alerts || n.Duplicates < 0 {
			t.Fatalf("%d duplicates of %d alerts", n.Duplicates, n.Alerts)
		}
		var kept []*facet.AlertEvent
		repeats := 0
		for _, f := range n.all {
			if !f.repeats {
				kept = append(kept, f.event)
			}
		}
		members := 0
		for _, g := range n.Groups {
			members, repeats = members+len(g.Alerts), repeats+g.Duplicates
		}
		if members != len(kept) || members+n.Duplicates != n.Alerts || repeats != n.Duplicates {
			t.Fatalf("groups hold %d alerts and %d duplicates, want %d and %d", members, repeats, len(kept), n.Duplicates)
		}
		if diff := cmp.Diff(plainGroups(kept, services, p), groups(n)); diff != "" {
			t.Fatalf("%+v: groups (-want +got):\n%s", p, diff)
		}
		shuffled := slices.Clone(log)
		r.Shuffle(len(log), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		again := noiseOf(t, p, shuffled, services...)
		if diff := cmp.Diff(fmt.Sprint(groups(n), duplicates(n), n.Rules), fmt.Sprint(groups(again), duplicates(again), again.Rules)); diff != "" {
			t.Fatalf("the order of the log matters:\n%s", diff)
		}
	}
}
