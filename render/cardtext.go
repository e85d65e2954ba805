package render

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// mostOnCard is how many characters of a text are looked at: no card has place for
// more.
const mostOnCard = 400

// cardText is the beginning of a text on one line, composed, without what only
// chooses between the shapes of a character.
func cardText(text string) string {
	n := 0
	for i := range text {
		if n++; n > mostOnCard {
			text = text[:i]
			break
		}
	}
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Variation_Selector, r) {
			return -1
		}
		return r
	}, plainLine(text))
	return norm.NFC.String(strings.Join(strings.Fields(text), " "))
}

// Characters at which a line of Japanese may not begin, and may not end (JIS X
// 4051, its common part).
const (
	noBegin = "、。，．・：；？！)）」』】〕〉》]］}｝ー々ゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…‥％%,.:;?!"
	noEnd   = "(（「『【〔〈《[［{｛"
)

// breakLines breaks a text into lines of a width in pixels, at most so many; the
// last ends with an ellipsis if there is more, or with three dots where the font
// has none. A word that is wider than a line is cut.
func breakLines(face font.Face, text string, width, most int) []string {
	limit := fixed.I(width)
	fits := func(s string) bool { return font.MeasureString(face, s) <= limit }
	var lines []string
	line := ""
	for _, piece := range pieces(text) {
		if fits(strings.TrimRight(line+piece, " ")) {
			line += piece
			continue
		}
		if line != "" {
			lines = append(lines, strings.TrimRight(line, " "))
		}
		for line = piece; !fits(strings.TrimRight(line, " ")); {
			cut := longestFit(line, fits)
			lines, line = append(lines, line[:cut]), line[cut:]
		}
		if len(lines) > most {
			break
		}
	}
	if line = strings.TrimRight(line, " "); line != "" {
		lines = append(lines, line)
	}
	if len(lines) <= most {
		return lines
	}
	end := "…"
	if _, ok := face.GlyphAdvance('…'); !ok {
		end = "..."
	}
	last := lines[most-1]
	for last != "" && !fits(last+end) {
		_, size := utf8.DecodeLastRuneInString(last)
		last = last[:len(last)-size]
	}
	return append(lines[:most-1], strings.TrimRight(last, " ")+end)
}

// longestFit is the length of the longest beginning of a text that fits, one
// character at least.
func longestFit(text string, fits func(string) bool) int {
	cut := 0
	for i, r := range text {
		next := i + len(string(r))
		if cut > 0 && !fits(text[:next]) {
			break
		}
		cut = next
	}
	return cut
}

// pieces are the parts of a text between which a line may break: words with the
// space behind them, and characters of scripts without spaces.
func pieces(text string) []string {
	var list []string
	runes := []rune(text)
	begin := 0
	for i := 1; i <= len(runes); i++ {
		if i == len(runes) || mayBreak(runes[i-1], runes[i]) {
			list = append(list, string(runes[begin:i]))
			begin = i
		}
	}
	return slices.Clip(list)
}

// mayBreak tells whether a line may break between two characters.
func mayBreak(before, after rune) bool {
	switch {
	case strings.ContainsRune(noBegin, after) || strings.ContainsRune(noEnd, before) || after == ' ':
		return false
	case before == ' ':
		return true
	}
	return withoutSpaces(before) || withoutSpaces(after)
}

// withoutSpaces tells whether a character is a letter or mark of a script that is
// written without spaces.
func withoutSpaces(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x30ff || r >= 0xff00 && r <= 0xff60
}
