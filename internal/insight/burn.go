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
		if o.Target.Cmp(hundred) == 0 {
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
	rates := o.tables().rates
	list := make([]BurnRate, len(lookbacks))
	var s scale
	var worst big.Int
	for i, l := range lookbacks {
		worst.SetInt64(0)
		for _, t := range o.bad.marks(from, to, l.d) {
			if bad := s.units(o.bad, t.Add(-l.d), t); bad.Cmp(&worst) > 0 {
				worst.Set(bad)
			}
		}
		list[i] = BurnRate{l.name, mul(fraction(&worst, wholeOne), rates[i])}
	}
	return list
}

func length(d time.Duration) *big.Rat { return big.NewRat(int64(d), int64(time.Second)) }

// burnTables is what the burn of every incident needs of an objective.
type burnTables struct {
	rates  [len(lookbacks)]*big.Rat // of one unit of bad time in each look-back
	limits [len(alertPairs)][2]limit
}

// tablesKey is an objective, by its place among those of the service.
type tablesKey int

func (o objective) tables() *burnTables {
	return once(o.load, tablesKey(o.place), func() *burnTables {
		t := &burnTables{}
		for i, l := range lookbacks {
			t.rates[i] = o.rate(o.bad.seconds(big.NewInt(1)), length(l.d))
		}
		for i, pair := range alertPairs {
			t.limits[i] = [2]limit{o.limit(pair.rate, pair.long), o.limit(pair.rate, pair.short)}
		}
		return t
	})
}

func (o objective) alerts(from, to time.Time) []BurnAlert {
	limits := o.tables().limits
	list := make([]BurnAlert, len(alertPairs))
	var long, short gauge
	for i, pair := range alertPairs {
		long.reset(limits[i][0])
		short.reset(limits[i][1])
		list[i] = BurnAlert{pair.name, pair.text, o.fires(&long, &short, from, to)}
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
			long.cross()
			short.cross()
			first := long
			if short.lo.compare(&long.lo) > 0 {
				first = short
			}
			if lo := &first.lo; lo.compare(&long.hi) <= 0 && lo.compare(&short.hi) <= 0 {
				return known(add(between(from, last), mul(between(last, t), lo.rat())))
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
	last, now big.Int // at the mark before and at this one
	lo, hi    portion // of the time between them: from where to where the rate is reached
	scale     scale
}

// reset begins anew, for another limit, in the same memory.
func (g *gauge) reset(l limit) {
	g.limit = l
	g.last.SetInt64(0)
	g.now.SetInt64(0)
}

func (g *gauge) move(b badTime, t time.Time) {
	g.last.Set(&g.now)
	g.now.Set(g.scale.units(b, t.Add(-g.back), t))
}

// near tells whether the rate is reached somewhere between the two marks.
func (g *gauge) near() bool { return g.last.Cmp(g.least) >= 0 || g.now.Cmp(g.least) >= 0 }

// cross sets lo and hi, where near says that the rate is reached.
func (g *gauge) cross() {
	g.lo.set(0)
	g.hi.set(1)
	above, stays := g.last.Cmp(g.least) >= 0, g.now.Cmp(g.least) >= 0
	switch {
	case above && !stays:
		g.crossing(&g.hi)
	case stays && !above:
		g.crossing(&g.lo)
	}
}

// crossing sets at to where between the two marks the bad time is as much as
// is needed.
func (g *gauge) crossing(at *portion) {
	at.whole.Sub(&g.now, &g.last)
	at.whole.Mul(&at.whole, g.needed.Denom())
	at.part.Mul(&g.last, g.needed.Denom())
	at.part.Sub(g.needed.Num(), &at.part)
	if at.whole.Sign() < 0 {
		at.whole.Neg(&at.whole)
		at.part.Neg(&at.part)
	}
}

// portion is a number from 0 to 1 that need not be in lowest terms.
type portion struct {
	part, whole big.Int // whole > 0
	product     [2]big.Int
}

func (f *portion) set(n int64) {
	f.part.SetInt64(n)
	f.whole.SetInt64(1)
}

// compare is as that of a number. It uses memory of f.
func (f *portion) compare(g *portion) int {
	return f.product[0].Mul(&f.part, &g.whole).Cmp(f.product[1].Mul(&g.part, &f.whole))
}

func (f *portion) rat() *big.Rat { return fraction(&f.part, &f.whole) }

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
