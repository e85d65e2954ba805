package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/config"
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/gitlog"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint/rules"
	"github.com/debrief-dev/debrief/schema"
)

// workspace is a repository while a command works on it.
type workspace struct {
	root   string // absolute folder that holds the documents
	files  fs.FS  // below root; follows no link out of it
	config config.Config
	set    *schema.Set
	rules  ruleFiles // of alerts; see readAlerts

	repository *gitlog.Repository // of --rev; nil for the working tree
	head       gitlog.Commit      // that --rev names

	corpus  *corpus.Corpus
	found   []diag.Diagnostic // of reading, checking and linking
	history *gitlog.History   // nil if there is none
	results *insight.Results
}

// open reads the settings and schemas of the repository that holds start, or
// those of the revision that --rev names.
func (a *app) open(start string) (*workspace, error) {
	find := a.openTree
	if a.rev != "" {
		start, find = a.dir, a.openRevision
	}
	w, err := find(start)
	if err != nil {
		return nil, err
	}
	overlays := []fs.FS{}
	if own, err := fs.Sub(w.files, ".debrief/schema"); err == nil && isDir(w.files, ".debrief/schema") {
		overlays = append(overlays, own)
	}
	if w.set, err = schema.Load(overlays...); err != nil {
		return nil, fmt.Errorf("reading the schemas: %w", err)
	}
	return w, a.settings(w)
}

// openTree finds the documents of the working tree that holds start.
func (a *app) openTree(start string) (*workspace, error) {
	if !filepath.IsAbs(start) {
		start = filepath.Join(a.dir, start)
	}
	if _, err := os.Stat(start); errors.Is(err, fs.ErrNotExist) {
		return nil, missing(start)
	}
	root, err := findRoot(start, a.dir)
	if err != nil {
		return nil, err
	}
	dir, err := os.OpenRoot(root)
	if err != nil {
		return nil, fmt.Errorf("opening the repository: %w", err)
	}
	return &workspace{root: root, files: dir.FS()}, nil
}

func missing(path string) error {
	return &usageError{message: diag.Say("%s does not exist", "%s は存在しません", path)}
}

func isDir(fsys fs.FS, name string) bool {
	info, err := fs.Stat(fsys, name)
	return err == nil && info.IsDir()
}

// findRoot looks for the folder that a command works on: the nearest one
// upward from start with settings, else that of the Git repository, else the
// working folder if start lies in it, else start.
func findRoot(start, working string) (string, error) {
	start, err := realPath(start)
	if err != nil {
		return "", err
	}
	if working, err = realPath(working); err != nil {
		return "", err
	}
	info, err := os.Stat(start)
	if err != nil {
		return "", fmt.Errorf("finding the repository: %w", err)
	}
	if !info.IsDir() {
		start = filepath.Dir(start)
	}
	top, err := gitlog.Root(start)
	if err != nil && !errors.Is(err, gitlog.ErrNoRepository) {
		return "", err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, config.Name)); err == nil {
			return dir, nil
		}
		if dir == top || filepath.Dir(dir) == dir {
			break
		}
	}
	if top != "" {
		return top, nil
	}
	if rel, err := filepath.Rel(working, start); err == nil && filepath.IsLocal(rel) {
		return working, nil
	}
	return start, nil
}

// realPath is the absolute path without symbolic links.
func realPath(path string) (string, error) {
	full, err := filepath.Abs(path)
	if err == nil {
		full, err = filepath.EvalSymlinks(full)
	}
	if err != nil {
		return "", fmt.Errorf("finding the repository: %w", err)
	}
	return full, nil
}

// settings reads debrief.yaml. Anything wrong in it stops the command.
func (a *app) settings(w *workspace) error {
	w.config = config.Default()
	data, err := fs.ReadFile(w.files, config.Name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("reading the settings: %w", err)
	default:
		var found []diag.Diagnostic
		if w.config, found = config.Read(source.New(config.Name, data), w.set, rules.All()); len(found) > 0 {
			if err := diag.WriteText(a.stderr, a.findingsReport(found, nil)); err != nil {
				return err
			}
			return &usageError{message: diag.Text{En: "the settings cannot be used", Ja: "設定に誤りがあるため続行できません"}}
		}
	}
	if !a.langKnown {
		a.lang = w.config.Language
	}
	if w.config.Title == "" {
		w.config.Title = filepath.Base(w.root)
	}
	return nil
}

// findingsReport is what the formats print of findings in some documents.
func (a *app) findingsReport(found []diag.Diagnostic, documents []string) diag.Report {
	return diag.Report{Findings: found, Documents: documents, Lang: a.lang, Color: a.color}
}

// load reads all documents and computes the figures as of now.
func (a *app) load(ctx context.Context, w *workspace) error {
	_, err := a.loadWithHistory(ctx, w)
	return err
}

