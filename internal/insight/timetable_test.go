package insight

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/facet"
)

func dayOf(t *testing.T, text string) facet.Date {
	t.Helper()
	if text == "" {
		return facet.Date{}
	}
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return dateOf(at)
}

func instantOf(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func zoneNamed(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// TestOccurrences goes through the forms of schedules, and through the days on
// which clocks change: Berlin 2023-03-26 02:00 → 03:00 and 2023-10-29 03:00 →
// 02:00, Samoa without 2011-12-30, São Paulo 2018-11-04 00:00 → 01:00.
func TestOccurrences(t *testing.T) {
	tests := []struct {
		name     string
		schedule facet.Schedule
		from     string // of the schedule
		last     string // day that it counts from otherwise
		zone     string
		after    string
		want     string // the next ones
	}{
		{name: "months keep their day", schedule: facet.Schedule{Every: "1mo"}, from: "2023-01-31", zone: "Asia/Tokyo", after: "2023-01-31T12:00:00+09:00", want: "2023-02-28 2023-03-31 2023-04-30"},
		{name: "from the beginning", schedule: facet.Schedule{Every: "1mo"}, from: "2023-01-31", after: "2000-01-01T00:00:00Z", want: "2023-01-31 2023-02-28"},
		{name: "leap year", schedule: facet.Schedule{Text: "every 1mo on the last day"}, after: "2024-02-01T00:00:00Z", want: "2024-02-29 2024-03-31"},
		{name: "quarters, short form", schedule: facet.Schedule{Text: "every: 3mo"}, last: "2023-01-15", after: "2023-01-16T00:00:00Z", want: "2023-04-15 2023-07-15"},
		{name: "ISO", schedule: facet.Schedule{Text: "P1M"}, last: "2023-01-15", after: "2023-01-16T00:00:00Z", want: "2023-02-15 2023-03-15"},
		{name: "days", schedule: facet.Schedule{Every: "10d"}, from: "2023-02-20", after: "2023-02-20T00:00:00Z", want: "2023-03-02 2023-03-12"},
		{name: "daily at two", schedule: facet.Schedule{Every: "1d", At: "02:00", Zone: "Asia/Tokyo"}, after: "2023-01-14T23:59:59+09:00", want: "2023-01-15T02:00:00+09:00 2023-01-16T02:00:00+09:00"},
		{name: "handbook's words", schedule: facet.Schedule{Text: "daily 02:00"}, zone: "Asia/Tokyo", after: "2023-01-14T02:00:00+09:00", want: "2023-01-15T02:00:00+09:00"},
		{name: "weekly on a day", schedule: facet.Schedule{Text: "weekly on mon at 3:30"}, after: "2023-01-15T00:00:00Z", want: "2023-01-16T03:30:00Z 2023-01-23T03:30:00Z"},
		{name: "a weekday alone", schedule: facet.Schedule{Text: "Sundays"}, after: "2023-01-15T00:00:00Z", want: "2023-01-22 2023-01-29"},
		{name: "weekly without a day, from", schedule: facet.Schedule{Text: "weekly"}, from: "2023-01-18", after: "2023-01-18T00:00:00Z", want: "2023-01-25"},
		{name: "every other week counts from the first monday", schedule: facet.Schedule{Every: "2w", On: "mon"}, from: "2023-01-18", after: "2023-01-01T00:00:00Z", want: "2023-01-23 2023-02-06"},
		{name: "every other week counts from the last monday", schedule: facet.Schedule{Every: "2w", On: "mon"}, last: "2023-01-18", after: "2023-01-19T00:00:00Z", want: "2023-01-30 2023-02-13"},
		{name: "day of the month before the beginning", schedule: facet.Schedule{Every: "1mo", On: "15"}, from: "2023-01-31", after: "2000-01-01T00:00:00Z", want: "2023-02-15 2023-03-15"},
		{name: "quarter on a day counts back", schedule: facet.Schedule{Every: "3mo", On: "20"}, last: "2023-03-10", after: "2023-03-11T00:00:00Z", want: "2023-05-20 2023-08-20"},
		{name: "Japanese", schedule: facet.Schedule{Text: "毎週月曜日 9時30分"}, zone: "Asia/Tokyo", after: "2023-01-15T00:00:00+09:00", want: "2023-01-16T09:30:00+09:00"},
		{name: "Japanese day of the month", schedule: facet.Schedule{Text: "毎月15日"}, zone: "Asia/Tokyo", after: "2023-01-15T00:00:00+09:00", want: "2023-02-15 2023-03-15"},
		{name: "Japanese end of the month", schedule: facet.Schedule{Text: "毎月末日"}, zone: "Asia/Tokyo", after: "2023-01-31T00:00:00+09:00", want: "2023-02-28 2023-03-31"},
		{name: "Japanese interval", schedule: facet.Schedule{Text: "３か月ごと"}, last: "2023-01-15", after: "2023-01-16T00:00:00Z", want: "2023-04-15"},
		{name: "hours are lengths", schedule: facet.Schedule{Text: "every 6h"}, from: "2023-03-26", zone: "Europe/Berlin", after: "2023-03-26T00:00:00+01:00", want: "2023-03-26T07:00:00+02:00 2023-03-26T13:00:00+02:00"},
		{name: "cron", schedule: facet.Schedule{Text: "0 2 * * 1"}, zone: "Asia/Tokyo", after: "2023-01-15T00:00:00+09:00", want: "2023-01-16T02:00:00+09:00 2023-01-23T02:00:00+09:00"},
		{name: "cron by name", schedule: facet.Schedule{Cron: "@monthly"}, after: "2023-01-15T00:00:00Z", want: "2023-02-01T00:00:00Z"},
		{name: "cron from a day", schedule: facet.Schedule{Cron: "30 4 1 * *"}, from: "2023-06-02", after: "2023-01-15T00:00:00Z", want: "2023-07-01T04:30:00Z"},
		{name: "cron on leap days", schedule: facet.Schedule{Cron: "0 0 29 2 *"}, after: "2024-03-01T00:00:00Z", want: "2028-02-29T00:00:00Z"},
		{name: "rule", schedule: facet.Schedule{RRule: "FREQ=MONTHLY;BYDAY=1MO", At: "02:00"}, after: "2023-01-15T00:00:00Z", want: "2023-02-06T02:00:00Z 2023-03-06T02:00:00Z"},
		{name: "rule in the short form", schedule: facet.Schedule{Text: "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR"}, from: "2023-01-02", after: "2023-01-07T00:00:00Z", want: "2023-01-17 2023-01-20 2023-01-31"},
		{name: "rule leaves out what a month lacks", schedule: facet.Schedule{RRule: "FREQ=MONTHLY"}, from: "2023-01-31", after: "2023-01-31T00:00:00Z", want: "2023-03-31 2023-05-31"},
		{name: "last weekday of the month", schedule: facet.Schedule{RRule: "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"}, after: "2023-04-01T00:00:00Z", want: "2023-04-28 2023-05-31"},
		{name: "rule with an end", schedule: facet.Schedule{RRule: "FREQ=DAILY;UNTIL=20230117"}, from: "2023-01-15", after: "2023-01-15T00:00:00Z", want: "2023-01-16 2023-01-17"},
		{name: "the end is of UTC", schedule: facet.Schedule{RRule: "FREQ=DAILY;BYHOUR=2;UNTIL=20230116T170000Z"}, from: "2023-01-15", zone: "Asia/Tokyo", after: "2023-01-15T02:00:00+09:00", want: "2023-01-16T02:00:00+09:00 2023-01-17T02:00:00+09:00"},
		{name: "rule with a number", schedule: facet.Schedule{RRule: "FREQ=MONTHLY;COUNT=3"}, from: "2023-01-15", after: "2023-01-15T00:00:00Z", want: "2023-02-15 2023-03-15"},
		{name: "yearly", schedule: facet.Schedule{RRule: "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1"}, from: "1995-01-17", after: "2026-01-01T00:00:00Z", want: "2026-09-01 2027-09-01"},

		{name: "a time that clocks skip", schedule: facet.Schedule{Every: "1d", At: "02:30"}, zone: "Europe/Berlin", after: "2023-03-25T12:00:00+01:00", want: "2023-03-26T03:00:00+02:00 2023-03-27T02:30:00+02:00"},
		{name: "a time that clocks show twice", schedule: facet.Schedule{Every: "1d", At: "02:30"}, zone: "Europe/Berlin", after: "2023-10-28T12:00:00+02:00", want: "2023-10-29T02:30:00+02:00 2023-10-30T02:30:00+01:00"},
		{name: "between the two showings", schedule: facet.Schedule{Every: "1d", At: "02:30"}, zone: "Europe/Berlin", after: "2023-10-29T02:10:00+01:00", want: "2023-10-30T02:30:00+01:00"},
		{name: "two readings in a gap count once", schedule: facet.Schedule{Cron: "0,30 2,3 * * *"}, zone: "Europe/Berlin", after: "2023-03-26T01:00:00+01:00", want: "2023-03-26T03:00:00+02:00 2023-03-26T03:30:00+02:00 2023-03-27T02:00:00+02:00"},
		{name: "hourly over a gap", schedule: facet.Schedule{Cron: "@hourly"}, zone: "Europe/Berlin", after: "2023-03-26T00:30:00+01:00", want: "2023-03-26T01:00:00+01:00 2023-03-26T03:00:00+02:00 2023-03-26T04:00:00+02:00"},
		{name: "a day that there is not", schedule: facet.Schedule{Every: "1d", At: "02:00"}, zone: "Pacific/Apia", after: "2011-12-29T12:00:00-10:00", want: "2011-12-31T00:00:00+14:00 2011-12-31T02:00:00+14:00 2012-01-01T02:00:00+14:00"},
		{name: "a midnight that there is not", schedule: facet.Schedule{Every: "1d"}, zone: "America/Sao_Paulo", after: "2018-11-03T12:00:00-03:00", want: "2018-11-04T01:00:00-02:00 2018-11-05T00:00:00-02:00"},
		{name: "a zone in words", schedule: facet.Schedule{Text: "every 1d at 02:30 Europe/Berlin"}, after: "2023-01-01T00:00:00Z", want: "2023-01-01T02:30:00+01:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.schedule.From = dayOf(t, tt.from)
			cadence, fault := ReadSchedule(tt.schedule)
			if fault.is() {
				t.Fatal(fault.Why.En)
			}
			zone := time.UTC
			if tt.zone != "" {
				zone = zoneNamed(t, tt.zone)
			}
			table, ok := cadence.On(zone, dayOf(t, tt.last))
			if !ok {
				t.Fatal("it has no beginning")
			}
			want := strings.Fields(tt.want)
			var got []string
			at := instantOf(t, tt.after)
			for range want {
				next, ok := table.Next(at)
				if !ok {
					break
				}
				form := time.RFC3339
				if len(want[0]) == len(time.DateOnly) {
					form = time.DateOnly
				}
				got = append(got, next.In(table.Zone).Format(form))
				at = next
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEnds(t *testing.T) {
	tests := []struct {
		schedule    facet.Schedule
		from, after string
	}{
		{facet.Schedule{RRule: "FREQ=DAILY;UNTIL=20230117"}, "2023-01-15", "2023-01-17T00:00:00Z"},
		{facet.Schedule{RRule: "FREQ=MONTHLY;COUNT=3"}, "2023-01-15", "2023-03-15T00:00:00Z"},
		{facet.Schedule{RRule: "FREQ=YEARLY;COUNT=3"}, "1971-01-15", "2023-03-15T00:00:00Z"},
		{facet.Schedule{Every: "9999y"}, "2023-01-15", "2023-03-15T00:00:00Z"},
		{facet.Schedule{Every: "1d"}, "2023-01-15", "9999-03-15T00:00:00Z"},
	}
	for _, tt := range tests {
		tt.schedule.From = dayOf(t, tt.from)
		cadence, fault := ReadSchedule(tt.schedule)
		if fault.is() {
			t.Fatal(fault.Why.En)
		}
		table, _ := cadence.On(nil, facet.Date{})
		if at, ok := table.Next(instantOf(t, tt.after)); ok {
			t.Errorf("%+v comes at %s", tt.schedule, at)
		}
	}
}

func TestUnreadableSchedules(t *testing.T) {
	tests := []struct {
		schedule facet.Schedule
		field    string
		en       string // a part of the reason
	}{
		{facet.Schedule{Text: "sometimes"}, "", `"sometimes" is not a schedule`},
		{facet.Schedule{Text: "たまに"}, "", `"たまに" is not a schedule`},
		{facet.Schedule{Text: "02:00"}, "", "is not a schedule"},
		{facet.Schedule{Every: "0d"}, "every", "is not a schedule"},
		{facet.Schedule{Every: "10s"}, "every", "is not a schedule"},
		{facet.Schedule{Every: "-1d"}, "every", "is not a schedule"},
		{facet.Schedule{Every: "P1M2D"}, "every", "months or days"},
		{facet.Schedule{Every: "1d", At: "25:00"}, "at", `"25:00" is not a time of day`},
		{facet.Schedule{Every: "1mo", On: "32"}, "on", "neither a weekday"},
		{facet.Schedule{Every: "1mo", On: "mon"}, "on", "steps of weeks only"},
		{facet.Schedule{Every: "1w", On: "15"}, "on", "steps of months only"},
		{facet.Schedule{Every: "6h", At: "02:00"}, "", "less than a day"},
		{facet.Schedule{Every: "1d", Zone: "Local"}, "timezone", "is not a time zone"},
		{facet.Schedule{Every: "1d", Zone: "Mars/Olympus"}, "timezone", "is not a time zone"},
		{facet.Schedule{Every: "1d", Cron: "0 0 * * *"}, "", "one of every, cron and rrule"},
		{facet.Schedule{Cron: "0 0 * *"}, "cron", "4 fields, not 5"},
		{facet.Schedule{Cron: "* * * * * *"}, "cron", "6 fields, not 5"},
		{facet.Schedule{Cron: "61 0 * * *"}, "cron", `"61" cannot stand in field 1`},
		{facet.Schedule{Cron: "*,99 0 * * *"}, "cron", `"99" cannot stand in field 1`},
		{facet.Schedule{Cron: "*/0 0 * * *"}, "cron", "cannot stand in field 1"},
		{facet.Schedule{Cron: "1-2-3 0 * * *"}, "cron", "cannot stand in field 1"},
		{facet.Schedule{Cron: "0 22-2 * * *"}, "cron", "cannot stand in field 2"},
		{facet.Schedule{Cron: "0 0 30 2 *"}, "cron", "never comes"},
		{facet.Schedule{Cron: "0 0 * * FOO"}, "cron", "cannot stand in field 5"},
		{facet.Schedule{Cron: "@reboot"}, "cron", "1 fields"},
		{facet.Schedule{Cron: "0 0 * * *", At: "02:00"}, "cron", "says itself"},
		{facet.Schedule{RRule: "FREQ=SOMETIMES"}, "rrule", "is not a recurrence rule"},
		{facet.Schedule{RRule: "FREQ=SECONDLY"}, "rrule", "less than a day"},
		{facet.Schedule{RRule: "FREQ=DAILY;BYSECOND=1"}, "rrule", "BYSECOND is not read"},
		{facet.Schedule{RRule: "FREQ=YEARLY;BYEASTER=1"}, "rrule", "BYEASTER is not read"},
		{facet.Schedule{RRule: "FREQ=MONTHLY;BYDAY=53MO"}, "rrule", "is not a recurrence rule"},
		{facet.Schedule{RRule: "FREQ=MONTHLY;BYDAY=-53MO"}, "rrule", "is not a recurrence rule"},
		{facet.Schedule{RRule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "rrule", "never comes"},
		{facet.Schedule{RRule: "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}, "rrule", "never comes"},
		{facet.Schedule{RRule: "FREQ=DAILY;COUNT=1000000000"}, "rrule", "COUNT is above"},
		{facet.Schedule{RRule: "FREQ=DAILY;BYMONTHDAY=99"}, "rrule", "is not a recurrence rule"},
		{facet.Schedule{RRule: "FREQ=DAILY;BYHOUR=2", At: "02:00"}, "at", "gives hours already"},
		{facet.Schedule{RRule: "FREQ=DAILY;DTSTART=20230101T000000Z"}, "rrule", "DTSTART is not read"},
		{facet.Schedule{Text: strings.Repeat("1,", 200) + "1 0 * * *"}, "", "longer than"},
		{facet.Schedule{RRule: "FREQ=DAILY;INTERVAL=7;BYDAY=MO", From: dayOf(t, "2026-01-07")}, "", "counted from 2026-01-07 it never comes"},
		{facet.Schedule{RRule: "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29", From: dayOf(t, "2021-01-01")}, "", "it never comes"},
		{facet.Schedule{RRule: "FREQ=DAILY;UNTIL=20200101", From: dayOf(t, "2021-01-01")}, "", "it never comes"},
		{facet.Schedule{Every: "1d", From: dayOf(t, "9999-12-31")}, "from", "the year of 9999-12-31 is outside 1970–2200"},
		{facet.Schedule{Every: "1d", At: "10:00", From: dayOf(t, "0001-01-01")}, "from", "the year of 0001-01-01 is outside 1970–2200"},
	}
	for _, tt := range tests {
		_, fault := ReadSchedule(tt.schedule)
		if !fault.is() || fault.Field != tt.field || !strings.Contains(fault.Why.En, tt.en) || fault.Why.Ja == "" {
			t.Errorf("%+v: got %q about %q, want %q about %q", tt.schedule, fault.Why.En, fault.Field, tt.en, tt.field)
		}
	}
}

// TestCronAgainstMinutes compares cron expressions with a search through all
// minutes by the words of crontab(5): a day matches if its month does and, of
// the day of the month and the weekday, those that are not "*"; if neither is,
// one of the two is enough.
func TestCronAgainstMinutes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	field := func(low, high int) string {
		n := func() int { return low + random.IntN(high-low+1) }
		switch random.IntN(5) {
		case 0:
			return fmt.Sprint(n())
		case 1:
			a, b := n(), n()
			return fmt.Sprintf("%d-%d", min(a, b), max(a, b))
		case 2:
			return fmt.Sprintf("%d,%d", n(), n())
		}
		return "*"
	}
	matches := func(text string, value int) bool {
		if text == "*" {
			return true
		}
		for _, part := range strings.Split(text, ",") {
			var low, high int
			if n, _ := fmt.Sscanf(part, "%d-%d", &low, &high); n == 1 {
				high = low
			}
			if low <= value && value <= high {
				return true
			}
		}
		return false
	}
	for range 300 {
		f := []string{field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6)}
		start := time.Date(2020+random.IntN(8), time.Month(1+random.IntN(12)), 1+random.IntN(28), random.IntN(24), random.IntN(60), 0, 0, time.UTC)
		want := start
		day := func(at time.Time) bool {
			byMonth, byWeek := matches(f[2], at.Day()), matches(f[4], int(at.Weekday()))
			if f[2] != "*" && f[4] != "*" {
				return byMonth || byWeek
			}
			return byMonth && byWeek
		}
		for {
			want = want.Add(time.Minute)
			if !matches(f[3], int(want.Month())) || !day(want) {
				want = time.Date(want.Year(), want.Month(), want.Day()+1, 0, 0, 0, 0, time.UTC).Add(-time.Minute)
				continue
			}
			if matches(f[0], want.Minute()) && matches(f[1], want.Hour()) {
				break
			}
		}
		text := strings.Join(f, " ")
		cadence, fault := ReadSchedule(facet.Schedule{Cron: text})
		if fault.is() {
			t.Fatalf("%q: %s", text, fault.Why.En)
		}
		table, _ := cadence.On(nil, facet.Date{})
		if got, ok := table.Next(start); !ok || !got.Equal(want) {
			t.Errorf("%q after %s: got %s, want %s", text, start, got, want)
		}
	}
}

// TestOccurrencesRise holds for any schedule in any zone: each occurrence is
// after the one before it and after what was asked for, asking from between
// two gives the second, and a month has its day or its last one.
func TestOccurrencesRise(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	zones := []string{"UTC", "Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "America/Sao_Paulo", "Asia/Gaza"}
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	for range 400 {
		s := facet.Schedule{From: facet.Date{Year: 1990 + random.IntN(40), Month: time.Month(1 + random.IntN(12)), Day: 1 + random.IntN(28), Known: true}}
		day := 0
		switch random.IntN(5) {
		case 0:
			s.Every = fmt.Sprint(1+random.IntN(14), "mo")
			day = 1 + random.IntN(31)
			s.On, s.At = fmt.Sprint(day), pick("", "00:00", "02:30", "23:59")
		case 1:
			s.Every, s.At = fmt.Sprint(1+random.IntN(40), "d"), pick("", "00:30", "01:30", "02:30")
		case 2:
			s.Every, s.On, s.At = fmt.Sprint(1+random.IntN(5), "w"), pick("mon", "wed", "sun"), pick("", "02:15")
		case 3:
			s.Cron = pick("30 2 * * *", "*/20 1-3 * * *", "0 0 31 * *", "15 2 29 2 *", "30 1 * * 0")
		case 4:
			s.RRule = pick("FREQ=MONTHLY;BYDAY=-1SU;BYHOUR=2;BYMINUTE=30", "FREQ=WEEKLY;INTERVAL=3", "FREQ=YEARLY", "FREQ=DAILY;INTERVAL=9;BYHOUR=2,14;BYMINUTE=30", "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=-1,15")
		}
		zone := zoneNamed(t, zones[random.IntN(len(zones))])
		cadence, fault := ReadSchedule(s)
		if fault.is() {
			t.Fatalf("%+v: %s", s, fault.Why.En)
		}
		table, _ := cadence.On(zone, facet.Date{})
		at := time.Date(1985+random.IntN(50), time.Month(1+random.IntN(12)), 1+random.IntN(28), random.IntN(24), random.IntN(60), random.IntN(60), 0, zone)
		for range 30 {
			next, ok := table.Next(at)
			if !ok {
				break
			}
			if !next.After(at) || next.Before(table.begin) {
				t.Fatalf("%+v in %s: %s comes after %s", s, zone, next, at)
			}
			between := at.Add(time.Duration(random.Int64N(int64(next.Sub(at)))))
			if again, _ := table.Next(between); !again.Equal(next) {
				t.Fatalf("%+v in %s: after %s comes %s, but after %s in between %s", s, zone, at, next, between, again)
			}
			if local := next.In(zone); day > 0 && local.Day() != day && local.AddDate(0, 0, 1).Month() == local.Month() {
				t.Fatalf("%+v in %s: %s is neither day %d nor the last", s, zone, local, day)
			}
			at = next
		}
	}
}

// TestHostileSchedules takes what is meant to keep the program busy.
func TestHostileSchedules(t *testing.T) {
	list := []facet.Schedule{
		{Every: "1d", From: facet.Date{Year: 1, Month: 1, Day: 1, Known: true}},
		{Every: "1mo", From: facet.Date{Year: 1, Month: 1, Day: 31, Known: true}},
		{Every: "1m", From: facet.Date{Year: 1, Month: 1, Day: 1, Known: true}},
		{Every: "1d", From: facet.Date{Year: 9999, Month: 12, Day: 31, Known: true}},
		{Cron: "* * * * *"},
		{Cron: "0 0 29 2 */7"},
		{Cron: "59 23 31 12 6#5"},
		{Cron: "0 0 31 2,4,6,9,11 *"},
		{RRule: "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"},
		{RRule: "FREQ=DAILY;INTERVAL=10000;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU"},
		{RRule: "FREQ=WEEKLY;BYDAY=MO;BYMONTHDAY=31;BYMONTH=2"},
		{RRule: "FREQ=DAILY;BYSETPOS=366"},
		{RRule: "FREQ=DAILY;COUNT=10000", From: facet.Date{Year: 1, Month: 1, Day: 1, Known: true}},
		{RRule: "FREQ=YEARLY;BYDAY=53SU"},
		{RRule: "FREQ=DAILY;BYHOUR=" + strings.Repeat("23,", 50) + "1"},
	}
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, s := range list {
		begin := time.Now()
		cadence, fault := ReadSchedule(s)
		if fault.is() {
			continue
		}
		if table, ok := cadence.On(zoneNamed(t, "Europe/Berlin"), dateOf(now)); ok {
			table.Between(now, now.AddDate(0, 0, upcomingDays), mostUpcoming)
		}
		if took := time.Since(begin); took > time.Second/4 {
			t.Errorf("%+v took %s", s, took)
		}
	}
}

func FuzzReadSchedule(f *testing.F) {
	for _, seed := range []string{"every 1mo", "0 2 * * 1", "RRULE:FREQ=MONTHLY;BYDAY=-1SU;BYSETPOS=2", "毎週月曜 9時", "FREQ=YEARLY;BYMONTH=2;BYDAY=5MO;COUNT=9;WKST=SU", "*/5 1-3 L * 5#2"} {
		f.Add(seed)
	}
	zone := time.FixedZone("", 9*3600)
	now := time.Date(2026, 1, 31, 12, 0, 0, 0, zone)
	f.Fuzz(func(t *testing.T, text string) {
		cadence, fault := ReadSchedule(facet.Schedule{Text: text})
		if fault.is() {
			return
		}
		table, ok := cadence.On(zone, dateOf(now))
		if !ok {
			t.Fatalf("%q has no beginning", text)
		}
		list, _ := table.Between(now, now.AddDate(1, 0, 0), 20)
		if !slices.IsSortedFunc(list, time.Time.Compare) {
			t.Errorf("%q does not rise: %v", text, list)
		}
	})
}
