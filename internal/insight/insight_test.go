package insight

import (
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
)

// at reads "2023-01-15 14:30" in Tokyo, or an RFC 3339 time; "" is not known.
func at(text string) facet.Instant {
	if text == "" {
		return facet.Instant{}
	}
	if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return facet.Instant{Time: t, Known: true}
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", text, tokyo)
	if err != nil {
		panic(err)
	}
	return facet.Instant{Time: t, Known: true}
}

var tokyo = zone("Asia/Tokyo")

func zone(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return loc
}

// n reads a number; "" is not given.
func n(text string) facet.Number {
	if text == "" {
		return facet.Number{}
	}
	return facet.Number{V: rat(text)}
}

func rat(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic(text)
	}
	return r
}

func entry(kind, id string) *corpus.Entry {
	return &corpus.Entry{
		Doc:  &doc.Document{File: source.New(kind+"s/"+id+".md", nil)},
		Kind: kind, ID: id,
	}
}

// web is the service of the golden repository.
func web() *corpus.Entry {
	e := entry("service", "web")
	e.Aliases = []string{"ウェブ"}
	e.Service = facet.Service{
		Zone:       tokyo,
		Objectives: []facet.Objective{{ID: "availability", Target: rat("99.9"), Window: "calendar_month", Kind: "slo"}},
	}
	return e
}

// outage is an incident of a service, which may be nil, from start to end.
func outage(id, start, end string, s *corpus.Entry) *corpus.Entry {
	e := entry("postmortem", id)
	e.Times = facet.Times{Started: at(start), Resolved: at(end)}
	if s != nil {
		e.Refs = []corpus.Reference{{From: e, To: s, Field: "services", Text: s.ID}}
	}
	return e
}

// handbook is the incident of the golden figures.
func handbook(s *corpus.Entry) *corpus.Entry {
	e := outage("2023-001", "2023-01-15 14:30", "2023-01-15 16:45", s)
	e.Times.Detected = at("2023-01-15 14:35")
	e.Times.Acknowledged = at("2023-01-15 14:37")
	e.Times.Escalated = at("2023-01-15 15:30")
	e.Times.Identified = at("2023-01-15 16:00")
	e.Times.Mitigated = at("2023-01-15 16:30")
	e.Impact = facet.Impact{
		Users: n("10000"), NormalTPS: n("50"),
		RevenuePerTransaction: facet.Money{Amount: rat("10")},
	}
	return e
}

var (
	policy = Policy{Currency: "USD", Zone: tokyo}
	now    = at("2023-03-01 00:00").Time
)

// figures computes the first of the entries, with all of them as the corpus.
func figures(entries ...*corpus.Entry) *Incident {
	return Compute(&corpus.Corpus{Entries: entries}, History{}, policy, now).Incidents[entries[0]]
}

// show writes a quantity, or its reason in brackets.
func show(q Quantity) string {
	if !q.Known {
		return "[" + q.Why.En + "]"
	}
	return decimal(q.V)
}

func showMoney(f Figure[[]Money]) string {
	if !f.Known {
		return "[" + f.Why.En + "]"
	}
	return FormatMoneys(f.V, "en")
}

// goldenFile reads the shared golden figures.
func goldenFile(t *testing.T) map[string]any {
	t.Helper()
	root := os.Getenv("DEBRIEF_SHARED")
	if root == "" {
		t.Skip("DEBRIEF_SHARED is not set: the shared golden figures are not compared")
	}
	data, err := os.ReadFile(filepath.Join(root, "design", "golden", "golden.json"))
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, data).(map[string]any)
}

// decode reads JSON with every number as an exact rational, so that 135 and
// 135.0 are the same.
func decode(t *testing.T, data []byte) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	return exactNumbers(v)
}

func exactNumbers(v any) any {
	switch v := v.(type) {
	case json.Number:
		return "number " + rat(v.String()).RatString()
	case []any:
		for i := range v {
			v[i] = exactNumbers(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = exactNumbers(v[k])
		}
	}
	return v
}

func encode(t *testing.T, v any) any {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, data)
}

func TestGoldenIncidentHasEveryGoldenFigure(t *testing.T) {
	golden := goldenFile(t)
	s := web()
	object := figures(handbook(s), s).JSON("en")
	got := encode(t, object).(map[string]any)
	for _, m := range object[:len(object)-len(ownKeys)] {
		if diff := cmp.Diff(golden[m.Key], got[m.Key]); diff != "" {
			t.Errorf("%s (-golden +got):\n%s", m.Key, diff)
		}
	}
	if got := keys(object); !slices.Equal(got, goldenKeys) {
		t.Errorf("keys\ngot  %q\nwant %q", got, goldenKeys)
	}
}

// goldenKeys are the keys of one incident, in their order.
var goldenKeys = []string{
	"input", "duration_seconds", "duration_minutes", "duration_iso", "duration_ja", "duration_en",
	"ttx_minutes_from_start", "ttx_minutes_from_detection", "phases_minutes",
	"lost_transactions", "lost_transactions_per_affected_user",
	"revenue_loss", "loss_per_minute", "loss_per_affected_user", "user_minutes", "user_hours",
	"availability", "burn_rate_during", "burn_rate_max_by_window",
	"slo_alert_would_fire_after_seconds", "slo_alert_lead_over_real_detection_seconds",
	"severity", "assumptions",
}

