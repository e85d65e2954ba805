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
// blocks of its own stands between longer fences. An example may have several
// documents, a debrief.yaml with settings, and Prometheus rule files, which
// stand in rules/ unless the settings say otherwise.
//
// "go test -update" writes what the rules print into the console blocks.
package linttest

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
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
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
	"github.com/debrief-dev/debrief/schema"
)

// asOf is now for the examples of pages. It is behind all their dates.
var asOf = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)

var update = flag.Bool("update", false, "rewrite the output that pages of rules show")

// Run tests every rule by its pages, a Markdown file of its name in pages and
// the twin in Japanese. Bad must print exactly its console block, with CRLF
// too, and Good nothing; if every finding of Bad has a fix, fixing Bad must
// give Good. A rule without both pages, a page without a rule, a page of
// another name and rules out of order fail. Only rules without a check of
// their own, and those about history, may leave the examples out: what they
// find cannot always be shown in a page.
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
				if *update {
					if err := h.update(r, l, string(text)); err != nil {
						t.Error(err)
					}
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

// update rewrites the page of a rule in the working folder, which is that of
// the package under test.
func (h harness) update(r lint.Rule, l language, text string) error {
	changed, err := h.rewrite(r, l, text)
	if err != nil || changed == text {
		return err
	}
	return os.WriteFile(r.ID+l.ext, []byte(changed), 0o666)
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
	if len(p.examples) == 0 && !r.Made() && !r.History {
		return []string{"the page has no example"}
	}
	var problems []string
	for i := 0; i < len(p.examples); i += 2 {
		problems = append(problems, h.pair(r, p.examples[i], p.examples[i+1])...)
	}
	return problems
}

// rewrite gives a page with the output that its rule really prints.
func (h harness) rewrite(r lint.Rule, l language, text string) (string, error) {
	p, err := readPage(text, l, r.Kinds)
	if err != nil {
		return "", err
	}
	for _, e := range slices.Backward(p.examples) {
		if !e.heading.bad {
			continue
		}
		_, printed, err := h.print(r, e.files, e.heading.lang)
		if err != nil {
			return "", err
		}
		text = text[:e.at.Start] + printed + text[e.at.End:]
	}
	return text, nil
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
	return append(problems, h.compareFixed(r, bad, good, found)...)
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

// alertFiles is where examples have their rule files, unless a debrief.yaml
// among them says otherwise.
const alertFiles = "rules/*.yaml"

// lint gives the findings of one rule on some documents, of all parts of it:
// in the largest profile, on a schedule, and also if it is off by default.
func (h harness) lint(r lint.Rule, files fs.FS) ([]diag.Diagnostic, error) {
	settings, err := h.settings(r, files)
	if err != nil {
		return nil, err
	}
	if settings.Corpus.AlertFiles, err = readFiles(files, settings.Alerts); err != nil {
		return nil, err
	}
	if settings.Corpus.TicketFiles, err = readFiles(files, settings.Tickets); err != nil {
		return nil, err
	}
	c, parsed, err := corpus.Load(context.Background(), files, h.set, settings.Corpus)
	if err != nil {
		return nil, err
	}
	rules := []lint.Rule{r}
	if r.CheckIgnores != nil {
		rules = h.rules // whose findings the comments hide
	}
	o := lint.Options{
		Profile: lint.Full, Scheduled: true, Levels: settings.Levels, Overrides: settings.Overrides,
		Files: files, Section: h.set.Labels().Section, Fetch: fetch,
	}
	found := lint.Check(c, insight.Compute(c, insight.History{}, settings.Policy, asOf), parsed, rules, o).Found
	return slices.DeleteFunc(found, func(d diag.Diagnostic) bool { return d.Rule != r.ID }), nil
}

// fetch stands for the web: nothing is at the hosts of ".invalid", which never
// exist (RFC 2606, section 2), and something everywhere else.
func fetch(address string) error {
	if u, err := url.Parse(address); err != nil || strings.HasSuffix(u.Hostname(), ".invalid") {
		return errors.New("no such host")
	}
	return nil
}

// settings reads the settings of an example.
func (h harness) settings(r lint.Rule, files fs.FS) (config.Config, error) {
	settings := config.Default()
	data, err := fs.ReadFile(files, config.Name)
	if err == nil {
		var wrong []diag.Diagnostic
		if settings, wrong = config.Read(source.New(config.Name, data), h.set, h.rules); len(wrong) > 0 {
			return settings, fmt.Errorf("the settings of the example: %s", wrong[0].Message.En)
		}
	}
	if len(settings.Alerts) == 0 {
		settings.Alerts = []string{alertFiles}
	}
	if _, set := settings.Levels[r.ID]; !set && r.Severity == diag.Off {
		settings.Levels[r.ID] = diag.Warning
	}
	return settings, nil
}

// readFiles reads the files that globs match.
func readFiles(files fs.FS, globs []string) ([]*source.File, error) {
	var out []*source.File
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !slices.ContainsFunc(globs, func(g string) bool { return source.Match(g, name) }) {
			return err
		}
		data, err := fs.ReadFile(files, name)
		out = append(out, source.New(name, data))
		return err
	})
	return out, err
}

// compareFixed tells whether fixing Bad yields Good, if all of Bad can be
// fixed, safely or not.
func (h harness) compareFixed(r lint.Rule, bad, good example, found []diag.Diagnostic) []string {
	if len(found) == 0 || slices.ContainsFunc(found, func(d diag.Diagnostic) bool {
		_, ok := lint.FixOf(d, true)
		return !ok
	}) {
		return nil
	}
	text := func(name string) ([]byte, error) { return fs.ReadFile(bad.files, name) }
	relint := func(changed map[string][]byte) ([]diag.Diagnostic, error) {
		files := maps.Clone(bad.files)
		for name, data := range changed {
			files[name] = &fstest.MapFile{Data: data}
		}
		return h.lint(r, files)
	}
	fixed, err := lint.FixAll(text, relint, true)
	if err != nil {
		return []string{err.Error()}
	}
	var problems []string
	if !fixed.Stable {
		problems = append(problems, fmt.Sprintf("%s is never done with fixing", bad.heading))
	}
	for _, name := range bad.order {
		got := string(bad.files[name].Data)
		if data, changed := fixed.Files[name]; changed {
			got = string(data)
		}
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