// loadWithHistory is load for commands that show who changed a document last
// and when; notice is what to tell the user if Git does not know.
func (a *app) loadWithHistory(ctx context.Context, w *workspace) (notice diag.Text, err error) {
	now, err := a.nowOf(w)
	if err != nil {
		return notice, err
	}
	w.corpus, w.found, err = corpus.Load(ctx, w.files, w.set, w.config.Corpus)
	if err != nil {
		return notice, err
	}
	changed, notice := w.changes()
	w.results = insight.Compute(w.corpus, changed, w.config.Policy, now)
	return notice, nil
}

// changes asks Git who changed each document last. No history, or a cut one,
// is no error.
func (w *workspace) changes() (changed map[string]insight.Changed, notice diag.Text) {
	var history *gitlog.History
	var err error
	if w.repository == nil {
		history, err = gitlog.Read(w.root, corpus.Candidate)
	} else {
		history, err = w.repository.History(w.head, gitlog.Query{Want: corpus.Candidate})
	}
	if err != nil {
		return nil, noHistory(err)
	}
	w.history = history
	changed = map[string]insight.Changed{}
	tracked := false
	for _, e := range w.corpus.Entries {
		c, ok := history.Last(e.Path(), e.Doc.File.Data)
		tracked = tracked || c.Commit != ""
		changed[e.Path()] = insight.Changed{
			Known: ok && c.Commit != "", Uncommitted: c.Uncommitted,
			At: c.At, Author: c.Author, Commit: c.Commit, Subject: c.Subject,
		}
	}
	switch {
	case history.Shallow:
		notice = diag.Text{
			En: "this clone is shallow: some documents were last changed before the history that is here; fetch all of it (actions/checkout: fetch-depth: 0; local: git fetch --unshallow)",
			Ja: "浅いクローンのため、一部の文書の最終更新日が分かりません。履歴をすべて取得してください(actions/checkout では fetch-depth: 0、手元では git fetch --unshallow)",
		}
	case !tracked && len(w.corpus.Entries) > 0:
		notice = diag.Say("the repository %s does not track these files: dates come from the documents alone",
			"リポジトリ %s はこれらのファイルを管理していません。日付は文書の記述だけから求めます", history.Root)
	}
	return changed, notice
}

// noHistory explains why there are no dates from Git.
func noHistory(err error) diag.Text {
	switch {
	case errors.Is(err, gitlog.ErrNoRepository):
		return diag.Text{
			En: "no Git repository here: dates come from the documents alone",
			Ja: "Git リポジトリがないため、日付は文書の記述だけから求めます",
		}
	case errors.Is(err, gitlog.ErrNoCommit):
		return diag.Text{
			En: "the Git repository has no commit yet: dates come from the documents alone",
			Ja: "Git リポジトリにまだコミットがないため、日付は文書の記述だけから求めます",
		}
	}
	return diag.Say("the Git history cannot be read (%s): dates come from the documents alone",
		"Git の履歴を読み込めないため(%s)、日付は文書の記述だけから求めます", err.Error())
}

// addAsOf adds the flag of the commands whose results depend on the time.
func (a *app) addAsOf(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.asOf, "as-of", "", a.in(
		"what now is: `DATE` as 2026-01-31 or RFC 3339 (default: SOURCE_DATE_EPOCH, then the clock)",
		"現在とみなす日時 `DATE`: 2026-01-31 または RFC 3339(既定: SOURCE_DATE_EPOCH、なければ時計)"))
}

// nowOf is now for a workspace: at a revision it is the date of the commit
// unless --as-of says otherwise.
func (a *app) nowOf(w *workspace) (time.Time, error) {
	if w.repository != nil && a.asOf == "" {
		return w.head.At.UTC(), nil
	}
	return a.now()
}

// now is --as-of, else SOURCE_DATE_EPOCH, else the clock, in UTC.
func (a *app) now() (time.Time, error) {
	if a.asOf != "" {
		for _, layout := range []string{time.RFC3339, time.DateOnly} {
			if t, err := time.Parse(layout, a.asOf); err == nil {
				return t.UTC(), nil
			}
		}
		return time.Time{}, &usageError{message: diag.Say("--as-of %q is not a date such as 2026-01-31 or 2026-01-31T09:00:00+09:00",
			"--as-of %q は 2026-01-31 や 2026-01-31T09:00:00+09:00 の形の日時ではありません", a.asOf)}
	}
	if epoch := a.getenv("SOURCE_DATE_EPOCH"); epoch != "" {
		seconds, err := strconv.ParseInt(strings.TrimSpace(epoch), 10, 64)
		if err != nil {
			return time.Time{}, &usageError{message: diag.Say("SOURCE_DATE_EPOCH %q is not a number of seconds",
				"SOURCE_DATE_EPOCH %q は秒数ではありません", epoch)}
		}
		return time.Unix(seconds, 0).UTC(), nil
	}
	return a.clock().UTC().Truncate(time.Second), nil
}
