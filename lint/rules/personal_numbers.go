package rules

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// personalNumber is a way in which a number of a person is written.
type personalNumber struct {
	what  diag.Text
	shape *lazyregexp.Regexp
	valid func(digits string) bool // its digits alone
	show  int                      // digits at the end that are shown
	alone bool                     // it is none with more digits beside it, as a group of a card number
}

// Phone numbers that are nobody's: free and shared-cost lines, and those that
// are kept for films and manuals.
var (
	servicePhone = lazyregexp.New(`^(?:0120|0800|0570|0990|0180|1?8(?:00|33|44|55|66|77|88))|^(?:81)(?:120|800|570)`)
	madeUpPhone  = lazyregexp.New(`55501\d\d$|0000$|12345678$|1234567890?$|11111?$|22222?$|99999$`)
)

// numbersOfPeople are those that are looked for, the surest first.
var numbersOfPeople = []personalNumber{
	{
		diag.Text{En: "card number", Ja: "カード番号"},
		lazyregexp.New(`(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|35\d{2}|6011|65\d{2}|62\d{2})([ -]?)\d{4}[ -]?\d{4}[ -]?\d{4}|3[47]\d{2}[ -]?\d{6}[ -]?\d{5}|3(?:0[0-5]|[68]\d)\d[ -]?\d{6}[ -]?\d{4}`),
		func(d string) bool { return luhn(d) && !isTestCard(d) }, 4, false,
	},
	{
		diag.Text{En: "phone number", Ja: "電話番号"},
		lazyregexp.New(`0[5789]0[- ]?\d{4}[- ]?\d{4}|0\d{1,4}-\d{1,4}-\d{4}|0\d{1,4}\(\d{1,4}\)\d{4}` +
			`|\+[1-9]\d{0,2}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]\d{2,4}){1,4}|\+[1-9]\d{9,14}` +
			`|(?:\([2-9]\d{2}\) ?|[2-9]\d{2}-)[2-9]\d{2}-\d{4}`),
		isPhone, 2, false,
	},
}

// myNumber is Japan's number of a person. Any twelve digits may pass for it,
// an account of AWS among them, so that the document has to speak of it.
var myNumber = personalNumber{
	diag.Text{En: "My Number", Ja: "マイナンバー"}, lazyregexp.New(`\d{4}[ -]?\d{4}[ -]?\d{4}`), isMyNumber, 0, true,
}

func ofMyNumber(data []byte) bool {
	return bytes.Contains(data, []byte("マイナンバー")) || bytes.Contains(data, []byte("個人番号")) || bytes.Contains(data, []byte("My Number"))
}

// testCards are numbers that payment services give out for tests. Those that
// begin with 4000 are all Stripe's.
var testCards = map[string]bool{
	"4111111111111111": true, "4242424242424242": true, "4012888888881881": true, "5555555555554444": true, "5105105105105100": true,
	"5200828282828210": true, "2223003122003222": true, "378282246310005": true, "371449635398431": true, "6011111111111117": true,
	"6011000990139424": true, "3056930009020004": true, "30569309025904": true, "38520000023237": true, "3530111333300000": true,
	"3566002020360505": true, "6200000000000005": true,
}

func isTestCard(digits string) bool {
	return testCards[digits] || strings.HasPrefix(digits, "4000") || strings.Trim(digits[1:], "0") == ""
}

// personalNumbers gives the phone, card and My Numbers of a text.
func personalNumbers(data []byte) []personal {
	wanted := numbersOfPeople
	if ofMyNumber(data) {
		wanted = append(wanted[:len(wanted):len(wanted)], myNumber)
	}
	var out []personal
	for start := 0; start < len(data) && len(out) < mostPersonal; {
		end := len(data)
		if n := bytes.IndexByte(data[start:], '\n'); n >= 0 {
			end = start + n + 1
		}
		out = append(out, numbersInLine(data[start:end], start, wanted)...)
		start = end
	}
	return out
}

// numbersInLine looks at a line that begins at a byte of the text.
func numbersInLine(line []byte, start int, wanted []personalNumber) []personal {
	text, at := narrow(line)
	if !mayHoldNumber(text) {
		return nil
	}
	var out []personal
	for _, n := range wanted {
		for _, m := range n.shape.FindAllIndex(text, -1) {
			digits := digitsOf(text[m[0]:m[1]])
			if !standsApart(text, m[0], m[1]) || n.alone && besideDigits(text, m[0], m[1]) || !n.valid(digits) {
				continue
			}
			s := source.Span{Start: start + at(m[0]), End: start + at(m[1])}
			if len(out) == 0 || !out[len(out)-1].span.Overlaps(s) {
				out = append(out, personal{n.what, mask(string(text[m[0]:m[1]]), len(digits)-n.show), s})
			}
		}
	}
	return out
}

