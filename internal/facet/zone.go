package facet

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	_ "time/tzdata" // the zones must not depend on the machine
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/diag"
)

// Which zone a clock is in, the first that is stated: behind the clock itself;
// in the head of its column or the words around its timeline ("All times in
// CET"); for the whole document (front matter, "Timezone:", "All times in");
// behind other times of the document, if they agree; the site's.

// zone is a zone as a text names it. The zero zone is none.
type zone struct {
	text   string // as written
	iana   string // "" for an offset that no place is named with
	kind   zoneKind
	offset int // seconds east of UTC: of an offset, or the abbreviation's own
	// also is an offset written beside a name, "PST (UTC-7)".
	also    int
	hasAlso bool
}

type zoneKind uint8

const (
	noZone       zoneKind = iota
	placeZone             // Asia/Tokyo, Pacific Time: the clocks of a place
	standardZone          // CET, PST: names winter time, and often is said all year
	daylightZone          // CEST, PDT: names summer time
	offsetZone            // UTC+9, +09:00
)

type zoneName struct {
	iana   string
	kind   zoneKind
	offset int // seconds east of UTC
}

const hour = 3600

// zoneNames are the names that have one meaning, or one that is meant nearly
// always. IST (India, Israel, Ireland), AST and SST are left out: they have
// several.
var zoneNames = map[string]zoneName{
	"UTC": {"UTC", placeZone, 0}, "GMT": {"UTC", placeZone, 0}, "Z": {"UTC", placeZone, 0},
	"JST": {"Asia/Tokyo", placeZone, 9 * hour}, "KST": {"Asia/Seoul", placeZone, 9 * hour},
	"SGT": {"Asia/Singapore", placeZone, 8 * hour}, "HKT": {"Asia/Hong_Kong", placeZone, 8 * hour},
	"CET": {"Europe/Berlin", standardZone, 1 * hour}, "CEST": {"Europe/Berlin", daylightZone, 2 * hour},
	"MEZ": {"Europe/Berlin", standardZone, 1 * hour}, "MESZ": {"Europe/Berlin", daylightZone, 2 * hour},
	"EET": {"Europe/Athens", standardZone, 2 * hour}, "EEST": {"Europe/Athens", daylightZone, 3 * hour},
	"WET": {"Europe/Lisbon", standardZone, 0}, "WEST": {"Europe/Lisbon", daylightZone, 1 * hour},
	"BST": {"Europe/London", daylightZone, 1 * hour}, "MSK": {"Europe/Moscow", placeZone, 3 * hour},
	"EST": {"America/New_York", standardZone, -5 * hour}, "EDT": {"America/New_York", daylightZone, -4 * hour},
	"CST": {"America/Chicago", standardZone, -6 * hour}, "CDT": {"America/Chicago", daylightZone, -5 * hour},
	"MST": {"America/Denver", standardZone, -7 * hour}, "MDT": {"America/Denver", daylightZone, -6 * hour},
	"PST": {"America/Los_Angeles", standardZone, -8 * hour}, "PDT": {"America/Los_Angeles", daylightZone, -7 * hour},
	"AKST": {"America/Anchorage", standardZone, -9 * hour}, "AKDT": {"America/Anchorage", daylightZone, -8 * hour},
	"HST":  {"Pacific/Honolulu", placeZone, -10 * hour},
	"AEST": {"Australia/Sydney", standardZone, 10 * hour}, "AEDT": {"Australia/Sydney", daylightZone, 11 * hour},
	"NZST": {"Pacific/Auckland", standardZone, 12 * hour}, "NZDT": {"Pacific/Auckland", daylightZone, 13 * hour},
	"ET": {"America/New_York", placeZone, 0}, "CT": {"America/Chicago", placeZone, 0},
	"MT": {"America/Denver", placeZone, 0}, "PT": {"America/Los_Angeles", placeZone, 0},
}

// zoneWords are names of zones in words.
var zoneWords = []struct{ words, name string }{
	{"coordinated universal time", "UTC"}, {"協定世界時", "UTC"}, {"世界標準時", "UTC"}, {"greenwich mean time", "UTC"},
	{"japan standard time", "JST"}, {"japan time", "JST"}, {"tokyo time", "JST"}, {"日本標準時", "JST"}, {"日本時間", "JST"},
	{"pacific standard time", "PST"}, {"pacific daylight time", "PDT"}, {"pacific time", "PT"},
	{"mountain time", "MT"}, {"central time", "CT"},
	{"eastern standard time", "EST"}, {"eastern daylight time", "EDT"}, {"eastern time", "ET"},
	{"central european summer time", "CEST"}, {"central european time", "CET"},
}

