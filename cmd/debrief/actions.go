package main

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"
	"golang.org/x/text/unicode/norm"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
)

// actionFlags choose action items. Those that are not set choose all.
type actionFlags struct {
	overdue        bool
	owner, service string
	age            int // least days; negative for any
	states         []string
	format         string
}

func newActions(a *app) *cobra.Command {
	f := actionFlags{}
	cmd := &cobra.Command{
		Use:   "actions",
		Short: a.in("Show action items with their age", "アクションを経過日数とともに表示する"),
		Long: a.in(`Shows the action items of all documents with state, age and due date, and
where each fact came from: the item itself, its ticket, its document, or the
Git history. Overdue items come first. Items without a check box and without a
word about their state are of unknown state: neither open nor closed.`,
			`すべての文書のアクションを、状態、経過日数、期限と、それぞれの根拠（項目自身、チケット、
文書、Git の履歴）とともに表示します。期限を過ぎたものから並びます。チェックボックスも状態の
記述もない項目は状態不明とし、未完了にも完了にも数えません。`),
		Example: `  debrief actions --overdue
  debrief actions --owner team-web --age 90
  debrief actions --state unknown --format csv`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("age") {
				f.age = -1
			} else if f.age < 0 {
				return &usageError{message: diag.Say("--age %d is not a number of days", "--age %d は日数ではありません", f.age)}
			}
			return a.actions(cmd.Context(), f)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&f.overdue, "overdue", false, a.in("only items that are open and past their due date", "期限を過ぎた未完了のものだけ"))
	flags.StringVar(&f.owner, "owner", "", a.in("only items of this person or team: `NAME`, with or without @", "この担当者またはチーム `NAME` のものだけ（@ はなくてもよい）"))
	flags.StringVar(&f.service, "service", "", a.in("only items after incidents of the service `ID`", "サービス `ID` のインシデントのものだけ"))
	flags.IntVar(&f.age, "age", 0, a.in("only items that have been open for at least `DAYS`", "`DAYS` 日以上未完了のものだけ"))
	flags.StringSliceVar(&f.states, "state", nil, a.in("only items in this `STATE`: "+list(actionStates, ", ")+"; may be repeated", "この状態 `STATE` のものだけ: "+list(actionStates, "、")+"。複数指定できる"))
	flags.StringVar(&f.format, "format", "table", a.in("print as `FORMAT`: table, json, csv or csv-bom (for Excel)", "出力形式 `FORMAT`: table、json、csv、csv-bom（Excel 用）"))
	a.addAsOf(cmd)
	a.addRev(cmd)
	a.addAudience(cmd)
	complete(cmd, "format", actionFormats...)
	complete(cmd, "state", actionStates...)
	return cmd
}

var actionFormats = append([]string{"table", "json"}, csvFormats...)

// actionStates are the states that --state knows.
var actionStates = []string{
	string(facet.Open), string(facet.InProgress), string(facet.Blocked), string(facet.Done), string(facet.WontDo), string(facet.Unknown), string(insight.Removed),
}

func (a *app) actions(ctx context.Context, f actionFlags) error {
	if !slices.Contains(actionFormats, f.format) {
		return unknownFormat(f.format, actionFormats)
	}
	for _, s := range f.states {
		if !slices.Contains(actionStates, s) {
			return &usageError{message: diag.Say("unknown state %q: use %s", "状態 %q はありません。使える値: %s", s, list(actionStates, ", "))}
		}
	}
	w, err := a.open(".")
	if err != nil {
		return err
	}
	notice, err := a.loadWithHistory(ctx, w)
	if err != nil {
		return err
	}
	a.tell(notice)
	items, err := w.chooseActions(f)
	if err != nil {
		return err
	}
	figures := w.results.Ageing(items)
	switch {
	case f.format == "json":
		return a.actionsJSON(w, items, figures)
	case isCSV(f.format):
		return writeCSV(a.stdout, f.format, insight.ActionRows(items, a.lang))
	}
	a.actionsTable(w, items, figures)
	return nil
}

// chooseActions gives the items that the flags choose, the most urgent first.
func (w *workspace) chooseActions(f actionFlags) ([]*insight.Action, error) {
	service := corpus.Fold(f.service)
	if e := w.corpus.ByID("service", f.service); e != nil {
		service = corpus.Fold(e.ID)
	}
	owned, served := false, false
	items := slices.DeleteFunc(slices.Clone(w.results.AllActions()), func(x *insight.Action) bool {
		mine, here := f.owner == "" || owns(x.Item.Owner, f.owner), f.service == "" || runs(w.results.ServicesOf(x), service)
		owned, served = owned || mine, served || here
		return !mine || !here || f.overdue && x.Overdue == 0 ||
			f.age >= 0 && !(x.Age.Known && x.Age.V >= f.age) ||
			len(f.states) > 0 && !slices.Contains(f.states, string(x.State))
	})
	slices.SortStableFunc(items, insight.Urgency)
	switch {
	case f.owner != "" && !owned && len(w.results.AllActions()) > 0:
		return nil, w.unknownName("--owner", f.owner, w.owners())
	case f.service != "" && !served && w.corpus.ByID("service", f.service) == nil:
		return nil, w.unknownName("--service", f.service, w.services())
	}
	return items, nil
}

// unknownName is the error of a filter that no item can pass, most likely a
// slip.
func (w *workspace) unknownName(flag, name string, known []string) error {
	message := diag.Say("no action item belongs to %s %q", "%s %q のアクションはありません", flag, name)
	if near := diag.Nearest(name, known); near != "" {
		message = diag.Say("%s; did you mean %q?", "%s。%q のことですか?", message, near)
	}
	return &usageError{message: message}
}

