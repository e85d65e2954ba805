package main

import (
	"context"
	"errors"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/diag"
)

// lintFlags are the flags of lint.
type lintFlags struct {
	formats     []string
	alerts      []string
	failOn      string
	maxWarnings int // below zero: any number
	since       string
	scheduled   bool

	fix    string // "", safe or unsafe
	diff   bool
	update bool // of the baseline
	prune  bool
}

func newLint(a *app) *cobra.Command {
	var f lintFlags
	cmd := &cobra.Command{
		Use:   "lint [PATH...]",
		Short: a.in("Check the documents", "文書を検査する"),
		Long: a.in(`Checks the documents of the repository, or those at the given paths; references
are always resolved against the whole repository.

With --since it reports only what a change causes: the findings that the
documents have now and did not have then. With --fix it mends what can be
mended without changing what a document says, and reports the rest.

Exit code 0: nothing to report; 1: findings at the failing level; 2: the work
could not be done.`,
			`リポジトリの文書、または指定したパスの文書を検査します。参照は常にリポジトリ全体で
解決します。

--since を付けると、変更が原因の指摘（以前はなく、今はあるもの）だけを報告します。--fix は
文書の意味を変えずに直せるものを直し、残りを報告します。

終了コード 0: 指摘なし、1: 失敗とする重大度の指摘あり、2: 処理を実行できない。`),
		Example: `  debrief lint
  debrief lint postmortems/2026-004.md
  debrief lint --since auto --format github --format sarif=debrief.sarif
  debrief lint --fix
  debrief lint --update-baseline`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.lint(cmd.Context(), args, f)
		},
	}
	a.addLintFlags(cmd, &f)
	return cmd
}

func (a *app) addLintFlags(cmd *cobra.Command, f *lintFlags) {
	flags := cmd.Flags()
	names := diag.Text{En: list(formatNames(), ", "), Ja: list(formatNames(), "、")}.In(a.lang)
	flags.StringArrayVar(&f.formats, "format", []string{"text"}, a.in(
		"print as `FORMAT`: "+names+"; FORMAT=FILE writes to a file; may be repeated",
		"出力形式 `FORMAT`: "+names+"。FORMAT=FILE でファイルに書き出す。複数指定できる"))
	flags.StringVar(&f.failOn, "fail-on", "", a.in(
		"`LEVEL` that makes the exit code 1: error, warning or info (default: the settings, else error)",
		"終了コードを 1 にする重大度 `LEVEL`: error、warning、info（既定: 設定、なければ error）"))
	flags.IntVar(&f.maxWarnings, "max-warnings", -1, a.in(
		"also fail if there are more than `N` warnings",
		"警告が `N` 件を超えたときも終了コードを 1 にする"))
	a.addSince(cmd, &f.since, diag.Text{
		En: "report only what changed since `REV`; auto finds the base of a pull request, a push or a branch",
		Ja: "`REV` からの変更による指摘だけを報告する。auto はプルリクエスト、プッシュ、ブランチの基準を自動で見つける",
	})
	flags.BoolVar(&f.scheduled, "scheduled", false, a.in(
		"also run the rules that depend on today, such as overdue actions",
		"期限超過など、今日の日付で結果が変わるルールも実行する"))
	flags.StringVar(&f.fix, "fix", "", a.in(
		"mend what can be mended: `KIND` is safe, or unsafe for fixes that may change what a document says",
		"直せるものを直す。`KIND` は safe（既定）、または文書の意味が変わりうるものも直す unsafe"))
	flags.Lookup("fix").NoOptDefVal = "safe"
	flags.BoolVar(&f.diff, "diff", false, a.in(
		"show what --fix would change, and change nothing",
		"--fix による変更を表示し、書き込まない"))
	flags.BoolVar(&f.update, "update-baseline", false, a.in(
		"set all present findings aside in the baseline file",
		"現在の指摘をすべてベースラインに記録して保留にする"))
	flags.BoolVar(&f.prune, "prune-baseline", false, a.in(
		"remove from the baseline file what is no longer found",
		"もう存在しない指摘をベースラインから取り除く"))
	a.addAlerts(cmd, &f.alerts)
	a.addAsOf(cmd)
	complete(cmd, "format", formatNames()...)
	complete(cmd, "fail-on", "error", "warning", "info")
	complete(cmd, "fix", "safe", "unsafe")
	cmd.MarkFlagsMutuallyExclusive("update-baseline", "prune-baseline")
	a.addRev(cmd)
	for _, other := range []string{"fix", "diff", "since", "update-baseline", "prune-baseline"} {
		cmd.MarkFlagsMutuallyExclusive("rev", other)
	}
	for _, other := range []string{"fix", "diff", "since"} {
		cmd.MarkFlagsMutuallyExclusive("update-baseline", other)
		cmd.MarkFlagsMutuallyExclusive("prune-baseline", other)
	}
}

