package insight

import (
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
)

// alertLog reads rows of CSV, with the headings of golden/alerts.csv unless the
// text has others.
func alertLog(t testing.TB, text string) []facet.AlertEvent {
	t.Helper()
	if !strings.Contains(text, "timestamp") {
		text = "id,timestamp,source,metric,service,host,severity\n" + text
	}
	limits := doc.DefaultLimits()
	limits.File, limits.Data.Nodes = 1<<30, 1<<30
	events, found, _ := facet.DecodeAlertLog(source.New("alerts.csv", []byte(text)), limits, nil, facet.MaxAlertEvents)
	if len(found) > 0 {
		t.Fatal(found[0].Message.En)
	}
	return events
}

// noiseOf replays a log with documents.
func noiseOf(t testing.TB, p AlertsReplay, log []facet.AlertEvent, entries ...*corpus.Entry) *Noise {
	t.Helper()
	rules := policy
	rules.AlertsReplay = p
	noise := Compute(&corpus.Corpus{Entries: entries, AlertLog: log}, History{}, rules, now).Noise(Period{})
	if !noise.Known {
		t.Fatal(noise.Why.En)
	}
	return noise.V
}

// dependent is a service that depends on others.
func dependent(id string, on ...string) *corpus.Entry {
	e := entry("service", id)
	e.Service.DependsOn = on
	return e
}

// handbookAlerts is the golden log.
const handbookAlerts = `a1,2023-01-15T14:30:00+09:00,cw,cpu,web,h1,5
a2,2023-01-15T14:30:30+09:00,cw,cpu,web,h1,5
a3,2023-01-15T14:30:40+09:00,cw,mem,web,h1,6
a4,2023-01-15T14:30:45+09:00,cw,p99,web,h2,6
a5,2023-01-15T14:30:50+09:00,cw,conn,db,h1,7
a6,2023-01-15T14:35:00+09:00,cw,cpu,web,h1,5
a7,2023-01-15T14:35:29+09:00,cw,cpu,web,h1,5
a8,2023-01-15T14:41:40+09:00,cw,disk,,,3
a9,2023-01-15T14:41:50+09:00,cw,disk2,,,3
a10,2023-01-15T14:42:00+09:00,cw,errs,db,h9,8
`

// duplicates gives the ids of the alerts that repeat others.
func duplicates(n *Noise) []string {
	var ids []string
	for _, f := range n.all {
		if f.repeats {
			ids = append(ids, f.event.ID)
		}
	}
	return ids
}

func groups(n *Noise) [][]string {
	var out [][]string
	for _, g := range n.Groups {
		var ids []string
		for _, e := range g.Alerts {
			ids = append(ids, e.ID)
		}
		out = append(out, ids)
	}
	return out
}

