package lint

import (
	"slices"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// Wording is a way to say something, as an expression over the text of a
// sentence. RE2's \b knows ASCII only: an expression for Japanese has none.
type Wording struct {
	// Words are words of which every match of Expr holds one, and With more
	// of them, if there are any: nearly all sentences hold none, and looking
	// for them costs a hundredth of the expression. Each has three bytes or
	// more.
	Words, With []string
	Expr        *lazyregexp.Regexp

	// Where one of these matches, something else is said: in the sentence,
	// right before the match (the expression ends in $), right behind it (it
	// begins with ^). Nil matches nothing.
	Unless, Before, After *lazyregexp.Regexp
}

// matches tells whether an expression matches a text. No expression matches
// nothing.
func matches(expr *lazyregexp.Regexp, text string) bool { return expr != nil && expr.MatchString(text) }

// Said is a place at which a wording is found.
type Said struct {
	Text     string // as written
	Span     source.Span
	Place    Place
	Sentence string // as Sentence.Text
}

// Said finds the wordings of the rule in the sentences of the document, at most
// one in each sentence: the first of the list that is there. Questions say
// nothing.
func (p *Pass) Said() []Said {
	prose, mine := p.prose(), p.run.lexicon().of(p.rule)
	var out []Said
	for i := range prose.sentences {
		s := &prose.sentences[i]
		if !s.may.overlaps(mine) {
			continue
		}
		if start, end, ok := p.find(s.Text, s.may); ok && !s.Question() {
			at := s.Span(start, end)
			out = append(out, Said{Text: p.Text(at), Span: at, Place: prose.place(p, s), Sentence: s.Text})
		}
	}
	return out
}

// Anywhere tells whether a sentence of the document, a question too, has one of
// the rule's wordings.
func (p *Pass) Anywhere() bool {
	prose, mine := p.prose(), p.run.lexicon().of(p.rule)
	return slices.ContainsFunc(prose.sentences, func(s Sentence) bool {
		if !s.may.overlaps(mine) {
			return false
		}
		_, _, ok := p.find(s.Text, s.may)
		return ok
	})
}

// find gives the first match of the first wording of the rule that a sentence
// has. Only those of may are looked for.
func (p *Pass) find(sentence string, may wordingSet) (start, end int, ok bool) {
	first := p.run.lexicon().start[p.rule.ID]
	for i, w := range p.rule.Wordings {
		if !may.has(first + i) {
			continue
		}
		if start, end, ok := w.find(sentence); ok {
			return start, end, true
		}
	}
	return 0, 0, false
}

func (w Wording) find(sentence string) (start, end int, ok bool) {
	for i, m := range w.Expr.FindAllStringIndex(sentence, maxTries) {
		if i == 0 && matches(w.Unless, sentence) {
			return 0, 0, false
		}
		start, end := trim(sentence[m[0]:m[1]])
		if start == end || matches(w.Before, tail(sentence[:m[0]])) || matches(w.After, head(sentence[m[1]:])) {
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

// Says tells whether every sentence of a text, one of the document's values,
// has one of the rule's wordings. An empty text says nothing.
func (p *Pass) Says(text string) bool {
	text = lowerASCII(text)
	parts := cutSentences(text, nil)
	for _, s := range parts {
		sentence := text[s.Start:s.End]
		if _, _, ok := p.find(sentence, p.run.lexicon().in(sentence)); !ok {
			return false
		}
	}
	return len(parts) > 0
}

// Holds gives what the first of the rule's wordings finds in a text, one of
// the document's values, taken as one sentence.
func (p *Pass) Holds(text string) (words string, ok bool) {
	lower := lowerASCII(text)
	start, end, ok := p.find(lower, p.run.lexicon().in(lower))
	return text[start:end], ok
}
