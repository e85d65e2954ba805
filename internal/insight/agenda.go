package insight

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// AppointmentKind is what an appointment is for.
type AppointmentKind string

// The kinds.
const (
	ForMaintenance AppointmentKind = "maintenance"
	ForAction      AppointmentKind = "action"
	ForReview      AppointmentKind = "review"
	ForExercise    AppointmentKind = "exercise"
)

// Appointment is a day or a time on which something of a document is to be done.
type Appointment struct {
	Kind  AppointmentKind
	Entry *corpus.Entry
	Title string // of the document; the text of an action item
	Owner string // empty if nobody is named
	Item  string // id of the action item; empty for other appointments

	At       time.Time // of a whole day its midnight, in the zone that the day is of
	WholeDay bool
	Length   time.Duration // that it is planned to take; 0 if that is not stated

	// Key tells the appointment from all others, and stays while its day moves
	// or its file does: of what recurs, each occurrence has its own. That of an
	// action item is its id, which is made of its text if it is given none.
	Key string
}

// Agenda gives what is to be done, by time, kind and key: open action items with
// a due date, documents that name the day of their next review, and of
// maintenance and experiments with a schedule what is due, with the occurrences
// of the next 90 days. What is late stands on the day on which it was due. A
// task that comes more than a hundred times in 90 days is left out: nobody plans
// it in a calendar.
func (r *Results) Agenda() []Appointment {
	var list []Appointment
	if r.corpus == nil {
		return nil
	}
	for _, a := range r.all {
		if at, ok := r.plannedDay(a.Due); ok && a.Open() && a.Entry != nil {
			list = append(list, Appointment{Kind: ForAction, Entry: a.Entry, Title: a.Item.Text, Owner: a.Item.Owner, Item: a.Item.ID, At: at, WholeDay: true, Key: keyOf(a.Entry) + "#" + a.Item.ID})
		}
	}
	for _, e := range r.corpus.Entries {
		if review, ok := r.Review(e); ok {
			if at, ok := r.plannedDay(review.Due); ok {
				list = append(list, Appointment{Kind: ForReview, Entry: e, At: at, WholeDay: true, Key: keyOf(e)})
			}
		}
		list = append(list, r.maintenanceDays(e)...)
		list = append(list, r.exerciseDays(e)...)
	}
	for i, a := range list {
		list[i].Title, list[i].Owner = cmp.Or(a.Title, a.Entry.Title), cmp.Or(a.Owner, a.Entry.Owner)
	}
	slices.SortStableFunc(list, func(a, b Appointment) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Key, b.Key))
	})
	return list
}

func keyOf(e *corpus.Entry) string { return e.Kind + ":" + corpus.Fold(e.ID) }

// plannedDay is the midnight of a day in the site's zone. It is not ok if
// nothing can be planned for the day.
func (r *Results) plannedDay(day facet.Date) (time.Time, bool) {
	return midnight(day.Year, day.Month, day.Day, r.Policy.zone()), day.Known && Plausible(day.Year)
}

func (r *Results) maintenanceDays(e *corpus.Entry) []Appointment {
	t := r.Task(e)
	if t == nil || t.More || !t.Due.Known {
		return nil
	}
	days := t.Upcoming
	if !t.Due.V.After(r.Now) {
		days = append([]time.Time{t.Due.V}, days...)
	}
	return occurrences(Appointment{Kind: ForMaintenance, Entry: e, WholeDay: t.WholeDay, Length: e.Maintenance.Duration.D}, days)
}

// exerciseDays are the occurrences of an experiment with a schedule. It counts
// from the last run that told something, else from the document's day. One that
// was aborted is not planned again.
func (r *Results) exerciseDays(e *corpus.Entry) []Appointment {
	if e.Experiment == nil || !e.Experiment.Schedule.Given() || e.Status == "aborted" {
		return nil
	}
	cadence, fault := ReadSchedule(e.Experiment.Schedule)
	if fault.is() {
		return nil
	}
	last := r.exercise(e).Last
	from := facet.DecodeDate(e.Value().Field("created"))
	if last.Known {
		from = last.V.On
	}
	table, ok := cadence.On(r.zoneOf(e), from)
	if !ok {
		return nil
	}
	days, more := table.Between(r.Now, r.Now.AddDate(0, 0, upcomingDays), mostUpcoming)
	if more {
		return nil
	}
	if last.Known {
		due, ok := table.Next(midnight(from.Year, from.Month, from.Day+1, table.Zone).Add(-1))
		if ok && !due.After(r.Now) {
			days = append([]time.Time{due}, days...)
		}
	}
	return occurrences(Appointment{Kind: ForExercise, Entry: e, WholeDay: !table.Clock, Length: e.Experiment.Duration.D}, days)
}

// occurrences gives an appointment for each of the days.
func occurrences(like Appointment, days []time.Time) []Appointment {
	list := make([]Appointment, len(days))
	for i, at := range days {
		list[i] = like
		list[i].At, list[i].Key = at, keyOf(like.Entry)+"@"+strconv.FormatInt(at.Unix(), 10)
	}
	return list
}

// JSON gives the appointment: "day" for a whole day, else "at".
func (a Appointment) JSON() Object {
	o := Object{{"kind", string(a.Kind)}, {"document", a.Entry.ID}, {"path", a.Entry.Path()}, {"title", a.Title}, {"owner", orNull(a.Owner)}}
	if a.WholeDay {
		return append(o, Member{"day", a.At.Format(time.DateOnly)}, Member{"at", nil}, Member{"length_seconds", nil})
	}
	var length any
	if a.Length > 0 {
		length = int64(a.Length / time.Second)
	}
	return append(o, Member{"day", nil}, Member{"at", a.At.Format(time.RFC3339)}, Member{"length_seconds", length})
}
