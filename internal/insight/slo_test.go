package insight

import (
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// find gives the budget of a window and period; ok is false if there is none.
func find(in *Incident, window, period string) (b Budget, ok bool) {
	for _, b := range in.Availability().V {
		if b.Window == window && b.Period.Label == period {
			return b, true
		}
	}
	return Budget{}, false
}

func TestBadMinutesOfMonths(t *testing.T) {
	type span struct{ from, to, ratio string }
	cases := []struct {
		name  string
		zone  string
		spans []span            // the first is the incident that is asked
		want  map[string]string // bad minutes by month
	}{
		{"one", "Asia/Tokyo", []span{{"2023-01-15 14:30", "2023-01-15 16:45", ""}}, map[string]string{"2023-01": "135"}},
		{"over the end of a month", "Asia/Tokyo", []span{{"2023-01-31 23:00", "2023-02-01 01:30", ""}}, map[string]string{"2023-01": "60", "2023-02": "90"}},
		{"the same in UTC", "UTC", []span{{"2023-01-31 23:00", "2023-02-01 01:30", ""}}, map[string]string{"2023-01": "150"}},
		{"up to midnight", "Asia/Tokyo", []span{{"2023-01-31 23:00", "2023-02-01 00:00", ""}}, map[string]string{"2023-01": "60"}},
		{"overlap counts once", "Asia/Tokyo", []span{{"2023-01-15 14:30", "2023-01-15 16:45", ""}, {"2023-01-15 16:00", "2023-01-15 17:00", ""}}, map[string]string{"2023-01": "150"}},
		{"one inside the other", "Asia/Tokyo", []span{{"2023-01-15 14:00", "2023-01-15 17:00", ""}, {"2023-01-15 15:00", "2023-01-15 16:00", ""}}, map[string]string{"2023-01": "180"}},
		{"apart", "Asia/Tokyo", []span{{"2023-01-15 14:00", "2023-01-15 15:00", ""}, {"2023-01-20 14:00", "2023-01-20 14:30", ""}}, map[string]string{"2023-01": "90"}},
		{"partial", "Asia/Tokyo", []span{{"2023-01-15 14:30", "2023-01-15 16:45", "0.4"}}, map[string]string{"2023-01": "54"}},
		// 60 min at 0.4, then 60 at the greater 0.5, then 60 at 0.5: 24 + 30 + 30.
		{"the greater ratio counts", "Asia/Tokyo", []span{{"2023-01-15 14:00", "2023-01-15 16:00", "0.4"}, {"2023-01-15 15:00", "2023-01-15 17:00", "0.5"}}, map[string]string{"2023-01": "84"}},
		{"without errors", "Asia/Tokyo", []span{{"2023-01-15 14:00", "2023-01-15 16:00", "0"}}, map[string]string{"2023-01": "0"}},
	}
	for _, c := range cases {
		s := web()
		s.Service.Zone = zone(c.zone)
		var entries []*corpus.Entry
		for i, span := range c.spans {
			e := outage(string(rune('a'+i)), span.from, span.to, s)
			e.Impact.ErrorRatio = n(span.ratio)
			entries = append(entries, e)
		}
		in := figures(append(entries, s)...)
		months := 0
		for _, b := range in.Availability().V {
			if b.Window != "calendar_month" {
				continue
			}
			months++
			if got, want := decimal(b.Bad), c.want[b.Period.Label]; got != want {
				t.Errorf("%s: %s: got %s, want %q", c.name, b.Period.Label, got, want)
			}
		}
		if months != len(c.want) {
			t.Errorf("%s: got %d months, want %d", c.name, months, len(c.want))
		}
	}
}

func TestVerdictUsesTheLengthOfTheMonth(t *testing.T) {
	cases := []struct {
		name, start, end string
		window, period   string
		met              bool
		availability     string
		shortfall        string
	}{
		{"43.5 min in 30 days", "2023-01-15T10:00:00+09:00", "2023-01-15T10:43:30+09:00", "rolling_30d", "", false, "99.899306", "0.000694"},
		{"43.5 min in January", "2023-01-15T10:00:00+09:00", "2023-01-15T10:43:30+09:00", "calendar_month", "2023-01", true, "99.902554", "0"},
		{"41 min in 30 days", "2023-02-15T10:00:00+09:00", "2023-02-15T10:41:00+09:00", "rolling_30d", "", true, "99.905093", "0"},
		{"41 min in February", "2023-02-15T10:00:00+09:00", "2023-02-15T10:41:00+09:00", "calendar_month", "2023-02", false, "99.898313", "0.001687"},
		{"exactly the budget", "2023-02-15T10:00:00+09:00", "2023-02-15T10:40:19.2+09:00", "calendar_month", "2023-02", true, "99.9", "0"},
	}
	for _, c := range cases {
		s := web()
		b, _ := find(figures(outage("x", c.start, c.end, s), s), c.window, c.period)
		if b.Met != c.met || decimal(b.Availability) != c.availability || decimal(b.Shortfall) != c.shortfall {
			t.Errorf("%s: got %v %s %s", c.name, b.Met, decimal(b.Availability), decimal(b.Shortfall))
		}
	}
}

func TestAgreementLeavesOutWhatItExcludes(t *testing.T) {
	s := web()
	s.Service.Objectives = append(s.Service.Objectives, facet.Objective{ID: "contract", Target: rat("99.5"), Kind: "sla"})
	planned := outage("a", "2023-01-15 14:00", "2023-01-15 15:00", s)
	planned.Impact.SLAExcluded = true
	in := figures(planned, outage("b", "2023-01-16 14:00", "2023-01-16 14:10", s), s)
	var got []string
	for _, b := range in.Availability().V {
		if b.Window == "calendar_month" {
			got = append(got, b.Objective+" "+decimal(b.Bad))
		}
	}
	if len(got) != 2 || got[0] != "availability 70" || got[1] != "contract 10" {
		t.Errorf("got %q", got)
	}
}

func TestMeasuredAvailabilityWins(t *testing.T) {
	s := web()
	s.Service.Objectives[0].Measured = []facet.Measured{{Period: "2023-01", Value: rat("99.95")}}
	in := figures(handbook(s), s)
	b, _ := find(in, "calendar_month", "2023-01")
	if !b.Measured || !b.Met || decimal(b.Availability) != "99.95" || decimal(b.Computed) != "99.697581" || decimal(b.Bad) != "22.32" || show(b.Consumed) != "50" {
		t.Errorf("got %v", encode(t, b.JSON("en")))
	}
	if q, _ := find(in, "calendar_quarter", "2023-Q1"); q.Measured {
		t.Error("the quarter takes the value of the month")
	}
}

func TestObjectives(t *testing.T) {
	bare := func() *corpus.Entry { return entry("service", "web") }
	defaults := SLODefaults{Target: rat("99.9"), Window: "calendar_month"}
	unknown := handbook(nil)
	unknown.Refs = []corpus.Reference{{From: unknown, Field: "services", Text: "nowhere"}}
	none := web()
	none.Service.Objectives[0].Target = rat("100")
	own := web()
	own.Service.Objectives[0].Window = "7d"
	weekly := web()
	weekly.Service.Objectives[0].Window = "calendar_week"
	cases := []struct {
		name    string
		entry   *corpus.Entry
		service *corpus.Entry
		policy  Policy
		why     string
		windows string
	}{
		{"of the settings", nil, bare(), Policy{SLODefaults: defaults}, "", "web rolling_30d calendar_month calendar_quarter calendar_year"},
		{"of the settings, unknown service", unknown, bare(), Policy{SLODefaults: defaults}, "", "nowhere rolling_30d calendar_month calendar_quarter calendar_year"},
		{"none", nil, bare(), Policy{}, "no service of the incident has an objective, and the settings have none", ""},
		{"rolls over a week", nil, own, Policy{}, "", "web rolling_7d rolling_30d calendar_month calendar_quarter calendar_year"},
		{"calendar week", nil, weekly, Policy{}, "", "web rolling_30d calendar_week calendar_month calendar_quarter calendar_year"},
	}
	for _, c := range cases {
		e := c.entry
		if e == nil {
			e = handbook(c.service)
		}
		in := Compute(&corpus.Corpus{Entries: []*corpus.Entry{e, c.service}}, History{}, c.policy, now).Incidents[e]
		if got := in.Availability().Why.En; got != c.why {
			t.Errorf("%s: why %q, want %q", c.name, got, c.why)
		}
		windows := ""
		for i, b := range in.Availability().V {
			if i == 0 {
				windows = b.Service
			}
			windows += " " + b.Window
		}
		if windows != c.windows {
			t.Errorf("%s: got %q, want %q", c.name, windows, c.windows)
		}
	}

	in := figures(handbook(none), none)
	if b := in.Availability().V[1]; show(b.Consumed) != "[a target of 100 % leaves no budget]" || decimal(b.Remaining) != "-135" || b.Met {
		t.Errorf("target 100: got %v", encode(t, b.JSON("en")))
	}
	if got := show(in.Burn().During); got != "[a target of 100 % leaves no budget]" {
		t.Errorf("target 100: burn %s", got)
	}
}

func TestServiceIsFoundByAlias(t *testing.T) {
	s := web()
	e := handbook(nil)
	e.Refs = []corpus.Reference{{From: e, Field: "services", Text: "service:ウェブ"}}
	if in := figures(e, s); len(in.Services) != 1 || in.Services[0] != "web" {
		t.Errorf("got %q", in.Services)
	}
}

func TestIncidentWithoutExtentIsCounted(t *testing.T) {
	s := web()
	in := figures(handbook(s), outage("b", "2023-01-20 10:00", "", s), s)
	if b, _ := find(in, "calendar_month", "2023-01"); b.Uncounted != 1 {
		t.Errorf("got %d", b.Uncounted)
	}
	if b, _ := find(in, "rolling_30d", ""); b.Uncounted != 0 {
		t.Errorf("rolling: got %d", b.Uncounted)
	}
}

func TestBurn(t *testing.T) {
	detected := func(e *corpus.Entry, clock string) *corpus.Entry {
		e.Times.Detected = at(clock)
		return e
	}
	s := web()
	ratio := func(e *corpus.Entry, text string) *corpus.Entry {
		e.Impact.ErrorRatio = n(text)
		return e
	}
	first := detected(outage("a", "2023-01-15 14:30", "2023-01-15 16:45", s), "2023-01-15 14:35")
	cases := []struct {
		name    string
		entries []*corpus.Entry
		during  string
		max     [5]string
		fires   [4]string
		lead    string
	}{
		{"full", []*corpus.Entry{first}, "1000", [5]string{"1000", "375", "93.75", "31.25", "3.125"}, [4]string{"51.84", "129.6", "259.2", "259.2"}, "248.16"},
		{"half", []*corpus.Entry{ratio(detected(outage("a", "2023-01-15 14:30", "2023-01-15 16:45", s), "2023-01-15 14:31"), "0.5")},
			"500", [5]string{"500", "187.5", "46.875", "15.625", "1.5625"}, [4]string{"103.68", "259.2", "518.4", "518.4"}, "-43.68"},
		{"too short to fire", []*corpus.Entry{detected(outage("a", "2023-01-15T14:30:00+09:00", "2023-01-15T14:30:30+09:00", s), "2023-01-15 14:35")},
			"1000", [5]string{"8.333333", "1.388889", "0.347222", "0.115741", "0.011574"},
			[4]string{"[the rate is not reached]", "[the rate is not reached]", "[the rate is not reached]", "[the rate is not reached]"}, "[no alert would have fired]"},
		// The hour before was bad for 50 s already: 1.84 s are missing, but
		// the short window needs 4.32 s of its own.
		{"soon after another", []*corpus.Entry{first, outage("b", "2023-01-15T13:40:00+09:00", "2023-01-15T13:40:50+09:00", s)},
			"1000", [5]string{"1000", "377.314815", "94.328704", "31.442901", "3.14429"}, [4]string{"4.32", "79.6", "209.2", "209.2"}, "295.68"},
		{"not detected", []*corpus.Entry{outage("a", "2023-01-15 14:30", "2023-01-15 16:45", s)}, "1000", [5]string{"1000", "375", "93.75", "31.25", "3.125"}, [4]string{"51.84", "129.6", "259.2", "259.2"}, "[no detection time]"},
	}
	for _, c := range cases {
		b := figures(append(c.entries, s)...).Burn()
		if got := show(b.During); got != c.during {
			t.Errorf("%s: during %s, want %s", c.name, got, c.during)
		}
		for i, m := range b.Max.V {
			if got := decimal(m.Rate); got != c.max[i] {
				t.Errorf("%s: over %s: got %s, want %s", c.name, m.Window, got, c.max[i])
			}
		}
		for i, a := range b.Alerts.V {
			if got := show(a.Fires); got != c.fires[i] {
				t.Errorf("%s: %s: got %s, want %s", c.name, a.Name, got, c.fires[i])
			}
		}
		if got := show(b.Lead); got != c.lead {
			t.Errorf("%s: lead %s, want %s", c.name, got, c.lead)
		}
	}
}

func TestServiceState(t *testing.T) {
	s := web()
	c := &corpus.Corpus{Entries: []*corpus.Entry{handbook(s), outage("b", "2023-02-27 10:00", "2023-02-27 10:10", s), s}}
	r := Compute(c, History{}, policy, at("2023-03-01 00:00").Time)
	state := r.Services[s].Objectives.V[0]
	if len(state.Months) != 12 || state.Months[0].Period.Label != "2022-04" || state.Months[11].Period.Label != "2023-03" {
		t.Fatalf("months %v", state.Months)
	}
	if got := show(state.Months[9].Consumed); got != "302.419355" {
		t.Errorf("January: got %s", got)
	}
	if got := state.Current; got.Period.Label != "2023-03" || decimal(got.Bad) != "0" {
		t.Errorf("current: got %+v", got)
	}
	// 44.64 min are left, 10 min went in 7 days: 31.248 days.
	want := at("2023-03-01 00:00").Time.Add(31*24*time.Hour + 5*time.Hour + 57*time.Minute + 7*time.Second + 200*time.Millisecond)
	if got := state.Exhausted; !got.Known || !got.V.Equal(want) {
		t.Errorf("exhausted: got %v %q, want %v", got.V, got.Why.En, want)
	}

	bare := entry("service", "bare")
	if got := Compute(&corpus.Corpus{Entries: []*corpus.Entry{bare}}, History{}, policy, now).Services[bare].Objectives; got.Known || got.Why.Ja == "" {
		t.Errorf("without objective: got %+v", got)
	}
}

func TestAbsurdLengthIsRefused(t *testing.T) {
	s := web()
	in := figures(outage("x", "2003-01-15 14:30", "2023-01-15 16:45", s), s)
	if in.Availability().Known || in.Availability().Why != tooLong {
		t.Errorf("got %q", in.Availability().Why.En)
	}
}
