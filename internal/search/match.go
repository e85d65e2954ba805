package search

import (
	"cmp"
	"math"
	"slices"
)

// Of the tokens of a text those count that stand in the fewest documents, which
// tell most and cost least: at most mostMatched, and no more once they stand in
// mostPlaces documents together.
const (
	mostMatched = 32
	mostPlaces  = 6000
)

// Wanted is what a text asks of documents: its tokens, each once.
type Wanted struct {
	terms  []wantedTerm // the rarest first, equal ones by their bytes
	weight uint64       // sum of theirs
}

// wantedTerm is a token of a text.
type wantedTerm struct {
	term   string
	list   *Postings // nil if no document has it
	weight uint64    // how rare it is (idf), in 1/scale
}

// Len is the number of tokens.
func (w *Wanted) Len() int { return len(w.terms) }

// Match is a document that has tokens of a text.
type Match struct {
	Doc     int     // its number
	Score   float64 // of BM25F
	Share   float64 // the score as a share of the highest that any document could have, 0–1
	Covered float64 // how much of the text, by the rarity of its tokens, stands in the document, 0–1
}

// Matcher finds the documents that are like a text. Where Search answers what
// somebody types, a Matcher takes words as they are, each once, and says of
// each document how much of the text it has. It is not for use by several
// goroutines.
type Matcher struct {
	index   *Index
	tokens  Tokenizer
	seen    map[string]bool
	found   []sums   // by document; zero between texts
	touched []uint32 // those that are not
}

// sums are what the tokens of a text add up to in a document, in 1/scale.
type sums struct{ score, covered uint32 }

// Matcher gives a matcher of the index.
func (x *Index) Matcher() *Matcher {
	return &Matcher{index: x, seen: map[string]bool{}, found: make([]sums, x.docs)}
}

// Want reads the texts of a query as one. Tokens of without tell nothing: the
// name of the document that asks.
func (m *Matcher) Want(texts []string, without string) *Wanted {
	clear(m.seen)
	var w Wanted
	m.tokens.Tokens(without, func(token string) { m.seen[token] = true })
	for _, text := range texts {
		m.tokens.Tokens(text, func(token string) {
			if !m.seen[token] {
				m.seen[token] = true
				w.terms = append(w.terms, wantedTerm{token, m.list(token), m.weight(token)})
			}
		})
	}
	slices.SortFunc(w.terms, func(a, b wantedTerm) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.term, b.term))
	})
	places := 0
	for i, t := range w.terms {
		if t.list != nil {
			places += len(t.list.Docs)
		}
		if i == mostMatched || i > 0 && places > mostPlaces {
			w.terms = w.terms[:i]
			break
		}
		w.weight += t.weight
	}
	return &w
}

func (m *Matcher) list(token string) *Postings {
	if i, ok := m.index.number[token]; ok {
		return &m.index.lists[i]
	}
	return nil
}

// weight is how rare a token is, in 1/scale.
func (m *Matcher) weight(token string) uint64 {
	df := 0
	if list := m.list(token); list != nil {
		df = len(list.Docs)
	}
	return uint64(math.Round(rarity(df, m.index.docs) * scale))
}

// rarity is the idf of a term that stands in df of n documents.
func rarity(df, n int) float64 {
	return math.Log(1 + (float64(n-df)+0.5)/(float64(df)+0.5))
}

// Rarest is the rarity of a token that no document has: the highest.
func (x *Index) Rarest() float64 { return rarity(0, x.docs) }

// Match calls yield for each document that has a token of a text, in an order
// that the index and the text decide.
func (m *Matcher) Match(w *Wanted, yield func(Match)) {
	for _, t := range w.terms {
		if t.list == nil {
			continue
		}
		for i, doc := range t.list.Docs {
			f := &m.found[doc]
			if *f == (sums{}) {
				m.touched = append(m.touched, doc)
			}
			f.score += uint32(t.list.Unit) * uint32(t.list.Levels[i])
			f.covered += uint32(t.weight)
		}
	}
	for _, doc := range m.touched {
		yield(w.match(int(doc), m.found[doc]))
		m.found[doc] = sums{}
	}
	m.touched = m.touched[:0]
}

func (w *Wanted) match(doc int, f sums) Match {
	return Match{
		Doc: doc, Score: float64(f.score) / scale,
		Share: float64(f.score) / (float64(w.weight) * (k1 + 1)), Covered: float64(f.covered) / float64(w.weight),
	}
}

// Means are the mean lengths of the fields of documents, in tokens.
type Means [fields]float64

// MeansOf gives the means of documents.
func MeansOf(bags []Bag) Means { return meanLengths(bags) }

// MatchAs gives the match that a document would be if its bag were another
// one: what a text finds in it without a part that came from the text itself.
// It is exact where Match counts in levels.
func (m *Matcher) MatchAs(w *Wanted, doc int, bag *Bag, means Means) Match {
	norm := norms(bag.lengths, means)
	var f sums
	for _, t := range w.terms {
		if i, ok := bag.find(t.term); ok {
			f.score += uint32(math.Round(float64(t.weight) * saturate(weigh(bag.counts[i].in, norm))))
			f.covered += uint32(t.weight)
		}
	}
	return w.match(doc, f)
}

// find gives the place of a term in the bag.
func (b *Bag) find(term string) (int, bool) {
	return slices.BinarySearchFunc(b.counts, term, func(c count, term string) int { return cmp.Compare(c.term, term) })
}

// Held gives how much of a short text, by the rarity of its tokens, stands in
// the query, 0–1; 0 for a text without tokens.
func (m *Matcher) Held(w *Wanted, text string) float64 {
	clear(m.seen)
	for _, t := range w.terms {
		m.seen[t.term] = true
	}
	all, held := uint64(0), uint64(0)
	m.tokens.Tokens(text, func(token string) {
		weight := m.weight(token)
		all += weight
		if m.seen[token] {
			held += weight
		}
	})
	if all == 0 {
		return 0
	}
	return float64(held) / float64(all)
}

// Gives is a token of a text that a document has.
type Gives struct {
	Term  string
	Share float64 // of the document's score, 0–1
}

// Gives gives the tokens by which a document matches a text, those that count
// most first, at most n.
func (m *Matcher) Gives(w *Wanted, doc, n int) []Gives {
	var out []Gives
	total := 0.0
	for _, t := range w.terms {
		if score := m.index.adds(t.term, doc); score > 0 {
			out = append(out, Gives{t.term, float64(score)})
			total += float64(score)
		}
	}
	slices.SortStableFunc(out, func(a, b Gives) int { return cmp.Compare(b.Share, a.Share) })
	out = out[:min(n, len(out))]
	for i := range out {
		out[i].Share /= total
	}
	return out
}

// FieldsOf tells for tokens which field of a document has each: that which
// counts most of those that do, Body if none does.
func (t *Tokenizer) FieldsOf(d *Document, tokens []string) []Field {
	out := make([]Field, len(tokens))
	left := make(map[string]int, len(tokens))
	for i, token := range tokens {
		out[i], left[token] = Body, i
	}
	for _, f := range [...]Field{Title, Anchors, Headings, Body, Code} {
		for _, text := range d.Fields[f] {
			if len(left) == 0 {
				return out
			}
			t.Tokens(text, func(token string) {
				if i, ok := left[token]; ok {
					out[i] = f
					delete(left, token)
				}
			})
		}
	}
	return out
}
