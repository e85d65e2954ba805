package insight

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Budget is how one objective of a service fared in one period. Availability
// is that of downtime only, unless it was measured.
type Budget struct {
	Service   string // id
	Objective string // id
	Kind      string // slo or sla; incidents that an agreement excludes do not count for sla
	Window    string // rolling_30d, calendar_month …
	Period    Period
	Zone      *time.Location

	Target       *big.Rat // percent
	Minutes      *big.Rat // length of the period
	Bad          *big.Rat // minutes
	Availability *big.Rat // percent
	Allowed      *big.Rat // minutes of bad time that the target allows
	Consumed     Quantity // percent of Allowed; may exceed 100
	Remaining    *big.Rat // minutes; negative if more than Allowed is used
	Shortfall    *big.Rat // percentage points that are missing to the target, at least 0
	Met          bool

	Measured  bool     // Availability is the measured one of the document
	Computed  *big.Rat // percent, from the incidents alone
	Uncounted int      // incidents of the period whose extent is not known
}

// objective is one objective of one service with the bad time against it.
type objective struct {
	facet.Objective
	service   string
	zone      *time.Location
	bad       badTime
	uncounted []time.Time
	load      *load
	place     int      // among those of the service
	spare     *big.Rat // what the target leaves, 0–1
}

// longest is the length up to which an incident is split over periods; one
// that lasts longer is a slip of the pen.
const longest = 10 * 366 * 24 * time.Hour

const defaultWindow = "calendar_month"

var (
	noService   = diag.Say("the incident names no service", "サービスの記載がない")
	noObjective = diag.Say("no service of the incident has an objective, and the settings have none", "サービスにも設定にも目標（SLO）がない")
	noBudget    = diag.Say("a target of 100 % leaves no budget", "目標が100%のため予算がない")
	tooLong     = diag.Say("the incident lasts more than ten years", "10年を超えて継続している")
)

// objectives gives the objectives of a service, else that of the settings. The
// list is not to be changed.
func (p Policy) objectives(s service, loads map[string]*load) []objective {
	l := loads[s.id]
	if l == nil {
		return p.objectivesOf(s, &load{})
	}
	return once(l, s, func() []objective { return p.objectivesOf(s, l) })
}

func (p Policy) objectivesOf(s service, l *load) []objective {
	list := []facet.Objective{{Target: p.SLODefaults.Target, Window: p.SLODefaults.Window}}
	zone := p.zone()
	if s.entry != nil {
		if len(s.entry.Service.Objectives) > 0 {
			list = s.entry.Service.Objectives
		}
		if s.entry.Service.Zone != nil {
			zone = s.entry.Service.Zone
		}
	}
	var out []objective
	for i, o := range list {
		if o.Target == nil || o.Target.Sign() <= 0 || o.Target.Cmp(hundred) > 0 {
			continue
		}
		if o.ID == "" {
			o.ID = "availability"
		}
		if o.Window == "" {
			o.Window = defaultWindow
		}
		if o.Kind == "" {
			o.Kind = "slo"
		}
		out = append(out, objective{o, s.id, zone, l.of(o.Kind), l.uncounted, l, i, shareBeyond(o.Target)})
	}
	return out
}

// objectives gives those of all services of the incident.
func (in *Incident) objectives(p Policy, loads map[string]*load) Figure[[]objective] {
	if len(in.services) == 0 {
		return absent[[]objective](noService)
	}
	var list []objective
	for i, s := range in.services {
		if own := p.objectives(s, loads); i == 0 {
			list = slices.Clip(own)
		} else {
			list = append(list, own...)
		}
	}
	if len(list) == 0 {
		return absent[[]objective](noObjective)
	}
	return known(list)
}

// Availability gives, for each objective, the 30 days that end with the
// incident and every calendar period that it touches: by service, objective,
// window and period. Windows are those to give; none means all. It is computed
// at each call: budgets of all windows take more space than the document.
func (in *Incident) Availability(windows ...string) Figure[[]Budget] {
	return in.availability(in.results.loads, windows)
}