func TestNoiseOfTheHandbook(t *testing.T) {
	var golden struct {
		Alerts struct {
			Dependencies [][2]string
			Sliding      []string `json:"duplicates_sliding_below_300s"`
			Fixed        []string `json:"duplicates_fixed_window_below_300s"`
			Groups       [][]string
			Alerts       int
			GroupsCount  int    `json:"groups_count"`
			Reduction    int64  `json:"noise_reduction_pct"`
			Log          string `json:"log"`
		}
	}
	root := os.Getenv("DEBRIEF_SHARED")
	if root == "" {
		t.Skip("DEBRIEF_SHARED is not set: the shared material is not there")
	}
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(root, "design/golden", name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	if err := json.Unmarshal(read("golden.json"), &golden); err != nil {
		t.Fatal(err)
	}
	want := golden.Alerts
	log := alertLog(t, string(read(want.Log)))
	edge := want.Dependencies[0]
	n := noiseOf(t, AlertsReplay{}, log, dependent(edge[0], edge[1]))
	if diff := cmp.Diff(want.Sliding, duplicates(n)); diff != "" {
		t.Errorf("duplicates (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want.Groups, groups(n)); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
	if n.Alerts != want.Alerts || len(n.Groups) != want.GroupsCount || n.Reduction.V.Cmp(big.NewRat(want.Reduction, 100)) != 0 {
		t.Errorf("got %d alerts, %d groups and a reduction of %s", n.Alerts, len(n.Groups), n.Reduction.V)
	}
	fixed := noiseOf(t, AlertsReplay{Fixed: true}, log, dependent(edge[0], edge[1]))
	if diff := cmp.Diff(want.Fixed, duplicates(fixed)); diff != "" {
		t.Errorf("duplicates of a fixed window (-want +got):\n%s", diff)
	}
}

func TestNoise(t *testing.T) {
	at := func(id, clock, metric, service, host string) string {
		return fmt.Sprintf("%s,2023-01-16T%s+09:00,cw,%s,%s,%s,5\n", id, clock, metric, service, host)
	}
	pair := func(second string) string { return at("a", "10:00:00", "x", "web", "h1") + second }
	tests := []struct {
		name       string
		policy     AlertsReplay
		log        string
		services   []*corpus.Entry
		duplicates string
		groups     string
	}{
		{"the window for duplicates is open at its end", AlertsReplay{}, pair(at("b", "10:05:00", "x", "web", "h1")), nil, "", "a b"},
		{"just within it", AlertsReplay{}, pair(at("b", "10:04:59.999", "x", "web", "h1")), nil, "b", "a"},
		{"a longer one", AlertsReplay{DuplicateWindow: time.Hour}, pair(at("b", "10:59:00", "x", "web", "h1")), nil, "b", "a"},
		{"another host is the same alert", AlertsReplay{}, pair(at("b", "10:01:00", "x", "db", "h2")), nil, "b", "a"},
		{"unless the policy tells hosts apart", AlertsReplay{Labels: []string{"host"}}, pair(at("b", "10:01:00", "x", "web", "h2")), nil, "", "a b"},
		{"the window for groups is open at its end", AlertsReplay{}, pair(at("b", "10:01:00", "y", "web", "h1")), nil, "", "a b"},
		{"just within that", AlertsReplay{}, pair(at("b", "10:00:59.9", "y", "web", "h1")), nil, "", "a+b"},
		{"service and host are enough", AlertsReplay{}, pair(at("b", "10:00:10", "y", "web", "h1")), nil, "", "a+b"},
		{"not where more is asked for", AlertsReplay{Exclusive: true}, pair(at("b", "10:00:10", "y", "web", "h1")), nil, "", "a b"},
		{"the service alone is not", AlertsReplay{}, pair(at("b", "10:00:10", "y", "web", "h2")), nil, "", "a b"},
		{"the host alone is not", AlertsReplay{}, pair(at("b", "10:00:10", "y", "db", "h1")), nil, "", "a b"},
		{"a dependency and the host are", AlertsReplay{}, pair(at("b", "10:00:10", "y", "db", "h1")), []*corpus.Entry{dependent("web", "db"), dependent("db")}, "", "a+b"},
		{"in the other direction, too", AlertsReplay{}, pair(at("b", "10:00:10", "y", "db", "h1")), []*corpus.Entry{dependent("db", "service:WEB")}, "", "a+b"},
		{"a dependency over another service is none", AlertsReplay{}, pair(at("b", "10:00:10", "y", "db", "h1")), []*corpus.Entry{dependent("web", "mid"), dependent("mid", "db")}, "", "a b"},
		{"a service is no neighbour of its own", AlertsReplay{}, pair(at("b", "10:00:10", "y", "web", "")), []*corpus.Entry{dependent("web", "web")}, "", "a b"},
		{"a lower threshold", AlertsReplay{Threshold: 3}, pair(at("b", "10:00:10", "y", "web", "h2")), nil, "", "a+b"},
		{"a dependency by itself", AlertsReplay{Threshold: 5}, pair(at("b", "10:00:10", "y", "db", "h2")), []*corpus.Entry{dependent("web", "db")}, "", "a+b"},
		{"points are ten at most", AlertsReplay{Threshold: 10, Exclusive: true, Weights: AlertWeights{Service: 9, Host: 9}}, pair(at("b", "10:00:10", "y", "web", "h1")), nil, "", "a b"},
		{"names fold", AlertsReplay{}, pair(at("b", "10:00:10", "y", "ＷＥＢ", "H1")), nil, "", "a+b"},
		{"aliases, in Japanese", AlertsReplay{}, pair(at("b", "10:00:10", "メモリ", "ウェブ", "h1")), []*corpus.Entry{web()}, "", "a+b"},
		{"a third one joins two", AlertsReplay{}, pair(at("b", "10:00:50", "y", "web", "h1") + at("c", "10:01:40", "z", "web", "h1")), nil, "", "a+b+c"},
		{"two that meet only in a third one", AlertsReplay{Threshold: 9}, pair(at("b", "10:00:05", "y", "web", "h1") + at("c", "10:00:10", "z", "db", "h1")), []*corpus.Entry{dependent("web", "db")}, "", "a+b+c"},
		{"a duplicate does not extend a group", AlertsReplay{}, pair(at("b", "10:00:50", "x", "web", "h1") + at("c", "10:01:20", "y", "web", "h1")), nil, "b", "a c"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := noiseOf(t, tt.policy, alertLog(t, tt.log), tt.services...)
			var got []string
			for _, g := range groups(n) {
				got = append(got, strings.Join(g, "+"))
			}
			if d, g := strings.Join(duplicates(n), " "), strings.Join(got, " "); d != tt.duplicates || g != tt.groups {
				t.Errorf("got the duplicates %q and the groups %q, want %q and %q", d, g, tt.duplicates, tt.groups)
			}
		})
	}
}

// The tests of defects are named after their numbers in the list of defects of
// the handbook's pseudo-code.

// Defect 9: alerts were never remembered, so that nothing was ever a duplicate,
// related or frequent.
func TestDefect09AlertsAreRemembered(t *testing.T) {
	n := noiseOf(t, AlertsReplay{}, alertLog(t, handbookAlerts))
	if n.Duplicates != 3 || len(n.Groups) >= n.Alerts-n.Duplicates {
		t.Errorf("got %d duplicates and %d groups of %d alerts", n.Duplicates, len(n.Groups), n.Alerts)
	}
}

// Defect 10: the clock of the machine took the place of the alert's time, so
// that no log could be replayed.
func TestDefect10TimesAreThoseOfAlerts(t *testing.T) {
	log := alertLog(t, handbookAlerts)
	show := func(now time.Time) string {
		r := Compute(&corpus.Corpus{AlertLog: log}, History{}, policy, now)
		text, err := json.Marshal(r.Noise(Period{}).V.JSON("en"))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if a, b := show(now), show(now.AddDate(20, 0, 0)); a != b {
		t.Errorf("the replay depends on the time of the analysis:\n%s\n%s", a, b)
	}
}

// Defect 11: 0.3 + 0.4 was not above 0.7, so that the same service on the same
// host was never one event.
func TestDefect11PointsAreWholeAndInclusive(t *testing.T) {
	rows := "a,2023-01-16T10:00:00+09:00,cw,x,web,h1,5\nb,2023-01-16T10:00:10+09:00,cw,y,web,h1,5\n"
	if n := noiseOf(t, AlertsReplay{}, alertLog(t, rows)); len(n.Groups) != 1 {
		t.Errorf("got %d groups, want 1", len(n.Groups))
	}
}

// Defect 12: alerts without service and host had both in common.
func TestDefect12MissingNeverEqualsMissing(t *testing.T) {
	rows := "a,2023-01-16T10:00:00+09:00,cw,x,,,5\nb,2023-01-16T10:00:10+09:00,cw,y,,,5\n"
	for threshold := 1; threshold <= 10; threshold++ {
		if n := noiseOf(t, AlertsReplay{Threshold: threshold}, alertLog(t, rows)); len(n.Groups) != 2 {
			t.Errorf("threshold %d: got %d groups, want 2", threshold, len(n.Groups))
		}
	}
}

// Defect 13: severities ignored duplicates, zones, weekends and holidays, hid
// outages at night, and went to zero and above their scale.
func TestDefect13SeverityInItsContext(t *testing.T) {
	tier := func(n string) *corpus.Entry {
		e := dependent("web")
		e.Service.Tier = facet.Number{V: rat(n)}
		return e
	}
	lisbon := dependent("web")
	lisbon.Service.Zone = zone("Europe/Lisbon")
	tests := []struct {
		name     string
		clock    string // RFC 3339
		severity string
		impact   string
		before   int // alerts of the rule in the hour before
		service  *corpus.Entry
		want     string
	}{
		{"business hours", "2023-01-16T10:00:00+09:00", "5", "", 0, nil, "6"},
		{"their first minute", "2023-01-16T09:00:00+09:00", "5", "", 0, nil, "6"},
		{"their last second", "2023-01-16T17:59:59+09:00", "5", "", 0, nil, "6"},
		{"evening", "2023-01-16T18:00:00+09:00", "5", "", 0, nil, "4"},
		{"a Sunday", "2023-01-15T14:30:00+09:00", "5", "", 0, nil, "4"},
		{"a holiday", "2023-01-09T14:30:00+09:00", "5", "", 0, nil, "4"},
		{"night in Tokyo is day in Lisbon", "2023-01-16T22:00:00+09:00", "5", "", 0, lisbon, "6"},
		{"an outage at night of a vital service", "2023-01-16T03:00:00+09:00", "8", "", 0, tier("1"), "8"},
		{"of another one", "2023-01-16T03:00:00+09:00", "8", "5", 0, tier("2"), "16/5"},
		{"five before are not often", "2023-01-16T10:00:00+09:00", "5", "", 5, nil, "6"},
		{"six are, duplicates or not", "2023-01-16T10:00:00+09:00", "5", "", 6, nil, "9"},
		{"ten is the highest", "2023-01-16T10:00:00+09:00", "9", "10", 0, nil, "10"},
		{"one is the lowest", "2023-01-16T10:00:00+09:00", "5", "0", 0, nil, "1"},
		{"none is stated", "2023-01-16T10:00:00+09:00", "", "5", 0, nil, ""},
	}
	for _, tt := range tests {
		at, err := time.Parse(time.RFC3339, tt.clock)
		if err != nil {
			t.Fatal(err)
		}
		text := "id,timestamp,source,metric,service,severity,business_impact\n"
		for i := range tt.before {
			text += fmt.Sprintf("b%d,%s,cw,x,web,,\n", i, at.Add(-time.Duration(59-i)*time.Minute).Format(time.RFC3339))
		}
		text += fmt.Sprintf("old,%s,cw,x,web,,\n", at.Add(-time.Hour).Format(time.RFC3339))
		text += fmt.Sprintf("last,%s,cw,x,web,%s,%s\n", tt.clock, tt.severity, tt.impact)
		var entries []*corpus.Entry
		if tt.service != nil {
			entries = append(entries, tt.service)
		}
		rules := policy
		rules.Holidays = Holidays{{Year: 2023, Month: 1, Day: 9, Known: true}: true}
		n := Compute(&corpus.Corpus{Entries: entries, AlertLog: alertLog(t, text)}, History{}, rules, now).Noise(Period{}).V
		got := ""
		if a := n.all[len(n.all)-1].advice; a != nil {
			got = a.RatString()
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	// A duplicate can be worse than what it repeats.
	rows := "a,2023-01-16T10:00:00+09:00,cw,x,web,h1,2\nb,2023-01-16T10:00:10+09:00,cw,x,web,h1,7\n"
	if g := noiseOf(t, AlertsReplay{}, alertLog(t, rows)).Groups[0]; show(g.Severity) != "8.4" {
		t.Errorf("the severity of the group is %s, want 8.4", show(g.Severity))
	}
}
