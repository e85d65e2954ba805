package search

import (
	"slices"
	"strings"
)

// Bag counts the tokens of one document.
type Bag struct {
	counts  []count // by term
	lengths [fields]int
	facets  []string // sorted, each once
}

// count is how often a term stands in each field of a document; more often
// than 255 times counts as 255.
type count struct {
	term string
	in   [fields]uint8
}

// Analyser makes bags. It is not for use by several goroutines; the zero
// Analyser is ready for use.
type Analyser struct {
	tokens Tokenizer
	counts map[string]*[fields]uint8
	terms  map[string]string // each term once, so that bags share their texts
}

// Bag counts the tokens of a document.
func (a *Analyser) Bag(d *Document) Bag {
	if a.counts == nil {
		a.counts, a.terms = map[string]*[fields]uint8{}, map[string]string{}
	}
	clear(a.counts)
	var b Bag
	for f, texts := range d.Fields {
		for _, text := range texts {
			a.tokens.Tokens(text, func(token string) {
				b.lengths[f]++
				in := a.counts[token]
				if in == nil {
					in = new([fields]uint8)
					a.counts[a.term(token)] = in
				}
				in[f] = max(in[f], in[f]+1)
			})
		}
	}
	b.counts = make([]count, 0, len(a.counts))
	for term, in := range a.counts {
		b.counts = append(b.counts, count{term, *in})
	}
	slices.SortFunc(b.counts, func(x, y count) int { return strings.Compare(x.term, y.term) })
	b.facets = slices.Compact(slices.Sorted(slices.Values(d.Facets)))
	return b
}

func (a *Analyser) term(token string) string {
	if term, ok := a.terms[token]; ok {
		return term
	}
	term := strings.Clone(token)
	a.terms[term] = term
	return term
}
