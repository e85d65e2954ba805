package insight

import (
	"cmp"
	"math/big"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// SLAReport is what a service owes an account of for one period, most often a
// month: how its objectives fared, and the times that made them so.
type SLAReport struct {
	Service *corpus.Entry
	Period  Period
	Zone    *time.Location
	Running bool // the period is not over yet
	Budgets []Budget

	Downtime  []Downtime  // by start
	Excluded  []Downtime  // which agreements exclude, by start; they count for objectives of kind slo
	Uncounted []*Incident // began in the period, but their extent is not known

	Maintenance []Work // on the service, by time
}

// Downtime is the time in a period in which one incident hurt a service.
type Downtime struct {
	Incident *Incident
	From, To time.Time // the part in the period
	Live     bool      // To is now, and it goes on
	Seconds  *big.Rat  // with an error ratio above zero; less than from From to To if there are pauses
	Bad      *big.Rat  // Seconds, weighted by the error ratio
}

// Work is one execution of a maintenance task.
type Work struct {
	Task      *corpus.Entry
	Execution facet.Execution
}

// SLA gives the report of a service of the catalogue for a period, whose name
// is read in the zone of the service. Where incidents overlap, the bad time of
// the budgets is less than the sum of theirs, since it counts once.
func (r *Results) SLA(e *corpus.Entry, p Period) *SLAReport {
	zone := cmp.Or(e.Service.Zone, r.Policy.zone())
	if name, ok := readPeriodName(p.Label); ok {
		p = r.Policy.in(zone).period(name)
	}
	s := &SLAReport{Service: e, Period: p, Zone: zone, Running: p.Contains(r.Now), Budgets: r.Budgets(e, p)}
	if l := r.loads[e.ID]; l != nil {
		for _, in := range l.incidents {
			s.add(in)
		}
	}
	byStart := func(a, b Downtime) int {
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.Incident.Entry.Path(), b.Incident.Entry.Path()))
	}
	slices.SortFunc(s.Downtime, byStart)
	slices.SortFunc(s.Excluded, byStart)
	s.Maintenance = r.work(e, p, zone)
	return s
}

func (s *SLAReport) add(in *Incident) {
	if !in.parts.Known {
		if in.Start.Known && s.Period.Contains(in.Start.V) {
			s.Uncounted = append(s.Uncounted, in)
		}
		return
	}
	d, ok := downtimeOf(in, s.Service.ID, s.Period)
	switch {
	case !ok:
	case in.Entry.Impact.SLAExcluded:
		s.Excluded = append(s.Excluded, d)
	default:
		s.Downtime = append(s.Downtime, d)
	}
}

// downtimeOf cuts what an incident did to a service to a period; it is not ok
// if nothing is left.
func downtimeOf(in *Incident, id string, p Period) (d Downtime, ok bool) {
	if from, to := in.extent(); !from.Before(p.To) || !p.From.Before(to) {
		return d, false
	}
	d = Downtime{Incident: in, Seconds: new(big.Rat), Bad: new(big.Rat)}
	for _, s := range newBadTime(in.partsOf(id)).steps {
		from, to := s.from, s.to
		if from.Before(p.From) {
			from = p.From
		}
		if to.After(p.To) {
			to = p.To
		}
		if !from.Before(to) {
			continue
		}
		if !ok {
			d.From, ok = from, true
		}
		d.To = to
		seconds := between(from, to)
		d.Seconds, d.Bad = add(d.Seconds, seconds), add(d.Bad, mul(s.ratio, seconds))
	}
	d.Live = in.Live && in.End.Known && d.To.Equal(in.End.V)
	return d, ok
}

// work gives the recorded executions of maintenance on a service in a period.
func (r *Results) work(service *corpus.Entry, p Period, zone *time.Location) []Work {
	var list []Work
	for _, task := range r.tasks() {
		if !slices.Contains(task.Targets("services"), service) {
			continue
		}
		for _, x := range task.Maintenance.History {
			at := midnight(x.On.Year, x.On.Month, x.On.Day, zone)
			if x.At.Known {
				at = x.At.Time
			}
			if p.Contains(at) {
				list = append(list, Work{task, x})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Work) int { return compareDays(a.Execution.On, b.Execution.On) })
	return list
}

// tasks gives the documents of maintenance tasks, by path.
func (r *Results) tasks() []*corpus.Entry {
	return slices.DeleteFunc(r.corpus.Kind("maintenance"), func(e *corpus.Entry) bool { return e.Maintenance == nil })
}
