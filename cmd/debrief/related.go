package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

func newRelated(a *app) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "related ID|FILE [ID|FILE]",
		Short: a.in("Show what is related to a document, and why", "文書に関連する文書とその理由を表示する"),
		Long: a.in(`Lists the documents that are linked with a document by their authors, in either
direction, and those that the ranking of the search suggests: likely links, with
their probability, and possible ones, as a question. With two documents it tells
how likely a link between them is, and by which words.

Authors decide: list a document under runbooks, known_issues or related to
confirm a link, under not_related to refuse it.`,
			`著者がリンクした文書(両方向)と、検索の順位付けから見込まれる文書を表示します。確からしい
リンクは確率付きの候補、それより弱いものは確認事項として示します。文書を2つ指定すると、
その間のリンクの確率と根拠の語を示します。

決めるのは著者です。リンクを認めるなら runbooks、known_issues、related に、認めないなら
not_related に書いてください。`),
		Example: `  debrief related 2025-014
  debrief related runbooks/checkout-db-pool.md --format json
  debrief related 2026-021 checkout-db-pool`,
		Args:              cobra.RangeArgs(1, 2),
		ValidArgsFunction: a.completeDocuments,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.related(cmd.Context(), args, format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", a.in("print as `FORMAT`: table or json", "出力形式 `FORMAT`: table または json"))
	a.addAsOf(cmd)
	a.addRev(cmd)
	a.addAudience(cmd)
	complete(cmd, "format", "table", "json")
	return cmd
}

// completeDocuments offers the ids of all documents, besides files.
func (a *app) completeDocuments(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	w, err := a.open(".")
	if err != nil || len(args) > 1 || a.load(cmd.Context(), w) != nil {
		return nil, cobra.ShellCompDirectiveDefault
	}
	var ids []string
	for _, e := range w.corpus.Entries {
		ids = append(ids, e.ID)
	}
	return ids, cobra.ShellCompDirectiveDefault
}

func (a *app) related(ctx context.Context, args []string, format string) error {
	if format != "table" && format != "json" {
		return unknownFormat(format, []string{"table", "json"})
	}
	w, err := a.openWithAlerts(ctx, false)
	if err != nil {
		return err
	}
	var entries []*corpus.Entry
	for _, arg := range args {
		e, err := w.document(a.dir, arg)
		if err != nil {
			return err
		}
		entries = append(entries, e)
	}
	switch {
	case len(entries) == 2:
		return a.between(w, entries[0], entries[1], format)
	case format == "json":
		return a.writeJSON(append(a.head(w, "related"), relatedJSON(w, entries[0])...))
	}
	a.relatedTable(w, entries[0])
	return nil
}

// head is what every answer in JSON begins with.
func (a *app) head(w *workspace, name string) insight.Object {
	return insight.Object{
		{Key: "schema", Value: schemaOf(name)},
		{Key: "as_of", Value: w.results.Now.Format(time.RFC3339)},
		{Key: "rev", Value: w.rev()},
	}
}

// document finds a document by its id, kind:id or file.
func (w *workspace) document(dir, arg string) (*corpus.Entry, error) {
	if e := w.corpus.Find(arg); e != nil {
		return e, nil
	}
	if e := w.entryOf(dir, arg); e != nil {
		return e, nil
	}
	var ids []string
	for _, e := range w.corpus.Entries {
		ids = append(ids, e.ID)
	}
	return nil, unknownValue(diag.Say("there is no document %q", "文書 %q はありません", arg), arg, ids)
}

// written is a link of an author.
type written struct {
	other   *corpus.Entry
	field   string // that holds it
	back    bool   // the other document holds it
	refused bool
}

// writtenLinks gives the links of authors with a document: each other document
// once, by the first link, those that it holds itself first.
func writtenLinks(e *corpus.Entry) []written {
	var out []written
	seen := map[*corpus.Entry]bool{e: true}
	add := func(other *corpus.Entry, field string, back bool) {
		if other != nil && !seen[other] {
			seen[other] = true
			out = append(out, written{other, field, back, field == "not_related"})
		}
	}
	for _, r := range e.Refs {
		add(r.To, r.Field, false)
	}
	for _, r := range e.Backs {
		add(r.From, r.Field, true)
	}
	return out
}

// say tells where the link stands.
func (x written) say() diag.Text {
	field := x.field
	if field == "text" || field == "link" {
		field = ""
	}
	switch {
	case x.refused && x.back:
		return diag.Text{En: "refused there", Ja: "相手側で否定"}
	case x.refused:
		return diag.Text{En: "refused", Ja: "否定"}
	case x.back && field == "":
		return diag.Text{En: "linked there, in its text", Ja: "相手側の本文でリンク"}
	case x.back:
		return diag.Say("linked there, under %s", "相手側の %s でリンク", field)
	case field == "":
		return diag.Text{En: "linked, in its text", Ja: "本文でリンク"}
	}
	return diag.Say("linked, under %s", "%s でリンク", field)
}

