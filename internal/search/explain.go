package search

import (
	"cmp"
	"slices"
)

// Reason is a term that a document was found by.
type Reason struct {
	Term  string
	Field Field   // in which it counts most there
	Share float64 // of the score, 0–1
}

// String is the field's name in data.
func (f Field) String() string {
	return [...]string{"title", "headings", "body", "code", "anchors", "translations"}[f]
}

// Explain gives the terms by which a document answers a query, those that
// count most first, at most n. The bag is that of the document.
func (x *Index) Explain(q Query, doc int, bag *Bag, n int) []Reason {
	groups, err := resolve(x, q)
	if err != nil {
		return nil // an index in memory never fails
	}
	var out []Reason
	total := uint64(0)
	var scores []uint64
	for _, group := range groups {
		var best Reason
		most := uint64(0)
		for _, t := range group {
			if score := t.weight * x.adds(t.term, doc); score > most {
				most, best = score, Reason{Term: t.term, Field: bag.mostly(t.term)}
			}
		}
		if most > 0 {
			out, scores, total = append(out, best), append(scores, most), total+most
		}
	}
	for i := range out {
		out[i].Share = float64(scores[i]) / float64(total)
	}
	slices.SortStableFunc(out, func(a, b Reason) int { return cmp.Compare(b.Share, a.Share) })
	return out[:min(n, len(out))]
}

// adds gives what a term adds to the score of a document, before weights.
func (x *Index) adds(term string, doc int) uint64 {
	i, ok := x.number[term]
	if !ok {
		return 0
	}
	list := &x.lists[i]
	j, ok := slices.BinarySearch(list.Docs, uint32(doc))
	if !ok {
		return 0
	}
	return uint64(list.Unit) * uint64(list.Levels[j])
}

// mostly gives the field in which a term of the bag counts most.
func (b *Bag) mostly(term string) Field {
	i, ok := slices.BinarySearchFunc(b.counts, term, func(c count, term string) int { return cmp.Compare(c.term, term) })
	if !ok {
		return Body
	}
	best, most := Body, 0.0
	for f, n := range b.counts[i].in {
		if n == 0 {
			continue
		}
		if weight := fieldWeight[f] * float64(n) / float64(1+b.lengths[f]); weight > most {
			best, most = Field(f), weight
		}
	}
	return best
}
