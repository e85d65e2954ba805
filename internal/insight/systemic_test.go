package insight

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// caused is an incident of some hours with causes, each "layer word" with what
// it is because of behind "<": "technical dns < process review". A layer "-" is
// not stated; a word in brackets is a group.
func caused(id string, s *corpus.Entry, hours int, causes ...string) *corpus.Entry {
	e := outage(id, "2023-01-01 00:00", fmt.Sprintf("2023-01-%02d %02d:00", 1+hours/24, hours%24), s)
	for _, text := range causes {
		text, reasons, _ := strings.Cut(text, " < ")
		layer, word, _ := strings.Cut(text, " ")
		c := facet.Cause{ID: word, Text: text, Layer: facet.Layer(strings.TrimPrefix(layer, "-")), Because: strings.Fields(reasons)}
		if group, is := strings.CutPrefix(word, "("); is {
			c.Group = strings.TrimSuffix(group, ")")
			c.ID = c.Group
		} else {
			c.Taxonomy = word
		}
		e.Causes = append(e.Causes, c)
	}
	return e
}

func nodeNames(nodes []*CauseNode) []string {
	var out []string
	for _, n := range nodes {
		out = append(out, string(n.Layer[:1])+":"+n.Name)
	}
	return out
}

func TestSystemic(t *testing.T) {
	s, other := web(), entry("service", "other")
	r := computed(policy, s, other,
		caused("a", s, 1, "technical dns < レビュー", "process (レビュー)"),
		caused("b", s, 2, "technical memory_leak", "process (レビュー) < 体制", "organizational (体制) < レビュー"),
		caused("c", other, 4, "technical disk_full", "process (レビュー)", "organizational (体制)"),
		caused("d", other, 8, "technical Disk-Full", "- config_change"),
		caused("e", nil, 16, "process config_change"),
		caused("f", nil, 20, "technical (直接)"),
	)
	g := r.Systemic()
	if diff := cmp.Diff([]string{"t:disk_full", "t:memory_leak", "t:dns", "p:config_change", "p:レビュー", "o:体制"}, nodeNames(g.Nodes)); diff != "" {
		t.Errorf("nodes: -want +got:\n%s", diff)
	}
	var edges []string
	for _, e := range g.Edges {
		edges = append(edges, e.From.Name+map[bool]string{true: " because ", false: " with "}[e.Because]+e.To.Name+" "+fmt.Sprint(e.Incidents))
	}
	if diff := cmp.Diff([]string{
		"dns because レビュー 1", "レビュー because 体制 1", "体制 because レビュー 1",
		"disk_full with config_change 1", "disk_full with レビュー 1", "disk_full with 体制 1",
		"memory_leak with レビュー 1", "memory_leak with 体制 1", "dns with レビュー 1", "レビュー with 体制 2",
	}, edges); diff != "" {
		t.Errorf("edges: -want +got:\n%s", diff)
	}
	if len(g.Cycles) != 1 || !slices.Equal(nodeNames(g.Cycles[0]), []string{"p:レビュー", "o:体制"}) {
		t.Errorf("cycles: got %v", g.Cycles)
	}
	if diff := cmp.Diff([]string{"p:レビュー"}, nodeNames(g.Latent)); diff != "" {
		t.Fatalf("latent: -want +got:\n%s", diff)
	}
	latent := g.Latent[0]
	if diff := cmp.Diff([]string{"t:disk_full", "t:memory_leak", "t:dns"}, nodeNames(latent.Technical)); diff != "" {
		t.Errorf("technical: -want +got:\n%s", diff)
	}
	if !slices.Equal(latent.Services, []string{"other", "web"}) || len(latent.Incidents) != 3 || decimal(latent.BadMinutes) != "420" {
		t.Errorf("got %v, %d incidents, %s min", latent.Services, len(latent.Incidents), decimal(latent.BadMinutes))
	}
}

func TestSystemicOfNothing(t *testing.T) {
	g := computed(policy).Systemic()
	if len(g.Nodes)+len(g.Edges)+len(g.Cycles)+len(g.Latent) > 0 {
		t.Errorf("got %+v", g)
	}
	self := caused("a", nil, 1, "technical dns < dns", "technical x < nowhere")
	if g := computed(policy, self).Systemic(); len(g.Cycles) != 1 || len(g.Edges) != 2 {
		t.Errorf("got %+v", g)
	}
}

func TestSystemicOfManyCauses(t *testing.T) {
	e := outage("a", "2023-01-01 00:00", "2023-01-01 01:00", nil)
	for i := range 20_000 {
		id := fmt.Sprint("c", i)
		e.Causes = append(e.Causes, facet.Cause{ID: id, Text: id, Taxonomy: id, Layer: facet.Process, Because: []string{fmt.Sprint("c", (i+1)%20_000)}})
	}
	g := computed(policy, e).Systemic()
	if len(g.Nodes) != 20_000 || len(g.Cycles) != 1 || len(g.Edges) != 20_000+mostTogether*(mostTogether-1)/2 {
		t.Errorf("got %d nodes, %d edges, %d cycles", len(g.Nodes), len(g.Edges), len(g.Cycles))
	}
}

func TestComponents(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		n := 1 + random.IntN(30)
		next := make([][]int, n)
		oracle := simple.NewDirectedGraph()
		for v := range n {
			oracle.AddNode(simple.Node(v))
		}
		for range random.IntN(2 * n) {
			v, w := random.IntN(n), random.IntN(n)
			next[v] = append(next[v], w)
			if v != w {
				oracle.SetEdge(oracle.NewEdge(simple.Node(v), simple.Node(w)))
			}
		}
		var want [][]int
		for _, group := range topo.TarjanSCC(oracle) {
			var ids []int
			for _, node := range group {
				ids = append(ids, int(node.ID()))
			}
			slices.Sort(ids)
			want = append(want, ids)
		}
		slices.SortFunc(want, func(a, b []int) int { return a[0] - b[0] })
		if diff := cmp.Diff(want, components(next)); diff != "" {
			t.Fatalf("%v: -want +got:\n%s", next, diff)
		}
	}
}

// A group is one cause in whichever language it is written.
func TestSystemicOfGroupsInTwoLanguages(t *testing.T) {
	g := computed(policy,
		caused("a", nil, 1, "process (Operations)"), caused("b", nil, 2, "process (運用)"), caused("c", nil, 3, "organizational (運用)"), caused("d", nil, 4, "process (夜勤)"),
	).Systemic()
	var got []string
	for _, n := range g.Nodes {
		got = append(got, fmt.Sprintf("%s %s %s %s %d", n.Layer, n.Word, n.Title().En, n.Title().Ja, len(n.Incidents)))
	}
	want := []string{"process 夜勤 夜勤 夜勤 1", "process operations Operations 運用 2", "organizational operations Operations 運用 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
