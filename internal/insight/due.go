package insight

import (
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// actionTerms are the days of PagerDuty's postmortem guide: fifteen for a
// Sev-1, thirty for a Sev-2.
var actionTerms = map[string]int{"sev1": 15, "sev2": 30}

// ActionTerm is the days within which actions after an incident of a severity
// are to be done.
func (p Policy) ActionTerm(severity string) (days int, known bool) {
	terms := p.ActionTerms
	if terms == nil {
		terms = actionTerms
	}
	days, known = terms[severity]
	return days, known
}

// DaysBeyondPolicy tells how many days after the policy's last day an action
// is due: the term of the incident's severity counts from the day on which the
// action was created, else the postmortem was published, else the incident was
// resolved. It is not ok where one of them is missing or the action is due in
// time.
func (r *Results) DaysBeyondPolicy(incident *corpus.Entry, a facet.Action) (days int, ok bool) {
	term, known := r.Policy.ActionTerm(incident.Severity)
	if !known || !a.Due.Known {
		return 0, false
	}
	base, known := a.Created, a.Created.Known
	if !known {
		base, known = r.day(incident, incident.Times.Published)
	}
	if !known {
		base, known = r.day(incident, incident.Times.Resolved)
	}
	days = daysBetween(base, a.Due) - term
	return days, known && days > 0
}

// day is the calendar day of an instant in the zone of a document.
func (r *Results) day(e *corpus.Entry, at facet.Instant) (facet.Date, bool) {
	return r.Policy.day(e, at)
}

func (p Policy) day(e *corpus.Entry, at facet.Instant) (facet.Date, bool) {
	zone := e.Times.Zone
	if zone == nil {
		zone = p.zone()
	}
	y, m, d := at.Time.In(zone).Date()
	known := at.Known && Plausible(at.Time.Year())
	return facet.Date{Year: y, Month: m, Day: d, Known: known}, known
}

// Days counts the calendar days from one known day to another.
func Days(from, to facet.Date) int { return daysBetween(from, to) }

// daysBetween counts calendar days, which have no zone and no daylight saving.
// Time.Sub would cut what is longer than 292 years.
func daysBetween(from, to facet.Date) int {
	start := time.Date(from.Year, from.Month, from.Day, 0, 0, 0, 0, time.UTC)
	end := time.Date(to.Year, to.Month, to.Day, 0, 0, 0, 0, time.UTC)
	return int((end.Unix() - start.Unix()) / (24 * 60 * 60))
}
