package insight

import (
	"math"
	"math/big"
	"slices"
	"sort"
	"strconv"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
)

// RuleRole says why a rule is replayed.
type RuleRole string

// The roles of rules.
const (
	InForce    RuleRole = "in_force"   // a static threshold of an inventory or a health check
	Proposed   RuleRole = "proposed"   // what the policy says
	Comparison RuleRole = "comparison" // to be compared with it
	Opinion    RuleRole = "opinion"    // a second opinion, which decides nothing
)

// ThresholdRule is one way to raise an alert.
type ThresholdRule struct {
	ID   string // static_1 …, handbook, past, past_persist, past_mad, forest_…, trend
	Name diag.Text
	Role RuleRole
}

// RuleReplay is what a rule would have done over a series.
type RuleReplay struct {
	ThresholdRule
	Alerts []FirstAlert // one a window, in its order

	// Of the time outside windows: values at which the alert was on, how often
	// it went on, and the latter a week in which the rule could judge.
	FalseValues int
	FalseAlerts int
	PerWeek     Quantity
	Weeks       Quantity // that PerWeek is of

	Why diag.Text // why there is no replay; the rest is zero then
}

// FirstAlert is when a rule would have fired for an incident.
type FirstAlert struct {
	Window IncidentWindow
	First  Figure[time.Time]
	Lead   Quantity // seconds from First to the real detection; negative if the alert comes later
}

// alarm is a value at which an alert is on.
type alarm struct {
	at   int  // index of the value
	more bool // it was on at the value judged before, too
}

// replayRules replays every rule, those in force first.
func (p *SeriesReplay) replayRules(statics []static) {
	values := p.Series.Values
	always := func(int) bool { return true }
	for i, s := range statics {
		rule := ThresholdRule{"static_" + strconv.Itoa(i+1), s.name(), InForce}
		own, ok := s.in(p.Series.Unit)
		if !ok {
			p.Rules = append(p.Rules, RuleReplay{ThresholdRule: rule, Why: diag.Say("its unit %q cannot be compared with the series' %q", "単位 %q は系列の単位 %q と比較できない", s.unit, p.Series.Unit)})
			continue
		}
		p.add(rule, p.held(own), always)
	}
	p.add(ThresholdRule{"handbook", diag.Say("3σ over all data, the incident included (handbook)", "障害を含む全データの3σ（ハンドブック）"), Comparison},
		runs(len(values), 1, p.handbook()), always)

	sigma, after := p.learn("sigma")
	median, medianAfter := p.learn("mad")
	chosen := "past_persist"
	if p.policy.Method == "mad" {
		chosen = "past_mad"
		p.bands, p.Table = median, p.newTable(medianAfter)
	} else {
		p.bands, p.Table = sigma, p.newTable(after)
	}
	k := strconv.FormatFloat(p.policy.Sigma, 'g', -1, 64)
	for _, r := range []struct {
		id      string
		bands   []thresholdBand
		persist int
		name    diag.Text
	}{
		{"past", sigma, 1, diag.Say("%sσ of past weeks", "過去の週の%sσ", k)},
		{"past_persist", sigma, p.policy.Persist, diag.Say("%sσ of past weeks, %d in a row", "過去の週の%sσ、%d点連続", k, p.policy.Persist)},
		{"past_mad", median, p.policy.Persist, diag.Say("median ± %s × 1.4826 MAD of past weeks, %d in a row", "過去の週の中央値 ± %s × 1.4826 MAD、%d点連続", k, p.policy.Persist)},
	} {
		rule := ThresholdRule{r.id, r.name, Comparison}
		if r.id == chosen {
			rule.Role = Proposed
		}
		known, out := spreadOut(r.bands, values)
		p.add(rule, runs(len(values), r.persist, func(i int) bool { return out[i] }), func(i int) bool { return known[i] })
	}
	p.replayForests()
}

// spreadOut tells of each value whether it can be judged, and is out of bounds.
func spreadOut(bands []thresholdBand, values []float64) (known, out []bool) {
	known, out = make([]bool, len(values)), make([]bool, len(values))
	for _, b := range bands {
		for i := b.from; i < b.to; i++ {
			known[i], out[i] = b.Known, b.outside(values[i])
		}
	}
	return known, out
}

// runs gives the values from the persist-th of a row of values on that a rule
// flags. A gap neither ends a row nor adds to it.
func runs(n, persist int, flagged func(i int) bool) []alarm {
	var list []alarm
	row := 0
	for i := range n {
		if !flagged(i) {
			row = 0
			continue
		}
		if row++; row >= persist {
			list = append(list, alarm{i, row > persist})
		}
	}
	return list
}

// handbook flags values more than three deviations from the mean of their hour
// of the week over the whole series, the value itself included, with the
// population deviation (ddof 0). No value of n can be further than √(n−1) such
// deviations from the mean: with one value a week the rule never fires in the
// first ten. Three deviations but for rounding are three, and no more.
func (p *SeriesReplay) handbook() func(i int) bool {
	var learners [hoursOfWeek]deviation
	for i, at := range p.places {
		d := &learners[at.cell]
		d.values = p.Series.Values
		d.add(i)
	}
	const rounding = 1e-9
	return func(i int) bool {
		d := learners[p.places[i].cell]
		return math.Abs(p.Series.Values[i]-d.mean) > 3*(1+rounding)*math.Sqrt(d.m2/float64(d.n))
	}
}

// add scores the firings of a rule, by index.
func (p *SeriesReplay) add(rule ThresholdRule, fired []alarm, judged func(i int) bool) {
	r := RuleReplay{ThresholdRule: rule}
	for _, f := range fired {
		if p.calm[f.at] {
			r.FalseValues++
			r.FalseAlerts += boolInt(!f.more)
		}
	}
	weeks := p.covered(judged)
	r.PerWeek, r.Weeks = absent[*big.Rat](tooShort), known(weeks)
	if weeks.Sign() > 0 {
		r.PerWeek = known(quo(num(int64(r.FalseAlerts)), weeks))
	}
	for _, w := range p.Windows.V {
		r.Alerts = append(r.Alerts, p.firstIn(w, fired))
	}
	p.Rules = append(p.Rules, r)
}

var (
	tooShort   = diag.Text{En: "the rule could judge no time outside incidents", Ja: "障害の時間帯以外に判定できる時間がない"}
	neverFired = diag.Text{En: "it never fires in the incident", Ja: "障害の間に一度も発報しない"}
)

// firstIn gives the first alarm in a window.
func (p *SeriesReplay) firstIn(w IncidentWindow, fired []alarm) FirstAlert {
	a := FirstAlert{Window: w, First: absent[time.Time](neverFired), Lead: absent[*big.Rat](neverFired)}
	from, to := nanos(w.From), nanos(w.To)
	i := sort.Search(len(fired), func(i int) bool { return p.Series.Times[fired[i].at] >= from })
	if i == len(fired) || p.Series.Times[fired[i].at] > to {
		return a
	}
	a.First = known(p.Series.At(fired[i].at).In(p.Zone))
	a.Lead = elapsed(a.First, w.Detected, true, noDetection)
	a.Lead.How = diag.Text{}
	return a
}

// Proposed gives the replay of the policy's own rule.
func (p *SeriesReplay) Proposed() RuleReplay {
	return p.Rules[slices.IndexFunc(p.Rules, func(r RuleReplay) bool { return r.Role == Proposed })]
}
