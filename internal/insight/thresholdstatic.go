package insight

import (
	"cmp"
	"math/big"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// static is a threshold that does not change, in force for a metric.
type static struct {
	entry    *corpus.Entry // the document that states it
	metric   string
	services []string // ids; none is all
	op       string   // <, <=, > or >=
	limit    *big.Rat
	unit     string        // of limit; empty if none is stated
	held     time.Duration // for which it must be exceeded
}

// staticThresholds lists the thresholds of all metrics in inventories and
// health checks, by path and position.
func (r *Results) staticThresholds(catalogue catalogue) []static {
	var list []static
	add := func(s static, services ...string) {
		for _, name := range services {
			s.services = append(s.services, catalogue.find(name).id)
		}
		if s.metric != "" && s.limit != nil && slices.Contains(ordered, s.op) {
			list = append(list, s)
		}
	}
	for _, e := range r.corpus.Entries {
		var services []string
		for _, s := range catalogue.servicesOf(e) {
			services = append(services, s.id)
		}
		if e.Monitoring != nil {
			for _, a := range e.Monitoring.Alerts {
				if a.Type != "" && a.Type != "static" {
					continue
				}
				own := services
				if a.Service != "" {
					own = []string{a.Service}
				}
				add(static{entry: e, metric: a.Metric, op: cmp.Or(a.Op, opOf(a.Expr)), limit: a.Threshold.V, unit: a.Unit, held: max(a.For.D, 0)}, own...)
			}
		}
		if e.HealthCheck != nil {
			for _, c := range e.HealthCheck.Checks {
				add(static{entry: e, metric: c.Metric, op: cmp.Or(c.Op, ">"), limit: c.Warn.V, unit: c.Unit}, services...)
				add(static{entry: e, metric: c.Metric, op: cmp.Or(c.Op, ">"), limit: c.Critical.V, unit: c.Unit}, services...)
			}
		}
	}
	return list
}

// maxStatics is how many thresholds of a series are replayed: nobody compares
// more.
const maxStatics = 20

// staticsOf chooses the thresholds of a series' metric, each once, in the unit
// that its document states. Those of other services are left out.
func (p *SeriesReplay) staticsOf(all []static) []static {
	var list []static
	for _, s := range all {
		about := len(s.services) == 0 || p.Service == "" || slices.ContainsFunc(s.services, func(id string) bool { return same(id, p.Service) })
		again := func(t static) bool {
			return t.op == s.op && t.held == s.held && t.unit == s.unit && t.limit.Cmp(s.limit) == 0
		}
		if same(s.metric, p.Series.Metric) && about && len(list) < maxStatics && !slices.ContainsFunc(list, again) {
			list = append(list, s)
		}
	}
	return list
}

// ordered are the comparisons that have a side.
var ordered = []string{"<", "<=", ">", ">="}

// opOf is the comparison of an expression that has one alone; without one, a
// threshold is taken to be an upper one.
func opOf(expr string) string {
	all := comparisons.FindAllString(expr, 2)
	if len(all) == 1 && slices.Contains(ordered, all[0]) {
		return all[0]
	}
	return ">"
}

var comparisons = lazyregexp.New(`[<>=!]=|[<>]`)

func (s static) name() diag.Text {
	limit := s.op + " " + withUnit(exact(s.limit), s.unit)
	if s.held == 0 {
		return diag.Say("static %s (%s)", "固定 %s（%s）", limit, s.entry.ID)
	}
	return diag.Say("static %s for %s (%s)", "固定 %s が%s続く（%s）", limit, durationText(s.held), s.entry.ID)
}

// in gives the threshold in the unit of a series. It is not ok if the two units
// count different things; what states no unit has the other one.
func (s static) in(unit string) (static, bool) {
	limit, ok := inUnit(s.limit, s.unit, unit)
	s.limit = limit
	return s, ok
}

func (s static) falling() bool { return s.op[0] == '<' }

// exceeded tells whether a value is beyond the threshold.
func (s static) exceeded() func(v float64) bool {
	limit, _ := s.limit.Float64()
	switch s.op {
	case "<":
		return func(v float64) bool { return v < limit }
	case "<=":
		return func(v float64) bool { return v <= limit }
	case ">=":
		return func(v float64) bool { return v >= limit }
	}
	return func(v float64) bool { return v > limit }
}

// held gives the values at which a static threshold is exceeded as long as it
// asks for.
func (p *SeriesReplay) held(s static) []alarm {
	var list []alarm
	exceeded := s.exceeded()
	since, on := -1, false
	for i, v := range p.Series.Values {
		switch {
		case !exceeded(v):
			since, on = -1, false
			continue
		case since < 0:
			since = i
		}
		if p.Series.Times[i]-p.Series.Times[since] >= int64(s.held) {
			list = append(list, alarm{i, on})
			on = true
		}
	}
	return list
}