// zone reads a zone that is written here: JST, UTC+9, PST (UTC-7), +09:00,
// Asia/Tokyo, Pacific Time, 日本時間.
func (c *scan) zone() (zone, bool) {
	from := *c
	z, ok := c.zoneName()
	if !ok {
		return zone{}, c.restore(from)
	}
	z.text = c.s[from.i:c.i]
	c.zoneBeside(&z)
	return z, true
}

// zoneBeside reads a second way to say the zone: (UTC-7), /UTC-7.
func (c *scan) zoneBeside(z *zone) {
	from := *c
	c.spaces()
	open := c.eat("(")
	if !open && !c.eat("/", ",") {
		*c = from
		return
	}
	c.spaces()
	other, ok := c.zoneName()
	if !ok || open && !c.eat(")") || (other.kind == offsetZone) == (z.kind == offsetZone) {
		*c = from
		return
	}
	if other.kind != offsetZone {
		*z, other = other, *z
		z.text = other.text
	}
	z.also, z.hasAlso = other.offset, true
}

func (c *scan) zoneName() (zone, bool) {
	from := *c
	if d, ok := c.offset(); ok {
		return zone{kind: offsetZone, offset: d}, true
	}
	for _, w := range zoneWords {
		if c.word(w.words) {
			return zoneNames[w.name].zone(), true
		}
	}
	name := c.zoneToken()
	if known, ok := zoneNames[name]; ok {
		if known.iana == "UTC" && name != "Z" {
			if d, ok := c.offset(); ok {
				return zone{kind: offsetZone, offset: d}, true
			}
			if strings.HasPrefix(c.rest(), "±0") {
				c.eat("±00:00", "±0")
			}
		}
		return known.zone(), c.wordEnd()
	}
	if strings.Contains(name, "/") && ianaName.MatchString(name) {
		return zone{iana: name, kind: placeZone}, true
	}
	return zone{}, c.restore(from)
}

func (n zoneName) zone() zone { return zone{iana: n.iana, kind: n.kind, offset: n.offset} }

var ianaName = regexp.MustCompile(`^(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)(/[A-Z][A-Za-z_+0-9-]+){1,2}$`)

// zoneToken reads letters and what may stand in the name of a zone.
func (c *scan) zoneToken() string {
	from := c.i
	for !c.end() && (isLatin(c.s[c.i]) || c.i > from && (c.s[c.i] == '/' || c.s[c.i] == '_')) {
		c.i++
	}
	return strings.TrimRight(c.s[from:c.i], "/_")
}

// offset reads +09:00, +0900, +9, -07:00.
func (c *scan) offset() (int, bool) {
	from := *c
	sign := 1
	switch {
	case c.eat("+"):
	case c.eat("-", "−", "–"):
		sign = -1
	default:
		return 0, false
	}
	at := c.i
	hours, minutes := c.number(1, 2), 0
	if hours < 0 {
		if n := c.number(4, 4); n >= 0 {
			hours, minutes = n/100, n%100
		}
	} else if c.i < len(c.s) && c.s[c.i] == ':' && c.digitAt(1) {
		c.i++
		minutes = c.number(2, 2)
	}
	if hours < 0 || hours > 14 || minutes < 0 || minutes > 59 || c.i == at || !c.wordEnd() {
		return 0, c.restore(from)
	}
	return sign * (hours*hour + minutes*60), true
}

// zoneBehind reads the zone behind a clock: at once, after a space, or in
// brackets. A bare offset must be whole, +09:00, and stand at once or after a
// space: "14:30 -2 nodes" has none.
func (c *scan) zoneBehind() (zone, bool) {
	from := *c
	c.spaces()
	open := c.eat("(", "[")
	c.spaces()
	at := c.i
	z, ok := c.zone()
	if ok && z.kind == offsetZone && strings.IndexByte("+-", c.s[at]) >= 0 && c.i-at < 5 && !open {
		ok = false
	}
	if ok && open {
		c.spaces()
		ok = c.eat(")", "]")
	}
	if !ok {
		return zone{}, c.restore(from)
	}
	return z, true
}

