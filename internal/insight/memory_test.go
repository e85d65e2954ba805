package insight

import (
	"bytes"
	"context"
	"testing"
	"testing/fstest"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/schema"
)

// However documents change, a library that remembers earlier states is the one
// that is made from nothing.
func TestLibrariesThatRemember(t *testing.T) {
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	files := fstest.MapFS{
		"postmortems/a.md": file("---\nid: a\nseverity: sev2\n---\n# 決済が停止\n\nSee [[rb]].\n"),
		"runbooks/rb.md":   file("---\nid: rb\n---\n# Restart the service\n"),
		"runbooks/rc.md":   file("# Look at the logs\n\n接続プールを確認する。\n"),
	}
	steps := []struct {
		name string
		do   func()
	}{
		{"at first", func() {}},
		{"unchanged", func() {}},
		{"text", func() { files["runbooks/rc.md"] = file("# Look at the logs\n\nTimeouts.\n") }},
		{"what leads to a document", func() {
			files["postmortems/a.md"] = file("---\nid: a\nseverity: sev1\n---\n# 注文が停止\n\nSee [[rb]].\n")
		}},
		{"no link any more", func() { files["postmortems/a.md"] = file("---\nid: a\n---\n# 注文が停止\n") }},
		{"an id that follows from others", func() { files["other/runbooks/rc.md"] = file("# Look at other logs\n") }},
		{"gone", func() { delete(files, "runbooks/rb.md") }},
	}
	reader, memory := corpus.NewReader(set), &Memory{}
	for _, step := range steps {
		step.do()
		c, _, err := reader.Load(context.Background(), files, corpus.Options{Limits: doc.DefaultLimits()})
		if err != nil {
			t.Fatal(err)
		}
		now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
		plain, remembering := Compute(c, History{}, Policy{}, now), Compute(c, History{}, Policy{}, now)
		remembering.Remember(memory)
		if !bytes.Equal(remembering.Library().Index.Root("x/"), plain.Library().Index.Root("x/")) {
			t.Errorf("%s: the libraries differ", step.name)
		}
	}
}
