package insight

import "strconv"

// float writes a float with at most six decimals.
func (w *writer) float(path string, f Figure[float64]) any {
	if !f.Known {
		return w.null(path, f.Why)
	}
	return w.number(path, Rounded(f.V))
}

// close adds the reasons for what is null, if there are any.
func (w *writer) close(o Object) Object {
	if len(w.why) > 0 {
		o = append(o, Member{"why", w.why})
	}
	return o
}

// JSON gives the times of incidents to a milestone as an object; lengths of
// time are seconds.
func (t TimeTo) JSON(lang string) Object {
	w := &writer{lang: lang}
	d := t.Figures
	o := Object{{"name", t.Name}, {"unit", "seconds"}, {"n", d.N}}
	for _, q := range d.quantities() {
		o = append(o, Member{q.key, w.number(q.key, q.q)})
	}
	incidents := make([]Object, len(t.Spells))
	for i, s := range t.Spells {
		incidents[i] = Object{{"id", s.Incident.Entry.ID}, {"path", s.Incident.Entry.Path()}, {"seconds", number(s.Seconds)}}
	}
	return w.close(append(o,
		Member{"geometric_mean", w.float("geometric_mean", d.Geometric)},
		Member{"before_impact", t.Early}, Member{"ongoing", t.Ongoing}, Member{"unknown", t.Missing},
		Member{"incidents", incidents},
	))
}

func (d Distribution) quantities() []named {
	return []named{
		{"median", d.Median}, {"median_low", d.Low}, {"median_high", d.High}, {"p25", d.P25}, {"p75", d.P75}, {"p90", d.P90},
		{"min", d.Min}, {"max", d.Max}, {"mean", d.Mean},
	}
}

// JSON gives the change of a median as an object, in seconds.
func (c MedianChange) JSON(lang string) Object {
	w := &writer{lang: lang}
	return w.close(Object{
		{"unit", "seconds"}, {"n", c.N}, {"n_before", c.Before},
		{"difference", w.number("difference", c.Difference)},
		{"low", w.number("low", c.Low)}, {"high", w.number("high", c.High)},
		{"verdict", string(c.Verdict)}, {"sentence", c.Sentence().In(lang)},
	})
}

// JSON gives the incidents of a month as an object.
func (m MonthCount) JSON() Object {
	o := Object{{"month", m.Month.Label}, {"incidents", m.All()}}
	for severity := 1; severity <= 5; severity++ {
		o = append(o, Member{"sev" + strconv.Itoa(severity), m.BySeverity[severity]})
	}
	return append(o, Member{"without_severity", m.BySeverity[0]}, Member{"near_misses", m.NearMisses})
}
