package main

import (
	"context"
	"io"
	"path/filepath"
	"testing"

	"github.com/debrief-dev/debrief/internal/corpus"
)

// opened is the workspace of a folder.
func opened(t *testing.T, dir string) *workspace {
	t.Helper()
	full, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	a := &app{dir: full, stdout: io.Discard, stderr: io.Discard, lang: "en", getenv: func(string) string { return "" }}
	w, err := a.open(full)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestHistoryReadsItemsAsTheBuildDoes holds the items that the history sees to
// those of the corpus: the n-th is the n-th.
func TestHistoryReadsItemsAsTheBuildDoes(t *testing.T) {
	w := opened(t, filepath.Join("..", "..", "examples"))
	var err error
	if w.corpus, _, err = corpus.Load(context.Background(), w.files, w.set, w.config.Corpus); err != nil {
		t.Fatal(err)
	}
	n, extract := 0, w.extractor()
	for _, e := range w.corpus.Entries {
		if !w.tracked(e.Path()) {
			t.Errorf("%s is not tracked", e.Path())
		}
		_, items := extract(e.Path(), e.Doc.File.Data)
		if len(items) != len(e.Actions) {
			t.Errorf("%s: %d items, want %d", e.Path(), len(items), len(e.Actions))
			continue
		}
		for i, it := range items {
			if a := e.Actions[i]; it.Text != a.Text || it.State != itemState(a.Status) || it.Line != e.Doc.File.Position(a.Span.Start).Line || !it.Closed.Equal(dayTime(a.Closed)) {
				t.Errorf("%s: item %d is %+v, want %+v", e.Path(), i, it, a)
			}
			n++
		}
	}
	if n < 20 {
		t.Errorf("the examples have %d items", n)
	}
}
