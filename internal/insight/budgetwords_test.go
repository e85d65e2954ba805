package insight

import (
	"math/big"
	"testing"
)

func TestBudgetsSayWhatTheyLeaveOut(t *testing.T) {
	budget := func(bad string, uncounted int, measured bool) Budget {
		b := Budget{
			Service: "web", Objective: "availability", Window: "rolling_30d", Target: rat("99.9"), Uncounted: uncounted, Measured: measured,
			Availability: rat("100"), Allowed: rat("43.2"), Consumed: known(new(big.Rat)), Remaining: rat("43"), Met: true,
		}
		if bad != "" {
			b.Availability, b.Consumed, b.Remaining, b.Met = rat("99"), known(rat(bad)), rat("-360"), false
		}
		return b
	}
	whole := budget("", 1, false)
	whole.Consumed = absent[*big.Rat](noBudget)
	cases := []struct {
		name             string
		budget           Budget
		en, ja           string
		sentence, japans string
	}{
		{
			"all counted", budget("", 0, false), "met", "達成",
			"web availability has used 0 % of its budget of the last 30 days; 43 min are left", "web の availability は 直近30日間 の予算の 0% を消費。残り43分",
		},
		{
			"one is not", budget("", 1, false), "met, 1 not counted", "達成（未算入1件）",
			"web availability has used at least 0 % of its budget of the last 30 days; at most 43 min are left; 1 incident is not counted: its extent is not known",
			"web の availability は 直近30日間 の予算の 少なくとも 0% を消費。残りは多くても43分。1件のインシデントは範囲が不明なため含まない",
		},
		{
			"missed without them", budget("1000", 2, false), "missed, 2 not counted", "未達（未算入2件）",
			"web availability has used at least 1,000 % of its budget of the last 30 days: 6 h too much; 2 incidents are not counted: their extent is not known",
			"web の availability は 直近30日間 の予算の 少なくとも 1,000% を消費（6時間超過）。2件のインシデントは範囲が不明なため含まない",
		},
		{
			"measured", budget("", 1, true), "met", "達成",
			"web availability has used 0 % of its budget of the last 30 days; 43 min are left", "web の availability は 直近30日間 の予算の 0% を消費。残り43分",
		},
		{
			"no budget", whole, "met, 1 not counted", "達成（未算入1件）",
			"web availability is met as far as is known, without a budget; 1 incident is not counted: its extent is not known",
			"web の availability は判明している範囲で達成（予算なし）。1件のインシデントは範囲が不明なため含まない",
		},
	}
	for _, c := range cases {
		if v := c.budget.Verdict(); v.En != c.en || v.Ja != c.ja {
			t.Errorf("%s: got %q and %q", c.name, v.En, v.Ja)
		}
		if s := (ObjectiveState{Current: c.budget}).Sentence(); s.En != c.sentence || s.Ja != c.japans {
			t.Errorf("%s: got\n%s\n%s", c.name, s.En, s.Ja)
		}
	}
}

func TestWindowsAreSpelledOut(t *testing.T) {
	for _, c := range []struct{ window, period, en, ja string }{
		{"rolling_30d", "", "rolling 30 days", "移動30日"},
		{"calendar_month", "2026-03", "calendar month 2026-03", "暦月 2026-03"},
		{"calendar_quarter", "2026-Q1", "calendar quarter 2026-Q1", "四半期 2026-Q1"},
		{"calendar_year", "2026", "calendar year 2026", "暦年 2026"},
	} {
		b := Budget{Window: c.window, Period: Period{Label: c.period}}
		if got := b.Span(); got.En != c.en || got.Ja != c.ja {
			t.Errorf("%s: got %q and %q", c.window, got.En, got.Ja)
		}
	}
}
