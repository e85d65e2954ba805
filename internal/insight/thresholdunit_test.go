package insight

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/facet"
)

// The forecast is told from the end of the series, in the unit that it states.
func TestTrendWords(t *testing.T) {
	tests := []struct {
		name   string
		series facet.Series
		limit  string
		unit   string
		en, ja string
	}{
		{"rising", ramp(2, 12), "90", "GiB",
			"in the last 6 h of the series, until 2025-06-03 11:55 JST, it moves by 2 GiB an hour and would reach its limit of 90 GiB 8 h 8 min after that time (95 %: 8 h 8 min to 8 h 8 min)",
			"系列の末尾（2025-06-03 11:55 JST）までの6時間の傾きは1時間あたり 2 GiB で、その時刻から8時間8分後に限度 90 GiB に達する見込みです（95%区間: 8時間8分～8時間8分）"},
		{"no unit", ramp(-2, 12), "90", "",
			"in the last 6 h of the series, until 2025-06-03 11:55 JST, it moves by −2 an hour, not towards its limit of 90",
			"系列の末尾（2025-06-03 11:55 JST）までの6時間の傾きは1時間あたり −2 で、限度 90 には近づいていません"},
		{"reached", ramp(2, 12), "60", "件/秒",
			"at the end of the series, 2025-06-03 11:55 JST, it has reached its limit of 60 件/秒",
			"系列の末尾（2025-06-03 11:55 JST）の時点で限度 60 件/秒 に達しています"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.series.Limit, tt.series.Unit = n(tt.limit), tt.unit
			words := replayOf(t, tt.series, Policy{}, web()).Trend.V.Words()
			if diff := cmp.Diff([]string{tt.en, tt.ja}, []string{words.En, words.Ja}); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// A threshold that is stated in another unit is replayed in that of the series;
// one of another kind of unit is not, and says so.
func TestThresholdsInTheUnitOfTheSeries(t *testing.T) {
	tests := []struct {
		name         string
		series, unit string
		value        string
		rule         string
		limit        string // of the trend; empty if there is none
	}{
		{"the same", "GiB", "GiB", "60", "static > 60 GiB (inventory)", "60"},
		{"converted", "MiB", "GiB", "0.0625", "static > 0.0625 GiB (inventory)", "64"},
		{"a share", "%", "ratio", "0.9", "static > 0.9 ratio (inventory)", "90"},
		{"only the threshold", "", "%", "90", "static > 90 % (inventory)", "90"},
		{"only the series", "%", "", "90", "static > 90 (inventory)", "90"},
		{"another kind", "GiB", "秒", "60", "static > 60 秒 (inventory)", ""},
		{"a unit that nobody knows", "GiB", "ページ", "60", "static > 60 ページ (inventory)", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := entry("monitoring", "inventory")
			e.Monitoring = &facet.Monitoring{Alerts: []facet.MonitoredAlert{{ID: "a", Metric: "memory", Threshold: n(tt.value), Unit: tt.unit}}}
			s := ramp(2, 12)
			s.Unit = tt.series
			p := replayOf(t, s, Policy{}, web(), e)
			rule := p.Rules[0]
			if rule.Name.En != tt.rule || (rule.Why.En == "") != (tt.limit != "") {
				t.Errorf("got %q, why %q", rule.Name.En, rule.Why.En)
			}
			limit := ""
			if p.Trend.Known {
				limit = exact(p.Trend.V.Limit)
			}
			if limit != tt.limit {
				t.Errorf("limit %q, want %q", limit, tt.limit)
			}
		})
	}
}

// What a unit is stated for carries it; without one, that is said.
func TestUnitOfASeries(t *testing.T) {
	for unit, want := range map[string]struct{ words, json string }{
		"GiB": {"anomaly: 14.5 GiB is outside 6.627 – 14.37 GiB", `"unit":"GiB"`},
		"":    {"anomaly: 14.5 is outside 6.627 – 14.37,", `"unit":null`},
	} {
		s := weekly(tokyo, 10, 12, 11, 9)
		s.Unit = unit
		p := replayOf(t, s, Policy{}, web())
		v := p.Judge(at("2025-02-03 12:59").Time, rat("14.5"))
		if words := v.Words().En; !strings.HasPrefix(words, want.words) {
			t.Errorf("%q: %s", unit, words)
		}
		for _, o := range []Object{v.JSON("ja"), p.JSON("ja"), p.TableJSON()} {
			data, err := json.Marshal(o)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(data), want.json) {
				t.Errorf("%q: %s", unit, data)
			}
		}
		words := p.Words()
		if said := words[len(words)-1] == noUnit; said != (unit == "") {
			t.Errorf("%q: %q", unit, words)
		}
	}
}
