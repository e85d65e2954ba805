package insight_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/insight"
)

func TestRecurring(t *testing.T) {
	pool := "services: [web]\nroot_causes: [connection_exhaustion]\n"
	fix := func(more string) string {
		return "actions:\n  - {id: fix, text: プールを広げる, type: prevent, status: open, created: 2026-01-02, due: 2026-01-15" + more + "}\n"
	}
	files := map[string]string{
		"services/web.yaml":       "id: web\ntitle: Web\nowner: a\n",
		"postmortems/2026-001.md": pm("01-01", pool+fix("")),
		"postmortems/2026-002.md": pm("02-01", pool+"actions:\n  - {text: もう一つ, type: prevent, status: done, created: 2026-02-02, closed: 2026-02-20}\n"),
		"postmortems/2026-003.md": pm("03-31", pool+"recurrence_of: [2026-001]\n"),
		"postmortems/2026-004.md": pm("04-10", "services: [web]\nroot_causes: [dns]\n"),
		"postmortems/2026-005.md": pm("05-10", "services: [api]\nroot_causes: [dns]\n"),
		"postmortems/2026-006.md": pm("06-10", "services: [web]\nroot_causes: [dns]\nstatus: near_miss\n"),
		"postmortems/2026-007.md": pm("06-20", "services: [web]\nroot_causes: [other]\n"),
	}
	_, r := compute(t, files)
	x := r.Recurring(insight.Period{})
	rates := func(list ...string) string { return strings.Join(list, "\n") }
	got := []string{x.All.Sentence().En}
	for _, rate := range x.ByCause {
		got = append(got, rate.Name+": "+rate.Sentence().Ja)
	}
	for _, rate := range x.ByService {
		got = append(got, rate.Name+": "+rate.Sentence().En)
	}
	want := rates(
		"2 of 6 incidents repeated an earlier one (near misses do not count): 33 % (95 % interval 10–70 %)",
		"connection_exhaustion: ヒヤリハットを除く3件のうち2件が再発。5件未満の割合には意味がない",
		"dns: ヒヤリハットを除く2件のうち0件が再発。5件未満の割合には意味がない",
		"web: 2 of 5 incidents repeated an earlier one (near misses do not count): 40 % (95 % interval 12–77 %)",
		"api: 0 of 1 incident repeated an earlier one (near misses do not count); a share of fewer than 5 incidents says nothing",
	)
	if diff := cmp.Diff(want, rates(got...)); diff != "" {
		t.Errorf("rates: -want +got\n%s", diff)
	}
	if x.All.Stated != 1 {
		t.Errorf("got %d stated repeats, want 1", x.All.Stated)
	}
	var avoidable []string
	for _, a := range x.Avoidable {
		avoidable = append(avoidable, a.Repeat.Entry.ID+": "+a.Sentence().En+" / "+a.Sentence().Ja)
	}
	want = rates(
		"2026-003: “プールを広げる” of 2026-001 was still open: the fix was 75 days overdue / 2026-001 の「プールを広げる」が未完了だった：対策は期限を75日超過",
		"2026-002: “プールを広げる” of 2026-001 was still open: the fix was 17 days overdue / 2026-001 の「プールを広げる」が未完了だった：対策は期限を17日超過",
	)
	if diff := cmp.Diff(want, rates(avoidable...)); diff != "" {
		t.Errorf("avoidable: -want +got\n%s", diff)
	}
	var quiet []string
	for _, q := range x.Quiet {
		quiet = append(quiet, fmt.Sprintf("%s: %d days since %s, %d", q.Cause, q.Days, q.Last.Entry.ID, q.Incidents))
	}
	want = rates("dns: 52 days since 2026-005, 2", "connection_exhaustion: 92 days since 2026-003, 3")
	if diff := cmp.Diff(want, rates(quiet...)); diff != "" {
		t.Errorf("quiet: -want +got\n%s", diff)
	}
	// From the ends of 2026-001 to the starts of the others: 31 days less an
	// hour, and 89 days less an hour, for what is stated goes before what is near.
	if n, median := x.Between.N, x.Between.Median.V.FloatString(0); n != 2 || median != "5180400" {
		t.Errorf("between: got %d, %s", n, median)
	}
}

