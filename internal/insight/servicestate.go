package insight

import (
	"math/big"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
)

// Service is the state of one service's objectives.
type Service struct {
	Entry      *corpus.Entry
	Objectives Figure[[]ObjectiveState] // in the order of the document
}

// ObjectiveState is an objective now and over the last year.
type ObjectiveState struct {
	Current Budget   // the period of the objective's own window that holds now
	Windows []Budget // the 30 days up to now, this month, quarter and year, and the fiscal year if it is another
	Months  []Budget // the last 12 calendar months, the current one last

	// Burn is how fast the budget burns: the rates over look-backs that end
	// now, the shortest first. It is absent for a target of 100 %.
	Burn Figure[[]BurnRate]

	// Exhausted is when the current budget will be used up if the bad time of
	// the last 7 days goes on; absent for a rolling window.
	Exhausted Figure[time.Time]
}

func serviceOf(e *corpus.Entry) service { return service{e.ID, e} }

func newService(e *corpus.Entry, p Policy, loads map[string]*load, now time.Time) *Service {
	list := p.objectives(serviceOf(e), loads)
	if len(list) == 0 {
		return &Service{e, absent[[]ObjectiveState](noObjective)}
	}
	states := make([]ObjectiveState, len(list))
	for i, o := range list {
		states[i] = o.state(p, now)
	}
	return &Service{e, known(states)}
}

func (o objective) state(p Policy, now time.Time) ObjectiveState {
	s := ObjectiveState{Current: o.current(now), Windows: o.windows(p, now), Months: make([]Budget, 12), Burn: o.burning(now)}
	at := now
	for i := range s.Months {
		period := byMonth(monthOf)(at, o.zone)
		s.Months[11-i] = o.budget("calendar_month", period)
		at = period.From.Add(-1)
	}
	s.Exhausted = o.exhausted(s.Current, now)
	return s
}

// windows gives the budgets of the windows that every objective has.
func (o objective) windows(p Policy, now time.Time) []Budget {
	list := []Budget{o.rolling(30, now)}
	for _, c := range calendars {
		if c.window != "calendar_week" {
			list = append(list, o.budget(c.window, c.at(now, o.zone)))
		}
	}
	if p.FiscalYearStart > time.January {
		list = append(list, o.budget("fiscal_year", p.in(o.zone).fiscalYear(now)))
	}
	return list
}

// burning gives the rates over the look-backs that end now.
func (o objective) burning(now time.Time) Figure[[]BurnRate] {
	if o.Target.Cmp(hundred) == 0 {
		return absent[[]BurnRate](noBudget)
	}
	list := make([]BurnRate, len(lookbacks))
	for i, l := range lookbacks {
		list[i] = BurnRate{l.name, o.rate(o.bad.within(now.Add(-l.d), now), length(l.d))}
	}
	return known(list)
}

// Budgets gives how the objectives of a service fared in a period that has a
// name, which is taken in the zone of the service. There are none without an
// objective.
func (r *Results) Budgets(service *corpus.Entry, p Period) []Budget {
	name, ok := readPeriodName(p.Label)
	var list []Budget
	for _, o := range r.Policy.objectives(serviceOf(service), r.loads) {
		own := p
		if ok {
			own = r.Policy.in(o.zone).period(name)
		}
		list = append(list, o.budget(name.window(), own))
	}
	return list
}

// current gives the budget of the objective's own window; of the calendar
// month if the window is none that is known.
func (o objective) current(now time.Time) Budget {
	if days, ok := rollingDays(o.Window); ok {
		return o.rolling(days, now)
	}
	window := o.Window
	i := slices.IndexFunc(calendars[:], func(c calendar) bool { return c.window == window })
	if i < 0 {
		window, i = defaultWindow, slices.IndexFunc(calendars[:], func(c calendar) bool { return c.window == defaultWindow })
	}
	return o.budget(window, calendars[i].at(now, o.zone))
}

