package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

var gapFormats = append([]string{"table", "json"}, csvFormats...)

func newGaps(a *app) *cobra.Command {
	var format string
	var alerts []string
	var point pointFlags
	cmd := &cobra.Command{
		Use:   "gaps",
		Short: a.in("Show alerts without runbooks, and what monitoring missed", "ランブックのないアラートと監視の盲点を表示する"),
		Long: a.in(`Shows every alert of the Prometheus rule files and of monitoring documents with
its runbook and the postmortems that speak of it: first the alerts whose
runbook_url leads to no runbook, then those without one, then the runbooks that no alert leads to.
Then the incidents that monitoring found late or not at all, the metrics that
would have shown them and are not active, and which of these to add first.

With --metric, --at and --value, says instead whether one value of a metric is
unusual for its hour of the week, by the recorded series.`,
			`Prometheus のルールファイルと監視一覧にあるすべてのアラートを、そのランブックと、アラートに触れた
ポストモーテムとともに表示します。runbook_url の先にランブックがないアラート、runbook_url
のないアラート、どのアラートからもつながっていないランブックの順に並びます。
続いて、検知が遅れたインシデントや監視が見つけられなかったインシデントと、それを捉えられたはずの
未導入の指標、次に導入すべき指標の順位を表示します。

--metric、--at、--value を指定すると、代わりに、記録した系列をもとに、メトリクスの1つの値が
その曜日・時間帯として異常かどうかを判定します。`),
		Example: `  debrief gaps --alerts 'rules/*.yaml'
  debrief gaps --alerts '../infra/**/*rules*.yaml' --format csv
  debrief gaps --metric memory_pct --at 2026-01-31T09:00:00+09:00 --value 78`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return &usageError{
					message: diag.Say("gaps takes no argument %q", "gaps に引数 %q は指定できません", args[0]),
					hint:    diag.Say("quote the glob, so that the shell leaves it alone: %s", "シェルに展開されないよう、グロブを引用符で囲んでください: %s", "--alerts 'rules/*.yaml'"),
				}
			}
			if point.asked() {
				return a.verdict(cmd.Context(), point, format)
			}
			return a.gaps(cmd.Context(), alerts, format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", a.in("print as `FORMAT`: table, json, csv or csv-bom (for Excel)", "出力形式 `FORMAT`: table、json、csv、csv-bom（Excel 用）"))
	a.addAlerts(cmd, &alerts)
	a.addPoint(cmd, &point)
	a.addAsOf(cmd)
	a.addRev(cmd)
	a.addAudience(cmd)
	complete(cmd, "format", gapFormats...)
	return cmd
}

func (a *app) gaps(ctx context.Context, alerts []string, format string) error {
	if !slices.Contains(gapFormats, format) {
		return unknownFormat(format, gapFormats)
	}
	w, err := a.open(".")
	if err != nil {
		return err
	}
	if err := a.readAlerts(w, alerts); err != nil {
		return err
	}
	if err := a.load(ctx, w); err != nil {
		return err
	}
	if err := a.complainOfRules(w); err != nil {
		return err
	}
	coverage := insight.Cover(w.corpus)
	list := coverage.ByName(w.corpus)
	slices.SortStableFunc(list, func(x, y insight.CoveredAlert) int { return cmp.Compare(x.Lead(), y.Lead()) })
	if len(list) == 0 {
		a.complain(&usageError{
			message: diag.Text{En: "no alert found", Ja: "アラートはありません"},
			hint: diag.Say("name the Prometheus rule files: %s, or alerts: in debrief.yaml, or list alerts in a monitoring document",
				"Prometheus のルールファイルを %s、または debrief.yaml の alerts: で指定するか、監視一覧の文書に alerts: を書いてください", "--alerts 'rules/*.yaml'"),
		})
	}
	switch {
	case format == "json":
		return a.gapsJSON(w, coverage, list)
	case isCSV(format):
		return writeCSV(a.stdout, format, insight.CoverageRows(coverage, list, a.lang))
	case len(list) > 0:
		a.gapsTable(w, coverage, list)
	}
	a.detectionTables(w.results.Gaps())
	return nil
}

// complainOfRules prints what keeps rule files from being read: the table is
// not complete then.
func (a *app) complainOfRules(w *workspace) error {
	rules := map[string]bool{}
	for _, f := range w.config.Corpus.AlertFiles {
		rules[f.Path] = true
	}
	var found []diag.Diagnostic
	for _, d := range w.found {
		if rules[d.File.Path] {
			found = append(found, d)
		}
	}
	if len(found) == 0 {
		return nil
	}
	report := a.findingsReport(found, nil)
	report.Color = false
	return diag.WriteText(a.stderr, report)
}

// gapsTable prints the alerts that lack something, the runbooks without an
// alert and the alerts that lack nothing, in this order, and counts them.
func (a *app) gapsTable(w *workspace, v *insight.Coverage, list []insight.CoveredAlert) {
	t := a.newTable(a.in("Alert", "アラート"), a.in("Severity", "重大度"), a.in("Runbook", "ランブック"),
		a.in("Gap", "不足"), a.in("Postmortems", "ポストモーテム"))
	sound := slices.IndexFunc(list, func(c insight.CoveredAlert) bool { return c.Lead() > insight.Misnamed })
	if sound < 0 {
		sound = len(list)
	}
	for _, c := range list[:sound] {
		t.AppendRow(a.gapRow(c))
	}
	for _, e := range v.Idle {
		t.AppendRow(table.Row{unknown, "", printable(e.ID), a.in("no alert leads to it", "つながるアラートがない"), few(ids(insight.PostmortemsOf(e)))})
	}
	for _, c := range list[sound:] {
		t.AppendRow(a.gapRow(c))
	}
	t.Render()
	n := map[insight.Lead]int{}
	for _, c := range list {
		n[c.Lead()]++
	}
	fmt.Fprintf(a.stdout, "\n%s\n", diag.Say(
		"alerts: %d, in rules: %d, in inventories alone: %d; runbook missing: %d, no runbook_url: %d, other name: %d; runbooks without an alert: %d of %d",
		"アラート %d 件（ルール %d 件、監視一覧のみ %d 件）: ランブックなし %d 件、runbook_url なし %d 件、名前の相違 %d 件。アラートのないランブック %d 件（全 %d 件）",
		len(list), len(v.OfRules()), len(v.Rules)-len(v.OfRules()), n[insight.LeadsAway], n[insight.NoAddress], n[insight.Misnamed], len(v.Idle), len(w.corpus.Kind("runbook"))).In(a.lang))
}

// gapRow is the row of an alert; where its rules differ, the worst counts.
func (a *app) gapRow(c insight.CoveredAlert) table.Row {
	var severities, runbooks []string
	var fault diag.Text
	for _, r := range c.Rules {
		if s := printable(r.Alert.Severity); s != "" && !slices.Contains(severities, s) {
			severities = append(severities, s)
		}
		if r.Runbook != nil && !slices.Contains(runbooks, printable(r.Runbook.ID)) {
			runbooks = append(runbooks, printable(r.Runbook.ID))
		}
		if r.Lead == c.Lead() {
			fault = r.Fault
		}
	}
	name := printable(c.Name)
	if len(c.Rules) > 1 {
		name += fmt.Sprintf(" (%d)", len(c.Rules))
	}
	if len(runbooks) == 0 {
		runbooks = []string{unknown}
	}
	return table.Row{name, strings.Join(severities, ", "), few(runbooks), printable(fault.In(a.lang)), few(ids(c.Speaking()))}
}

// few joins the first three names and counts the others.
func few(names []string) string {
	const most = 3
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s +%d", strings.Join(names[:most], ", "), len(names)-most)
}

func ids(list []*corpus.Entry) []string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = printable(e.ID)
	}
	return out
}
