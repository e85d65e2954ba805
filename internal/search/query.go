package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Query is what somebody asks for.
type Query struct {
	Text    string   // what is ranked by; the phrases are part of it
	Phrases []string // that the text of a document must hold, if that of any does
	Facets  []string // "kind:runbook": of one key one must hold, of several keys each
	Without []string // facets that must not hold

	// Open tells that the last word may be half typed.
	Open bool
}

// longestQuery is the number of characters of a query that count.
const longestQuery = 4000

// ParseQuery reads a query as people type it: words, "exact phrases", and
// operators such as kind:runbook or -is:overdue. Keys are those that are
// operators; whatever else has a colon in it is text, as in error messages.
func ParseQuery(text string, keys []string) Query {
	text = cut(strings.ToValidUTF8(text, "\ufffd"), longestQuery)
	var q Query
	var words []string
	for text != "" {
		text = strings.TrimLeft(text, " \t\r\n\u3000")
		if phrase, rest, ok := quoted(text); ok {
			if phrase = strings.TrimSpace(phrase); strings.ContainsFunc(phrase, isWord) {
				q.Phrases = append(q.Phrases, phrase)
				words = append(words, phrase)
			}
			text = rest
			continue
		}
		end := strings.IndexAny(text, " \t\r\n\u3000\"“")
		switch {
		case end < 0:
			end = len(text)
		case end == 0:
			_, end = utf8.DecodeRuneInString(text) // a quote that nothing closes
		}
		word := text[:end]
		text = text[end:]
		if facet, without, ok := operator(word, keys); !ok {
			words = append(words, word)
		} else if without {
			q.Without = append(q.Without, facet)
		} else {
			q.Facets = append(q.Facets, facet)
		}
	}
	q.Text = strings.Join(words, " ")
	return q
}

func isWord(r rune) bool { return classOf(r) != other }

// quoted reads "a phrase" at the beginning of a text, in straight or typographic
// quotes.
func quoted(text string) (phrase, rest string, ok bool) {
	for _, marks := range [...][2]string{{`"`, `"`}, {"“", "”"}} {
		if inner, found := strings.CutPrefix(text, marks[0]); found {
			return strings.Cut(inner, marks[1])
		}
	}
	return "", text, false
}

// operator reads key:value or -key:value.
func operator(word string, keys []string) (facet string, without, ok bool) {
	word, without = strings.CutPrefix(word, "-")
	key, value, found := strings.Cut(word, ":")
	if !found || value == "" || !slices.Contains(keys, key) {
		return "", false, false
	}
	return Facet(key, value), without, true
}

// Facet writes a facet: its value in the form in which values are compared.
func Facet(key, value string) string {
	return key + ":" + strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(value))), "-")
}

// asked is a token of a query with how often it stands there.
type asked struct {
	token string
	times uint64
	last  bool // it ends the query
}

// mostTokens is how many different tokens of a query count. Of a longer one
// those count that tell most: whole identifiers, then the longest.
const mostTokens = 64

// ask gives the tokens of a query, each once, in the order in which they first
// stand there.
func ask(text string) []asked {
	var t Tokenizer
	var list []asked
	place := map[string]int{}
	t.Tokens(text, func(token string) {
		i, ok := place[token]
		if !ok {
			i = len(list)
			place[token] = i
			list = append(list, asked{token: token})
		}
		list[i].times++
	})
	if len(list) == 0 {
		return nil
	}
	list[len(list)-1].last = true
	if len(list) > mostTokens {
		slices.SortStableFunc(list, func(a, b asked) int { return cmp.Compare(b.tells(), a.tells()) })
		list = list[:mostTokens]
	}
	return list
}

// tells is how much a token can be expected to tell.
func (a asked) tells() int {
	n := utf8.RuneCountInString(a.token)
	first, size := utf8.DecodeRuneInString(a.token)
	if first == '=' {
		return 100 + n
	}
	kind := classOf(first)
	if kind == word {
		return n
	}
	last, _ := utf8.DecodeLastRuneInString(a.token)
	switch {
	case n > 2: // a word of katakana
		return 3 * n
	case len(a.token) > size && kind == kanji && classOf(last) == kanji:
		return 8
	case kind == katakana && classOf(last) == katakana:
		return 4
	}
	return 3
}

// Fold gives the form in which phrases are compared: NFKC, lower case, with
// single spaces.
func Fold(text string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(text))), " ")
}
