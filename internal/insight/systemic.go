package insight

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// CauseNode is a cause as all incidents together show it.
type CauseNode struct {
	Layer      facet.Layer
	Word       string            // as taxon gives it
	Name       string            // as it is written first
	Group      *facet.CauseGroup // that it is known by in both languages; nil of others
	Incidents  []*Incident       // by start
	Services   []string          // of Incidents, by id
	BadMinutes *big.Rat          // of Incidents, as far as it is known

	// Technical are the technical causes that a process or organisational cause
	// goes with: they name it as their reason, or happen in the same incidents.
	Technical []*CauseNode
}

// Title is what the cause is called: a usual group by its name in each language,
// others as they are written.
func (n *CauseNode) Title() diag.Text {
	if n.Group != nil {
		return diag.Text{En: n.Group.En, Ja: n.Group.Ja}
	}
	name := strings.ReplaceAll(n.Name, "_", " ")
	return diag.Text{En: name, Ja: name}
}

// Latent tells whether it lies behind at least three technical causes.
func (n *CauseNode) Latent() bool { return len(n.Technical) >= 3 }

// CauseEdge joins two causes.
type CauseEdge struct {
	From, To  *CauseNode
	Because   bool // From because of To; else both in the same incidents, in the order of Nodes
	Incidents int  // that show it
}

// Systemic is the graph of causes over all incidents.
type Systemic struct {
	Nodes  []*CauseNode   // technical, process, organisational; within each by bad minutes, incidents, word
	Edges  []CauseEdge    // by the order of Nodes, those that say because first
	Cycles [][]*CauseNode // causes that are each other's reasons, in the order of Nodes; the first of each decides theirs
	Latent []*CauseNode   // those with Latent, by bad minutes, incidents, word
}

// causeKey is what makes a node.
type causeKey struct {
	layer facet.Layer
	word  string
}

var layerOrder = []facet.Layer{facet.Technical, facet.Process, facet.Organizational}

// Systemic makes the graph. A cause is known by its word of the taxonomy; one
// of the process or organisation without a word by its group, since that is
// what its kind is called from incident to incident, in whichever language. A word that a document
// lists without a layer has the layer that causes with it have most often,
// else the technical one.
func (r *Results) Systemic() *Systemic { return r.lazy.systemic() }

func (r *Results) graphCauses() *Systemic { return r.SystemicOf(r.List()) }

// SystemicOf makes the graph of the causes of some incidents, by start.
func (r *Results) SystemicOf(list []*Incident) *Systemic {
	g := &causeGraph{layers: r.usualLayers(), groups: facet.NewCauseGroups(taxon), nodes: map[causeKey]*CauseNode{}, because: map[nodePair]int{}, together: map[nodePair]int{}}
	for _, in := range list {
		g.add(in)
	}
	reasons := map[*corpus.Entry][]Reason{}
	for _, reason := range Reasons(r.corpus) {
		reasons[reason.From.Entry] = append(reasons[reason.From.Entry], reason)
	}
	for _, in := range list {
		g.reason(in, reasons)
	}
	s := &Systemic{}
	for _, n := range g.nodes {
		slices.Sort(n.Services)
		n.Services = slices.Compact(n.Services)
		s.Nodes = append(s.Nodes, n)
	}
	slices.SortFunc(s.Nodes, func(a, b *CauseNode) int {
		return cmp.Or(slices.Index(layerOrder, a.Layer)-slices.Index(layerOrder, b.Layer), weightier(a, b))
	})
	place := map[*CauseNode]int{}
	for i, n := range s.Nodes {
		place[n] = i
	}
	s.Edges = g.edges(place)
	s.Cycles = cycles(s, place)
	g.findTechnical(place)
	for _, n := range s.Nodes {
		if n.Latent() {
			s.Latent = append(s.Latent, n)
		}
	}
	slices.SortFunc(s.Latent, weightier)
	return s
}

// weightier puts the node before that cost more.
func weightier(a, b *CauseNode) int {
	return cmp.Or(b.BadMinutes.Cmp(a.BadMinutes), len(b.Incidents)-len(a.Incidents), cmp.Compare(a.Word, b.Word), cmp.Compare(a.Layer, b.Layer))
}

// usualLayers gives the layer that each word has most often where causes state
// one; a tie goes to the first layer.
func (r *Results) usualLayers() map[string]facet.Layer {
	counts := map[causeKey]int{}
	for _, e := range r.corpus.Entries {
		if e.Kind != "postmortem" && e.Kind != "rca" {
			continue
		}
		for _, c := range e.Causes {
			if c.Layer != "" && c.Taxonomy != "" {
				counts[causeKey{c.Layer, taxon(c.Taxonomy)}]++
			}
		}
	}
	out := map[string]facet.Layer{}
	for _, layer := range layerOrder {
		for key, n := range counts {
			if key.layer == layer && n > counts[causeKey{out[key.word], key.word}] {
				out[key.word] = layer
			}
		}
	}
	return out
}

// nodePair is an edge: directed for because; for co-occurrence, either
// direction stands for both.
type nodePair struct{ from, to *CauseNode }

type causeGraph struct {
	layers   map[string]facet.Layer
	groups   *facet.CauseGroups
	nodes    map[causeKey]*CauseNode
	because  map[nodePair]int
	together map[nodePair]int
}

// mostTogether bounds the causes of one incident that count as happening
// together: their pairs are as many as their square.
const mostTogether = 40

