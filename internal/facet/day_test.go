package facet

import (
	"fmt"
	"testing"
)

func TestDays(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", "[]"},
		{"Postmortem 2023-01-15: web down", "[2023-1-15]"},
		{"2023年1月15日 決済障害", "[2023-1-15]"},
		{"障害報告（2023年1月15日）", "[2023-1-15]"},
		{"On Friday 29 November 2019 we scaled", "[2019-11-29]"},
		{"from Jan 15 to 2023-01-16", "[0-1-15 2023-1-16]"},
		{"release 2023.01.15.2, host web-2023-01-15, 1/2 done, v1.2.3", "[]"},
		{"incident #2023-001", "[]"},
	}
	for _, tt := range tests {
		got := []string{}
		for _, d := range days(line{text: tt.text}.fold().text) {
			got = append(got, fmt.Sprintf("%d-%d-%d", d.year, d.month, d.num))
		}
		if fmt.Sprint(got) != tt.want {
			t.Errorf("days(%q) = %v, want %s", tt.text, got, tt.want)
		}
	}
}

func TestNearestDay(t *testing.T) {
	near := day{year: 2022, month: 12, num: 30}
	tests := []struct{ text, want string }{
		{"12/31", "2022-12-31"},
		{"January 2", "2023-1-2"},
		{"1/2", "2023-1-2"},
		{"2/1", "2023-1-2"},
		{"8/1", "none"}, // August 1st or January 8th
		{"August 1", "none"},
		{"November 20", "2022-11-20"},
		{"3/1/2023", "none"},
		{"31/12/2022", "2022-12-31"},
		{"1月3日", "2023-1-3"},
	}
	for _, tt := range tests {
		c := scan{s: tt.text}
		d, _ := c.day()
		got := "none"
		if d, ok := d.nearest(near); ok {
			got = fmt.Sprintf("%d-%d-%d", d.year, d.month, d.num)
		}
		if got != tt.want {
			t.Errorf("%q near %v = %s, want %s", tt.text, near, got, tt.want)
		}
	}
}

func TestFileDay(t *testing.T) {
	tests := []struct{ path, want string }{
		{"postmortems/2023-01-15-web.md", "2023-1-15"},
		{"postmortems/20230115_web.md", "2023-1-15"},
		{"2023/01/15/web.md", "2023-1-15"},
		{"障害/2023年1月15日.md", "2023-1-15"},
		{"postmortems/2023-001.md", "none"},
		{"postmortems/PM2023-002 - Logs.md", "none"},
		{"postmortems/2023-13-45.md", "none"},
		{"", "none"},
	}
	for _, tt := range tests {
		got := "none"
		if d, ok := fileDay(tt.path); ok {
			got = fmt.Sprintf("%d-%d-%d", d.year, d.month, d.num)
		}
		if got != tt.want {
			t.Errorf("fileDay(%q) = %s, want %s", tt.path, got, tt.want)
		}
	}
}
