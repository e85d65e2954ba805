package render_test

import (
	"context"
	"io/fs"
	"os"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/config"
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/render"
	"github.com/debrief-dev/debrief/schema"
)

func BenchmarkScratch(b *testing.B) {
	files := os.DirFS("/tmp/gc/docs")
	set, _ := schema.Load()
	c, _, err := corpus.Load(context.Background(), files, set, config.Default().Corpus)
	if err != nil {
		b.Fatal(err)
	}
	r := insight.Compute(c, nil, config.Default().Policy, time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC))
	var _ fs.FS = files
	n := 0
	for b.Loop() {
		n++
		if err := render.Site(render.Input{Corpus: c, Results: r, Set: set, Files: files}, render.Options{Title: "x", Lang: "en"}, func(string, []byte) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n*1000), "µs/doc")
}
