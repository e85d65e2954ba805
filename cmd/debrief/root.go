package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/diag"
)

// newRoot builds the command tree. Its texts are in the language of a.
func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use: "debrief",
		Short: a.in("Lint and publish what engineers learn from incidents",
			"インシデントから得た知見を検査し、サイトとして公開します"),
		Long: a.in(`debrief reads postmortems, root cause analyses, runbooks and known issues
written as Markdown and YAML in a Git repository. It checks them, computes
what incidents cost, and builds a static knowledge site.

It works in any repository, without settings: start with "debrief lint".`,
			`debrief は、Git リポジトリにある Markdown と YAML のポストモーテム、根本原因分析、
ランブック、既知の問題を読み込みます。内容を検査し、インシデントの影響を計算し、
静的なナレッジサイトを生成します。

設定なしでどのリポジトリでも動きます。まず「debrief lint」を試してください。`),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          a.knownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	flags := root.PersistentFlags()
	flags.StringVarP(&a.dir, "directory", "C", ".", a.in("run as if started in `DIR`", "`DIR` で実行したものとして動作する"))
	flags.StringVar(&a.lang, "lang", a.lang, a.in("language of messages: en or ja", "メッセージの言語: en または ja"))
	flags.StringVar(&a.cacheDir, "cache-dir", "", a.in("keep what was read of the Git history in `DIR` (default: the user's folder for caches)", "Git の履歴の読み取り結果を `DIR` に保存する（既定: ユーザーのキャッシュ用フォルダー）"))
	flags.BoolVar(&a.noGit, "no-git", false, a.in("leave Git out: dates come from the documents alone", "Git の履歴を使わず、日付を文書の記述だけから求める"))
	flags.BoolP("help", "h", false, a.in("help for this command", "このコマンドの使い方を表示する"))
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return &usageError{
			message: diag.Text{En: err.Error(), Ja: err.Error()},
			hint:    diag.Say("%q lists the flags", "「%s」でフラグの一覧を表示します", cmd.CommandPath()+" --help"),
		}
	})
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		if a.lang != "en" && a.lang != "ja" {
			return &usageError{message: diag.Say("--lang %q is not en or ja", "--lang %q は en でも ja でもありません", a.lang)}
		}
		if a.noGit && a.rev != "" {
			return &usageError{message: diag.Text{En: "--no-git and --rev contradict each other", Ja: "--no-git と --rev は同時に指定できません"}}
		}
		return a.checkAudience()
	}
	root.SetUsageTemplate(usageTemplate(a))
	root.AddCommand(
		newInit(a), newLint(a), newReport(a), newBuild(a), newServe(a), newFigures(a), newInsights(a), newActions(a), newGaps(a), newSearch(a), newRelated(a), newEval(a), newExport(a), newExplain(a), newDoctor(a), newNew(a), newSchema(a), newVersion(a), newMan(a),
	)
	root.InitDefaultCompletionCmd()
	root.InitDefaultHelpCmd()
	translateDefaults(a, root)
	return root
}

// knownCommand refuses what is no command, and names the likeliest one.
func (a *app) knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, c := range cmd.Commands() {
		names = append(names, c.Name())
	}
	message := diag.Say("there is no command %q", "コマンド %q はありません", args[0])
	if near := diag.Nearest(args[0], names); near != "" {
		message = diag.Say("%s; did you mean %q?", "%s。%q のことですか?", message, near)
	}
	return &usageError{message: message, hint: diag.Say("%q lists the commands", "「%s」でコマンドの一覧を表示します", "debrief --help")}
}

// in chooses between the two texts of an interface string.
func (a *app) in(en, ja string) string { return diag.Text{En: en, Ja: ja}.In(a.lang) }

// language finds the language of messages before the flags are parsed, since
// the help of the flags is in that language: --lang, then the locale. It is
// not known where neither says anything; then the settings decide, once they
// are read.
func language(args []string, getenv func(string) string) (lang string, known bool) {
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if value, ok := strings.CutPrefix(arg, "--lang="); ok {
			return value, true
		}
		if arg == "--lang" && i+1 < len(args) {
			return args[i+1], true
		}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		value, _, _ := strings.Cut(getenv(name), ".")
		switch {
		case value == "" || value == "C" || value == "POSIX":
			continue
		case strings.HasPrefix(value, "ja"):
			return "ja", true
		}
		return "en", true
	}
	return "en", false
}

// usageTemplate is cobra's usage with its headings in the language of a.
func usageTemplate(a *app) string {
	return strings.NewReplacer(
		"USAGE", a.in("Usage:", "使い方:"),
		"EXAMPLES", a.in("Examples:", "例:"),
		"COMMANDS", a.in("Commands:", "コマンド:"),
		"GLOBAL", a.in("Global flags:", "共通のフラグ:"),
		"FLAGS", a.in("Flags:", "フラグ:"),
		"MORE", a.in(`Use "{{.CommandPath}} [command] --help" for more about a command.`, `コマンドの詳細は「{{.CommandPath}} [コマンド] --help」で表示します。`),
	).Replace(`USAGE{{if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} [command]{{end}}{{if .HasExample}}

EXAMPLES
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

COMMANDS{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

FLAGS
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

GLOBAL
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

MORE{{end}}
`)
}

// translateDefaults gives the commands that cobra adds their Japanese words.
func translateDefaults(a *app, root *cobra.Command) {
	for _, c := range root.Commands() {
		switch c.Name() {
		case "completion":
			c.Short = a.in("Print the completion script of a shell", "シェルの補完スクリプトを出力する")
		case "help":
			c.Short = a.in("Help for a command", "コマンドの使い方を表示する")
		}
	}
}
