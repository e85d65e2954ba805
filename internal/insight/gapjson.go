package insight

import "time"

// JSON gives how the incident was found and what would have found it.
// "delay_minutes" is below zero if it was found before it had an impact.
func (g *Gap) JSON(lang string) Object {
	w := &writer{lang: lang}
	reasons := []string{}
	for _, r := range []struct {
		holds bool
		name  string
	}{{g.Late, "late"}, {g.Outside, "found_outside"}, {g.Unknown, "unknown_detection"}} {
		if r.holds {
			reasons = append(reasons, r.name)
		}
	}
	missed, signals := []string{}, make([]Object, len(g.Missed))
	for i, s := range g.Missed {
		missed = append(missed, s.Metric)
		signals[i] = Object{{"metric", s.Metric}, {"shows", s.Shows}}
	}
	source := g.Incident.Entry.Detection.Source
	if source == "" {
		source = "unknown"
	}
	return w.withWhy(append(documentJSON(g.Incident.Entry),
		Member{"source", source},
		Member{"delay_minutes", w.number("delay_minutes", minutes(g.Delay))},
		Member{"threshold", number(quo(length(g.Incident.results.Policy.Detection.threshold()), length(time.Minute)))},
		Member{"is_gap", g.Is()},
		Member{"reasons", reasons},
		Member{"in_words", g.Why().In(lang)},
		Member{"missed_signals", missed},
		Member{"signals", signals},
		Member{"recommended_metrics", textsJSON(g.Recommended)},
		Member{"without_metric", textsJSON(g.Unmapped)},
	))
}

// JSON gives the gaps of all incidents, and the metrics to add next.
func (g *Gaps) JSON(lang string) Object {
	list, next := make([]Object, len(g.All)), make([]Object, len(g.Next))
	for i, x := range g.All {
		list[i] = x.JSON(lang)
	}
	for i, n := range g.Next {
		next[i] = Object{
			{"metric", n.Metric},
			{"missed_in", incidentIDs(n.Missed)},
			{"suits_category_of", incidentIDs(n.Suits)},
			{"incidents", len(n.Incidents())},
			{"delay_minutes", number(quo(n.Delay, sixty))},
			{"bad_minutes", number(n.BadMinutes)},
			{"undated", n.Undated},
		}
	}
	return Object{{"detection", list}, {"found_before_impact", g.Early}, {"next_metrics", next}}
}
