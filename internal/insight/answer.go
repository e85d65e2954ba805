package insight

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/search"
)

// Situation is what somebody knows besides what they see. It makes symptoms
// likelier or less likely, and rules none out. The zero Situation is nothing.
type Situation struct {
	Service     string // id
	Category    string
	Environment string
}

// Answer is what the symptoms of a corpus say to a text.
type Answer struct {
	Exact    []ExactMessage  // whole messages first, then the longest
	Symptoms []RankedSymptom // those with the message first, then the likeliest
}

// ExactMessage is a document that holds the message of a query, volatile parts
// aside, or whose message the query holds.
type ExactMessage struct {
	Entry   *corpus.Entry
	Message string // as the document has it: one line
	Anchor  string // of the heading over it; empty before the first
	Whole   bool   // the volatile parts are the same as well
}

// RankedSymptom is a symptom that answers a query.
type RankedSymptom struct {
	Symptom  *Symptom
	Message  string  // of the symptom, that the query holds or is part of; empty if none
	Score    float64 // of BM25F, by its words
	Context  float64 // what the situation adds, in log-odds
	Evidence float64 // Score and Context together
}

// Finder answers texts with symptoms.
type Finder struct {
	library  *Library
	symptoms *Symptoms
	index    *search.Index
	bags     []search.Bag
	odds     [3]situationCount // of service, category, environment
	places   [][3][]string     // of each symptom: its services, categories, environments
	messages []knownMessage
}

// knownMessage is a message of a symptom.
type knownMessage struct {
	symptom       int // place in the list
	text, literal string
}

// NewFinder makes the index of the symptoms of a library's corpus.
func NewFinder(l *Library, r *Results) *Finder {
	f := &Finder{library: l, symptoms: r.Symptoms()}
	var analyser search.Analyser
	for n, s := range f.symptoms.List {
		f.bags = append(f.bags, analyser.Bag(symptomDocument(s)))
		place := scenesOf(s)
		f.places = append(f.places, place)
		for i, values := range place {
			f.odds[i].add(values)
		}
		for _, text := range append(slices.Clone(s.Messages), s.Text, s.Alert) {
			literal := search.Literal(text)
			if known := search.Telling(literal) || text == s.Alert && len(literal) >= shortestAlert; known && (text != s.Text || s.Is == nil) {
				f.messages = append(f.messages, knownMessage{n, text, literal})
			}
		}
	}
	f.index = search.NewIndex(f.bags)
	return f
}

// shortestAlert is the length, with the spaces around it, from which the name of
// an alert is no common word.
const shortestAlert = len(" DiskFull ")

// symptomDocument gives the texts by which a symptom is found: what it is called, the
// text of its known issue, and the titles of the incidents in which it was seen.
func symptomDocument(s *Symptom) *search.Document {
	d := &search.Document{}
	if s.Is != nil {
		d = searchable(s.Is)
	}
	d.Add(search.Title, s.Text)
	d.Add(search.Title, s.Alert)
	for _, w := range s.Words {
		d.Add(search.Headings, w)
	}
	for _, incident := range firstOf(s.Seen()) {
		d.Add(search.Anchors, incident.Title)
	}
	return d
}

// scenesOf gives where a symptom was seen: its services by id, its category, the
// environments of its incidents; folded.
func scenesOf(s *Symptom) (out [3][]string) {
	for _, service := range s.Services {
		out[0] = append(out[0], corpus.Fold(service.ID))
	}
	if s.Category != "" {
		out[1] = []string{taxon(s.Category)}
	}
	for _, incident := range s.Seen() {
		if name := taxon(incident.Value().Field("environment").Text()); name != "" && !slices.Contains(out[2], name) && len(out[2]) < mostNamed {
			out[2] = append(out[2], name)
		}
	}
	return out
}

// situationCount counts how many symptoms say where they are seen, and where.
type situationCount struct {
	saying int
	with   map[string]int
}

func (c *situationCount) add(values []string) {
	if len(values) == 0 {
		return
	}
	if c.with == nil {
		c.with = map[string]int{}
	}
	c.saying++
	for _, v := range values {
		c.with[v]++
	}
}

// trust is how often what somebody asks for in a situation belongs to it.
const trust = 0.9

// odds is the log-odds that a value adds to a symptom: the probability that
// the one which is meant has it, by that of any one, each of them rated by
// Laplace's rule. A symptom that says nothing is neither likelier nor less
// likely.
func (c *situationCount) odds(values []string, value string) float64 {
	if value == "" || len(values) == 0 {
		return 0
	}
	share := float64(c.with[value]+1) / float64(c.saying+2)
	if slices.Contains(values, value) {
		return max(0, math.Log(trust/share))
	}
	return min(0, math.Log((1-trust)/(1-share)))
}

// longestAsked is the number of characters of a text that count, as of a query.
const longestAsked = 4000

