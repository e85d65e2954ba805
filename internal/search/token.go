package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"golang.org/x/text/unicode/norm"
)

// longestToken is the number of characters of a token that count.
const longestToken = 40

// Tokenizer turns texts into tokens. It remembers the stems of words, so one
// should be used for many texts; it is not for use by several goroutines.
// The zero Tokenizer is ready for use.
//
// A text is brought into the form NFKC and cut into runs of word characters
// (letters, marks, digits, underscore) and runs of Chinese and Japanese ones.
//
// A run of word characters that is an identifier is cut where its case, or
// digits, or an underscore show its parts: KubePodCrashLooping, http_5xx; the
// whole follows as a token with "=" before it. Each part is a token: in lower
// case, without common words, as its English stem (Porter2).
//
// A run of Chinese and Japanese characters gives every pair of neighbours but
// those of two hiragana, every word of three or more katakana without a long
// vowel at its end, and every kanji that stands between kana.
type Tokenizer struct {
	stems map[string]string
	emit  func(string)
	runes []rune
	buf   []byte
}

// Tokens calls emit for every token of a text, in its order.
func (t *Tokenizer) Tokens(text string, emit func(token string)) {
	t.emit = emit
	if !norm.NFKC.IsNormalString(text) {
		text = norm.NFKC.String(text)
	}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		class := classOf(r)
		if class == other {
			i += size
			continue
		}
		end := i + size
		for end < len(text) {
			r, size := utf8.DecodeRuneInString(text[end:])
			if c := classOf(r); c == other || (c == word) != (class == word) {
				break
			}
			end += size
		}
		if class == word {
			t.word(text[i:end])
		} else {
			t.cjk(text[i:end])
		}
		i = end
	}
}

// class is what a character can be part of.
type class uint8

const (
	other class = iota
	word
	kanji
	hiragana
	katakana
)

func classOf(r rune) class {
	if r < utf8.RuneSelf {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_' {
			return word
		}
		return other
	}
	switch {
	case r >= 0x3041 && r <= 0x309f && r != 0x309b && r != 0x309c:
		return hiragana
	case r >= 0x30a1 && r <= 0x30ff && r != 0x30fb:
		return katakana
	case r == 0x3005 || r == 0x3006 || r == 0x3007, r >= 0x3400 && r <= 0x4dbf, r >= 0x4e00 && r <= 0x9fff,
		r >= 0xf900 && r <= 0xfaff, r >= 0x20000 && r <= 0x3ffff:
		return kanji
	case unicode.In(r, unicode.L, unicode.M, unicode.N):
		return word
	}
	return other
}

// cjk emits the tokens of a run of Chinese and Japanese characters.
func (t *Tokenizer) cjk(run string) {
	t.runes = t.runes[:0]
	for _, r := range run {
		t.runes = append(t.runes, r)
	}
	runes := t.runes
	for i, r := range runes {
		c := classOf(r)
		before, after := other, other
		if i > 0 {
			before = classOf(runes[i-1])
		}
		if i+1 < len(runes) {
			after = classOf(runes[i+1])
		}
		if c == kanji && before != kanji && after != kanji {
			t.emit(string(r))
		}
		if c == katakana && before != katakana {
			t.katakana(runes[i:])
		}
		if after != other && !(c == hiragana && after == hiragana) {
			t.emit(string(runes[i : i+2]))
		}
	}
}

// katakana emits the word that a run of katakana begins with.
func (t *Tokenizer) katakana(runes []rune) {
	n := 0
	for n < len(runes) && classOf(runes[n]) == katakana {
		n++
	}
	if n > 3 && runes[n-1] == 'ー' {
		n--
	}
	if n >= 3 {
		t.emit(string(runes[:min(n, longestToken)]))
	}
}

// word emits the tokens of a run of word characters.
func (t *Tokenizer) word(run string) {
	parts := 0
	for from := 0; from < len(run); {
		to := partEnd(run, from)
		if part := run[from:to]; part != "_" {
			parts++
			t.part(part)
		}
		from = to
	}
	if parts > 1 {
		t.emit("=" + strings.ToLower(cut(run, longestToken)))
	}
}

// cut gives the first n characters of a text.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// partEnd gives the end of the part of an identifier that begins at from: an
// underscore, digits, lower-case letters with a capital before them, or
// capitals up to the one that begins such a word.
func partEnd(run string, from int) int {
	kind, size := kindAt(run, from)
	i := from + size
	if kind == underscore {
		return i
	}
	last := from // where the last capital begins
	for i < len(run) {
		k, size := kindAt(run, i)
		switch {
		case k == kind:
			last = i
		case kind == capital && k == small:
			if i-from > 1 && last > from {
				return last // the capital belongs to the next word: HTTPServer
			}
			kind = small
		default:
			return i
		}
		i += size
	}
	return i
}

// kind is what a character is in an identifier.
type kind uint8

const (
	small kind = iota
	capital
	digit
	underscore
)

func kindAt(s string, i int) (kind, int) {
	r, size := utf8.DecodeRuneInString(s[i:])
	switch {
	case r == '_':
		return underscore, size
	case '0' <= r && r <= '9' || r >= utf8.RuneSelf && unicode.Is(unicode.N, r):
		return digit, size
	case 'A' <= r && r <= 'Z' || r >= utf8.RuneSelf && unicode.Is(unicode.Lu, r):
		return capital, size
	}
	return small, size
}

// part emits the stem of a word, if it is no common one.
func (t *Tokenizer) part(part string) {
	if stem := t.stem(part); stem != "" {
		t.emit(stem)
	}
}

// stem gives the token of a word; empty for a common word.
func (t *Tokenizer) stem(part string) string {
	if stem, ok := t.stems[part]; ok {
		return stem
	}
	stem := strings.ToLower(cut(part, longestToken))
	switch {
	case common[stem]:
		stem = ""
	case isASCII(stem):
		env := snowballstem.NewEnv(stem)
		english.Stem(env)
		stem = env.Current()
	}
	if t.stems == nil {
		t.stems = map[string]string{}
	}
	if len(t.stems) < 1<<16 {
		t.stems[strings.Clone(part)] = stem
	}
	return stem
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
