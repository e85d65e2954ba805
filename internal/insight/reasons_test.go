package insight

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/corpus"
)

// told writes the reasons of a list: "a/dns < b/レビュー".
func told(list []Reason) []string {
	name := func(c CauseAt) string { return c.Entry.ID + "/" + c.Cause().ID }
	var out []string
	for _, r := range list {
		out = append(out, name(r.From)+" < "+name(r.To))
	}
	return out
}

// analysed joins a root cause analysis with its incident.
func analysed(rca, in *corpus.Entry) {
	rca.Kind = "rca"
	rca.Refs = append(rca.Refs, corpus.Reference{Field: "incident", From: rca, To: in})
	in.Backs = append(in.Backs, corpus.Reference{Field: "incident", From: rca, To: in})
}

// A cause may name one of the other documents of its incident.
func TestReasonsAcrossTheDocumentsOfAnIncident(t *testing.T) {
	in := caused("a", nil, 1, "technical dns < レビュー unknown", "process (運用) < #dns")
	rca := caused("a-rca", nil, 1, "process (レビュー) < dns 運用", "process (運用) < レビュー")
	other := caused("b", nil, 1, "technical dns < レビュー")
	analysed(rca, in)
	list := Reasons(&corpus.Corpus{Entries: []*corpus.Entry{in, rca, other}})
	want := []string{"a/dns < a-rca/レビュー", "a/運用 < a/dns", "a-rca/レビュー < a/dns", "a-rca/レビュー < a-rca/運用", "a-rca/運用 < a-rca/レビュー"}
	if diff := cmp.Diff(want, told(list)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestCauseCircles(t *testing.T) {
	tests := []struct {
		name      string
		incidents []*corpus.Entry
		want      []string // each circle on a line
	}{
		{"none", nil, nil},
		{"no reasons", []*corpus.Entry{caused("a", nil, 1, "technical dns", "process (レビュー)")}, nil},
		{"one way", []*corpus.Entry{caused("a", nil, 1, "technical dns < レビュー", "process (レビュー)"), caused("b", nil, 1, "technical DNS < レビュー", "process (レビュー)")}, nil},
		{"both ways, in two incidents", []*corpus.Entry{
			caused("a", nil, 1, "technical dns < レビュー", "process (レビュー)"), caused("b", nil, 1, "technical dns", "process (レビュー) < dns"),
		}, []string{"a/dns < a/レビュー, b/レビュー < b/dns"}},
		{"by three incidents", []*corpus.Entry{
			caused("a", nil, 1, "technical dns < レビュー", "process (レビュー)"), caused("b", nil, 1, "process (レビュー) < 体制", "organizational (体制)"),
			caused("c", nil, 1, "technical dns", "organizational (体制) < dns"),
		}, []string{"a/dns < a/レビュー, b/レビュー < b/体制, c/体制 < c/dns"}},
		{"one that a document closes alone", []*corpus.Entry{caused("a", nil, 1, "technical dns < レビュー", "process (レビュー) < dns")}, nil},
		{"a kind behind itself", []*corpus.Entry{caused("a", nil, 1, "technical dns < Dns", "technical Dns")}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, circle := range computed(policy, tt.incidents...).CauseCircles() {
				got = append(got, strings.Join(told(circle), ", "))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// The graph takes reasons from analyses as well.
func TestSystemicFollowsReasonsOfAnalyses(t *testing.T) {
	in, rca := caused("a", nil, 1, "technical dns < レビュー"), caused("a-rca", nil, 1, "process (レビュー) < dns")
	analysed(rca, in)
	cycles := computed(policy, in, rca).Systemic().Cycles
	if len(cycles) != 1 || len(cycles[0]) != 2 {
		t.Errorf("%d circles", len(cycles))
	}
}

// Reasons are as many as documents make them; each is looked up once.
func TestManyReasonsAreQuick(t *testing.T) {
	const n = 30000
	var causes []string
	for i := range n {
		causes = append(causes, fmt.Sprintf("technical w%d < w%d nowhere%d", i, (i+1)%n, i))
	}
	in := caused("a", nil, 1, causes...)
	analysed(caused("b", nil, 1, "technical x"), in)
	begun := time.Now()
	if got := computed(policy, in).CauseCircles(); len(got) != 0 {
		t.Errorf("%d circles", len(got))
	}
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
}
