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
	"github.com/debrief-dev/debrief/internal/parallel"
	"github.com/debrief-dev/debrief/internal/search"
)

// Policy is what a site decides about its figures. The zero Policy has no
// objective, no currency and counts in UTC.
type Policy struct {
	SLODefaults      SLODefaults
	Currency         string         // ISO 4217, of amounts that name none; empty leaves those absent
	Zone             *time.Location // of periods, where a service states no zone; nil is UTC
	FiscalYearStart  time.Month     // 1–12; 0 is January
	Holidays         Holidays
	Dictionary       *search.Dictionary // of the search; nil has no terms
	Detection        Detection
	Recurrence       Recurrence
	Links            LinkPolicy
	CauseMetrics     map[string][]string // entries of CauseMetrics() that differ, by word; an empty list is none
	CategoryMetrics  map[string][]string // the same of CategoryMetrics()
	CauseExperiments map[string][]string // the same of CauseExperiments()
	LearningLoop     LearningLoop
	Curriculum       Curriculum
	SolutionWords    map[string][]string // entries of SolutionWords() that differ, by word; an empty list is none
	Practices        Practices
	ReadinessWindow  time.Duration  // of the scorecard, up to now; 0 is twelve months
	ActionTerms      map[string]int // days within which actions are to be done, by severity; nil is 15 for sev1 and 30 for sev2
	Ageing           Ageing
	AlertsReplay     AlertsReplay
	Thresholds       DynamicThreshold
	Trend            TrendPolicy
	Public           bool     // the results are for the public: nobody is named
	RosterDomains    []string // of e-mail addresses that are the team's own and no personal data, subdomains included
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

	corpus  *corpus.Corpus
	lazy    lazy
	memory  *Memory          // of earlier states of the repository; nil for none
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
		Now: now, Policy: p, History: h, corpus: c,
		Incidents: map[*corpus.Entry]*Incident{},
		Services:  map[*corpus.Entry]*Service{},
	}
	r.lazy = newLazy(r)
	catalogue := newCatalogue(c)
	var all []*Incident
	for _, e := range c.Entries {
		if e.Kind == "postmortem" {
			in := &Incident{Entry: e, results: r}
			r.Incidents[e] = in
			all = append(all, in)
		}
	}
	each(all, func(in *Incident) { in.read(catalogue, now) })
	r.loads = newLoads(all)
	each(all, func(in *Incident) {
		in.Loss = in.loss(p)
		in.Severity = in.severity()
	})
	for _, e := range c.Entries {
		if e.Kind == "service" {
			r.Services[e] = newService(e, p, r.loads, now.Truncate(time.Minute))
		}
	}
	r.readActions(c)
	return r
}

// each does the same with every incident, on all processors. What it does
// changes no other incident.
func each(list []*Incident, do func(*Incident)) {
	parallel.Each(len(list), func(i int) { do(list[i]) })
}

// read fills what follows from the document and the catalogue alone.
func (in *Incident) read(c catalogue, now time.Time) {
	in.services = c.servicesOf(in.Entry)
	in.setTimes(now)
	in.parts = in.readParts(c, now)
	in.Duration = in.duration()
	for _, s := range in.services {
		in.Services = append(in.Services, s.id)
	}
}

// List gives all incidents by start, those without one last, then by path.
func (r *Results) List() []*Incident { return slices.Clone(r.lazy.list()) }

func (r *Results) sorted() []*Incident {
	list := make([]*Incident, 0, len(r.Incidents))
	for _, in := range r.Incidents {
		list = append(list, in)
	}
	slices.SortFunc(list, func(a, b *Incident) int {
		if a.Start.Known != b.Start.Known {
			return cmp.Compare(boolInt(b.Start.Known), boolInt(a.Start.Known))
		}
		if c := a.Start.V.Compare(b.Start.V); c != 0 {
			return c
		}
		return cmp.Compare(a.Entry.Path(), b.Entry.Path())
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
