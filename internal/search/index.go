package search

import (
	"maps"
	"math"
	"slices"
	"strings"
)

// Index answers queries over documents, which it knows by their number: their
// place in the list of bags. It is read-only and safe for use by many
// goroutines.
type Index struct {
	docs   int
	terms  []Known        // sorted by bytes
	number map[string]int // of a term
	lists  []Postings     // of terms

	facets     []string   // sorted by bytes
	facetLists [][]uint32 // of facets: documents by number
}

// Postings are the documents of a term, by number, with what the term adds to
// the score of each: unit × level, in 1/scale of BM25F.
type Postings struct {
	Unit   uint16
	Docs   []uint32
	Levels []uint8 // 1–top
}

const (
	scale = 4096
	top   = 15 // the highest level
)

// NewIndex makes the index of documents.
func NewIndex(bags []Bag) *Index {
	x := &Index{docs: len(bags)}
	all := gather(bags)
	slices.SortFunc(all, func(a, b *gathered) int { return strings.Compare(a.term, b.term) })
	x.number = make(map[string]int, len(all))
	x.terms, x.lists = make([]Known, len(all)), make([]Postings, len(all))
	for i, g := range all {
		x.number[g.term] = i
		x.terms[i] = Known{g.term, len(g.hits)}
		x.lists[i] = quantise(g.hits, len(bags))
	}
	facets := map[string][]uint32{}
	for n, b := range bags {
		for _, f := range b.facets {
			facets[f] = append(facets[f], uint32(n))
		}
	}
	for _, f := range slices.SortedFunc(maps.Keys(facets), strings.Compare) {
		x.facets, x.facetLists = append(x.facets, f), append(x.facetLists, facets[f])
	}
	return x
}

// gathered is a term with its documents, in their order.
type gathered struct {
	term string
	docs int
	hits []hit
}

// gather collects the terms of all bags. It counts first, so that the hits of
// all terms share one piece of memory.
func gather(bags []Bag) []*gathered {
	total := 0
	for _, b := range bags {
		total += len(b.counts)
	}
	var all []*gathered
	byTerm, of := map[string]*gathered{}, make([]*gathered, 0, total)
	for _, b := range bags {
		for _, c := range b.counts {
			g := byTerm[c.term]
			if g == nil {
				g = &gathered{term: c.term}
				byTerm[c.term] = g
				all = append(all, g)
			}
			g.docs++
			of = append(of, g)
		}
	}
	room := make([]hit, total)
	for _, g := range all {
		g.hits, room = room[:0:g.docs], room[g.docs:]
	}
	mean := meanLengths(bags)
	for n, b := range bags {
		norm := norms(b.lengths, mean)
		for i, c := range b.counts {
			of[i].hits = append(of[i].hits, hit{uint32(n), weigh(c.in, norm)})
		}
		of = of[len(b.counts):]
	}
	return all
}

// hit is a document of a term with the term's weighted frequency in it.
type hit struct {
	doc    uint32
	weight float64
}

// meanLengths gives the mean length of each field over all documents.
func meanLengths(bags []Bag) [fields]float64 {
	var sum [fields]int
	for _, b := range bags {
		for f, n := range b.lengths {
			sum[f] += n
		}
	}
	var mean [fields]float64
	for f, n := range sum {
		mean[f] = float64(n) / float64(max(1, len(bags)))
	}
	return mean
}

// norms gives what each field's frequencies are divided by.
func norms(lengths [fields]int, mean [fields]float64) [fields]float64 {
	var out [fields]float64
	for f := range fields {
		out[f] = 1
		if mean[f] > 0 {
			share := float64(lengths[f]) / mean[f]
			out[f] = 1 - fieldB[f] + float64(fieldB[f]*share)
		}
	}
	return out
}

// weigh gives the weighted frequency of BM25F. The conversions keep the
// compiler from fusing operations, so that every machine rounds alike.
func weigh(in [fields]uint8, norm [fields]float64) float64 {
	sum := 0.0
	for f, n := range in {
		if n > 0 {
			sum += float64(fieldWeight[f]*float64(n)) / norm[f]
		}
	}
	return sum
}

// quantise turns the frequencies of a term into levels.
func quantise(hits []hit, docs int) Postings {
	df := float64(len(hits))
	idf := math.Log(1 + (float64(docs)-df+0.5)/(df+0.5))
	highest := 0.0
	for _, h := range hits {
		highest = max(highest, saturate(h.weight))
	}
	p := Postings{
		Unit:   uint16(max(1, math.Round(idf*highest/top*scale))),
		Docs:   make([]uint32, len(hits)),
		Levels: make([]uint8, len(hits)),
	}
	for i, h := range hits {
		p.Docs[i] = h.doc
		p.Levels[i] = uint8(max(1, math.Round(saturate(h.weight)/highest*top)))
	}
	return p
}

// saturate is the part of BM25 that levels off with frequency, 0 to k1+1.
func saturate(weight float64) float64 { return weight * (k1 + 1) / (k1 + weight) }

// Docs implements Source.
func (x *Index) Docs() int { return x.docs }

// Postings implements Source.
func (x *Index) Postings(term string) (*Postings, error) {
	if i, ok := x.number[term]; ok {
		return &x.lists[i], nil
	}
	return nil, nil
}

// Vocabulary implements Source.
func (x *Index) Vocabulary(first rune) ([]Known, error) {
	return beginning(x.terms, string(first)), nil
}

// Facet implements Source.
func (x *Index) Facet(facet string) ([]uint32, error) {
	if i, ok := slices.BinarySearch(x.facets, facet); ok {
		return x.facetLists[i], nil
	}
	return nil, nil
}
