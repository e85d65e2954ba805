package insight

import (
	"math/big"
	"strconv"
	"strings"

	"golang.org/x/text/currency"

	"github.com/debrief-dev/debrief/internal/diag"
)

// maxDigits is the number of decimals in machine formats.
const maxDigits = 6

// decimal writes a number with at most six decimals, rounded half away from
// zero, without zeros at the end.
func decimal(r *big.Rat) string { return rounded(r, maxDigits) }

func rounded(r *big.Rat, digits int) string {
	if r.IsInt() {
		return r.Num().String()
	}
	text := r.FloatString(digits)
	if strings.ContainsRune(text, '.') {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		return "0"
	}
	return text
}

// exact writes a number with all its decimals; with six if they never end.
func exact(r *big.Rat) string {
	digits, finite := r.FloatPrec()
	if !finite {
		digits = maxDigits
	}
	return rounded(r, digits)
}

// grouped is a number for people with at most six decimals.
func grouped(r *big.Rat) string { return FormatNumber(r, maxDigits) }

// FormatNumber writes a number for people: thousands apart, at most so many
// decimals, rounded half away from zero. Both languages write it alike.
func FormatNumber(r *big.Rat, digits int) string { return group(rounded(r, digits)) }

// group sets commas between thousands and a true minus sign.
func group(text string) string {
	sign := ""
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		sign, text = "−", rest
	}
	whole, fraction, has := strings.Cut(text, ".")
	var b strings.Builder
	b.WriteString(sign)
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	if has {
		b.WriteString("." + fraction)
	}
	return b.String()
}

// FormatPercent writes a percentage with at most so many decimals: "99.7 %",
// in Japanese "99.7%". One below 100 has as many decimals as it takes not to
// read as 100, up to six.
func FormatPercent(percent *big.Rat, digits int, lang string) string {
	for digits < maxDigits && percent.Cmp(hundred) < 0 && rounded(percent, digits) == "100" {
		digits++
	}
	if lang == "ja" {
		return FormatNumber(percent, digits) + "%"
	}
	return FormatNumber(percent, digits) + " %"
}

// clock splits seconds into whole days, hours, minutes and the rest.
func clock(seconds *big.Rat) (negative bool, units [3]*big.Int, rest *big.Rat) {
	whole, part := new(big.Int).QuoRem(new(big.Int).Abs(seconds.Num()), seconds.Denom(), new(big.Int))
	for i, size := range [...]int64{86400, 3600, 60} {
		units[i] = new(big.Int)
		units[i].QuoRem(whole, big.NewInt(size), whole)
	}
	rest = new(big.Rat).SetInt(whole)
	if part.Sign() > 0 {
		rest.Add(rest, new(big.Rat).SetFrac(part, seconds.Denom()))
	}
	return seconds.Sign() < 0, units, rest
}

// FormatDuration writes seconds for people: "2 h 15 min", in Japanese
// "2時間15分". A day is 24 hours; units that are zero are left out.
func FormatDuration(seconds *big.Rat, lang string) string {
	names, space := [...]string{" d", " h", " min", " s"}, " "
	if lang == "ja" {
		names, space = [...]string{"日", "時間", "分", "秒"}, ""
	}
	var digits [4]string
	negative := seconds.Sign() < 0
	if n := seconds.Num(); seconds.IsInt() && n.IsInt64() {
		rest := magnitude(n.Int64())
		for i, size := range [...]uint64{86400, 3600, 60, 1} {
			digits[i], rest = strconv.FormatUint(rest/size, 10), rest%size
		}
	} else {
		_, units, rest := clock(seconds)
		for i, n := range units {
			digits[i] = n.String()
		}
		digits[3] = decimal(rest)
	}
	text := ""
	for i, d := range digits {
		if d != "0" || i == 3 && text == "" {
			if text != "" {
				text += space
			}
			text += group(d) + names[i]
		}
	}
	if negative {
		text = "−" + text
	}
	return text
}

