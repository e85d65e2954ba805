package insight

import (
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
)

func TestParsePeriod(t *testing.T) {
	cases := []struct{ text, zone, from, to string }{
		{"2026", "Asia/Tokyo", "2025-12-31T15:00:00Z", "2026-12-31T15:00:00Z"},
		{"2026-Q1", "UTC", "2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z"},
		{"2026-Q4", "UTC", "2026-10-01T00:00:00Z", "2027-01-01T00:00:00Z"},
		{"2026-12", "UTC", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"},
		{"2024-02", "UTC", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"},
		{"2026-Q5", "UTC", "", ""},
		{"2026-13", "UTC", "", ""},
		{"2026-1", "UTC", "", ""},
		{"２０２６", "UTC", "", ""},
		{"2026年", "UTC", "", ""},
		{"2026\r\n", "UTC", "", ""},
		{"", "UTC", "", ""},
	}
	for _, c := range cases {
		p, err := Policy{Zone: zone(c.zone)}.ParsePeriod(c.text)
		if c.from == "" {
			if err == nil {
				t.Errorf("%q: got %v, want an error", c.text, p)
			}
			continue
		}
		if err != nil || p.Label != c.text || !p.From.Equal(at(c.from).Time) || !p.To.Equal(at(c.to).Time) {
			t.Errorf("%q: got %v, %v", c.text, p, err)
		}
	}
}

func TestPeriodsFollowTheClockOfTheZone(t *testing.T) {
	cases := []struct {
		window, zone, at string
		label, minutes   string
	}{
		{"calendar_month", "Asia/Tokyo", "2023-01-15T14:30:00+09:00", "2023-01", "44640"},
		{"calendar_month", "America/New_York", "2023-03-15T12:00:00Z", "2023-03", "44580"},
		{"calendar_month", "America/New_York", "2023-11-15T12:00:00Z", "2023-11", "43260"},
		{"calendar_month", "America/New_York", "2023-03-01T04:59:59Z", "2023-02", "40320"},
		{"calendar_month", "Australia/Lord_Howe", "2023-10-15T00:00:00Z", "2023-10", "44610"},
		{"calendar_quarter", "Europe/Berlin", "2023-05-15T00:00:00Z", "2023-Q2", "131040"},
		{"calendar_quarter", "Europe/Berlin", "2023-02-15T00:00:00Z", "2023-Q1", "129540"},
		{"calendar_year", "Europe/Berlin", "2024-02-15T00:00:00Z", "2024", "527040"},
		{"calendar_week", "Asia/Tokyo", "2023-01-01T12:00:00+09:00", "2022-W52", "10080"},
		{"calendar_week", "America/New_York", "2023-03-12T12:00:00Z", "2023-W10", "10020"},
		// The clock went from 00:00 to 01:00 as October began: the month has 743 hours.
		{"calendar_month", "America/Asuncion", "2017-10-15T00:00:00Z", "2017-10", "44580"},
	}
	for _, c := range cases {
		for _, calendar := range calendars {
			if calendar.window != c.window {
				continue
			}
			p := calendar.at(at(c.at).Time, zone(c.zone))
			if got := decimal(quo(between(p.From, p.To), num(60))); p.Label != c.label || got != c.minutes {
				t.Errorf("%s %s %s: got %s %s, want %s %s", c.window, c.zone, c.at, p.Label, got, c.label, c.minutes)
			}
			if !p.Contains(at(c.at).Time) {
				t.Errorf("%s %s does not contain %s", c.window, p.Label, c.at)
			}
		}
	}
}

func TestMidnight(t *testing.T) {
	cases := []struct {
		zone             string
		year, month, day int
		want             string
	}{
		{"Asia/Tokyo", 2023, 1, 1, "2023-01-01T00:00:00+09:00"},
		{"America/Asuncion", 2017, 10, 1, "2017-10-01T01:00:00-03:00"}, // 00:00 does not exist
		{"America/Havana", 2023, 11, 5, "2023-11-05T00:00:00-04:00"},   // 00:00 comes twice
		{"Pacific/Apia", 2011, 12, 30, "2011-12-31T00:00:00+14:00"},    // the day does not exist
		{"UTC", 2023, 13, 1, "2024-01-01T00:00:00Z"},
	}
	for _, c := range cases {
		got := midnight(c.year, time.Month(c.month), c.day, zone(c.zone)).Format(time.RFC3339)
		if got != c.want {
			t.Errorf("%s %d-%d-%d: got %s, want %s", c.zone, c.year, c.month, c.day, got, c.want)
		}
	}
}

func TestTotalsOfAPeriod(t *testing.T) {
	s := shop()
	a := handbook(nil)
	b := outage("b", "2023-02-01 00:00", "2023-02-01 00:10", s) // 12,000 × ¥300
	live := outage("c", "2023-02-28 23:00", "", nil)
	live.Status = "ongoing"
	later := outage("d", "2023-04-01 00:00", "2023-04-01 01:00", nil)
	unknown := entry("postmortem", "e")
	r := Compute(&corpus.Corpus{Entries: []*corpus.Entry{later, b, a, live, unknown, s}}, History{}, policy, now)

	p, err := policy.ParsePeriod("2023-Q1")
	if err != nil {
		t.Fatal(err)
	}
	list := r.In(p)
	ids := ""
	for _, in := range list {
		ids += in.Entry.ID + " "
	}
	if ids != "2023-001 b c " {
		t.Fatalf("got %s", ids)
	}
	if got := r.List(); len(got) != 5 || got[4].Entry.ID != "e" {
		t.Errorf("an incident without start is not last")
	}
	want := `{"incidents":3,"live":1,"duration_seconds":12300,"lost_transactions":417000,` +
		`"revenue_loss":[{"amount":"3600000","currency":"JPY"},{"amount":"4050000","currency":"USD"}],` +
		`"user_minutes":1350000,"user_hours":22500,` +
		`"counted":{"duration_seconds":3,"lost_transactions":2,"revenue_loss":2,"user_minutes":1}}`
	if got := marshal(t, Total(list).JSON("en")); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	empty := `{"incidents":0,"live":0,"duration_seconds":null,"lost_transactions":null,"revenue_loss":null,` +
		`"user_minutes":null,"user_hours":null,` +
		`"counted":{"duration_seconds":0,"lost_transactions":0,"revenue_loss":0,"user_minutes":0},` +
		`"why":{"revenue_loss":"この値をもつ障害がない","duration_seconds":"この値をもつ障害がない","lost_transactions":"この値をもつ障害がない",` +
		`"user_minutes":"この値をもつ障害がない","user_hours":"この値をもつ障害がない"}}`
	if got := marshal(t, Total(nil).JSON("ja")); got != empty {
		t.Errorf("got  %s\nwant %s", got, empty)
	}
}
