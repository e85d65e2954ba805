package insight

import (
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Cadence is what a schedule says, as read: how often, on which day, at what
// time. It has no beginning unless the schedule gives one.
type Cadence struct {
	step     facet.Interval // zero unless the schedule counts months or days
	length   time.Duration  // of a step of less than a day; else 0
	cron     string         // five fields; empty if there are none
	rule     *rule          // nil if there is none
	weekday  int            // 1 for Monday … 7; 0 is none
	monthDay int            // 1–31, a short month's last day for what it lacks; 0 is none
	clock    int            // seconds of the day; -1 is none: the whole day
	zone     *time.Location // nil if the schedule names none
	from     facet.Date
}

// Unreadable is why a schedule cannot be read. The zero value is no fault.
type Unreadable struct {
	Field string // that is wrong: every, at, on, cron, rrule, timezone, from; empty for the whole
	Why   diag.Text
	Shape bool // the schema refuses it too
}

func (u Unreadable) is() bool { return u.Why != (diag.Text{}) }

// longestSchedule is the number of bytes beyond which a text is no schedule:
// the libraries behind take time by its length.
const longestSchedule = 200

// ReadSchedule reads a schedule that is given in one of these forms:
//
//	every 1mo, every: 3mo, 2w, 10d, P1M, 6h, daily, weekly, monthly, 毎日, 3か月ごと,
//	each with "at 02:00", "on mon" or "on 15" (31 is the last day of the month)
//	a cron expression of five fields, or @daily, @weekly …
//	a recurrence rule of RFC 5545, of days or longer: FREQ=MONTHLY;BYDAY=1MO
//
// or as an object with the members every, at, on, cron, rrule, timezone and
// from.
func ReadSchedule(s facet.Schedule) (Cadence, Unreadable) {
	c := Cadence{clock: -1, from: s.From}
	for _, text := range []string{s.Text, s.Every, s.Cron, s.RRule, s.At, s.On, s.Zone} {
		if len(text) > longestSchedule {
			return c, unreadable("", "the schedule is longer than %d bytes", "スケジュールが%dバイトを超えています", longestSchedule)
		}
	}
	fault := c.readParts(s)
	if !fault.is() {
		fault = c.readZone(s.Zone)
	}
	if !fault.is() {
		fault = c.settle()
	}
	if !fault.is() {
		fault = c.start()
	}
	return c, fault
}

// start looks whether the schedule comes at all from its beginning.
func (c *Cadence) start() Unreadable {
	switch {
	case !c.from.Known:
		return Unreadable{}
	case !Plausible(c.from.Year):
		return unreadable("from", "the year of %s is outside %d–%d: write the day from which it counts", "%s の年が%d～%dの範囲外です。数え始める日を書いてください", dayText(c.from), FirstYear, LastYear)
	}
	if table, _ := c.On(nil, facet.Date{}); !table.comesFrom(c.from) {
		return neverFrom(c.from)
	}
	return Unreadable{}
}

func neverFrom(day facet.Date) Unreadable {
	return unreadable("", "counted from %s it never comes: change the beginning or the interval", "%s から数えると当たる日がありません。起点か間隔を変えてください", dayText(day))
}

func unreadable(field, en, ja string, args ...any) Unreadable {
	return Unreadable{Field: field, Why: diag.Say(en, ja, args...)}
}

// misshapen is a fault that the schema reports as well.
func misshapen(field, en, ja string, args ...any) Unreadable {
	u := unreadable(field, en, ja, args...)
	u.Shape = true
	return u
}

// readParts reads everything but the zone of the object form.
func (c *Cadence) readParts(s facet.Schedule) Unreadable {
	given := boolInt(s.Every != "") + boolInt(s.Cron != "") + boolInt(s.RRule != "")
	switch {
	case given > 1:
		return unreadable("", "a schedule has one of every, cron and rrule", "every、cron、rrule はどれか1つだけ指定してください")
	case s.Text != "":
		return c.readText(s.Text, "")
	}
	for _, part := range []struct {
		field, text string
		read        func(text, field string) Unreadable
	}{
		{"every", s.Every, c.readText},
		{"cron", s.Cron, c.readCron},
		{"rrule", s.RRule, c.readRule},
		{"at", s.At, c.readClock},
		{"on", s.On, c.readDay},
	} {
		if part.text == "" {
			continue
		}
		if fault := part.read(strings.TrimSpace(norm.NFKC.String(part.text)), part.field); fault.is() {
			return fault
		}
	}
	return Unreadable{}
}

// readText reads the short form: words, a cron expression or a rule.
func (c *Cadence) readText(text, field string) Unreadable {
	text = strings.Join(strings.Fields(norm.NFKC.String(text)), " ")
	upper := strings.ToUpper(text)
	switch {
	case strings.HasPrefix(upper, "RRULE:"), strings.Contains(upper, "FREQ="):
		return c.readRule(text, field)
	case strings.HasPrefix(text, "@"), cronShape.MatchString(text):
		return c.readCron(text, field)
	}
	return c.readWords(text, field)
}

func (c *Cadence) readZone(name string) Unreadable {
	if name == "" {
		return Unreadable{}
	}
	zone := zoneOf(name)
	if zone == nil {
		return misshapen("timezone", "%q is not a time zone such as Asia/Tokyo", "%q は Asia/Tokyo のようなタイムゾーンではありません", name)
	}
	c.zone = zone
	return Unreadable{}
}

// zoneOf loads a zone by its IANA name, nil if there is none. "Local" would be
// that of the machine.
func zoneOf(name string) *time.Location {
	if name == "" || name == "Local" {
		return nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return zone
}

// settle looks whether the parts fit together, and fills in what they imply: a
// weekday alone recurs every week, a day of the month every month.
func (c *Cadence) settle() Unreadable {
	if c.step == (facet.Interval{}) && c.length == 0 && c.cron == "" && c.rule == nil {
		switch {
		case c.weekday > 0:
			c.step.Days = 7
		case c.monthDay > 0:
			c.step.Months = 1
		default:
			return unreadable("", "the schedule does not say how often", "どの間隔で繰り返すかの指定がありません")
		}
	}
	day := c.weekday > 0 || c.monthDay > 0
	switch {
	case c.cron != "" && (day || c.clock >= 0):
		return unreadable("cron", "a cron expression says itself on which day and at what time", "cron 式に日と時刻が含まれるため、on と at は指定できません")
	case c.rule != nil && day:
		return unreadable("on", "a recurrence rule says itself on which day", "rrule に日が含まれるため、on は指定できません")
	case c.rule != nil && c.clock >= 0 && c.rule.clock:
		return unreadable("at", "the recurrence rule gives hours already", "rrule に時刻が含まれるため、at は指定できません")
	case c.length > 0 && (day || c.clock >= 0):
		return unreadable("", "a step of less than a day has neither day nor time of day", "1日未満の間隔に on と at は指定できません")
	case c.step.Months > 0 && c.step.Days > 0:
		return unreadable("every", "give months or days, not both", "月と日はどちらか一方で指定してください")
	case c.weekday > 0 && c.step.Days%7 != 0, c.weekday > 0 && c.step.Months > 0:
		return unreadable("on", "a weekday fits steps of weeks only; for the first Monday of a month write rrule: FREQ=MONTHLY;BYDAY=1MO",
			"曜日は週単位の間隔にだけ指定できます。毎月第1月曜日は rrule: FREQ=MONTHLY;BYDAY=1MO と書きます")
	case c.monthDay > 0 && c.step.Months == 0:
		return unreadable("on", "a day of the month fits steps of months only", "日付は月単位の間隔にだけ指定できます")
	}
	return Unreadable{}
}

// needsBeginning tells whether the steps must be counted from some day: the
// schedule does not settle on which days they fall.
func (c *Cadence) needsBeginning() bool {
	switch {
	case c.cron != "":
		return false
	case c.rule != nil:
		return c.rule.counts()
	}
	whole := c.step == facet.Interval{Days: 1} ||
		c.step == facet.Interval{Days: 7} && c.weekday > 0 ||
		c.step == facet.Interval{Months: 1} && c.monthDay > 0
	return !whole
}
