package insight

import (
	"maps"
	"math"
	"math/big"
	"slices"
	"sort"
	"sync"
	"time"

	"github.com/debrief-dev/debrief/internal/parallel"
)

// badTime is how bad a service was over time: steps that do not overlap, in
// order. The weight of an instant is the greatest error ratio of the parts
// that cover it, never their sum. It is counted in whole units, of which a
// nanosecond with the ratio 1 has as many as unit says: sums of rationals with
// other denominators would cost several times as much.
type badTime struct {
	steps  []step
	unit   *big.Int
	second *big.Int // units of a second with the ratio 1
}

type step struct {
	from, to time.Time
	ratio    *big.Rat // 0 < ratio <= 1
	weight   *big.Int // units of a nanosecond
	before   *big.Int // units of all earlier steps
}

// newBadTime adds up parts, in any order.
func newBadTime(parts []part) badTime {
	if len(parts) == 1 {
		return badTimeOf(parts[0])
	}
	parts = slices.Clone(parts)
	slices.SortFunc(parts, func(a, b part) int { return a.from.Compare(b.from) })
	b := badTime{unit: big.NewInt(1)}
	var edges []time.Time
	for _, p := range parts {
		edges = append(edges, p.from, p.to)
		b.unit = commonMultiple(b.unit, p.ratio.Denom())
	}
	edges = instants(edges)

	var active []part
	sum := new(big.Int)
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
			s := step{from: edges[i], to: edges[i+1], ratio: ratio, before: sum}
			s.weight = new(big.Int).Mul(ratio.Num(), new(big.Int).Quo(b.unit, ratio.Denom()))
			b.steps = append(b.steps, s)
			sum = s.until(new(big.Int), new(big.Int), s.to)
		}
	}
	return b.counted()
}

// badTimeOf is that of one part.
func badTimeOf(p part) badTime {
	b := badTime{unit: p.ratio.Denom()}
	if p.ratio.Sign() > 0 && p.to.After(p.from) {
		b.steps = []step{{from: p.from, to: p.to, ratio: p.ratio, weight: p.ratio.Num(), before: new(big.Int)}}
	}
	return b.counted()
}

// counted fills what follows from the unit.
func (b badTime) counted() badTime {
	b.second = new(big.Int).Mul(b.unit, second)
	return b
}

// commonMultiple is the least of two numbers above zero.
func commonMultiple(a, b *big.Int) *big.Int {
	if a.Cmp(b) == 0 {
		return a
	}
	rest := new(big.Int).Quo(b, new(big.Int).GCD(nil, nil, a, b))
	return rest.Mul(rest, a)
}

// until sets units to those before t, which lies in the step, and returns it.
// Its memory is that of length, which is overwritten, and units.
func (s step) until(units, length *big.Int, t time.Time) *big.Int {
	units.Mul(setNanoseconds(length, s.from, t), s.weight)
	return units.Add(units, s.before)
}

// setNanoseconds sets n to the exact number from a to b, which Time.Sub cuts at
// 292 years, and returns it.
func setNanoseconds(n *big.Int, a, b time.Time) *big.Int {
	if d := b.Sub(a); d < math.MaxInt64 && d > math.MinInt64 {
		return n.SetInt64(int64(d))
	}
	n.Mul(n.SetInt64(b.Unix()-a.Unix()), second)
	return n.Add(n, big.NewInt(int64(b.Nanosecond()-a.Nanosecond())))
}

var (
	second   = big.NewInt(int64(time.Second))
	wholeOne = big.NewInt(1)
)

// instants sorts times and drops repetitions.
func instants(list []time.Time) []time.Time {
	slices.SortFunc(list, time.Time.Compare)
	return slices.CompactFunc(list, time.Time.Equal)
}

// until sets units to those before t and returns it, as a step does.
func (b badTime) until(units, length *big.Int, t time.Time) *big.Int {
	i := sort.Search(len(b.steps), func(i int) bool { return !b.steps[i].from.Before(t) }) - 1
	switch {
	case i < 0:
		return units.SetInt64(0)
	case t.Before(b.steps[i].to):
		return b.steps[i].until(units, length, t)
	}
	return b.steps[i].until(units, length, b.steps[i].to)
}

// units is the bad time in [from, to).
func (b badTime) units(from, to time.Time) *big.Int {
	var s scale
	return s.units(b, from, to)
}

// scale adds up bad time again and again in the same memory.
type scale struct{ sum, before, length big.Int }

// units is the bad time in [from, to), which holds until the next call.
func (s *scale) units(b badTime, from, to time.Time) *big.Int {
	if b.unit == nil {
		return s.sum.SetInt64(0)
	}
	return s.sum.Sub(b.until(&s.sum, &s.length, to), b.until(&s.before, &s.length, from))
}

// seconds turns units into seconds.
func (b badTime) seconds(units *big.Int) *big.Rat {
	if units.Sign() == 0 {
		return new(big.Rat)
	}
	return fraction(units, b.second)
}

// within is the bad seconds in [from, to).
func (b badTime) within(from, to time.Time) *big.Rat { return b.seconds(b.units(from, to)) }

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
	first := sort.Search(len(b.steps), func(i int) bool { return b.steps[i].to.After(oldest) })
	for _, s := range b.steps[first:] {
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
	incidents []*Incident // all of the service
	known     sync.Map    // what once computed
}

// budgetKey is an objective, by its place among those of the service, and the
// window and name of a period.
type budgetKey struct {
	objective     int
	window, label string
}

// once computes something about a load the first time it is asked for.
func once[K comparable, T any](l *load, key K, compute func() T) T {
	if v, ok := l.known.Load(key); ok {
		return v.(T)
	}
	v := compute()
	l.known.Store(key, v)
	return v
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
			loads[s.id].incidents = append(loads[s.id].incidents, in)
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
	ids := slices.Collect(maps.Keys(loads))
	parallel.Each(len(ids), func(i int) {
		l := loads[ids[i]]
		l.slo, l.sla = newBadTime(slo[ids[i]]), newBadTime(sla[ids[i]])
	})
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
