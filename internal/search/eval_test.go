package search

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// The queries with known answers: texts of alerts and headings of help pages,
// and the documents that answer them.
type (
	evalDoc struct {
		ID, Lang, Code string
		Title          string `json:"title_nn"`
		Meaning        string `json:"meaning_nn"`
		Body           string `json:"body_nn"`
		Headings       []string
	}
	evalQuery  struct{ ID, Lang, Set, Short, Text string }
	evalAnswer struct {
		Q, D string
		Rel  float64
	}
	evaluation struct {
		docs    []evalDoc
		queries []evalQuery
		answers map[string]map[string]float64
		index   *Index
	}
)

var theEvaluation = sync.OnceValues(readEvaluation)

func evalSet(t testing.TB) *evaluation {
	t.Helper()
	if os.Getenv("DEBRIEF_SHARED") == "" {
		t.Skip("DEBRIEF_SHARED is not set: the queries with known answers are missing")
	}
	e, err := theEvaluation()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func readEvaluation() (*evaluation, error) {
	e := &evaluation{answers: map[string]map[string]float64{}}
	var answers []evalAnswer
	for _, err := range []error{readLines("docs.jsonl", &e.docs), readLines("queries.jsonl", &e.queries), readLines("qrels.jsonl", &answers)} {
		if err != nil {
			return nil, err
		}
	}
	for _, a := range answers {
		if e.answers[a.Q] == nil {
			e.answers[a.Q] = map[string]float64{}
		}
		e.answers[a.Q][a.D] = a.Rel
	}
	e.index = e.indexed(nil)
	return e, nil
}

// indexed makes the index of the documents, with the terms of a dictionary.
func (e *evaluation) indexed(dictionary *Dictionary) *Index {
	var a Analyser
	var bags []Bag
	for _, d := range e.docs {
		var doc Document
		doc.Add(Title, d.Title)
		doc.Add(Body, d.Meaning)
		for _, line := range strings.Split(d.Body, "\n") {
			if slices.Contains(d.Headings, line) {
				doc.Add(Headings, line)
			} else {
				doc.Add(Body, line)
			}
		}
		doc.Add(Code, d.Code)
		doc.Facets = []string{Facet("lang", d.Lang)}
		dictionary.Translate(&doc)
		bags = append(bags, a.Bag(&doc))
	}
	return NewIndex(bags)
}

func readLines[T any](name string, list *[]T) error {
	f, err := os.Open(filepath.Join(os.Getenv("DEBRIEF_SHARED"), "eval", name))
	if err != nil {
		return err
	}
	defer f.Close()
	for dec := json.NewDecoder(f); dec.More(); {
		var v T
		if err := dec.Decode(&v); err != nil {
			return err
		}
		*list = append(*list, v)
	}
	return nil
}

// ndcg gives the mean nDCG@10 of the queries in a language, and of the sets in
// it, of texts that word makes of queries.
func (e *evaluation) ndcg(t testing.TB, s Source, lang string, text func(q evalQuery) Query) (mean float64, bySet map[string]float64) {
	t.Helper()
	sum, n := map[string]float64{}, map[string]float64{}
	for _, q := range e.queries {
		want := e.answers[q.ID]
		if q.Lang != lang || want == nil {
			continue
		}
		results, err := Search(s, text(q), 10, nil)
		if err != nil {
			t.Fatal(err)
		}
		dcg, ideal := 0.0, 0.0
		for i, r := range results {
			dcg += want[e.docs[r.Doc].ID] / math.Log2(float64(i+2))
		}
		gains := []float64{}
		for _, g := range want {
			gains = append(gains, -g)
		}
		slices.Sort(gains)
		for i, g := range gains[:min(10, len(gains))] {
			ideal -= g / math.Log2(float64(i+2))
		}
		for _, set := range []string{"", q.Set} {
			sum[set] += dcg / ideal
			n[set]++
		}
	}
	for set := range n {
		sum[set] /= n[set]
	}
	return sum[""], sum
}

func whole(q evalQuery) Query { return Query{Text: q.Text} }
func short(q evalQuery) Query { return Query{Text: q.Short} }

func TestKnownAnswers(t *testing.T) {
	e := evalSet(t)
	tests := []struct {
		name, lang string
		text       func(evalQuery) Query
		least      float64
	}{
		{"English sentences", "en", whole, 0.71},
		{"English, short", "en", short, 0.68},
		{"Japanese sentences", "ja", whole, 0.70},
		{"Japanese, short", "ja", short, 0.64},
	}
	for _, tt := range tests {
		got, sets := e.ndcg(t, e.index, tt.lang, tt.text)
		t.Logf("%s: nDCG@10 %.3f, by set %v", tt.name, got, sets)
		if got < tt.least {
			t.Errorf("%s: nDCG@10 is %.3f, want at least %.2f", tt.name, got, tt.least)
		}
	}
}

// A query in Japanese finds the English page that has the page it asks for as
// its translation: with a dictionary of a few hundred words far more often.
func TestQueriesForPagesInEnglish(t *testing.T) {
	e := evalSet(t)
	text, err := os.ReadFile(filepath.Join("testdata", "operations.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	words := map[string][]string{}
	for line := range strings.Lines(string(text)) {
		if term, list, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			words[term] = strings.Split(list, ",")
		}
	}
	plain, translated := e.index, e.indexed(NewDictionary(words))
	for _, form := range []struct {
		name string
		text func(evalQuery) Query
	}{{"sentences", whole}, {"short", short}} {
		without, n := e.twins(t, plain, form.text)
		with, _ := e.twins(t, translated, form.text)
		before, _ := e.ndcg(t, plain, "ja", form.text)
		after, _ := e.ndcg(t, translated, "ja", form.text)
		t.Logf("%s, %d queries for pages in English: R@10 %.3f, with a dictionary of %d terms %.3f; Japanese for Japanese nDCG@10 %.3f, %.3f",
			form.name, n, without, len(words), with, before, after)
		if with < without+0.2 || after < before-0.01 {
			t.Errorf("%s: a dictionary gives R@10 %.3f instead of %.3f, and nDCG@10 %.3f instead of %.3f", form.name, with, without, after, before)
		}
	}
}

// twins gives how many of the queries in Japanese find, among pages in English,
// one that is the same page as an answer: its share, and of how many.
func (e *evaluation) twins(t testing.TB, s Source, text func(evalQuery) Query) (recall float64, n int) {
	t.Helper()
	known := map[string]bool{}
	for _, d := range e.docs {
		known[d.ID] = true
	}
	for _, q := range e.queries {
		wanted := map[string]bool{}
		for id := range e.answers[q.ID] {
			if twin := strings.Replace(id, "-ja/", "-en/", 1); q.Lang == "ja" && known[twin] {
				wanted[twin] = true
			}
		}
		if len(wanted) == 0 {
			continue
		}
		n++
		query := text(q)
		query.Facets = []string{Facet("lang", "en")}
		results, err := Search(s, query, 10, nil)
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(results, func(r Result) bool { return wanted[e.docs[r.Doc].ID] }) {
			recall++
		}
	}
	return recall / float64(n), n
}

// keywords gives the three rarest words of a query.
func (e *evaluation) keywords(q evalQuery) []string {
	words := strings.FieldsFunc(strings.ToLower(q.Text), func(r rune) bool { return classOf(r) != word })
	df := func(w string) int {
		stem := tokens(w)
		i, ok := e.index.number[stem]
		if !ok {
			return math.MaxInt
		}
		return e.index.terms[i].Docs
	}
	words = slices.DeleteFunc(words, func(w string) bool { return df(w) == math.MaxInt })
	slices.Sort(words)
	words = slices.Compact(words)
	slices.SortStableFunc(words, func(a, b string) int { return df(a) - df(b) })
	return words[:min(3, len(words))]
}

// A slip of the pen, or a word that is half typed, costs little.
func TestSlips(t *testing.T) {
	e := evalSet(t)
	clean, _ := e.ndcg(t, e.index, "en", func(q evalQuery) Query { return Query{Text: strings.Join(e.keywords(q), " ")} })
	random := rand.New(rand.NewPCG(1, 2))
	typo, _ := e.ndcg(t, e.index, "en", func(q evalQuery) Query { return Query{Text: strings.Join(misspell(e.keywords(q), random), " ")} })
	half, _ := e.ndcg(t, e.index, "en", func(q evalQuery) Query {
		words := e.keywords(q)
		if n := len(words); n > 0 {
			last := []rune(words[n-1])
			words[n-1] = string(last[:max(1, len(last)*6/10)])
		}
		return Query{Text: strings.Join(words, " "), Open: true}
	})
	t.Logf("three keywords: nDCG@10 %.3f; with a typo %.3f (%.1f %%), half typed %.3f (%.1f %%)", clean, typo, 100*typo/clean, half, 100*half/clean)
	if typo < 0.9*clean || half < 0.85*clean {
		t.Errorf("of %.3f a typo leaves %.3f, a half-typed word %.3f", clean, typo, half)
	}
}

// misspell changes one letter of one word that is long enough, not its first.
func misspell(words []string, random *rand.Rand) []string {
	if len(words) == 0 {
		return words
	}
	words = slices.Clone(words)
	n := random.IntN(len(words))
	w := []rune(words[n])
	if len(w) < 4 {
		return words
	}
	i, letter := 1+random.IntN(len(w)-2), rune('a'+random.IntN(26))
	switch random.IntN(4) {
	case 0:
		w = slices.Insert(w, i, letter)
	case 1:
		w = slices.Delete(w, i, i+1)
	case 2:
		w[i] = letter
	default:
		w[i], w[i+1] = w[i+1], w[i]
	}
	words[n] = string(w)
	return words
}

// The files answer as the index does, to the last bit.
func TestFilesAnswerAlike(t *testing.T) {
	e := evalSet(t)
	r := written(t, e.index)
	bytes, files := 0, 0
	for _, f := range e.index.Files(Contents{}) {
		bytes, files = bytes+len(f.Data(new(Compressor))), files+1
	}
	t.Logf("%d documents, %d terms: %d files, %d bytes", len(e.docs), len(e.index.terms), files, bytes)
	for i, q := range e.queries {
		for _, text := range []string{q.Text, q.Short, cut(q.Text, 7)} {
			query := Query{Text: text, Open: i%2 == 0}
			want, err := Search(e.index, query, 10, nil)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Search(r, query, 10, nil)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(want, got) {
				t.Errorf("%q: %v from the files, want %v", text, got, want)
			}
		}
	}
}
