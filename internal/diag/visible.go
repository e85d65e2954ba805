package diag

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// hidden tells whether a character moves the cursor, reverses the order of
// text or cannot be seen: control and format characters, line and paragraph
// separators, code points that are no characters. The joiners of Indic scripts and emoji are honest text.
func hidden(r rune) bool {
	if ' ' <= r && r <= '~' { // most of all text
		return false
	}
	switch r {
	case '\u200c', '\u200d':
		return false
	case '\u2028', '\u2029':
		return true
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Noncharacter_Code_Point, r)
}

// Printable gives text of a document as one line that neither a terminal nor a
// CI runner obeys: for prints that are not of findings.
func Printable(text string) string { return visible(text) }

// visible gives text as one line in which every hidden character and every
// byte that is no UTF-8 is shown by its escape. "##[", which a CI runner obeys
// anywhere in a line (actions/runner: ActionCommand.TryParse), is broken.
func visible(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case hidden(r):
			b.WriteString(escape(r))
		case r == '[' && strings.HasSuffix(text[:i], "##"):
			b.WriteString(`\[`)
		default:
			b.WriteRune(r)
		}
		i += size
	}
	return b.String()
}

// clip cuts text to a number of UTF-16 units, the measure of GitHub's limits.
// The last one says that something is missing.
func clip(text string, limit int) string {
	if len(text) <= limit { // a unit takes at least a byte
		return text
	}
	units, cut := 0, 0 // cut is the longest beginning with room for the mark
	for i, r := range text {
		if units < limit {
			cut = i
		}
		if units += max(1, utf16.RuneLen(r)); units > limit {
			return text[:cut] + "…"
		}
	}
	return text
}

func escape(r rune) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r > 0xffff:
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

// visiblePath is a path at the start of a line. A runner also obeys a line
// that begins with "::" behind any space; "./" before it keeps the path what
// it is.
func visiblePath(path string) string {
	if strings.HasPrefix(strings.TrimLeftFunc(path, unicode.IsSpace), "::") {
		path = "./" + path
	}
	return visible(path)
}
