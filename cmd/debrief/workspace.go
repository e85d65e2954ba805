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

	news       bool               // what became of documents lately is asked for
	repository *gitlog.Repository // of --rev; nil for the working tree
	head       gitlog.Commit      // that --rev names

	corpus   *corpus.Corpus
	found    []diag.Diagnostic // of reading, checking and linking
	history  *gitlog.History   // nil if there is none, or it was not asked for
	revision string            // commit of the documents; empty if there is none
	results  *insight.Results
	edition  *edition // of a public audience; nil for all documents
	linted   *outcome // what a build found; nil if the rules did not run

	reader *corpus.Reader  // that has read the documents before; nil to read them once
	memory *insight.Memory // of what was found out then
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
	if err := staysInside(start, a.dir); err != nil {
		return nil, err
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

// staysInside refuses a path below the working folder that a symbolic link
// leads out of its repository: what a document's author put in the place of a
// folder does not decide which settings hold, nor what is read.
func staysInside(path, working string) error {
	lexical, err := filepath.Abs(working)
	if err != nil {
		return fmt.Errorf("finding the repository: %w", err)
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("finding the repository: %w", err)
	}
	if below, err := filepath.Rel(lexical, full); err != nil || !filepath.IsLocal(below) {
		return nil // another place, named by the user
	}
	top, err := gitlog.Root(lexical)
	if err != nil {
		if top, err = realPath(lexical); err != nil {
			return err
		}
	}
	real, err := realPath(full)
	if err != nil {
		return err
	}
	if below, err := filepath.Rel(top, real); err != nil || !filepath.IsLocal(below) {
		return &usageError{message: diag.Say("%s is a link that leads out of the repository", "%s はリポジトリの外を指すリンクです", path)}
	}
	return nil
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
	w.set = w.set.WithWords("severity", w.config.Severities)
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

// load reads all documents and computes the figures as of now, without what
// the history tells: commands that show neither dates nor ages from it need
// not wait for it.
func (a *app) load(ctx context.Context, w *workspace) error {
	now, err := a.nowOf(w)
	if err != nil {
		return err
	}
	if err := a.readTickets(w); err != nil {
		return err
	}
	if err := a.readHolidays(w); err != nil {
		return err
	}
	if err := a.readDictionary(w); err != nil {
		return err
	}
	if !a.noGit {
		w.revision = w.headCommit()
	}
	if err := w.readDocuments(ctx); err != nil {
		return err
	}
	w.results = insight.Compute(w.corpus, insight.History{}, w.config.Policy, now)
	return a.narrow(ctx, w)
}

// readDocuments reads all documents of the workspace.
func (w *workspace) readDocuments(ctx context.Context) (err error) {
	if w.reader != nil {
		w.corpus, w.found, err = w.reader.Load(ctx, w.files, w.config.Corpus)
		return err
	}
	w.corpus, w.found, err = corpus.Load(ctx, w.files, w.set, w.config.Corpus)
	return err
}

// headCommit is the commit that the documents are read from or stand on; "" if
// there is none.
func (w *workspace) headCommit() string {
	if w.repository != nil {
		return w.head.Hash
	}
	repository, err := gitlog.Open(w.root)
	if err != nil {
		return ""
	}
	defer repository.Close()
	head, err := repository.Resolve("HEAD")
	if err != nil {
		return ""
	}
	return head.Hash
}

// addAsOf adds the flag of the commands whose results depend on the time.
func (a *app) addAsOf(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.asOf, "as-of", "", a.in(
		"what now is: `DATE` as 2026-01-31 or RFC 3339 (default: SOURCE_DATE_EPOCH, then the clock)",
		"現在とみなす日時 `DATE`: 2026-01-31 または RFC 3339（既定: SOURCE_DATE_EPOCH、なければ時計）"))
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
