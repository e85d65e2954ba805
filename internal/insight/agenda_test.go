package insight

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAgenda(t *testing.T) {
	const monthly = "kind: maintenance\nid: 証明書\ntitle: 証明書の棚卸し\nowner: team-a\nschedule: {every: 1mo, at: \"10:00\", timezone: Asia/Tokyo}\nduration: 30m\nhistory:\n  - {on: 2023-01-31, status: success}\n"
	tests := []struct {
		name  string
		files map[string]string
		want  []string // kind time-or-day owner title
	}{
		{"nothing", map[string]string{"a.md": "# A\n"}, nil},
		{"open items with a due date, late ones too", map[string]string{"postmortems/1.md": incidentWith("1", "2023-01-15T10:00:00Z") +
			"\n## Action items\n\n- [ ] 監視を足す @ops due:2023-02-10\n- [ ] Later @ops due:2023-05-01\n- [x] Done @ops due:2023-04-01\n- [ ] No date @ops\n- [ ] Never due:9999-01-01\n"},
			[]string{"action 2023-02-10 ops 監視を足す", "action 2023-05-01 ops Later"}},
		{"maintenance: what is due, and the next 90 days", map[string]string{"maintenance/a.yaml": monthly},
			[]string{"maintenance 2023-02-28T10:00:00+09:00 team-a 証明書の棚卸し", "maintenance 2023-03-31T10:00:00+09:00 team-a 証明書の棚卸し", "maintenance 2023-04-30T10:00:00+09:00 team-a 証明書の棚卸し"}},
		{"maintenance that nobody plans", map[string]string{"maintenance/a.yaml": strings.Replace(monthly, "{every: 1mo, at: \"10:00\", timezone: Asia/Tokyo}", "every 1h", 1)}, nil},
		{"maintenance that is paused", map[string]string{"maintenance/a.yaml": monthly + "status: paused\n"}, nil},
		{"a review", map[string]string{"runbooks/a.yaml": "kind: runbook\nid: a\ntitle: 手順\nreview_by: 2023-03-09\nsteps: [{text: look}]\n"}, []string{"review 2023-03-09 – 手順"}},
		{"an exercise, from its last run", map[string]string{"experiments/a.yaml": experiment("a", "dns", "2022-12-15 held", "2023-02-20 aborted") + "schedule: every 1mo\n"},
			[]string{"exercise 2023-01-15 – a", "exercise 2023-03-15 – a", "exercise 2023-04-15 – a", "exercise 2023-05-15 – a"}},
		{"an exercise that was aborted for good", map[string]string{"experiments/a.yaml": experiment("a", "dns", "2022-12-15 held") + "schedule: every 1mo\nstatus: aborted\n"}, nil},
		{"an exercise without a day to count from", map[string]string{"experiments/a.yaml": experiment("a", "dns") + "schedule: every 5w\n"}, nil},
		{"a schedule that cannot be read", map[string]string{"experiments/a.yaml": experiment("a", "dns", "2022-12-15 held") + "schedule: sometimes\n"}, nil},
	}
	for _, tt := range tests {
		var got []string
		for _, a := range repositoryOf(t, "2023-03-01T12:00:00Z", Policy{}, tt.files).Agenda() {
			at := a.At.Format(time.RFC3339)
			if a.WholeDay {
				at = a.At.Format(time.DateOnly)
			}
			owner := a.Owner
			if owner == "" {
				owner = "–"
			}
			got = append(got, strings.Join([]string{string(a.Kind), at, owner, a.Title}, " "))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// A key names one appointment, and stays when its day moves.
func TestAgendaKeys(t *testing.T) {
	files := func(due string) map[string]string {
		return map[string]string{
			"postmortems/1.md": incidentWith("1", "2023-01-15T10:00:00Z") + "\n## Action items\n\n- [ ] 監視を足す due:" + due + "\n- [ ] 監視を足す due:" + due + "\n",
			"runbooks/a.yaml":  "kind: runbook\nid: a\ntitle: 手順\nreview_by: " + due + "\nsteps: [{text: look}]\n",
		}
	}
	keys := func(due string) []string {
		var out []string
		seen := map[string]bool{}
		for _, a := range repositoryOf(t, "2023-03-01T12:00:00Z", Policy{}, files(due)).Agenda() {
			if seen[a.Key] {
				t.Errorf("%s is there twice", a.Key)
			}
			seen[a.Key], out = true, append(out, string(a.Kind)+" "+a.Key)
		}
		return out
	}
	before, after := keys("2023-04-01"), keys("2023-05-01")
	if diff := cmp.Diff(before, after); diff != "" || len(before) != 3 {
		t.Errorf("%d keys (-before +after):\n%s", len(before), diff)
	}
}

func TestAppointmentJSON(t *testing.T) {
	e := entry("maintenance", "棚卸し")
	when := at("2023-02-28T10:00:00+09:00").Time
	tests := []struct{ name, want string }{
		{"timed", `{"kind":"maintenance","document":"棚卸し","path":"maintenances/棚卸し.md","title":"A","owner":"team-a","day":null,"at":"` + when.Format(time.RFC3339) + `","length_seconds":1800}`},
		{"whole day", `{"kind":"maintenance","document":"棚卸し","path":"maintenances/棚卸し.md","title":"A","owner":null,"day":"` + when.Format(time.DateOnly) + `","at":null,"length_seconds":null}`},
	}
	for i, a := range []Appointment{
		{Kind: ForMaintenance, Entry: e, Title: "A", Owner: "team-a", At: when, Length: 30 * time.Minute},
		{Kind: ForMaintenance, Entry: e, Title: "A", At: when, WholeDay: true},
	} {
		if got, err := json.Marshal(a.JSON()); err != nil || string(got) != tests[i].want {
			t.Errorf("%s:\n%s\nwant\n%s\n%v", tests[i].name, got, tests[i].want, err)
		}
	}
}
