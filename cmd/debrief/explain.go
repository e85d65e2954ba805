package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/lint/rules"
)

func newExplain(a *app) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "explain [RULE | FILE]",
		Short: a.in("Explain a rule, or where the values of a document come from", "ルール、または文書の値の出どころを説明する"),
		Long: a.in(`With a rule: its page, with why it matters and a bad and a good example.
With a file: every value that was read from it, with its line and column and
how it was recognised, and what was left out because the document does not
settle it. Without an argument: the list of rules.`,
			`ルールを指定すると、その理由と悪い例・良い例を表示します。ファイルを指定すると、
読み取ったすべての値を、行と列、認識の方法とともに示します。文書から決められず
読み取らなかったものも、理由とともに示します。引数を省くとルールの一覧を表示します。`),
		Example: `  debrief explain action-without-owner
  debrief explain postmortems/2025-014-checkout-5xx.md`,
		Args: cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return ruleIDs(), cobra.ShellCompDirectiveDefault
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				a.listRules()
				return nil
			}
			if page, ok := rules.Page(args[0], a.lang); ok {
				_, err := a.stdout.Write(page)
				return err
			}
			return a.explainFile(cmd.Context(), args[0], format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", a.in("print a file's values as `FORMAT`: table or json", "ファイルの値の出力形式 `FORMAT`: table または json"))
	a.addAsOf(cmd)
	a.addRev(cmd)
	complete(cmd, "format", "table", "json")
	return cmd
}

func (a *app) listRules() {
	t := a.newTable(a.in("Rule", "ルール"), a.in("Level", "重大度"), a.in("What", "内容"))
	for _, r := range rules.All() {
		t.AppendRow(table.Row{r.ID, r.Severity, rules.Summary(r.ID, a.lang)})
	}
	t.Render()
}

// ruleIDs are the names of all rules, in alphabetical order.
func ruleIDs() []string {
	var ids []string
	for _, r := range rules.All() {
		ids = append(ids, r.ID)
	}
	return ids
}

func (a *app) explainFile(ctx context.Context, file, format string) error {
	if format != "table" && format != "json" {
		return &usageError{message: diag.Say("unknown format %q: use table or json", "形式 %q はありません。table か json を指定してください", format)}
	}
	w, err := a.open(file)
	if err != nil {
		return a.neither(file)
	}
	if _, err := a.selection(w, []string{file}); err != nil {
		return a.neither(file)
	}
	notice, err := a.loadWithHistory(ctx, w)
	if err != nil {
		return err
	}
	e := w.entryOf(a.dir, file)
	if e == nil {
		return &usageError{
			message: diag.Say("%s is no document of this repository", "%s はこのリポジトリの文書ではありません", file),
			hint: diag.Text{En: "documents are Markdown files, and YAML files of a kind that a schema describes",
				Ja: "文書は Markdown ファイルと、スキーマのある種別の YAML ファイルです"},
		}
	}
	a.tell(notice)
	if format == "json" {
		return a.explainJSON(w, e)
	}
	a.explainTable(w, e)
	return nil
}

func (a *app) neither(arg string) error {
	message := diag.Say("there is no rule and no file %q", "%q というルールもファイルもありません", arg)
	if near := diag.Nearest(arg, ruleIDs()); near != "" {
		message = diag.Say("%s; did you mean %q?", "%s。%q のことですか?", message, near)
	}
	return &usageError{message: message, hint: diag.Say("%q lists the rules", "「%s」でルールの一覧を表示します", "debrief explain")}
}

// entryOf gives the entry of a file as named on the command line.
func (w *workspace) entryOf(dir, file string) *corpus.Entry {
	path, err := w.pathOf(dir, file)
	if err != nil {
		return nil
	}
	return w.corpus.ByPath(path)
}

// leaf is a single value of a document.
type leaf struct {
	Pointer string
	Value   doc.Value
}

// leaves lists the scalars of a value with their JSON Pointers, in order.
func leaves(v doc.Value, pointer string) []leaf {
	var out []leaf
	switch v.Type() {
	case doc.Map:
		for _, e := range v.Entries() {
			out = append(out, leaves(e.Value, pointer+"/"+doc.EscapePointer(e.Key))...)
		}
	case doc.List:
		for i, item := range v.Items() {
			out = append(out, leaves(item, fmt.Sprintf("%s/%d", pointer, i))...)
		}
	case doc.Scalar:
		out = append(out, leaf{pointer, v})
	}
	return out
}

