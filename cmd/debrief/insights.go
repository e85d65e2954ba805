package main

import (
	"context"
	"fmt"
	"slices"
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
	flags func(a *app, cmd *cobra.Command, f *insightFlags) // of its own; nil for none
	text  func(a *app, w *workspace, f insightFlags) error
	json  func(a *app, w *workspace, f insightFlags) insight.Object
	csv   func(a *app, w *workspace, f insightFlags) [][]string // the first row is the head; nil for no such form
	past  bool                                                  // it takes into account what the history tells
	whole bool                                                  // it is about all time: no period makes sense of it

	// lacks says what is missing if the documents give no answer at all, empty
	// if they do; list is the member of the answer that is empty then.
	lacks func(w *workspace, f insightFlags) diag.Text
	list  string
}

func (q question) formats() []string {
	formats := []string{"table", "json"}
	if q.csv != nil {
		formats = append(formats, csvFormats...)
	}
	return formats
}

// questions are all of them, in the order in which they are listed.
func questions() []question {
	return []question{
		sloQuestion(),
		slaQuestion(),
		timesQuestion(),
		repeatsQuestion(),
		alertsQuestion(),
		thresholdsQuestion(),
		maintenanceQuestion(),
		experimentsQuestion(),
		healthQuestion(),
		learningQuestion(),
		solutionsQuestion(),
		loopQuestion(),
		causesQuestion(),
		readinessQuestion(),
		glossaryQuestion(),
	}
}

// insightFlags are what the answers take into account.
type insightFlags struct {
	period insight.Period // zero: all time

	metric, service string // of series; empty: all
	export          string // form of the table of thresholds
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
	var f insightFlags
	cmd := &cobra.Command{
		Use:     q.name,
		Short:   q.short.In(a.lang),
		Example: fmt.Sprintf("  debrief insights %s\n  debrief insights %s --format json", q.name, q.name),
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.answer(cmd.Context(), q, f, period, format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", a.in("print as `FORMAT`: "+list(q.formats(), ", "), "出力形式 `FORMAT`: "+list(q.formats(), "、")))
	if !q.whole {
		cmd.Flags().StringVar(&period, "period", "", a.in("only incidents that started in `PERIOD`: 2026, 2026-Q1, 2026-01, FY2025 or FY2025-Q4", "`PERIOD`（2026、2026-Q1、2026-01、FY2025、FY2025-Q4）に始まったものだけ"))
	}
	if q.flags != nil {
		q.flags(a, cmd, &f)
	}
	a.addAsOf(cmd)
	a.addRev(cmd)
	a.addAudience(cmd)
	complete(cmd, "format", q.formats()...)
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

func (a *app) answer(ctx context.Context, q question, f insightFlags, period, format string) error {
	if !slices.Contains(q.formats(), format) {
		return unknownFormat(format, q.formats())
	}
	w, err := a.open(".")
	if err != nil {
		return err
	}
	if period != "" {
		if f.period, err = w.config.Policy.ParsePeriod(period); err != nil {
			return &usageError{message: diag.Say("--period %q is not like 2026, 2026-H1, 2026-Q1, 2026-01, FY2025 or FY2025-Q4", "--period %q は 2026、2026-H1、2026-Q1、2026-01、FY2025、FY2025-Q4 の形ではありません", period)}
		}
	}
	if err := a.readAlerts(w, nil); err != nil {
		return err
	}
	if err := a.loadFor(ctx, w, q.past); err != nil {
		return err
	}
	var lacking diag.Text
	if q.lacks != nil {
		lacking = q.lacks(w, f)
	}
	switch {
	case format == "table" && lacking != diag.Text{}:
		a.tell(lacking)
		return nil
	case format == "table":
		return q.text(a, w, f)
	case isCSV(format):
		return writeCSV(a.stdout, format, q.csv(a, w, f))
	}
	answer := q.json(a, w, f)
	if lacking != (diag.Text{}) {
		answer = append(answer, insight.Member{Key: "why", Value: insight.Object{{Key: q.list, Value: lacking.In(a.lang)}}})
	}
	return a.writeJSON(append(insight.Object{
		{Key: "schema", Value: schemaOf("insights-" + q.name)},
		{Key: "as_of", Value: w.results.Now.Format(time.RFC3339)},
		{Key: "rev", Value: w.rev()},
	}, answer...))
}

// loadFor reads the documents, and the history where past says that the answer
// needs it.
func (a *app) loadFor(ctx context.Context, w *workspace, past bool) error {
	if !past {
		return a.load(ctx, w)
	}
	notice, err := a.loadWithHistory(ctx, w)
	if err == nil {
		a.tell(notice)
	}
	return err
}
