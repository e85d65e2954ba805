package insight

import (
	"cmp"
	"math/big"
	"slices"
)

// NextMetric is a metric that is not active and that incidents call for.
type NextMetric struct {
	Metric string
	Missed []*Incident // whose precursors or causes it shows, by start
	Suits  []*Incident // whose category alone it suits, by start

	// Sums over Missed, or over Suits if that is empty.
	Delay      *big.Rat // seconds that went by unnoticed
	BadMinutes *big.Rat
	Undated    int // incidents whose delay is not known: they are not in Delay
}

// Incidents are those that the sums are about.
func (n NextMetric) Incidents() []*Incident {
	if len(n.Missed) > 0 {
		return n.Missed
	}
	return n.Suits
}

// BadMinutes is how long the incident was bad, each instant weighted by the
// highest error ratio: what it takes from the error budget of a service that
// it hits as a whole.
func (in *Incident) BadMinutes() Quantity { return in.results.lazy.basics()[in].badMinutes }

func (in *Incident) countBadMinutes() Quantity {
	if !in.parts.Known {
		return absent[*big.Rat](in.parts.Why)
	}
	from, to := in.extent()
	return known(quo(newBadTime(in.parts.V).within(from, to), sixty))
}

// rankMetrics gives the metrics to add next: those that show precursors or
// causes first; by the time that went by unnoticed, the bad minutes, the
// number of incidents and the name.
func rankMetrics(gaps []*Gap) []NextMetric {
	at := map[string]*NextMetric{}
	var all []*NextMetric
	get := func(metric string) *NextMetric {
		key := taxon(metric)
		if at[key] == nil {
			at[key] = &NextMetric{Metric: metric, Delay: new(big.Rat), BadMinutes: new(big.Rat)}
			all = append(all, at[key])
		}
		return at[key]
	}
	for _, g := range gaps {
		for _, s := range g.Missed {
			n := get(s.Metric)
			n.Missed = append(n.Missed, g.Incident)
		}
		for _, m := range g.Recommended {
			n := get(m)
			n.Suits = append(n.Suits, g.Incident)
		}
	}
	out := make([]NextMetric, len(all))
	for i, n := range all {
		n.sum()
		out[i] = *n
	}
	slices.SortFunc(out, func(a, b NextMetric) int {
		return cmp.Or(
			boolInt(len(a.Missed) == 0)-boolInt(len(b.Missed) == 0),
			b.Delay.Cmp(a.Delay),
			b.BadMinutes.Cmp(a.BadMinutes),
			len(b.Incidents())-len(a.Incidents()),
			cmp.Compare(a.Metric, b.Metric),
		)
	})
	return out
}

func (n *NextMetric) sum() {
	for _, in := range n.Incidents() {
		switch delay := in.FromStart.Detect; {
		case !delay.Known:
			n.Undated++
		case delay.V.Sign() > 0:
			n.Delay.Add(n.Delay, delay.V)
		}
		if bad := in.BadMinutes(); bad.Known {
			n.BadMinutes.Add(n.BadMinutes, bad.V)
		}
	}
}
