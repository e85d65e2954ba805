package insight

import (
	"math/big"
	"slices"
	"sort"
	"time"
)

// badTime is how bad a service was over time: steps that do not overlap, in
// order. The weight of an instant is the greatest error ratio of the parts
// that cover it, never their sum.
type badTime []step

type step struct {
	from, to time.Time
	ratio    *big.Rat // 0 < ratio <= 1
	before   *big.Rat // bad seconds of all earlier steps
}

// newBadTime adds up parts, in any order.
func newBadTime(parts []part) badTime {
	parts = slices.Clone(parts)
	slices.SortFunc(parts, func(a, b part) int { return a.from.Compare(b.from) })
	var edges []time.Time
	for _, p := range parts {
		edges = append(edges, p.from, p.to)
	}
	edges = instants(edges)

	var steps badTime
	var active []part
	sum := new(big.Rat)
	for i := 0; i+1 < len(edges); i++ {
		for len(parts) > 0 && !parts[0].from.After(edges[i]) {
			active, parts = append(active, parts[0]), parts[1:]
		}
		active = slices.DeleteFunc(active, func(p part) bool { return !p.to.After(edges[i]) })
		ratio := new(big.Rat)
		for _, p := range active {
			ratio = larger(ratio, p.ratio)
		}
		if ratio.Sign() > 0 {
			s := step{edges[i], edges[i+1], ratio, sum}
			steps = append(steps, s)
			sum = add(sum, mul(ratio, between(s.from, s.to)))
		}
	}
	return steps
}

// instants sorts times and drops repetitions.
func instants(list []time.Time) []time.Time {
	slices.SortFunc(list, time.Time.Compare)
	return slices.CompactFunc(list, time.Time.Equal)
}

// until is the bad seconds before t.
func (b badTime) until(t time.Time) *big.Rat {
	i := sort.Search(len(b), func(i int) bool { return !b[i].from.Before(t) }) - 1
	if i < 0 {
		return new(big.Rat)
	}
	end := b[i].to
	if t.Before(end) {
		end = t
	}
	return add(b[i].before, mul(b[i].ratio, between(b[i].from, end)))
}

// within is the bad seconds in [from, to).
func (b badTime) within(from, to time.Time) *big.Rat { return sub(b.until(to), b.until(from)) }

// marks gives the instants in [from, to] at which the rate of within(t-l, t)
// can change, for each of the look-backs l, with from and to. There is at
// least one look-back.
func (b badTime) marks(from, to time.Time, lookbacks ...time.Duration) []time.Time {
	list := []time.Time{from, to}
	put := func(t time.Time) {
		if t.After(from) && t.Before(to) {
			list = append(list, t)
		}
	}
	oldest := from.Add(-slices.Max(lookbacks))
	first := sort.Search(len(b), func(i int) bool { return b[i].to.After(oldest) })
	for _, s := range b[first:] {
		if s.from.After(to) {
			break
		}
		for _, edge := range [...]time.Time{s.from, s.to} {
			put(edge)
			for _, l := range lookbacks {
				put(edge.Add(l))
			}
		}
	}
	return instants(list)
}

// load is the bad time of one service over all incidents.
type load struct {
	slo, sla  badTime     // sla leaves out what is excluded from agreements
	uncounted []time.Time // starts of incidents whose extent is not known
}

// newLoads gives the load of every service that an incident names, by id.
func newLoads(all []*Incident) map[string]*load {
	slo, sla := map[string][]part{}, map[string][]part{}
	loads := map[string]*load{}
	for _, in := range all {
		for _, s := range in.services {
			if loads[s.id] == nil {
				loads[s.id] = &load{}
			}
			if !in.parts.Known {
				if in.Start.Known {
					loads[s.id].uncounted = append(loads[s.id].uncounted, in.Start.V)
				}
				continue
			}
			parts := in.partsOf(s.id)
			slo[s.id] = append(slo[s.id], parts...)
			if !in.Entry.Impact.SLAExcluded {
				sla[s.id] = append(sla[s.id], parts...)
			}
		}
	}
	for id, l := range loads {
		l.slo, l.sla = newBadTime(slo[id]), newBadTime(sla[id])
	}
	return loads
}

// partsOf gives the parts of an incident that count for a service.
func (in *Incident) partsOf(id string) []part {
	return slices.DeleteFunc(slices.Clone(in.parts.V), func(p part) bool { return !p.hits(id) })
}

// of gives the bad time that counts for a kind of objective.
func (l *load) of(kind string) badTime {
	if kind == "sla" {
		return l.sla
	}
	return l.slo
}