// FormatAge writes the seconds from some time until now for people: whole days,
// "245 d", or below two of them whole hours, "47 h", rounded down. So a page
// made half a minute later says the same.
func FormatAge(seconds *big.Rat, lang string) string {
	name, size := diag.Text{En: " h", Ja: "時間"}, int64(3600)
	if seconds.Cmp(num(2*86400)) >= 0 {
		name, size = diag.Text{En: " d", Ja: "日"}, 86400
	}
	units := quo(seconds, num(size))
	if units.Cmp(unity) < 0 {
		return diag.Text{En: "less than 1 h", Ja: "1時間未満"}.In(lang)
	}
	return group(new(big.Int).Quo(units.Num(), units.Denom()).String()) + name.In(lang)
}

// FormatISO writes seconds as an ISO 8601 duration of hours, minutes and
// seconds: "PT2H15M". Days are not used: they need not have 24 hours.
func FormatISO(seconds *big.Rat) string {
	negative, units, rest := clock(seconds)
	hours := new(big.Int).Mul(units[0], big.NewInt(24))
	hours.Add(hours, units[1])
	var b strings.Builder
	if negative {
		b.WriteByte('-')
	}
	b.WriteString("PT")
	if hours.Sign() > 0 {
		b.WriteString(hours.String() + "H")
	}
	if units[2].Sign() > 0 {
		b.WriteString(units[2].String() + "M")
	}
	if s := decimal(rest); s != "0" || strings.HasSuffix(b.String(), "T") {
		b.WriteString(s + "S")
	}
	return b.String()
}

// signs are the currencies that are written with a sign or a word; others
// show their code. Other dollars than the American show theirs, too.
var signs = map[string]struct{ en, ja string }{
	"EUR": {"€", "ユーロ"},
	"GBP": {"£", "ポンド"},
	"JPY": {"¥", "円"},
	"USD": {"$", "ドル"},
}

// FormatMoney writes an amount for people: "$4,050,000", in Japanese
// "4,050,000ドル". It is rounded to the smallest unit of the currency; whole
// amounts have no decimals.
func FormatMoney(m Money, lang string) string {
	digits := 2
	if unit, err := currency.ParseISO(m.Currency); err == nil {
		digits, _ = currency.Standard.Rounding(unit)
	}
	text := m.Amount.FloatString(digits)
	if whole, ok := strings.CutSuffix(text, "."+strings.Repeat("0", digits)); ok {
		text = whole
	}
	return signed(text, m.Currency, lang)
}

// unitPrice writes an amount with all its decimals: prices of a single
// transaction may be smaller than the smallest unit.
func unitPrice(m Money, lang string) string { return signed(exact(m.Amount), m.Currency, lang) }

func signed(text, code, lang string) string {
	number := strings.TrimPrefix(group(text), "−")
	sign, known := signs[code]
	switch {
	case !known:
		number = code + " " + number
	case lang == "ja":
		number += sign.ja
	default:
		number = sign.en + number
	}
	if strings.HasPrefix(text, "-") && strings.ContainsAny(text, "123456789") {
		return "−" + number
	}
	return number
}

// FormatMoneys writes amounts of several currencies side by side.
func FormatMoneys(list []Money, lang string) string {
	texts := make([]string, len(list))
	for i, m := range list {
		texts[i] = FormatMoney(m, lang)
	}
	return strings.Join(texts, " + ")
}

// Rounded is a float as a number with six decimals, for what needs roots and
// logarithms; absent if it is none.
func Rounded(f float64) Quantity {
	r, ok := new(big.Rat).SetString(strconv.FormatFloat(f, 'f', maxDigits, 64))
	if !ok {
		return absent[*big.Rat](noValues)
	}
	return known(r)
}

// Decimal writes a number for programs: with at most six decimals, rounded
// half away from zero, without zeros at the end.
func Decimal(r *big.Rat) string { return decimal(r) }
