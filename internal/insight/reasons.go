package insight

import (
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
)

// CauseAt is a cause of a document.
type CauseAt struct {
	Entry *corpus.Entry
	Index int // in the causes of the document
}

// Cause gives the cause, which is not to be changed.
func (c CauseAt) Cause() *facet.Cause { return &c.Entry.Causes[c.Index] }

// Reason is that one cause names another one as what is behind it.
type Reason struct {
	From, To CauseAt
	Span     source.Span // in the document of From, of what names To
}

// Reasons lists the reasons of all causes, by document and position. A name is
// the id of a cause of the same document; else of the other documents of the
// same incident, which are a postmortem and its root cause analyses; or it is
// the id of any document, "#" and the id of a cause there. Other names are left
// out.
func Reasons(c *corpus.Corpus) []Reason {
	var list []Reason
	ids := causeIDs{c, map[*corpus.Entry]map[string]int{}, map[*corpus.Entry][]*corpus.Entry{}}
	for _, e := range c.Entries {
		for i, cause := range e.Causes {
			for n, text := range cause.Because {
				if to, ok := ids.named(e, text); ok {
					at := cause.Span
					if n < len(cause.BecauseAt) {
						at = cause.BecauseAt[n]
					}
					list = append(list, Reason{CauseAt{e, i}, to, at})
				}
			}
		}
	}
	return list
}

// causeIDs finds causes by their ids. Of an id that a document has twice, the
// first counts.
type causeIDs struct {
	corpus *corpus.Corpus
	known  map[*corpus.Entry]map[string]int // the places of causes by their folded ids
	others map[*corpus.Entry][]*corpus.Entry
}

func (ids causeIDs) of(e *corpus.Entry) map[string]int {
	own, known := ids.known[e]
	if known {
		return own
	}
	own = map[string]int{}
	for i, c := range e.Causes {
		id := corpus.Fold(c.ID)
		if _, taken := own[id]; !taken && id != "" {
			own[id] = i
		}
	}
	ids.known[e] = own
	return own
}

// named finds the cause that a cause of a document names.
func (ids causeIDs) named(e *corpus.Entry, text string) (CauseAt, bool) {
	text = strings.TrimPrefix(strings.TrimSpace(text), "#")
	if document, id, precise := strings.Cut(text, "#"); precise {
		if e = ids.corpus.Find(document); e == nil {
			return CauseAt{}, false
		}
		text = id
	}
	text = corpus.Fold(text)
	if i, ok := ids.of(e)[text]; ok {
		return CauseAt{e, i}, true
	}
	for _, other := range ids.sameIncident(e) {
		if i, ok := ids.of(other)[text]; ok {
			return CauseAt{other, i}, true
		}
	}
	return CauseAt{}, false
}

// sameIncident are the other documents of the incident that a postmortem or an
// analysis is about.
func (ids causeIDs) sameIncident(e *corpus.Entry) []*corpus.Entry {
	list, known := ids.others[e]
	switch {
	case known:
		return list
	case e.Kind == "postmortem":
		list = linked(e, "rca")
	case e.Kind == "rca":
		list = linked(e, "postmortem")
	}
	ids.others[e] = list
	return list
}

// CauseCircles gives the circles of kinds of causes, of causes that do not lead
// to each other one by one: in one incident a bad deploy is put down to a review, in another one
// the review to a bad deploy. Each is the reasons between its kinds, by document
// and position. Kinds are those of Systemic; a kind that stands behind itself is
// no circle, since one cause is then the general one.
func (r *Results) CauseCircles() [][]Reason {
	kinds := kindGraph{causeGraph: causeGraph{layers: r.usualLayers(), groups: facet.NewCauseGroups(taxon)}, number: map[causeKey]int{}}
	for _, reason := range withoutCircles(Reasons(r.corpus)) {
		kinds.add(reason)
	}
	return kinds.circles()
}

// kindGraph is the kinds of causes, by number, with the reasons between them.
type kindGraph struct {
	causeGraph
	number  map[causeKey]int
	next    [][]int
	reasons []Reason // each with its two kinds
	ends    [][2]int
}

func (g *kindGraph) add(r Reason) {
	from, okFrom := g.keyOf(*r.From.Cause())
	to, okTo := g.keyOf(*r.To.Cause())
	if !okFrom || !okTo || from == to {
		return
	}
	a, b := g.place(from), g.place(to)
	g.next[a] = append(g.next[a], b)
	g.reasons, g.ends = append(g.reasons, r), append(g.ends, [2]int{a, b})
}

func (g *kindGraph) place(key causeKey) int {
	i, known := g.number[key]
	if !known {
		i = len(g.next)
		g.number[key], g.next = i, append(g.next, nil)
	}
	return i
}

// circles gives the reasons both of whose kinds are of a group that lead to each
// other, by group.
func (g *kindGraph) circles() [][]Reason {
	groups := components(g.next)
	group := make([]int, len(g.next))
	for i, list := range groups {
		for _, n := range list {
			group[n] = i
		}
	}
	out := make([][]Reason, len(groups))
	for i, r := range g.reasons {
		if own := group[g.ends[i][0]]; own == group[g.ends[i][1]] {
			out[own] = append(out[own], r)
		}
	}
	return slices.DeleteFunc(out, func(list []Reason) bool { return len(list) == 0 })
}

// withoutCircles drops the reasons by which causes lead to each other one by one,
// not only by their kinds.
func withoutCircles(reasons []Reason) []Reason {
	number := map[CauseAt]int{}
	var next [][]int
	place := func(c CauseAt) int {
		i, known := number[c]
		if !known {
			i = len(next)
			number[c], next = i, append(next, nil)
		}
		return i
	}
	for _, r := range reasons {
		from, to := place(r.From), place(r.To)
		next[from] = append(next[from], to)
	}
	group := make([]int, len(next))
	for i, list := range components(next) {
		for _, n := range list {
			group[n] = i
		}
	}
	return slices.DeleteFunc(reasons, func(r Reason) bool { return group[number[r.From]] == group[number[r.To]] })
}