// complete offers the values of a flag to the shell.
func complete(cmd *cobra.Command, flag string, values ...string) {
	err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	if err != nil {
		panic(err) // the flag's name is wrong in this program
	}
}

func (a *app) lint(ctx context.Context, args []string, f lintFlags) (err error) {
	if err := f.check(); err != nil {
		return err
	}
	w, err := a.open(common(args))
	if err != nil {
		return err
	}
	level := w.config.FailOn
	if f.failOn != "" {
		level, _ = diag.ParseSeverity(f.failOn)
	}
	run := linting{app: a, w: w, scheduled: f.scheduled, web: newFetcher()}
	if run.only, err = a.selection(w, args); err != nil {
		return err
	}
	if err := a.readAlerts(w, f.alerts); err != nil {
		return err
	}
	if f.scheduled { // only then do rules look at ages
		notice, err := a.loadWithHistory(ctx, w)
		if err != nil {
			return err
		}
		a.tell(notice)
	} else if err := a.load(ctx, w); err != nil {
		return err
	}
	if run.baseline, err = w.readBaseline(f.update); err != nil {
		return err
	}
	if f.update || f.prune {
		return run.writeBaseline(f.prune)
	}
	if f.since != "" {
		if run.base, err = a.loadBase(ctx, w, f.since); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, run.base.close()) }()
	}
	var out outcome
	if f.fix != "" || f.diff {
		if out, err = run.fix(ctx, f); err != nil {
			return err
		}
	} else {
		out = run.judge(w.state())
	}
	if len(out.documents) == 0 {
		a.tell(diag.Text{En: "nothing was checked: there is no document here", Ja: "検査した文書はありません。ここには文書がありません"})
	}
	for _, format := range f.formats {
		if err := a.write(format, w, out); err != nil {
			return err
		}
	}
	if out.changes || fails(out.found, level, f.maxWarnings) {
		return errFindings
	}
	return nil
}

// check looks at the flags before anything is read.
func (f lintFlags) check() error {
	written := map[string]bool{}
	for _, o := range f.formats {
		name, file := cutOutput(o)
		if formatOf(name) == nil {
			return &usageError{message: diag.Say("unknown format %q: use one of %s", "形式 %q はありません。使える形式: %s", name, list(formatNames(), ", "))}
		}
		if written[file] {
			return &usageError{message: diag.Text{En: "two formats go to the same place: write one with FORMAT=FILE", Ja: "出力先が重なっています。一方を FORMAT=FILE でファイルに書き出してください"}}
		}
		written[file] = true
		if f.diff && file == "" && name != "text" {
			return &usageError{message: diag.Say("--diff prints to standard output: write the findings with %s=FILE", "--diff は標準出力に書きます。指摘は %s=FILE でファイルに書き出してください", name)}
		}
	}
	if f.maxWarnings < -1 {
		return &usageError{message: diag.Say("--max-warnings %d is below zero", "--max-warnings %d は負の数です", f.maxWarnings)}
	}
	if level, ok := diag.ParseSeverity(f.failOn); f.failOn != "" && (!ok || level == diag.Off) {
		return &usageError{message: diag.Say("--fail-on %q is not error, warning or info", "--fail-on %q は error、warning、info のいずれでもありません", f.failOn)}
	}
	if !slices.Contains([]string{"", "safe", "unsafe"}, f.fix) {
		return &usageError{message: diag.Say("--fix=%s is neither safe nor unsafe", "--fix=%s は safe でも unsafe でもありません", f.fix)}
	}
	return nil
}

// fails tells whether findings make the command fail.
func fails(found []diag.Diagnostic, level diag.Severity, maxWarnings int) bool {
	if maxWarnings >= 0 && diag.Count(found).Warnings > maxWarnings {
		return true
	}
	return slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.Severity >= level })
}

// common is the path by which the repository is looked for: the one of args,
// the working folder if there are none or all lie in it, else the first.
func common(args []string) string {
	if len(args) == 0 || len(args) > 1 && !slices.ContainsFunc(args, func(a string) bool { return !filepath.IsLocal(a) }) {
		return "."
	}
	return args[0]
}

// selection gives the paths in the repository that the arguments mean. One
// that does not exist, or is outside the repository, is an error.
func (a *app) selection(w *workspace, args []string) ([]string, error) {
	var wanted []string
	for _, arg := range args {
		rel, err := w.pathOf(a.dir, arg)
		if err != nil {
			return nil, err
		}
		wanted = append(wanted, rel)
	}
	return wanted, nil
}
