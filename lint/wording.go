package lint

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/debrief-dev/debrief/internal/source"
)

// Wording is a way to say something, as an expression over the text of a
// sentence. RE2's \b knows ASCII only: an expression for Japanese has none.
type Wording struct {
	// Words are words of which every match holds one. Nearly all documents
	// hold none, and looking for them costs a hundredth of the expression.
	Words []string
	Expr  Pattern

	// Where one of these matches, something else is said: in the sentence,
	// right before the match (the expression ends in $), right behind it (it
	// begins with ^). Nil matches nothing.
	Unless, Before, After Pattern
}

// Pattern is an expression that is compiled when it is first needed: most runs
// need few of them, and long lists of words take milliseconds each.
type Pattern func() *regexp.Regexp

// Match makes a pattern. A mistake in the expression panics when it is needed.
func Match(expr string) Pattern {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// in tells whether a pattern matches a text. No pattern matches nothing.
func (p Pattern) in(text string) bool { return p != nil && p().MatchString(text) }

// Said is a place at which a wording is found.
type Said struct {
	Text     string // as written
	Span     source.Span
	Place    Place
	Sentence string // as Sentence.Text
}

// Said finds the wordings in the sentences of the document, at most one in
// each sentence: the first of the list that is there. Questions say nothing.
func (p *Pass) Said(wordings []Wording) []Said {
	prose := p.prose()
	var here []Wording
	for _, w := range wordings {
		if w.mayBeIn(prose.text) {
			here = append(here, w)
		}
	}
	if len(here) == 0 {
		return nil
	}
	var out []Said
	for _, s := range prose.sentences {
		if start, end, ok := find(here, s.Text); ok && !s.Question() {
			at := s.Span(start, end)
			out = append(out, Said{Text: p.Text(at), Span: at, Place: s.Place, Sentence: s.Text})
		}
	}
	return out
}

// find gives the first match of the first wording that a sentence has.
func find(wordings []Wording, sentence string) (start, end int, ok bool) {
	for _, w := range wordings {
		if start, end, ok := w.find(sentence); ok {
			return start, end, true
		}
	}
	return 0, 0, false
}

func (w Wording) find(sentence string) (start, end int, ok bool) {
	if !w.mayBeIn(sentence) || w.Unless.in(sentence) {
		return 0, 0, false
	}
	for _, m := range w.Expr().FindAllStringIndex(sentence, maxTries) {
		start, end := trim(sentence[m[0]:m[1]])
		if start == end || w.Before.in(tail(sentence[:m[0]])) || w.After.in(head(sentence[m[1]:])) {
			continue
		}
		return m[0] + start, m[0] + end, true
	}
	return 0, 0, false
}

// In a document that is one long sentence of words that are found and
// rejected, each must cost little, and there must not be many.
const (
	maxTries = 20  // matches of a wording in a sentence
	maxSight = 200 // bytes that Wording.Before looks back and Wording.After ahead
)

func tail(text string) string { return text[max(0, len(text)-maxSight):] }

func head(text string) string { return text[:min(len(text), maxSight)] }

func (w Wording) mayBeIn(text string) bool {
	return len(w.Words) == 0 || slices.ContainsFunc(w.Words, func(word string) bool { return strings.Contains(text, word) })
}

// Says tells whether every sentence of a text, one of the document's values,
// has one of the wordings. An empty text says nothing.
func Says(wordings []Wording, text string) bool {
	text = lowerASCII(text)
	parts := cutSentences(text)
	for _, s := range parts {
		if _, _, ok := find(wordings, text[s.Start:s.End]); !ok {
			return false
		}
	}
	return len(parts) > 0
}

// Holds gives what the first of some wordings finds in a text, one of the
// document's values, taken as one sentence.
func Holds(wordings []Wording, text string) (words string, ok bool) {
	start, end, ok := find(wordings, lowerASCII(text))
	return text[start:end], ok
}
