package insight_test

import (
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/internal/insight"
)

// The tests of this file show the right behaviour where scripts that are in
// use for such figures go wrong. They read documents as users write them.

const service = `id: web
title: ウェブ
timezone: Asia/Tokyo
users: 50000
slo:
  - {id: availability, target: 99.9, window: calendar_month}
`

// oneOf gives the figures of one of several documents.
func oneOf(t *testing.T, path string, files map[string]string) *insight.Incident {
	t.Helper()
	c, r := compute(t, files)
	in := r.Incidents[c.ByPath(path)]
	if in == nil {
		t.Fatalf("%s is no incident", path)
	}
	return in
}

// outageDoc is a postmortem of the service web.
func outageDoc(from, to, more string) string {
	return "---\nservices: [web]\nstarted_at: " + from + "\nresolved_at: " + to + "\n" + more + "---\n# 障害\n"
}

func TestDefect02TimesWithoutOffsetOrOutOfOrderGiveNoNegativeLoss(t *testing.T) {
	const rates = "impact: {normal_tps: 50, revenue_per_transaction: 10 USD}\n"
	cases := []struct{ name, from, to, zone, seconds, why string }{
		{"an offset", "2023-01-15T14:30:00+09:00", "2023-01-15T16:45:00+09:00", "", "8100", ""},
		{"the zone of the document", "2023-01-15 14:30", "2023-01-15 16:45", "timezone: Asia/Tokyo\n", "8100", ""},
		{"two offsets", "2023-01-15T14:30:00+09:00", "2023-01-15T07:45:00Z", "", "8100", ""},
		{"the end before the start", "2023-01-15T16:45:00+09:00", "2023-01-15T14:30:00+09:00", "", "", "解決が開始より前"},
	}
	for _, c := range cases {
		in := oneOf(t, "postmortems/a.md", map[string]string{"postmortems/a.md": outageDoc(c.from, c.to, c.zone+rates), "services/web.yaml": service})
		if c.why != "" {
			if in.Duration.Known || in.Loss.Transactions.Known || in.Loss.Revenue.Known || in.Loss.Transactions.Why.Ja != c.why {
				t.Errorf("%s: got a duration of %v, a loss of %v: %s", c.name, in.Duration.V, in.Loss.Transactions.V, in.Loss.Transactions.Why.Ja)
			}
			continue
		}
		if !in.Duration.Known || in.Duration.V.RatString() != c.seconds || in.Loss.Transactions.V.RatString() != "405000" {
			t.Errorf("%s: got %v s, %v transactions", c.name, in.Duration.V, in.Loss.Transactions.V)
		}
	}
}

func TestDefect03MoneyIsExactInItsOwnCurrency(t *testing.T) {
	cases := []struct{ price, en, ja string }{
		{"10 USD", "$4,050,000", "4,050,000ドル"},
		{"{amount: 0.1, currency: USD}", "$40,500", "40,500ドル"},
		{"{amount: 1234.5, currency: JPY}", "¥499,972,500", "499,972,500円"},
		{"{amount: 0.000001, currency: JPY}", "¥0", "0円"}, // 0.405: yen have no decimals
		{"{amount: 10, currency: EUR}", "€4,050,000", "4,050,000ユーロ"},
		{"10", "$4,050,000", "4,050,000ドル"}, // of the settings
	}
	for _, c := range cases {
		doc := outageDoc("2023-01-15T14:30:00+09:00", "2023-01-15T16:45:00+09:00", "impact: {normal_tps: 50, revenue_per_transaction: "+c.price+"}\n")
		in := oneOf(t, "postmortems/a.md", map[string]string{"postmortems/a.md": doc, "services/web.yaml": service})
		if en, ja := insight.FormatMoneys(in.Loss.Revenue.V, "en"), insight.FormatMoneys(in.Loss.Revenue.V, "ja"); en != c.en || ja != c.ja {
			t.Errorf("%s: got %q, %q", c.price, en, ja)
		}
	}
}

func TestDefect04LossFollowsTheShareTheHourAndTheUsers(t *testing.T) {
	const day = "traffic: {hourly: [0,0,0,0,0,0,0,0,0,0,0,0,0,0,2,1,0.5,0,0,0,0,0,0,0]}\nnormal_tps: 50\nrevenue_per_transaction: 10 USD\n"
	cases := []struct{ name, service, impact, transactions, userMinutes, share, assumed string }{
		{"all of it", "", "{normal_tps: 50, users: 10000}", "405000", "1350000", "1/5", "50 tx/s × 8,100 s × 100 % lost"},
		{"a part", "", "{normal_tps: 50, users: 10000, error_ratio: 0.4}", "162000", "1350000", "1/5", "50 tx/s × 8,100 s × 40 % lost"},
		// 14:30–15:00 at twice the rate, 15:00–16:00 at the rate, 16:00–16:45 at half.
		{"by the hour", day, "{users: 10000}", "427500", "1350000", "1/5", "50 tx/s × 1.055556 (hour and weekday) × 8,100 s × 100 % lost"},
		{"segments", "", "{normal_tps: 50, users: 10000, segments: [" +
			"{from: 2023-01-15T14:30:00+09:00, to: 2023-01-15T15:30:00+09:00, error_ratio: 1, users: 10000}," +
			"{from: 2023-01-15T15:30:00+09:00, to: 2023-01-15T16:45:00+09:00, error_ratio: 0.2, users: 2000}]}",
			"225000", "750000", "1/5", "50 tx/s × 3,600 s × 100 % lost + 50 tx/s × 4,500 s × 20 % lost"},
		{"made good later", "", "{normal_tps: 50, users: 10000, recovered_ratio: 0.25}", "303750", "1350000", "1/5", "50 tx/s × 8,100 s × 100 % lost × 75 % not made good"},
	}
	for _, c := range cases {
		in := oneOf(t, "postmortems/a.md", map[string]string{
			"postmortems/a.md":  outageDoc("2023-01-15T14:30:00+09:00", "2023-01-15T16:45:00+09:00", "impact: "+c.impact+"\n"),
			"services/web.yaml": service + c.service,
		})
		l := in.Loss
		if l.Transactions.V.RatString() != c.transactions || l.UserMinutes.V.RatString() != c.userMinutes || l.Share.V.RatString() != c.share || l.Transactions.How.En != c.assumed {
			t.Errorf("%s: got %s transactions, %s user-minutes, share %s, %q", c.name, l.Transactions.V.RatString(), l.UserMinutes.V.RatString(), l.Share.V.RatString(), l.Transactions.How.En)
		}
	}
}

