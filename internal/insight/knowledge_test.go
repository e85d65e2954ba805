package insight

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestKnowledgePaths(t *testing.T) {
	s := resultsOf(t, poolShop()).Symptoms()
	var got []string
	for _, x := range s.Explained() {
		for _, p := range x.Paths() {
			cause, remedies := "–", ""
			if p.Cause != nil {
				cause = p.Cause.Text
			}
			for _, i := range p.Advice {
				remedies += " / " + x.Advice[i].Remedy.Title()
			}
			got = append(got, x.Text+" < "+cause+remedies)
		}
	}
	want := []string{
		"注文が 503 になる < a batch holds the connections / バッチを一時停止",
		"注文が 503 になる < disk full",
		"注文が 503 になる < too many pods / Cap the number of pods",
		"注文が 503 になる < the acquirer is slow",
	}
	if len(got) < len(want) || cmp.Diff(want, got[:len(want)]) != "" {
		t.Errorf("got %q, want it to begin with %q", got, want)
	}
	services := map[string]int{}
	for service, list := range s.ExplainedByService() {
		id := "–"
		if service != nil {
			id = service.ID
		}
		services[id] = len(list)
	}
	if got := fmt.Sprint(services); got == "map[]" || services["web"] == 0 {
		t.Errorf("got %s", got)
	}
	if list := resultsOf(t, map[string]string{}).Symptoms(); len(list.Explained())+len(list.ExplainedByService()) != 0 {
		t.Error("paths of nothing")
	}
}

// Remedies that are for no cause in particular keep a path of their own.
func TestKnowledgePathWithoutCause(t *testing.T) {
	s := resultsOf(t, map[string]string{"known-issues/ki.yaml": "id: ki\ntitle: 遅い\nsolutions: [{id: a, title: 再起動}]\n"}).Symptoms()
	list := s.Explained()
	if len(list) != 1 || len(list[0].Paths()) != 1 {
		t.Fatalf("got %+v", list)
	}
	if p := list[0].Paths()[0]; p.Cause != nil || p.At != -1 || len(p.Advice) != 1 {
		t.Errorf("got %+v", p)
	}
}
