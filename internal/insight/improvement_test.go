package insight

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// refer links one document to another.
func refer(from, to *corpus.Entry, field string) {
	ref := corpus.Reference{From: from, To: to, Field: field, Text: to.ID}
	from.Refs, to.Backs = append(from.Refs, ref), append(to.Backs, ref)
}

// links writes the links of an incident: + there, - missing, . not applicable.
func links(l *Loop) string {
	var b strings.Builder
	for _, k := range l.Links {
		b.WriteByte("-+."[k.Check])
	}
	return b.String()
}

func TestLoop(t *testing.T) {
	type world struct {
		in, issue, service *corpus.Entry
		more               []*corpus.Entry
		history            History
		policy             Policy
	}
	// now is 1 March 2023; the incident ended on Sunday, 15 January, at 16:45.
	tests := []struct {
		name string
		make func(*world)
		want string
		link string // whose reason is compared
		why  string
	}{
		{"the handbook's, unfinished", func(*world) {}, "--+-..+", "postmortem", "not final 5 business days after the end"},
		{"final", func(w *world) { w.in.Status = "final" }, "+-+-..+", "postmortem", "final"},
		{"final in time", func(w *world) {
			w.in.Status, w.in.Times.Published = "final", at("2023-01-20 16:45")
		}, "+-+-..+", "postmortem", "final"},
		{"final, late", func(w *world) {
			w.in.Status, w.in.Times.Published = "final", at("2023-01-23 09:00")
		}, "+-+-..+", "postmortem", "final, but 3 days late"},
		{"holidays do not count", func(w *world) {
			w.in.Status, w.in.Times.Published = "final", at("2023-01-23 09:00")
			w.policy.Holidays = Holidays{on(2023, 1, 16): true}
		}, "+-+-..+", "postmortem", "final"},
		{"still in time", func(w *world) { w.in.Times.Resolved = at("2023-02-27 10:00") }, ".-+-..+", "postmortem", "due by 2023-03-06"},
		{"going on", func(w *world) {
			w.in.Status, w.in.Times.Resolved = "ongoing", facet.Instant{}
		}, ".......", "postmortem", "ongoing, as of now"},
		{"near miss", func(w *world) { w.in.Status = "near_miss" }, "+-+-..+", "postmortem", "the near miss is written down"},

		{"a known issue of old", func(w *world) { refer(w.in, w.issue, "known_issues") }, "--+-..+", "knowledge", "linked, but nothing tells that it changed after the incident"},
		{"that names the incident", func(w *world) {
			refer(w.in, w.issue, "known_issues")
			refer(w.issue, w.in, "solutions")
		}, "-++-..+", "knowledge", "linked and brought up to date"},
		{"or links from afar", func(w *world) { refer(w.issue, w.in, "text") }, "-++-..+", "knowledge", "linked and brought up to date"},
		{"that Git saw change", func(w *world) {
			refer(w.in, w.issue, "known_issues")
			w.history.Changed = map[string]Changed{w.issue.Path(): {Known: true, At: at("2023-02-01 10:00").Time}}
		}, "-++-..+", "knowledge", "linked and brought up to date"},
		{"that Git saw change before", func(w *world) {
			refer(w.in, w.issue, "known_issues")
			w.history.Changed = map[string]Changed{w.issue.Path(): {Known: true, At: at("2023-01-01 10:00").Time}}
		}, "--+-..+", "knowledge", "linked, but nothing tells that it changed after the incident"},
		{"refused", func(w *world) { refer(w.in, w.issue, "not_related") }, "--+-..+", "knowledge", "no known issue or runbook is linked"},

		{"found late", func(w *world) { w.in.Times.Detected = at("2023-01-15 15:00") }, "----..+", "monitoring", "detected after 30 min, and neither a closed action nor a metric answers it"},
		{"found late, answered", func(w *world) {
			w.in.Times.Detected = at("2023-01-15 15:00")
			w.in.Actions = []facet.Action{{ID: "d", Type: "detect", Status: facet.Done}}
		}, "--+-..+", "monitoring", "an action that improves the detection is closed"},
		{"found late, to be answered", func(w *world) {
			w.in.Times.Detected = at("2023-01-15 15:00")
			w.in.Actions = []facet.Action{{ID: "d", Type: "detect", Status: facet.Open}}
		}, "----..+", "monitoring", "detected after 30 min, and neither a closed action nor a metric answers it"},
		{"found late, the metric is there", func(w *world) {
			w.in.Times.Detected, w.in.RootCauses = at("2023-01-15 15:00"), []string{"memory_leak"}
			w.service.Service.ActiveMetrics = []string{"memory_trend_analysis"}
		}, "--+-..+", "monitoring", "memory_trend_analysis is active, which shows memory_leak"},

		{"prevented and measured", func(w *world) {
			w.in.RootCauses, w.in.Actions = []string{"memory_leak"}, []facet.Action{prevent("p", "2022-12-01")}
		}, "--++.++", "measurement", "90 of 90 days observed since the last preventive action"},
		{"prevented, too early", func(w *world) {
			w.in.RootCauses, w.in.Actions = []string{"memory_leak"}, []facet.Action{prevent("p", "2022-12-02")}
		}, "--++.-+", "measurement", "89 of 90 days observed since the last preventive action"},
		{"to be prevented", func(w *world) { w.in.Actions = []facet.Action{prevent("p", "")} }, "--+-..+", "prevention", "preventive actions still open: 1"},
		{"exercised", func(w *world) {
			w.in.RootCauses = []string{"memory_leak"}
			x := entry("experiment", "exp")
			x.Experiment = &facet.Experiment{Causes: []string{"Memory-Leak"}}
			w.more = append(w.more, x)
		}, "--++..+", "prevention", "exp takes on its cause"},
		{"maintained", func(w *world) {
			w.in.RootCauses = []string{"証明書切れ"}
			x := entry("maintenance", "更新")
			x.Maintenance = &facet.Maintenance{Prevents: []string{"証明書切れ"}}
			w.more = append(w.more, x)
		}, "--++..+", "prevention", "更新 takes on its cause"},

		{"linked to an experiment", func(w *world) {
			x := entry("experiment", "exp")
			x.Experiment = &facet.Experiment{}
			refer(w.in, x, "experiments")
			w.more = append(w.more, x)
		}, "--++..+", "prevention", "exp takes on its cause"},
		{"a gap without a module", func(w *world) { w.in.SkillGaps = []facet.SkillGap{{Category: "JVM 診断"}} }, "--+--.+", "learning", `no module teaches "JVM 診断"`},
		{"a gap with a module", func(w *world) {
			w.in.SkillGaps = []facet.SkillGap{{Category: "JVM 診断"}}
			x := entry("learning", "jvm")
			x.Learning = &facet.Learning{Path: "jvm_診断"}
			w.more = append(w.more, x)
		}, "--+-+.+", "learning", "a module for every skill gap"},

		{"repeated", func(w *world) {
			w.in.RootCauses = []string{"dns"}
			later := outage("again", "2023-02-01 10:00", "2023-02-01 11:00", w.service)
			later.RootCauses = []string{"DNS"}
			w.more = append(w.more, later)
		}, "--+-..-", "recurrence", "repeated by again"},
		{"repeated, says the author", func(w *world) {
			later := outage("again", "2025-02-01 10:00", "2025-02-01 11:00", nil)
			refer(later, w.in, "recurrence_of")
			w.more = append(w.more, later)
		}, "--+-..-", "recurrence", "repeated by again"},
		{"not related", func(w *world) {
			w.in.RootCauses = []string{"dns"}
			later := outage("again", "2023-02-01 10:00", "2023-02-01 11:00", w.service)
			later.RootCauses = []string{"dns"}
			refer(later, w.in, "not_related")
			w.more = append(w.more, later)
		}, "--+-..+", "recurrence", "not repeated so far"},
		{"after the window", func(w *world) {
			w.in.RootCauses = []string{"dns"}
			w.policy.Recurrence.Window = 24 * time.Hour
			later := outage("again", "2023-02-01 10:00", "2023-02-01 11:00", w.service)
			later.RootCauses = []string{"dns"}
			w.more = append(w.more, later)
		}, "--+-..+", "recurrence", "not repeated so far"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := web()
			w := &world{in: handbook(s), issue: entry("known-issue", "ki"), service: s, policy: policy}
			tt.make(w)
			entries := append([]*corpus.Entry{w.in, w.issue, s}, w.more...)
			loops := Compute(&corpus.Corpus{Entries: entries}, w.history, w.policy, now).Loops()
			l := loops.Of(w.in)
			if got := links(l); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			i := slices.IndexFunc(l.Links, func(k LoopLink) bool { return k.ID == tt.link })
			if got := l.Links[i].Why.En; got != tt.why {
				t.Errorf("%s: got %q, want %q", tt.link, got, tt.why)
			}
			for _, k := range l.Links {
				if k.Why.En == "" || k.Why.Ja == "" {
					t.Errorf("%s: no reason", k.ID)
				}
			}
		})
	}
}

