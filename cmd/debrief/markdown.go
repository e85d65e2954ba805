package main

import (
	"regexp"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
)

// unlinked breaks what code hosts make links or notices of anywhere in a
// text: mentions, references to issues and commits, addresses.
var unlinked = regexp.MustCompile(`@|#|://|(?i:\bwww)|(?i:\bgh)-|\b[0-9a-f]{7}`)

// zeroWidth is a space that is not seen.
const zeroWidth = "\u200b"

// markdown gives text of a document as Markdown that shows just that text:
// nothing in it is formatted, linked, or rings anybody.
func markdown(text string) string {
	// Printable breaks a runner's "##[" with a backslash; here "#" is broken anyway.
	text = strings.ReplaceAll(diag.Printable(text), `##\[`, "##[")
	text = unlinked.ReplaceAllStringFunc(text, func(s string) string {
		return s[:1] + zeroWidth + s[1:]
	})
	var b strings.Builder
	start := leading.FindString(text)
	if start != "" {
		b.WriteString(start[:len(start)-1] + "\\")
		text = text[len(start)-1:]
	}
	for i, r := range text {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case strings.ContainsRune("\\`*_[]|~$", r) && (i > 0 || start == ""):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// leading is what makes a list, a heading or a rule of a line that begins
// with it, up to the character that decides.
var leading = regexp.MustCompile(`^([-+=]|[0-9]+[.)])`)
