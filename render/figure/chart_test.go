package figure

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
)

func day(n int) time.Time { return time.Date(2026, 1, 1+n, 0, 0, 0, 0, time.UTC) }

// charts are one of each, by name.
func charts(label string) map[string][]byte {
	c := Chart{ID: "c", Title: label, Desc: label, X: label, Y: label}
	return map[string][]byte{
		"bars": Bars(Histogram{c, []Bar{{"b0", label, 3}, {label, "8–30", 0}, {"b2", "31–90", 12}}}),
		"burn": Burn(BurnUp{c, label, label, []BurnPoint{{day(0), 1, 0}, {day(3), 4, 1}, {day(30), 9, 5}}}),
		"dots": Strips(Dots{Chart: c, Rows: []DotRow{
			{label, []Dot{{60, "../a/", label, "sev1"}, {60, "", label, label}, {0, "../b/", label, ""}, {1e12, "../c/", label, "sev2"}}, 60, 30, 90}, {Label: "空"},
		}}),
		"columns": Columns(Stack{c, []StackPart{{"sev1", label}, {label, "SEV 2"}}, []StackColumn{{label, []int{1, 2}}, {"2026-02", []int{0, 0}}}}),
		"heat":    Heatmap(Heat{c, []string{label, "2026-02"}, []HeatRow{{label, "../a/", []HeatCell{{"over", label, label}, {label, "0 %", ""}}}}}),
		"curve":   Curve(Survival{c, []SurvivalStep{{6, 0.857, 0.62, 0.952}, {23, 0.448, 0.188, 0.68}, {30, 0, 0, 0}}, 35, 23, label}),
	}
}

func TestChartsAreSoundAndSayWhatTheyShow(t *testing.T) {
	for name, svg := range charts("経過日数") {
		count, texts := elements(t, svg)
		if count["title"] == 0 || count["desc"] != 1 || !strings.Contains(strings.Join(texts, "|"), "経過日数") {
			t.Errorf("%s: %v %v", name, count, texts)
		}
		if bytes.Contains(svg, []byte("NaN")) || bytes.Contains(svg, []byte("Inf")) {
			t.Errorf("%s: %s", name, svg)
		}
		if again := charts("経過日数")[name]; !bytes.Equal(svg, again) {
			t.Errorf("%s differs from time to time", name)
		}
	}
	hostile := `"><script>alert(1)</script>'&` + "\x00\x1b"
	for name, svg := range charts(hostile) {
		if count, _ := elements(t, svg); count["script"] != 0 {
			t.Errorf("%s: a label became an element", name)
		}
	}
}

func TestChartsOfNothing(t *testing.T) {
	tests := []struct {
		name  string
		svg   []byte
		empty bool
	}{
		{"no bars", Bars(Histogram{}), true},
		{"only empty bars", Bars(Histogram{Bars: []Bar{{"a", "0–7", 0}}}), false},
		{"no days", Burn(BurnUp{}), true},
		{"one day", Burn(BurnUp{Points: []BurnPoint{{day(0), 1, 0}}}), true},
		{"a day twice", Burn(BurnUp{Points: []BurnPoint{{day(0), 1, 0}, {day(0), 2, 0}}}), true},
		{"nothing came", Burn(BurnUp{Points: []BurnPoint{{day(0), 0, 0}, {day(9), 0, 0}}}), false},
		{"a mistyped year", Burn(BurnUp{Points: []BurnPoint{{time.Date(202, 1, 1, 0, 0, 0, 0, time.UTC), 1, 0}, {day(0), 2, 0}}}), false},
		{"no length", Curve(Survival{}), true},
		{"no dots", Strips(Dots{Rows: []DotRow{{Label: "空"}}}), true},
		{"only zeros", Strips(Dots{Rows: []DotRow{{Dots: []Dot{{}, {}}}}}), false},
		{"one dot", Strips(Dots{Rows: []DotRow{{Dots: []Dot{{Seconds: 90}}}}}), false},
		{"a nanosecond and an age", Strips(Dots{Rows: []DotRow{{Dots: []Dot{{Seconds: 1e-9}, {Seconds: 1e12}}}}}), false},
		{"no column", Columns(Stack{}), true},
		{"nothing in the columns", Columns(Stack{Parts: []StackPart{{}}, Columns: []StackColumn{{"a", []int{0}}}}), true},
		{"no cell", Heatmap(Heat{Rows: []HeatRow{{Label: "a"}}}), true},
		{"nothing closed", Curve(Survival{Longest: 40}), false},
		{"centuries", Curve(Survival{Longest: 400_000}), false},
	}
	for _, tt := range tests {
		if (tt.svg == nil) != tt.empty || len(tt.svg) > 16<<10 {
			t.Errorf("%s: %d bytes, want empty %t", tt.name, len(tt.svg), tt.empty)
		}
		if tt.svg != nil {
			elements(t, tt.svg)
		}
	}
}

func TestScale(t *testing.T) {
	tests := []struct {
		most int
		want string // top by step
	}{{1, "1 by 1"}, {5, "5 by 1"}, {6, "6 by 2"}, {9, "10 by 2"}, {11, "15 by 5"}, {25, "25 by 5"}, {26, "30 by 10"}, {999, "1000 by 200"}, {30000, "30000 by 10000"}}
	for _, tt := range tests {
		top, step := scale(tt.most)
		if got := fmt.Sprintf("%.0f by %.0f", top, step); got != tt.want {
			t.Errorf("scale(%d) = %s, want %s", tt.most, got, tt.want)
		}
	}
}
