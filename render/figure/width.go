package figure

import (
	"strings"
	"unicode"
)

// latinWidths are the widths of the characters from space to tilde in
// thousandths of an em: the wider one of DejaVu Sans and Liberation Sans (which
// is as wide as Arial), so that other sans-serif fonts of systems fit as well.
var latinWidths = [...]uint16{
	318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337,
	637, 637, 637, 637, 637, 637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 557,
	1016, 685, 687, 723, 771, 667, 611, 778, 752, 295, 500, 667, 558, 863, 749, 788,
	667, 788, 723, 667, 611, 732, 685, 989, 686, 667, 686, 391, 337, 391, 838, 557,
	500, 613, 635, 550, 635, 616, 353, 635, 634, 278, 278, 580, 278, 975, 634, 612,
	635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838,
}

// The widths of other characters in thousandths of an em: the means of their
// blocks in DejaVu Sans, rounded up, of symbols about the widest one.
const (
	letterWidth = 720
	symbolWidth = 1000
	emojiWidth  = 1400
	halfWidth   = 500
	fullWidth   = 1000
)

// textWidth estimates the width of a label of fontPx: there are no font
// metrics. It is rather too wide than too narrow.
func textWidth(s string) float64 {
	thousandths := 0
	for _, r := range s {
		thousandths += runeWidth(r)
	}
	return float64(thousandths) * fontPx / 1000
}

// boldFactor is how much wider the bold letters of DejaVu Sans are.
const boldFactor = 1.14

// runeWidth is the width of a character in thousandths of an em. Wide
// characters of Chinese, Japanese and Korean take a full em.
func runeWidth(r rune) int {
	switch {
	case r < ' ':
		return 0 // text leaves it out
	case r <= '~':
		return int(latinWidths[r-' '])
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0xff61 && r <= 0xffdc:
		return halfWidth
	case r >= 0x1f000 && r < 0x20000:
		return emojiWidth
	case r >= 0x2e80, r >= 0x1100 && r < 0x1200:
		return fullWidth
	case r >= 0x2000 && r < 0x2e80:
		return symbolWidth
	}
	return letterWidth
}

// wrapped breaks a label into at most a number of lines of a width, at spaces
// where it can; what does not fit ends in an ellipsis.
func wrapped(label string, wide float64, most int) []string {
	words := strings.Fields(label)
	var lines []string
	for len(words) > 0 {
		if len(lines) == most-1 {
			return append(lines, clipped(strings.Join(words, " "), wide))
		}
		n, w := 1, textWidth(words[0])
		for n < len(words) {
			if w += textWidth(" " + words[n]); w > wide {
				break
			}
			n++
		}
		if n > 1 || textWidth(words[0]) <= wide {
			lines, words = append(lines, strings.Join(words[:n], " ")), words[n:]
			continue
		}
		head, rest := broken(words[0], wide)
		lines, words = append(lines, head), append([]string{rest}, words[1:]...)
	}
	return lines
}

// broken cuts a word where its width is reached. No line begins with a mark
// that Japanese keeps with what stands before it.
func broken(word string, wide float64) (head, rest string) {
	w := 0.0
	for i, r := range word {
		if w += textWidth(string(r)); w > wide && i > 0 {
			cut := i
			for strings.ContainsRune(noLineBegins, r) {
				before := []rune(word[:cut])
				if len(before) < 2 {
					return word[:i], word[i:]
				}
				r = before[len(before)-1]
				cut -= len(string(r))
			}
			return word[:cut], word[cut:]
		}
	}
	return word, ""
}

// noLineBegins are the marks and small kana that no line of Japanese begins
// with (JIS X 4051).
const noLineBegins = "、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】)]}ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ%％"

// clipped is a text of at most a width, which ends in an ellipsis if something
// is left out; nothing of it if there is no room for that either.
func clipped(s string, wide float64) string {
	if fits(s, wide) {
		return s
	}
	const dots = "…"
	room, w := wide-textWidth(dots), 0.0
	if room < 0 {
		return ""
	}
	for i, r := range s {
		if w += textWidth(string(r)); w > room || i > longestLabel {
			return strings.TrimRight(s[:i], " ") + dots
		}
	}
	return s
}

// longestLabel is how many bytes a label has at most, whatever its width: marks
// take no room.
const longestLabel = 2000

// fits tells whether a text is at most as wide; of a long one it reads no more
// than it must.
func fits(s string, wide float64) bool {
	w := 0.0
	for i, r := range s {
		if w += textWidth(string(r)); w > wide || i > longestLabel {
			return false
		}
	}
	return true
}
