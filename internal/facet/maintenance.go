package facet

import (
	"strings"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
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

// scheduleUnits are the units of a schedule's types.
var scheduleUnits = map[string]string{
	"daily": "d", "day": "d", "days": "d", "毎日": "d", "日次": "d", "weekly": "w", "week": "w", "weeks": "w", "毎週": "w", "週次": "w",
	"monthly": "mo", "month": "mo", "months": "mo", "毎月": "mo", "月次": "mo", "yearly": "y", "annually": "y", "毎年": "y", "年次": "y",
}

var (
	timeOfDay  = lazyregexp.New(`^([01]?[0-9]|2[0-3]):[0-5][0-9]$`)
	smallCount = lazyregexp.New(`^[1-9][0-9]{0,3}$`)
)

// fromScheduleType gives the two keys of a scheduler, schedule_type and
// schedule_value, the shape of a schedule. The value counts the units of the
// type, or is a time of day, or a day of the week. What is neither stays, for
// the schema to report.
func fromScheduleType(meta doc.Value) doc.Value {
	kind, value := meta.Field("schedule_type"), meta.Field("schedule_value")
	key, text := scheduleOf(strings.ToLower(strings.TrimSpace(kind.Text())), strings.ToLower(strings.TrimSpace(value.Text())))
	if key == nil {
		return meta
	}
	schedule := doc.NewMap(nil, kind.Span().Join(valueSpan(value, kind)), kind.From()).Keyed(kind.KeySpan())
	for i, k := range key {
		at := kind
		if i > 0 || k == "cron" || k == "rrule" {
			at = value
		}
		schedule = schedule.With(k, doc.NewScalar(text[i], at.Span(), at.From()))
	}
	return meta.Without("schedule_type").Without("schedule_value").With("schedule", schedule)
}

func valueSpan(v, instead doc.Value) source.Span {
	if v.Exists() {
		return v.Span()
	}
	return instead.Span()
}

// scheduleOf gives the keys of a schedule with their texts, nil if type and
// value make none.
func scheduleOf(kind, value string) (keys, texts []string) {
	unit := scheduleUnits[kind]
	switch {
	case (kind == "cron" || kind == "rrule") && value != "":
		return []string{kind}, []string{value}
	case unit == "":
		return nil, nil
	case value == "":
		return []string{"every"}, []string{"1" + unit}
	case smallCount.MatchString(value):
		return []string{"every"}, []string{value + unit}
	case timeOfDay.MatchString(value):
		return []string{"every", "at"}, []string{"1" + unit, strings.Repeat("0", 5-len(value)) + value}
	}
	if day := weekdayKey(value); day != "" && unit == "w" {
		return []string{"every", "on"}, []string{"1w", day}
	}
	return nil, nil
}

// weekdayKey is the name of a day of the week as schedules have it.
func weekdayKey(text string) string {
	c := scan{s: text}
	n := c.weekday()
	if n == 0 || !c.end() {
		return ""
	}
	return [...]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}[n-1]
}
