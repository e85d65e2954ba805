package lint

import (
	"slices"
	"strings"
)

// lexicon tells in one look over a text which of some wordings can be in it:
// those of which it has a word of Words and one of With. Looking for the words
// one after the other costs fifty times as much.
type lexicon struct {
	words []lexiconWord   // by trace
	first [1 << 15]uint16 // by trace: 1 + the first word, 0 for none
	bare  wordingSet      // wordings without With
	start map[string]int  // by rule: the number of its first wording
}

// lexiconWord is a word with the wordings that need it.
type lexiconWord struct {
	text       string
	trace      int
	some, with wordingSet
}

// wordingSet is a set of the wordings of all rules, by number.
type wordingSet [maxWordings / 64]uint64

// maxWordings is the most that all rules together have.
const maxWordings = 128

func (s *wordingSet) add(i int) { s[i/64] |= 1 << (i % 64) }

func (s *wordingSet) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

func (s wordingSet) overlaps(other wordingSet) bool {
	for n := range s {
		if s[n]&other[n] != 0 {
			return true
		}
	}
	return false
}

// shortestWord is the fewest bytes by which words are told apart.
const shortestWord = 3

// trace folds three bytes into fifteen bits.
func trace(a, b, c byte) int { return int(a&31)<<10 | int(b&31)<<5 | int(c&31) }

func newLexicon(rules []Rule) *lexicon {
	l := &lexicon{start: map[string]int{}}
	entries := map[string]*lexiconWord{}
	entry := func(text string) *lexiconWord {
		if entries[text] == nil {
			entries[text] = &lexiconWord{text: text, trace: trace(text[0], text[1], text[2])}
		}
		return entries[text]
	}
	number := 0
	for _, r := range rules {
		l.start[r.ID] = number
		for _, w := range r.Wordings {
			for _, text := range w.Words {
				entry(text).some.add(number)
			}
			for _, text := range w.With {
				entry(text).with.add(number)
			}
			if len(w.With) == 0 {
				l.bare.add(number)
			}
			number++
		}
	}
	for _, w := range entries {
		l.words = append(l.words, *w)
	}
	slices.SortFunc(l.words, func(a, b lexiconWord) int { return a.trace - b.trace })
	for i, w := range slices.Backward(l.words) {
		l.first[w.trace] = uint16(i + 1)
	}
	return l
}

// of gives the wordings of a rule.
func (l *lexicon) of(r *Rule) (set wordingSet) {
	for i := range r.Wordings {
		set.add(l.start[r.ID] + i)
	}
	return set
}

// in gives the wordings that can be in a text, which is in lower case.
func (l *lexicon) in(text string) wordingSet {
	var some wordingSet
	with := l.bare
	for i := 0; i+shortestWord <= len(text); i++ {
		t := trace(text[i], text[i+1], text[i+2])
		k := int(l.first[t])
		if k == 0 {
			continue
		}
		for _, w := range l.words[k-1:] {
			if w.trace != t {
				break
			}
			if strings.HasPrefix(text[i:], w.text) {
				for n := range some {
					some[n] |= w.some[n]
					with[n] |= w.with[n]
				}
			}
		}
	}
	for n := range some {
		some[n] &= with[n]
	}
	return some
}
