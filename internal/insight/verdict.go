package insight

import (
	"encoding/json"
	"math"
	"math/big"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
)

// PointVerdict is what the policy's threshold says of one value.
type PointVerdict struct {
	Replay  *SeriesReplay
	At      time.Time // in the zone of the series
	Value   *big.Rat
	Bounds  Bounds
	Anomaly Figure[bool] // absent if too few weeks are known
}

// Judge compares a value at a time with the values of its hour of the week that
// the series has from earlier weeks; the time may lie behind its end.
func (p *SeriesReplay) Judge(at time.Time, value *big.Rat) PointVerdict {
	v := PointVerdict{Replay: p, At: at.In(p.Zone), Value: value}
	clock := zoneClock{zone: p.Zone}
	own := clock.at(nanos(at))
	h := history{learner: p.newLearners(p.policy.Method)(own.cell), day: own.day}
	weeks := int32(-1 << 31)
	for i, place := range p.places {
		if place.cell != own.cell || place.day >= own.day || !p.calm[i] {
			continue
		}
		if place.day != weeks {
			h.finish()
			weeks = place.day
		}
		h.pending = append(h.pending, i)
	}
	h.finish()
	v.Bounds = h.bounds(p.policy, p.Series.NonNegative)
	if !v.Bounds.Known {
		v.Anomaly = absent[bool](diag.Say("values of this hour of the week from %s before, %d are needed", "この曜日・時間帯の過去の値が%s分しかない（%d週分必要）", diag.Amount(v.Bounds.Weeks, "week", "weeks", "週"), p.policy.MinWeeks))
		return v
	}
	f, _ := value.Float64()
	v.Anomaly = known(v.Bounds.outside(f))
	return v
}

// JSON gives the verdict.
func (v PointVerdict) JSON(lang string) Object {
	p := v.Replay
	o := Object{
		{"metric", p.Series.Metric}, {"service", optionalText(p.Service)}, {"label", optionalText(p.Series.Label)},
		{"at", v.At.Format(time.RFC3339Nano)}, {"value", json.Number(exact(v.Value))}, {"unit", optionalText(p.Series.Unit)},
		{"timezone", p.Zone.String()}, {"weekday", isoWeekday(v.At.Weekday())}, {"hour", v.At.Hour()},
		{"method", p.policy.Method}, {"sigma", json.Number(metricNumber(p.policy.Sigma))},
	}
	o = append(o, v.Bounds.members()...)
	if !v.Anomaly.Known {
		return append(o, Member{"anomaly", nil}, Member{"why", Object{{"anomaly", v.Anomaly.Why.In(lang)}}})
	}
	return append(o, Member{"anomaly", v.Anomaly.V})
}

// Words gives the verdict in a sentence.
func (v PointVerdict) Words() diag.Text {
	weekday, hour := weekdays[v.At.Weekday()], diag.Text{En: v.At.Format("15:00"), Ja: v.At.Format("15時台")}
	value, unit := exact(v.Value), v.Replay.Series.Unit
	if !v.Anomaly.Known {
		return diag.Say("no verdict: %s", "判定できません: %s", v.Anomaly.Why)
	}
	b := v.Bounds
	lower, upper := FormatMetric(b.Lower), withUnit(FormatMetric(b.Upper), unit)
	value = withUnit(value, unit)
	values, weeks := diag.Amount(b.Values, "value", "values", "点"), diag.Amount(b.Weeks, "week", "weeks", "週")
	if v.Anomaly.V {
		return diag.Say("anomaly: %s is outside %s – %s, which %s of %s from %s on in %s before give",
			"異常: %s は %s～%s の範囲外です（%[5]s%[6]s、過去%[7]s・%[4]sから算出）", value, lower, upper, values, weekday, hour, weeks)
	}
	return diag.Say("no anomaly: %s is within %s – %s, which %s of %s from %s on in %s before give",
		"正常: %s は %s～%s の範囲内です（%[5]s%[6]s、過去%[7]s・%[4]sから算出）", value, lower, upper, values, weekday, hour, weeks)
}

var weekdays = [...]diag.Text{
	{En: "Sunday", Ja: "日曜"}, {En: "Monday", Ja: "月曜"}, {En: "Tuesday", Ja: "火曜"}, {En: "Wednesday", Ja: "水曜"},
	{En: "Thursday", Ja: "木曜"}, {En: "Friday", Ja: "金曜"}, {En: "Saturday", Ja: "土曜"},
}

// FormatMetric writes a value of a metric for people: with four significant
// digits at least, thousands apart.
func FormatMetric(v float64) string {
	const most = 1e15 // beyond it, digits help nobody
	size := math.Abs(v)
	if size >= most || size > 0 && size < 1/most {
		return metricNumber(v)
	}
	digits := 3
	if size > 0 {
		digits = max(0, 3-int(math.Floor(math.Log10(size))))
	}
	return FormatNumber(new(big.Rat).SetFloat64(v), digits)
}