func (a *app) relatedTable(w *workspace, e *corpus.Entry) {
	links := w.results.Links()
	t := a.newTable(a.in("Link", "リンク"), a.in("Kind", "種別"), "ID", a.in("Title", "タイトル"), a.in("Why", "理由"))
	row := func(link string, other *corpus.Entry, why string) {
		t.AppendRow(table.Row{link, w.set.Kind(other.Kind).Label.In(a.lang), printable(other.ID), printable(clip(other.Title)), printable(why)})
	}
	for _, x := range writtenLinks(e) {
		row(a.in("author", "著者"), x.other, x.say().In(a.lang))
	}
	for _, k := range links.Suggested(e) {
		row(a.percentOf(a.in("suggested", "候補"), k.P), k.Other(e), a.whyWords(links.Why(k)))
	}
	for _, k := range links.Questions(e) {
		row(a.percentOf(a.in("possible?", "要確認"), k.P), k.Other(e), a.whyWords(links.Why(k)))
	}
	if t.Length() == 0 {
		a.tell(diag.Say("nothing is related to %s: no author linked it, and no other document says the like", "%s に関連する文書はありません。著者によるリンクも、似た内容の文書もありません", e.ID))
		return
	}
	t.Render()
}

func (a *app) percentOf(word string, p float64) string { return fmt.Sprintf("%s %.0f %%", word, 100*p) }

// whyWords says in a line by which words a link was found.
func (a *app) whyWords(why insight.LinkWhy) string {
	text := strings.Join(why.Words(5), ", ")
	if len(why.Anchors) > 0 {
		text += diag.Say("; through %s", "。経由: %s", strings.Join(why.Anchors[:min(3, len(why.Anchors))], ", ")).In(a.lang)
	}
	return text
}

func relatedJSON(w *workspace, e *corpus.Entry) insight.Object {
	links := w.results.Links()
	authors, suggested, questions := []insight.Object{}, []insight.Object{}, []insight.Object{}
	for _, x := range writtenLinks(e) {
		direction := "from"
		if x.back {
			direction = "to"
		}
		authors = append(authors, insight.Object{
			{Key: "id", Value: x.other.ID}, {Key: "kind", Value: x.other.Kind}, {Key: "path", Value: x.other.Path()}, {Key: "title", Value: x.other.Title},
			{Key: "direction", Value: direction}, {Key: "field", Value: x.field}, {Key: "refused", Value: x.refused},
		})
	}
	for _, k := range links.Suggested(e) {
		suggested = append(suggested, links.LinkJSON(k, e))
	}
	for _, k := range links.Questions(e) {
		questions = append(questions, links.LinkJSON(k, e))
	}
	return insight.Object{
		{Key: "id", Value: e.ID}, {Key: "kind", Value: e.Kind}, {Key: "path", Value: e.Path()}, {Key: "title", Value: e.Title},
		{Key: "authors", Value: authors}, {Key: "suggested", Value: suggested}, {Key: "questions", Value: questions},
	}
}

// between explains the link between two documents.
func (a *app) between(w *workspace, x, y *corpus.Entry, format string) error {
	links := w.results.Links()
	k, ok := links.Between(x, y)
	var stated []written
	for _, l := range writtenLinks(x) {
		if l.other == y {
			stated = append(stated, l)
		}
	}
	if format == "json" {
		var link, author any
		if ok {
			link = links.LinkJSON(k, x)
		}
		if len(stated) > 0 {
			author = stated[0].say().In(a.lang)
		}
		return a.writeJSON(append(a.head(w, "related-pair"), insight.Member{Key: "a", Value: x.Path()}, insight.Member{Key: "b", Value: y.Path()},
			insight.Member{Key: "author", Value: author}, insight.Member{Key: "link", Value: link}))
	}
	for _, l := range stated {
		fmt.Fprintln(a.stdout, diag.Say("%s and %s: %s by an author", "%s と %s: 著者が%s", printable(x.ID), printable(y.ID), l.say()).In(a.lang))
	}
	if !ok {
		a.tell(diag.Say("%s and %s have no word in common that a link could come from", "%s と %s には、リンクの根拠になる共通の語がありません", x.ID, y.ID))
		return nil
	}
	why := links.Why(k)
	fmt.Fprintln(a.stdout, diag.Say("From %s to %s: %.0f %% likely (score %.1f, margin %.2f, model %s)", "%s から %s: 確率 %.0f %%（スコア %.1f、差 %.2f、モデル %s）",
		printable(k.From.ID), printable(k.To.ID), 100*k.P, k.Score, k.Margin, why.Model).In(a.lang))
	t := a.newTable(a.in("Word", "語"), a.in("Stands in", "場所"), a.in("Share", "割合"))
	for _, term := range why.Terms {
		t.AppendRow(table.Row{printable(term.Word), term.FieldName().In(a.lang), fmt.Sprintf("%.0f %%", 100*term.Share)})
	}
	a.right(t, 3)
	t.Render()
	notes := []struct {
		label diag.Text
		list  []string
	}{
		{diag.Text{En: "Led there before by", Ja: "これまでのリンク元"}, why.Anchors},
		{diag.Text{En: "Same services", Ja: "共通のサービス"}, why.Services},
	}
	for _, n := range notes {
		if len(n.list) > 0 {
			fmt.Fprintf(a.stdout, "%s: %s\n", n.label.In(a.lang), printable(strings.Join(n.list, ", ")))
		}
	}
	return nil
}