// add enters the causes of an incident.
func (g *causeGraph) add(in *Incident) {
	var own []*CauseNode // each once, in the order of the documents
	seen := map[*CauseNode]bool{}
	note := func(n *CauseNode) {
		if !seen[n] {
			seen[n] = true
			own = append(own, n)
		}
	}
	for c := range in.causes() {
		if key, ok := g.keyOf(*c); ok {
			n := g.node(key, cmp.Or(strings.TrimSpace(c.Taxonomy), c.Group))
			if c.Taxonomy == "" {
				n.Group = g.groups.Find(taxon(c.Group))
			}
			note(n)
		}
	}
	for _, word := range in.taxa() {
		key := causeKey{g.layerOf(word), word}
		if n := g.nodes[key]; n == nil || !seen[n] {
			note(g.node(key, word))
		}
	}
	bad := in.BadMinutes()
	for _, n := range own {
		n.Incidents = append(n.Incidents, in)
		n.Services = append(n.Services, in.Services...)
		if bad.Known {
			n.BadMinutes.Add(n.BadMinutes, bad.V)
		}
	}
	g.join(own)
}

// keyOf gives the kind of a cause; it is not ok if nothing tells what to call it.
func (g *causeGraph) keyOf(c facet.Cause) (key causeKey, ok bool) {
	words := taxaOf([]string{c.Taxonomy})
	if len(words) > 0 {
		layer := c.Layer
		if layer == "" {
			layer = g.layerOf(words[0])
		}
		return causeKey{layer, words[0]}, true
	}
	if c.Layer != facet.Process && c.Layer != facet.Organizational || strings.TrimSpace(c.Group) == "" {
		return causeKey{}, false
	}
	word := taxon(c.Group)
	if group := g.groups.Find(word); group != nil {
		word = taxon(group.Word)
	}
	return causeKey{c.Layer, word}, true
}

func (g *causeGraph) layerOf(word string) facet.Layer {
	if layer := g.layers[word]; layer != "" {
		return layer
	}
	return facet.Technical
}

func (g *causeGraph) node(key causeKey, name string) *CauseNode {
	if g.nodes[key] == nil {
		g.nodes[key] = &CauseNode{Layer: key.layer, Word: key.word, Name: strings.TrimSpace(name), BadMinutes: new(big.Rat)}
	}
	return g.nodes[key]
}

// join counts the pairs of causes of one incident.
func (g *causeGraph) join(own []*CauseNode) {
	own = own[:min(len(own), mostTogether)]
	for i, a := range own {
		for _, b := range own[i+1:] {
			if g.together[nodePair{b, a}] > 0 {
				g.together[nodePair{b, a}]++
			} else {
				g.together[nodePair{a, b}]++
			}
		}
	}
}

// reason counts the causes of an incident that name others as their reason,
// once each. Reasons that are causes of no incident here are left out.
func (g *causeGraph) reason(in *Incident, reasons map[*corpus.Entry][]Reason) {
	seen := map[nodePair]bool{}
	for _, e := range append([]*corpus.Entry{in.Entry}, in.linked("rca")...) {
		for _, r := range reasons[e] {
			from, okFrom := g.keyOf(*r.From.Cause())
			to, okTo := g.keyOf(*r.To.Cause())
			pair := nodePair{g.nodes[from], g.nodes[to]}
			if okFrom && okTo && pair.from != nil && pair.to != nil && !seen[pair] {
				seen[pair] = true
				g.because[pair]++
			}
		}
	}
}

// edges lists the edges by the places of their nodes.
func (g *causeGraph) edges(place map[*CauseNode]int) []CauseEdge {
	var out []CauseEdge
	for pair, n := range g.because {
		out = append(out, CauseEdge{pair.from, pair.to, true, n})
	}
	for pair, n := range g.together {
		if place[pair.from] > place[pair.to] {
			pair.from, pair.to = pair.to, pair.from
		}
		out = append(out, CauseEdge{pair.from, pair.to, false, n})
	}
	slices.SortFunc(out, func(a, b CauseEdge) int {
		return cmp.Or(boolInt(b.Because)-boolInt(a.Because), place[a.From]-place[b.From], place[a.To]-place[b.To])
	})
	return out
}

// findTechnical fills what lies before each cause of the process and of the
// organisation.
func (g *causeGraph) findTechnical(place map[*CauseNode]int) {
	found := map[*CauseNode]map[*CauseNode]bool{}
	note := func(latent, technical *CauseNode) {
		if latent.Layer == facet.Technical || technical.Layer != facet.Technical {
			return
		}
		if found[latent] == nil {
			found[latent] = map[*CauseNode]bool{}
		}
		found[latent][technical] = true
	}
	for pair := range g.because {
		note(pair.to, pair.from)
	}
	for pair := range g.together {
		note(pair.to, pair.from)
		note(pair.from, pair.to)
	}
	for latent, set := range found {
		latent.Technical = slices.SortedFunc(maps.Keys(set), func(a, b *CauseNode) int { return place[a] - place[b] })
	}
}

// Strongest gives at most n causes that cost most, in the order of Nodes.
func (s *Systemic) Strongest(n int) []*CauseNode {
	if len(s.Nodes) <= n {
		return s.Nodes
	}
	chosen := map[*CauseNode]bool{}
	for _, node := range slices.SortedFunc(slices.Values(s.Nodes), weightier)[:max(n, 0)] {
		chosen[node] = true
	}
	return slices.DeleteFunc(slices.Clone(s.Nodes), func(node *CauseNode) bool { return !chosen[node] })
}
