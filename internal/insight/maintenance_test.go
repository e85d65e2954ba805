package insight

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// task is a task with a schedule and a history: "2023-01-14 success", or with
// a time, "2023-01-14T02:00:00+09:00 failed".
func task(t *testing.T, schedule facet.Schedule, history ...string) *corpus.Entry {
	t.Helper()
	e := entry("maintenance", "task")
	e.Times.Zone = tokyo
	e.Maintenance = &facet.Maintenance{Schedule: schedule}
	for _, line := range history {
		on, status, _ := strings.Cut(line, " ")
		x := facet.Execution{On: dayOf(t, on[:len(time.DateOnly)]), Status: status}
		if len(on) > len(time.DateOnly) {
			x.At = at(on)
		}
		e.Maintenance.History = append(e.Maintenance.History, x)
	}
	return e
}

func tasksAt(now string, entries ...*corpus.Entry) *Results {
	return &Results{Now: at(now).Time, corpus: &corpus.Corpus{Entries: entries}}
}

func TestMaintenanceDue(t *testing.T) {
	nightly := facet.Schedule{Every: "1d", At: "02:00", Zone: "Asia/Tokyo"}
	tests := []struct {
		name     string
		schedule facet.Schedule
		from     string
		grace    string
		history  []string
		now      string
		due      string // or, after "–", the reason why there is none
		past     string // seconds past the grace
		overdue  string // seconds
	}{
		{name: "the example", schedule: nightly, history: []string{"2023-01-14 success"}, now: "2023-01-15 14:30", due: "2023-01-15T02:00:00+09:00", past: "36360", overdue: "45000"},
		{name: "no grace", schedule: nightly, grace: "0s", history: []string{"2023-01-14 success"}, now: "2023-01-15 14:30", due: "2023-01-15T02:00:00+09:00", past: "45000", overdue: "45000"},
		{name: "stated grace", schedule: nightly, grace: "13h", history: []string{"2023-01-14 success"}, now: "2023-01-15 14:30", due: "2023-01-15T02:00:00+09:00", past: "-1800"},
		{name: "not yet due", schedule: nightly, history: []string{"2023-01-15T02:00:00+09:00 success"}, now: "2023-01-15 14:30", due: "2023-01-16T02:00:00+09:00", past: "-50040"},
		{name: "done before its time of day", schedule: nightly, history: []string{"2023-01-15T01:00:00+09:00 success"}, now: "2023-01-15 01:30", due: "2023-01-15T02:00:00+09:00", past: "-10440"},
		{name: "failed and skipped do not count", schedule: nightly, history: []string{"2023-01-12 success", "2023-01-13 failed", "2023-01-14 skipped"}, now: "2023-01-15 14:30", due: "2023-01-13T02:00:00+09:00", past: "209160", overdue: "217800"},
		{name: "order of the history is no matter", schedule: nightly, history: []string{"2023-01-14 success", "2023-01-10 success"}, now: "2023-01-15 01:00", due: "2023-01-15T02:00:00+09:00", past: "-12240"},
		{name: "what is yet to come does not count", schedule: nightly, history: []string{"2023-01-14 success", "2099-01-01 success"}, now: "2023-01-15 01:00", due: "2023-01-15T02:00:00+09:00", past: "-12240"},
		{name: "never ran", schedule: facet.Schedule{Every: "1mo"}, from: "2023-01-31", now: "2023-02-28 12:00", due: "2023-01-31T00:00:00+09:00", past: "2134080", overdue: "2376000"},
		{name: "never ran, with a weekday", schedule: facet.Schedule{Every: "1w", On: "mon"}, from: "2023-01-31", now: "2023-02-01 12:00", due: "2023-02-06T00:00:00+09:00", past: "-535680"},
		{name: "never succeeded", schedule: facet.Schedule{Every: "1w"}, history: []string{"2023-01-02 failed"}, now: "2023-01-02 12:00", due: "2023-01-02T00:00:00+09:00", past: "-103680"},
		{name: "never ran, no beginning", schedule: nightly, now: "2023-01-15 14:30", due: "–it never ran, and the schedule has no from"},
		{name: "a whole day is due until its end", schedule: facet.Schedule{Text: "daily"}, history: []string{"2023-01-14 success"}, now: "2023-01-15 23:59", due: "2023-01-15T00:00:00+09:00", past: "-8700"},
		{name: "counts from the last success", schedule: facet.Schedule{Text: "every 3mo"}, history: []string{"2022-10-20 success", "2023-01-15 success"}, now: "2023-02-01 00:00", due: "2023-04-15T00:00:00+09:00", past: "-6998400"},
		{name: "at most seven days of grace", schedule: facet.Schedule{Text: "yearly"}, history: []string{"2022-01-15 success"}, now: "2023-01-23 00:00", due: "2023-01-15T00:00:00+09:00", past: "0"},
		{name: "a second later", schedule: facet.Schedule{Text: "yearly"}, history: []string{"2022-01-15 success"}, now: "2023-01-23T00:00:01+09:00", due: "2023-01-15T00:00:00+09:00", past: "1", overdue: "604801"},
		{name: "ended", schedule: facet.Schedule{RRule: "FREQ=DAILY;UNTIL=20230114"}, from: "2023-01-01", history: []string{"2023-01-14 success"}, now: "2023-02-01 00:00", due: "–the schedule has ended"},
		{name: "never comes from the last success", schedule: facet.Schedule{RRule: "FREQ=DAILY;INTERVAL=7;BYDAY=MO"}, history: []string{"2023-01-11 success"}, now: "2023-02-01 00:00", due: "–counted from 2023-01-11 it never comes: change the beginning or the interval"},
		{name: "cron", schedule: facet.Schedule{Cron: "0 2 * * 0"}, history: []string{"2023-01-08 success"}, now: "2023-01-15 12:00", due: "2023-01-15T02:00:00+09:00", past: "-24480"},
		{name: "nothing scheduled", now: "2023-01-15 14:30", due: "–it has no schedule"},
		{name: "unreadable", schedule: facet.Schedule{Text: "たまに"}, now: "2023-01-15 14:30", due: `–"たまに" is not a schedule such as every 1mo, weekly on mon at 02:00, or five fields of cron`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.schedule.From = dayOf(t, tt.from)
			e := task(t, tt.schedule, tt.history...)
			if d, ok := facet.ParseDuration(tt.grace); ok {
				e.Maintenance.Grace = facet.Duration{D: d, Known: true}
			}
			got := tasksAt(tt.now, e).Maintenance()[0]
			due := "–" + got.Due.Why.En
			if got.Due.Known {
				due = got.Due.V.Format(time.RFC3339)
			}
			if due != tt.due {
				t.Errorf("due %s, want %s", due, tt.due)
			}
			checkSeconds(t, "past grace", got.PastGrace, tt.past)
			checkSeconds(t, "overdue", got.Overdue, tt.overdue)
		})
	}
}