func TestWhatWasOpenWhenItHappenedAgain(t *testing.T) {
	cases := []struct{ name, action, want string }{
		{"prevents, late", "type: prevent, due: 2026-02-01", "59 overdue"},
		{"detects", "type: detect, due: 2026-03-31", "1 overdue"},
		{"not due yet", "type: prevent, due: 2026-04-01", "0 overdue"},
		{"without due date", "type: prevent", "no due date"},
		{"answers the cause", "type: process, cause: c1, due: 2026-02-01", "59 overdue"},
		{"answers another cause", "type: process, cause: c2, due: 2026-02-01", "none"},
		{"neither", "type: process, due: 2026-02-01", "none"},
		{"done before", "type: prevent, status: done, closed: 2026-02-01, due: 2026-01-20", "none"},
		{"done on the day", "type: prevent, status: done, closed: 2026-04-01, due: 2026-01-20", "none"},
		{"done after", "type: prevent, status: done, closed: 2026-05-01, due: 2026-02-01", "59 overdue"},
		{"done, nobody knows when", "type: prevent, status: done, due: 2026-02-01", "none"},
		{"opened after", "type: prevent, created: 2026-04-02, due: 2026-04-30", "none"},
		{"given up after", "type: prevent, status: wont_do, closed: 2026-05-01, due: 2026-02-01", "59 overdue"},
	}
	for _, c := range cases {
		status := "status: open, "
		if strings.Contains(c.action, "status:") {
			status = ""
		}
		causes := "services: [web]\nroot_causes: [dns]\ncauses:\n  - {id: c1, text: 名前が引けない, taxonomy: dns}\n  - {id: c2, text: 別, taxonomy: data}\n"
		_, r := compute(t, map[string]string{
			"postmortems/a.md": pm("01-01", causes+"actions:\n  - {text: 直す, "+status+c.action+"}\n"),
			"postmortems/b.md": pm("04-01", "services: [web]\nroot_causes: [dns]\n"),
		})
		got := "none"
		for _, a := range r.Recurring(insight.Period{}).Avoidable {
			got = "no due date"
			if o := a.Actions[0].Overdue; o.Known {
				got = fmt.Sprintf("%d overdue", o.V)
			}
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestRecurringWithoutIncidents(t *testing.T) {
	_, r := compute(t, map[string]string{"postmortems/empty.md": "---\nkind: postmortem\n---\n# 障害\n", "runbooks/a.md": "# A\n"})
	x := r.Recurring(insight.Period{})
	if x.All.Incidents != 1 || x.All.Share.Known || len(x.Avoidable)+len(x.Quiet)+len(x.Pairs) != 0 || x.Between.Median.Known {
		t.Errorf("got %+v", x)
	}
}

// A repository in which everything repeats everything takes no time that grows
// with its square, and names the latest ones.
func TestRepeatsOfManyAlike(t *testing.T) {
	files := map[string]string{}
	for i := range 300 {
		files[fmt.Sprintf("postmortems/%03d.md", i)] = fmt.Sprintf("---\nservices: [web]\nroot_causes: [dns]\nstarted_at: 2026-01-01T%02d:%02d:00Z\nresolved_at: 2026-01-01T23:00:00Z\n---\n# A\n", i/60, i%60)
	}
	c, r := compute(t, files)
	repeats := r.Repeats(r.Incidents[c.ByPath("postmortems/299.md")])
	if len(repeats) != 200 || repeats[0].Earlier.Path() != "postmortems/298.md" {
		t.Errorf("got %d, first %s", len(repeats), repeats[0].Earlier.Path())
	}
}
