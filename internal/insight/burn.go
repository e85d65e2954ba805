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
	Text  diag.Text // the same for people
	Fires Quantity  // seconds after the start
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
	text        diag.Text
	rate        *big.Rat
	long, short time.Duration
}

var alertPairs = [...]alertPair{
	{"14.4x_1h_and_5m", diag.Text{En: "14.4× over 1 h and 5 min", Ja: "1時間と5分で14.4倍"}, big.NewRat(144, 10), time.Hour, 5 * time.Minute},
	{"6x_6h_and_30m", diag.Text{En: "6× over 6 h and 30 min", Ja: "6時間と30分で6倍"}, big.NewRat(6, 1), 6 * time.Hour, 30 * time.Minute},
	{"3x_1d_and_2h", diag.Text{En: "3× over 1 d and 2 h", Ja: "1日と2時間で3倍"}, big.NewRat(3, 1), 24 * time.Hour, 2 * time.Hour},
	{"1x_3d_and_6h", diag.Text{En: "1× over 3 d and 6 h", Ja: "3日と6時間で1倍"}, big.NewRat(1, 1), 3 * 24 * time.Hour, 6 * time.Hour},
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
	best.Lead = in.lead(best.FirstAlert(), from)
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
	return quo(bad, mul(span, o.spare))
}

func (o objective) maxRates(from, to time.Time) []BurnRate {
	list := make([]BurnRate, len(lookbacks))
	var s scale
	for i, l := range lookbacks {
		worst := new(big.Int)
		for _, t := range o.bad.marks(from, to, l.d) {
			if bad := s.units(o.bad, t.Add(-l.d), t); bad.Cmp(worst) > 0 {
				worst.Set(bad)
			}
		}
		list[i] = BurnRate{l.name, o.rate(o.bad.seconds(worst), length(l.d))}
	}
	return list
}

func length(d time.Duration) *big.Rat { return big.NewRat(int64(d), int64(time.Second)) }

func (o objective) alerts(from, to time.Time) []BurnAlert {
	limits := once(o.load, limitsKey(o.place), o.limits)
	list := make([]BurnAlert, len(alertPairs))
	for i, pair := range alertPairs {
		list[i] = BurnAlert{pair.name, pair.text, o.fires(newGauge(limits[i][0]), newGauge(limits[i][1]), from, to)}
	}
	return list
}

// fires gives the seconds after from at which both look-backs first reach the
// rate. Between two marks both grow or shrink evenly, so the instant is exact.
func (o objective) fires(long, short *gauge, from, to time.Time) Quantity {
	var last time.Time
	for i, t := range o.bad.marks(from, to, long.back, short.back) {
		long.move(o.bad, t)
		short.move(o.bad, t)
		if i > 0 && long.near() && short.near() {
			span := between(last, t)
			lo, hi := long.reached(span)
			lo2, hi2 := short.reached(span)
			if lo = larger(lo, lo2); lo.Cmp(hi) <= 0 && lo.Cmp(hi2) <= 0 {
				return known(add(between(from, last), lo))
			}
		}
		last = t
	}
	return absent[*big.Rat](diag.Say("the rate is not reached", "この消費率に達しない"))
}

// limit is the bad time of a look-back, in units, that reaches a rate.
type limit struct {
	back   time.Duration
	needed *big.Rat
	least  *big.Int // the first whole number from needed
}

// limitsKey is an objective, by its place among those of the service.
type limitsKey int

// limits gives those of the look-backs of each pair.
func (o objective) limits() [len(alertPairs)][2]limit {
	var list [len(alertPairs)][2]limit
	for i, pair := range alertPairs {
		list[i] = [2]limit{o.limit(pair.rate, pair.long), o.limit(pair.rate, pair.short)}
	}
	return list
}

func (o objective) limit(rate *big.Rat, back time.Duration) limit {
	needed := mul(mul(rate, o.spare), big.NewRat(int64(back), 1))
	if o.bad.unit != nil {
		needed = mul(needed, new(big.Rat).SetInt(o.bad.unit))
	}
	least, rest := new(big.Int).QuoRem(needed.Num(), needed.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		least.Add(least, big.NewInt(1))
	}
	return limit{back: back, needed: needed, least: least}
}

// gauge watches the bad time of a look-back, in units, go from mark to mark.
type gauge struct {
	limit
	last, now *big.Int // at the mark before and at this one
	scale     scale
}

func newGauge(l limit) *gauge { return &gauge{limit: l, last: new(big.Int), now: new(big.Int)} }

func (g *gauge) move(b badTime, t time.Time) {
	g.last, g.now = g.now, g.last
	g.now.Set(g.scale.units(b, t.Add(-g.back), t))
}

// near tells whether the rate is reached somewhere between the two marks.
func (g *gauge) near() bool { return g.last.Cmp(g.least) >= 0 || g.now.Cmp(g.least) >= 0 }

// reached gives the part [lo, hi] of 0–span in which the rate is reached, which
// near says there is.
func (g *gauge) reached(span *big.Rat) (lo, hi *big.Rat) {
	above, stays := g.last.Cmp(g.least) >= 0, g.now.Cmp(g.least) >= 0
	lo, hi = new(big.Rat), span
	if above != stays {
		cross := mul(span, g.crossing())
		if above {
			hi = cross
		} else {
			lo = cross
		}
	}
	return lo, hi
}

// crossing gives where between the two marks, 0–1, the bad time is as much as
// is needed.
func (g *gauge) crossing() *big.Rat {
	whole := new(big.Int).Sub(g.now, g.last)
	part := new(big.Int).Mul(g.last, g.needed.Denom())
	part.Sub(g.needed.Num(), part)
	return new(big.Rat).SetFrac(part, whole.Mul(whole, g.needed.Denom()))
}

// lead is how long before the real detection the first alert fires, which
// counts from the instant from.
func (in *Incident) lead(alert Quantity, from time.Time) Quantity {
	detected := instant(in.Entry.Times.Detected, noDetection)
	switch {
	case !detected.Known:
		return absent[*big.Rat](detected.Why)
	case !alert.Known:
		return alert
	}
	return known(sub(between(from, detected.V), alert.V))
}

// FirstAlert is when the first of the alerts could have fired, in seconds after
// the start; its How says which alert that is.
func (b Burn) FirstAlert() Quantity {
	if !b.Alerts.Known {
		return absent[*big.Rat](b.Alerts.Why)
	}
	first := absent[*big.Rat](diag.Say("no alert would have fired", "どのアラートも発報しない"))
	for _, a := range b.Alerts.V {
		if a.Fires.Known && (!first.Known || a.Fires.V.Cmp(first.V) < 0) {
			first = a.Fires
			first.How = a.Text
		}
	}
	return first
}
