package doc

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/text/unicode/norm"
)

// AnchorPrefix stands before the id of every heading of a document, so that
// no heading takes an id of the page around it or a name that scripts read
// ("location", "cookie").
const AnchorPrefix = "h-"

// Slug makes the anchor of a heading as GitHub does: lower case, spaces to
// hyphens, only letters, digits, hyphens and underscores of any script kept.
// It has no prefix and may be empty.
func Slug(text string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(strings.TrimSpace(text)) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '-', r == '_':
			b.WriteRune(unicode.ToLower(r))
		case unicode.IsSpace(r):
			b.WriteByte('-')
		}
	}
	return b.String()
}

// nameHeadings gives each heading of the document an id of its own. As on
// GitHub the second heading of a name is name-1, the third name-2.
func (d *Document) nameHeadings(body *ast.Document) {
	used := map[string]int{}
	ast.Walk(body, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			slug := unique(used, firstOf(Slug(d.Plain(h)), "section"))
			h.SetAttributeString("id", []byte(AnchorPrefix+slug))
		}
		if n.Type() == ast.TypeBlock && n.Lines().Len() > 0 || n.Type() == ast.TypeInline {
			return ast.WalkSkipChildren, nil // no heading stands in a line of text
		}
		return ast.WalkContinue, nil
	})
}

// unique gives slug, or slug with the first number that is still free. used
// holds the names that are taken, and for each the last number tried after it.
func unique(used map[string]int, slug string) string {
	name := slug
	for taken := true; taken; {
		if _, taken = used[name]; taken {
			used[slug]++
			name = slug + "-" + strconv.Itoa(used[slug])
		}
	}
	used[name] = 0
	return name
}

// Japanese tells whether a character is written in Japanese alone or mostly:
// kana, kanji, the long-vowel mark.
func Japanese(r rune) bool {
	return unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han) || r == 'ー'
}
