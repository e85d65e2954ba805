package main

import (
	"context"
	"fmt"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

func newEval(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "eval",
		Short: a.in("Measure what debrief computes against what authors wrote", "計算結果を著者の記述と照らして評価する"),
		Args:  func(cmd *cobra.Command, args []string) error { return a.knownCommand(cmd, args) },
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newEvalLinks(a))
	return cmd
}

func newEvalLinks(a *app) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "links",
		Short: a.in("Say how good suggested links are in this repository", "このリポジトリでの候補リンクの精度を調べる"),
		Long: a.in(`Takes away each link that authors wrote, one at a time, and looks whether it is
found again; then takes away its document, too, and looks whether another one is
suggested in its place. Says how often the first document is the right one, how
many suggested links are right, and how far probabilities are from what is true.`,
			`著者が書いたリンクを1つずつ外し、再び見つかるかを調べます。次にリンク先の文書も外し、別の文書が
候補になってしまわないかを調べます。最初の文書が正解である割合、候補リンクの正しさ、
確率と実際のずれを示します。`),
		Example: "  debrief eval links\n  debrief eval links --format json",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.evalLinks(cmd.Context(), format) },
	}
	cmd.Flags().StringVar(&format, "format", "table", a.in("print as `FORMAT`: table or json", "出力形式 `FORMAT`: table または json"))
	a.addAsOf(cmd)
	a.addRev(cmd)
	complete(cmd, "format", "table", "json")
	return cmd
}

func (a *app) evalLinks(ctx context.Context, format string) error {
	if format != "table" && format != "json" {
		return unknownFormat(format, []string{"table", "json"})
	}
	w, err := a.openWithAlerts(ctx, false)
	if err != nil {
		return err
	}
	x := w.results.EvalLinks()
	if format == "json" {
		return a.writeJSON(append(a.head(w, "eval-links"), x.JSON(a.lang)...))
	}
	if !x.All.Known {
		return &usageError{message: x.All.Why, hint: diag.Text{
			En: "link incidents to runbooks and known issues, or give alerts a runbook_url", Ja: "インシデントからランブックや既知の問題にリンクするか、アラートに runbook_url を書いてください",
		}}
	}
	a.evalTable(w, x)
	return nil
}

func (a *app) evalTable(w *workspace, x *insight.LinkEval) {
	t := a.newTable(a.in("From", "リンク元"), a.in("To", "リンク先"), a.in("Answers", "正解"), a.in("First is right", "先頭が正解"), a.in("Suggested", "候補"), a.in("Right", "正しい"), a.in("Precision", "適合率"), a.in("Recall", "再現率"), a.in("Astray", "誤候補"), a.in("Error", "ずれ"))
	row := func(from, to string, q *insight.LinkQuality) {
		precision := unknown
		if q.Suggested > 0 {
			precision = whole(q.Precision())
		}
		t.AppendRow(table.Row{from, to, q.Answers, whole(q.FirstRate()), q.Suggested, q.Right, precision, whole(q.Recall()), q.Astray, fmt.Sprintf("%.3f", q.Error)})
	}
	for i := range x.Kinds {
		k := &x.Kinds[i]
		from := a.in("Alert", "アラート")
		if k.From != "alert" {
			from = w.set.Kind(k.From).Label.In(a.lang)
		}
		row(from, w.set.Kind(k.To).Label.In(a.lang), &k.LinkQuality)
	}
	all := x.All.V
	row(a.in("All", "全体"), "", &all)
	a.right(t, 3, 4, 5, 6, 7, 8, 9, 10)
	t.Render()
	fmt.Fprintf(a.stdout, "\n%s\n", diag.Say("Of %d links: %s.", "リンク%d件: %s。", all.Answers, all.Sentence()).In(a.lang))
	if x.Slope.Known {
		fmt.Fprintln(a.stdout, diag.Say("To correct the probabilities to these links: policy: {links: {offset: %g, slope: %g}}", "確率をこれらのリンクに合わせる設定: policy: {links: {offset: %g, slope: %g}}", x.Offset.V, x.Slope.V).In(a.lang))
	}
}

// whole writes a share in percent.
func whole(share float64) string { return fmt.Sprintf("%.0f %%", 100*share) }
