package insight

import (
	"math/big"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
)

// Burn is how fast an incident used up an error budget, and when an alert on
// that rate could have told. A rate of 1 uses up the budget in exactly its
// window. Of several objectives it is the one that burnt fastest.
type Burn struct {
	Service, Objective string   // ids; empty if there is no objective
	Target             Quantity // percent

	During Quantity           // mean rate from start to end of the impact
	Max    Figure[[]BurnRate] // by look-back, the shortest first
	Alerts Figure[[]BurnAlert]
	Lead   Quantity // seconds from the first alert to the real detection; negative if that was earlier
}

// BurnRate is the highest rate over a look-back that ends in the incident.
type BurnRate struct {
	Window string
	Rate   *big.Rat
}

// BurnAlert is one of the reference alerts of Google's SRE workbook,
// chapter 5, for a budget of 30 days.
type BurnAlert struct {
	Name  string
	Fires Quantity // seconds after the start
}

var lookbacks = [...]struct {
	name string
	d    time.Duration
}{
	{"1h", time.Hour},
	{"6h", 6 * time.Hour},
	{"1d", 24 * time.Hour},
	{"3d", 3 * 24 * time.Hour},
	{"30d", 30 * 24 * time.Hour},
}

// alertPair fires when the rate is reached over both look-backs.
type alertPair struct {
	name        string
	rate        *big.Rat
	long, short time.Duration
}

var alertPairs = [...]alertPair{
	{"14.4x_1h_and_5m", big.NewRat(144, 10), time.Hour, 5 * time.Minute},
	{"6x_6h_and_30m", big.NewRat(6, 1), 6 * time.Hour, 30 * time.Minute},
	{"3x_1d_and_2h", big.NewRat(3, 1), 24 * time.Hour, 2 * time.Hour},
	{"1x_3d_and_6h", big.NewRat(1, 1), 3 * 24 * time.Hour, 6 * time.Hour},
}

// Burn gives the burn of the incident. Bad time of other incidents of the
// service counts, as it would for a real alert. It is computed at each call.
func (in *Incident) Burn() Burn {
	objectives := in.objectives(in.results.Policy, in.results.loads)
	switch {
	case !objectives.Known:
		return noBurn(objectives.Why)
	case !in.parts.Known:
		return noBurn(in.parts.Why)
	}
	from, to := in.extent()
	if from.Equal(to) {
		return noBurn(diag.Say("the duration is zero", "影響時間が0"))
	}
	best := noBurn(noBudget)
	var worst objective
	for _, o := range objectives.V {
		if o.Target.Cmp(num(100)) == 0 {
			continue
		}
		rate := o.rate(o.bad.within(from, to), between(from, to))
		if !best.During.Known || rate.Cmp(best.During.V) > 0 {
			best.During, worst = known(rate), o
		}
	}
	if !best.During.Known {
		return best
	}
	best.Service, best.Objective, best.Target = worst.service, worst.ID, known(worst.Target)
	best.Max = known(worst.maxRates(from, to))
	if in.Start.Known && in.Start.V.Before(from) {
		from = in.Start.V // the first segment begins later
	}
	best.Alerts = known(worst.alerts(from, to))
	best.Lead = in.lead(best.Alerts.V, from)
	return best
}

func noBurn(why diag.Text) Burn {
	none := absent[*big.Rat](why)
	return Burn{
		Target: none, During: none, Lead: none,
		Max: absent[[]BurnRate](why), Alerts: absent[[]BurnAlert](why),
	}
}

// rate is the burn rate of bad seconds in a span of seconds.
func (o objective) rate(bad, span *big.Rat) *big.Rat {
	return quo(bad, mul(span, o.share(o.Target)))
}

func (o objective) maxRates(from, to time.Time) []BurnRate {
	list := make([]BurnRate, len(lookbacks))
	for i, l := range lookbacks {
		worst := new(big.Rat)
		for _, t := range o.bad.marks(from, to, l.d) {
			worst = larger(worst, o.bad.within(t.Add(-l.d), t))
		}
		list[i] = BurnRate{l.name, o.rate(worst, length(l.d))}
	}
	return list
}

func length(d time.Duration) *big.Rat { return big.NewRat(int64(d), int64(time.Second)) }

func (o objective) alerts(from, to time.Time) []BurnAlert {
	list := make([]BurnAlert, len(alertPairs))
	for i, pair := range alertPairs {
		list[i] = BurnAlert{pair.name, o.fires(pair, from, to)}
	}
	return list
}

// fires gives the seconds after from at which both look-backs first reach the
// rate. Between two marks both grow or shrink evenly, so the instant is exact.
func (o objective) fires(pair alertPair, from, to time.Time) Quantity {
	needed := func(l time.Duration) *big.Rat {
		return mul(mul(pair.rate, o.share(o.Target)), length(l))
	}
	long, short := needed(pair.long), needed(pair.short)
	var last time.Time
	var lastLong, lastShort *big.Rat
	for i, t := range o.bad.marks(from, to, pair.long, pair.short) {
		inLong, inShort := o.bad.within(t.Add(-pair.long), t), o.bad.within(t.Add(-pair.short), t)
		if i > 0 {
			span := between(last, t)
			lo, hi := reached(long, lastLong, inLong, span)
			lo2, hi2 := reached(short, lastShort, inShort, span)
			if lo != nil && lo2 != nil {
				lo = larger(lo, lo2)
				if lo.Cmp(hi) <= 0 && lo.Cmp(hi2) <= 0 {
					return known(add(between(from, last), lo))
				}
			}
		}
		last, lastLong, lastShort = t, inLong, inShort
	}
	return absent[*big.Rat](diag.Say("the rate is not reached", "この消費率に達しない"))
}

// reached gives the part [lo, hi] of 0–span in which a value that goes evenly
// from a to b is at least needed; nil if there is none.
func reached(needed, a, b, span *big.Rat) (lo, hi *big.Rat) {
	above, stays := a.Cmp(needed) >= 0, b.Cmp(needed) >= 0
	if !above && !stays {
		return nil, nil
	}
	lo, hi = new(big.Rat), span
	if above != stays {
		cross := mul(span, quo(sub(needed, a), sub(b, a)))
		if above {
			hi = cross
		} else {
			lo = cross
		}
	}
	return lo, hi
}

// lead is how long before the real detection the first alert fires, which
// counts from the instant from.
func (in *Incident) lead(alerts []BurnAlert, from time.Time) Quantity {
	detected := in.Entry.Times.Detected
	if !detected.Known {
		return absent[*big.Rat](noDetection)
	}
	var first *big.Rat
	for _, a := range alerts {
		if a.Fires.Known && (first == nil || a.Fires.V.Cmp(first) < 0) {
			first = a.Fires.V
		}
	}
	if first == nil {
		return absent[*big.Rat](diag.Say("no alert would have fired", "どのアラートも発報しない"))
	}
	return known(sub(between(from, detected.Time), first))
}
