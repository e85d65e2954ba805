package facet

import (
	"strings"
	"unicode/utf8"
)

// phrases are words and phrases that are looked for in running text. Regular
// expressions of that many branches cost a hundred times as much.
type phrases struct {
	latin    [utf8.RuneSelf][]opening // by the first byte
	japanese [64][]opening            // by the last byte of the first character
}

// opening is a word with which a phrase begins, and the rest of the phrase.
type opening struct {
	word phraseWord
	rest []position
}

// position is a place in a phrase with the words that may stand there.
type position []phraseWord

type phraseWord struct {
	text   string
	prefix bool // the word may go on
}

// gap is how many bytes "..." in a phrase may pass over.
const gap = 40

// phrasesOf reads lists of phrases, one a line, in lower case. Words part at
// spaces; "/" parts words that may stand in the same place; "*" behind a word
// lets it go on; "..." lets other words stand between. Words in Japanese are
// found anywhere, Latin ones only whole.
func phrasesOf(lists ...string) phrases {
	var out phrases
	for line := range strings.Lines(strings.Join(lists, "\n")) {
		var phrase []position
		for _, field := range strings.Fields(line) {
			var p position
			for _, w := range strings.Split(field, "/") {
				text, prefix := strings.CutSuffix(w, "*")
				p = append(p, phraseWord{text, prefix})
			}
			phrase = append(phrase, p)
		}
		if len(phrase) > 0 {
			out.add(phrase)
		}
	}
	return out
}

// denials lists every word with every ending, both parted by "/": in Japanese
// what takes a word back is grown to it.
func denials(words, endings string) string {
	var out strings.Builder
	for word := range strings.SplitSeq(words, "/") {
		for ending := range strings.SplitSeq(endings, "/") {
			out.WriteString(word + ending + "\n")
		}
	}
	return out.String()
}

func (t *phrases) add(phrase []position) {
	for _, w := range phrase[0] {
		list := &t.japanese[lastBits(w.text)]
		if first := w.text[0]; first < utf8.RuneSelf {
			list = &t.latin[first]
		}
		*list = append(*list, opening{w, phrase[1:]})
	}
}

// lastBits are the low bits of the first character of a text, which all but
// tell Japanese ones apart.
func lastBits(text string) byte {
	_, n := utf8.DecodeRuneInString(text)
	return text[n-1] & 63
}

// in tells whether one of the phrases stands in a text, given in lower case.
func (t *phrases) in(text string) bool {
	for i := range len(text) {
		if text[i] >= 0xC0 {
			if t.japaneseAt(text, i) {
				return true
			}
			continue
		}
		if text[i] >= utf8.RuneSelf {
			continue
		}
		if i > 0 && inWord(text[i-1]) {
			continue // no word begins here
		}
		for _, o := range t.latin[text[i]] {
			if end, ok := o.word.at(text, i); ok && follow(text, end, o.rest) {
				return true
			}
		}
	}
	return false
}

// japaneseAt tells whether one of the phrases begins at byte i with the
// character there.
func (t *phrases) japaneseAt(text string, i int) bool {
	for _, o := range t.japanese[lastBits(text[i:])] {
		if end, ok := o.word.at(text, i); ok && follow(text, end, o.rest) {
			return true
		}
	}
	return false
}

// at tells whether the word stands at byte i, and where it ends.
func (w phraseWord) at(text string, i int) (end int, ok bool) {
	if !strings.HasPrefix(text[i:], w.text) {
		return i, false
	}
	end = i + len(w.text)
	if w.text[0] >= 0x80 {
		return end, true
	}
	if i > 0 && inWord(text[i-1]) {
		return end, false
	}
	if w.prefix {
		for end < len(text) && inWord(text[end]) {
			end++
		}
		return end, true
	}
	return end, end == len(text) || !inWord(text[end])
}

// follow tells whether the rest of a phrase stands behind byte i.
func follow(text string, i int, rest []position) bool {
	if len(rest) == 0 {
		return true
	}
	if rest[0][0].text == "..." {
		for j := i; j <= min(i+gap, len(text)); j++ {
			if rest[1].at(text, j, rest[2:]) {
				return true
			}
		}
		return false
	}
	start := i
	for i < len(text) && strings.IndexByte(" -,:", text[i]) >= 0 {
		i++
	}
	return i > start && rest[0].at(text, i, rest[1:])
}

func (p position) at(text string, i int, rest []position) bool {
	for _, w := range p {
		if end, ok := w.at(text, i); ok && follow(text, end, rest) {
			return true
		}
	}
	return false
}

func inWord(b byte) bool { return isDigit(b) || isLatin(b) || b == '_' || b == '\'' }
