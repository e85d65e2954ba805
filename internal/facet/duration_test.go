package facet

import (
	"testing"
	"time"
)

func TestParseDuration(t *testing.T) {
	h, m := time.Hour, time.Minute
	tests := []struct {
		text string
		want time.Duration // -1 if it is none
	}{
		{"PT2H15M", 2*h + 15*m}, {"P1DT2H", 26 * h}, {"PT0S", 0}, {"P1M", -1}, {"P", -1}, {"PT", -1},
		{"1h30m", 90 * m}, {"2 h 15 min", 135 * m}, {"148 minutes", 148 * m}, {"1,415 minutes", 1415 * m},
		{"19 hours 43 minutes.", 19*h + 43*m}, {"54 hours and 10 minutes", 54*h + 10*m}, {"11 Days", 264 * h},
		{"30-60 minutes", 60 * m}, {"1〜2時間", 2 * h}, {"1.5 hours", 90 * m}, {"90s", 90 * time.Second},
		{"2時間15分", 135 * m}, {"２時間１５分", 135 * m}, {"1時間半", 90 * m}, {"約30分", 30 * m}, {"30分程度", 30 * m},
		{"2:15", 2*h + 15*m}, {"2:15:30", 2*h + 15*m + 30*time.Second}, {"about 2 hours", 2 * h},
		{"2h15m (partial)", 135 * m},
		{"", -1}, {"?", -1}, {"N/A", -1}, {"YYY", -1}, {"2", -1}, {"15 months", -1}, {"15m 2h", -1}, {"999999999 h", -1}, {"2時間以内に復旧", -1},
	}
	for _, tt := range tests {
		got, ok := ParseDuration(tt.text)
		if ok != (tt.want >= 0) || ok && got != tt.want {
			t.Errorf("ParseDuration(%q) = %v, %v, want %v", tt.text, got, ok, tt.want)
		}
	}
}
