package insight

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
)

func TestThresholdCSV(t *testing.T) {
	s := weekly(tokyo, 10, 12, 11)
	s.Metric, s.Label, s.Unit = "=メモリ使用率", "h1,\"x\"", "+GiB"
	p := replayOf(t, s, Policy{}, web())
	var out bytes.Buffer
	if err := WriteThresholdCSV(&out, []*SeriesReplay{p}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1+hoursOfWeek {
		t.Fatalf("%d rows", len(rows))
	}
	for i, want := range map[int][]string{
		0:  {"metric", "service", "label", "timezone", "weekday", "hour", "weeks", "values", "baseline", "spread", "lower", "upper", "unit"},
		1:  {"'=メモリ使用率", "web", "h1,\"x\"", "Asia/Tokyo", "1", "0", "0", "0", "", "", "", "", "'+GiB"},
		13: {"'=メモリ使用率", "web", "h1,\"x\"", "Asia/Tokyo", "1", "12", "3", "3", "11", "1", "8", "14", "'+GiB"},
	} {
		if diff := cmp.Diff(want, rows[i]); diff != "" {
			t.Errorf("row %d (-want +got):\n%s", i, diff)
		}
	}
	if last := rows[hoursOfWeek]; last[4] != "7" || last[5] != "23" {
		t.Errorf("last row %q, want Sunday 23", last)
	}
}

// The rules are YAML, one of each bound for every hour that has bounds, and
// texts of documents stay in their quotes.
func TestThresholdRules(t *testing.T) {
	s := weekly(tokyo, 10, 12, 11)
	s.Metric = "m\"} or vector(1) # \n- 悪意"
	s.Unit = "%\n- 悪意"
	p := replayOf(t, s, Policy{}, web())
	var out bytes.Buffer
	if err := WriteThresholdRules(&out, []*SeriesReplay{p}); err != nil {
		t.Fatal(err)
	}
	values, found := doc.ParseData(source.New("rules.yaml", out.Bytes()), doc.DefaultLimits())
	if len(found) > 0 || len(values) != 1 {
		t.Fatalf("%v\n%s", found, out.String())
	}
	rules := values[0].Get("/groups/0/rules").Items()
	var got []string
	for _, r := range rules {
		if metric := r.Get("/labels/metric").Text(); metric != s.Metric {
			t.Errorf("metric %q", metric)
		}
		got = append(got, r.Field("record").Text()+" "+r.Field("expr").Text())
	}
	local := `debrief:local_time{metric="m\"} or vector(1) # \n- 悪意", service="web", series=""}`
	now := " and on () (day_of_week(" + local + ") == 1) and on () (hour(" + local + ") == 12)"
	want := []string{"debrief:local_time vector(time() + 32400)", "debrief:threshold_lower vector(8)" + now, "debrief:threshold_upper vector(14)" + now}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
}

// Prometheus knows no zones: the expression holds the changes of the clock.
func TestOffsetExpression(t *testing.T) {
	for _, name := range []string{"Asia/Tokyo", "America/New_York", "Australia/Lord_Howe", "Europe/London", "UTC"} {
		z := zone(name)
		from := time.Date(2025, 6, 1, 0, 0, 0, 0, z)
		until := from.AddDate(2, 0, 0)
		text := offsetExpr(z, from, until)
		for at := from; at.Before(until); at = at.Add(37 * time.Hour) {
			_, offset := at.Zone()
			if got, want := evaluate(t, text, at.Unix()), at.Unix()+int64(offset); got != want {
				t.Fatalf("%s at %v: %s is %d, want %d", name, at, text, got, want)
			}
		}
	}
}

// evaluate computes an expression of offsetExpr: a sum of time(), a number, and
// numbers times whether a time is past.
func evaluate(t *testing.T, expr string, now int64) int64 {
	t.Helper()
	sum := int64(0)
	for _, term := range strings.Split(expr, " + ") {
		var n, since int64
		switch _, err := fmt.Sscanf(term, "%d * (time() >= bool %d)", &n, &since); {
		case term == "time()":
			n = now
		case err == nil && now < since:
			n = 0
		case err != nil:
			if n, err = strconv.ParseInt(term, 10, 64); err != nil {
				t.Fatalf("term %q of %q", term, expr)
			}
		}
		sum += n
	}
	return sum
}

func TestJudge(t *testing.T) {
	s := weekly(tokyo, 10, 12, 11, 9)
	tests := []struct {
		at, value string
		anomaly   any
		en, ja    string
	}{
		{"2025-02-03 12:59", "14.5", true, "anomaly: 14.5 is outside 6.627 – 14.37, which 4 values of Monday from 12:00 on in 4 weeks before give",
			"異常: 14.5 は 6.627～14.37 の範囲外です（月曜12時台、過去4週・4点から算出）"},
		{"2025-02-03 12:00", "7", false, "no anomaly: 7 is within 6.627 – 14.37, which 4 values of Monday from 12:00 on in 4 weeks before give",
			"正常: 7 は 6.627～14.37 の範囲内です（月曜12時台、過去4週・4点から算出）"},
		{"2025-01-27 12:30", "9", false, "no anomaly: 9 is within 8 – 14, which 3 values of Monday from 12:00 on in 3 weeks before give",
			"正常: 9 は 8～14 の範囲内です（月曜12時台、過去3週・3点から算出）"}, // the value of that day is not part of it
		{"2025-02-03 13:00", "7", nil, "no verdict: values of this hour of the week from 0 weeks before, 3 are needed", "判定できません: この曜日・時間帯の過去の値が0週分しかない（3週分必要）"},
	}
	for _, tt := range tests {
		for _, method := range []string{"sigma"} {
			p := replayOf(t, s, Policy{Thresholds: DynamicThreshold{Method: method}}, web())
			v := p.Judge(at(tt.at).Time, rat(tt.value))
			if w := v.Words(); w.En != tt.en || w.Ja != tt.ja {
				t.Errorf("%s %s:\n%s\n%s", tt.at, tt.value, w.En, w.Ja)
			}
			data, err := json.Marshal(v.JSON("ja"))
			if err != nil {
				t.Fatal(err)
			}
			var o map[string]any
			if err := json.Unmarshal(data, &o); err != nil {
				t.Fatal(err)
			}
			if o["anomaly"] != tt.anomaly || (o["why"] != nil) != (tt.anomaly == nil) || o["weekday"] != 1.0 {
				t.Errorf("%s: %s", tt.at, data)
			}
		}
	}
}

// A verdict is the one that the replay gives for the same value.
func TestJudgeIsTheReplay(t *testing.T) {
	for _, method := range []string{"sigma", "mad"} {
		s := noisy(4, 900, 80*time.Minute, tokyo)
		p := replayOf(t, s, Policy{Thresholds: DynamicThreshold{Method: method}}, web())
		for i, b := range flat(p, len(s.Values)) {
			if i%7 == 0 {
				if v := p.Judge(s.At(i), rat("1")); v.Bounds != b {
					t.Fatalf("%s, value %d: %+v, want %+v", method, i, v.Bounds, b)
				}
			}
		}
	}
}

// The members of the replay's JSON, with a reason for each that is null.
func TestThresholdJSON(t *testing.T) {
	s := weekly(tokyo, 10, 12, 11, 9)
	s.Service = ""
	data, err := json.Marshal(replayOf(t, s, Policy{}).JSON("ja"))
	if err != nil {
		t.Fatal(err)
	}
	var o struct {
		Incidents any
		Trend     any
		Why       map[string]string
		Rules     []struct {
			ID        string
			Incidents any
			Why       map[string]string
		}
	}
	if err := json.Unmarshal(data, &o); err != nil {
		t.Fatal(err)
	}
	if o.Incidents != nil || o.Why["incidents"] != noSeriesService.Ja || o.Trend != nil || o.Why["trend"] != noLimit.Ja {
		t.Errorf("%s", data)
	}
	if last := o.Rules[len(o.Rules)-1]; last.ID != "trend" || last.Incidents != nil || last.Why["incidents"] != noLimit.Ja {
		t.Errorf("%+v", last)
	}
}

func TestFormatMetric(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 85: "85", 85.12345: "85.12", 0.000123456: "0.0001235", 1234567.8: "1,234,568", -3.14159: "−3.142", 1e30: "1e+30", 1e-30: "1e-30"} {
		if got := FormatMetric(v); got != want {
			t.Errorf("%v: %s, want %s", v, got, want)
		}
	}
}