// checkSeconds compares a quantity with a number; "" is absent with a reason.
func checkSeconds(t *testing.T, name string, got Quantity, want string) {
	t.Helper()
	if want == "" {
		if got.Known || got.Why.En == "" || got.Why.Ja == "" {
			t.Errorf("%s: got %v, want none, with a reason", name, got)
		}
		return
	}
	if !got.Known || got.V.Cmp(rat(want)) != 0 {
		t.Errorf("%s: got %v, want %s", name, got.V, want)
	}
}

func TestMaintenanceStatus(t *testing.T) {
	paused := task(t, facet.Schedule{Text: "daily"}, "2023-01-01 success")
	paused.Status = "paused"
	if got := tasksAt("2023-02-01 00:00", paused).Task(paused); got.Due.Known || got.Due.Why.En != "the task is paused" || got.Overdue.Known {
		t.Errorf("a paused task is due: %+v", got)
	}
	failing := task(t, facet.Schedule{Text: "daily"}, "2023-01-01 success", "2022-12-31 failed", "2023-01-02 failed", "2023-01-03 failed", "2023-01-04 skipped", "2023-03-01 failed")
	if got := tasksAt("2023-02-01 00:00", failing).Task(failing); got.Failed != 2 || got.Skipped != 1 || got.Last.V.On.Day != 1 {
		t.Errorf("got %d failed, %d skipped after the %d., want 2, 1 after the 1.", got.Failed, got.Skipped, got.Last.V.On.Day)
	}
	if got := tasksAt("2023-02-01 00:00").Task(entry("runbook", "r")); got != nil {
		t.Error("a runbook is a task")
	}
	if got := (&Results{}).Maintenance(); len(got) != 0 {
		t.Errorf("no documents have the tasks %v", got)
	}
}

