package facet

import (
	"math/big"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// DecodeNumber reads an exact number. V is nil if the value is none.
func DecodeNumber(v doc.Value) Number {
	n := Number{Place: placeOf(v)}
	if r, ok := v.Rat(); ok {
		n.V = r
	}
	return n
}

// DecodeRatio reads a share of one: 0.6 or 60%. V is nil if the value is no
// share between 0 and 1.
func DecodeRatio(v doc.Value) Number {
	n := Number{Place: placeOf(v)}
	if r, ok := v.Rat(); ok {
		n.V = r
	} else if r, ok := ParsePercent(v); ok && strings.ContainsAny(v.Text(), "%％") {
		n.V = r.Quo(r, big.NewRat(100, 1))
	}
	if n.V != nil && (n.V.Sign() < 0 || n.V.Cmp(big.NewRat(1, 1)) > 0) {
		n.V = nil
	}
	return n
}

// ParsePercent reads a percentage, with or without its sign: 99.9, "99.9 %".
func ParsePercent(v doc.Value) (*big.Rat, bool) {
	text := strings.TrimSpace(strings.TrimRight(strings.TrimSpace(v.Text()), "%％"))
	return doc.NewPlain(text, v.Span(), v.From()).Rat()
}

// currencies are the signs of currencies that mean one only. The yen sign is
// that of the yuan too, and "$" that of many dollars: documents that are not
// meant so write the code.
var currencies = map[string]string{"$": "USD", "US$": "USD", "¥": "JPY", "￥": "JPY", "円": "JPY", "€": "EUR", "£": "GBP", "₩": "KRW", "₹": "INR"}

var (
	moneyBefore = lazyregexp.New(`^([A-Z]{3}|US\$|[$¥￥€£₩₹])\s*([-0-9][0-9,.]*)$`)
	moneyBehind = lazyregexp.New(`^([-0-9][0-9,.]*)\s*([A-Z]{3}|US\$|[$¥￥€£₩₹円])$`)
)

// DecodeMoney reads an exact amount: 10, "$1,200", "JPY 100", "100円" or
// {amount, currency}.
func DecodeMoney(v doc.Value) Money {
	m := Money{Place: placeOf(v)}
	if v.Type() == doc.Map {
		m.Currency = v.Field("currency").Text()
		if r, ok := v.Field("amount").Rat(); ok {
			m.Amount = r
		}
		return m
	}
	text := strings.TrimSpace(v.Text())
	if p := moneyBefore.FindStringSubmatch(text); p != nil {
		text, m.Currency = p[2], currencyOf(p[1])
	} else if p := moneyBehind.FindStringSubmatch(text); p != nil {
		text, m.Currency = p[1], currencyOf(p[2])
	}
	if r, ok := doc.NewPlain(text, v.Span(), v.From()).Rat(); ok {
		m.Amount = r
	}
	return m
}

func currencyOf(sign string) string {
	if code, ok := currencies[sign]; ok {
		return code
	}
	return sign
}

var isoDate = lazyregexp.New(`^([0-9]{4})-([0-9]{2})-([0-9]{2})$`)

// DecodeDate reads a calendar day, YYYY-MM-DD. A time gives its day as
// written.
func DecodeDate(v doc.Value) Date {
	d := Date{Place: placeOf(v)}
	text, _, _ := strings.Cut(strings.TrimSpace(v.Text()), "T")
	if !isoDate.MatchString(text) {
		return d
	}
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		d.Year, d.Month, d.Day = t.Date()
		d.Known = true
	}
	return d
}

// texts gives the texts of a list, or of a single value, without empty ones.
func texts(v doc.Value) []string {
	if v.Type() == doc.Scalar && v.Text() != "" {
		return []string{v.Text()}
	}
	var out []string
	for _, item := range v.Items() {
		if item.Type() == doc.Scalar && item.Text() != "" {
			out = append(out, item.Text())
		}
	}
	return out
}

// spansOfTexts gives where each of the texts stands.
func spansOfTexts(v doc.Value) []source.Span {
	var out []source.Span
	for _, item := range entries(v) {
		if item.Type() == doc.Scalar && item.Text() != "" {
			out = append(out, item.Span())
		}
	}
	return out
}

// entries gives the items of a list, or a single value as a list of one.
func entries(v doc.Value) []doc.Value {
	if v.Type() == doc.Scalar || v.Type() == doc.Map {
		return []doc.Value{v}
	}
	return v.Items()
}

// textOf is the text of a scalar, or of a property of a map.
func textOf(v doc.Value, prop string) string {
	if v.Type() == doc.Scalar {
		return v.Text()
	}
	return v.Field(prop).Text()
}

func flag(v doc.Value) bool {
	b, _ := v.Bool()
	return b
}

// DecodeCauses reads the causes of a document. Those without a text are left
// out.
func DecodeCauses(v doc.Value) []Cause {
	var out []Cause
	for _, c := range entries(v.Field("causes")) {
		cause := Cause{
			ID:         c.Field("id").Text(),
			Text:       textOf(c, "text"),
			Layer:      Layer(known(c.Field("layer").Text(), Technical, Process, Organizational)),
			Group:      c.Field("group").Text(),
			Taxonomy:   c.Field("taxonomy").Text(),
			Role:       c.Field("role").Text(),
			Because:    texts(c.Field("because")),
			BecauseAt:  spansOfTexts(c.Field("because")),
			Likelihood: DecodeRatio(c.Field("likelihood")),
			Place:      placeOf(c),
		}
		if cause.Text != "" {
			out = append(out, cause)
		}
	}
	return out
}

// known gives word if it is one of the words, else "".
func known[T ~string](word string, words ...T) string {
	for _, w := range words {
		if word == string(w) {
			return word
		}
	}
	return ""
}

// DecodeSolutions reads the remedies of a known issue.
func DecodeSolutions(v doc.Value) []Solution {
	var out []Solution
	for _, s := range entries(v.Field("solutions")) {
		solution := Solution{
			ID:        s.Field("id").Text(),
			Title:     textOf(s, "title"),
			Steps:     texts(s.Field("steps")),
			ForCauses: texts(s.Field("for_causes")),
			Runbook:   s.Field("runbook").Text(),
			Time:      DecodeDuration(s.Field("time")),
			Risk:      s.Field("risk").Text(),
			Type:      s.Field("type").Text(),
			Outcomes:  decodeOutcomes(s.Field("outcomes")),
			Place:     placeOf(s),
		}
		if solution.Title != "" {
			out = append(out, solution)
		}
	}
	return out
}

func decodeOutcomes(v doc.Value) []Outcome {
	var out []Outcome
	for _, o := range v.Items() {
		success, ok := o.Field("success").Bool()
		if !ok {
			continue
		}
		out = append(out, Outcome{
			On:       DecodeDate(o.Field("on")),
			Success:  success,
			Incident: o.Field("incident").Text(),
			Note:     o.Field("note").Text(),
			Place:    placeOf(o),
		})
	}
	return out
}
