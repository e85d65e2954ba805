package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/debrief-dev/debrief/internal/config"
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
	"github.com/debrief-dev/debrief/lint/rules"
	"github.com/debrief-dev/debrief/render"
	"github.com/debrief-dev/debrief/schema"
)

const benchDocuments = 1000

// generate writes a repository of n documents of about 8 KB: two postmortems
// to a runbook, every fifth in Japanese.
func generate(n int) fstest.MapFS {
	files := fstest.MapFS{"services/web.yaml": {Data: []byte("kind: service\nid: web\ntitle: Web\nowner: web-team\nnormal_tps: 50\nslo:\n  - {id: availability, target: 99.9}\n")}}
	for i := range n - 1 {
		name, text := fmt.Sprintf("postmortems/2025-%04d.md", i), incidentText(i)
		if i%3 == 2 {
			name, text = fmt.Sprintf("runbooks/rb-%04d.md", i), runbookText(i)
		}
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

func incidentText(i int) string {
	prose := "The pool of connections was exhausted because **retries** had no limit; see [[rb-0002]] and `pool.max`. "
	if i%5 == 0 {
		prose = "再試行に上限がなかったため**接続プール**が枯渇しました。[[rb-0002]] と `pool.max` を参照してください。"
	}
	day := time.Date(2025, 1, 1+i%360, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	var b strings.Builder
	fmt.Fprintf(&b, "---\nstatus: final\nseverity: sev%d\nservices: [web]\nstarted_at: %sT14:30:00Z\nresolved_at: %sT16:45:00Z\nimpact: {users: %d}\n---\n", 1+i%5, day, day, 100+i)
	fmt.Fprintf(&b, "# Incident %d of the web service\n\n## Summary\n\n%s\n\n## Timeline\n\n%s, all times in UTC.\n\n| Time | Event | Who | Observation |\n|---|---|---|---|\n", i, strings.Repeat(prose, 4), day)
	for m := range 12 {
		event := [...]string{"impact starts", "alert", "acknowledged", "note"}[min(m, 3)]
		fmt.Fprintf(&b, "| %02d:%02d | %s | engineer %d | %s |\n", 14+(30+11*m)/60, (30+11*m)%60, event, m, prose)
	}
	b.WriteString("| 16:45 | resolved | team | all healthy |\n\n## Root cause\n")
	for _, layer := range []string{"Technical", "Process", "Organizational"} {
		fmt.Fprintf(&b, "\n### %s causes\n\n- %s\n- %s\n", layer, prose, prose)
	}
	b.WriteString("\n## Action items\n\n")
	for a := range 6 {
		fmt.Fprintf(&b, "- [%c] Limit the retries of client %d @team-%d due:2025-12-%02d P%d #%d\n", " x"[a%2], a, a, a+1, a%4, 100*i+a)
	}
	fmt.Fprintf(&b, "\n## Lessons\n\n%s\n\n```bash\n$ kubectl -n web get pods -l app=web-%d\n```\n", strings.Repeat(prose, 10), i)
	return b.String()
}

func runbookText(i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Runbook %d\n\n## Meaning\n\n%s\n\n## Diagnosis\n\n", i, strings.Repeat("The service answers slowly under load. ", 20))
	for s := range 8 {
		fmt.Fprintf(&b, "%d. Look at the pods of shard %d:\n\n   ```bash\n   $ kubectl -n web get pods -l shard=%d\n   $ kubectl -n web logs deploy/web-%d --since=10m | grep -c error\n   ```\n\n   %s\n\n", s+1, s, s, i, strings.Repeat("Compare with the usual value. ", 10))
	}
	b.WriteString("## Escalation\n\n- 30 minutes without a cause: page the web team\n")
	return b.String()
}

// stages holds what each stage hands to the next.
type stages struct {
	files   fstest.MapFS
	set     *schema.Set
	config  config.Config
	sources []*source.File
	docs    []*doc.Document
	merged  []facet.Merged
	corpus  *corpus.Corpus
	results *insight.Results
}

func newStages(b *testing.B) *stages {
	b.Helper()
	s := &stages{files: generate(benchDocuments), config: config.Default()}
	var err error
	if s.set, err = schema.Load(); err != nil {
		b.Fatal(err)
	}
	err = fs.WalkDir(s.files, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			s.sources = append(s.sources, source.New(name, s.files[name].Data))
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range s.sources {
		d, _ := doc.Parse(f, s.config.Corpus.Limits)
		s.docs = append(s.docs, d)
		s.merged = append(s.merged, facet.Merge(d, s.set, s.config.Corpus.Facet))
	}
	if s.corpus, _, err = corpus.Load(context.Background(), s.files, s.set, s.config.Corpus); err != nil {
		b.Fatal(err)
	}
	s.results = insight.Compute(s.corpus, insight.History{}, s.config.Policy, benchNow)
	return s
}

var benchNow = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

// BenchmarkPipeline measures each stage on the same thousand documents; the
// figures are per document.
func BenchmarkPipeline(b *testing.B) {
	s := newStages(b)
	each := func(do func(i int)) func() {
		return func() {
			for i := range s.sources {
				do(i)
			}
		}
	}
	run := func(name string, stage func()) {
		b.Run(name, func(b *testing.B) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			for b.Loop() {
				stage()
			}
			runtime.ReadMemStats(&after)
			n := float64(b.N * len(s.sources))
			b.ReportMetric(float64(b.Elapsed().Microseconds())/n, "µs/doc")
			b.ReportMetric(float64(after.Mallocs-before.Mallocs)/n, "allocs/doc")
			b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/n, "B/doc")
		})
	}
	run("parse", each(func(i int) { doc.Parse(source.New(s.sources[i].Path, s.sources[i].Data), s.config.Corpus.Limits) }))
	run("merge", each(func(i int) { facet.Merge(s.docs[i], s.set, s.config.Corpus.Facet) }))
	run("check", each(func(i int) { s.set.Check(s.merged[i].Kind, s.docs[i], s.merged[i].Value) }))
	run("load", func() {
		if _, _, err := corpus.Load(context.Background(), s.files, s.set, s.config.Corpus); err != nil {
			b.Fatal(err)
		}
	})
	run("figures", func() { insight.Compute(s.corpus, insight.History{}, s.config.Policy, benchNow) })
	run("lint", func() { lint.Check(s.corpus, s.results, nil, rules.All(), lint.Options{}) })
	run("render", func() {
		in := render.Input{Corpus: s.corpus, Results: s.results, Set: s.set, Files: s.files}
		emit := func(_ string, data []byte) error {
			_, err := io.Discard.Write(data)
			return err
		}
		if err := render.Site(in, render.Options{Title: "Bench", Lang: "en", Languages: []string{"en"}}, emit); err != nil {
			b.Fatal(err)
		}
	})
}
