package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
	"github.com/debrief-dev/debrief/lint/rules"
)

func newLint(a *app) *cobra.Command {
	var outputs []string
	var failOn string
	cmd := &cobra.Command{
		Use:   "lint [PATH...]",
		Short: a.in("Check the documents", "文書を検査する"),
		Long: a.in(`Checks the documents of the repository, or those at the given paths; references
are always resolved against the whole repository.

Exit code 0: nothing to report; 1: findings at the failing level; 2: the work
could not be done.`,
			`リポジトリの文書、または指定したパスの文書を検査します。参照は常にリポジトリ全体で
解決します。

終了コード 0: 指摘なし、1: 失敗とする重大度の指摘あり、2: 処理を実行できない。`),
		Example: `  debrief lint
  debrief lint postmortems/2026-004.md
  debrief lint --format json=findings.json --fail-on warning`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.lint(cmd.Context(), args, outputs, failOn)
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&outputs, "format", []string{"text"}, a.in(
		"print as `FORMAT`: "+strings.Join(formatNames(), ", ")+"; FORMAT=FILE writes to a file; may be repeated",
		"出力形式 `FORMAT`: "+strings.Join(formatNames(), "、")+"。FORMAT=FILE でファイルに書き出す。複数指定できる"))
	flags.StringVar(&failOn, "fail-on", "", a.in(
		"`LEVEL` that makes the exit code 1: error, warning or info (default: the settings, else error)",
		"終了コードを 1 にする重大度 `LEVEL`: error、warning、info(既定: 設定、なければ error)"))
	a.addAsOf(cmd)
	complete(cmd, "format", formatNames()...)
	complete(cmd, "fail-on", "error", "warning", "info")
	return cmd
}

// complete offers the values of a flag to the shell.
func complete(cmd *cobra.Command, flag string, values ...string) {
	err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	if err != nil {
		panic(err) // the flag's name is wrong in this program
	}
}

func (a *app) lint(ctx context.Context, args, outputs []string, failOn string) error {
	for _, o := range outputs {
		if name, _, _ := strings.Cut(o, "="); formatOf(name) == nil {
			names := strings.Join(formatNames(), ", ")
			return &usageError{message: diag.Say("unknown format %q: use one of %s", "形式 %q はありません。使える形式: %s", name, names)}
		}
	}
	w, err := a.open(common(args))
	if err != nil {
		return err
	}
	level := w.config.FailOn
	if failOn != "" {
		var ok bool
		if level, ok = diag.ParseSeverity(failOn); !ok || level == diag.Off {
			return &usageError{message: diag.Say("--fail-on %q is not error, warning or info", "--fail-on %q は error、warning、info のいずれでもありません", failOn)}
		}
	}
	only, err := a.selection(w, args)
	if err != nil {
		return err
	}
	if err := a.load(ctx, w); err != nil {
		return err
	}
	found, documents := a.findings(w, only)
	for _, o := range outputs {
		if err := a.write(o, found, documents); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.Severity >= level }) {
		return errFindings
	}
	return nil
}

// findings runs the rules and gives what concerns the selected files and
// folders, all by default, and the paths of the documents among those.
func (a *app) findings(w *workspace, only []string) ([]diag.Diagnostic, []string) {
	o := lint.Options{Levels: w.config.Levels, Only: only, Files: w.files, Section: w.set.Labels().Section}
	found := append(lint.Apply(w.found, o), lint.Run(w.corpus, w.results, rules.All(), o)...)
	diag.Sort(found)
	documents := []string{}
	for _, e := range w.corpus.Entries {
		if o.Reports(e.Path()) {
			documents = append(documents, e.Path())
		}
	}
	return found, documents
}

// common is the path by which the repository is looked for: the first of
// args, or the working folder.
func common(args []string) string {
	if len(args) == 0 {
		return "."
	}
	return args[0]
}

// selection gives the paths in the repository that the arguments mean. One
// that does not exist, or is outside the repository, is an error.
func (a *app) selection(w *workspace, args []string) ([]string, error) {
	var wanted []string
	for _, arg := range args {
		full := arg
		if !filepath.IsAbs(arg) {
			full = filepath.Join(a.dir, arg)
		}
		full, err := filepath.Abs(full)
		if err == nil {
			full, err = filepath.EvalSymlinks(full)
		}
		if errors.Is(err, os.ErrNotExist) {
			return nil, missing(arg)
		}
		if err != nil {
			return nil, fmt.Errorf("looking for %s: %w", arg, err)
		}
		rel, err := filepath.Rel(w.root, full)
		if err != nil || !filepath.IsLocal(rel) {
			return nil, &usageError{message: diag.Say("%s is outside the repository %s", "%s はリポジトリ %s の外にあります", arg, w.root)}
		}
		wanted = append(wanted, filepath.ToSlash(rel))
	}
	return wanted, nil
}

// write prints findings in one format, to standard output or to a file.
func (a *app) write(output string, found []diag.Diagnostic, documents []string) (err error) {
	name, file, toFile := strings.Cut(output, "=")
	report := a.findingsReport(found, documents)
	if !toFile {
		return formatOf(name)(a.stdout, report)
	}
	out, err := os.Create(filepath.Join(a.dir, file))
	if err != nil {
		return fmt.Errorf("writing the findings: %w", err)
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	report.Color = false
	return formatOf(name)(out, report)
}

// formatOf gives the print format of a name, nil if there is none.
func formatOf(name string) func(io.Writer, diag.Report) error {
	for _, f := range diag.Formats() {
		if f.Name == name {
			return f.Write
		}
	}
	return nil
}

// formatNames lists the print formats.
func formatNames() []string {
	var names []string
	for _, f := range diag.Formats() {
		names = append(names, f.Name)
	}
	return names
}
