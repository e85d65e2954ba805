package insight

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/parallel"
	"github.com/debrief-dev/debrief/internal/search"
)

// Library ranks the documents of a corpus by how well they answer a text.
type Library struct {
	Index   *search.Index
	Entries []*corpus.Entry // by their number in the index: by kind, title and path

	numbers map[*corpus.Entry]int
	anchors map[*corpus.Entry][]string
	means   search.Means

	dictionary *search.Dictionary
}

// Found is a document that answers a query.
type Found struct {
	Entry *corpus.Entry
	Score float64 // of BM25F
}

// NewLibrary makes the index of a corpus. What the title and the headings of a
// document say, and what leads to it, counts more than its text: alerts whose
// runbook it is, and the titles and symptoms of incidents and known issues that
// link to it.
func NewLibrary(c *corpus.Corpus, r *Results) *Library {
	l := &Library{Entries: slices.Clone(c.Entries), numbers: make(map[*corpus.Entry]int, len(c.Entries))}
	slices.SortFunc(l.Entries, func(a, b *corpus.Entry) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Path(), b.Path()))
	})
	if r != nil {
		l.dictionary = r.Policy.Dictionary
	}
	for i, e := range l.Entries {
		l.numbers[e] = i
	}
	l.anchors = anchorsOf(c)
	var memory *Memory
	if r != nil {
		memory = r.memory
	}
	bags, facets := make([]search.Bag, len(l.Entries)), make([][]string, len(l.Entries))
	parallel.EachWith(len(bags), func() func(i int) {
		var analyser search.Analyser
		return func(i int) {
			facets[i] = facetsOf(l.Entries[i], r)
			bags[i] = memory.bag(l, l.Entries[i], facets[i], &analyser)
		}
	})
	memory.keep(l, facets, bags)
	l.Index, l.means = search.NewIndex(bags), search.MeansOf(bags)
	return l
}

// document gives the texts by which a document is found, what leads to it among
// them.
func (l *Library) document(e *corpus.Entry) *search.Document {
	d := searchable(e)
	for _, text := range l.anchors[e] {
		d.Add(search.Anchors, text)
	}
	l.dictionary.Translate(d)
	return d
}

// Search gives the documents that answer a query best, at most n.
func (l *Library) Search(text string, n int) []Found {
	q := search.ParseQuery(text, l.Index.Keys())
	results, err := search.Search(l.Index, q, n, l.holds)
	if err != nil {
		return nil // an index in memory never fails
	}
	out := make([]Found, len(results))
	for i, r := range results {
		out[i] = Found{l.Entries[r.Doc], float64(r.Score) / 65536}
	}
	return out
}

// Why gives the terms by which a document answers a query, those that count
// most first, at most n.
func (l *Library) Why(text string, e *corpus.Entry, n int) []search.Reason {
	number, ok := l.numbers[e]
	if !ok {
		return nil
	}
	var analyser search.Analyser
	bag := analyser.Bag(l.document(e))
	return l.Index.Explain(search.ParseQuery(text, l.Index.Keys()), number, &bag, n)
}

// Unknown gives the operators of a query that no document has.
func (l *Library) Unknown(text string) []string {
	var out []string
	for _, f := range search.ParseQuery(text, l.Index.Keys()).Facets {
		if docs, err := l.Index.Facet(f); err == nil && len(docs) == 0 {
			out = append(out, f)
		}
	}
	return out
}

// holds tells whether the text of a document holds a phrase.
func (l *Library) holds(n int, phrase string) bool {
	wanted := search.Fold(phrase)
	for _, texts := range searchable(l.Entries[n]).Fields {
		for _, text := range texts {
			if strings.Contains(search.Fold(text), wanted) {
				return true
			}
		}
	}
	return false
}

