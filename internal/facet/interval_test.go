package facet

import (
	"testing"
	"time"
)

func TestParseInterval(t *testing.T) {
	tests := []struct {
		text string
		want Interval // zero if it is none
	}{
		{"", Interval{}},
		{"P6M", Interval{Months: 6}},
		{"p1y", Interval{Months: 12}},
		{"P1Y6M", Interval{Months: 18}},
		{"P2W", Interval{Days: 14}},
		{"P90D", Interval{Days: 90}},
		{"90d", Interval{Days: 90}},
		{"6mo", Interval{Months: 6}},
		{"every 6 months", Interval{Months: 6}},
		{"1 year", Interval{Months: 12}},
		{"Quarterly\r\n", Interval{Months: 3}},
		{"半年ごと", Interval{Months: 6}},
		{"３か月", Interval{Months: 3}},
		{"6ヶ月ごと", Interval{Months: 6}},
		{"1年", Interval{Months: 12}},
		{"30日", Interval{Days: 30}},
		{"P", Interval{}},
		{"P0D", Interval{}},
		{"0 days", Interval{}},
		{"PT6M", Interval{}},
		{"6m", Interval{}},
		{"often", Interval{}},
		{"99999 days", Interval{}},
	}
	for _, tt := range tests {
		if got, ok := ParseInterval(tt.text); got != tt.want || ok != (tt.want != Interval{}) {
			t.Errorf("ParseInterval(%q) = %+v, %t, want %+v", tt.text, got, ok, tt.want)
		}
	}
}

func TestAfter(t *testing.T) {
	day := func(y int, m time.Month, d int) Date { return Date{Year: y, Month: m, Day: d, Known: true} }
	tests := []struct {
		from Date
		by   Interval
		want Date
	}{
		{day(2026, 3, 5), Interval{Months: 6}, day(2026, 9, 5)},
		{day(2026, 8, 31), Interval{Months: 6}, day(2027, 2, 28)},
		{day(2023, 8, 31), Interval{Months: 6}, day(2024, 2, 29)},
		{day(2026, 12, 20), Interval{Days: 14}, day(2027, 1, 3)},
		{day(2026, 11, 30), Interval{Months: 3, Days: 1}, day(2027, 3, 1)},
	}
	for _, tt := range tests {
		if got := tt.by.After(tt.from); got != tt.want {
			t.Errorf("%+v after %v = %v, want %v", tt.by, tt.from, got, tt.want)
		}
	}
}
