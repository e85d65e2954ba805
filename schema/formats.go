package schema

import (
	"net/url"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // zones must be known on machines that have no list of them

	"github.com/xeipuuv/gojsonschema"
	"golang.org/x/text/unicode/norm"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// formats are the formats that schemas may use; any other is refused, because
// gojsonschema passes what it does not know. Its own checkers accept too
// much: its date-time takes "12:00:00".
var formats = map[string]func(string) bool{
	"date-time": isDateTime,
	"date":      isDate,
	"duration":  isDuration,
	"timezone":  isZone,
	"uri":       isURL,
}

// ownPrefix keeps our formats apart from those of other users of
// gojsonschema's list, which is global.
const ownPrefix = "debrief:"

var registerFormats = sync.OnceFunc(func() {
	for name, check := range formats {
		gojsonschema.FormatCheckers.Add(ownPrefix+name, formatChecker(check))
	}
})

// formatChecker checks strings; other types are no business of a format,
// though gojsonschema asks for numbers as well.
type formatChecker func(string) bool

// IsFormat tells whether an input has the format.
func (f formatChecker) IsFormat(input any) bool {
	s, ok := input.(string)
	return !ok || f(s)
}

// ownFormats renames the formats of a schema to those that are registered.
func ownFormats(v any) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if name, ok := x.(string); ok && k == "format" {
				v[k] = ownPrefix + name
			}
			ownFormats(x)
		}
	case []any:
		for _, x := range v {
			ownFormats(x)
		}
	}
}

var dateTime = lazyregexp.New(`^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}):(\d{2})(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$`)

// isDateTime reads RFC 3339 with its offset. A leap second is one only in the
// last minute of a day of UTC (section 5.7).
func isDateTime(s string) bool {
	m := dateTime.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	second := m[3]
	if second == "60" {
		second = "59"
	}
	t, err := time.Parse(time.RFC3339, m[1]+"T"+m[2]+":"+second+strings.ToUpper(m[5]))
	if err != nil {
		return false
	}
	t = t.UTC()
	return m[3] != "60" || t.Hour() == 23 && t.Minute() == 59
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

var (
	isoDuration = lazyregexp.New(`^P(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(\d+H)?(\d+M)?(\d+([.]\d+)?S)?)?)$`)
	units       = `(years?|y|ヶ月|か月|カ月|ヵ月|months?|mon|mo|weeks?|w|週間?|days?|d|日間?|hours?|hrs?|h|時間|minutes?|mins?|m|分間?|seconds?|secs?|s|秒間?|年間?)`
	amount      = `\d+(\.\d+)?`
	words       = `(` + amount + ` ?` + units + `,? ?(and )?)*` + amount + ` ?` + units
	// A range may leave the unit of its first part to the second.
	wordDuration = lazyregexp.New(`^((約|about|approx\.?|~) ?)?(` + words + `|(` + words + `|` + amount + `) ?(-|–|~|〜|to|から) ?` + words + `)$`)
)

// isDuration reads ISO 8601, the short form 1h30m, and words in English and
// Japanese; two of them with a dash between are a range.
func isDuration(s string) bool {
	if m := isoDuration.FindString(s); m != "" {
		return m != "P" && !strings.HasSuffix(m, "T") && !longNumber.MatchString(s)
	}
	text := strings.ToLower(norm.NFKC.String(strings.TrimSpace(s)))
	return wordDuration.MatchString(text) && !longNumber.MatchString(text)
}

// longNumber is a number of more digits than a length of time may have before
// its point: no document of ours lasts a million hours. Nor do facets read it.
var longNumber = lazyregexp.New(`(?:^|[^.\d])\d{7}`)

// isZone reads IANA names. "Local" would be the zone of the machine.
func isZone(s string) bool {
	if s == "" || s == "Local" {
		return false
	}
	_, err := time.LoadLocation(s)
	return err == nil
}

// isURL reads absolute addresses of the web.
func isURL(s string) bool {
	if strings.ContainsAny(s, " \t\r\n<>\"\\^`{|}") {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}
