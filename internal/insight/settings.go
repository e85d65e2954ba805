package insight

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Settings gives every value of the policy that figures depend on, its default
// where the settings state none, by the name under which texts about the
// figures quote it.
func (p Policy) Settings() map[string]diag.Text {
	alerts, dynamic, trend := p.AlertsReplay.Filled(), p.Thresholds.filled(), p.Trend.filled()
	out := map[string]diag.Text{
		"zone":     verbatim(p.zone().String()),
		"currency": either(p.Currency, diag.Text{En: "none", Ja: "なし"}),
		"fiscal_year_start": diag.Say("%s", "%s月", diag.Text{
			En: max(p.FiscalYearStart, time.January).String(), Ja: strconv.Itoa(int(max(p.FiscalYearStart, time.January))),
		}),
		"holidays": verbatim(strconv.Itoa(len(p.Holidays))),

		"slo_target": p.targetText(),
		"slo_window": windowText(p.SLODefaults.Window),

		"detection_threshold": lengthText(p.Detection.threshold()),
		"detection_compare":   compareText(p.Detection.Inclusive),
		"recurrence_window":   lengthText(p.Recurrence.window()),

		"ageing_buckets": verbatim(joinInts(p.Ageing.Limits())),
		"closure_slo":    intervalsText(p.Ageing.slo, "p0", "p1", "p2", "p3", "p4"),
		"terms":          intervalsText(p.Ageing.term, "short", "mid", "long"),

		"duplicate_window":      lengthText(alerts.DuplicateWindow),
		"duplicate_from":        diag.Text{En: "the last like alert", Ja: "直前の同じアラート"},
		"duplicate_same":        sameText(alerts.Labels),
		"correlation_window":    lengthText(alerts.CorrelationWindow),
		"weight_service":        verbatim(strconv.Itoa(alerts.Weights.Service)),
		"weight_host":           verbatim(strconv.Itoa(alerts.Weights.Host)),
		"weight_dependency":     verbatim(strconv.Itoa(alerts.Weights.Dependency)),
		"correlation_threshold": verbatim(strconv.Itoa(alerts.Threshold)),
		"correlation_compare":   compareText(!alerts.Exclusive),
		"business_hours":        verbatim(clockText(alerts.BusinessFrom) + "–" + clockText(alerts.BusinessTo)),
		"page_at":               pageText(alerts.PageAt),

		"sigma":            verbatim(floatText(dynamic.Sigma)),
		"min_weeks":        verbatim(strconv.Itoa(dynamic.MinWeeks)),
		"persist":          verbatim(strconv.Itoa(dynamic.Persist)),
		"threshold_method": methodText(dynamic.Method),
		"lead_in":          lengthText(dynamic.LeadIn),
		"contamination":    verbatim(floatText(dynamic.Contamination*100) + " %"),

		"moving_half_life": verbatim(strconv.FormatFloat(MovingHalfLife(), 'f', 2, 64)),

		"trend_window":      lengthText(trend.Window),
		"trend_slow_window": lengthText(trend.SlowWindow),
		"trend_slow":        verbatim(strings.Join(trend.Slow, ", ")),
		"trend_lead":        lengthText(trend.Lead),
		"trend_persist":     verbatim(strconv.Itoa(trend.Persist)),

		"postmortem_days":  verbatim(strconv.Itoa(p.LearningLoop.postmortemDays())),
		"modules":          verbatim(strconv.Itoa(p.Curriculum.modules())),
		"weekly_hours":     verbatim(FormatNumber(quo(p.Curriculum.weeklySeconds(), num(3600)), 2)),
		"readiness_window": readinessText(p.ReadinessWindow),
		"alert_grouping":   diag.Text{En: "not declared", Ja: "宣言なし"},
	}
	if alerts.Fixed {
		out["duplicate_from"] = diag.Text{En: "the alert that was kept", Ja: "残したアラート"}
	}
	if p.Practices.AlertGrouping {
		out["alert_grouping"] = diag.Text{En: "declared", Ja: "宣言あり"}
	}
	return out
}

func verbatim(text string) diag.Text { return diag.Text{En: text, Ja: text} }

func either(text string, none diag.Text) diag.Text {
	if text == "" {
		return none
	}
	return verbatim(text)
}

func (p Policy) targetText() diag.Text {
	if p.SLODefaults.Target == nil {
		return diag.Text{En: "none", Ja: "なし"}
	}
	return diag.Text{En: FormatPercent(p.SLODefaults.Target, 4, "en"), Ja: FormatPercent(p.SLODefaults.Target, 4, "ja")}
}

// windowText names the window of an objective: a calendar period, or so many
// days.
func windowText(window string) diag.Text {
	names := map[string]diag.Text{
		"":                 {En: "calendar month", Ja: "暦月"},
		"calendar_week":    {En: "calendar week", Ja: "暦週"},
		"calendar_month":   {En: "calendar month", Ja: "暦月"},
		"calendar_quarter": {En: "calendar quarter", Ja: "四半期"},
		"calendar_year":    {En: "calendar year", Ja: "暦年"},
	}
	if name, ok := names[window]; ok {
		return name
	}
	days := strings.TrimSuffix(window, "d")
	return diag.Say("last %s days", "直近%s日", days)
}

func methodText(method string) diag.Text {
	if method == "mad" {
		return diag.Text{En: "median and median absolute deviation", Ja: "中央値と中央絶対偏差"}
	}
	return diag.Text{En: "mean and standard deviation", Ja: "平均と標準偏差"}
}

func lengthText(d time.Duration) diag.Text {
	return diag.Text{En: FormatDuration(length(d), "en"), Ja: FormatDuration(length(d), "ja")}
}

func readinessText(d time.Duration) diag.Text {
	if d == 0 {
		return diag.Text{En: "12 months", Ja: "12か月"}
	}
	return lengthText(d)
}

func compareText(inclusive bool) diag.Text {
	if inclusive {
		return diag.Text{En: "at least", Ja: "以上"}
	}
	return diag.Text{En: "more than", Ja: "超"}
}

func clockText(minutes int) string { return fmt.Sprintf("%d:%02d", minutes/60, minutes%60) }

func pageText(at *big.Rat) diag.Text {
	if at == nil {
		return diag.Text{En: "every group pages", Ja: "すべてのグループで呼び出す"}
	}
	n := FormatNumber(at, 2)
	return diag.Say("groups page from severity %s on", "重大度%s以上のグループで呼び出す", n)
}

func sameText(labels []string) diag.Text {
	list := append([]string{"source", "metric"}, labels...)
	return verbatim(strings.Join(list, ", "))
}

func floatText(f float64) string { return strconv.FormatFloat(f, 'g', 6, 64) }

func joinInts(list []int) string {
	texts := make([]string, len(list))
	for i, n := range list {
		texts[i] = strconv.Itoa(n)
	}
	return strings.Join(texts, ", ")
}

// intervalsText names the words of a policy that have a length of time.
func intervalsText(of func(string) facet.Interval, words ...string) diag.Text {
	var en, ja []string
	for _, word := range words {
		if i := of(word); i != (facet.Interval{}) {
			text := intervalText(i)
			en, ja = append(en, word+" "+text.En), append(ja, word+" "+text.Ja)
		}
	}
	return diag.Text{En: strings.Join(en, ", "), Ja: strings.Join(ja, "、")}
}

func intervalText(i facet.Interval) diag.Text {
	if i.Months > 0 {
		return diag.Amount(i.Months, "month", "months", "か月")
	}
	return diag.Amount(i.Days, "day", "days", "日")
}