// Medians that come one value after the other are those of the sorted list.
func TestMedianDeviation(t *testing.T) {
	for seed := range uint64(40) {
		s := noisy(seed, 60, time.Hour, time.UTC)
		for i := range s.Values {
			s.Values[i] = float64(int(s.Values[i]) / 4) // many alike
		}
		p := &SeriesReplay{Series: &facet.Series{Values: s.Values}, places: make([]weekHour, len(s.Values))}
		m := p.newLearners("mad")(0)
		for i := range s.Values {
			m.add(i)
			baseline, spread := m.spread()
			want := medianOf(append([]float64{}, s.Values[:i+1]...))
			var away []float64
			for _, v := range s.Values[:i+1] {
				away = append(away, max(v-want, want-v))
			}
			if off := madFactor * medianOf(away); baseline != want || spread-off > 1e-12 || off-spread > 1e-12 {
				t.Fatalf("seed %d, %d values: %v ± %v, want %v ± %v", seed, i+1, baseline, spread, want, off)
			}
		}
	}
}

// TestMedianDeviationAsPublished has the factor of Rousseeuw and Croux,
// "Alternatives to the Median Absolute Deviation", JASA 88 (1993): the inverse
// of the normal quantile of 3/4, to four decimals; and R's mad(c(1, 1, 2, 2, 4,
// 6, 9)).
func TestMedianDeviationAsPublished(t *testing.T) {
	if want := 1 / distuv.UnitNormal.Quantile(0.75); math.Abs(madFactor-want) > 5e-5 {
		t.Errorf("the factor is %v, want %v", madFactor, want)
	}
	values := []float64{1, 1, 2, 2, 4, 6, 9}
	p := &SeriesReplay{Series: &facet.Series{Values: values}, places: make([]weekHour, len(values))}
	m := p.newLearners("mad")(0)
	for i := range values {
		m.add(i)
	}
	if baseline, spread := m.spread(); baseline != 2 || spread != 1.4826 {
		t.Errorf("%v ± %v, want 2 ± 1.4826", baseline, spread)
	}
}
