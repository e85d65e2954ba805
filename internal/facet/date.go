package facet

import (
	"bytes"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// anchor is the day on which an incident began, as far as a document tells it
// outside its timeline. Clocks without a day hang on it.
type anchor struct {
	day     day
	seconds int    // the clock of the beginning, -1 if it is not told
	from    string // where the day stands, in English, for provenance
	told    bool   // nothing but running text names it
	why     diag.Text
}

func (a anchor) known() bool { return a.day.whole() }

// incidentDayKey are the keys of the day of the incident, and of no other day.
var incidentDayKey = regexp.MustCompile(`(?i)^(?:(?:incident|outage|event|disruption|failure)\s+(?:date|day)|(?:date|day)\s+of\s+(?:the\s+)?(?:incident|outage|event|disruption|failure|occurrence)|発生日|発生年月日|障害発生日|インシデント発生日|障害日)$`)

// findAnchor tells the day of the incident: of its beginning if front matter or a
// pair gives that; else of the one place that names a day. Places that name
// different days settle nothing.
func (r *reader) findAnchor(root *part) anchor {
	if a, ok := r.statedBeginning(); ok {
		return a
	}
	var found anchor
	for _, c := range r.dayCandidates(root) {
		switch {
		case !c.day.whole():
		case !found.known():
			found = c
		case found.day != c.day:
			return anchor{seconds: -1, why: diag.Say("the %s and the %s name different days", "%sと%sの日付が異なります", placeName(found.from), placeName(c.from))}
		}
	}
	if !found.known() {
		found = r.toldDay(root)
	}
	found.seconds = -1
	if !found.known() {
		found.why = diag.Say("no day is given", "日付がありません")
	}
	return found
}

// placeNames are the Japanese names of the places of a day.
var placeNames = map[string]string{"front matter": "フロントマター", "title": "タイトル", "file name": "ファイル名", "date line": "日付の行"}

func placeName(place string) diag.Text { return diag.Text{En: place, Ja: placeNames[place]} }

// statedBeginning is the beginning as front matter or a pair gives it.
func (r *reader) statedBeginning() (anchor, bool) {
	if a, ok := r.readBeginning(r.meta.Field("started_at").Text(), "front matter"); ok {
		return a, true
	}
	for _, p := range r.pairs {
		if p.Field == "/started_at" || p.Field == "period" || isPeriod(p) || incidentDayKey.MatchString(p.Key.Text()) {
			if a, ok := r.readBeginning(p.Value.Text(), "date line"); ok {
				return a, true
			}
		}
	}
	return anchor{}, false
}

func (r *reader) readBeginning(text, from string) (anchor, bool) {
	c := scan{s: line{text: strings.TrimSpace(text)}.fold().text}
	m, ok := c.moment()
	m.day = r.order(m.day)
	if !ok || !m.day.whole() {
		return anchor{}, false
	}
	a := anchor{day: m.day, seconds: -1, from: from}
	if m.hasClock {
		a.seconds = m.clock()
	}
	return a, true
}

// dayCandidates are the places beside the beginning that may name its day.
func (r *reader) dayCandidates(root *part) []anchor {
	var out []anchor
	for _, p := range r.pairs {
		if p.Field == "date" {
			if a, ok := r.readBeginning(p.Value.Text(), "date line"); ok {
				out = append(out, a)
			}
		}
	}
	if title := r.title(root); title != "" {
		if found := wholeDays(title); len(found) == 1 || len(found) == 2 && found[0].until(found[1]) == 1 {
			out = append(out, anchor{day: found[0], from: "title"})
		}
	}
	if d, ok := fileDay(r.doc.File.Path); ok {
		out = append(out, anchor{day: d, from: "file name"})
	}
	if d := r.doc.Meta.Field("date"); d.Exists() && len(out) == 0 {
		if a, ok := r.readBeginning(d.Text(), "front matter"); ok {
			out = append(out, a)
		}
	}
	return out
}

// order settles which number of a day is the month where the language does:
// in Japanese the month comes first.
func (r *reader) order(d day) day {
	if text := r.doc.Markdown(); d.either && (bytes.Contains(text, []byte("の")) || bytes.Contains(text, []byte("を"))) {
		d.either = false
	}
	return d
}

// title is the text of the first heading, if it is the highest.
func (r *reader) title(root *part) string {
	if len(root.parts) > 0 && root.parts[0].section != nil && root.parts[0].section.Level == 1 {
		return root.parts[0].title.fold().text
	}
	return ""
}

func wholeDays(s string) []day {
	var out []day
	for _, d := range days(s) {
		if d.whole() {
			out = append(out, d)
		}
	}
	return out
}

var (
	fileDayForm = lazyregexp.New(`(?:^|[^0-9])(20[0-9]{2})[-_.]?([01][0-9])[-_.]?([0-3][0-9])(?:[^0-9]|$)`)
	fileDayJa   = lazyregexp.New(`(20[0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日`)
	folderDay   = lazyregexp.New(`(?:^|/)(20[0-9]{2})/([01]?[0-9])/([0-3]?[0-9])(?:[-_/.]|$)`)
)

// fileDay is the day in the name of a file, 2023-01-15-web.md, or in its
// folders, 2023/01/15/web.md.
func fileDay(name string) (day, bool) {
	for _, form := range []struct {
		re   *lazyregexp.Regexp
		text string
	}{{fileDayForm, path.Base(name)}, {fileDayJa, path.Base(name)}, {folderDay, name}} {
		m := form.re.FindStringSubmatch(form.text)
		if m == nil {
			continue
		}
		y, mo, d := atoi(m[1]), atoi(m[2]), atoi(m[3])
		if real(y, mo, d) {
			return day{year: y, month: time.Month(mo), num: d}, true
		}
	}
	return day{}, false
}

// atoi reads digits that a pattern has checked.
func atoi(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
