package config

import (
	"slices"
	"testing"
	"time"
)

func TestFiscalYearStart(t *testing.T) {
	cases := []struct {
		text  string
		month time.Month
		found string
	}{
		{"4", time.April, ""},
		{"04", time.April, ""},
		{`"08"`, time.August, ""},
		{"08", time.August, ""},
		{"12", time.December, ""},
		{"1", time.January, ""},
		{"0", 0, `1:20 out-of-range "0"`},
		{"13", 0, `1:20 out-of-range "13"`},
		{"April", 0, `1:20 out-of-range "April"`},
		{"４", 0, `1:20 out-of-range "４"`},
	}
	for _, c := range cases {
		got, found := read(t, "fiscal_year_start: "+c.text+"\n")
		var want []string
		if c.found != "" {
			want = []string{c.found}
		}
		if got.Policy.FiscalYearStart != c.month || !slices.Equal(found, want) {
			t.Errorf("%s: got %d, %q", c.text, got.Policy.FiscalYearStart, found)
		}
	}
}

func TestHolidaySettings(t *testing.T) {
	got, found := read(t, "holidays: [calendars/*.csv, 休日.csv]\n")
	if want := []string{"calendars/*.csv", "休日.csv"}; !slices.Equal(got.Holidays, want) || len(found) > 0 {
		t.Errorf("got %q, %q", got.Holidays, found)
	}
	if _, found = read(t, "holidays: [../x.csv]\n"); len(found) != 1 {
		t.Errorf("got %q", found)
	}
}
