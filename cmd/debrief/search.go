package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

// searchFlags say what is looked for.
type searchFlags struct {
	kind, service, batch, format string
	limit                        int
}

func newSearch(a *app) *cobra.Command {
	f := searchFlags{}
	cmd := &cobra.Command{
		Use:   "search QUERY...",
		Short: a.in("Find what answers an error message or a few words", "エラーメッセージや語句に答える文書を探す"),
		Long: a.in(`Finds the documents that answer a text best, with the ranking of the site's
search. Paste an error message or an alert as it is. Operators narrow it down:
kind:runbook, service:web, severity:sev1, year:2026, is:overdue, and with a
minus before them what is left out; "words in quotes" must stand there.`,
			`サイトの検索と同じ順位付けで、テキストにもっともよく答える文書を探します。エラーメッセージや
アラートはそのまま貼り付けられます。kind:runbook、service:web、severity:sev1、year:2026、
is:overdue などで絞り込み、前に - を付けると除外します。"引用符で囲んだ語句" は必ず含みます。`),
		Example: `  debrief search too many connections
  debrief search 'kind:runbook 接続数が上限'
  debrief search --batch queries.jsonl > results.jsonl`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.search(cmd.Context(), strings.Join(args, " "), f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.kind, "kind", "", a.in("only documents of this `KIND`", "この種別 `KIND` の文書だけ"))
	flags.StringVar(&f.service, "service", "", a.in("only documents about the service `ID`", "サービス `ID` に関する文書だけ"))
	flags.IntVar(&f.limit, "limit", 10, a.in("at most `N` documents", "最大 `N` 件"))
	flags.StringVar(&f.batch, "batch", "", a.in(`answer the queries of `+"`FILE`"+`, one {"id", "query", "lang", "kind"} a line; - is standard input`, "`FILE` の検索語に答える。1行に1つの {\"id\", \"query\", \"lang\", \"kind\"}。- は標準入力"))
	flags.StringVar(&f.format, "format", "table", a.in("print as `FORMAT`: table or json", "出力形式 `FORMAT`: table または json"))
	a.addAsOf(cmd)
	a.addRev(cmd)
	complete(cmd, "format", "table", "json")
	return cmd
}

func (a *app) search(ctx context.Context, query string, f searchFlags) error {
	switch {
	case f.format != "table" && f.format != "json":
		return &usageError{message: diag.Say("unknown format %q: use table or json", "形式 %q はありません。table か json を指定してください", f.format)}
	case f.limit < 1:
		return &usageError{message: diag.Say("--limit %d is not a number of documents", "--limit %d は件数ではありません", f.limit)}
	case f.batch == "" && strings.TrimSpace(query) == "" && f.kind == "" && f.service == "":
		return &usageError{
			message: diag.Text{En: "nothing to look for", Ja: "検索語がありません"},
			hint:    diag.Say("name it: %s", "例: %s", "debrief search too many connections"),
		}
	}
	w, err := a.open(".")
	if err != nil {
		return err
	}
	if err := a.readAlerts(w, nil); err != nil {
		return err
	}
	if err := a.load(ctx, w); err != nil {
		return err
	}
	library := insight.NewLibrary(w.corpus, w.results)
	if f.batch != "" {
		return a.searchBatch(library, f)
	}
	query = f.narrow(query)
	found := library.Search(query, f.limit)
	if f.format == "json" {
		return a.writeJSON(insight.Object{
			{Key: "schema", Value: schemaOf("search")},
			{Key: "as_of", Value: w.results.Now.Format(time.RFC3339)},
			{Key: "rev", Value: w.rev()},
			{Key: "query", Value: query},
			{Key: "results", Value: foundJSON(library, query, found)},
		})
	}
	if len(found) == 0 {
		a.tell(diag.Text{
			En: "nothing found: try fewer words, or what the alert or message says",
			Ja: "見つかりません。語を減らすか、アラートやメッセージの文言で試してください",
		})
		return nil
	}
	t := a.newTable(a.in("Kind", "種別"), "ID", a.in("Title", "タイトル"), a.in("Path", "パス"), a.in("Found by", "一致した語"))
	for _, r := range found {
		var terms []string
		for _, reason := range library.Why(query, r.Entry, 3) {
			terms = append(terms, printable(strings.TrimPrefix(reason.Term, "=")))
		}
		t.AppendRow(table.Row{w.set.Kind(r.Entry.Kind).Label.In(a.lang), printable(r.Entry.ID), printable(r.Entry.Title), printable(r.Entry.Path()), strings.Join(terms, ", ")})
	}
	t.Render()
	return nil
}

// narrow adds the flags to a query, as operators.
func (f searchFlags) narrow(query string) string {
	for _, o := range [...]struct{ key, value string }{{"kind", f.kind}, {"service", f.service}} {
		if o.value != "" {
			query += " " + o.key + ":" + strings.ReplaceAll(o.value, " ", "-")
		}
	}
	return strings.TrimSpace(query)
}

func foundJSON(l *insight.Library, query string, found []insight.Found) []insight.Object {
	out := make([]insight.Object, len(found))
	for i, r := range found {
		why := []insight.Object{}
		for _, reason := range l.Why(query, r.Entry, 5) {
			why = append(why, insight.Object{
				{Key: "term", Value: reason.Term}, {Key: "field", Value: reason.Field.String()}, {Key: "share", Value: rounded(reason.Share)},
			})
		}
		out[i] = insight.Object{
			{Key: "path", Value: r.Entry.Path()}, {Key: "kind", Value: r.Entry.Kind}, {Key: "id", Value: r.Entry.ID},
			{Key: "title", Value: r.Entry.Title}, {Key: "score", Value: rounded(r.Score)}, {Key: "why", Value: why},
		}
	}
	return out
}

func rounded(v float64) float64 { return math.Round(v*1e6) / 1e6 }

// batchQuery is a line of a file of queries.
type batchQuery struct {
	ID    string `json:"id"`
	Query string `json:"query"`
	Kind  string `json:"kind"`
}

// searchBatch answers one query a line with one answer a line.
func (a *app) searchBatch(l *insight.Library, f searchFlags) error {
	in := a.stdin
	if f.batch != "-" {
		file, err := os.Open(f.batch)
		if err != nil {
			return fmt.Errorf("reading the queries: %w", err)
		}
		defer file.Close()
		in = file
	}
	out := bufio.NewWriter(a.stdout)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	dec := json.NewDecoder(in)
	for n := 1; ; n++ {
		var q batchQuery
		if err := dec.Decode(&q); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return &usageError{message: diag.Say("query %d of %s cannot be read: %s", "%[2]s の%[1]d件目を読み込めません: %[3]s", n, f.batch, err.Error())}
		}
		own := f
		if q.Kind != "" {
			own.kind = q.Kind
		}
		query := own.narrow(q.Query)
		results := []insight.Object{}
		for _, r := range l.Search(query, min(f.limit, 10)) {
			why := []string{}
			for _, reason := range l.Why(query, r.Entry, 5) {
				why = append(why, reason.Term)
			}
			results = append(results, insight.Object{{Key: "path", Value: r.Entry.Path()}, {Key: "score", Value: rounded(r.Score)}, {Key: "why", Value: why}})
		}
		if err := enc.Encode(insight.Object{{Key: "id", Value: q.ID}, {Key: "results", Value: results}}); err != nil {
			return fmt.Errorf("writing the results: %w", err)
		}
	}
	return out.Flush()
}