func (a *app) explainTable(w *workspace, e *corpus.Entry) {
	fmt.Fprintf(a.stdout, "%s: %s %s\n", printable(e.Path()), e.Kind, printable(e.ID))
	if c := w.results.History.Changed[e.Path()]; c.Known {
		fmt.Fprintln(a.stdout, diag.Say("last changed %s by %s in %.10s: %s", "最終更新 %s %s（%.10s）「%s」",
			c.At.Format("2006-01-02 15:04 -0700"), printable(c.Author), c.Commit, printable(c.Subject)).In(a.lang))
	}
	for _, line := range w.pastOf(e) {
		fmt.Fprintln(a.stdout, line.In(a.lang))
	}
	fmt.Fprintln(a.stdout)
	t := a.newTable(a.in("Field", "項目"), a.in("Value", "値"), a.in("Place", "位置"), a.in("Read from", "読み取り元"))
	for _, l := range leaves(e.Value(), "") {
		p := e.Doc.File.Position(l.Value.Span().Start)
		t.AppendRow(table.Row{
			printable(l.Pointer), printable(shorten(l.Value.Text(), 60)),
			fmt.Sprintf("%d:%d", p.Line, p.Column), printable(a.origin(e, l.Value.From())),
		})
	}
	t.Render()
	if len(e.Merged.Doubts) == 0 {
		return
	}
	fmt.Fprintf(a.stdout, "\n%s\n", a.in("Left out, because the document does not settle it:", "文書から決められないため読み取らなかったもの:"))
	for _, d := range e.Merged.Doubts {
		p := e.Doc.File.Position(d.Span.Start)
		fmt.Fprintf(a.stdout, "  %d:%d  %s: %s\n", p.Line, p.Column, printable(d.Field), printable(d.Reason.In(a.lang)))
	}
}

// origin says in words how a value was read.
func (a *app) origin(e *corpus.Entry, p doc.Provenance) string {
	name := p.Origin.Text().In(a.lang)
	if p.Origin == doc.FromFrontMatter && e.Doc.Format == doc.YAML {
		name = a.in("document", "文書")
	}
	if note := p.Note.In(a.lang); note != "" {
		name += ": " + note
	}
	return name
}

// shorten cuts a text for a table, on one line.
func shorten(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if short := cut(s, n); short != s {
		return cut(s, n-1) + "…"
	}
	return s
}

func (a *app) explainJSON(w *workspace, e *corpus.Entry) error {
	values := []insight.Object{}
	for _, l := range leaves(e.Value(), "") {
		start, end := e.Doc.File.Position(l.Value.Span().Start), e.Doc.File.Position(l.Value.Span().End)
		values = append(values, insight.Object{
			{Key: "field", Value: l.Pointer}, {Key: "value", Value: l.Value.JSON()},
			{Key: "line", Value: start.Line}, {Key: "column", Value: start.Column},
			{Key: "end_line", Value: end.Line}, {Key: "end_column", Value: end.Column},
			{Key: "origin", Value: l.Value.From().Origin.String()}, {Key: "note", Value: l.Value.From().Note.In(a.lang)},
		})
	}
	doubts := []insight.Object{}
	for _, d := range e.Merged.Doubts {
		p := e.Doc.File.Position(d.Span.Start)
		doubts = append(doubts, insight.Object{
			{Key: "field", Value: d.Field}, {Key: "reason", Value: d.Reason.In(a.lang)},
			{Key: "line", Value: p.Line}, {Key: "column", Value: p.Column},
		})
	}
	return a.writeJSON(insight.Object{
		{Key: "schema", Value: schemaOf("explain")},
		{Key: "path", Value: e.Path()}, {Key: "kind", Value: e.Kind}, {Key: "id", Value: e.ID},
		{Key: "last_changed", Value: lastChanged(w.results.History.Changed[e.Path()])},
		{Key: "history", Value: w.pastJSON(e)},
		{Key: "values", Value: values}, {Key: "doubts", Value: doubts},
	})
}

// lastChanged is the last commit of a document, nil if it is not known.
func lastChanged(c insight.Changed) any {
	if !c.Known {
		return nil
	}
	return insight.Object{
		{Key: "at", Value: c.At.Format("2006-01-02T15:04:05Z07:00")}, {Key: "author", Value: c.Author},
		{Key: "commit", Value: c.Commit}, {Key: "subject", Value: c.Subject}, {Key: "uncommitted", Value: c.Uncommitted},
	}
}
