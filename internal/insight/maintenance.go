package insight

import (
	"cmp"
	"math/big"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Task is a task of preventive maintenance and when it is due.
type Task struct {
	Entry      *corpus.Entry
	Unreadable Unreadable // why its schedule cannot be read; zero if it can

	// Last is the last success up to now; the executions after it, which
	// change nothing about what is due, are counted.
	Last            Figure[facet.Execution]
	Failed, Skipped int

	// Due is the first occurrence after the last success; of a task that never
	// succeeded, the first of all. It is in the zone of the schedule.
	Due      Figure[time.Time]
	WholeDay bool     // it is due on a day, of which Due is the first instant
	Grace    Quantity // seconds
	// PastGrace is now − due − grace in seconds, below zero before that; a whole
	// day is due at its end.
	PastGrace Quantity
	// Overdue is now − due in seconds, once the grace is over; else it is
	// absent.
	Overdue Quantity

	Upcoming []time.Time // the occurrences of the next 90 days, at most 100
	More     bool        // there are others in these days
}

const (
	upcomingDays = 90
	mostUpcoming = 100 // a task that comes more often than daily is no calendar entry
	mostGrace    = 7 * 24 * time.Hour
)

// Why a task has no due date, or is not overdue.
var (
	taskPaused   = diag.Text{En: "the task is paused", Ja: "タスクは一時停止中"}
	taskRetired  = diag.Text{En: "the task is retired", Ja: "タスクは廃止済み"}
	noBeginning  = diag.Text{En: "it never ran, and the schedule has no from", Ja: "実施記録がなく、スケジュールに from もない"}
	neverRan     = diag.Text{En: "no success is recorded", Ja: "成功の記録がない"}
	comesNoMore  = diag.Text{En: "the schedule has ended", Ja: "スケジュールは終了している"}
	withinGrace  = diag.Text{En: "within the grace", Ja: "猶予期間内"}
	notYetDue    = diag.Text{En: "not due yet", Ja: "期限前"}
	noSchedule   = diag.Text{En: "it has no schedule", Ja: "スケジュールがない"}
	tenthPeriod  = diag.Text{En: "10 % of the period, at most 7 days", Ja: "周期の10%、最大7日"}
	statedGrace  = diag.Text{En: "stated", Ja: "文書に記載"}
	lastOccasion = diag.Text{En: "it is the last occurrence", Ja: "最後の回"}
)

// Maintenance gives the tasks of all documents: by their state, from the worst,
// then by when they are due, then by path.
func (r *Results) Maintenance() []*Task {
	var list []*Task
	if r.corpus == nil {
		return list
	}
	for _, e := range r.corpus.Entries {
		if e.Maintenance != nil {
			list = append(list, r.Task(e))
		}
	}
	slices.SortStableFunc(list, func(a, b *Task) int {
		return cmp.Or(
			cmp.Compare(a.State(), b.State()),
			a.Due.V.Compare(b.Due.V),
			cmp.Compare(a.Entry.Path(), b.Entry.Path()),
		)
	})
	return list
}

// Task gives what is due of a document about maintenance, nil for others.
//
// Only a success moves what is due: what failed or was skipped is still to be
// done. An execution with a day and no time counts for the whole day. A task
// without a beginning in its schedule counts from its last success, else from
// the day on which the document was created, else from its first execution.
func (r *Results) Task(e *corpus.Entry) *Task {
	if e.Maintenance == nil {
		return nil
	}
	t := &Task{Entry: e}
	t.setDue(absent[time.Time](noSchedule))
	cadence, fault := ReadSchedule(e.Maintenance.Schedule)
	table, placed := cadence.On(r.zoneOf(e), facet.Date{})
	t.readHistory(e.Maintenance.History, table.Zone, r.Now)
	switch {
	case !e.Maintenance.Schedule.Given():
		return t
	case fault.is():
		t.Unreadable = fault
		t.setDue(absent[time.Time](fault.Why))
		return t
	case e.Status == "paused":
		t.setDue(absent[time.Time](taskPaused))
		return t
	case e.Status == "retired":
		t.setDue(absent[time.Time](taskRetired))
		return t
	}
	anchor := t.anchor()
	if anchor.Known {
		table, placed = cadence.On(r.zoneOf(e), anchor)
	}
	if !placed {
		t.setDue(absent[time.Time](noBeginning))
		return t
	}
	t.judge(table, anchor, r.Now)
	return t
}

// TaskState is how a task stands.
type TaskState uint8

// The states, from the worst.
const (
	TaskOverdue    TaskState = iota // the grace is over
	TaskUnreadable                  // its schedule cannot be read
	TaskUndated                     // nothing tells from when its schedule counts, or it has none
	TaskDue                         // within the grace
	TaskAhead                       // not due yet
	TaskIdle                        // paused, retired, or at the end of its schedule
)

var taskStates = [...]string{"overdue", "unreadable", "undated", "due", "ahead", "idle"}

func (s TaskState) String() string { return taskStates[s] }

// State tells how the task stands.
func (t *Task) State() TaskState {
	switch {
	case t.Overdue.Known:
		return TaskOverdue
	case t.Unreadable.is():
		return TaskUnreadable
	case !t.Due.Known && (t.Due.Why == noBeginning || t.Due.Why == noSchedule):
		return TaskUndated
	case !t.Due.Known:
		return TaskIdle
	case t.Overdue.Why == withinGrace:
		return TaskDue
	}
	return TaskAhead
}

// zoneOf is the zone of the clocks that a document means: its own, else that of
// the first of its services that has one, else the site's.
func (r *Results) zoneOf(e *corpus.Entry) *time.Location {
	if e.Times.Zone != nil {
		return e.Times.Zone
	}
	for _, s := range e.Targets("services") {
		if s.Service.Zone != nil {
			return s.Service.Zone
		}
	}
	return r.Policy.zone()
}

func (t *Task) setDue(due Figure[time.Time]) {
	none := absent[*big.Rat](due.Why)
	t.Due, t.Grace, t.PastGrace, t.Overdue = due, none, none, none
}

// readHistory finds the last success up to now, and what came after it.
func (t *Task) readHistory(history []facet.Execution, zone *time.Location, now time.Time) {
	t.Last = absent[facet.Execution](neverRan)
	var last time.Time
	for _, x := range history {
		if at := done(x, zone); x.Status == "success" && !begun(x, zone).After(now) && (!t.Last.Known || at.After(last)) {
			t.Last, last = known(x), at
		}
	}
	for _, x := range history {
		if begun(x, zone).After(now) || t.Last.Known && !done(x, zone).After(last) {
			continue
		}
		t.Failed += boolInt(x.Status == "failed")
		t.Skipped += boolInt(x.Status == "skipped")
	}
}

// begun is the earliest that an execution can have been.
func begun(x facet.Execution, zone *time.Location) time.Time {
	if x.At.Known {
		return x.At.Time
	}
	return midnight(x.On.Year, x.On.Month, x.On.Day, zone)
}

// done is the instant up to which an execution counts for what was due.
func done(x facet.Execution, zone *time.Location) time.Time {
	if x.At.Known {
		return x.At.Time
	}
	return midnight(x.On.Year, x.On.Month, x.On.Day+1, zone).Add(-1)
}

// anchor is the day from which a schedule without a beginning counts.
func (t *Task) anchor() facet.Date {
	if t.Last.Known {
		return t.Last.V.On
	}
	if created := facet.DecodeDate(t.Entry.Value().Field("created")); created.Known {
		return created
	}
	var first facet.Date
	for _, x := range t.Entry.Maintenance.History {
		if !first.Known || compareDays(x.On, first) < 0 {
			first = x.On
		}
	}
	return first
}

// judge tells when the task is due, and how now stands to that.
func (t *Task) judge(table Timetable, anchor facet.Date, now time.Time) {
	var after time.Time // of a task that never succeeded, before the first occurrence
	switch {
	case t.Last.Known:
		after = done(t.Last.V, table.Zone)
	case !table.begin.IsZero():
		after = table.begin.Add(-1)
	case anchor.Known:
		after = midnight(anchor.Year, anchor.Month, anchor.Day, table.Zone).Add(-1)
	default:
		t.setDue(absent[time.Time](noBeginning))
		return
	}
	t.Upcoming, t.More = table.Between(now, now.AddDate(0, 0, upcomingDays), mostUpcoming)
	due, ok := table.Next(after)
	if !ok {
		t.setDue(absent[time.Time](comesNoMore))
		if anchor.Known && table.begin.IsZero() && !table.comesFrom(anchor) {
			t.Unreadable = neverFrom(anchor)
			t.setDue(absent[time.Time](t.Unreadable.Why))
		}
		return
	}
	t.Due, t.WholeDay = known(due), !table.Clock
	t.Grace = t.grace(table, due)
	late := between(table.Over(due), now)
	t.PastGrace = known(sub(late, t.Grace.V))
	switch {
	case t.PastGrace.V.Sign() > 0:
		t.Overdue = known(late)
	case late.Sign() > 0:
		t.Overdue = absent[*big.Rat](withinGrace)
	default:
		t.Overdue = absent[*big.Rat](notYetDue)
	}
}

// grace is what the document states, else a tenth of the time until the
// occurrence after the one that is due.
func (t *Task) grace(table Timetable, due time.Time) Quantity {
	if stated := t.Entry.Maintenance.Grace; stated.Known {
		return Quantity{V: length(stated.D), Known: true, How: statedGrace}
	}
	next, ok := table.Next(due)
	if !ok {
		return Quantity{V: num(0), Known: true, How: lastOccasion}
	}
	tenth := quo(between(due, next), num(10))
	if most := length(mostGrace); tenth.Cmp(most) > 0 {
		tenth = most
	}
	return Quantity{V: tenth, Known: true, How: tenthPeriod}
}