// zones finds the zones that are named anywhere in a text, with their places.
func zones(s string) (found []zone, at []int) {
	for i := 0; i < len(s); i++ {
		first := s[i] >= 'A' && s[i] <= 'Z' || s[i] == '+' ||
			s[i] >= utf8.RuneSelf && (strings.HasPrefix(s[i:], "日本") || strings.HasPrefix(s[i:], "協定"))
		if !first || i > 0 && (isLatin(s[i-1]) || isDigit(s[i-1]) || strings.IndexByte("-_/", s[i-1]) >= 0) {
			continue
		}
		c := scan{s, i}
		if z, ok := c.zone(); ok && z.text != "Z" && (s[i] != '+' || c.i-i >= 5) {
			found, at = append(found, z), append(at, i)
			i = c.i - 1
		}
	}
	return found, at
}

// name is the IANA name by which a document's zone is known, "" if it has
// none, as offsets with minutes have not.
func (z zone) name() string {
	if z.kind != offsetZone {
		return z.iana
	}
	if z.offset == 0 {
		return "UTC"
	}
	if z.offset%hour != 0 {
		return ""
	}
	return fmt.Sprintf("Etc/GMT%+d", -z.offset/hour)
}

// location loads a zone by its IANA name; nil if there is none of that name.
func (r *reader) location(iana string) *time.Location {
	if iana == "UTC" {
		return time.UTC
	}
	if loc, known := r.locations[iana]; known {
		return loc
	}
	loc, err := time.LoadLocation(iana)
	if err != nil || iana == "Local" || iana == "" {
		loc = nil
	}
	if r.locations == nil {
		r.locations = map[string]*time.Location{}
	}
	r.locations[iana] = loc
	return loc
}

// instant is the point in time of a clock on a whole day in a zone. If the
// two do not settle it, why says so. A standard name on a day of summer time,
// "PST" in July, is read as the clocks of the place show it: that is how such
// names are used, and contradicts tells of it.
func (r *reader) instant(d day, seconds int, z zone) (t time.Time, contradicts bool, why diag.Text) {
	if z.kind == offsetZone {
		return time.Date(d.year, d.month, d.num, 0, 0, seconds, 0, fixed(z.offset)), false, why
	}
	loc := r.location(z.iana)
	if loc == nil {
		return t, false, diag.Say("the time zone %q is not known", "タイムゾーン「%s」は不明です", z.text)
	}
	candidates := wallClock(d, seconds, loc)
	if len(candidates) == 2 && (z.kind == standardZone || z.kind == daylightZone) {
		candidates = withOffset(candidates, z.offset)
	}
	switch len(candidates) {
	case 0:
		return t, false, diag.Say("clocks in %s skip this time on that day", "%s の時計ではその日にこの時刻がありません", z.iana)
	case 2:
		return t, false, diag.Say("clocks in %s show this time twice on that day", "%s の時計ではその日にこの時刻が2回あります", z.iana)
	}
	t = candidates[0]
	_, offset := t.Zone()
	named := z.kind == standardZone || z.kind == daylightZone
	switch {
	case z.hasAlso && z.also != offset:
		return time.Time{}, false, diag.Say("%q and the offset written beside it do not agree on that day", "「%s」と併記されたオフセットがその日では一致しません", z.text)
	case named && z.offset != offset && z.kind == daylightZone:
		return time.Time{}, false, diag.Say("%q names summer time, which %s does not have on that day", "「%s」は夏時間の名称ですが、その日の %s は夏時間ではありません", z.text, z.iana)
	}
	return t, named && z.offset != offset && !z.hasAlso, why
}

// wallClock gives the points in time at which the clocks of a place show a
// time of day: one, or none or two on the days on which clocks are changed.
func wallClock(d day, seconds int, loc *time.Location) []time.Time {
	t := time.Date(d.year, d.month, d.num, 0, 0, seconds, 0, loc)
	if want := time.Date(d.year, d.month, d.num, 0, 0, seconds, 0, time.UTC); !sameClock(t, want) {
		return nil
	}
	out := []time.Time{t}
	for _, shift := range []time.Duration{-time.Hour, time.Hour} {
		if other := t.Add(shift); sameClock(other, t) {
			out = append(out, other)
		}
	}
	return out
}

func sameClock(a, b time.Time) bool {
	return a.Day() == b.Day() && a.Hour() == b.Hour() && a.Minute() == b.Minute()
}

func withOffset(list []time.Time, offset int) []time.Time {
	for _, t := range list {
		if _, o := t.Zone(); o == offset {
			return []time.Time{t}
		}
	}
	return list
}

// fixed is the zone of an offset. At zero it is UTC, printed as Z.
func fixed(offset int) *time.Location {
	if offset == 0 {
		return time.UTC
	}
	return time.FixedZone("", offset)
}
