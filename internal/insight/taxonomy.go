package insight

import (
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/parallel"
)

// taxon is the form in which words of a taxonomy are compared: causes,
// precursors, categories, metrics, skills. Case, width, and whether words are
// joined by spaces, hyphens or underscores make no difference; a word within
// another one is not that word.
func taxon(word string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' {
			return '_'
		}
		return r
	}, corpus.Fold(word))
}

// basics are what many questions ask about an incident.
type basics struct {
	taxa       []string
	badMinutes Quantity
}

func (r *Results) readBasics() map[*Incident]basics {
	list := r.List()
	read := make([]basics, len(list))
	parallel.Each(len(list), func(i int) { read[i] = basics{list[i].readTaxa(), list[i].countBadMinutes()} })
	out := make(map[*Incident]basics, len(list))
	for i, in := range list {
		out[in] = read[i]
	}
	return out
}

// taxa are the words for what caused an incident, as taxon gives them, each
// once: those that its document and its analyses list, then those of their
// causes. "other" and "unknown" are no causes. The list is not to be changed.
func (in *Incident) taxa() []string { return slices.Clip(in.results.lazy.basics()[in].taxa) }

func (in *Incident) readTaxa() []string {
	words := slices.Clone(in.Entry.RootCauses)
	for _, e := range in.linked("rca") {
		words = append(words, e.RootCauses...)
	}
	for c := range in.causes() {
		words = append(words, c.Taxonomy)
	}
	return taxaOf(words)
}

// taxaOf folds words and leaves out repetitions, empty ones, "other" and
// "unknown".
func taxaOf(words []string) []string {
	var out []string
	seen := map[string]bool{"": true, "other": true, "unknown": true}
	for _, w := range words {
		if t := taxon(w); !seen[t] {
			seen[t] = true
			out = append(out, t)
		}
	}
	return out
}

// mostWords bounds the words of one incident that count: a document with more
// is no account of an incident.
const mostWords = 100

func firstOf[T any](list []T) []T { return list[:min(len(list), mostWords)] }
