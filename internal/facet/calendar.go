package facet

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// dateAt reads a date that begins at byte from of a text, after any space,
// and gives where it stands.
func dateAt(text string, from int) (start, end int, ok bool) {
	rest := text[from:]
	start = from + len(rest) - len(strings.TrimLeft(rest, " \t　*"))
	l := line{text: text[start:], runs: []run{{file: start}}}.fold()
	c := scan{s: l.text}
	if d, found := c.day(); !found || !d.absolute() {
		return start, start, false
	}
	if c.i < len(l.text) {
		return start, l.at(c.i), true
	}
	return start, len(text), true
}

// mayBeDay tells at a glance whether a text can begin with a date: with a
// digit, the name of a month or a weekday, or a Japanese word.
func mayBeDay(text string) bool {
	if text == "" || text[0] >= utf8.RuneSelf || isDigit(text[0]) {
		return true
	}
	if len(text) < 3 {
		return false
	}
	switch strings.ToLower(text[:3]) {
	case "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
		"mon", "tue", "wed", "thu", "fri", "sat", "sun":
		return true
	}
	return false
}

func isoDay(year int, month time.Month, num int) string {
	return fmt.Sprintf("%04d-%02d-%02d", year, int(month), num)
}

// inYear completes a day without a year by the first such day from base on:
// action items are due after the incident.
func (d day) inYear(base Date) (day, bool) {
	if d.whole() || !base.Known || d.either {
		return d, d.whole()
	}
	first := day{year: base.Year, month: base.Month, num: base.Day}
	for year := base.Year; year <= base.Year+1; year++ {
		if c := (day{year: year, month: d.month, num: d.num}); real(year, int(d.month), d.num) && first.until(c) >= 0 {
			return c, true
		}
	}
	return d, false
}

// numericDay is what was meant as a date, whether or not there is such a day.
var numericDay = lazyregexp.New(`^[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}$`)

// day reads the date that a value states, as YYYY-MM-DD. Text that looks like
// a date but is none of the calendar stays as it is, for the schema to report.
func (r *reader) day(v doc.Value, pointer string) doc.Value {
	text := line{text: strings.TrimSpace(v.Text())}.fold().text
	if isoDate.MatchString(text) {
		return v
	}
	c := scan{s: text}
	d, ok := c.day()
	d = r.order(d)
	switch {
	case ok && d.absolute():
		if whole, ok := d.inYear(r.base); ok {
			return doc.NewScalar(isoDay(whole.year, whole.month, whole.num), v.Span(), v.From())
		}
	case numericDay.MatchString(text):
		return v
	}
	return r.unsure(v, pointer, diag.Say("%q is no date that can be told for certain", "%q は日付として確定できません", clip(v.Text(), 60)))
}