func (w *workspace) owners() []string {
	var names []string
	for _, x := range w.results.AllActions() {
		names = append(names, splitOwners(x.Item.Owner)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (w *workspace) services() []string {
	var names []string
	for _, e := range w.corpus.Kind("service") {
		names = append(names, e.ID)
	}
	return names
}

// owns tells whether a name is among the owners as an item states them.
func owns(stated, name string) bool {
	return slices.ContainsFunc(append(splitOwners(stated), stated), func(one string) bool { return foldName(one) == foldName(name) })
}

func splitOwners(stated string) []string {
	return strings.FieldsFunc(stated, func(r rune) bool { return strings.ContainsRune(",;、，/&+", r) })
}

func foldName(name string) string {
	return strings.ToLower(strings.TrimLeft(strings.TrimSpace(norm.NFKC.String(name)), "@"))
}

func runs(services []string, id string) bool {
	return slices.ContainsFunc(services, func(s string) bool { return corpus.Fold(s) == id })
}

// actionsTable prints the items and a line that sums them up.
func (a *app) actionsTable(w *workspace, items []*insight.Action, f insight.AgeingFigures) {
	if len(items) > 0 {
		t := a.newTable(a.in("State", "状態"), a.in("Age", "経過"), a.in("Due", "期限"), a.in("Owner", "担当"),
			a.in("Document", "文書"), a.in("Action", "アクション"))
		t.SetColumnConfigs([]table.ColumnConfig{{Number: 2, Align: text.AlignRight, AlignHeader: text.AlignRight}})
		for _, x := range items {
			t.AppendRow(table.Row{a.stateOf(x), a.ageOf(x), a.dueOf(x), printable(x.Item.Owner), printable(w.documentOf(x)), printable(short(x.Item.Text, 60))})
		}
		t.Render()
		fmt.Fprintln(a.stdout)
	}
	fmt.Fprintln(a.stdout, a.sumUp(f).In(a.lang))
}

// documentOf names the document of an item: its id, else its path.
func (w *workspace) documentOf(x *insight.Action) string {
	if x.Entry == nil {
		return x.Path
	}
	return x.Entry.ID
}

// stateNames are the states for people.
var stateNames = map[facet.Status]diag.Text{
	facet.Open: {En: "open", Ja: "未完了"}, facet.InProgress: {En: "in progress", Ja: "対応中"}, facet.Blocked: {En: "blocked", Ja: "保留"},
	facet.Done: {En: "done", Ja: "完了"}, facet.WontDo: {En: "won't do", Ja: "見送り"}, facet.Unknown: {En: "unknown", Ja: "不明"},
	insight.Removed: {En: "removed", Ja: "削除"},
}

func (a *app) stateOf(x *insight.Action) string {
	name := stateNames[x.State].In(a.lang)
	if x.Reopened > 0 {
		name += a.in(" (reopened)", "（再開）")
	}
	return name
}

// ageOf shows how long an item has been open, or took.
func (a *app) ageOf(x *insight.Action) string {
	switch {
	case x.Age.Known && x.Opened.From == insight.FromBound:
		return diag.Say("≥ %d d", "%d日以上", x.Age.V).In(a.lang)
	case x.Age.Known:
		return diag.Say("%d d", "%d日", x.Age.V).In(a.lang)
	case x.ToClose.Known:
		return diag.Say("took %d d", "%d日で完了", x.ToClose.V).In(a.lang)
	}
	return unknown
}

func (a *app) dueOf(x *insight.Action) string {
	if !x.Due.Known {
		return unknown
	}
	due := dayText(x.Due)
	if x.Overdue > 0 {
		return due + " " + diag.Say("(%d d late)", "（%d日超過）", x.Overdue).In(a.lang)
	}
	return due
}

func dayText(d facet.Date) string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// short cuts a text to so many characters.
func short(s string, most int) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) <= most {
		return string(r)
	}
	return string(r[:most-1]) + "…"
}

// sumUp is the line under the table.
func (a *app) sumUp(f insight.AgeingFigures) diag.Text {
	n := f.ByState
	share := diag.Text{}
	if f.Overdue > 0 {
		percent := new(big.Rat).Mul(f.OverdueShare.V, big.NewRat(100, 1))
		share = diag.Say(" (%s)", "（%s）", diag.Text{En: insight.FormatPercent(percent, 0, "en"), Ja: insight.FormatPercent(percent, 0, "ja")})
	}
	counts := diag.Say("action items: %d; open: %d, overdue: %d%s; done: %d, won't do: %d, unknown: %d, removed: %d",
		"アクション %d 件: 未完了 %d 件、うち期限超過 %d 件%s。完了 %d 件、見送り %d 件、状態不明 %d 件、削除 %d 件",
		f.Items, f.Open, f.Overdue, share, n[facet.Done], n[facet.WontDo], n[facet.Unknown], n[insight.Removed])
	return diag.Say("%s; %s", "%s。%s", counts, medianText(f.Survival))
}

// medianText says how long it takes until half of the items are closed.
func medianText(s insight.Survival) diag.Text {
	switch {
	case s.Items == 0:
		return diag.Text{En: "median time to close: no item has an age", Ja: "完了までの中央値: 経過日数の分かる項目なし"}
	case !s.Median.Known:
		return diag.Say("median time to close: not reached within %s", "完了までの中央値: %s以内には未到達", diag.Amount(s.Longest, "day", "days", "日"))
	}
	return diag.Say("median time to close: %s", "完了までの中央値: %s", diag.Amount(s.Median.V, "day", "days", "日"))
}
