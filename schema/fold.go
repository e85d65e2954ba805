package schema

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

var (
	tags      = lazyregexp.New(`<[^<>]*>`)
	anchor    = lazyregexp.New(`\{#[^{}]*\}\s*$`)
	link      = lazyregexp.New(`\[([^\[\]]*)\]\([^()]*\)`)
	numbering = lazyregexp.New(`^(\(?(\d+|[a-z]|[ivx]+)(\.\d+)*[.):、]\s*|\d+(\.\d+)*\s+|第[\d一二三四五六七八九十]+(章|節|項|部|編|議題)\s*[.:)、]?\s*|` +
		`(part|section|chapter|appendix|annex|item|agenda item)\s+(\d+(\.\d+)*|[a-z]|[ivx]+)\s*([.:)]\s*|\s+)|step\s*\d+\s*([.:)]\s*|\s+)|` +
		`(手順|ステップ|議題|付録|別紙|パート|セクション)\s*(\d+(\.\d+)*\b|[a-z]\b|[一二三四五六七八九十]+[\s.:)、])\s*[.:)、]?\s*)`)
	brackets = lazyregexp.New(`\([^()]*\)|\[[^\[\]]*\]`)
	blanks   = strings.NewReplacer(" ", "", ".", "", "'", "")
	quotes   = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`)
)

// fold gives a text in the form in which labels are compared: without
// numbering, markup, surrounding punctuation, case and width.
func fold(s string) string {
	if plain, ok := foldPlain(s); ok {
		return unnumbered(plain)
	}
	return foldAny(s)
}

// foldAny folds a text in any script, with markup.
func foldAny(s string) string {
	s = circled(s)
	s = norm.NFKC.String(quotes.Replace(s))
	s = strings.ToLower(s)
	if strings.ContainsAny(s, "<[{") {
		s = tags.ReplaceAllString(s, "")
		s = anchor.ReplaceAllString(s, "")
		s = link.ReplaceAllString(s, "$1")
	}
	s = strings.Map(func(r rune) rune {
		switch r {
		case '*', '`', '~', '\ufe0f', '\u200d':
			return -1
		case '_', '-', '‐', '–', '—', '\t':
			return ' '
		}
		return r
	}, s)
	s = strings.ReplaceAll(s, "&", " and ")
	if t := strings.TrimFunc(s, aside); t != "" { // a cell may hold nothing but ○
		s = t
	}
	return shorten(unnumbered(strings.Join(strings.Fields(s), " ")))
}

// foldPlain does the same, but for the numbering, to a text of ASCII without
// markup, as most are; of others it says that it cannot.
func foldPlain(s string) (string, bool) {
	out := make([]byte, 0, 64) // most labels fit
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= utf8.RuneSelf, c == '<', c == '[', c == '{', c == '&':
			return "", false
		case c == '*', c == '`', c == '~':
			continue
		case c == '_', c == '-', c == ' ', c >= '\t' && c <= '\r':
			if len(out) == 0 || out[len(out)-1] == ' ' {
				continue
			}
			c = ' '
		case c >= 'A' && c <= 'Z':
			c |= 0x20
		}
		out = append(out, c)
	}
	if t := bytes.TrimFunc(out, aside); len(t) > 0 {
		out = t
	}
	return string(bytes.TrimRight(out, " ")), true
}

// unnumbered gives a folded text without the number before it.
func unnumbered(s string) string {
	if !maybeNumbered(s) {
		return s
	}
	if loc := numbering.FindStringIndex(s); loc != nil && loc[1] < len(s) {
		return strings.TrimFunc(s[loc[1]:], aside)
	}
	return s
}

// maybeNumbered tells at a glance whether a text can begin with a number.
func maybeNumbered(s string) bool {
	if s == "" {
		return false
	}
	switch c := s[0]; {
	case c == '(' || c >= '0' && c <= '9':
		return true
	case c >= utf8.RuneSelf:
		return startsWith(s, "第", "手順", "ステップ", "議題", "付録", "別紙", "パート", "セクション")
	}
	if startsWith(s, "step", "part", "section", "chapter", "appendix", "annex", "item", "agenda item") {
		return true
	}
	// A letter or a Roman number, and a sign behind it.
	behind := strings.TrimLeft(s[1:], "ivx")
	return startsWith(behind, ".", ")", ":", "、")
}

func startsWith(s string, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(s, p) })
}

// circled drops ① and the like from the beginning, before NFKC makes plain
// digits of them.
func circled(s string) string {
	return strings.TrimLeftFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || r >= '①' && r <= '⓿' || r >= '❶' && r <= '➓'
	})
}

// shorten drops the long-vowel sign at the end of katakana words.
func shorten(s string) string {
	if !strings.ContainsRune(s, 'ー') {
		return s
	}
	var b strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		last := i+1 == len(runes) || !katakana(runes[i+1])
		if r == 'ー' && last && i >= 2 && katakana(runes[i-1]) && katakana(runes[i-2]) {
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func katakana(r rune) bool { return r == 'ー' || unicode.Is(unicode.Katakana, r) }

// aside tells the characters that may surround a label without being part of
// it. Brackets that close a remark at the end stay with it.
func aside(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsSymbol(r) && r != '+' ||
		strings.ContainsRune(`:;,.!?#*"'。、!?【】「」『』■◆●▼◇□○・/|`, r)
}

// bare gives a folded text without remarks in brackets.
func bare(s string) string {
	if !strings.ContainsAny(s, "([") {
		return s
	}
	return strings.TrimFunc(strings.Join(strings.Fields(brackets.ReplaceAllString(s, " ")), " "), aside)
}

// squeeze folds a word of an enumeration: also spaces and points do not count,
// so that "SEV-2", "sev 2" and "in_progress", "in progress" meet.
func squeeze(s string) string {
	return blanks.Replace(fold(s))
}

// cjk tells whether a text is written without spaces between its words.
func cjk(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
	})
}
