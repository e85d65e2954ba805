package facet

import (
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// Interval is a distance of calendar days: a month is as long as it is.
type Interval struct {
	Months int
	Days   int
}

// After gives the day that lies an interval after a known day. Where the month
// is too short for it, it is the last of the month.
func (i Interval) After(d Date) Date {
	first := time.Date(d.Year, d.Month+time.Month(i.Months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	t := first.AddDate(0, 0, min(d.Day, last)-1+i.Days)
	return Date{Year: t.Year(), Month: t.Month(), Day: t.Day(), Known: true}
}

var (
	isoInterval = lazyregexp.New(`^P(?:([0-9]{1,3})Y)?(?:([0-9]{1,3})M)?(?:([0-9]{1,3})W)?(?:([0-9]{1,4})D)?$`)
	inWords     = lazyregexp.New(`(?i)^(?:every |each |毎)?([0-9]{1,4}) ?(?:(years?|yrs?|y|年)|(months?|mo|か月|ヶ月|カ月|ヵ月|ケ月|箇月)|(weeks?|w|週間?)|(days?|d|日))(?:間)?(?:ごと|毎)?(?:に1?回?)?$`)
)

// named are intervals that have a name.
var named = map[string]Interval{
	"yearly": {Months: 12}, "annually": {Months: 12}, "every year": {Months: 12}, "毎年": {Months: 12}, "年次": {Months: 12}, "年1回": {Months: 12},
	"half-yearly": {Months: 6}, "半年": {Months: 6}, "半年ごと": {Months: 6}, "半期": {Months: 6},
	"quarterly": {Months: 3}, "every quarter": {Months: 3}, "四半期": {Months: 3}, "四半期ごと": {Months: 3},
	"monthly": {Months: 1}, "every month": {Months: 1}, "毎月": {Months: 1}, "月次": {Months: 1},
	"weekly": {Days: 7}, "every week": {Days: 7}, "毎週": {Days: 7}, "週次": {Days: 7},
	"daily": {Days: 1}, "every day": {Days: 1}, "毎日": {Days: 1}, "日次": {Days: 1},
}

// ParseInterval reads how often something is due: P6M, 90d, 6 months, yearly,
// 半年ごと, 3か月. It is above zero.
func ParseInterval(text string) (Interval, bool) {
	text = strings.ToLower(strings.TrimSpace(norm.NFKC.String(text)))
	if i, ok := named[text]; ok {
		return i, true
	}
	m := inWords.FindStringSubmatch(text)
	if m != nil {
		n := number4(m[1])
		switch {
		case m[2] != "":
			return Interval{Months: 12 * n}, n > 0
		case m[3] != "":
			return Interval{Months: n}, n > 0
		case m[4] != "":
			return Interval{Days: 7 * n}, n > 0
		}
		return Interval{Days: n}, n > 0
	}
	m = isoInterval.FindStringSubmatch(strings.ToUpper(text))
	if m == nil {
		return Interval{}, false
	}
	i := Interval{Months: 12*number4(m[1]) + number4(m[2]), Days: 7*number4(m[3]) + number4(m[4])}
	return i, i != Interval{}
}

// number4 is a number of at most four digits, 0 for none.
func number4(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
