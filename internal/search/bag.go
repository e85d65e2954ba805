package search

import (
	"cmp"
	"encoding/binary"
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
	tokens  Tokenizer
	terms   []string         // each once, so that bags share their texts
	numbers map[string]int32 // of terms

	// The terms of the document at hand by their number, how often each stands
	// there, and where in the two lists each term of all documents stands, if
	// the number there is its own.
	found  []int32
	counts [][fields]uint8
	places []int32

	order []ordered
}

// ordered is a term of the document at hand as it is sorted.
type ordered struct {
	head  uint64 // the first eight bytes of the term, which tell most terms apart
	place int32
}

// Bag counts the tokens of a document.
func (a *Analyser) Bag(d *Document) Bag {
	a.found, a.counts = a.found[:0], a.counts[:0]
	var b Bag
	for f, texts := range d.Fields {
		add := func(token string) {
			b.lengths[f]++
			in := &a.counts[a.place(token)]
			in[f] = max(in[f], in[f]+1)
		}
		for _, text := range texts {
			a.tokens.Tokens(text, add)
		}
	}
	b.counts = a.sorted()
	b.facets = slices.Compact(slices.Sorted(slices.Values(d.Facets)))
	return b
}

// place gives the place of a term among those of the document.
func (a *Analyser) place(token string) int32 {
	number, known := a.numbers[token]
	if !known {
		number = a.number(strings.Clone(token))
	}
	place := a.places[number]
	if int(place) >= len(a.found) || a.found[place] != number {
		place = int32(len(a.found))
		a.places[number] = place
		a.found, a.counts = append(a.found, number), append(a.counts, [fields]uint8{})
	}
	return place
}

// number gives a new term its number.
func (a *Analyser) number(term string) int32 {
	if a.numbers == nil {
		a.numbers = map[string]int32{}
	}
	number := int32(len(a.terms))
	a.numbers[term] = number
	a.terms, a.places = append(a.terms, term), append(a.places, 0)
	return number
}

// sorted gives the counts of the document by term.
func (a *Analyser) sorted() []count {
	a.order = a.order[:0]
	for place, number := range a.found {
		var head [8]byte
		copy(head[:], a.terms[number])
		a.order = append(a.order, ordered{binary.BigEndian.Uint64(head[:]), int32(place)})
	}
	slices.SortFunc(a.order, func(x, y ordered) int {
		if x.head != y.head {
			return cmp.Compare(x.head, y.head)
		}
		return strings.Compare(a.terms[a.found[x.place]], a.terms[a.found[y.place]])
	})
	out := make([]count, len(a.order))
	for i, o := range a.order {
		out[i] = count{a.terms[a.found[o.place]], a.counts[o.place]}
	}
	return out
}
