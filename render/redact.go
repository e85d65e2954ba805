package render

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/corpus"
)

// redactor finds names of people in texts that are handed to others. A nil one
// finds none.
type redactor struct{ names *regexp.Regexp }

// newRedactor makes the redactor of some names, in any case and however their
// parts are spaced. A title of courtesy behind a Japanese name goes with it.
func newRedactor(names []string) *redactor {
	names = slices.Clone(names)
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	var patterns []string
	for _, name := range names {
		parts := strings.Fields(strings.ToValidUTF8(name, ""))
		if len(parts) == 0 {
			continue
		}
		space, title := `[\s\p{Zs}]+`, ""
		if first, _ := utf8.DecodeRuneInString(parts[0]); noSpaces(first) {
			space, title = `[\s\p{Zs}]*`, `(?:さん|様|氏|殿)?`
		}
		for i, part := range parts {
			parts[i] = regexp.QuoteMeta(part)
		}
		patterns = append(patterns, strings.Join(parts, space)+title)
	}
	if len(patterns) == 0 {
		return nil
	}
	return &redactor{regexp.MustCompile(`(?i)` + strings.Join(patterns, "|"))}
}

// hide puts what as gives for a name in its place. A name in the midst of a word
// of Latin letters is none.
func (r *redactor) hide(text string, as func(name string) string) string {
	if r == nil {
		return text
	}
	var b strings.Builder
	done := 0
	for _, m := range r.names.FindAllStringIndex(text, -1) {
		if joined(text[:m[0]], text[m[0]:]) || joined(text[:m[1]], text[m[1]:]) {
			continue
		}
		b.WriteString(text[done:m[0]])
		b.WriteString(as(text[m[0]:m[1]]))
		done = m[1]
	}
	return b.String() + text[done:]
}

// joined tells whether a word goes on from one text to the next.
func joined(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	return spelt(last) && spelt(first)
}

func spelt(r rune) bool { return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !noSpaces(r) }

// noSpaces tells whether a letter is of a script whose words have no space
// between them.
func noSpaces(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) }

// offices gives the roles of an incident by the folded names of those who had
// them, in the words of the interface.
func (s *site) offices(e *corpus.Entry, lang string) map[string]string {
	out := map[string]string{}
	for _, role := range e.Value().Field("roles").Entries() {
		label := s.in.Set.Label(e.Kind, "/roles/"+role.Key).In(lang)
		names := append(role.Value.Items(), role.Value)
		for _, v := range names {
			if name := nameKey(firstOf(v.Field("name").Text(), v.Text())); name != "" && out[name] == "" {
				out[name] = label
			}
		}
	}
	return out
}

// nameKey is a name as it is compared: folded, without spaces and without a
// title of courtesy.
func nameKey(name string) string {
	name = strings.Join(strings.Fields(corpus.Fold(name)), "")
	for _, title := range []string{"さん", "様", "氏", "殿"} {
		name = strings.TrimSuffix(name, title)
	}
	return name
}
