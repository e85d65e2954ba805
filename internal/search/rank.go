package search

import (
	"cmp"
	"slices"
	"strings"
)

// Source is where a search finds its lists: an Index, or the files of one.
type Source interface {
	// Docs is the number of documents.
	Docs() int
	// Postings gives the documents of a term, nil if it is none.
	Postings(term string) (*Postings, error)
	// Vocabulary gives the terms that begin with a character, sorted by bytes.
	Vocabulary(first rune) ([]Known, error)
	// Facet gives the documents of a facet, by number.
	Facet(facet string) ([]uint32, error)
}

// Known is a term with the number of documents that have it.
type Known struct {
	Term string
	Docs int
}

// Result is a document that answers a query.
type Result struct {
	Doc   int
	Score uint64 // in 1/65536 of BM25F
}

// Weights of the terms that stand for a token, in 16ths.
const (
	exact     = 16
	oneOff    = 11 // another spelling
	twoOff    = 7
	completed = 10 // a longer word
	shortened = 7  // a shorter word
)

// weighted is a term that a query asks for.
type weighted struct {
	term   string
	weight uint64
}

// Search gives the documents that answer a query, at most n, the best first,
// equal ones by their number. A query without words gives the documents that
// its facets allow. Holds tells whether the text of a document holds a phrase;
// it is asked for the best documents only, and not needed if q has no phrases.
func Search(s Source, q Query, n int, holds func(doc int, phrase string) bool) ([]Result, error) {
	allowed, err := filter(s, q)
	if err != nil {
		return nil, err
	}
	var results []Result
	if strings.TrimSpace(q.Text) == "" {
		results = listed(allowed)
	} else if results, err = score(s, q, allowed); err != nil {
		return nil, err
	}
	slices.SortFunc(results, func(a, b Result) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Doc, b.Doc))
	})
	results = verify(results, q.Phrases, n, holds)
	return results[:min(n, len(results))], nil
}

// listed gives the documents that are allowed.
func listed(allowed []bool) []Result {
	var results []Result
	for doc, ok := range allowed {
		if ok {
			results = append(results, Result{Doc: doc})
		}
	}
	return results
}

// score adds up what the words of a query add to each document: of the terms
// that stand for one word, that which adds most. Allowed is nil if every
// document is.
func score(s Source, q Query, allowed []bool) ([]Result, error) {
	groups, err := resolve(s, q)
	if err != nil {
		return nil, err
	}
	scores := make([]uint64, s.Docs())
	best := make([]uint64, s.Docs())
	for _, group := range groups {
		for _, t := range group {
			list, err := s.Postings(t.term)
			if err != nil {
				return nil, err
			}
			if list == nil {
				continue // the files do not agree
			}
			unit := t.weight * uint64(list.Unit)
			for i, doc := range list.Docs {
				best[doc] = max(best[doc], unit*uint64(list.Levels[i]))
			}
		}
		for doc, score := range best {
			if score > 0 {
				scores[doc] += score
				best[doc] = 0
			}
		}
	}
	var results []Result
	for doc, score := range scores {
		if score > 0 && (allowed == nil || allowed[doc]) {
			results = append(results, Result{doc, score})
		}
	}
	return results, nil
}

// resolve gives, for each word of a query, the terms that stand for it.
func resolve(s Source, q Query) ([][]weighted, error) {
	var out [][]weighted
	for _, a := range ask(q.Text) {
		var group []weighted
		list, err := s.Postings(a.token)
		if err != nil {
			return nil, err
		}
		if list != nil {
			group = append(group, weighted{a.token, exact * a.times})
		}
		if open := q.Open && a.last; list == nil || open {
			near, err := like(s, a, list != nil, open)
			if err != nil {
				return nil, err
			}
			group = append(group, near...)
		}
		out = append(out, group)
	}
	return out, nil
}

// deepest is how many results are looked through for phrases.
const deepest = 50

// verify keeps the best results that hold all phrases; all of them if none
// does: what is pasted has quotes in it that nobody meant.
func verify(results []Result, phrases []string, n int, holds func(int, string) bool) []Result {
	if len(phrases) == 0 {
		return results
	}
	var kept []Result
	for _, r := range results[:min(deepest, len(results))] {
		if !slices.ContainsFunc(phrases, func(p string) bool { return !holds(r.Doc, p) }) {
			if kept = append(kept, r); len(kept) == n {
				break
			}
		}
	}
	if len(kept) == 0 {
		return results
	}
	return kept
}

// filter gives the documents that the facets of a query allow, nil if they
// allow all.
func filter(s Source, q Query) ([]bool, error) {
	if len(q.Facets)+len(q.Without) == 0 {
		return nil, nil
	}
	allowed := make([]bool, s.Docs())
	for i := range allowed {
		allowed[i] = true
	}
	having := map[string][]bool{}
	for _, f := range q.Facets {
		key, _, _ := strings.Cut(f, ":")
		if having[key] == nil {
			having[key] = make([]bool, s.Docs())
		}
		if err := mark(s, f, having[key], true); err != nil {
			return nil, err
		}
	}
	for _, set := range having {
		for doc := range allowed {
			allowed[doc] = allowed[doc] && set[doc]
		}
	}
	for _, f := range q.Without {
		if err := mark(s, f, allowed, false); err != nil {
			return nil, err
		}
	}
	return allowed, nil
}

// mark sets the documents of a facet.
func mark(s Source, facet string, set []bool, value bool) error {
	docs, err := s.Facet(facet)
	for _, doc := range docs {
		set[doc] = value
	}
	return err
}
