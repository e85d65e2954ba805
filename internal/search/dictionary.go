package search

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// Dictionary says by which terms of another language documents are found:
// those that say "certificate" by 証明書. It is read-only and safe for use by
// many goroutines; a nil Dictionary has no terms.
type Dictionary struct {
	terms      map[string][]string // by the tokens of a phrase, with spaces between them
	longest    map[string]int      // tokens of a phrase, by its first one
	tokenizers sync.Pool
}

const (
	mostTerms     = 16 // for one phrase; of more, none tells anything
	longestPhrase = 16 // tokens
)

// NewDictionary makes a dictionary of terms with the words that documents use
// for each. Of the terms for the same words the first ones count, by bytes.
func NewDictionary(words map[string][]string) *Dictionary {
	d := &Dictionary{terms: map[string][]string{}, longest: map[string]int{}}
	d.tokenizers.New = func() any { return new(Tokenizer) }
	var t Tokenizer
	for _, term := range slices.Sorted(maps.Keys(words)) {
		for _, text := range words[term] {
			tokens := t.list(nil, text)
			if !isPhrase(tokens) {
				continue
			}
			phrase := strings.Join(tokens, " ")
			if list := d.terms[phrase]; len(list) < mostTerms && !slices.Contains(list, term) {
				d.terms[phrase] = append(list, term)
			}
			d.longest[tokens[0]] = max(d.longest[tokens[0]], len(tokens))
		}
	}
	return d
}

// Translate adds to a document the terms for what it says, as often as it says
// it.
func (d *Dictionary) Translate(doc *Document) {
	if d == nil {
		return
	}
	t := d.tokenizers.Get().(*Tokenizer)
	defer d.tokenizers.Put(t)
	var tokens, terms []string
	for _, texts := range doc.Fields {
		for _, text := range texts {
			tokens = t.list(tokens[:0], text)
			for i, token := range tokens {
				for n := range min(d.longest[token], len(tokens)-i) {
					terms = append(terms, d.terms[strings.Join(tokens[i:i+n+1], " ")]...)
				}
			}
		}
	}
	doc.Fields[Translations] = append(doc.Fields[Translations], terms...)
}

// IsPhrase tells whether a dictionary can hold a text: whether it has anything
// to look for, and no more than a few words.
func IsPhrase(text string) bool {
	var t Tokenizer
	return isPhrase(t.list(nil, text))
}

func isPhrase(tokens []string) bool { return 0 < len(tokens) && len(tokens) <= longestPhrase }

// list adds the tokens of a text to a list.
func (t *Tokenizer) list(tokens []string, text string) []string {
	t.Tokens(text, func(token string) { tokens = append(tokens, strings.Clone(token)) })
	return tokens
}
