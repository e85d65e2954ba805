package facet

import (
	"github.com/debrief-dev/debrief/internal/doc"
)

// Maintenance is a task of preventive maintenance.
type Maintenance struct {
	Schedule Schedule
	Grace    Duration
	Duration Duration
	Risk     string // low, medium, high or empty
	Commands []string
	Runbook  string
	Prevents []string // words of the taxonomy of causes
	History  []Execution
}

// Schedule says when something recurs, as written: what it means, and when it
// is due, is computed elsewhere. Text is the short form ("every 1mo", five
// fields of cron, "RRULE:…"); else the other fields hold the object form.
// All are empty if nothing is scheduled.
type Schedule struct {
	Text  string
	Every string // "2w", "1mo", "P1M"
	At    string // "02:00"
	On    string // mon … sun, or a day of the month
	Cron  string
	RRule string
	Zone  string // IANA name
	From  Date
	Place
}

// Given tells whether anything is scheduled.
func (s Schedule) Given() bool {
	return s.Text != "" || s.Every != "" || s.Cron != "" || s.RRule != ""
}

// Execution is one recorded execution of a task.
type Execution struct {
	On      Date    // the day
	At      Instant // the time, where the record gives one
	Status  string  // success, failed or skipped
	By      string
	Seconds Number
	Note    string
	Place
}

// DecodeMaintenance reads a task. Executions without a day or a status are
// left out.
func DecodeMaintenance(v doc.Value) *Maintenance {
	m := &Maintenance{
		Schedule: DecodeSchedule(v.Field("schedule")),
		Grace:    DecodeDuration(v.Field("grace")),
		Duration: DecodeDuration(v.Field("duration")),
		Risk:     known(v.Field("risk").Text(), "low", "medium", "high"),
		Commands: texts(v.Field("commands")),
		Runbook:  v.Field("runbook").Text(),
		Prevents: texts(v.Field("prevents")),
	}
	for _, h := range v.Field("history").Items() {
		execution := Execution{
			On:      DecodeDate(h.Field("on")),
			At:      DecodeInstant(h.Field("on"), nil),
			Status:  known(h.Field("status").Text(), "success", "failed", "skipped"),
			By:      personOf(h.Field("by")),
			Seconds: DecodeNumber(h.Field("seconds")),
			Note:    h.Field("note").Text(),
			Place:   placeOf(h),
		}
		if execution.On.Known && execution.Status != "" {
			m.History = append(m.History, execution)
		}
	}
	return m
}

// DecodeSchedule reads a schedule in its short or its object form.
func DecodeSchedule(v doc.Value) Schedule {
	s := Schedule{Place: placeOf(v)}
	if v.Type() == doc.Scalar {
		s.Text = v.Text()
		return s
	}
	s.Every = v.Field("every").Text()
	s.At = v.Field("at").Text()
	s.On = v.Field("on").Text()
	s.Cron = v.Field("cron").Text()
	s.RRule = v.Field("rrule").Text()
	s.Zone = v.Field("timezone").Text()
	s.From = DecodeDate(v.Field("from"))
	return s
}
