package insight

import (
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/internal/facet"
)

func TestTimesToMilestones(t *testing.T) {
	const late = "[the time is before the detection]"
	cases := []struct {
		name                    string
		s, d, a, i, m, r        string // clocks of one day
		detect, ack, identify   string // seconds from the start
		ackD, identifyD, solveD string // seconds from the detection
		duration                string
	}{
		{"all", "10:00", "10:05", "10:06", "10:30", "10:40", "11:00", "300", "360", "1800", "60", "1500", "3300", "3600"},
		{"no start", "", "10:05", "10:06", "10:30", "", "11:00", "[no start time]", "[no start time]", "[no start time]", "60", "1500", "3300", "[no start time]"},
		{"no end", "10:00", "10:05", "10:06", "10:30", "", "", "300", "360", "1800", "60", "1500", "[no resolution time]", "[no resolution time]"},
		{"nothing detected", "10:00", "", "10:06", "10:30", "", "11:00", "[no detection time]", "360", "1800", "[no detection time]", "[no detection time]", "[no detection time]", "3600"},
		{"found before impact", "10:00", "09:57", "09:59", "", "", "11:00", "-180", "-60", "[no time at which the cause was found]", "120", "[no time at which the cause was found]", "3780", "3600"},
		{"ack before start", "10:00", "10:05", "09:59", "10:30", "", "11:00", "300", "[the time is before the start]", "1800", late, "1500", "3300", "3600"},
		{"ack before detection", "10:00", "10:05", "10:01", "10:30", "", "11:00", "300", "60", "1800", late, "1500", "3300", "3600"},
		{"end before start", "10:00", "10:05", "", "", "", "09:00", "300", "[no acknowledgement time]", "[no time at which the cause was found]", "[no acknowledgement time]", "[no time at which the cause was found]", "[the resolution is before the start]", "[the resolution is before the start]"},
		{"no length", "10:00", "10:00", "10:00", "10:00", "10:00", "10:00", "0", "0", "0", "0", "0", "0", "0"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e := entry("postmortem", "x")
			e.Times = clocks(c.s, c.d, c.a, c.i, c.m, c.r)
			in := figures(e)
			for _, f := range []struct {
				name string
				got  Quantity
				want string
			}{
				{"detect", in.FromStart.Detect, c.detect},
				{"acknowledge", in.FromStart.Acknowledge, c.ack},
				{"identify", in.FromStart.Identify, c.identify},
				{"acknowledge from detection", in.FromDetection.Acknowledge, c.ackD},
				{"identify from detection", in.FromDetection.Identify, c.identifyD},
				{"resolve from detection", in.FromDetection.Resolve, c.solveD},
				{"duration", in.Duration, c.duration},
			} {
				if got := show(f.got); got != f.want {
					t.Errorf("%s: got %s, want %s", f.name, got, f.want)
				}
			}
		})
	}
}

func clocks(s, d, a, i, m, r string) facet.Times {
	day := func(clock string) facet.Instant {
		if clock == "" {
			return facet.Instant{}
		}
		return at("2023-01-15 " + clock)
	}
	return facet.Times{
		Started: day(s), Detected: day(d), Acknowledged: day(a),
		Identified: day(i), Mitigated: day(m), Resolved: day(r),
	}
}

func TestImpossibleTimesAreLeftOut(t *testing.T) {
	cases := []struct{ name, start, detection, end, detect, duration, ja string }{
		{"a year below all", "2023-01-15 10:00", "0001-01-01 00:00", "2023-01-15 11:00", "[the year is outside 1970–2200]", "3600", ""},
		{"a year above all", "2023-01-15 10:00", "2023-01-15 10:05", "9999-12-31 23:59", "300", "[the year is outside 1970–2200]", "年が1970～2200の範囲外"},
		{"an end to come", "2023-01-15 10:00", "2023-01-15 10:05", "2199-12-31 23:59", "300", "[the resolution is after the time of reckoning]", "解決が基準時刻より後"},
		{"a start of no time", "0001-01-01 00:00", "2023-01-15 10:05", "2023-01-15 11:00", "[the year is outside 1970–2200]", "[the year is outside 1970–2200]", "年が1970～2200の範囲外"},
	}
	for _, c := range cases {
		e := entry("postmortem", "x")
		e.Times = facet.Times{Started: at(c.start), Detected: at(c.detection), Resolved: at(c.end)}
		in := figures(e)
		if detect, duration := show(in.FromStart.Detect), show(in.Duration); detect != c.detect || duration != c.duration || in.Duration.Why.Ja != c.ja {
			t.Errorf("%s: got %s to detect, %s in all, %s", c.name, detect, duration, in.Duration.Why.Ja)
		}
	}
}

func TestFoundBeforeImpactSaysSo(t *testing.T) {
	e := entry("postmortem", "x")
	e.Times = clocks("10:00", "09:57", "", "", "", "11:00")
	in := figures(e)
	if got := in.FromStart.Detect.How; got != beforehand {
		t.Errorf("detect: got %q", got)
	}
	if got := in.Phase(Undetected); show(got) != "0" || got.How != beforehand {
		t.Errorf("undetected: got %s, %q", show(got), got.How)
	}
	if got := FormatDuration(in.FromStart.Detect.V, "ja"); got != "−3分" {
		t.Errorf("got %q", got)
	}
}

