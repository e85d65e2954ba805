package insight

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/parallel"
)

// many is a repository of incidents of the last three years, over twenty
// services and a dozen causes.
func many(incidents int) *corpus.Corpus {
	random := rand.New(rand.NewPCG(7, 8))
	var entries, services []*corpus.Entry
	for i := range 20 {
		s := web()
		s.ID = fmt.Sprintf("service-%02d", i)
		s.Service.NormalTPS, s.Service.Users = n("50"), n("100000")
		s.Service.RevenuePerTransaction = facet.Money{Amount: rat("1200"), Currency: "JPY"}
		services = append(services, s)
	}
	entries = append(entries, services...)
	var runbooks, issues []*corpus.Entry
	for i := range 400 {
		r, k := entry("runbook", fmt.Sprintf("runbook-%02d", i)), entry("known-issue", fmt.Sprintf("issue-%02d", i))
		r.RootCauses, k.RootCauses = []string{fmt.Sprintf("cause_%02d", i%12)}, []string{fmt.Sprintf("cause_%02d", i%12)}
		k.Refs = []corpus.Reference{{From: k, To: r, Field: "runbooks", Text: r.ID}}
		runbooks, issues = append(runbooks, r), append(issues, k)
	}
	entries = append(append(entries, runbooks...), issues...)
	for i := range 12 {
		x := entry("experiment", fmt.Sprintf("experiment-%02d", i))
		x.Experiment = &facet.Experiment{Type: "network_latency", Causes: []string{fmt.Sprintf("cause_%02d", i)}, Schedule: facet.Schedule{Every: "3mo"}}
		m := entry("maintenance", fmt.Sprintf("maintenance-%02d", i))
		m.Maintenance = &facet.Maintenance{Schedule: facet.Schedule{Every: "1mo"}, Prevents: []string{fmt.Sprintf("cause_%02d", i)}}
		l := entry("learning", fmt.Sprintf("learning-%02d", i))
		l.Learning = &facet.Learning{Path: "database", Level: "beginner", Teaches: []string{fmt.Sprintf("cause_%02d", i)}}
		entries = append(entries, x, m, l)
	}
	for i := range incidents {
		e := entry("postmortem", fmt.Sprintf("incident-%05d", i))
		start := now.Add(-time.Duration(random.Int64N(int64(3 * 365 * 24 * time.Hour)))).Truncate(time.Minute)
		after := func(minutes int) facet.Instant {
			return facet.Instant{Time: start.Add(time.Duration(minutes) * time.Minute), Known: true}
		}
		e.Times = facet.Times{Started: after(0), Detected: after(1 + random.IntN(20)), Acknowledged: after(25), Identified: after(40), Mitigated: after(45 + random.IntN(30)), Resolved: after(80 + random.IntN(200))}
		e.Severity, e.Status = fmt.Sprintf("sev%d", 1+random.IntN(5)), "final"
		cause := fmt.Sprintf("cause_%02d", random.IntN(12))
		e.RootCauses = []string{cause}
		e.Causes = []facet.Cause{
			{ID: "c1", Text: cause, Layer: "technical", Taxonomy: cause, Because: []string{"c2"}},
			{ID: "c2", Text: "nobody watches the pool", Layer: "process", Role: "latent"},
		}
		e.Timeline = make([]facet.TimelineRow, 6)
		for k := range e.Timeline {
			e.Timeline[k] = facet.TimelineRow{At: after(20 * k), Text: "something was seen"}
		}
		e.Detection = facet.Detection{Source: [...]string{"monitoring", "customer"}[random.IntN(2)], Alert: "PoolExhausted"}
		e.SkillGaps = []facet.SkillGap{{Category: "database", Severity: "high"}}
		issue := issues[random.IntN(len(issues))]
		e.Attempts = []facet.Attempt{{Solution: issue.ID, Success: random.IntN(3) > 0, On: dateOf(start)}}
		e.Impact.ErrorRatio, e.Impact.Users = facet.Number{V: big.NewRat(random.Int64N(101), 100)}, n("500")
		s := services[random.IntN(len(services))]
		runbook := runbooks[random.IntN(len(runbooks))]
		e.Refs = []corpus.Reference{
			{From: e, To: s, Field: "services", Text: s.ID},
			{From: e, To: issue, Field: "known_issues", Text: issue.ID},
			{From: e, To: runbook, Field: "runbooks", Text: runbook.ID},
		}
		for k := range 3 {
			e.Actions = append(e.Actions, facet.Action{ID: fmt.Sprintf("%s-%d", e.ID, k), Text: "widen the pool", Status: [...]facet.Status{facet.Open, facet.Done}[random.IntN(2)], Type: "prevent", Created: dateOf(start), Due: dateOf(start.AddDate(0, 1, 0)), Closed: dateOf(start.AddDate(0, 2, 0))})
		}
		entries = append(entries, e)
	}
	return &corpus.Corpus{Entries: entries}
}

// BenchmarkEverything computes all figures of 10,000 incidents: of each one,
// of services, of action items, over all of them. It is to take less than a
// second on two processors, which share the questions as a build does.
func BenchmarkEverything(b *testing.B) {
	c := many(10000)
	b.ReportAllocs()
	for b.Loop() {
		r := Compute(c, History{}, policy, now)
		each(r.List(), func(in *Incident) {
			in.Availability()
			in.Burn()
			r.Repeats(in)
			in.Compared()
			in.Readiness(r.Policy)
			r.Runbooks(in)
			r.Escalation(in)
		})
		questions := []func(){
			func() { r.Loops() }, // with Effects
			func() { r.Systemic() },
			func() { r.Learning() },
			func() { r.Recurring(Period{}) },
			func() { r.Gaps() },
			func() { r.Scorecard() },
			func() { r.Exercises() },
			func() { Total(r.List()) },
			func() { r.Ageing(r.AllActions()) },
			func() { MilestoneTimes(r.List()) },
			func() {
				later, before := r.LastYear()
				CompareTimes(MilestoneTimes(r.In(later)), MilestoneTimes(r.In(before)))
			},
			func() { r.Solutions() },
			func() { r.Maintenance() },
			func() { r.Months(24) },
		}
		for e := range r.Services {
			for _, month := range r.Services[e].Objectives.V[0].Months {
				questions = append(questions, func() {
					r.SLA(e, month.Period)
					r.Budgets(e, month.Period)
				})
			}
		}
		parallel.Each(len(questions), func(i int) { questions[i]() })
	}
}
