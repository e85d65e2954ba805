package rules

import (
	"context"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/config"
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/lint"
)

// BenchmarkRules measures what each rule costs on the project's examples, and
// all of them together; the figures are per document. What rules work out once
// for all (sentences, parts) is counted for each of them.
func BenchmarkRules(b *testing.B) {
	set, err := loadSchemas()
	if err != nil {
		b.Fatal(err)
	}
	files, settings := os.DirFS("../../examples"), config.Default()
	c, _, err := corpus.Load(context.Background(), files, set, settings.Corpus)
	if err != nil {
		b.Fatal(err)
	}
	results := insight.Compute(c, insight.History{}, settings.Policy, time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC))
	options := lint.Options{Profile: lint.Full, Scheduled: true, Files: files, Section: set.Labels().Section, Levels: map[string]diag.Severity{}}
	for _, r := range All() {
		options.Levels[r.ID] = diag.Warning // those that are off by default, too
	}
	run := func(name string, rules []lint.Rule) {
		b.Run(name, func(b *testing.B) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			for b.Loop() {
				lint.Check(c, results, nil, rules, options)
			}
			runtime.ReadMemStats(&after)
			n := float64(b.N * len(c.Entries))
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/1e3/n, "µs/doc")
			b.ReportMetric(float64(after.Mallocs-before.Mallocs)/n, "allocs/doc")
		})
	}
	run("all", All())
	for _, r := range All() {
		if !r.Made() {
			run(r.ID, []lint.Rule{r})
		}
	}
}
