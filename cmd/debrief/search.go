package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
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
	kind, batch, format            string
	service, category, environment string // what is known besides the text
	only                           bool   // that rules out what is not so
	limit, symptoms                int
}

func newSearch(a *app) *cobra.Command {
	f := searchFlags{}
	cmd := &cobra.Command{
		Use:   "search QUERY...",
		Short: a.in("Find what answers an error message or a few words", "エラーメッセージや語句に答える文書を探す"),
		Long: a.in(`Finds the documents that answer a text best, with the ranking of the site's
search. Paste an error message or an alert as it is. Operators narrow it down:
kind:runbook, service:web, severity:sev1, year:2026, is:overdue, and with a
minus before them what is left out; "words in quotes" must stand there.

Below the documents stand those that hold the message itself, numbers, ids,
times and hosts aside, and the symptoms that fit: likely causes, solutions
with their record, runbooks. What --service, --category and --environment tell
makes symptoms likelier; with --only it also narrows the documents down.`,
			`サイトの検索と同じ順位付けで、テキストにもっともよく答える文書を探します。エラーメッセージや
アラートはそのまま貼り付けられます。kind:runbook、service:web、severity:sev1、year:2026、
is:overdue などで絞り込み、前に - を付けると除外します。"引用符で囲んだ語句" は必ず含みます。

文書の下に、メッセージそのもの（数値、ID、時刻、ホスト名を除く）を含む文書と、当てはまる
症状の原因、実績付きの解決策、ランブックを示します。--service、--category、--environment は
症状の確からしさに加味され、--only を付けると文書も絞り込みます。`),
		Example: `  debrief search too many connections
  debrief search 'kind:runbook 接続数が上限'
  debrief search --service checkout orders fail with 503
  kubectl logs checkout-api | tail -n 20 | debrief search -
  debrief search --batch queries.jsonl > results.jsonl`,
		RunE: func(cmd *cobra.Command, args []string) error {
			query, err := a.queryOf(args)
			if err != nil {
				return err
			}
			return a.search(cmd.Context(), query, f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.kind, "kind", "", a.in("only documents of this `KIND`", "この種別 `KIND` の文書だけ"))
	flags.StringVar(&f.service, "service", "", a.in("it is about the service `ID`", "サービス `ID` に関すること"))
	flags.StringVar(&f.category, "category", "", a.in("it is of the category `NAME`", "カテゴリー `NAME` に関すること"))
	flags.StringVar(&f.environment, "environment", "", a.in("it was seen in the environment `NAME`", "環境 `NAME` で見られたこと"))
	flags.BoolVar(&f.only, "only", false, a.in("only documents of this service, category and environment", "このサービス、カテゴリー、環境の文書だけ"))
	flags.IntVar(&f.symptoms, "symptoms", 3, a.in("at most `N` symptoms with causes and solutions", "原因と解決策を示す症状は最大 `N` 件"))
	flags.IntVar(&f.limit, "limit", 10, a.in("at most `N` documents", "最大 `N` 件"))
	flags.StringVar(&f.batch, "batch", "", a.in(`answer the queries of `+"`FILE`"+`, one {"id", "query", "lang", "kind"} a line; - is standard input`, "`FILE` の検索語に答える。1行に1つの {\"id\", \"query\", \"lang\", \"kind\"}。- は標準入力"))
	flags.StringVar(&f.format, "format", "table", a.in("print as `FORMAT`: table or json", "出力形式 `FORMAT`: table または json"))
	a.addAsOf(cmd)
	a.addRev(cmd)
	a.addAudience(cmd)
	complete(cmd, "format", "table", "json")
	return cmd
}

func (a *app) search(ctx context.Context, query string, f searchFlags) error {
	switch {
	case f.format != "table" && f.format != "json":
		return &usageError{message: diag.Say("unknown format %q: use table or json", "形式 %q はありません。table か json を指定してください", f.format)}
	case f.limit < 1:
		return &usageError{message: diag.Say("--limit %d is not a number of documents", "--limit %d は件数ではありません", f.limit)}
	case f.symptoms < 0:
		return &usageError{message: diag.Say("--symptoms %d is not a number of symptoms", "--symptoms %d は件数ではありません", f.symptoms)}
	case f.batch == "" && strings.TrimSpace(query) == "" && f.kind == "" && !f.only:
		return &usageError{
			message: diag.Text{En: "nothing to look for", Ja: "検索語がありません"},
			hint:    diag.Say("name it: %s", "例: %s", "debrief search too many connections"),
		}
	}
	w, err := a.openWithAlerts(ctx, false)
	if err != nil {
		return err
	}
	if err := f.known(w); err != nil {
		return err
	}
	library := w.results.Library()
	if f.batch != "" {
		return a.searchBatch(library, f)
	}
	query = f.narrow(query)
	found := library.Search(query, f.limit)
	var answer insight.Answer
	if f.symptoms > 0 {
		answer = insight.NewFinder(library, w.results).Answer(query, f.situation(), f.symptoms)
	}
	if f.format == "json" {
		exact, symptoms := answer.JSON(a.lang)
		return a.writeJSON(insight.Object{
			{Key: "schema", Value: schemaOf("search")},
			{Key: "as_of", Value: w.results.Now.Format(time.RFC3339)},
			{Key: "rev", Value: w.rev()},
			{Key: "query", Value: query},
			{Key: "results", Value: foundJSON(library, query, found)},
			{Key: "exact", Value: exact},
			{Key: "symptoms", Value: symptoms},
		})
	}
	if len(found) == 0 {
		a.tell(nothingFound(library, query))
		return nil
	}
	a.answerText(w, answer)
	a.foundTable(w, library, query, found)
	return nil
}

// foundTable lists the documents that answer a query.
func (a *app) foundTable(w *workspace, library *insight.Library, query string, found []insight.Found) {
	t := a.newTable(a.in("Kind", "種別"), "ID", a.in("Title", "タイトル"), a.in("Path", "パス"), a.in("Found by", "一致した語"))
	for _, r := range found {
		var terms []string
		for _, reason := range library.Why(query, r.Entry, 3) {
			terms = append(terms, printable(strings.TrimPrefix(reason.Term, "=")))
		}
		t.AppendRow(table.Row{w.set.Kind(r.Entry.Kind).Label.In(a.lang), printable(r.Entry.ID), printable(r.Entry.Title), printable(r.Entry.Path()), strings.Join(terms, ", ")})
	}
	t.Render()
}

// known refuses a kind and a service that there is none of.
func (f searchFlags) known(w *workspace) error {
	if f.kind != "" && w.set.Kind(f.kind) == nil {
		var names []string
		for _, k := range w.set.Kinds() {
			names = append(names, k.Name)
		}
		return unknownValue(diag.Say("there is no kind %q", "種別 %q はありません", f.kind), f.kind, names)
	}
	if f.service != "" && w.corpus.ByID("service", f.service) == nil {
		var names []string
		for _, e := range w.corpus.Kind("service") {
			names = append(names, e.ID)
		}
		return unknownValue(diag.Say("there is no service %q", "サービス %q はありません", f.service), f.service, names)
	}
	return nil
}

func unknownValue(message diag.Text, value string, names []string) error {
	if near := diag.Nearest(value, names); near != "" {
		message = diag.Say("%s; did you mean %q?", "%s。%q のことですか?", message, near)
	}
	return &usageError{message: message}
}

// nothingFound says why, where an operator rules everything out.
func nothingFound(l *insight.Library, query string) diag.Text {
	if none := l.Unknown(query); len(none) > 0 {
		return diag.Say("nothing found: no document has %s", "見つかりません。%s の文書はありません", strings.Join(none, ", "))
	}
	return diag.Text{
		En: "nothing found: try fewer words, or what the alert or message says",
		Ja: "見つかりません。語を減らすか、アラートやメッセージの文言で試してください",
	}
}

// narrow adds the flags to a query, as operators.
func (f searchFlags) narrow(query string) string {
	operators := []struct{ key, value string }{{"kind", f.kind}}
	if f.only {
		operators = append(operators, []struct{ key, value string }{{"service", f.service}, {"category", f.category}, {"environment", f.environment}}...)
	}
	for _, o := range operators {
		if o.value != "" {
			query += " " + o.key + ":" + strings.ReplaceAll(o.value, " ", "-")
		}
	}
	return strings.TrimSpace(query)
}

// situation is what the flags tell besides the text.
func (f searchFlags) situation() insight.Situation {
	return insight.Situation{Service: f.service, Category: f.category, Environment: f.environment}
}

// queryOf gives what is asked for: the arguments, or for a single "-" what
// standard input says.
func (a *app) queryOf(args []string) (string, error) {
	if len(args) != 1 || args[0] != "-" {
		return strings.Join(args, " "), nil
	}
	data, err := io.ReadAll(io.LimitReader(a.stdin, longestLine))
	if err != nil {
		return "", fmt.Errorf("reading standard input: %w", err)
	}
	return strings.ToValidUTF8(string(data), "\ufffd"), nil
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

// longestLine is the number of bytes of a line of a file of queries.
const longestLine = 1 << 20

// searchBatch answers one query a line with one answer a line. A line that is
// no query is told of, and the others are answered.
func (a *app) searchBatch(l *insight.Library, f searchFlags) error {
	in := a.stdin
	if f.batch != "-" {
		file, err := os.Open(f.batch)
		if err != nil {
			return &usageError{message: diag.Say("the file of queries %q cannot be read", "検索語のファイル %q を読み込めません", f.batch)}
		}
		defer file.Close()
		in = file
	}
	out := bufio.NewWriter(a.stdout)
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, longestLine)
	bad := 0
	for n := 1; lines.Scan(); n++ {
		line := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\ufeff")))
		if len(line) == 0 {
			continue
		}
		var q batchQuery
		if json.Unmarshal(line, &q) != nil {
			bad++
			fmt.Fprintf(a.stderr, "%s:%d: %s\n", printable(f.batch), n, diag.Say(
				"the line is no query: write {\"id\": \"…\", \"query\": \"…\"}", "行が検索語ではありません。{\"id\": \"…\", \"query\": \"…\"} の形で書いてください").In(a.lang))
			continue
		}
		if err := a.answerQuery(out, l, q, f); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the results: %w", err)
	}
	if err := lines.Err(); err != nil {
		return &usageError{message: diag.Say("the file of queries %q has a line of more than %d bytes", "検索語のファイル %q に %d バイトを超える行があります", f.batch, longestLine)}
	}
	if bad > 0 {
		return &usageError{message: diag.Say("%d lines are no queries; the others are answered", "%d 行は検索語ではありません。ほかの行には答えました", bad)}
	}
	return nil
}

// answerQuery writes the answer to one query.
func (a *app) answerQuery(out io.Writer, l *insight.Library, q batchQuery, f searchFlags) error {
	if q.Kind != "" {
		f.kind = q.Kind
	}
	query := f.narrow(q.Query)
	results := []insight.Object{}
	for _, r := range l.Search(query, min(f.limit, 10)) {
		why := []string{}
		for _, reason := range l.Why(query, r.Entry, 5) {
			why = append(why, reason.Term)
		}
		results = append(results, insight.Object{{Key: "path", Value: r.Entry.Path()}, {Key: "score", Value: rounded(r.Score)}, {Key: "why", Value: why}})
	}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(insight.Object{{Key: "id", Value: q.ID}, {Key: "results", Value: results}}); err != nil {
		return fmt.Errorf("writing the results: %w", err)
	}
	return nil
}
