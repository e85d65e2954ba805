package rules

import (
	"cmp"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var circularReference = lint.Rule{
	ID:       "circular-reference",
	Severity: diag.Error,
	Profile:  lint.Starter,
	CheckAll: func(p *lint.Pass) {
		causeGraph(p.Corpus).report(p)
		for _, circle := range p.Results.CauseCircles() {
			reportKinds(p, circle)
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

// causeGraph joins the causes of all documents by their reasons.
func causeGraph(c *corpus.Corpus) graph {
	var g graph
	number := map[insight.CauseAt]int{}
	place := func(at insight.CauseAt) int {
		i, known := number[at]
		if !known {
			i = len(g.names)
			number[at], g.names, g.edges = i, append(g.names, at.Cause().ID), append(g.edges, nil)
		}
		return i
	}
	for _, r := range insight.Reasons(c) {
		from, to := place(r.From), place(r.To)
		g.edges[from] = append(g.edges[from], edge{to, r.From.Entry.Doc.File, r.Span})
	}
	return g
}

// mostRelated is how many other places of a circle a finding names.
const mostRelated = 5

// reportKinds reports kinds of causes that lead to each other in different
// documents, where the last of them says so. It is no fault of one document,
// so that it weighs little.
func reportKinds(p *lint.Pass, circle []insight.Reason) {
	last := circle[len(circle)-1]
	d := diag.Diagnostic{
		Severity: diag.Info, File: last.From.Entry.Doc.File, Span: last.Span,
		Message: diag.Say("%q is put down to %q here and elsewhere the other way round: settle which of them is behind the other",
			"%q の背後の原因として %q が挙げられていますが、別の箇所では逆にたどれます。どちらが背後の原因かを整理してください", kindOf(last.From), kindOf(last.To)),
	}
	for _, r := range circle[:min(len(circle)-1, mostRelated)] {
		d.Related = append(d.Related, diag.Related{
			Message: diag.Say("%q is put down to %q", "%q の背後の原因は %q", kindOf(r.From), kindOf(r.To)),
			File:    r.From.Entry.Doc.File, Span: r.Span,
		})
	}
	p.Report(d)
}

// kindOf is the word of a cause, else its group.
func kindOf(at insight.CauseAt) string {
	c := at.Cause()
	return lint.Quote(cmp.Or(strings.TrimSpace(c.Taxonomy), c.Group))
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
