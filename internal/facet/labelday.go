package facet

import (
	"slices"
	"time"
)

// labelFields are the milestones beside the beginning that a document may
// state outside its timeline.
var labelFields = []string{"detected_at", "acknowledged_at", "declared_at", "identified_at", "mitigated_at", "resolved_at"}

// labelTimes are the stated milestones beside the beginning, the earliest
// first.
func (r *reader) labelTimes() []time.Time {
	var out []time.Time
	for _, field := range labelFields {
		if i := DecodeInstant(r.meta.Field(field), nil); i.Known {
			out = append(out, i.Time)
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return out
}

// readByLabels reads a timeline of clocks on the day that the stated
// milestones name. It is nil if they and the rows do not fit together.
func (r *reader) readByLabels(root *part, labels []time.Time) *timelineReader {
	if len(labels) == 0 {
		return nil
	}
	a := anchor{day: dayOf(labels[0]), seconds: -1, from: "stated milestones"}
	t := r.readTimeline(root, a)
	n, ok := t.daysOff(labels)
	if ok && n != 0 {
		a.day = a.day.plus(n)
		t = r.readTimeline(root, a)
		n, ok = t.daysOff(labels)
	}
	if !ok || n != 0 {
		return nil
	}
	return t
}

// daysOff is by how many days the rows must move to stand at the labels whose
// clock they show. Without such rows those of a single day that holds all
// labels between its first and its last row stay where they are.
func (t *timelineReader) daysOff(labels []time.Time) (days int, ok bool) {
	var rows []time.Time
	for _, e := range t.entries {
		if e.known && !e.moment.hasDay {
			rows = append(rows, e.at)
		}
	}
	var fits []int
	for _, label := range labels {
		switch found := shifts(rows, label); {
		case len(found) == 0:
		case fits == nil:
			fits = found
		default:
			fits = slices.DeleteFunc(fits, func(n int) bool { return !slices.Contains(found, n) })
		}
	}
	if fits != nil {
		return append(fits, 0)[0], len(fits) == 1
	}
	if len(rows) == 0 {
		return 0, false
	}
	first, last := slices.MinFunc(rows, time.Time.Compare), slices.MaxFunc(rows, time.Time.Compare)
	return 0, dayOf(first) == dayOf(last) && !labels[0].Before(first) && !labels[len(labels)-1].After(last)
}

// shifts are the distances in days from rows to a label that shows the same
// clock, to the minute, each once.
func shifts(rows []time.Time, label time.Time) []int {
	var out []int
	for _, row := range rows {
		d := label.Truncate(time.Minute).Sub(row.Truncate(time.Minute))
		if n := int(d / (24 * time.Hour)); d%(24*time.Hour) == 0 && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}
