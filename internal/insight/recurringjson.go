package insight

// JSON gives how often incidents come back, as an object.
func (x *Recurring) JSON(lang string) Object {
	w := &writer{lang: lang}
	avoidable := []Object{}
	for _, a := range x.Avoidable {
		actions := []Object{}
		for _, open := range a.Actions {
			actions = append(actions, open.json(lang))
		}
		avoidable = append(avoidable, append(a.json(lang), Member{"actions", actions}, Member{"sentence", a.Sentence().In(lang)}))
	}
	pairs := []Object{}
	for _, p := range x.Pairs {
		pairs = append(pairs, p.json(lang))
	}
	quiet := []Object{}
	for _, q := range x.Quiet {
		quiet = append(quiet, Object{{"cause", q.Cause}, {"days", q.Days}, {"incidents", q.Incidents}, {"last", q.Last.Entry.ID}})
	}
	between := Object{{"n", x.Between.N}}
	for _, q := range x.Between.quantities() {
		between = append(between, Member{q.key, w.number("seconds_between."+q.key, q.q)})
	}
	return w.close(Object{
		{"all", x.All.JSON(lang)}, {"by_cause", ratesJSON(x.ByCause, lang)}, {"by_service", ratesJSON(x.ByService, lang)},
		{"avoidable", avoidable}, {"repeats", pairs}, {"repeat_free_days", quiet}, {"seconds_between", between},
	})
}

func ratesJSON(list []RepeatRate, lang string) []Object {
	out := []Object{}
	for _, x := range list {
		out = append(out, x.JSON(lang))
	}
	return out
}

// JSON gives a rate as an object; share and bounds are 0–1.
func (x RepeatRate) JSON(lang string) Object {
	w := &writer{lang: lang}
	var o Object
	if x.Name != "" {
		o = Object{{"name", x.Name}}
	}
	return w.close(append(o,
		Member{"incidents", x.Incidents}, Member{"repeats", x.Repeats}, Member{"stated", x.Stated},
		Member{"share", w.number("share", x.Share)}, Member{"low", w.float("low", x.Low)}, Member{"high", w.float("high", x.High)},
	))
}

func (p RepeatPair) json(lang string) Object {
	return Object{
		{"incident", p.Repeat.Entry.ID}, {"path", p.Repeat.Entry.Path()}, {"repeats", p.Earlier.Entry.ID}, {"repeats_path", p.Earlier.Entry.Path()},
		{"stated", p.Stated}, {"because", p.Why().In(lang)},
	}
}

func (a OpenAction) json(lang string) Object {
	w := &writer{lang: lang}
	var overdue any
	if a.Overdue.Known {
		overdue = a.Overdue.V
	} else {
		overdue = w.null("days_overdue", a.Overdue.Why)
	}
	return w.close(Object{{"id", a.Action.Item.ID}, {"path", a.Action.Path}, {"text", a.Action.Item.Text}, {"days_overdue", overdue}})
}