func TestPhasesMergeAroundWhatIsMissing(t *testing.T) {
	cases := []struct {
		name             string
		s, d, a, i, m, r string
		want             string // names and minutes
	}{
		{"all", "10:00", "10:05", "10:06", "10:30", "10:40", "11:00", "undetected 5, unacknowledged 1, investigating 24, mitigating 10, confirming 20"},
		{"no acknowledgement", "10:00", "10:05", "", "10:30", "10:40", "11:00", "undetected 5, unacknowledged+investigating 25, mitigating 10, confirming 20"},
		{"start and end", "10:00", "", "", "", "", "11:00", "undetected+unacknowledged+investigating+mitigating+confirming 60"},
		{"no end", "10:00", "10:05", "10:06", "", "", "", "undetected 5, unacknowledged 1"},
		{"start only", "10:00", "", "", "", "", "", ""},
		{"no start", "", "10:05", "", "", "", "11:00", ""},
		{"cause found after mitigation", "10:00", "10:05", "10:06", "10:50", "10:40", "11:00", "undetected 5, unacknowledged 1, investigating+mitigating 34, confirming 20"},
		{"acknowledged before detection", "10:00", "10:05", "10:03", "10:30", "10:40", "11:00", "undetected+unacknowledged 3, investigating 27, mitigating 10, confirming 20"},
		{"mitigated after the end", "10:00", "10:05", "10:06", "10:30", "11:40", "11:00", "undetected 5, unacknowledged 1, investigating 24, mitigating+confirming 30"},
		{"mitigated before the start", "10:00", "10:05", "10:06", "10:30", "09:00", "11:00", "undetected 5, unacknowledged 1, investigating 24, mitigating+confirming 30"},
		{"found before impact", "10:00", "09:50", "10:06", "10:30", "10:40", "11:00", "undetected 0, unacknowledged 6, investigating 24, mitigating 10, confirming 20"},
	}
	for _, c := range cases {
		e := entry("postmortem", "x")
		e.Times = clocks(c.s, c.d, c.a, c.i, c.m, c.r)
		var got []string
		for _, p := range figures(e).Phases {
			got = append(got, p.Join("+")+" "+decimal(quo(p.Seconds(), num(60))))
		}
		if got := strings.Join(got, ", "); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestMergedPhasesStandTogetherInJSON(t *testing.T) {
	e := entry("postmortem", "x")
	e.Times = clocks("10:00", "10:05", "", "10:30", "10:40", "11:00")
	got := encode(t, figures(e).JSON("en")).(map[string]any)
	phases, why := got["phases_minutes"].(map[string]any), got["why"].(map[string]any)
	if phases["unacknowledged+investigating"] != "number 25" || phases["investigating"] != nil {
		t.Errorf("got %v", phases)
	}
	want := "a time is missing or out of order; part of unacknowledged+investigating"
	if why["phases_minutes.investigating"] != want {
		t.Errorf("got %q, want %q", why["phases_minutes.investigating"], want)
	}
}

func TestOngoingIncidentEndsNow(t *testing.T) {
	cases := []struct {
		name, status, start, end string
		live                     bool
		duration                 string
	}{
		{"ongoing", "ongoing", "2023-02-28 23:00", "", true, "3600"},
		{"ongoing but resolved", "ongoing", "2023-02-28 23:00", "2023-02-28 23:30", false, "1800"},
		{"no status", "", "2023-02-28 23:00", "", false, "[no resolution time]"},
		{"in the future", "ongoing", "2023-03-02 00:00", "", true, "[the start is after the time of reckoning]"},
	}
	for _, c := range cases {
		e := outage("x", c.start, c.end, nil)
		e.Status = c.status
		in := figures(e)
		if in.Live != c.live || show(in.Duration) != c.duration {
			t.Errorf("%s: got %v %s, want %v %s", c.name, in.Live, show(in.Duration), c.live, c.duration)
		}
		if live := encode(t, in.JSON("en")).(map[string]any)["live"]; (live == true) != c.live {
			t.Errorf("%s: live in JSON is %v", c.name, live)
		}
	}
}

func TestBetweenIsExact(t *testing.T) {
	cases := []struct{ from, to, want string }{
		{"2023-01-15T14:30:00+09:00", "2023-01-15T16:45:00+09:00", "8100"},
		{"2023-01-15T14:30:00+09:00", "2023-01-15T05:30:00.25Z", "0.25"},
		{"2023-01-15T05:30:00.75Z", "2023-01-15T05:30:00.5Z", "-0.25"},
		{"1600-01-01T00:00:00Z", "2000-01-01T00:00:00Z", "12622780800"}, // 146,097 days
	}
	for _, c := range cases {
		if got := decimal(between(at(c.from).Time, at(c.to).Time)); got != c.want {
			t.Errorf("%s to %s: got %s, want %s", c.from, c.to, got, c.want)
		}
	}
}
