package insight

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/search"
)

// messagesIn gives the symptoms whose message is part of a text, or that one
// line of it is part of, by their places; of several messages the longest.
func (f *Finder) messagesIn(lines []string) map[int]string {
	out, length := map[int]string{}, map[int]int{}
	literals := literalsOf(lines)
	for _, m := range f.messages {
		for i, line := range literals {
			if line != "" && (i == 0 && strings.Contains(line, m.literal) || isQuote(line) && strings.Contains(m.literal, line)) && len(m.literal) > length[m.symptom] {
				out[m.symptom], length[m.symptom] = m.text, len(m.literal)
			}
		}
	}
	return out
}

// isQuote tells whether a literal is long enough to be part of a message by no
// chance: four words, six characters of Chinese or Japanese, or a name of twelve
// letters.
func isQuote(literal string) bool {
	words, chars := 0, 0
	for _, w := range strings.Fields(literal) {
		switch n := utf8.RuneCountInString(w); {
		case n >= 12:
			return true
		case n == 1 && w[0] >= utf8.RuneSelf:
			chars++
		default:
			words++
		}
	}
	return words >= 4 || chars >= 6
}

func literalsOf(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = search.Literal(line)
	}
	return out
}

// deepestExact is in how many of the best documents a message is looked for.
const deepestExact = 50

// holding gives the documents that hold a message of the text: those of
// symptoms with it, and of the best documents those whose text has one of its
// lines.
func (f *Finder) holding(text string, lines []string, allowed map[*corpus.Entry]bool) []ExactMessage {
	var out []ExactMessage
	have := map[*corpus.Entry]bool{}
	add := func(x ExactMessage) {
		if !have[x.Entry] && (allowed == nil || allowed[x.Entry]) {
			have[x.Entry] = true
			x.Whole = wholly(x.Message, lines)
			out = append(out, x)
		}
	}
	for n, message := range f.messagesIn(lines) {
		if s := f.symptoms.List[n]; s.Is != nil {
			add(ExactMessage{Entry: s.Is, Message: message})
		}
	}
	literals := literalsOf(lines)
	for _, found := range f.library.Search(text, deepestExact) {
		if x, ok := lineWith(found.Entry, literals); ok {
			add(x)
		}
	}
	slices.SortFunc(out, func(a, b ExactMessage) int {
		return cmp.Or(cmp.Compare(boolInt(b.Whole), boolInt(a.Whole)), cmp.Compare(len(search.Literal(b.Message)), len(search.Literal(a.Message))), cmp.Compare(a.Entry.Path(), b.Entry.Path()))
	})
	return out
}

// wholly tells whether a message and one of the lines hold each other with all
// their volatile parts.
func wholly(message string, lines []string) bool {
	folded := search.Fold(message)
	return slices.ContainsFunc(lines, func(line string) bool {
		line = search.Fold(line)
		return line != "" && (strings.Contains(line, folded) || strings.Contains(folded, line))
	})
}

// lineWith finds a line of a document that one of the literals is part of.
func lineWith(e *corpus.Entry, literals []string) (ExactMessage, bool) {
	for _, p := range Passages(e) {
		whole := search.Literal(p.Text)
		for _, literal := range literals {
			if !isQuote(literal) || !strings.Contains(whole, literal) {
				continue
			}
			x := ExactMessage{Entry: e, Anchor: p.Anchor, Message: firstRunes(oneLine(p.Text), longestSymptom)}
			for line := range strings.Lines(p.Text) {
				if strings.Contains(search.Literal(line), literal) {
					x.Message = firstRunes(oneLine(line), longestSymptom)
					break
				}
			}
			return x, true
		}
	}
	return ExactMessage{}, false
}