func TestDefect05MonthsHaveTheirLengthAndAllTheirIncidents(t *testing.T) {
	files := map[string]string{
		"services/web.yaml":   strings.Replace(service, "slo:\n", "slo:\n  - {id: contract, target: 99.9, kind: sla}\n", 1),
		"postmortems/a.md":    outageDoc("2023-01-15T14:30:00+09:00", "2023-01-15T16:45:00+09:00", ""),
		"postmortems/lap.md":  outageDoc("2023-01-15T16:00:00+09:00", "2023-01-15T17:00:00+09:00", ""),                               // 15 min more
		"postmortems/over.md": outageDoc("2023-01-31T23:00:00+09:00", "2023-02-01T01:30:00+09:00", ""),                               // 60 and 90
		"postmortems/plan.md": outageDoc("2023-01-20T02:00:00+09:00", "2023-01-20T02:30:00+09:00", "impact: {sla_excluded: true}\n"), // planned
	}
	want := map[string]string{ // minutes of the month, bad ones of them
		"availability 2023-01": "44640 240", "contract 2023-01": "44640 210",
		"availability 2023-02": "40320 90", "contract 2023-02": "40320 90",
	}
	got := map[string]string{}
	for _, b := range oneOf(t, "postmortems/over.md", files).Availability("calendar_month").V {
		got[b.Objective+" "+b.Period.Label] = b.Minutes.RatString() + " " + b.Bad.RatString()
	}
	for key, text := range want {
		if got[key] != text {
			t.Errorf("%s: got %q, want %q", key, got[key], text)
		}
	}
	// 41 minutes miss the target in the 28 days of February, not in thirty.
	files = map[string]string{"services/web.yaml": service, "postmortems/a.md": outageDoc("2023-02-10T10:00:00+09:00", "2023-02-10T10:41:00+09:00", "")}
	for _, b := range oneOf(t, "postmortems/a.md", files).Availability("calendar_month", "rolling_30d").V {
		if met := b.Window == "rolling_30d"; b.Met != met {
			t.Errorf("%s: met %v, want %v", b.Window, b.Met, met)
		}
	}
}

func TestDefect06VerdictAndPercentagePointsAreApart(t *testing.T) {
	in := oneOf(t, "postmortems/a.md", map[string]string{"services/web.yaml": service, "postmortems/a.md": outageDoc("2023-01-15T14:30:00+09:00", "2023-01-15T16:45:00+09:00", "")})
	b := in.Availability("rolling_30d").V[0]
	if b.Met || b.Shortfall.RatString() != "17/80" || b.Availability.RatString() != "1595/16" { // 0.2125 and 99.6875
		t.Errorf("got met %v, shortfall %s, availability %s", b.Met, b.Shortfall.RatString(), b.Availability.RatString())
	}
	files := map[string]string{"services/web.yaml": service, "postmortems/a.md": outageDoc("2023-01-15T14:30:00+09:00", "2023-01-15T15:13:12+09:00", "")}
	b = oneOf(t, "postmortems/a.md", files).Availability("rolling_30d").V[0]
	if !b.Met || b.Shortfall.Sign() != 0 || b.Remaining.Sign() != 0 { // 43.2 minutes are all that it may be
		t.Errorf("on the line: got met %v, shortfall %s, %s min left", b.Met, b.Shortfall, b.Remaining)
	}
}

func TestDefect22MedianStandsBeforeTheMean(t *testing.T) {
	files := map[string]string{}
	for i, end := range []string{"10:12", "10:18", "10:25", "10:31", "10:42", "10:55", "12:15", "14:00", "20:10"} {
		day := "2023-01-1" + string(rune('0'+i))
		files["postmortems/"+day+".md"] = outageDoc(day+"T10:00:00+09:00", day+"T"+end+":00+09:00", "")
	}
	_, r := compute(t, files)
	times := insight.MilestoneTimes(r.List())
	resolve := times[len(times)-1]
	d := resolve.Figures
	if resolve.Name != "resolve" || d.N != 9 || d.Median.V.RatString() != "2520" || d.Mean.V.FloatString(2) != "7786.67" {
		t.Errorf("%s: n=%d, median %v, mean %v", resolve.Name, d.N, d.Median.V, d.Mean.V)
	}
	if !d.Low.Known || !d.High.Known || d.Low.V.Cmp(d.Median.V) > 0 || d.High.V.Cmp(d.Median.V) < 0 {
		t.Errorf("interval %v–%v", d.Low.V, d.High.V)
	}
}
