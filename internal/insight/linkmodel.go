package insight

import (
	"cmp"
	"math"
	"slices"

	"github.com/debrief-dev/debrief/internal/search"
)

// evidence is what speaks for a link from a text to a document, before any
// weight: one number for each coefficient of linkModel, the first always 1.
type evidence [8]float64

// linkModel turns evidence into the log-odds that a reader of the text is
// helped by the document: logistic regression, ridge 1, over the three best
// documents of each query.
//
// The numbers come from 746 symptom texts with known answers, English and
// Japanese, each asked of documents of its own source, which has the answer,
// of those of other sources, which have not, and of small random parts of all
// documents, down to a few dozen; with and without the names of the documents.
// TestLinkModel finds them again and says how well they do on texts that they
// were not found with.
var linkModel = [...]struct {
	name string
	of   float64
}{
	{"bias", -4.939},
	{"share of the highest score there could be", 3.437},
	{"score, in rarest words, logarithm", 1.914},
	{"lead over the second, or what is lacking to the first", 2.903},
	{"that lead, times the share of the highest score", 4.052},
	{"share of the text that the document has", -1.400},
	{"length of the text in words, logarithm", -0.439},
	{"share of the document's title that the text has", 2.339},
}

// linkModelVersion names the coefficients and the way in which evidence is
// taken. It changes with either.
const linkModelVersion = "links-1"

// considered is how many of the best documents of a kind may be linked.
const considered = 3

// best keeps the best matches of one kind of documents, the best first, equal
// ones by their number.
type best struct{ list []search.Match }

func (b *best) reset() { b.list = b.list[:0] }

func (b *best) add(m search.Match) {
	if len(b.list) == considered && !before(m, b.list[considered-1]) {
		return
	}
	at, _ := slices.BinarySearchFunc(b.list, m, func(x, m search.Match) int { return boolInt(before(m, x)) - boolInt(before(x, m)) })
	if len(b.list) == considered {
		b.list = b.list[:considered-1]
	}
	b.list = slices.Insert(b.list, at, m)
}

// before orders matches.
func before(a, b search.Match) bool {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Doc, b.Doc)) < 0
}

// evidence gives what speaks for a match, which is one of the best or comes
// behind them. Words is how many a text has, rarest the rarity of a word that no
// document has, title how much of the document's title the text has.
func (b *best) evidence(m search.Match, words int, rarest, title float64) evidence {
	score := func(i int) float64 {
		if i < len(b.list) {
			return b.list[i].Score
		}
		return 0
	}
	lead := (m.Score - score(1)) / m.Score
	if m.Doc != b.list[0].Doc {
		lead = (m.Score - score(0)) / score(0)
	}
	return evidence{
		1, m.Share, math.Log(1 + m.Score/rarest), lead, lead * m.Share,
		m.Covered, math.Log(1 + float64(words)), title,
	}
}

// odds gives the log-odds of a link. The conversion keeps the compiler from
// fusing operations, so that every machine rounds alike.
func (e evidence) odds() float64 {
	sum := 0.0
	for i, c := range linkModel {
		sum += float64(c.of * e[i])
	}
	return sum
}

// probability turns log-odds into a probability, rounded to 4 places so that
// the last bits of an exponential, which machines differ in, do not show.
func probability(odds float64) float64 {
	return math.Round(1e4/(1+math.Exp(-odds))) / 1e4
}
