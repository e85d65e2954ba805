package leak

import (
	"bytes"
	"sort"
	"unicode"
	"unicode/utf8"
)

// matcher finds secrets in folded texts. Patterns that begin alike are tried
// together, and only where their first window bytes stand, so that most of a
// text costs one look into a table.
type matcher struct {
	secrets  []Secret
	patterns []pattern // sorted by text
	begins   [windows / 64]uint64
}

// pattern is a form of a secret.
type pattern struct {
	text   []byte
	secret int
}

const (
	window  = 4 // bytes that a pattern has at least
	windows = 1 << 16
)

// newMatcher makes the matcher of secrets, those without a form that is long
// enough left out.
func newMatcher(secrets []Secret) matcher {
	m := matcher{secrets: secrets}
	for i, s := range secrets {
		for _, form := range forms(s.Text) {
			if len(form) >= window {
				m.patterns = append(m.patterns, pattern{form, i})
				n := hash(form)
				m.begins[n/64] |= 1 << (n % 64)
			}
		}
	}
	sort.SliceStable(m.patterns, func(i, j int) bool { return bytes.Compare(m.patterns[i].text, m.patterns[j].text) < 0 })
	return m
}

// forms gives the texts that a secret can have in a folded text: as it is, and
// as it is once what looks like an escape in it is resolved.
func forms(text string) [][]byte {
	out := [][]byte{fold([]byte(text), nil)}
	if other := fold(unescaped([]byte(text)), nil); !bytes.Equal(other, out[0]) {
		out = append(out, other)
	}
	return out
}

// hash maps the first window bytes of a text to 0 … windows-1.
func hash(text []byte) uint32 {
	n := uint32(text[0]) | uint32(text[1])<<8 | uint32(text[2])<<16 | uint32(text[3])<<24
	return n * 2654435761 >> 16 // Knuth's multiplicative hashing
}

// each calls found for every place where a folded text says a secret.
func (m *matcher) each(text []byte, found func(secret, start, end int)) {
	if len(m.patterns) == 0 {
		return
	}
	for i := 0; i+window <= len(text); i++ {
		if n := hash(text[i:]); m.begins[n/64]&(1<<(n%64)) != 0 {
			m.at(text, i, found)
		}
	}
}

// at calls found for the secrets that begin at a place: it narrows the sorted
// patterns down byte by byte, until none has the byte that follows.
func (m *matcher) at(text []byte, start int, found func(secret, start, end int)) {
	list := m.patterns
	for n := 0; len(list) > 0; n++ {
		for len(list) > 0 && len(list[0].text) == n {
			if bounded(text, start, start+n) {
				found(list[0].secret, start, start+n)
			}
			list = list[1:]
		}
		if start+n == len(text) {
			return
		}
		c := text[start+n]
		from := sort.Search(len(list), func(i int) bool { return list[i].text[n] >= c })
		to := sort.Search(len(list), func(i int) bool { return list[i].text[n] > c })
		list = list[from:to]
	}
}

// bounded tells whether a place is not a part of a longer name: db-pool is not
// said by checkout-db-pool, nor 2026-01 by 2026-01-15. Chinese and Japanese
// have no such bounds.
func bounded(text []byte, start, end int) bool {
	first, _ := utf8.DecodeRune(text[start:])
	last, _ := utf8.DecodeLastRune(text[:end])
	before, n := utf8.DecodeLastRune(text[:start])
	beyond, _ := utf8.DecodeLastRune(text[:start-n])
	after, n := utf8.DecodeRune(text[end:])
	next, _ := utf8.DecodeRune(text[end+n:])
	return !(joins(first) && (joins(before) || isHyphen(before) && joins(beyond))) &&
		!(joins(last) && (joins(after) || isHyphen(after) && joins(next)))
}

// joins tells whether a character makes one word with its neighbours.
func joins(r rune) bool {
	return r != utf8.RuneError && classOf(r) == latin
}

func isHyphen(r rune) bool { return r == '-' || r == '_' }

// class is what a character can be part of.
type class uint8

const (
	other class = iota
	latin       // letters and digits of scripts that write spaces
	kanji
	hiragana
	katakana
)

func classOf(r rune) class {
	if r < utf8.RuneSelf {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
			return latin
		}
		return other
	}
	switch {
	case r == 'ー':
		return katakana
	case unicode.Is(unicode.Han, r):
		return kanji
	case unicode.Is(unicode.Katakana, r):
		return katakana
	case unicode.Is(unicode.Hiragana, r):
		return hiragana
	case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r):
		return latin
	}
	return other
}
