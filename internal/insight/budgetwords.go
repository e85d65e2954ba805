package insight

import "github.com/debrief-dev/debrief/internal/diag"

// Open is how many incidents of the period might make the budget worse, since
// their extent is not known. What was measured does not wait for them.
func (b Budget) Open() int {
	if b.Measured {
		return 0
	}
	return b.Uncounted
}

// Gap says what the budget leaves out; empty if nothing.
func (b Budget) Gap() diag.Text { return notCounted(b.Open()) }

func notCounted(n int) diag.Text {
	switch n {
	case 0:
		return diag.Text{}
	case 1:
		return diag.Say("1 incident is not counted: its extent is not known", "1件のインシデントは範囲が不明なため含まない")
	}
	return diag.Say("%d incidents are not counted: their extent is not known", "%d件のインシデントは範囲が不明なため含まない", n)
}

// Verdict says whether the objective is met, and how many incidents it leaves
// out: "met, 1 not counted".
func (b Budget) Verdict() diag.Text {
	text := diag.Text{En: "missed", Ja: "未達"}
	if b.Met {
		text = diag.Text{En: "met", Ja: "達成"}
	}
	if n := b.Open(); n > 0 {
		return diag.Say("%s, %d not counted", "%s（未算入%d件）", text, n)
	}
	return text
}

// AvailabilityIn writes the availability with at most four decimals, as the
// upper bound that it is where incidents are not counted.
func (b Budget) AvailabilityIn(lang string) string {
	return b.bound("≤ ") + FormatPercent(b.Availability, 4, lang)
}

// ConsumedIn writes how much of a budget is used, as the lower bound that it
// is where incidents are not counted; "–" if there is no budget.
func (b Budget) ConsumedIn(lang string) string {
	if !b.Consumed.Known {
		return "–"
	}
	return b.bound("≥ ") + FormatPercent(b.Consumed.V, 1, lang)
}

func (b Budget) bound(sign string) string {
	if b.Open() == 0 {
		return ""
	}
	return sign
}

// Span names the window of the budget, with its period if that has a name:
// "rolling 30 days", "calendar month 2026-05".
func (b Budget) Span() diag.Text {
	if days, ok := rollingDays(b.Window); ok {
		return diag.Say("rolling %d days", "移動%d日", days)
	}
	return diag.Say("%s %s", "%s %s", windowText(b.Window), b.Period.Label)
}
