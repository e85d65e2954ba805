package render

import (
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"strings"
	"time"
	"unicode"

	"github.com/debrief-dev/debrief/internal/insight"
)

// words is the interface of an edition in its language.
type words struct {
	lang  string
	texts map[string]string
	up    string // the way from the edition's root to that of the site
}

func readWords(theme fs.FS, lang string) (words, error) {
	name := "strings." + lang + ".json"
	layers, ok := theme.(layered)
	if !ok {
		layers = layered{lower: theme}
	}
	w := words{lang: lang}
	var err error
	if w.texts, err = readTexts(layers.lower, name); err != nil {
		return words{}, fmt.Errorf("the interface does not speak %q: %w", lang, err)
	}
	if layers.upper == nil {
		return w, nil
	}
	own, err := readTexts(layers.upper, name)
	if errors.Is(err, fs.ErrNotExist) {
		return w, nil
	}
	if err != nil {
		return words{}, err
	}
	return w, over(w.texts, own, name)
}

// t gives a text of the interface, its arguments in place of %s. A text that
// a theme of the user's own lacks shows as its key.
func (w words) t(key string, args ...any) string {
	text, ok := w.texts[key]
	if !ok {
		return key
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// named gives the text of a word of the interface, the word itself if there is
// none.
func (w words) named(prefix, word string) string {
	if text, ok := w.texts[prefix+word]; ok {
		return text
	}
	return word
}

// count gives a text that counts: key.one for one, else key.many.
func (w words) count(key string, n int) string {
	if n == 1 {
		return w.t(key + ".one")
	}
	return w.t(key+".many", w.integer(n))
}

// integer groups digits by three.
func (w words) integer(n int) string { return insight.FormatNumber(big.NewRat(int64(n), 1), 0) }

// number writes a number with at most so many decimals.
func (w words) number(r *big.Rat, digits int) string { return insight.FormatNumber(r, digits) }

// ratio writes a number of 0 to 1 as a percentage of at most two decimals.
func (w words) ratio(r *big.Rat) string {
	return insight.FormatPercent(new(big.Rat).Mul(r, big.NewRat(100, 1)), 2, w.lang)
}

// duration writes a length of time in seconds.
func (w words) duration(seconds *big.Rat) string { return insight.FormatDuration(seconds, w.lang) }

// age writes the seconds from some time until now.
func (w words) age(seconds *big.Rat) string { return insight.FormatAge(seconds, w.lang) }

// lasted writes how long an incident took, or takes already; it is known.
func (w words) lasted(in *insight.Incident) string {
	if in.Live {
		return w.age(in.Duration.V)
	}
	return w.duration(in.Duration.V)
}

func (w words) span(d time.Duration) string {
	return w.duration(big.NewRat(int64(d), int64(time.Second)))
}

// spans writes a range of two lengths of time, a unit of both but once:
// "15–30 min", in Japanese "15～30分".
func (w words) spans(from, to time.Duration) string {
	a, b := w.span(from), w.span(to)
	unit := strings.TrimLeft(b, "0123456789,.")
	if number, ok := strings.CutSuffix(a, unit); ok && !strings.ContainsFunc(unit, unicode.IsDigit) && strings.Trim(number, "0123456789,.") == "" {
		a = number
	}
	dash := "–"
	if w.lang == "ja" {
		dash = "～"
	}
	return a + dash + b
}

var weekdays = [...]string{"日", "月", "火", "水", "木", "金", "土"}

// date writes the day of t in t's zone.
func (w words) date(t time.Time) string {
	if w.lang == "ja" {
		return t.Format("2006年1月2日") + "(" + weekdays[t.Weekday()] + ")"
	}
	return t.Format("2 Jan 2006")
}

// instant writes day, clock and zone of t.
func (w words) instant(t time.Time) string {
	sep := ", "
	if w.lang == "ja" {
		sep = " "
	}
	return w.date(t) + sep + t.Format("15:04") + " " + zoneName(t)
}

// zoneName is the abbreviation of t's zone, or its offset where it has none.
func zoneName(t time.Time) string {
	name, offset := t.Zone()
	if name == "" || strings.ContainsAny(name[:1], "+-0123456789") {
		if offset == 0 {
			return "UTC"
		}
		return t.Format("UTC-07:00")
	}
	return name
}

// When is a time as a page shows it.
type When struct {
	ISO   string // for the datetime attribute
	Text  string
	Title string // the same in UTC; empty if that says nothing new
}

func (w words) when(t time.Time) When {
	return When{ISO: t.Format(time.RFC3339), Text: w.instant(t), Title: utcTitle(t)}
}

func (w words) day(t time.Time) When {
	return When{ISO: t.Format(time.DateOnly), Text: w.date(t), Title: ""}
}

func utcTitle(t time.Time) string {
	if _, offset := t.Zone(); offset == 0 {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04") + " UTC"
}