func TestLoopCounts(t *testing.T) {
	done := handbook(nil)
	done.Status, done.RootCauses, done.Actions = "final", []string{"dns"}, []facet.Action{prevent("p", "2022-10-01")}
	ki := entry("known-issue", "ki")
	refer(ki, done, "text")
	open := outage("b", "2023-01-01 10:00", "2023-01-01 11:00", nil)
	live := outage("live", "2023-02-28 10:00", "", nil)
	live.Status = "ongoing"
	if l := computed(policy, live).Loops(); l.Closed != 0 || l.All[0].Closed() || l.All[0].Next() != nil {
		t.Errorf("an ongoing incident: %+v", l)
	}
	r := computed(policy, done, ki, open)
	loops := r.Loops()
	if one := loops.Among([]*Incident{r.Incidents[open]}); one.Closed != 0 || len(one.All) != 1 || one.Counts[0].Missing != 1 {
		t.Errorf("among one: %+v", one)
	}
	if loops.Closed != 1 || loops.Of(done).Next() != nil || loops.Of(open).Next().ID != "postmortem" {
		t.Errorf("closed %d, next %+v", loops.Closed, loops.Of(open).Next())
	}
	var got []string
	for _, c := range loops.Counts {
		got = append(got, fmt.Sprintf("%s %d/%d/%d first %d", c.Name.ID, c.Met, c.Missing, c.NotApplicable, c.First))
	}
	want := []string{
		"postmortem 1/1/0 first 1", "knowledge 1/1/0 first 0", "monitoring 1/1/0 first 0", "prevention 1/1/0 first 0",
		"learning 0/0/2 first 0", "measurement 1/0/1 first 0", "recurrence 2/0/0 first 0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestReturnsAgreeWithRepeats compares the index with the pairwise search.
func TestReturnsAgreeWithRepeats(t *testing.T) {
	services := []*corpus.Entry{entry("service", "a"), entry("service", "b")}
	causes := []string{"dns", "memory_leak", "disk_full"}
	issue := entry("known-issue", "ki")
	entries := append(slices.Clone(services), issue)
	for i := range 60 {
		start := time.Date(2022, 1, 1+(i*37)%400, i%3, 0, 0, 0, time.UTC)
		e := outage(fmt.Sprint("i", i), start.Format(time.RFC3339), start.Add(time.Hour).Format(time.RFC3339), services[i*7%2])
		e.RootCauses = []string{causes[i*11%3]}
		if i%9 == 0 {
			refer(e, issue, "known_issues")
		}
		if i%5 == 0 && i > 0 {
			refer(e, entries[len(entries)-1], "not_related")
		}
		entries = append(entries, e)
	}
	p := policy
	p.Recurrence.Window = 30 * 24 * time.Hour
	r := computed(p, entries...)
	want := map[*Incident]*Incident{}
	for _, in := range r.List() {
		for _, repeat := range r.Repeats(in) {
			earlier := r.Incidents[repeat.Earlier]
			if first := want[earlier]; first == nil || in.Start.V.Before(first.Start.V) {
				want[earlier] = in
			}
		}
	}
	got := r.firstReturns()
	if len(want) == 0 {
		t.Fatal("nothing repeats")
	}
	for _, in := range r.List() {
		g, w := got[in], want[in]
		if (g == nil) != (w == nil) || g != nil && !g.Start.V.Equal(w.Start.V) {
			t.Errorf("%s: got %v, want %v", in.Entry.ID, g, w)
		}
	}
}

// TestTenThousandIncidents takes minutes if incidents are compared each with
// each.
func TestTenThousandIncidents(t *testing.T) {
	s := web()
	entries := []*corpus.Entry{s}
	for i := range 10_000 {
		start := time.Date(2013, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i/2) * 17 * time.Hour)
		e := outage(fmt.Sprint("i", i), start.Format(time.RFC3339), start.Add(time.Hour).Format(time.RFC3339), s)
		e.Status, e.Severity = "final", "sev2"
		e.RootCauses = []string{"dns", fmt.Sprint("cause", i%50)}
		e.Precursors, e.Category = []string{"error_log_spike"}, "performance"
		e.Actions = []facet.Action{prevent(fmt.Sprint("p", i), "2022-01-01")}
		e.Causes = []facet.Cause{{ID: "c", Text: "レビュー不足", Layer: facet.Process, Group: fmt.Sprint("group", i%20)}}
		entries = append(entries, e)
	}
	r := computed(policy, entries...)
	begin := time.Now()
	r.Gaps()
	r.Solutions()
	r.Loops()
	r.Systemic()
	r.Scorecard()
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("took %v", took)
	} else {
		t.Log(took)
	}
}