// exhausted projects when the current budget is used up.
func (o objective) exhausted(b Budget, now time.Time) Figure[time.Time] {
	const week = 7 * 24 * time.Hour
	lately := o.bad.within(now.Add(-week), now)
	switch {
	case b.Period.Label == "":
		return absent[time.Time](diag.Say("a rolling window has no end", "移動期間には終わりがない"))
	case b.Remaining.Sign() <= 0:
		return absent[time.Time](diag.Say("the budget is used up", "予算を使い切った"))
	case lately.Sign() == 0:
		return absent[time.Time](diag.Say("no bad time in the last 7 days", "直近7日間に停止がない"))
	}
	weeks := quo(mul(b.Remaining, sixty), lately)
	ns := mul(weeks, num(int64(week)))
	whole := new(big.Int).Quo(ns.Num(), ns.Denom())
	if !whole.IsInt64() {
		return absent[time.Time](diag.Say("at the rate of the last 7 days it lasts for centuries", "直近7日間の消費率では数百年もつ"))
	}
	return known(now.Add(time.Duration(whole.Int64())))
}

// Sentence says in words how the objective stands now, and what it leaves out.
func (s ObjectiveState) Sentence() diag.Text {
	text := s.standing()
	if gap := s.Current.Gap(); gap != (diag.Text{}) {
		return diag.Say("%s; %s", "%s。%s", text, gap)
	}
	return text
}

func (s ObjectiveState) standing() diag.Text {
	b := s.Current
	name := diag.Text{En: b.Service + " " + b.Objective, Ja: b.Service + " の " + b.Objective}
	if !b.Consumed.Known {
		switch {
		case b.Met && b.Open() > 0:
			return diag.Say("%s is met as far as is known, without a budget", "%s は判明している範囲で達成（予算なし）", name)
		case b.Met:
			return diag.Say("%s is met without a budget", "%s は達成（予算なし）", name)
		}
		return diag.Say("%s is missed, and a target of 100 %% leaves no budget", "%s は未達（目標100%%のため予算なし）", name)
	}
	used := diag.Text{En: FormatPercent(b.Consumed.V, 1, "en"), Ja: FormatPercent(b.Consumed.V, 1, "ja")}
	if b.Open() > 0 {
		used = diag.Say("at least %s", "少なくとも %s", used)
	}
	text := diag.Say("%s has used %s of its budget of %s", "%s は %[3]s の予算の %[2]s を消費", name, used, b.When())
	switch {
	case b.Remaining.Sign() < 0:
		over := new(big.Rat).Neg(mul(b.Remaining, sixty))
		return diag.Say("%s: %s too much", "%s（%s超過）", text, spoken(over))
	case s.Exhausted.Known && s.Exhausted.V.Before(b.Period.To):
		return diag.Say("%s; at the rate of the last 7 days it ends on %s", "%s。直近7日間の消費率では %s に尽きる", text, s.Exhausted.V.In(b.Zone).Format(time.DateOnly))
	case s.Exhausted.Known:
		return diag.Say("%s; at the rate of the last 7 days it lasts", "%s。直近7日間の消費率でも期間内はもつ", text)
	}
	left := spoken(mul(b.Remaining, sixty))
	if b.Open() > 0 {
		return diag.Say("%s; at most %s are left", "%s。残りは多くても%s", text, left)
	}
	return diag.Say("%s; %s are left", "%s。残り%s", text, left)
}

func spoken(seconds *big.Rat) diag.Text {
	n := Whole(seconds)
	return diag.Text{En: FormatDuration(n, "en"), Ja: FormatDuration(n, "ja")}
}

// Whole rounds to a whole number, halves away from zero.
func Whole(r *big.Rat) *big.Rat {
	n, _ := new(big.Rat).SetString(r.FloatString(0))
	return n
}

// When names the period of the budget.
func (b Budget) When() diag.Text {
	if b.Period.Label != "" {
		return diag.Text{En: b.Period.Label, Ja: b.Period.Label}
	}
	days, _ := rollingDays(b.Window)
	return diag.Say("the last %d days", "直近%d日間", days)
}
