package insight

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/corpus"
)

func TestMilestoneTimes(t *testing.T) {
	early := handbook(nil) // found before it hurt
	early.ID, early.Times.Detected = "early", at("2023-01-15 14:20")
	live := handbook(nil)
	live.ID, live.Status, live.Times.Resolved = "live", "ongoing", at("")
	bare := outage("障害", "2023-01-10 10:00", "2023-01-10 11:00", nil)
	r := Compute(&corpus.Corpus{Entries: []*corpus.Entry{handbook(nil), early, live, bare, entry("postmortem", "empty")}}, History{}, policy, now)
	got := map[string]string{}
	for _, to := range MilestoneTimes(r.List()) {
		got[to.Name] = fmt.Sprintf("n=%d median %s, %d early, %d ongoing, %d missing", to.Figures.N, show(minutes(to.Figures.Median)), to.Early, to.Ongoing, to.Missing)
	}
	want := map[string]string{
		"detect":                     "n=2 median 5, 1 early, 0 ongoing, 2 missing",
		"acknowledge":                "n=3 median 7, 0 early, 0 ongoing, 2 missing",
		"acknowledge_from_detection": "n=3 median 2, 0 early, 0 ongoing, 2 missing",
		"mitigate":                   "n=3 median 120, 0 early, 0 ongoing, 2 missing",
		"resolve":                    "n=3 median 135, 0 early, 1 ongoing, 1 missing",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestMonthsCountBySeverity(t *testing.T) {
	var entries []*corpus.Entry
	for i, c := range []struct{ start, severity, status string }{
		{"2023-02-01 00:00", "sev1", ""},
		{"2023-01-31 23:59", "sev3", ""},
		{"2023-01-15 10:00", "sev3", ""},
		{"2023-01-15 10:00", "", ""},
		{"2023-01-15 10:00", "sev2", "near_miss"},
		{"2022-12-31 23:59", "sev1", ""}, // too long ago
		{"2023-03-01 00:00", "sev5", ""},
		{"2024-01-01 00:00", "sev1", ""}, // not yet
		{"", "sev1", ""},
	} {
		e := outage(string(rune('a'+i)), c.start, "", nil)
		e.Severity, e.Status = c.severity, c.status
		entries = append(entries, e)
	}
	r := Compute(&corpus.Corpus{Entries: entries}, History{}, policy, now)
	var got []string
	for _, m := range r.Months(3) {
		got = append(got, fmt.Sprintf("%s %v %d", m.Month.Label, m.BySeverity, m.NearMisses))
	}
	want := []string{"2023-01 [1 0 0 2 0 0] 1", "2023-02 [0 1 0 0 0 0] 0", "2023-03 [0 0 0 0 0 1] 0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
