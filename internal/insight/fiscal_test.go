package insight

import (
	"testing"
	"time"
)

func TestFiscalPeriods(t *testing.T) {
	april, october := Policy{Zone: tokyo, FiscalYearStart: time.April}, Policy{FiscalYearStart: time.October}
	cases := []struct {
		policy                Policy
		text, label, from, to string
		before                string
	}{
		{april, "FY2025", "FY2025", "2025-04-01T00:00:00+09:00", "2026-04-01T00:00:00+09:00", "FY2024"},
		{april, "2025年度", "FY2025", "2025-04-01T00:00:00+09:00", "2026-04-01T00:00:00+09:00", "FY2024"},
		{april, "FY2025-Q1", "FY2025-Q1", "2025-04-01T00:00:00+09:00", "2025-07-01T00:00:00+09:00", "FY2024-Q4"},
		{april, "FY2025-Q4", "FY2025-Q4", "2026-01-01T00:00:00+09:00", "2026-04-01T00:00:00+09:00", "FY2025-Q3"},
		{april, "2025年度-Q4", "FY2025-Q4", "2026-01-01T00:00:00+09:00", "2026-04-01T00:00:00+09:00", "FY2025-Q3"},
		{april, "FY2025-H2", "FY2025-H2", "2025-10-01T00:00:00+09:00", "2026-04-01T00:00:00+09:00", "FY2025-H1"},
		{april, "FY2025-H1", "FY2025-H1", "2025-04-01T00:00:00+09:00", "2025-10-01T00:00:00+09:00", "FY2024-H2"},
		{april, "2026-H1", "2026-H1", "2026-01-01T00:00:00+09:00", "2026-07-01T00:00:00+09:00", "2025-H2"},
		{april, "2026-Q1", "2026-Q1", "2026-01-01T00:00:00+09:00", "2026-04-01T00:00:00+09:00", "2025-Q4"},
		{april, "2026-03", "2026-03", "2026-03-01T00:00:00+09:00", "2026-04-01T00:00:00+09:00", "2026-02"},
		{april, "2026-01", "2026-01", "2026-01-01T00:00:00+09:00", "2026-02-01T00:00:00+09:00", "2025-12"},
		{october, "FY2025-Q1", "FY2025-Q1", "2025-10-01T00:00:00Z", "2026-01-01T00:00:00Z", "FY2024-Q4"},
		{october, "FY2025-Q2", "FY2025-Q2", "2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z", "FY2025-Q1"},
		{Policy{}, "FY2025", "FY2025", "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "FY2024"},
		{april, "FY2025-04", "", "", "", ""},
		{april, "FY2025-Q5", "", "", "", ""},
		{april, "FY2025-H3", "", "", "", ""},
		{april, "FY25", "", "", "", ""},
		{april, "2025年度Q4", "", "", "", ""},
	}
	for _, c := range cases {
		p, err := c.policy.ParsePeriod(c.text)
		if c.label == "" {
			if err == nil {
				t.Errorf("%q: got %v, want an error", c.text, p)
			}
			continue
		}
		if err != nil || p.Label != c.label || !p.From.Equal(at(c.from).Time) || !p.To.Equal(at(c.to).Time) {
			t.Errorf("%q: got %v, %v", c.text, p, err)
		}
		before := c.policy.Preceding(p)
		if before.Label != c.before || !before.To.Equal(p.From) {
			t.Errorf("before %q: got %v, want %s", c.text, before, c.before)
		}
	}
}

// A quarter is as long whatever the month in which the year begins.
func TestFiscalQuartersMakeTheYear(t *testing.T) {
	for start := time.January; start <= time.December; start++ {
		p := Policy{Zone: zone("America/New_York"), FiscalYearStart: start}
		year, err := p.ParsePeriod("FY2025")
		if err != nil {
			t.Fatal(err)
		}
		end := year.From
		for _, quarter := range []string{"FY2025-Q1", "FY2025-Q2", "FY2025-Q3", "FY2025-Q4"} {
			q, err := p.ParsePeriod(quarter)
			if err != nil || !q.From.Equal(end) {
				t.Errorf("%s of a year from %s: begins %s, want %s", quarter, start, q.From, end)
			}
			end = q.To
		}
		if !end.Equal(year.To) {
			t.Errorf("from %s: the quarters end %s, the year %s", start, end, year.To)
		}
	}
}

func TestPrecedingOfARollingPeriod(t *testing.T) {
	p := Period{From: at("2026-01-11 00:00").Time, To: at("2026-01-21 00:00").Time}
	if before := policy.Preceding(p); !before.From.Equal(at("2026-01-01 00:00").Time) || !before.To.Equal(p.From) {
		t.Errorf("got %v", before)
	}
}

func TestBusinessDays(t *testing.T) {
	// 元日 2026-01-01 is a Thursday; 成人の日 2026-01-12 a Monday.
	p := Policy{Zone: tokyo, Holidays: Holidays{
		{Year: 2026, Month: 1, Day: 1, Known: true}: true, {Year: 2026, Month: 1, Day: 12, Known: true}: true,
	}}
	days := []struct {
		at   string
		want bool
	}{
		{"2026-01-01 12:00", false},
		{"2026-01-02 12:00", true},
		{"2026-01-03 12:00", false},              // Saturday
		{"2026-01-04 12:00", false},              // Sunday
		{"2026-01-11T23:00:00Z", false},          // the 12th in Tokyo
		{"2026-01-12T15:00:00Z", true},           // the 13th in Tokyo
		{"2026-01-09T20:00:00-08:00", false},     // Friday there, Saturday in Tokyo
		{"2026-01-04T23:59:59.999+09:00", false}, // still Sunday
		{"2026-01-05T00:00:00+09:00", true},
	}
	for _, c := range days {
		if got := p.BusinessDay(at(c.at).Time); got != c.want {
			t.Errorf("%s: got %v", c.at, got)
		}
	}
	steps := []struct {
		at   string
		days int
		want string
	}{
		{"2026-01-09 17:30", 1, "2026-01-13 17:30"}, // over the weekend and the holiday
		{"2026-01-09 17:30", 0, "2026-01-09 17:30"},
		{"2026-01-10 17:30", 0, "2026-01-10 17:30"},
		{"2026-01-10 17:30", 1, "2026-01-13 17:30"},
		{"2026-01-13 17:30", -1, "2026-01-09 17:30"},
		{"2026-01-02 09:00", 5, "2026-01-09 09:00"},
	}
	for _, c := range steps {
		if got := p.AddBusinessDays(at(c.at).Time, c.days); !got.Equal(at(c.want).Time) {
			t.Errorf("%s and %d: got %s, want %s", c.at, c.days, got, c.want)
		}
	}
	if got := p.AddBusinessDays(at("2026-01-01 00:00").Time, 1<<40); got.Year() > 2127 {
		t.Errorf("got %s", got)
	}
}
