package main

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/debrief-dev/debrief/internal/config"
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/lint"
	"github.com/debrief-dev/debrief/lint/rules"
	"github.com/debrief-dev/debrief/render"
	"github.com/debrief-dev/debrief/schema"
)

// TestMutatedExamples changes every example document at random and runs the
// whole job on the result, again and again: nothing panics, and no document
// takes long. DEBRIEF_MUTATIONS says how many documents, 500 by default.
func TestMutatedExamples(t *testing.T) {
	wanted := 500
	if testing.Short() {
		wanted = 50
	}
	if n, err := strconv.Atoi(os.Getenv("DEBRIEF_MUTATIONS")); err == nil {
		wanted = n
	}
	examples := os.DirFS(filepath.Join("..", "..", "examples"))
	originals := map[string][]byte{}
	err := fs.WalkDir(examples, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && name != config.Name {
			originals[name], err = fs.ReadFile(examples, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	const seed = 20260601
	random := rand.New(rand.NewPCG(seed, 0))
	for round, done := 0, 0; done < wanted; round++ {
		files := fstest.MapFS{}
		for _, name := range sortedKeys(originals) {
			files[name] = &fstest.MapFile{Data: mutate(random, originals[name])}
		}
		begin := time.Now()
		if problem := wholeJob(set, files); problem != "" {
			t.Fatalf("seed %d, round %d: %s", seed, round, problem)
		}
		// A second a document is far above what any honest one takes, also on
		// a busy machine; a quadratic step would take minutes.
		if took := time.Since(begin); took > time.Duration(len(files))*time.Second {
			t.Errorf("seed %d, round %d takes %v", seed, round, took)
		}
		done += len(files)
	}
}

func sortedKeys(m map[string][]byte) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// wholeJob reads, checks, figures, lints and renders; a panic comes back as a
// text.
func wholeJob(set *schema.Set, files fstest.MapFS) (problem string) {
	defer func() {
		if p := recover(); p != nil {
			problem = fmt.Sprint("panic: ", p)
		}
	}()
	c := config.Default()
	docs, _, err := corpus.Load(context.Background(), files, set, c.Corpus)
	if err != nil {
		return err.Error()
	}
	results := insight.Compute(docs, insight.History{}, c.Policy, benchNow)
	for _, in := range results.List() {
		in.JSON("ja")
	}
	lint.Check(docs, results, nil, rules.All(), lint.Options{Files: files, Section: set.Labels().Section})
	in := render.Input{Corpus: docs, Results: results, Set: set, Files: files}
	err = render.Site(in, render.Options{Title: "Mutations"}, func(string, []byte) error { return nil })
	if err != nil && !strings.Contains(err.Error(), "both want the page") {
		return err.Error()
	}
	return ""
}

// scraps are pieces that mean something to one of the parsers.
var scraps = []string{
	"---\n", "\n\n", "|", "| |\n|-|-|\n", "- [ ] ", "- [x] ", "`", "```\n", "[[", "]]", "](", "<div>", "<!--", "-->", "> ", "#", "## Timeline\n", "### 14:30\n",
	"## 原因\n", "障害", "〜", "：", "（担当: ", "due:2026-02-30", "@", "14:30", "25:61", "午後", "T+5", "PST", "2026-13-45", "started_at: ", "{", "}", "[", "]",
	"### 2026-02-15: violated\n", "- 2026-01-15 success, by: a\n", "| Check | Warn |\n|-|-|\n| a | > 80 % |\n", "## 定常状態\n- cpu > 9e99\n", "schedule: {every: ", "terms: [{term: ",
	": ", "&a ", "*a", "!!binary ", "<<: ", "\t", "\r\n", "\x00", "\xff", "\u202e", "🔥", "\\", "\"", "'", "%", "1e999999999", "-", "~~", "**", "$ ", "[^1]", "[^1]: ",
}

// mutate changes a text in one to eight places.
func mutate(r *rand.Rand, text []byte) []byte {
	text = slices.Clone(text)
	for range 1 + r.IntN(8) {
		if len(text) == 0 {
			return text
		}
		i := r.IntN(len(text))
		j := min(len(text), i+1+r.IntN(40))
		switch r.IntN(5) {
		case 0:
			text = slices.Delete(text, i, j)
		case 1:
			text = slices.Insert(text, i, []byte(scraps[r.IntN(len(scraps))])...)
		case 2:
			text[i] = byte(r.IntN(256))
		case 3:
			text = slices.Insert(text, i, slices.Repeat([]byte(scraps[r.IntN(len(scraps))]), 1+r.IntN(50))...)
		case 4:
			text = slices.Insert(text, r.IntN(len(text)), slices.Clone(text[i:j])...)
		}
	}
	return text
}
