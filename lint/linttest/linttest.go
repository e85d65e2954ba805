// Package linttest turns the page of a rule into its test. The page has
//
//	# rule-name
//	One sentence that says what the rule finds.
//	## Why
//	## Bad, or ## Bad (ja): documents, then a console block with the output
//	## Good, or ## Good (ja): documents that have no finding
//
// and its twin in Japanese, rule-name.ja.md,
//
//	# rule-name
//	One sentence
//	## 理由
//	## 例, where there are examples
//	### 悪い例
//	### 良い例
//
// A document stands in a fenced block whose info string is its format and,
// if it matters, its path: "markdown runbooks/restart.md". A document with
// blocks of its own stands between longer fences.
package linttest

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/debrief-dev/debrief/internal/config"
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/lint"
	"github.com/debrief-dev/debrief/schema"
)

// asOf is now for the examples of pages. It is behind all their dates.
var asOf = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)

// Run tests every rule by its pages, a Markdown file of its name in pages and
// the twin in Japanese. Bad must print exactly its console block, with CRLF
// too, and Good nothing; if every finding of Bad has a fix, fixing Bad must
// give Good. A rule without both pages, a page without a rule, a page of
// another name and rules out of order fail. Only rules without a Check may
// leave the examples out: what they find cannot always be shown in a page.
func Run(t *testing.T, rules []lint.Rule, pages fs.FS) {
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	h := harness{set: set, rules: rules}
	for _, problem := range h.lists(pages) {
		t.Error(problem)
	}
	for _, r := range rules {
		t.Run(r.ID, func(t *testing.T) {
			for _, l := range languages {
				text, err := fs.ReadFile(pages, r.ID+l.ext)
				if err != nil {
					t.Error(err)
					continue
				}
				for _, problem := range h.page(r, l, string(text)) {
					t.Errorf("%s%s: %s", r.ID, l.ext, problem)
				}
			}
		})
	}
}

// harness loads and lints the documents of pages as the command does.
type harness struct {
	set   *schema.Set
	rules []lint.Rule
}

// lists compares the list of rules with the pages that exist.
func (h harness) lists(pages fs.FS) []string {
	var problems []string
	names := map[string]bool{}
	for i, r := range h.rules {
		for _, l := range languages {
			names[r.ID+l.ext] = true
		}
		if i > 0 && h.rules[i-1].ID >= r.ID {
			problems = append(problems, fmt.Sprintf("rule %s is listed after %s", r.ID, h.rules[i-1].ID))
		}
	}
	files, err := fs.Glob(pages, "*.md")
	if err != nil {
		problems = append(problems, err.Error())
	}
	for _, f := range files {
		if !names[f] {
			problems = append(problems, fmt.Sprintf("page %s belongs to no rule", f))
		}
	}
	return problems
}

// page tests one rule and gives what is wrong.
func (h harness) page(r lint.Rule, l language, text string) []string {
	p, err := readPage(text, l, r.Kinds)
	if err != nil {
		return []string{err.Error()}
	}
	if p.id != r.ID {
		return []string{fmt.Sprintf("the page is headed %q, want %q", p.id, r.ID)}
	}
	if len(p.examples) == 0 && r.Check != nil {
		return []string{"the page has no example"}
	}
	var problems []string
	for i := 0; i < len(p.examples); i += 2 {
		problems = append(problems, h.pair(r, p.examples[i], p.examples[i+1])...)
	}
	return problems
}

// pair tests a Bad example with the Good one behind it.
func (h harness) pair(r lint.Rule, bad, good example) []string {
	var problems []string
	found, printed, err := h.print(r, bad.files, bad.heading.lang)
	if err != nil {
		return []string{err.Error()}
	}
	if printed != bad.console {
		problems = append(problems, fmt.Sprintf("%s prints\n%swant\n%s", bad.heading, printed, bad.console))
	}
	if _, again, err := h.print(r, crlf(bad.files), bad.heading.lang); err != nil || again != printed {
		problems = append(problems, fmt.Sprintf("%s with CRLF prints\n%swant\n%s", bad.heading, again, printed))
	}
	clean, err := h.lint(r, good.files)
	if err != nil {
		return append(problems, err.Error())
	}
	for _, d := range clean {
		problems = append(problems, fmt.Sprintf("%s has the finding %q in %s", good.heading, d.Message.En, d.File.Path))
	}
	return append(problems, compareFixed(bad, good, found)...)
}

// print gives the findings of one rule on some documents, and what the command
// prints about them.
func (h harness) print(r lint.Rule, files fs.FS, lang string) ([]diag.Diagnostic, string, error) {
	found, err := h.lint(r, files)
	if err != nil {
		return nil, "", err
	}
	var out bytes.Buffer
	err = diag.WriteText(&out, diag.Report{Findings: found, Lang: lang})
	return found, out.String(), err
}

// crlf gives documents as an editor on Windows saves them.
func crlf(files fstest.MapFS) fstest.MapFS {
	out := fstest.MapFS{}
	for name, f := range files {
		out[name] = &fstest.MapFile{Data: bytes.ReplaceAll(f.Data, []byte("\n"), []byte("\r\n"))}
	}
	return out
}

// lint gives the findings of one rule on some documents.
func (h harness) lint(r lint.Rule, files fs.FS) ([]diag.Diagnostic, error) {
	settings := config.Default()
	c, found, err := corpus.Load(context.Background(), files, h.set, settings.Corpus)
	if err != nil {
		return nil, err
	}
	o := lint.Options{Files: files, Section: h.set.Labels().Section}
	if r.Check != nil {
		results := insight.Compute(c, nil, settings.Policy, asOf)
		return lint.Run(c, results, []lint.Rule{r}, o), nil
	}
	found = slices.DeleteFunc(found, func(d diag.Diagnostic) bool { return d.Rule != r.ID })
	return lint.Apply(found, o), nil
}

// compareFixed tells whether fixing Bad yields Good, if all of Bad can be
// fixed.
func compareFixed(bad, good example, found []diag.Diagnostic) []string {
	fixes := map[string][]diag.Fix{}
	for _, d := range found {
		if len(d.Fixes) == 0 || len(d.Fixes[0].Edits) == 0 {
			return nil
		}
		fixes[d.File.Path] = append(fixes[d.File.Path], d.Fixes[0])
	}
	if len(found) == 0 {
		return nil
	}
	var problems []string
	for _, name := range bad.order {
		got := string(diag.Apply(bad.files[name].Data, fixes[name]))
		want, there := good.files[name]
		switch {
		case !there:
			problems = append(problems, fmt.Sprintf("%s has no %s to compare the fixed one with", good.heading, path.Base(name)))
		case got != string(want.Data):
			problems = append(problems, fmt.Sprintf("fixing %s gives\n%swant\n%s", name, got, strings.TrimRight(string(want.Data), "\n")))
		}
	}
	return problems
}
