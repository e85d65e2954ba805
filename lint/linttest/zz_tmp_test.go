package linttest

import (
	"bytes"
	"os"
	"testing"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint/rules"
	"github.com/debrief-dev/debrief/schema"
)

func TestZZ(t *testing.T) {
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	h := harness{set: set, rules: rules.All()}
	for _, r := range rules.All() {
		text, _ := rules.Page(r.ID)
		p, err := readPage(string(text), r.Kinds)
		if err != nil {
			t.Error(r.ID, err)
			continue
		}
		for _, e := range p.examples {
			if !e.bad {
				continue
			}
			found, err := h.lint(r, e.files)
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			diag.WriteText(&b, found, diag.TextOptions{Lang: e.lang})
			name := "/tmp/pages/out/" + r.ID
			if e.lang != "" {
				name += "." + e.lang
			}
			os.WriteFile(name, b.Bytes(), 0o644)
		}
	}
}
