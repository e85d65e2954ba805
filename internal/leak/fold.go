package leak

import (
	"bytes"
	"html"
	"strconv"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold gives a text as secrets are compared: NFKC, in lower case, white space
// as single spaces. At, unless it is nil, becomes the place in text of every
// byte of the result, and of its end.
func fold(text []byte, at *[]int) []byte {
	out := make([]byte, 0, len(text))
	add := func(piece []byte, pos int) {
		for len(piece) > 0 {
			r, n := utf8.DecodeRune(piece)
			before := len(out)
			switch {
			case r < utf8.RuneSelf && r != ' ' && (r < '\t' || r > '\r'):
				if 'A' <= r && r <= 'Z' {
					r += 'a' - 'A'
				}
				out = append(out, byte(r))
			case unicode.IsSpace(r):
				if len(out) == 0 || out[len(out)-1] != ' ' {
					out = append(out, ' ')
				}
			case r == utf8.RuneError && n == 1:
				out = append(out, piece[0])
			default:
				out = utf8.AppendRune(out, unicode.ToLower(r))
			}
			for ; at != nil && before < len(out); before++ {
				*at = append(*at, pos)
			}
			piece = piece[n:]
			pos += n
		}
	}
	if norm.NFKC.IsNormal(text) {
		add(text, 0)
	} else {
		var it norm.Iter
		for it.Init(norm.NFKC, text); !it.Done(); {
			pos := it.Pos()
			add(it.Next(), pos)
		}
	}
	if at != nil {
		*at = append(*at, len(text))
	}
	return out
}

// folded is fold of a name.
func folded(name string) string { return string(bytes.TrimSpace(fold([]byte(name), nil))) }

// unescaped gives a text with the escapes of HTML, JSON and addresses resolved,
// also where one is written in another. What only looks like an escape stays.
func unescaped(text []byte) []byte {
	for range 3 {
		if !bytes.ContainsAny(text, "&%\\") {
			break
		}
		next := resolve(text)
		if bytes.Equal(next, text) {
			break
		}
		text = next
	}
	return text
}

// resolve resolves the outermost escapes of a text.
func resolve(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for len(text) > 0 {
		i := bytes.IndexAny(text, "&%\\")
		if i < 0 {
			return append(out, text...)
		}
		out, text = append(out, text[:i]...), text[i:]
		said, n := escape(text)
		out, text = append(out, said...), text[n:]
	}
	return out
}

// longestEntity is the length of the longest entity of HTML,
// &CounterClockwiseContourIntegral;.
const longestEntity = 33

// escape gives what the escape says that a text begins with, and its length; a
// character that begins none says itself.
func escape(text []byte) (said []byte, n int) {
	switch {
	case text[0] == '&':
		if end := bytes.IndexByte(text[:min(len(text), longestEntity)], ';'); end > 0 {
			return []byte(html.UnescapeString(string(text[:end+1]))), end + 1
		}
	case text[0] == '%' && len(text) > 2:
		if c, err := strconv.ParseUint(string(text[1:3]), 16, 8); err == nil {
			return []byte{byte(c)}, 3
		}
	case len(text) > 1:
		return backslash(text)
	}
	return text[:1], 1
}

// backslash is escape for those of JSON, also as ICS uses them.
func backslash(text []byte) (said []byte, n int) {
	switch c := text[1]; c {
	case 'n', 'r', 't', 'N':
		return []byte{' '}, 2
	case '"', '\\', '/', ',', ';':
		return text[1:2], 2
	case 'u':
		r, n := unicodeEscape(text)
		if next, m := unicodeEscape(text[n:]); m > 0 && 0xd800 <= r && r < 0xdc00 && 0xdc00 <= next && next < 0xe000 {
			r, n = (r-0xd800)<<10|(next-0xdc00)+0x10000, n+m
		}
		if n > 0 {
			return utf8.AppendRune(nil, r), n
		}
	}
	return text[:1], 1
}

// unicodeEscape reads \uXXXX; n is 0 where there is none.
func unicodeEscape(text []byte) (r rune, n int) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, 0
	}
	c, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	if err != nil {
		return 0, 0
	}
	return rune(c), 6
}