// ownKeys are the last of them, which have no golden figure.
var ownKeys = goldenKeys[len(goldenKeys)-2:]

func keys(o Object) []string {
	var list []string
	for _, m := range o {
		list = append(list, m.Key)
	}
	return list
}

func TestGoldenPartialOutage(t *testing.T) {
	golden := goldenFile(t)["partial_error_ratio_0_4"].(map[string]any)
	s := web()
	e := handbook(s)
	e.Impact.ErrorRatio = n("0.4")
	in := figures(e, s)
	january := encode(t, in.Availability().V[1].JSON("en")).(map[string]any)
	for _, key := range []string{"service", "objective", "window", "period", "zone", "target_pct"} {
		delete(january, key)
	}
	got := map[string]any{
		"bad_minutes":       january["bad_minutes"],
		"lost_transactions": encode(t, number(in.Loss.Transactions.V)),
		"2023_01":           january,
		"revenue_loss":      encode(t, in.Loss.Revenue.V[0].json()),
	}
	if diff := cmp.Diff(golden, got); diff != "" {
		t.Errorf("-golden +got:\n%s", diff)
	}
}

func TestGoldenMonths(t *testing.T) {
	for name, want := range goldenFile(t)["month_minutes"].(map[string]any) {
		month, place, _ := strings.Cut(name, " ")
		p, err := Policy{Zone: zone(place)}.ParsePeriod(month)
		if err != nil {
			t.Fatal(err)
		}
		if got := "number " + quo(between(p.From, p.To), num(60)).RatString(); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

func TestFiguresWithoutObjectiveAreNullWithReason(t *testing.T) {
	object := figures(handbook(nil)).JSON("ja")
	got := encode(t, object).(map[string]any)
	want := map[string]any{
		"availability":                               "サービスの記載がない",
		"burn_rate_during":                           "サービスの記載がない",
		"burn_rate_max_by_window":                    "サービスの記載がない",
		"slo_alert_would_fire_after_seconds":         "サービスの記載がない",
		"slo_alert_lead_over_real_detection_seconds": "サービスの記載がない",
		"severity.month_budget_pct":                  "サービスの記載がない",
	}
	if diff := cmp.Diff(want, got["why"]); diff != "" {
		t.Errorf("why (-want +got):\n%s", diff)
	}
	for key := range want {
		if v, ok := got[key]; !strings.Contains(key, ".") && (!ok || v != nil) {
			t.Errorf("%s: got %v, want null", key, v)
		}
	}
	if keys := keys(object); !slices.Equal(keys, append(slices.Clone(goldenKeys), "why")) {
		t.Errorf("keys: got %q", keys)
	}
}

func TestEmptyIncidentHasNoFigureAndNoPanic(t *testing.T) {
	in := figures(entry("postmortem", "empty"))
	got := encode(t, in.JSON("en")).(map[string]any)
	why := got["why"].(map[string]any)
	for _, key := range goldenKeys[1:] {
		switch v := got[key].(type) {
		case nil:
			if why[key] == nil || why[key] == "" {
				t.Errorf("%s is null without a reason", key)
			}
		case map[string]any:
			for inner := range v {
				if reason := why[key+"."+inner]; v[inner] == nil && (reason == nil || reason == "") {
					t.Errorf("%s.%s is null without a reason", key, inner)
				}
			}
		default:
			t.Errorf("%s: got %v, want null", key, v)
		}
	}
}

func TestSameArgumentsGiveSameResults(t *testing.T) {
	s := web()
	entries := []*corpus.Entry{handbook(s), outage("b", "2023-01-15 16:00", "2023-01-15 17:00", s), s}
	text := func() string {
		var b strings.Builder
		for _, in := range Compute(&corpus.Corpus{Entries: entries}, History{}, policy, now).List() {
			data, err := json.Marshal(in.JSON("en"))
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%s %s\n", in.Entry.ID, data)
		}
		return b.String()
	}
	first := text()
	for range 10 {
		if got := text(); got != first {
			t.Fatalf("got\n%s\nwant\n%s", got, first)
		}
	}
}

func TestChangedIsHandedOn(t *testing.T) {
	changed := map[string]Changed{"a.md": {Known: true, Author: "鈴木", At: now}}
	r := Compute(&corpus.Corpus{}, History{Changed: changed}, Policy{}, now)
	if got := r.History.Changed["a.md"]; got.Author != "鈴木" || !got.Known {
		t.Errorf("got %+v", got)
	}
	if r.History.Changed["b.md"].Known {
		t.Error("a path without history is known")
	}
}

func BenchmarkCompute(b *testing.B) {
	s := web()
	entries := []*corpus.Entry{s}
	for i := range 300 {
		e := handbook(s)
		day := time.Duration(i) * 40 * time.Hour
		for _, t := range []*facet.Instant{&e.Times.Started, &e.Times.Detected, &e.Times.Acknowledged, &e.Times.Identified, &e.Times.Mitigated, &e.Times.Resolved} {
			t.Time = t.Time.Add(day)
		}
		entries = append(entries, e)
	}
	c := &corpus.Corpus{Entries: entries}
	for b.Loop() {
		Compute(c, History{}, policy, now)
	}
}