func (in *Incident) availability(loads map[string]*load, windows []string) Figure[[]Budget] {
	objectives := in.objectives(in.results.Policy, loads)
	switch {
	case !objectives.Known:
		return absent[[]Budget](objectives.Why)
	case !in.parts.Known:
		return absent[[]Budget](in.parts.Why)
	}
	from, to := in.extent()
	if to.Sub(from) > longest {
		return absent[[]Budget](tooLong)
	}
	wanted := func(window string) bool { return len(windows) == 0 || slices.Contains(windows, window) }
	usual := 1 // windows of an objective
	if len(windows) == 0 {
		usual = 5 // the last 30 days; month, quarter, calendar and fiscal year
	}
	list := make([]Budget, 0, usual*len(objectives.V))
	for _, o := range objectives.V {
		for _, days := range o.rollingDays() {
			if wanted(rollingWindow(days)) {
				list = append(list, o.rolling(days, to))
			}
		}
		for _, c := range calendars {
			if !wanted(c.window) || c.window == "calendar_week" && o.Window != c.window {
				continue
			}
			for _, period := range c.over(from, to, o.zone) {
				list = append(list, o.budget(c.window, period))
			}
		}
	}
	return known(list)
}

// Alone gives the availability that one incident leaves where it is the only
// one of its periods.
func (r *Results) Alone(in *Incident) Figure[[]Budget] {
	return in.availability(newLoads([]*Incident{in}), nil)
}

// extent is from the first to the last instant of the parts, of which there
// is at least one.
func (in *Incident) extent() (from, to time.Time) {
	from, to = in.parts.V[0].from, in.parts.V[0].to
	for _, p := range in.parts.V {
		if p.from.Before(from) {
			from = p.from
		}
		if p.to.After(to) {
			to = p.to
		}
	}
	return from, to
}

// rollingDays gives 30, and the days of the objective's own window if that
// rolls over another number of days.
func (o objective) rollingDays() []int {
	if days, ok := rollingDays(o.Window); ok && days != 30 {
		return []int{days, 30}
	}
	return []int{30}
}

// rollingDays reads "30d"; at most ten years.
func rollingDays(window string) (int, bool) {
	text, ok := strings.CutSuffix(strings.TrimPrefix(window, "rolling_"), "d")
	days, err := strconv.Atoi(text)
	return days, ok && err == nil && days > 0 && days <= 3660
}

// rolling gives the budget of a number of days, each of 24 hours, before to.
func (o objective) rolling(days int, to time.Time) Budget {
	from := to.Add(-time.Duration(days) * 24 * time.Hour)
	return o.budget(rollingWindow(days), Period{From: from, To: to})
}

func rollingWindow(days int) string { return "rolling_" + strconv.Itoa(days) + "d" }

// budget gives how the objective fared in a period. That of a period with a
// name is computed once: many incidents share a month.
func (o objective) budget(window string, p Period) Budget {
	if p.Label == "" {
		return o.count(window, p)
	}
	return once(o.load, budgetKey{o.place, window, p.Label}, func() Budget { return o.count(window, p) })
}

func (o objective) count(window string, p Period) Budget {
	b := Budget{
		Service: o.service, Objective: o.ID, Kind: o.Kind, Window: window, Period: p, Zone: o.zone,
		Target:  o.Target,
		Minutes: quo(between(p.From, p.To), sixty),
		Bad:     quo(o.bad.within(p.From, p.To), sixty),
	}
	b.Availability = sub(hundred, quo(mul(b.Bad, hundred), b.Minutes))
	b.Computed = b.Availability
	for _, m := range o.Measured {
		if m.Value != nil && m.Period == p.Label {
			b.Measured, b.Availability = true, m.Value
			b.Bad = mul(shareBeyond(m.Value), b.Minutes)
		}
	}
	for _, t := range o.uncounted {
		if p.Contains(t) {
			b.Uncounted++
		}
	}
	b.Allowed = mul(o.spare, b.Minutes)
	b.Consumed = per(known(mul(b.Bad, hundred)), known(b.Allowed), noBudget)
	b.Remaining = sub(b.Allowed, b.Bad)
	b.Shortfall = larger(new(big.Rat), sub(o.Target, b.Availability))
	b.Met = b.Availability.Cmp(o.Target) >= 0
	return b
}

// shareBeyond is what a percentage leaves of the whole, 0–1.
func shareBeyond(percent *big.Rat) *big.Rat { return sub(unity, quo(percent, hundred)) }
