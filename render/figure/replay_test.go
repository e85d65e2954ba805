package figure

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"
)

func minute(n int) time.Time { return time.Date(2026, 1, 1, 0, n, 0, 0, time.UTC) }

// samples are one value a minute.
func samples(values ...float64) []Sample {
	var list []Sample
	for i, v := range values {
		list = append(list, Sample{minute(i), v})
	}
	return list
}

func replayOf(label string, values []Sample) []byte {
	return Recorded(Replay{
		Chart: Chart{ID: "r", Title: label, Desc: label, Y: label}, From: minute(0), To: minute(60), Values: values, Gap: 10 * time.Minute,
		Band: []Expected{{minute(0), minute(30), -5, 20}, {minute(30), minute(60), math.Inf(-1), math.Inf(1)}}, Windows: []Window{{minute(20), minute(90)}},
		Marks: []Mark{{"proposed", label, minute(25)}, {"detect", label, minute(26)}, {"first", label, minute(300)}}, Limits: []float64{15, 1e9},
	})
}

func TestReplayIsSoundAndSaysWhatItShows(t *testing.T) {
	svg := replayOf("メモリ使用率", samples(1, 2, 9, 30, 12))
	count, texts := elements(t, svg)
	if count["title"] != 3 || count["desc"] != 1 || !strings.Contains(strings.Join(texts, "|"), "メモリ使用率") {
		t.Errorf("%v %v", count, texts)
	}
	if count["rect"] != 3 { // a window, two parts of the band
		t.Errorf("%v", count)
	}
	if !bytes.Equal(svg, replayOf("メモリ使用率", samples(1, 2, 9, 30, 12))) {
		t.Error("it differs from time to time")
	}
	hostile := `"><script>alert(1)</script>'&` + "\x00\x1b"
	if count, _ := elements(t, replayOf(hostile, samples(1, 2))); count["script"] != 0 {
		t.Error("a label became an element")
	}
}

func TestReplaysOfAnyValues(t *testing.T) {
	for name, values := range map[string][]float64{
		"constant": {5, 5, 5}, "zero": {0, 0}, "negative": {-3, -9}, "tiny": {1e-90, 2e-90}, "huge": {1e100, -1e100}, "wide": {1e-9, 1e9}, "near": {1e9, 1e9 + 1e-7},
	} {
		svg := replayOf(name, samples(values...))
		if elements(t, svg); bytes.Contains(svg, []byte("NaN")) || bytes.Contains(svg, []byte("Inf")) || len(svg) > 20_000 {
			t.Errorf("%s: %d bytes: %s", name, len(svg), svg)
		}
	}
	if Recorded(Replay{From: minute(1), To: minute(1), Values: samples(1, 2)}) != nil || Recorded(Replay{From: minute(0), To: minute(1), Values: samples(1)}) != nil {
		t.Error("nothing is drawn")
	}
}

// However many values there are, the line has no more points than can be seen,
// and keeps the highest.
func TestReplayIsThinned(t *testing.T) {
	var values []Sample
	for i := range 360_000 {
		values = append(values, Sample{minute(0).Add(time.Duration(i) * 10 * time.Millisecond), float64(i % 7)})
	}
	values[200_000].Value = 100
	svg := replayOf("m", values)
	if len(svg) > 60_000 {
		t.Errorf("%d bytes", len(svg))
	}
	_, rest, _ := bytes.Cut(svg, []byte(`class="line" d="`))
	line, _, _ := bytes.Cut(rest, []byte(`"`))
	highest := 1e9
	for _, point := range strings.FieldsFunc(string(line), func(r rune) bool { return r == 'M' || r == 'L' }) {
		if _, y, ok := strings.Cut(point, " "); ok {
			if at, err := strconv.ParseFloat(y, 64); err == nil {
				highest = min(highest, at)
			}
		}
	}
	if foot := 300.0; highest > foot-150 {
		t.Errorf("the peak is lost: the highest point is at %v", highest)
	}
}

// The line breaks off where no values were recorded.
func TestReplayBreaksAtGaps(t *testing.T) {
	values := append(samples(1, 2, 3), Sample{minute(40), 2}, Sample{minute(41), 3})
	_, rest, _ := bytes.Cut(replayOf("m", values), []byte(`class="line" d="`))
	line, _, _ := bytes.Cut(rest, []byte(`"`))
	if n := bytes.Count(line, []byte("M")); n != 2 {
		t.Errorf("%d parts: %s", n, line)
	}
}

func TestReplayScale(t *testing.T) {
	for _, tt := range []struct {
		values          []float64
		low, high, step float64
	}{
		{[]float64{50, 99}, 40, 100, 20},
		{[]float64{0, 1}, 0, 1, 0.5},
		{[]float64{0, 0}, -1, 1, 0.5},
		{[]float64{-1, 1.2}, -1, 2, 1},
	} {
		low, high, step := Replay{Values: samples(tt.values...)}.scale()
		if math.Abs(low-tt.low) > 1e-9 || math.Abs(high-tt.high) > 1e-9 || step != tt.step {
			t.Errorf("%v: %v to %v by %v, want %v to %v by %v", tt.values, low, high, step, tt.low, tt.high, tt.step)
		}
	}
}