// anchorsOf gives for each document the texts that lead to it.
func anchorsOf(c *corpus.Corpus) map[*corpus.Entry][]string {
	out := map[*corpus.Entry][]string{}
	for _, rule := range Cover(c).Rules {
		if rule.Runbook != nil {
			out[rule.Runbook] = append(out[rule.Runbook], rule.Alert.Name, withoutTemplates(rule.Alert.Summary), withoutTemplates(rule.Alert.Description))
		}
	}
	for _, e := range c.Entries {
		if e.Kind != "postmortem" && e.Kind != "known-issue" {
			continue
		}
		for _, to := range leadsTo(e) {
			out[to] = append(append(out[to], e.Title), e.Symptoms...)
		}
	}
	return out
}

// withoutTemplates leaves out what an alert fills in when it fires: {{ … }}.
func withoutTemplates(text string) string {
	var b strings.Builder
	for {
		before, rest, _ := strings.Cut(text, "{{")
		b.WriteString(before)
		_, after, closed := strings.Cut(rest, "}}")
		if !closed {
			b.WriteString(rest)
			return b.String()
		}
		b.WriteByte(' ')
		text = after
	}
}

// leadsTo gives the runbooks and known issues that an incident or a known issue
// links to, each once.
func leadsTo(e *corpus.Entry) []*corpus.Entry {
	var out []*corpus.Entry
	for _, ref := range e.Refs {
		if to := ref.To; to != nil && to != e && ref.Field != "not_related" && (to.Kind == "runbook" || to.Kind == "known-issue") && !slices.Contains(out, to) {
			out = append(out, to)
		}
	}
	return out
}

// facetsOf gives what documents can be narrowed down by.
func facetsOf(e *corpus.Entry, r *Results) []string {
	facets := []string{search.Facet("kind", e.Kind)}
	add := func(key string, values ...string) {
		for _, v := range values {
			if v != "" {
				facets = append(facets, search.Facet(key, v))
			}
		}
	}
	v := e.Value()
	for _, s := range e.Targets("services") {
		add("service", s.ID)
	}
	if e.Kind == "service" {
		add("service", e.ID)
	}
	add("category", e.Category)
	add("severity", e.Severity)
	add("status", e.Status)
	add("tag", e.Tags...)
	add("lang", e.Lang)
	add("environment", v.Field("environment").Text())
	add("frequency", v.Field("frequency").Text())
	add("skill", v.Field("skill_level").Text(), v.Field("difficulty").Text())
	for _, field := range []string{"estimated_resolution_time", "estimated_time"} {
		if d := facet.DecodeDuration(v.Field(field)); d.Known {
			add("time", band(d.D))
		}
	}
	if in := incidentOf(e, r); in != nil {
		if in.Start.Known {
			add("year", strconv.Itoa(in.Start.V.Year()))
		}
		if in.Live {
			add("is", "ongoing")
		}
		if in.End.Known && in.Start.Known {
			add("time", band(in.End.V.Sub(in.Start.V)))
		}
	}
	add("is", actionStates(e, r)...)
	if r != nil {
		add("solved-by", r.Patterns().SolvedBy(e)...)
	}
	return facets
}

func incidentOf(e *corpus.Entry, r *Results) *Incident {
	if r == nil {
		return nil
	}
	return r.Incidents[e]
}

// band names how long something takes: up to a quarter of an hour, an hour,
// four hours, a day, or longer.
func band(d time.Duration) string {
	for _, b := range [...]struct {
		most time.Duration
		name string
	}{{15 * time.Minute, "15m"}, {time.Hour, "1h"}, {4 * time.Hour, "4h"}, {24 * time.Hour, "1d"}} {
		if d <= b.most {
			return b.name
		}
	}
	return "longer"
}

// actionStates tells whether actions of a document are open or overdue.
func actionStates(e *corpus.Entry, r *Results) []string {
	if r == nil {
		return nil
	}
	var out []string
	for _, a := range r.Actions(e) {
		if a.Open() && !slices.Contains(out, "open") {
			out = append(out, "open")
		}
		if a.Overdue > 0 && !slices.Contains(out, "overdue") {
			out = append(out, "overdue")
		}
	}
	return out
}
