package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/gitlog"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
	"github.com/debrief-dev/debrief/lint/rules"
)

// linting is one run of the rules over a workspace.
type linting struct {
	app       *app
	w         *workspace
	only      []string // report on these files and folders; none means all
	scheduled bool
	baseline  lint.Baseline
	base      *base // nil: everything is reported
	web       *fetcher
}

// outcome is what a run came to.
type outcome struct {
	found     []diag.Diagnostic
	documents []string // paths of those that were looked at, in order
	hidden    diag.Hidden
	changes   bool // fixes are shown that were not made
}

// state is the documents in one of their states.
type state struct {
	files   fs.FS
	corpus  *corpus.Corpus
	results *insight.Results
	found   []diag.Diagnostic // of reading, checking and linking
}

func (w *workspace) state() state { return state{w.files, w.corpus, w.results, w.found} }

// read reads the documents and rule files from another file system, by the
// settings, schemas and time of the workspace.
func (w *workspace) read(ctx context.Context, files fs.FS) (s state, err error) {
	s.files = files
	options := w.config.Corpus
	if options.AlertFiles, err = w.rules.in(files, options.Limits.File); err != nil {
		return s, err
	}
	if options.TicketFiles, _, err = w.ticketFiles(files); err != nil {
		return s, err
	}
	if s.corpus, s.found, err = corpus.Load(ctx, files, w.set, options); err != nil {
		return s, err
	}
	s.results = insight.Compute(s.corpus, w.results.History, w.config.Policy, w.results.Now)
	return s, nil
}

func (l *linting) options(files fs.FS) lint.Options {
	c := l.w.config
	o := lint.Options{
		Profile: c.Profile, Levels: c.Levels, Overrides: c.Overrides, Scheduled: l.scheduled,
		Only: l.only, Files: files, Section: l.w.set.Labels().Section,
	}
	if l.scheduled {
		o.Fetch = l.web.fetch
	}
	return o
}

// check runs the rules on the documents in one state.
func (l *linting) check(s state) lint.Outcome {
	return lint.Check(s.corpus, s.results, s.found, rules.All(), l.options(s.files))
}

// judge gives the findings of a state that are to be reported: neither in the
// baseline nor in the base.
func (l *linting) judge(s state) outcome {
	checked := l.check(s)
	out := outcome{documents: l.documents(s.corpus)}
	out.hidden.Ignored = len(checked.Ignored)
	news, hidden, stale := l.baseline.Filter(checked.Found, diag.Fingerprints(checked.Found, identities(s.corpus, nil)))
	out.found, out.hidden.Baseline = news, len(hidden)
	if l.base != nil {
		before := l.check(l.base.state)
		out.found, out.hidden.Old = fresh(out.found, before.Found, s.corpus, l.base)
		return out
	}
	if len(l.only) == 0 {
		o := l.options(s.files)
		stales := lint.Check(&corpus.Corpus{}, s.results, stale.Stale(o.Judges(rules.All())), rules.All(), o)
		out.found = append(out.found, stales.Found...)
	}
	diag.Sort(out.found)
	return out
}

// documents are the paths of the documents that are looked at.
func (l *linting) documents(c *corpus.Corpus) []string {
	o := lint.Options{Only: l.only}
	paths := []string{}
	for _, e := range c.Entries {
		if o.Reports(e.Path()) {
			paths = append(paths, e.Path())
		}
	}
	return paths
}

// maxBaseline bounds the file of the baseline in bytes.
const maxBaseline = 64 << 20

// readBaseline reads the findings that the repository lives with; none if
// there is no such file. One that a merge left in conflict is passed over
// where it is written anew.
func (w *workspace) readBaseline(anew bool) (lint.Baseline, error) {
	data, err := readLimited(w.files, w.config.Baseline, maxBaseline)
	if errors.Is(err, fs.ErrNotExist) {
		return lint.Baseline{}, nil
	}
	if err != nil {
		return lint.Baseline{}, fmt.Errorf("reading the baseline: %w", err)
	}
	if anew && bytes.Contains(data, []byte("\n<<<<<<< ")) && bytes.Contains(data, []byte("\n>>>>>>> ")) {
		return lint.Baseline{}, nil
	}
	return lint.ReadBaseline(source.New(w.config.Baseline, data))
}

// writeBaseline sets the present findings aside, or removes those that are no
// longer found.
func (l *linting) writeBaseline(prune bool) error {
	if prune && l.baseline.Len() == 0 {
		l.app.tell(diag.Text{En: "there is no baseline to prune", Ja: "取り除くベースラインがありません"})
		return nil
	}
	found := l.check(l.w.state()).Found
	judges := l.options(l.w.files).Judges(rules.All())
	change := l.baseline.Update
	if prune {
		change = l.baseline.Prune
	}
	after := change(found, diag.Fingerprints(found, identities(l.w.corpus, nil)), judges)
	data, err := after.JSON()
	if err != nil {
		return err
	}
	if err := replaceFile(l.w.root, l.w.config.Baseline, data); err != nil {
		return err
	}
	l.app.tell(diag.Say("%s: findings set aside: %d (%d before)", "%s: 保留中の指摘 %d 件（以前は %d 件）",
		l.w.config.Baseline, after.Len(), l.baseline.Len()))
	return nil
}

// replaceFile writes a file inside the repository, new or in place of the one
// that is there, in one step.
func replaceFile(root, name string, data []byte) (err error) {
	dir, err := os.OpenRoot(root)
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	local := filepath.FromSlash(name)
	if err := dir.MkdirAll(filepath.Dir(local), 0o755); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	mode := fs.FileMode(0o644)
	if info, err := dir.Stat(local); err == nil {
		mode = info.Mode().Perm()
	}
	fresh := local + ".debrief-new"
	if err := dir.WriteFile(fresh, data, mode); err != nil {
		_ = dir.Remove(fresh) // it may not be there; the first error counts
		return fmt.Errorf("writing %s: %w", name, err)
	}
	if err := dir.Rename(fresh, local); err != nil {
		return errors.Join(fmt.Errorf("writing %s: %w", name, err), dir.Remove(fresh))
	}
	return nil
}

// prefix is the way from the root of the Git repository to the documents: ""
// or with a slash at its end.
func (w *workspace) prefix() string {
	if w.repository != nil {
		return w.repository.Prefix
	}
	top, err := gitlog.Root(w.root)
	if err != nil {
		return ""
	}
	rel, err := filepath.Rel(top, w.root)
	if err != nil || rel == "." {
		return ""
	}
	return filepath.ToSlash(rel) + "/"
}
