package insight

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/internal/search"
)

// The texts with known answers that the coefficients are found with.
type (
	knownDoc struct {
		ID, Lang, Set, Code  string
		Title, Meaning, Body string
		BareTitle            string `json:"title_nn"`
		BareMeaning          string `json:"meaning_nn"`
		BareBody             string `json:"body_nn"`
		Headings             []string
	}
	knownText   struct{ ID, Lang, Set, Text string }
	knownAnswer struct{ Q, D string }

	// linkCase is a document considered for a text.
	linkCase struct {
		evidence
		text   knownText
		task   string // same, other or part
		named  bool   // documents have their names
		answer bool   // there is one among the documents
		place  int
		right  bool
		fold   int
	}
)

// folds is how many parts the texts are cut into: each part is judged by
// coefficients that the others gave.
const folds = 5

func readKnown[T any](t *testing.T, name string) []T {
	t.Helper()
	f, err := os.Open(filepath.Join(os.Getenv("DEBRIEF_SHARED"), "eval", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []T
	for dec := json.NewDecoder(f); dec.More(); {
		var v T
		if err := dec.Decode(&v); err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

// spread places ids evenly.
func spread(id string, n uint32) uint32 {
	h := fnv.New32a()
	h.Write([]byte(id))
	return (h.Sum32() >> 8) % n
}

// source names who wrote a document; runbooks of alerts share their authors.
func (d knownDoc) source() string {
	if strings.HasPrefix(d.Set, "runbook") {
		return "alert"
	}
	return d.Set
}

func (q knownText) source() string { return strings.TrimSuffix(q.Set, "-indep") }

// related tells whether two sources write about the same things, so that one
// may answer what the other asks though nobody says so.
func related(a, b string) bool {
	operations := []string{"alert", "gitlab"}
	return a == b || slices.Contains(operations, a) && slices.Contains(operations, b)
}

// knownTexts are all texts and documents with their answers.
type knownTexts struct {
	docs    []knownDoc
	texts   []knownText
	answers map[string]map[string]bool
}

func readAllKnown(t *testing.T) *knownTexts {
	t.Helper()
	if os.Getenv("DEBRIEF_SHARED") == "" {
		t.Skip("DEBRIEF_SHARED is not set: the texts with known answers are missing")
	}
	k := &knownTexts{docs: readKnown[knownDoc](t, "docs.jsonl"), texts: readKnown[knownText](t, "queries.jsonl"), answers: map[string]map[string]bool{}}
	for _, a := range readKnown[knownAnswer](t, "qrels.jsonl") {
		if k.answers[a.Q] == nil {
			k.answers[a.Q] = map[string]bool{}
		}
		k.answers[a.Q][a.D] = true
	}
	return k
}

// cases asks the texts: each of the documents of its source, of those of
// unrelated ones, and of random sixteenths, one with an answer and one like
// any other.
func (k *knownTexts) cases() []linkCase {
	var out []linkCase
	for _, named := range []bool{false, true} {
		asker := k.index(named, func(knownDoc) bool { return true })
		for _, q := range k.texts {
			out = append(out, asker.ask(k, "same", named, q, func(d knownDoc) bool { return d.Lang == q.Lang && d.source() == q.source() })...)
			out = append(out, asker.ask(k, "other", named, q, func(d knownDoc) bool { return d.Lang == q.Lang && !related(d.source(), q.source()) })...)
		}
		for _, parts := range []uint32{16, 128} {
			for part := range parts {
				asker := k.index(named, func(d knownDoc) bool { return spread(d.ID, parts) == part })
				for _, q := range k.texts {
					if spread(q.ID, parts) == part || slices.ContainsFunc(asker.docs, func(d knownDoc) bool { return k.answers[q.ID][d.ID] }) {
						out = append(out, asker.ask(k, fmt.Sprint("part", parts), named, q, func(d knownDoc) bool {
							return d.Lang == q.Lang && (d.source() == q.source() || !related(d.source(), q.source()))
						})...)
					}
				}
			}
		}
	}
	return out
}

// asker asks an index of some documents.
type asker struct {
	docs    []knownDoc
	titles  []string
	index   *search.Index
	matcher *search.Matcher
}

func (k *knownTexts) index(named bool, keep func(knownDoc) bool) *asker {
	a := &asker{}
	var analyser search.Analyser
	var bags []search.Bag
	for _, d := range k.docs {
		if !keep(d) {
			continue
		}
		title, meaning, body := d.BareTitle, d.BareMeaning, d.BareBody
		if named {
			title, meaning, body = d.Title, d.Meaning, d.Body
		}
		var doc search.Document
		doc.Add(search.Title, title)
		doc.Add(search.Body, meaning)
		for _, line := range strings.Split(body, "\n") {
			if slices.Contains(d.Headings, line) {
				doc.Add(search.Headings, line)
			} else {
				doc.Add(search.Body, line)
			}
		}
		doc.Add(search.Code, d.Code)
		bags = append(bags, analyser.Bag(&doc))
		a.docs, a.titles = append(a.docs, d), append(a.titles, title)
	}
	a.index = search.NewIndex(bags)
	a.matcher = a.index.Matcher()
	return a
}

func (a *asker) ask(k *knownTexts, task string, named bool, q knownText, allowed func(knownDoc) bool) []linkCase {
	want := a.matcher.Want([]string{q.Text}, "")
	var b best
	a.matcher.Match(want, func(m search.Match) {
		if allowed(a.docs[m.Doc]) {
			b.add(m)
		}
	})
	answer := slices.ContainsFunc(a.docs, func(d knownDoc) bool { return k.answers[q.ID][d.ID] && allowed(d) })
	var out []linkCase
	for place := range b.list {
		doc := b.list[place].Doc
		out = append(out, linkCase{
			evidence: b.evidence(b.list[place], want.Len(), a.index.Rarest(), a.matcher.Held(want, a.titles[doc])),
			text:     q, task: task, named: named, answer: answer, place: place,
			right: k.answers[q.ID][a.docs[doc].ID], fold: int(spread(q.ID, folds)),
		})
	}
	return out
}

// fit finds the coefficients of cases.
func fit(t *testing.T, cases []linkCase) []float64 {
	t.Helper()
	rows, seen := make([][]float64, len(cases)), make([]bool, len(cases))
	for i := range cases {
		rows[i], seen[i] = cases[i].evidence[:], cases[i].right
	}
	beta, ok := fitLogistic(rows, seen, 1)
	if !ok {
		t.Fatal("the coefficients are not determined")
	}
	return beta
}

// TestLinkModel finds the coefficients again, and how well coefficients do on
// texts that they were not found with: precision and recall of the best
// document where it is likely, and how far probabilities are from what came
// true. Answers are not complete, so precision is a lower bound.
func TestLinkModel(t *testing.T) {
	cases := readAllKnown(t).cases()
	beta := fit(t, cases)
	for i, c := range linkModel {
		if math.Abs(beta[i]-c.of) > 0.002 {
			t.Errorf("%s: the coefficient is %.3f, want %.3f", c.name, c.of, beta[i])
		}
	}
	odds := make([]float64, len(cases))
	for f := range folds {
		beta := fit(t, slices.DeleteFunc(slices.Clone(cases), func(c linkCase) bool { return c.fold == f }))
		for i, c := range cases {
			if c.fold == f {
				odds[i] = dot(beta, c.evidence[:])
			}
		}
	}
	tests := []struct {
		name                     string
		keep                     func(linkCase) bool
		precision, recall, error float64 // at least, at least, at most
	}{
		{"all", func(c linkCase) bool { return true }, 0.80, 0.50, 0.03},
		{"English", func(c linkCase) bool { return c.text.Lang == "en" }, 0.80, 0.50, 0.03},
		{"Japanese", func(c linkCase) bool { return c.text.Lang == "ja" }, 0.75, 0.50, 0.08},
		{"English, all documents", func(c linkCase) bool { return c.text.Lang == "en" && !strings.HasPrefix(c.task, "part") }, 0.80, 0.30, 0.06},
		{"English, alerts and runbooks", func(c linkCase) bool { return c.text.Lang == "en" && related(c.text.source(), "alert") }, 0.80, 0.40, 0.06},
		{"sixteenths", func(c linkCase) bool { return c.task == "part16" }, 0.75, 0.50, 0.06},
		{"a few dozen", func(c linkCase) bool { return c.task == "part128" }, 0.80, 0.60, 0.04},
		{"with names", func(c linkCase) bool { return c.named }, 0.80, 0.50, 0.05},
		{"without names", func(c linkCase) bool { return !c.named }, 0.80, 0.40, 0.05},
	}
	for _, tt := range tests {
		var q LinkQuality
		for i, c := range cases {
			if c.place == 0 && tt.keep(c) {
				q.add(probability(odds[i]), c.answer, c.right, 0.5)
			}
		}
		q.close()
		t.Logf("%s: %d texts, %d with an answer: %s", tt.name, q.N, q.Answers, q.Sentence().En)
		if q.Precision() < tt.precision || q.Recall() < tt.recall || q.Error > tt.error {
			t.Errorf("%s: precision %.3f, recall %.3f, error %.3f; want at least %.2f and %.2f, and at most %.2f",
				tt.name, q.Precision(), q.Recall(), q.Error, tt.precision, tt.recall, tt.error)
		}
	}
}