func TestMaintenanceOrder(t *testing.T) {
	var list []*corpus.Entry
	for i, day := range []string{"2023-01-20", "2023-01-02", "", "2023-01-10"} {
		e := task(t, facet.Schedule{Text: "every 1d at 02:00"})
		e.ID = fmt.Sprint(i)
		if day != "" {
			e.Maintenance.History = task(t, facet.Schedule{}, day+" success").Maintenance.History
		}
		list = append(list, e)
	}
	var got []string
	for _, task := range tasksAt("2023-01-20 12:00", list...).Maintenance() {
		got = append(got, task.Entry.ID)
	}
	if diff := cmp.Diff([]string{"1", "3", "2", "0"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestDefect18MonthsAreNotThirtyDays: the handbook's scheduler counts a month
// as 30 days, which skips February from 31 January on, names no day of the
// week, keeps its state in memory and computes nothing that is due.
func TestDefect18MonthsAreNotThirtyDays(t *testing.T) {
	monthly := facet.Schedule{Every: "1mo", From: dayOf(t, "2023-01-31")}
	e := task(t, monthly, "2023-01-31 success")
	got := tasksAt("2023-02-01 00:00", e).Task(e)
	var days []string
	for _, at := range got.Upcoming {
		days = append(days, at.Format(time.DateOnly))
	}
	if diff := cmp.Diff([]string{"2023-02-28", "2023-03-31", "2023-04-30"}, days); diff != "" {
		t.Error(diff)
	}
	if got.Due.V.Format(time.DateOnly) != "2023-02-28" {
		t.Errorf("due %s", got.Due.V)
	}
	// Thirty days are still there for whoever means them.
	e = task(t, facet.Schedule{Every: "30d", From: dayOf(t, "2023-01-31")}, "2023-01-31 success")
	days = nil
	for _, at := range tasksAt("2023-02-01 00:00", e).Task(e).Upcoming {
		days = append(days, at.Format(time.DateOnly))
	}
	if diff := cmp.Diff([]string{"2023-03-02", "2023-04-01", "2023-05-01"}, days); diff != "" {
		t.Error(diff)
	}
	// A year has twelve months.
	table, _ := mustRead(t, monthly).On(tokyo, facet.Date{})
	year, _ := table.Between(at("2023-02-01 00:00").Time, at("2024-02-01 00:00").Time, 100)
	if last := year[len(year)-1].Format(time.DateOnly); len(year) != 12 || last != "2024-01-31" {
		t.Errorf("a year has %d months, the last on %s", len(year), last)
	}
}

func mustRead(t *testing.T, s facet.Schedule) Cadence {
	t.Helper()
	c, fault := ReadSchedule(s)
	if fault.is() {
		t.Fatal(fault.Why.En)
	}
	return c
}

func TestUpcomingIsBounded(t *testing.T) {
	e := task(t, facet.Schedule{Cron: "* * * * *"}, "2023-01-01 success")
	if got := tasksAt("2023-01-02 00:00", e).Task(e); len(got.Upcoming) != mostUpcoming || !got.More {
		t.Errorf("got %d, more %t", len(got.Upcoming), got.More)
	}
	e = task(t, facet.Schedule{Cron: "0 2 * * *"}, "2023-01-01 success")
	if got := tasksAt("2023-01-02 00:00", e).Task(e); len(got.Upcoming) != 90 || got.More {
		t.Errorf("got %d, more %t", len(got.Upcoming), got.More)
	}
}