// mayHoldNumber tells at a glance whether a line can hold a personal number.
// The expressions cost a hundred times as much, and most lines of a timeline
// have as many digits.
func mayHoldNumber(text []byte) bool {
	for i := 0; i < len(text); i++ {
		if !isDigitByte(text[i]) {
			continue
		}
		end, digits := i, 0 // of what can be one number
		for ; end < len(text) && (isDigitByte(text[end]) || bytes.IndexByte([]byte(" -.()"), text[end]) >= 0); end++ {
			if isDigitByte(text[end]) {
				digits++
			}
		}
		for at := i; at < end && digits >= shortestNumber; {
			group := leadingDigits(text[at:end])
			if group > 0 && mayBeginNumber(text, at, group, digits) {
				return true
			}
			digits -= group
			at += max(group, 1)
		}
		i = end
	}
	return false
}

// shortestNumber is the digits of the shortest phone number.
const shortestNumber = 9

func leadingDigits(text []byte) int {
	n := 0
	for n < len(text) && isDigitByte(text[n]) {
		n++
	}
	return n
}

// mayBeginNumber tells whether a number of a person can begin with the group of
// digits at a place, if so many digits follow from there on.
func mayBeginNumber(text []byte, at, group, digits int) bool {
	if at > 0 && isLetterOrDigit(text[at-1]) {
		return false
	}
	return digits >= 12 || digits >= 10 && (text[at] == '0' || group == 3) || at > 0 && text[at-1] == '+'
}

func isDigitByte(b byte) bool { return '0' <= b && b <= '9' }

// narrow gives a line with wide digits and hyphens as those of ASCII, and
// where a byte of it stands in the line.
func narrow(line []byte) (text []byte, at func(int) int) {
	if !bytes.Contains(line, []byte(wideDigits)) {
		return line, func(i int) int { return i }
	}
	var offsets []int
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRune(line[i:])
		piece := line[i : i+size]
		switch {
		case '０' <= r && r <= '９':
			piece = []byte{byte('0' + r - '０')}
		case strings.ContainsRune("－‐−ー‑", r):
			piece = []byte{'-'}
		}
		for range piece {
			offsets = append(offsets, i)
		}
		text = append(text, piece...)
		i += size
	}
	offsets = append(offsets, len(line))
	return text, func(i int) int { return offsets[i] }
}

// wideDigits is what the digits from ０ to ９ begin with.
const wideDigits = "\xef\xbc"

// besideDigits tells whether a number is some groups of a longer one.
func besideDigits(text []byte, start, end int) bool {
	const signs = " -"
	before, after := bytes.TrimRight(text[:start], signs), bytes.TrimLeft(text[end:], signs)
	return start-len(before) <= 1 && len(before) > 0 && isDigitByte(before[len(before)-1]) ||
		len(text)-end-len(after) <= 1 && len(after) > 0 && isDigitByte(after[0])
}

// standsApart tells whether a number is no part of a longer one, of a word or
// of an address.
func standsApart(text []byte, start, end int) bool {
	if start > 0 && (isLetterOrDigit(text[start-1]) || bytes.IndexByte([]byte("._-+/#"), text[start-1]) >= 0) {
		return false
	}
	if end < len(text) && (isLetterOrDigit(text[end]) || text[end] == '_' || text[end] == '%') ||
		end+1 < len(text) && bytes.IndexByte([]byte(".-:/,"), text[end]) >= 0 && '0' <= text[end+1] && text[end+1] <= '9' {
		return false
	}
	word := text[max(start-256, 0):start]
	word = word[bytes.LastIndexAny(word, " \t(<\"'`")+1:]
	return !bytes.Contains(word, []byte("//"))
}

func digitsOf(text []byte) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, string(text))
}

// mask hides the first digits of a number.
func mask(text string, hidden int) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			if hidden--; hidden >= 0 {
				return '*'
			}
		}
		return r
	}, text)
}

// isPhone tells whether digits are a phone number: of ten or eleven digits in
// Japan, of up to fifteen in the world (E.164).
func isPhone(d string) bool {
	if servicePhone.MatchString(d) || madeUpPhone.MatchString(d) {
		return false
	}
	if strings.HasPrefix(d, "0") {
		mobile := len(d) > 2 && strings.IndexByte("5789", d[1]) >= 0 && d[2] == '0'
		return mobile && len(d) == 11 || !mobile && len(d) == 10
	}
	return len(d) >= 9 && len(d) <= 15
}

// luhn tells whether the last digit is the check digit of the others (ISO/IEC
// 7812-1, annex B).
func luhn(d string) bool {
	sum := 0
	for i := range len(d) {
		n := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

// isMyNumber tells whether the last of twelve digits is the check digit of the
// others (Ministry order 85 of 2014, article 5).
func isMyNumber(d string) bool {
	if len(d) != 12 {
		return false
	}
	sum := 0
	for n := 1; n <= 11; n++ {
		weight := n + 1
		if n > 6 {
			weight = n - 5
		}
		sum += int(d[11-n]-'0') * weight
	}
	check := 11 - sum%11
	if check > 9 {
		check = 0
	}
	return int(d[11]-'0') == check
}
