// Package insight computes figures from the corpus: durations, losses,
// availability and error budgets. One file answers one question.
//
// A figure is exact until it is printed: numbers are rationals, instants are
// differences of nanoseconds, no float takes part but in the bounds of intervals,
// which need roots and exponentials. A figure whose input is
// missing is absent with a reason, never zero. Nothing here reads a clock, a
// file or a repository; what now is, and what Git tells, are arguments.
// Results are read-only once computed, so that back ends run in parallel.
package insight

import (
	"cmp"
	"math/big"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
)

// Policy is what a site decides about its figures. The zero Policy has no
// objective, no currency and counts in UTC.
type Policy struct {
	SLODefaults   SLODefaults
	Currency      string         // ISO 4217, of amounts that name none; empty leaves those absent
	Zone          *time.Location // of periods, where a service states no zone; nil is UTC
	Detection     Detection
	Recurrence    Recurrence
	ActionTerms   map[string]int // days within which actions are to be done, by severity; nil is 15 for sev1 and 30 for sev2
	Ageing        Ageing
	RosterDomains []string // of e-mail addresses that are the team's own and no personal data, subdomains included
}

// SLODefaults is the objective of services that state none.
type SLODefaults struct {
	Target *big.Rat // percent, 0 < target <= 100; nil is no objective
	Window string   // as facet.Objective's; empty is calendar_month
}

func (p Policy) zone() *time.Location {
	if p.Zone == nil {
		return time.UTC
	}
	return p.Zone
}

// Results is what back ends see of figures and history.
type Results struct {
	Now       time.Time
	Policy    Policy
	Incidents map[*corpus.Entry]*Incident // every postmortem
	Services  map[*corpus.Entry]*Service  // every service of the catalogue
	History   History

	loads   map[string]*load // by the id of a service
	actions map[*corpus.Entry][]*Action
	removed map[*corpus.Entry][]*Action
	all     []*Action
}

// Incident is the figures of one postmortem.
type Incident struct {
	Entry    *corpus.Entry
	Services []string // ids, in the order of the document; those of parts with a service of their own after them

	// Live tells that the incident is ongoing: its end is Results.Now.
	Live          bool
	Start, End    Figure[time.Time]
	Duration      Quantity // seconds; with segments, the length of their union
	FromStart     TimesTo
	FromDetection TimesTo // without Detect and Escalate
	Phases        []Phase // one after the other; up to the last known milestone

	Loss     Loss
	Severity Severity

	results  *Results
	services []service
	parts    Figure[[]part]
}

// Compute gives the figures of all documents as of now. The same arguments give
// the same results.
func Compute(c *corpus.Corpus, h History, p Policy, now time.Time) *Results {
	r := &Results{
		Now: now, Policy: p, History: h,
		Incidents: map[*corpus.Entry]*Incident{},
		Services:  map[*corpus.Entry]*Service{},
	}
	catalogue := newCatalogue(c)
	var all []*Incident
	for _, e := range c.Entries {
		if e.Kind == "postmortem" {
			in := newIncident(e, catalogue, now)
			in.results = r
			r.Incidents[e] = in
			all = append(all, in)
		}
	}
	r.loads = newLoads(all)
	for _, in := range all {
		in.Loss = in.loss(p)
		in.Severity = in.severity()
	}
	for _, e := range c.Entries {
		if e.Kind == "service" {
			r.Services[e] = newService(e, p, r.loads, now)
		}
	}
	r.readActions(c)
	return r
}

func newIncident(e *corpus.Entry, c catalogue, now time.Time) *Incident {
	in := &Incident{Entry: e, services: c.servicesOf(e)}
	in.setTimes(now)
	in.parts = in.readParts(c, now)
	in.Duration = in.duration()
	for _, s := range in.services {
		in.Services = append(in.Services, s.id)
	}
	return in
}

// List gives all incidents by start, those without one last, then by path.
func (r *Results) List() []*Incident {
	list := make([]*Incident, 0, len(r.Incidents))
	for _, in := range r.Incidents {
		list = append(list, in)
	}
	slices.SortFunc(list, func(a, b *Incident) int {
		if a.Start.Known != b.Start.Known {
			return cmp.Compare(boolInt(b.Start.Known), boolInt(a.Start.Known))
		}
		return cmp.Or(a.Start.V.Compare(b.Start.V), cmp.Compare(a.Entry.Path(), b.Entry.Path()))
	})
	return list
}

// In gives the incidents that started in a period, by start, then by path.
func (r *Results) In(p Period) []*Incident {
	return slices.DeleteFunc(r.List(), func(in *Incident) bool {
		return !in.Start.Known || !p.Contains(in.Start.V)
	})
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
