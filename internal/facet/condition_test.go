package facet

import (
	"strings"
	"testing"
)

func TestParseCondition(t *testing.T) {
	tests := []struct{ text, want string }{
		{"cpu_usage > 80%", "cpu_usage > 80 %"},
		{"cpu_usage>=80", "cpu_usage >= 80"},
		{"p99 latency ≤ 1,000 ms", "p99 latency <= 1000 ms"},
		{"If CPU is above 80 %", "CPU > 80 %"},
		{"error rate stays below 0.5 %", "error rate < 1/2 %"},
		{"disk is at least 90% for 5 minutes", "disk >= 90 %"},
		{"CPU使用率 > 80%", "CPU使用率 > 80 %"},
		{"メモリ使用率が90%以上", "メモリ使用率 >= 90 %"},
		{"メモリ使用率が９０％を超える場合", "メモリ使用率 > 90 %"},
		{"応答時間は1秒以内", "応答時間 <= 1 秒"},
		{"空き容量が10GB未満", "空き容量 < 10 GB"},
		{"DBクエリ時間 > 5秒", "DBクエリ時間 > 5 秒"},
		{"temperature < -5", "temperature < -5"},
		{"", ""}, {"> 80", ""}, {"80%", ""}, {"CPU is high", ""}, {"80 of 100 requests failed", ""},
		{"version = 1.2.3", ""},
		{"cpu > 80 and < 90", ""}, {"cpu > 80 and cpu < 90", ""}, {"80 < cpu < 90", ""}, {"cpu above 80 or below 10", ""},
		{"CPU使用率が80%以上90%未満", ""}, {"CPU使用率が８０％を超え、９０％以下", ""},
		{"error rate over 5m above 3 %", "error rate over 5m > 3 %"}, {"直近5分以内のエラーが100件以上", "直近5分以内のエラー >= 100 件"},
		{"x > " + strings.Repeat("9", 400), ""},
		{"x > 1" + strings.Repeat("0", 30), ""},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			c, ok := ParseCondition(tt.text)
			got := ""
			if ok {
				got = strings.TrimSpace(c.Metric + " " + c.Op + " " + c.Value.V.RatString() + " " + c.Unit)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
