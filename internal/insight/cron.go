package insight

import (
	"strings"
	"time"

	"github.com/adhocore/gronx"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// Shapes of cron expressions. gronx takes much more for one, and some of that
// for what it is not: "1-2-3", "*/5/7".
var (
	cronShape = lazyregexp.New(`^[0-9*?][^ ]*( [0-9A-Za-z*?,/#-]+){4}$`)
	cronPart  = lazyregexp.New(`(?i)^(?:(?:\*|\?|[0-9]{1,2}|[a-z]{3})(?:-(?:[0-9]{1,2}|[a-z]{3}))?(?:/[0-9]{1,2})?|L|[0-9]{1,2}[LW]|(?:[0-7]|[a-z]{3})#[1-5])$`)
)

// cronNames are the named expressions that every cron knows.
var cronNames = map[string]string{
	"@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *",
	"@weekly": "0 0 * * 0", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
}

// readCron reads five fields: minute, hour, day of the month, month, weekday.
func (c *Cadence) readCron(text, field string) Unreadable {
	text = strings.Join(strings.Fields(text), " ")
	if named, ok := cronNames[strings.ToLower(text)]; ok {
		text = named
	}
	fields := strings.Fields(text)
	if len(fields) != 5 {
		return unreadable(field, "%q is not a cron expression: it has %d fields, not 5", "%q は cron 式ではありません（5項目が必要ですが%d項目です）", text, len(fields))
	}
	for i, part := range fields {
		for _, p := range strings.Split(part, ",") {
			if !cronPart.MatchString(p) || !cronKnows(p, i+1) {
				return unreadable(field, "%q cannot stand in field %d of a cron expression", "%q は cron 式の第%d項目に書けません", p, i+1)
			}
		}
	}
	c.cron = text
	if _, comes := cronPattern(text).after(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)); !comes {
		return unreadable(field, "the day of %q never comes", "%q に当たる日はありません", text)
	}
	return Unreadable{}
}

// cronKnows tells whether gronx can read one part of a field, 1 for minutes to
// 5 for weekdays.
func cronKnows(part string, field int) bool {
	segments, err := gronx.Segments("0 0 0 0 " + part) // turns names into numbers
	if err != nil {
		return false
	}
	check := gronx.SegmentChecker{}
	check.SetRef(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))
	_, err = check.CheckDue(segments[len(segments)-1], field)
	return err == nil
}

// cronPattern is a cron expression of five fields that gronx can read.
type cronPattern string

// after asks gronx, which gives up after 500 rounds.
func (p cronPattern) after(clock time.Time) (time.Time, bool) {
	next, err := gronx.NextTickAfter(string(p), clock, false)
	return next, err == nil && next.After(clock)
}
