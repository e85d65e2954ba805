package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

// question is one that `debrief insights NAME` answers. Both forms hold the
// same facts; JSON gives the members of the answer, and a member "why" with
// the reasons for what is absent.
type question struct {
	name  string
	short diag.Text
	text  func(a *app, w *workspace, f insightFlags) error
	json  func(a *app, w *workspace, f insightFlags) insight.Object
}

// questions are all of them, in the order in which they are listed.
func questions() []question {
	return []question{
		sloQuestion(),
	}
}

// insightFlags are what the answers take into account.
type insightFlags struct {
	period insight.Period // zero: all time
}

func newInsights(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "insights",
		Short: a.in("Show what the documents say together", "文書全体から読み取れることを表示する"),
		Long: a.in(`Answers questions about all documents: how objectives stand, how long
detection takes, what repeats, what to learn. Without a name it lists them.
Every figure names its inputs; what cannot be computed says why.`,
			`文書全体についての問いに答えます。目標の達成状況、検知までの時間、再発、学ぶべきことなど
です。名前を指定しなければ一覧を表示します。数値には根拠を、計算できないものには理由を示します。`),
		Args: func(cmd *cobra.Command, args []string) error { return a.knownCommand(cmd, args) },
		RunE: func(*cobra.Command, []string) error { return a.listQuestions() },
	}
	for _, q := range questions() {
		cmd.AddCommand(newQuestion(a, q))
	}
	return cmd
}

func newQuestion(a *app, q question) *cobra.Command {
	var format, period string
	cmd := &cobra.Command{
		Use:     q.name,
		Short:   q.short.In(a.lang),
		Example: fmt.Sprintf("  debrief insights %s\n  debrief insights %s --format json", q.name, q.name),
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.answer(cmd.Context(), q, period, format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", a.in("print as `FORMAT`: table or json", "出力形式 `FORMAT`: table または json"))
	cmd.Flags().StringVar(&period, "period", "", a.in("only incidents that started in `PERIOD`: 2026, 2026-Q1 or 2026-01", "`PERIOD`(2026、2026-Q1、2026-01)に始まったものだけ"))
	a.addAsOf(cmd)
	a.addRev(cmd)
	complete(cmd, "format", "table", "json")
	return cmd
}

func (a *app) listQuestions() error {
	t := a.newTable(a.in("Name", "名前"), a.in("Shows", "内容"))
	for _, q := range questions() {
		t.AppendRow(table.Row{q.name, q.short.In(a.lang)})
	}
	t.Render()
	return nil
}

func (a *app) answer(ctx context.Context, q question, period, format string) error {
	if format != "table" && format != "json" {
		return &usageError{message: diag.Say("unknown format %q: use table or json", "形式 %q はありません。table か json を指定してください", format)}
	}
	w, err := a.open(".")
	if err != nil {
		return err
	}
	var f insightFlags
	if period != "" {
		if f.period, err = insight.ParsePeriod(period, w.config.Corpus.Facet.Zone); err != nil {
			return &usageError{message: diag.Say("--period %q is not like 2026, 2026-Q1 or 2026-01", "--period %q は 2026、2026-Q1、2026-01 の形ではありません", period)}
		}
	}
	if err := a.load(ctx, w); err != nil {
		return err
	}
	if format == "table" {
		return q.text(a, w, f)
	}
	return a.writeJSON(append(insight.Object{
		{Key: "schema", Value: schemaOf("insights-" + q.name)},
		{Key: "as_of", Value: w.results.Now.Format(time.RFC3339)},
		{Key: "rev", Value: w.rev()},
	}, q.json(a, w, f)...))
}
