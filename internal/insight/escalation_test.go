package insight

import (
	"fmt"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

func TestEscalation(t *testing.T) {
	rule := func(condition, after, severity string) facet.Escalation {
		e := facet.Escalation{Condition: condition, Severity: severity}
		e.After.D, e.After.Known = facet.ParseDuration(after)
		return e
	}
	calls := func(kind string, rules ...facet.Escalation) *corpus.Entry {
		e := entry(kind, kind+"-1")
		e.Escalations = rules
		return e
	}
	// incident is the handbook's, detected at 14:35, escalated at 15:30, its
	// cause known at 16:00, mitigated at 16:30.
	incident := func(change func(*corpus.Entry), documents ...*corpus.Entry) *corpus.Entry {
		e := handbook(nil)
		e.Severity = "sev2"
		e.Timeline = []facet.TimelineRow{{Type: facet.Start, At: e.Times.Started}}
		for _, d := range documents {
			e.Refs = append(e.Refs, corpus.Reference{From: e, To: d, Field: d.Kind + "s", Text: d.ID})
		}
		if change != nil {
			change(e)
		}
		return e
	}
	never := func(e *corpus.Entry) { e.Times.Escalated = facet.Instant{} }
	noCause := rule("30分以内に原因特定できない", "30m", "")
	tests := []struct {
		name     string
		incident *corpus.Entry
		want     string
	}{
		{"late", incident(nil, calls("runbook", noCause)), "late 15:05 1500"},
		{"in time", incident(nil, calls("runbook", rule("not mitigated", "1h", ""))), "kept 15:35 [in time]"},
		{"at the last instant", incident(nil, calls("service", rule("still unresolved", "55m", ""))), "kept 15:30 [in time]"},
		{"never", incident(never, calls("runbook", noCause)), "missed 15:05 [no escalation time]"},
		{"over before", incident(never, calls("runbook", rule("not resolved after 2 hours", "2h", ""))), "not_needed 16:35 [the incident was over before]"},
		{"the cause was known before", incident(never, calls("runbook", rule("no cause", "90m", ""))), "not_needed 16:05 [the incident was over before]"},
		{"the first of several counts", incident(nil, calls("runbook", rule("not mitigated", "2h", "")), calls("service", noCause)), "late 15:05 1500"},
		{"from the start where there is no detection", incident(func(e *corpus.Entry) { e.Times.Detected = facet.Instant{} }, calls("runbook", noCause)), "late 15:00 1800"},
		{"of another severity", incident(nil, calls("runbook", rule("no cause", "10m", "sev1"), rule("no cause", "20m", "sev2"))), "late 14:55 2100"},
		{"not about time", incident(nil, calls("runbook", rule("the error budget is spent", "1h", ""), rule("サービス完全停止", "", ""), rule("two pods killed within 10 minutes", "10m", ""))), "[neither a runbook that was used nor a service says after how long to escalate]"},
		{"no timeline", incident(func(e *corpus.Entry) { e.Timeline = nil }, calls("runbook", noCause)), "[no timeline]"},
		{"no readable time", incident(func(e *corpus.Entry) {
			never(e)
			e.Timeline[0].Type, e.Timeline[0].At = facet.Escalate, facet.Instant{}
		}, calls("runbook", noCause)), "[the time of the escalation cannot be read]"},
		{"no start", incident(func(e *corpus.Entry) { e.Times = facet.Times{} }, calls("runbook", noCause)), "[no start time]"},
	}
	for _, tt := range tests {
		in := figures(tt.incident)
		e := in.results.Escalation(in)
		got := "[" + e.Why.En + "]"
		if e.Known {
			got = fmt.Sprintf("%s %s %s", e.V.State, e.V.Due.In(tokyo).Format("15:04"), show(e.V.Late))
		}
		if got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
		if e.Known && e.V.Done.Known && e.V.Done.V.Before(in.Start.V.Add(-time.Hour)) {
			t.Errorf("%s: done at %v", tt.name, e.V.Done.V)
		}
	}
}
