package facet

import (
	"math/big"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// DecodeImpact reads what an incident cost. zone is of times that state none.
func DecodeImpact(v doc.Value, zone *time.Location) Impact {
	i := v.Field("impact")
	out := Impact{
		Users:                 DecodeNumber(i.Field("users")),
		UsersTotal:            DecodeNumber(i.Field("users_total")),
		RequestsFailed:        DecodeNumber(i.Field("requests_failed")),
		ErrorRatio:            DecodeRatio(i.Field("error_ratio")),
		NormalTPS:             DecodeNumber(i.Field("normal_tps")),
		RevenuePerTransaction: DecodeMoney(i.Field("revenue_per_transaction")),
		RevenueLoss:           DecodeMoney(i.Field("revenue_loss")),
		RecoveredRatio:        DecodeRatio(i.Field("recovered_ratio")),
		Tickets:               DecodeNumber(i.Field("tickets")),
		DataLoss:              known(i.Field("data_loss").Text(), "none", "possible", "confirmed"),
		Security:              flag(i.Field("security")),
		RedundancyLost:        flag(i.Field("redundancy_lost")),
		InternalOnly:          flag(i.Field("internal_only")),
		SLAExcluded:           flag(i.Field("sla_excluded")),
		StatedDuration:        DecodeDuration(i.Field("duration")),
		Place:                 placeOf(i),
	}
	for _, s := range i.Field("segments").Items() {
		out.Segments = append(out.Segments, Segment{
			From:       DecodeInstant(s.Field("from"), zone),
			To:         DecodeInstant(s.Field("to"), zone),
			Service:    s.Field("service").Text(),
			ErrorRatio: DecodeRatio(s.Field("error_ratio")),
			Users:      DecodeNumber(s.Field("users")),
			Note:       s.Field("note").Text(),
			Place:      placeOf(s),
		})
	}
	return out
}

// figureShape is a number in words: "約10,000人", "about 1.2k users",
// "$1.2 million", "5,940件（毎秒0.7件）".
var figureShape = lazyregexp.New(`^(?i)\s*(約|およそ|ほぼ|概算|推定|~|〜|～|≈|approximately|approx\.?|about|around|roughly|ca\.|circa|an? estimated|estimated|est\.)?\s*` +
	`(US\$|[$¥￥€£₩₹]|[A-Z]{3}\s)?\s*` +
	`([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)\s*` +
	`(千万|百万|千|万|億|thousand\b|million\b|billion\b|k\b|m\b|bn\b)?\s*(.*)$`)

// scales are what the words for large numbers stand for.
var scales = map[string]int64{
	"千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "億": 1e8,
	"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9,
}

// inexact are words before or behind a number that make it a bound or one of
// several.
var inexact = lazyregexp.New(`(?i)^(?:[-–—~〜～]|to\s+[0-9]|から|of\b|out of\b|in\s+[0-9]|/|以上|以下|未満|超|弱|強|名以上|人以上|件以上|\+|or more|or less|per\b|毎)|以上|以下|未満|を超え`)

// figure is a number that a text states.
type figure struct {
	value    *big.Rat
	currency string
	approx   bool
	unit     string // what stands behind the number
}

// readFigure reads a number in words. It fails where the text gives a bound,
// a range or a share of something instead of a number.
func readFigure(text string) (figure, bool) {
	m := figureShape.FindStringSubmatch(strings.NewReplacer("，", ",", "％", "%").Replace(digits(text)))
	if m == nil || inexact.MatchString(m[5]) {
		return figure{}, false
	}
	if m[5] != "" && m[5][0] >= '0' && m[5][0] <= '9' || strings.HasPrefix(m[5], ",") || strings.HasPrefix(m[5], ".") && len(m[5]) > 1 {
		return figure{}, false
	}
	n, ok := new(big.Rat).SetString(strings.ReplaceAll(m[3], ",", ""))
	if !ok || len(m[3]) > 24 {
		return figure{}, false
	}
	if s := scales[strings.ToLower(m[4])]; s != 0 {
		n.Mul(n, new(big.Rat).SetInt64(s))
	}
	return figure{value: n, currency: strings.TrimSpace(m[2]), approx: m[1] != "", unit: m[5]}, true
}

// digits writes full-width digits as plain ones.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if '０' <= r && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, s)
}

// number reads a number that the body states for a field; absent, with a
// doubt, if it cannot be read exactly.
func (r *reader) number(v doc.Value, pointer string, whole bool) doc.Value {
	if r.nothing(v.Text()) {
		return doc.Value{}
	}
	f, ok := readFigure(v.Text())
	if !ok || strings.HasPrefix(f.unit, "%") || perTime.MatchString(f.unit) || whole && !f.value.IsInt() {
		return r.unsure(v, pointer, notANumber(v))
	}
	return doc.NewPlain(decimalText(f.value), v.Span(), approximate(v, f))
}

// perTime is a rate by another unit of time than the second.
var perTime = lazyregexp.New(`(?i)^[^(（]{0,24}(?:/|per\s|毎)\s*(?:m|min|minute|h|hour|d|day|分|時|日)`)

// share reads a share of one that the body states: "60%", 0.6.
func (r *reader) share(v doc.Value, pointer string) doc.Value {
	if r.nothing(v.Text()) {
		return doc.Value{}
	}
	f, ok := readFigure(v.Text())
	one := big.NewRat(1, 1)
	if ok && strings.HasPrefix(f.unit, "%") {
		f.value.Quo(f.value, big.NewRat(100, 1))
	}
	if !ok || f.value.Cmp(one) > 0 {
		return r.unsure(v, pointer, notANumber(v))
	}
	return doc.NewPlain(decimalText(f.value), v.Span(), approximate(v, f))
}

// money reads an amount that the body states.
func (r *reader) money(v doc.Value, pointer string) doc.Value {
	if r.nothing(v.Text()) {
		return doc.Value{}
	}
	f, ok := readFigure(v.Text())
	if !ok || strings.HasPrefix(f.unit, "%") {
		return r.unsure(v, pointer, notANumber(v))
	}
	from := approximate(v, f)
	amount := doc.NewPlain(decimalText(f.value), v.Span(), from)
	code := currencyOf(f.currency)
	if behind := unitCurrency.FindString(f.unit); code == "" && behind != "" {
		code = currencyOf(behind)
	}
	if code == "" {
		return amount
	}
	return doc.NewMap([]doc.Entry{
		{Key: "amount", Value: doc.NewScalar(amount.Text(), v.Span(), from)},
		{Key: "currency", Value: doc.NewScalar(code, v.Span(), from)},
	}, v.Span(), from)
}

var unitCurrency = lazyregexp.New(`^(?:円|USD|JPY|EUR|GBP|CHF|CNY|KRW|INR|AUD|CAD|SEK|DKK|NOK|SGD|TWD|HKD)`)

func notANumber(v doc.Value) diag.Text {
	return diag.Say("%q gives no exact number", "%q から正確な数を読み取れません", clip(v.Text(), 60))
}

// approximate is the provenance of a number, with a note if its document
// calls it approximate.
func approximate(v doc.Value, f figure) doc.Provenance {
	from := v.From()
	if f.approx {
		from.Note = joined(from.Note, ", ", diag.Say("approximate", "概数"))
	}
	return from
}

// unsure records why a value is left out, and gives the absent value.
func (r *reader) unsure(v doc.Value, pointer string, reason diag.Text) doc.Value {
	r.doubts = append(r.doubts, Doubt{Field: pointer, Reason: reason, Place: placeOf(v)})
	return doc.Value{}
}
