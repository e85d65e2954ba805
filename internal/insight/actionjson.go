package insight

import (
	"math/big"
	"slices"
	"strconv"
	"time"

	"github.com/debrief-dev/debrief/internal/facet"
)

// ActionKeys are the keys of an item's JSON, in order, but for "why".
func ActionKeys() []string {
	var keys []string
	for _, m := range (&Action{Item: &facet.Action{}}).JSON("en") {
		if m.Key != "why" {
			keys = append(keys, m.Key)
		}
	}
	return keys
}

// JSON gives the item as `debrief actions --format json` prints it. A fact
// that is not known is null; the reasons for figures that are null stand under
// "why". Dates that are days are written as such, those of commits and tickets
// as times.
func (a *Action) JSON(lang string) Object {
	w := &writer{lang: lang}
	var document any
	if a.Entry != nil {
		document = a.Entry.ID
	}
	o := Object{
		{"id", orNull(a.Item.ID)},
		{"path", a.Path},
		{"line", orNull(a.Line)},
		{"document", document},
		{"text", a.Item.Text},
		{"state", string(a.State)},
		{"owner", orNull(a.Item.Owner)},
		{"due", dayOrNull(a.Due)},
		{"priority", orNull(a.Item.Priority)},
		{"term", orNull(a.Item.Term)},
		{"ticket", orNull(a.Item.Ticket)},
		{"opened_at", a.Opened.json()},
		{"opened_from", orNull(string(a.Opened.From))},
		{"closed_at", a.Ended.json()},
		{"closed_from", orNull(string(a.Ended.From))},
		{"opened_by", orNull(a.Opened.By)},
		{"closed_by", orNull(a.Ended.By)},
		{"opened_commit", orNull(a.Opened.Commit)},
		{"closed_commit", orNull(a.Ended.Commit)},
		{"reopened", a.Reopened},
		{"age_days", w.days("age_days", a.Age)},
		{"overdue_days", w.days("overdue_days", a.overdueDays())},
	}
	if len(w.why) > 0 {
		o = append(o, Member{"why", w.why})
	}
	return o
}

func (a *Action) overdueDays() Figure[int] {
	switch {
	case a.State == facet.Unknown:
		return absent[int](unknownAge)
	case !a.Open():
		return absent[int](notOpen)
	case !a.Due.Known:
		return absent[int](noDueDate)
	}
	return known(a.Overdue)
}

func orNull[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

func dayOrNull(d facet.Date) any {
	if !d.Known {
		return nil
	}
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

func (m Moment) json() any {
	if m.At.IsZero() {
		return dayOrNull(m.Day)
	}
	return m.At.Format(time.RFC3339)
}

func (w *writer) days(path string, f Figure[int]) any {
	if !f.Known {
		return w.null(path, f.Why)
	}
	return f.V
}

// states are all states of items, in the order in which figures list them.
var states = []facet.Status{facet.Open, facet.InProgress, facet.Blocked, facet.Done, facet.WontDo, facet.Unknown, Removed}

// JSON gives the figures as the "totals" of `debrief actions --format json`.
// Shares are 0–1; those of survival are what is still open at an age.
func (f AgeingFigures) JSON(lang string) Object {
	w := &writer{lang: lang}
	var byState Object
	for _, s := range states {
		byState = append(byState, Member{string(s), f.ByState[s]})
	}
	o := Object{
		{"items", f.Items},
		{"open", f.Open},
		{"overdue", f.Overdue},
		{"overdue_share", w.number("overdue_share", f.OverdueShare)},
		{"states", byState},
		{"recorded_done", f.Recorded},
		{"open_without_age", f.NoAge},
		{"buckets", bucketsJSON(f.Buckets)},
		{"attainment", w.attainment("attainment", f.Attainment)},
		{"attainment_by_priority", w.priorities(f.ByPriority)},
		{"time_to_close", w.survival(f.Survival)},
		{"backlog", w.backlog(f.Backlog)},
		{"quality", w.quality(f.Quality)},
	}
	if len(w.why) > 0 {
		o = append(o, Member{"why", w.why})
	}
	return o
}

func bucketsJSON(list []Bucket) []Object {
	out := make([]Object, len(list))
	for i, b := range list {
		var to any
		if b.To >= 0 {
			to = b.To
		}
		out[i] = Object{{"from_days", b.From}, {"to_days", to}, {"items", b.Items}}
	}
	return out
}

func (w *writer) attainment(path string, a Attainment) Object {
	return Object{
		{"due", a.Due}, {"in_time", a.InTime}, {"late", a.Late}, {"overdue", a.Overdue}, {"share", w.number(path+".share", a.Share)},
	}
}

func (w *writer) priorities(list []Attainment) []Object {
	out := make([]Object, len(list))
	for i, a := range list {
		path := "attainment_by_priority." + strconv.Itoa(i)
		out[i] = slices.Concat(Object{{"priority", orNull(a.Priority)}}, w.attainment(path, a))
	}
	return out
}

func (w *writer) survival(s Survival) Object {
	const path = "time_to_close."
	steps := make([]Object, len(s.Steps))
	for i, step := range s.Steps {
		steps[i] = Object{
			{"age_days", step.Age}, {"at_risk", step.AtRisk}, {"closed", step.Closed},
			{"open_share", number(step.Open)}, {"low", bound(step.From)}, {"high", bound(step.To)},
		}
	}
	return Object{
		{"items", s.Items}, {"closed", s.Closed},
		{"median_days", w.days(path+"median_days", s.Median)},
		{"median_low_days", w.days(path+"median_low_days", s.MedianFrom)},
		{"median_high_days", w.days(path+"median_high_days", s.MedianTo)},
		{"restricted_mean_days", w.number(path+"restricted_mean_days", s.Mean)},
		{"longest_days", s.Longest},
		{"closed_only_mean_days", w.number(path+"closed_only_mean_days", s.ClosedMean)},
		{"steps", steps},
	}
}

// bound writes an end of an interval with six decimals.
func (w *writer) bound(path string, f Figure[float64]) any {
	if !f.Known {
		return w.null(path, f.Why)
	}
	return bound(f)
}

// bound is the same where another figure tells why it is absent.
func bound(f Figure[float64]) any {
	if !f.Known {
		return nil
	}
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(f.V, 'f', maxDigits, 64))
	return number(r)
}

func (w *writer) backlog(b Backlog) Object {
	points := make([]Object, len(b.Points))
	for i, p := range b.Points {
		points[i] = Object{{"day", dayOrNull(p.Day)}, {"opened", p.Opened}, {"closed", p.Closed}, {"dropped", p.Dropped}, {"open", p.Open()}}
	}
	return Object{
		{"net_per_week", w.number("backlog.net_per_week", b.Net)},
		{"weeks_to_clear", w.number("backlog.weeks_to_clear", b.Weeks)},
		{"undated", b.Undated},
		{"points", points},
	}
}

func (w *writer) quality(q Quality) Object {
	var types Object
	for _, t := range q.Types {
		name := t.Type
		if name == "" {
			name = "none"
		}
		types = append(types, Member{name, t.Items})
	}
	return slices.Concat(Object{{"items", q.Items}}, w.group("quality", []named{
		{"owner_share", q.Owner}, {"due_share", q.Due}, {"type_share", q.Type}, {"ticket_share", q.Ticket},
	}), Object{{"types", types}})
}
