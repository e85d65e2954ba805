package insight

import (
	"encoding/json"
	"strconv"
	"time"
)

// JSON gives the replay of a series. What is absent is null; "why" then says
// the reason under its key.
func (p *SeriesReplay) JSON(lang string) Object {
	w := &writer{lang: lang}
	o := Object{
		{"metric", p.Series.Metric}, {"service", optionalText(p.Service)}, {"label", optionalText(p.Series.Label)}, {"path", p.Series.Path},
		{"unit", p.unitJSON(w)},
		{"timezone", p.Zone.String()}, {"from", p.From.Format(time.RFC3339Nano)}, {"to", p.To.Format(time.RFC3339Nano)},
		{"values", len(p.Series.Values)}, {"values_outside_incidents", p.Calm},
		{"policy", Object{
			{"sigma", json.Number(metricNumber(p.policy.Sigma))}, {"min_weeks", p.policy.MinWeeks}, {"persist", p.policy.Persist},
			{"method", p.policy.Method}, {"lead_in_seconds", number(secondsIn(p.policy.LeadIn))}, {"contamination", json.Number(metricNumber(p.policy.Contamination))},
		}},
		{"hours_with_bounds", p.Table.KnownCells()},
		{"incidents", p.windowsJSON(w)},
	}
	rules := make([]Object, len(p.Rules))
	for i, r := range p.Rules {
		rules[i] = r.json(lang)
	}
	o = append(o, Member{"rules", rules}, Member{"trend", p.trendJSON(w)})
	if len(w.why) > 0 {
		o = append(o, Member{"why", w.why})
	}
	return o
}

// unitJSON is the unit of the values, null if none is stated.
func (p *SeriesReplay) unitJSON(w *writer) any {
	if p.Series.Unit == "" {
		return w.null("unit", noUnit)
	}
	return p.Series.Unit
}

func (p *SeriesReplay) windowsJSON(w *writer) any {
	if !p.Windows.Known {
		return w.null("incidents", p.Windows.Why)
	}
	list := []Object{}
	for i, window := range p.Windows.V {
		var detected any
		if window.Detected.Known {
			detected = window.Detected.V.In(p.Zone).Format(time.RFC3339Nano)
		} else {
			detected = w.null("incidents."+strconv.Itoa(i)+".detected_at", window.Detected.Why)
		}
		list = append(list, Object{
			{"id", window.Incident.Entry.ID}, {"from", window.From.In(p.Zone).Format(time.RFC3339Nano)}, {"to", window.To.In(p.Zone).Format(time.RFC3339Nano)},
			{"detected_at", detected},
		})
	}
	return list
}

func (r RuleReplay) json(lang string) Object {
	w := &writer{lang: lang}
	o := Object{{"id", r.ID}, {"name", r.Name.In(lang)}, {"role", string(r.Role)}}
	if r.Why.En != "" {
		for _, key := range []string{"false_values", "false_alerts", "false_alerts_per_week", "weeks", "incidents"} {
			o = append(o, Member{key, nil})
		}
		return append(o, Member{"why", Object{{"incidents", r.Why.In(lang)}}})
	}
	o = append(o, Object{
		{"false_values", r.FalseValues}, {"false_alerts", r.FalseAlerts},
		{"false_alerts_per_week", w.number("false_alerts_per_week", r.PerWeek)}, {"weeks", w.number("weeks", r.Weeks)},
	}...)
	list := []Object{}
	for i, a := range r.Alerts {
		path := "incidents." + strconv.Itoa(i)
		var first any
		if a.First.Known {
			first = a.First.V.Format(time.RFC3339Nano)
		} else {
			first = w.null(path+".first_alert_at", a.First.Why)
		}
		list = append(list, Object{{"id", a.Window.Incident.Entry.ID}, {"first_alert_at", first}, {"lead_minutes", w.number(path+".lead_minutes", minutes(a.Lead))}})
	}
	o = append(o, Member{"incidents", list})
	if len(w.why) > 0 {
		o = append(o, Member{"why", w.why})
	}
	return o
}

func (p *SeriesReplay) trendJSON(w *writer) any {
	if !p.Trend.Known {
		return w.null("trend", p.Trend.Why)
	}
	t := p.Trend.V
	direction := "rising"
	if t.Falling {
		direction = "falling"
	}
	float := func(v float64) json.Number { return json.Number(metricNumber(v)) }
	return Object{
		{"at", t.At.Format(time.RFC3339Nano)}, {"limit", json.Number(exact(t.Limit))}, {"unit", optionalText(t.Unit)}, {"direction", direction}, {"window_seconds", number(secondsIn(t.Window))},
		{"level", float(t.Level)}, {"slope_per_hour", float(t.Slope)}, {"slope_low_per_hour", float(t.Low)}, {"slope_high_per_hour", float(t.High)},
		{"to_limit_seconds", w.number("trend.to_limit_seconds", t.ToLimit)}, {"soonest_seconds", w.number("trend.soonest_seconds", t.Soonest)},
		{"latest_seconds", w.number("trend.latest_seconds", t.Latest)},
	}
}
