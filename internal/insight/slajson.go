package insight

import (
	"fmt"
	"time"

	"github.com/debrief-dev/debrief/internal/facet"
)

// JSON gives the report as an object.
func (s *SLAReport) JSON(lang string) Object {
	budgets := make([]Object, len(s.Budgets))
	for i, b := range s.Budgets {
		budgets[i] = append(Object{{"kind", b.Kind}}, b.JSON(lang)...)
	}
	uncounted := []string{}
	for _, in := range s.Uncounted {
		uncounted = append(uncounted, in.Entry.ID)
	}
	work := []Object{}
	for _, m := range s.Maintenance {
		work = append(work, Object{{"task", m.Task.ID}, {"on", isoDay(m.Execution.On)}, {"status", m.Execution.Status}})
	}
	return Object{
		{"service", s.Service.ID}, {"period", s.Period.Label}, {"zone", s.Zone.String()},
		{"from", s.Period.From.Format(time.RFC3339)}, {"to", s.Period.To.Format(time.RFC3339)}, {"running", s.Running},
		{"objectives", budgets}, {"downtime", s.downtimeJSON(s.Downtime)}, {"excluded", s.downtimeJSON(s.Excluded)},
		{"uncounted", uncounted}, {"maintenance", work},
	}
}

func (s *SLAReport) downtimeJSON(list []Downtime) []Object {
	out := []Object{}
	for _, d := range list {
		out = append(out, Object{
			{"incident", d.Incident.Entry.ID}, {"path", d.Incident.Entry.Path()},
			{"from", d.From.In(s.Zone).Format(time.RFC3339)}, {"to", d.To.In(s.Zone).Format(time.RFC3339)}, {"live", d.Live},
			{"seconds", number(d.Seconds)}, {"bad_seconds", number(d.Bad)},
		})
	}
	return out
}

// isoDay writes a known day: 2026-01-31.
func isoDay(d facet.Date) string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// JSON gives the state as an object: the budget of the current period, those
// of other windows up to now and of the last twelve months, how fast the
// budget burns over look-backs that end now, and when it will be used up.
func (s ObjectiveState) JSON(lang string) Object {
	w := &writer{lang: lang}
	budgets := func(list []Budget) []Object {
		out := make([]Object, len(list))
		for i, b := range list {
			out[i] = b.JSON(lang)
		}
		return out
	}
	o := Object{{"current", s.Current.JSON(lang)}, {"windows", budgets(s.Windows)}, {"months", budgets(s.Months)}}
	if s.Burn.Known {
		var rates Object
		for _, r := range s.Burn.V {
			rates = append(rates, Member{r.Window, number(r.Rate)})
		}
		o = append(o, Member{"burn_rates", rates})
	} else {
		o = append(o, Member{"burn_rates", w.null("burn_rates", s.Burn.Why)})
	}
	var exhausted any
	if s.Exhausted.Known {
		exhausted = s.Exhausted.V.Format(time.RFC3339)
	} else {
		exhausted = w.null("exhausted_at", s.Exhausted.Why)
	}
	return w.close(append(o, Member{"exhausted_at", exhausted}, Member{"sentence", s.Sentence().In(lang)}))
}
