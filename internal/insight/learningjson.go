package insight

import (
	"math"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// JSON gives the record. "moving_average" begins at 0.8, which is no try.
func (r Record) JSON(lang string) Object {
	w := &writer{lang: lang}
	tries := make([]Object, len(r.Tries))
	for i, t := range r.Tries {
		var on, incident any
		if t.On.Known {
			on = dayText(t.On)
		}
		if t.Incident != nil {
			incident = t.Incident.ID
		}
		tries[i] = Object{{"on", on}, {"success", t.Success}, {"incident", incident}, {"told_by", t.Told.Path()}, {"note", t.Note}}
	}
	return w.withWhy(Object{
		{"tries", len(r.Tries)},
		{"helped", r.Helped},
		{"rate", w.number("rate", r.Rate)},
		{"at_least", w.bound("at_least", r.AtLeast)},
		{"at_most", w.bound("at_most", r.AtMost)},
		{"moving_average", w.number("moving_average", r.Recent)},
		{"expected", bound(known(r.Expected))},
		{"low", bound(known(r.Low))},
		{"high", bound(known(r.High))},
		{"in_words", r.Sentence().In(lang)},
		{"outcomes", tries},
	})
}

// Sentence says the record in words: "7 of 9 (80 % interval 49–87 %)".
func (r Record) Sentence() diag.Text {
	if !r.Rate.Known {
		return untried
	}
	low, high := int(r.Low*100), int(math.Ceil(r.High*100)) // rounded outwards: the interval holds at least 80 %
	return diag.Say("%d of %d (80 %% interval %d–%d %%)", "%[2]d回中%[1]d回（80%%区間 %[3]d–%[4]d%%）", r.Helped, len(r.Tries), low, high)
}

// JSON gives the remedy. "solution" is null for a runbook.
func (m *Remedy) JSON(lang string) Object {
	var solution, runbook any
	if m.Solution != nil {
		solution = Object{{"id", m.Solution.ID}, {"title", m.Solution.Title}}
	}
	if m.Runbook != nil {
		runbook = m.Runbook.ID
	}
	return append(documentJSON(m.Entry),
		Member{"kind", m.Entry.Kind}, Member{"solution", solution}, Member{"runbook", runbook},
		Member{"causes", textsJSON(m.Causes)}, Member{"record", m.Record.JSON(lang)})
}

// JSON gives the remedies of known issues and runbooks, and their ranking by
// known issue and cause, the best first: as places in "remedies".
func (s *Solutions) JSON(lang string) Object {
	place := map[*Remedy]int{}
	remedies, runbooks := make([]Object, len(s.Remedies)), make([]Object, len(s.Runbooks))
	symptoms := []Object{}
	for i, m := range s.Remedies {
		place[m] = i
		remedies[i] = m.JSON(lang)
	}
	places := func(list []*Remedy) []int {
		out := make([]int, len(list))
		for i, m := range list {
			out[i] = place[m]
		}
		return out
	}
	for i, m := range s.Remedies {
		if i == 0 || s.Remedies[i-1].Entry != m.Entry {
			symptoms = append(symptoms, Object{{"known_issue", m.Entry.ID}, {"ranking", places(s.Ranked(m.Entry))}})
		}
	}
	for i, m := range s.Runbooks {
		runbooks[i] = m.JSON(lang)
	}
	causes, unplaced := make([]Object, len(s.Causes)), make([]Object, len(s.Unplaced))
	for i, c := range s.Causes {
		causes[i] = Object{{"cause", c.Cause}, {"ranking", places(c.Remedies)}}
	}
	for i, u := range s.Unplaced {
		unplaced[i] = append(documentJSON(u.Incident), Member{"solution", u.Text})
	}
	return Object{
		{"prior", Object{{"helped", bound(known(s.Prior.Helped))}, {"failed", bound(known(s.Prior.Failed))}, {"own", s.Prior.Own}}},
		{"remedies", remedies}, {"runbooks", runbooks},
		{"by_symptom", symptoms}, {"by_cause", causes}, {"unplaced", unplaced},
	}
}

// JSON gives the scorecard by number.
func (s *Scorecard) JSON(lang string) Object {
	items := make([]Object, len(s.Scores))
	for i, x := range s.Scores {
		w := &writer{lang: lang}
		failing := make([]Object, len(x.Failing))
		for j, f := range x.Failing {
			var entry any
			if f.Entry != nil {
				entry = documentJSON(f.Entry)
			}
			failing[j] = Object{{"document", entry}, {"part", f.Part}, {"why", f.Why.In(lang)}}
		}
		o := Object{
			{"number", x.Number}, {"stage", x.Stage}, {"item", x.Item.In(lang)}, {"target", x.Target.In(lang)},
			{"state", x.Check.String()}, {"done", x.Done}, {"of", x.Of},
		}
		if x.Of > 0 {
			o = append(o, Member{"share", number(x.Share.V)})
			if x.Why.En != "" {
				w.why = append(w.why, Member{"state", x.Why.In(lang)})
			}
		} else {
			o = append(o, Member{"share", w.null("share", x.Why)})
		}
		items[i] = w.withWhy(append(o, Member{"failing", failing}))
	}
	return Object{{"since", dayText(dateOf(s.From))}, {"stage", s.Current()}, {"items", items}}
}

// JSON gives the seven links, with the first that is missing.
func (l *Loop) JSON(lang string) Object {
	var next any
	if n := l.Next(); n != nil {
		next = n.ID
	}
	list := make([]Object, len(l.Links))
	for i, k := range l.Links {
		list[i] = Object{{"link", k.ID}, {"state", k.Check.String()}, {"why", k.Why.In(lang)}, {"by", idsJSON(k.By)}}
	}
	return append(documentJSON(l.Incident.Entry), Member{"next", next}, Member{"links", list})
}

// JSON gives the loops of all incidents with the counts of each link.
func (l *Loops) JSON(lang string) Object {
	counts, list := make([]Object, len(l.Counts)), make([]Object, len(l.All))
	for i, c := range l.Counts {
		counts[i] = Object{
			{"link", c.Name.ID}, {Met.String(), c.Met}, {Missing.String(), c.Missing}, {NotApplicable.String(), c.NotApplicable}, {"next_step_of", c.First},
		}
	}
	for i, x := range l.All {
		list[i] = x.JSON(lang)
	}
	return Object{{"closed", l.Closed}, {"counts", counts}, {"incidents", list}}
}

// JSON gives the effect of prevention. Rates are incidents in 90 days.
func (e *Effect) JSON(lang string) Object {
	w := &writer{lang: lang}
	day := func(d facet.Date) any {
		if !d.Known {
			return nil
		}
		return dayText(d)
	}
	return w.withWhy(Object{
		{"cause", e.Cause}, {"incidents", incidentIDs(e.Incidents)}, {"bad_minutes", number(e.BadMinutes)},
		{"closed", e.Closed}, {"open", e.Open}, {"first_closed", day(e.First)}, {"last_closed", day(e.Last)},
		{"before", e.Before}, {"after", e.After}, {"days_before", e.DaysBefore}, {"days_after", e.DaysAfter},
		{"before_per_90_days", w.number("before_per_90_days", e.RateBefore)}, {"after_per_90_days", w.number("after_per_90_days", e.RateAfter)},
		{"ratio", w.number("ratio", e.Ratio)}, {"low", w.bound("low", e.Low)}, {"high", w.bound("high", e.High)},
		{"despite", incidentIDs(e.Despite)},
	})
}

// JSON gives the graph of causes: edges name their causes by place in "nodes".
func (s *Systemic) JSON() Object {
	place := map[*CauseNode]int{}
	nodes, edges := make([]Object, len(s.Nodes)), make([]Object, len(s.Edges))
	for i, n := range s.Nodes {
		place[n] = i
	}
	places := func(list []*CauseNode) []int {
		out := make([]int, len(list))
		for i, n := range list {
			out[i] = place[n]
		}
		return out
	}
	for i, n := range s.Nodes {
		nodes[i] = Object{
			{"cause", n.Word}, {"name", n.Name}, {"layer", string(n.Layer)}, {"incidents", incidentIDs(n.Incidents)}, {"services", textsJSON(n.Services)},
			{"bad_minutes", number(n.BadMinutes)}, {"technical", places(n.Technical)}, {"latent", n.Latent()},
		}
	}
	for i, e := range s.Edges {
		kind := "together"
		if e.Because {
			kind = "because"
		}
		edges[i] = Object{{"from", place[e.From]}, {"to", place[e.To]}, {"kind", kind}, {"incidents", e.Incidents}}
	}
	cycles := make([][]int, len(s.Cycles))
	for i, c := range s.Cycles {
		cycles[i] = places(c)
	}
	return Object{{"nodes", nodes}, {"edges", edges}, {"cycles", cycles}, {"latent", places(s.Latent)}}
}
