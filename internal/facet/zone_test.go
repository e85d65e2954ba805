package facet

import (
	"testing"
	"time"
)

func TestInstant(t *testing.T) {
	winter, summer := day{year: 2023, month: 1, num: 15}, day{year: 2023, month: 7, num: 4}
	tests := []struct {
		name  string
		day   day
		clock int
		zone  string
		want  string // "" if the two do not settle it
		odd   bool
	}{
		{"exact", winter, 14 * hour, "JST", "2023-01-15T14:00:00+09:00", false},
		{"UTC", winter, 14 * hour, "UTC", "2023-01-15T14:00:00Z", false},
		{"GMT in summer is UTC", summer, 14 * hour, "GMT", "2023-07-04T14:00:00Z", false},
		{"offset", winter, 14 * hour, "UTC+9", "2023-01-15T14:00:00+09:00", false},
		{"offset with minutes", winter, 14 * hour, "+05:30", "2023-01-15T14:00:00+05:30", false},
		{"place in winter", winter, 14 * hour, "Europe/Berlin", "2023-01-15T14:00:00+01:00", false},
		{"place in summer", summer, 14 * hour, "Europe/Berlin", "2023-07-04T14:00:00+02:00", false},
		{"standard time in winter", winter, 14 * hour, "PST", "2023-01-15T14:00:00-08:00", false},
		{"standard name in summer", summer, 14 * hour, "PST", "2023-07-04T14:00:00-07:00", true},
		{"offset mends the name", summer, 14 * hour, "PST (UTC-7)", "2023-07-04T14:00:00-07:00", false},
		{"offset contradicts the name", winter, 14 * hour, "PST (UTC-7)", "", false},
		{"summer time", summer, 14 * hour, "CEST (UTC+2)", "2023-07-04T14:00:00+02:00", false},
		{"summer name in winter", winter, 14 * hour, "CEST", "", false},
		{"both ways to say it", winter, 14 * hour, "UTC+9 (JST)", "2023-01-15T14:00:00+09:00", false},
		{"unknown place", winter, 14 * hour, "Europe/Nowhere", "", false},
		{"skipped hour", day{year: 2023, month: 3, num: 26}, 2*hour + 1800, "Europe/Berlin", "", false},
		{"doubled hour", day{year: 2023, month: 10, num: 29}, 2*hour + 1800, "Europe/Berlin", "", false},
		{"doubled hour with its name", day{year: 2023, month: 10, num: 29}, 2*hour + 1800, "CET", "2023-10-29T02:30:00+01:00", false},
		{"end of the day", winter, 24 * hour, "JST", "2023-01-16T00:00:00+09:00", false},
		{"in words", winter, 14 * hour, "日本時間", "2023-01-15T14:00:00+09:00", false},
	}
	for _, tt := range tests {
		c := scan{s: tt.zone}
		z, ok := c.zone()
		if !ok || !c.end() {
			t.Errorf("%s: zone(%q) = %v, rest %q", tt.name, tt.zone, ok, c.rest())
			continue
		}
		got, odd, why := (&reader{}).instant(tt.day, tt.clock, z)
		text := ""
		if why.En == "" {
			text = got.Format(time.RFC3339)
		}
		if text != tt.want || odd != tt.odd {
			t.Errorf("%s: %q, contradicts %v, %q; want %q, %v", tt.name, text, odd, why.En, tt.want, tt.odd)
		}
		if (why.En == "") != (why.Ja == "") {
			t.Errorf("%s: one language only: %v", tt.name, why)
		}
	}
}

func TestStatedZone(t *testing.T) {
	tests := []struct {
		text  string
		title bool
		want  string
	}{
		{"All times in CET.", false, "CET"},
		{"2015-10-21 (all times UTC)", false, "UTC"},
		{"Times are in Pacific Time", false, "Pacific Time"},
		{"時刻はすべてJST", false, "JST"},
		{"時刻はすべて日本時間です。", false, "日本時間"},
		{"以下JST表記", false, "JST"},
		{"Timeline (UTC)", true, "UTC"},
		{"タイムライン（JST）", true, "JST"},
		{"The UTC team met", false, ""},
		{"The alert fired at 14:30 UTC", false, ""},
		{"Timeline", true, ""},
		{"", false, ""},
	}
	for _, tt := range tests {
		z, ok := statedZone(line{text: tt.text}.fold().text, tt.title)
		if z.text != tt.want || ok != (tt.want != "") {
			t.Errorf("statedZone(%q, %v) = %q, want %q", tt.text, tt.title, z.text, tt.want)
		}
	}
}
