package config

import (
	"testing"

	"github.com/debrief-dev/debrief/internal/insight"
)

func TestPolicyOfLinks(t *testing.T) {
	c, found := read(t, "policy:\r\n  links: {suggest: 0.6, ask: 0.3, most: 2, offset: -0.4, slope: 1.2}\r\n")
	if len(found) > 0 {
		t.Errorf("found %v", found)
	}
	if want := (insight.LinkPolicy{Suggest: 0.6, Ask: 0.3, Most: 2, Offset: -0.4, Slope: 1.2}); c.Policy.Links != want {
		t.Errorf("links: %+v, want %+v", c.Policy.Links, want)
	}
	for _, text := range []string{"suggest: 2", "ask: no", "most: 0", "slope: -1", "offset: NaN", "suggest: 0.3, ask: 0.4", "sugest: 1"} {
		if _, found := read(t, "policy: {links: {"+text+"}}\n"); len(found) != 1 {
			t.Errorf("%s: %d findings, want 1", text, len(found))
		}
	}
}