// Answer gives the symptoms that a text is about, at most n, with the documents
// that hold it as a message. The score of BM25F is an estimate of log-odds
// (Robertson and Zaragoza, 2009, section 3), so that what the situation tells is
// added to it. Operators of the text narrow the symptoms down to those with a
// document that they allow.
func (f *Finder) Answer(text string, at Situation, n int) Answer {
	text = firstRunes(text, longestAsked)
	q := search.ParseQuery(text, f.library.Index.Keys())
	if strings.TrimSpace(q.Text) == "" {
		return Answer{}
	}
	allowed := f.allowed(q)
	lines := linesOf(text, q)
	a := Answer{Exact: f.holding(text, lines, allowed)}
	a.Symptoms = f.rank(q, lines, at, allowed)
	a.Symptoms = a.Symptoms[:min(n, len(a.Symptoms))]
	return a
}

// linesOf gives the lines of a paste, the whole first; without its operators if
// it is one line.
func linesOf(text string, q search.Query) []string {
	if !strings.Contains(strings.TrimSpace(text), "\n") {
		return []string{q.Text}
	}
	lines := []string{text}
	for line := range strings.Lines(text) {
		if lines = append(lines, line); len(lines) == mostWords {
			break
		}
	}
	return lines
}

// allowed gives the documents that the operators of a query leave; nil if that
// is all of them.
func (f *Finder) allowed(q search.Query) map[*corpus.Entry]bool {
	if len(q.Facets)+len(q.Without) == 0 {
		return nil
	}
	results, err := search.Search(f.library.Index, search.Query{Facets: q.Facets, Without: q.Without}, len(f.library.Entries), nil)
	if err != nil {
		return nil // an index in memory never fails
	}
	out := map[*corpus.Entry]bool{}
	for _, r := range results {
		out[f.library.Entries[r.Doc]] = true
	}
	return out
}

// allows tells whether a document of a symptom is allowed.
func allows(s *Symptom, allowed map[*corpus.Entry]bool) bool {
	if allowed == nil {
		return true
	}
	for _, list := range [][]Evidence{s.Issues, s.Runbooks, s.Incidents, s.Told} {
		if slices.ContainsFunc(list, func(x Evidence) bool { return allowed[x.Entry] }) {
			return true
		}
	}
	return false
}

// rank scores the symptoms.
func (f *Finder) rank(q search.Query, lines []string, at Situation, allowed map[*corpus.Entry]bool) []RankedSymptom {
	results, err := search.Search(f.index, search.Query{Text: q.Text}, len(f.bags), nil)
	if err != nil {
		return nil // an index in memory never fails
	}
	messages := f.messagesIn(lines)
	situation := [3]string{corpus.Fold(at.Service), taxon(at.Category), taxon(at.Environment)}
	var out []RankedSymptom
	place := map[*Symptom]int{}
	for _, r := range results {
		s := f.symptoms.List[r.Doc]
		x := RankedSymptom{Symptom: s, Message: messages[r.Doc], Score: float64(r.Score) / 65536}
		delete(messages, r.Doc)
		for i, value := range situation {
			x.Context += f.odds[i].odds(f.places[r.Doc][i], value)
		}
		x.Evidence = x.Score + x.Context
		if allows(s, allowed) && (x.Message != "" || f.about(q, r.Doc)) {
			place[s] = r.Doc
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b RankedSymptom) int {
		return cmp.Or(cmp.Compare(boolInt(b.Message != ""), boolInt(a.Message != "")), cmp.Compare(b.Evidence, a.Evidence), place[a.Symptom]-place[b.Symptom])
	})
	return likeliest(out)
}

// enough is the part of the best score that a symptom without the message must
// have to be shown beside it.
const enough = 0.5

// likeliest keeps the symptoms whose words fit at least half as well as the best
// ones. What others call a known issue, and have nothing else to say of, is
// shown as that.
func likeliest(list []RankedSymptom) []RankedSymptom {
	best := 0.0
	issues := map[*corpus.Entry]RankedSymptom{}
	for _, x := range list {
		best = max(best, x.Score)
		if x.Symptom.Is != nil {
			issues[x.Symptom.Is] = x
		}
	}
	var out []RankedSymptom
	shown := map[*Symptom]bool{}
	for _, x := range list {
		if s := x.Symptom; s.Is == nil && s.Alert == "" && len(s.Issues) == 1 {
			if is, ok := issues[s.Issues[0].Entry]; ok {
				is.Message = cmp.Or(is.Message, x.Message)
				is.Score, is.Evidence = max(is.Score, x.Score), max(is.Evidence, x.Evidence)
				x = is
			}
		}
		if !shown[x.Symptom] && (x.Message != "" || x.Score >= enough*best) {
			shown[x.Symptom] = true
			out = append(out, x)
		}
	}
	return out
}

// about tells whether a symptom has enough of a query's words to be what it
// asks for: a third of them, of many four.
func (f *Finder) about(q search.Query, n int) bool {
	const many = 4
	words := map[string]bool{}
	var t search.Tokenizer
	t.Tokens(q.Text, func(token string) { words[strings.Clone(token)] = true })
	found := len(f.index.Explain(search.Query{Text: q.Text}, n, &f.bags[n], many))
	return found >= many || 3*found >= len(words) && found > 0
}
