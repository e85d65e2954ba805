package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

func newFigures(a *app) *cobra.Command {
	var format, period string
	cmd := &cobra.Command{
		Use:   "figures [ID...]",
		Short: a.in("Show what incidents cost", "インシデントの影響を数値で表示する"),
		Long: a.in(`Shows duration, times to detect and resolve, lost transactions, revenue,
availability and error budget: of the given incidents, or of all of them with
their totals. A figure that cannot be computed says why.`,
			`指定したインシデント、またはすべてのインシデントとその合計について、影響時間、検知や
復旧までの時間、失われた取引数、売上、可用性、エラーバジェットを表示します。計算できない
値には理由を示します。`),
		Example: `  debrief figures
  debrief figures 2025-014
  debrief figures --period 2026-Q1 --format json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.figures(cmd.Context(), args, period, format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", a.in("print as `FORMAT`: "+list(figureFormats, ", "), "出力形式 `FORMAT`: "+list(figureFormats, "、")))
	cmd.Flags().StringVar(&period, "period", "", a.in("only incidents that started in `PERIOD`: 2026, 2026-Q1, 2026-01, FY2025 or FY2025-Q4", "`PERIOD`（2026、2026-Q1、2026-01、FY2025、FY2025-Q4）に始まったものだけ"))
	a.addAsOf(cmd)
	a.addRev(cmd)
	a.addAudience(cmd)
	complete(cmd, "format", figureFormats...)
	return cmd
}

var figureFormats = append([]string{"table", "json"}, csvFormats...)

func (a *app) figures(ctx context.Context, ids []string, period, format string) error {
	if !slices.Contains(figureFormats, format) {
		return unknownFormat(format, figureFormats)
	}
	w, err := a.open(".")
	if err != nil {
		return err
	}
	if err := a.load(ctx, w); err != nil {
		return err
	}
	list, err := w.incidents(ids, period)
	if err != nil {
		return err
	}
	switch {
	case format == "json":
		return a.figuresJSON(w, list)
	case isCSV(format):
		return writeCSV(a.stdout, format, insight.IncidentRows(list))
	}
	if len(ids) > 0 {
		for i, in := range list {
			if i > 0 {
				fmt.Fprintln(a.stdout)
			}
			a.incident(in)
		}
		return nil
	}
	a.incidentTable(list)
	return nil
}

// incidents selects by id, or by period; all by default.
func (w *workspace) incidents(ids []string, period string) ([]*insight.Incident, error) {
	list := w.results.List()
	if period != "" {
		p, err := w.config.Policy.ParsePeriod(period)
		if err != nil {
			return nil, &usageError{message: diag.Say("--period %q is not like 2026, 2026-H1, 2026-Q1, 2026-01, FY2025 or FY2025-Q4", "--period %q は 2026、2026-H1、2026-Q1、2026-01、FY2025、FY2025-Q4 の形ではありません", period)}
		}
		list = w.results.In(p)
	}
	if len(ids) == 0 {
		return list, nil
	}
	var out []*insight.Incident
	for _, id := range ids {
		e := w.corpus.Find(id, "postmortem")
		i := slices.IndexFunc(list, func(in *insight.Incident) bool { return in.Entry == e })
		if e == nil || i < 0 {
			return nil, w.unknownIncident(id, list)
		}
		out = append(out, list[i])
	}
	return out, nil
}

func (w *workspace) unknownIncident(id string, list []*insight.Incident) error {
	var known []string
	for _, in := range list {
		known = append(known, in.Entry.ID)
	}
	message := diag.Say("there is no incident %q", "インシデント %q はありません", id)
	if near := diag.Nearest(id, known); near != "" {
		message = diag.Say("%s; did you mean %q?", "%s。%q のことですか?", message, near)
	}
	return &usageError{message: message, hint: diag.Say("%q lists them", "「%s」で一覧を表示します", "debrief figures")}
}

func (a *app) figuresJSON(w *workspace, list []*insight.Incident) error {
	incidents := make([]insight.Object, len(list))
	for i, in := range list {
		incidents[i] = insight.Object{
			{Key: "id", Value: in.Entry.ID},
			{Key: "path", Value: in.Entry.Path()},
			{Key: "figures", Value: in.JSON(a.lang)},
		}
	}
	return a.writeJSON(insight.Object{
		{Key: "schema", Value: schemaOf("figures")},
		{Key: "as_of", Value: w.results.Now.Format(time.RFC3339)},
		{Key: "rev", Value: w.rev()},
		{Key: "incidents", Value: incidents},
		{Key: "totals", Value: insight.Total(list).JSON(a.lang)},
	})
}

// schemaOf names the form of a JSON output and its version.
func schemaOf(name string) insight.Object {
	return insight.Object{{Key: "name", Value: "debrief-" + name}, {Key: "version", Value: 1}}
}

// rev is the commit that the working tree stands on, nil without a history.
func (w *workspace) rev() any {
	if w.revision == "" {
		return nil
	}
	return w.revision
}

func (a *app) writeJSON(v any) error {
	enc := json.NewEncoder(a.stdout)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	return nil
}

// newTable is a table as all commands print it: headings, no lines, columns
// that align also with Japanese text.
func (a *app) newTable(header ...any) table.Writer {
	t := table.NewWriter()
	t.SetOutputMirror(a.stdout)
	style := table.StyleLight
	style.Options = table.Options{SeparateHeader: true}
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	style.Format.Header = text.FormatDefault
	style.Format.Footer = text.FormatDefault
	t.SetStyle(style)
	t.AppendHeader(header)
	return t
}

// incidentTable lists incidents with their main figures and totals.
func (a *app) incidentTable(list []*insight.Incident) {
	if len(list) == 0 {
		a.tell(diag.Text{En: "no incident found", Ja: "インシデントはありません"})
		return
	}
	t := a.newTable(a.in("Incident", "インシデント"), a.in("Started", "発生"), a.in("Duration", "影響時間"),
		a.in("Detected after", "検知まで"), a.in("Lost transactions", "失われた取引"), a.in("Revenue loss", "売上損失"))
	for _, in := range list {
		t.AppendRow(table.Row{
			printable(in.Entry.ID), a.start(in), a.duration(in.Duration), a.duration(in.FromStart.Detect),
			a.number(in.Loss.Transactions), a.money(in.Loss.Revenue),
		})
	}
	total := insight.Total(list)
	t.AppendFooter(table.Row{
		diag.Amount(len(list), "incident", "incidents", " 件").In(a.lang), "", a.duration(total.Duration.Value), "",
		a.number(total.Transactions.Value), a.money(total.Revenue.Value),
	})
	right := []table.ColumnConfig{}
	for _, n := range []int{3, 4, 5, 6} {
		right = append(right, table.ColumnConfig{Number: n, Align: text.AlignRight, AlignHeader: text.AlignRight, AlignFooter: text.AlignRight})
	}
	t.SetColumnConfigs(right)
	t.Render()
}

// printable is document text that may be shown on a terminal.
func printable(s string) string { return diag.Printable(s) }

// unknown stands in a table where a figure is absent.
const unknown = "–"

func (a *app) start(in *insight.Incident) string {
	if !in.Start.Known {
		return unknown
	}
	return in.Start.V.Format("2006-01-02 15:04 MST")
}

func (a *app) duration(q insight.Quantity) string {
	if !q.Known {
		return unknown
	}
	return insight.FormatDuration(q.V, a.lang)
}

func (a *app) number(q insight.Quantity) string {
	if !q.Known {
		return unknown
	}
	return insight.FormatNumber(q.V, 2)
}

func (a *app) money(f insight.Figure[[]insight.Money]) string {
	if !f.Known {
		return unknown
	}
	return insight.FormatMoneys(f.V, a.lang)
}

// incident prints all figures of one incident, each with what it assumes or
// why it is absent.
func (a *app) incident(in *insight.Incident) {
	fmt.Fprintf(a.stdout, "%s  %s\n\n", printable(in.Entry.ID), printable(in.Entry.Title))
	t := a.newTable(a.in("Figure", "項目"), a.in("Value", "値"), a.in("Basis", "根拠"))
	row := func(name diag.Text, value string, why diag.Text) {
		t.AppendRow(table.Row{name.In(a.lang), value, printable(why.In(a.lang))})
	}
	seconds := func(name diag.Text, q insight.Quantity) {
		row(name, a.duration(q), because(q.Known, q.How, q.Why))
	}
	count := func(name diag.Text, q insight.Quantity) {
		row(name, a.number(q), because(q.Known, q.How, q.Why))
	}
	amount := func(name diag.Text, f insight.Figure[[]insight.Money]) {
		row(name, a.money(f), because(f.Known, f.How, f.Why))
	}
	row(diag.Text{En: "Started", Ja: "発生"}, a.start(in), because(in.Start.Known, in.Start.How, in.Start.Why))
	seconds(diag.Text{En: "Duration", Ja: "影響時間"}, in.Duration)
	seconds(diag.Text{En: "Time to detect", Ja: "検知まで"}, in.FromStart.Detect)
	seconds(diag.Text{En: "Time to acknowledge", Ja: "対応開始まで"}, in.FromStart.Acknowledge)
	seconds(diag.Text{En: "Time to identify", Ja: "原因特定まで"}, in.FromStart.Identify)
	seconds(diag.Text{En: "Time to mitigate", Ja: "緩和まで"}, in.FromStart.Mitigate)
	seconds(diag.Text{En: "Time to resolve", Ja: "復旧まで"}, in.FromStart.Resolve)
	count(diag.Text{En: "Lost transactions", Ja: "失われた取引"}, in.Loss.Transactions)
	amount(diag.Text{En: "Revenue loss", Ja: "売上損失"}, in.Loss.Revenue)
	count(diag.Text{En: "Affected users", Ja: "影響ユーザー数"}, in.Loss.Users)
	count(diag.Text{En: "User-minutes", Ja: "ユーザー分"}, in.Loss.UserMinutes)
	a.budgets(in, row)
	burn := in.Burn()
	row(diag.Text{En: "Burn rate", Ja: "バーンレート"}, a.times(burn.During), because(burn.During.Known, burn.During.How, burn.During.Why))
	first := burn.FirstAlert()
	seconds(diag.Text{En: "Burn-rate alert after", Ja: "バーンレートアラートまで"}, first)
	seconds(diag.Text{En: "… before detection", Ja: "検知までの差"}, burn.Lead)
	suggested := in.Severity.Suggested
	reason := because(suggested.Known, suggested.How, suggested.Why)
	if stated := in.Entry.Severity; stated != "" && stated != severityName(suggested) {
		reason = diag.Say("%s; the document states %s", "%s（文書の記載は%s）", reason, stated)
	}
	row(diag.Text{En: "Suggested severity", Ja: "重大度の提案"}, severityName(suggested), reason)
	t.Render()
	for _, c := range in.Compared() {
		fmt.Fprintf(a.stdout, "%s: %s\n", comparedNames[c.Name].In(a.lang), printable(c.Sentence().In(a.lang)))
	}
}

// comparedNames are the figures that documents report, for people.
var comparedNames = map[string]diag.Text{
	"duration_seconds":  {En: "Duration", Ja: "影響時間"},
	"lost_transactions": {En: "Lost transactions", Ja: "失われた取引"},
	"revenue_loss":      {En: "Revenue loss", Ja: "売上損失"},
}

func severityName(f insight.Figure[int]) string {
	if !f.Known {
		return unknown
	}
	return "sev" + strconv.Itoa(f.V)
}

// times writes a burn rate: how many times as fast as the budget allows.
func (a *app) times(q insight.Quantity) string {
	if !q.Known {
		return unknown
	}
	return a.number(q) + "×"
}

// budgets adds a row for each service, objective and window.
func (a *app) budgets(in *insight.Incident, row func(name diag.Text, value string, why diag.Text)) {
	name := diag.Text{En: "Error budget", Ja: "エラーバジェット"}
	budgets := in.Availability()
	if !budgets.Known {
		row(name, unknown, budgets.Why)
		return
	}
	for _, b := range budgets.V {
		row(name, b.ConsumedIn(a.lang), diag.Say("%s %s, %s: availability %s of %s (%s)", "%s %s、%s: 可用性 %s（目標 %s、%s）",
			b.Service, b.Objective, b.Span(), b.AvailabilityIn(a.lang), a.percentage(b.Target), b.Verdict()))
	}
}
