package facet

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// scan reads a text from left to right. Its methods move on only if they
// find what they are asked for.
type scan struct {
	s string
	i int
}

func (c *scan) rest() string { return c.s[c.i:] }

func (c *scan) end() bool { return c.i >= len(c.s) }

// eat reads one of the texts, the first that fits.
func (c *scan) eat(texts ...string) bool {
	for _, t := range texts {
		if strings.HasPrefix(c.rest(), t) {
			c.i += len(t)
			return true
		}
	}
	return false
}

// word reads one of the words, in any case of letters. What follows a Latin
// word must not be a letter.
func (c *scan) word(words ...string) bool {
	for _, w := range words {
		if len(c.rest()) < len(w) || c.s[c.i]|0x20 != w[0]|0x20 && c.s[c.i] < utf8.RuneSelf || !strings.EqualFold(c.rest()[:len(w)], w) {
			continue
		}
		if next := c.rest()[len(w):]; isLatin(w[len(w)-1]) && next != "" && isLatin(next[0]) {
			continue
		}
		c.i += len(w)
		return true
	}
	return false
}

// spaces reads any space and tells whether there was some.
func (c *scan) spaces() bool {
	n := len(c.rest()) - len(strings.TrimLeftFunc(c.rest(), unicode.IsSpace))
	c.i += n
	return n > 0
}

// number reads at least least and at most most digits that no further digit
// follows. It is -1 if there are none.
func (c *scan) number(least, most int) int {
	n, k := 0, 0
	for c.i+k < len(c.s) && isDigit(c.s[c.i+k]) {
		if k++; k > most {
			return -1
		}
		n = n*10 + int(c.s[c.i+k-1]-'0')
	}
	if k < least {
		return -1
	}
	c.i += k
	return n
}

// digitAt tells whether a digit stands n bytes on.
func (c *scan) digitAt(n int) bool { return c.i+n < len(c.s) && isDigit(c.s[c.i+n]) }

// wordEnd tells whether no Latin letter or digit follows.
func (c *scan) wordEnd() bool {
	return c.end() || !isLatin(c.s[c.i]) && !isDigit(c.s[c.i]) && c.s[c.i] != '_'
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func isLatin(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

// fold writes full-width letters, digits and signs as plain ones, so that
// one grammar reads both. Every byte keeps its place in the file.
func (l line) fold() line {
	if !strings.ContainsFunc(l.text, wide) {
		return l
	}
	var b strings.Builder
	b.Grow(len(l.text))
	var runs []run
	next := -1 // where the next byte of the text stands if the run goes on
	for i := 0; i < len(l.text); {
		r, n := utf8.DecodeRuneInString(l.text[i:])
		if p := l.place(i); p.still || p.file != next {
			p.text, next = b.Len(), p.file
			runs = append(runs, p)
		}
		if plain := narrow(r); plain != r {
			b.WriteRune(plain)
			next++
		} else {
			b.WriteString(l.text[i : i+n])
			next += n
		}
		i += n
	}
	l.text, l.runs, l.from = b.String(), runs, 0
	l.links, l.code = nil, nil
	return l
}

func wide(r rune) bool { return narrow(r) != r }

// narrow is the plain form of a full-width sign of ASCII, of the ideographic
// space and of the no-break space. The full-width tilde and the wave dash,
// both written for ranges, become a tilde.
func narrow(r rune) rune {
	switch {
	case '\uFF01' <= r && r <= '\uFF5E':
		return r - 0xFEE0
	case r == '\u3000', r == '\u00A0', r == '\u202F', r == '\u2009':
		return ' '
	case r == '\u301C':
		return '~'
	}
	return r
}
