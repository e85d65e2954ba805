package rules

import (
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var circularReference = lint.Rule{
	ID:       "circular-reference",
	Severity: diag.Error,
	Profile:  lint.Starter,
	CheckAll: func(p *lint.Pass) {
		for _, e := range p.Corpus.Entries {
			if len(e.Causes) > 0 {
				causeGraph(e).report(p)
			}
		}
		documentGraph(p.Corpus.Kind("service"), "depends_on").report(p)
		documentGraph(p.Corpus.Kind("learning"), "prerequisites").report(p)
	},
}

// graph is things by number that refer to each other.
type graph struct {
	names []string
	edges [][]edge // by the thing that refers, in the order of the document
}

// edge is a reference to a thing, as it is written.
type edge struct {
	to   int
	file *source.File
	at   source.Span
}

// documentGraph joins documents by a field.
func documentGraph(list []*corpus.Entry, field string) graph {
	g := graph{edges: make([][]edge, len(list))}
	place := map[*corpus.Entry]int{}
	for i, e := range list {
		place[e] = i
		g.names = append(g.names, e.ID)
	}
	for i, e := range list {
		for _, r := range e.Refs {
			if to, ok := place[r.To]; ok && r.Field == field {
				g.edges[i] = append(g.edges[i], edge{to, e.Doc.File, r.Span})
			}
		}
	}
	return g
}

// causeGraph joins the causes of a document by their reasons.
func causeGraph(e *corpus.Entry) graph {
	items := e.Value().Field("causes").Items()
	g := graph{edges: make([][]edge, len(items))}
	place := map[string]int{}
	for i, c := range items {
		g.names = append(g.names, c.Field("id").Text())
		id := corpus.Fold(g.names[i])
		if _, taken := place[id]; !taken && id != "" {
			place[id] = i
		}
	}
	for i, c := range items {
		reasons := c.Field("because")
		list := reasons.Items()
		if reasons.Type() == doc.Scalar {
			list = []doc.Value{reasons}
		}
		for _, r := range list {
			if to, ok := place[corpus.Fold(r.Text())]; ok {
				g.edges[i] = append(g.edges[i], edge{to, e.Doc.File, r.Span()})
			}
		}
	}
	return g
}

// report finds every reference that closes a circle, by going along them depth
// first: it leads back to a thing from which the way came. The way is a list,
// since references may be as many as documents make them.
func (g graph) report(p *lint.Pass) {
	const unseen, onWay, done = 0, 1, 2
	state := make([]uint8, len(g.edges))
	next := make([]int, len(g.edges)) // how many references of each were followed
	for root := range g.edges {
		if state[root] != unseen {
			continue
		}
		state[root] = onWay
		for way := []int{root}; len(way) > 0; {
			from := way[len(way)-1]
			if next[from] == len(g.edges[from]) {
				state[from], way = done, way[:len(way)-1]
				continue
			}
			e := g.edges[from][next[from]]
			next[from]++
			switch state[e.to] {
			case unseen:
				state[e.to], way = onWay, append(way, e.to)
			case onWay:
				g.close(p, from, e, g.edges[e.to][next[e.to]-1])
			}
		}
	}
}

// close reports the reference that closes a circle, and where the circle
// leaves the thing that it leads back to.
func (g graph) close(p *lint.Pass, from int, back, leaves edge) {
	d := diag.Diagnostic{File: back.file, Span: back.at}
	name := lint.Quote(g.names[back.to])
	if from == back.to {
		d.Message = diag.Say("%q refers to itself: take the reference out", "%q が自分自身を参照しています。この参照を削除してください", name)
	} else {
		d.Message = diag.Say("%q refers to %q, which leads back to it: take one reference of the circle out",
			"%q から %q への参照が循環しています。循環のうち1つの参照を削除してください", lint.Quote(g.names[from]), name)
		d.Related = []diag.Related{{
			Message: diag.Text{En: "the circle begins", Ja: "循環の始まり"},
			File:    leaves.file, Span: leaves.at,
		}}
	}
	p.Report(d)
}
