package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/gitlog"
	"github.com/debrief-dev/debrief/internal/insight"
)

// checked is one thing that the doctor looked at.
type checked struct {
	key   string // in JSON
	name  diag.Text
	value any       // in JSON
	shown diag.Text // for people
	// remedy is what to do about it; empty if nothing is wrong.
	remedy diag.Text
}

func newDoctor(a *app) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: a.in("Say what is seen of the repository", "リポジトリの状態を診断する"),
		Long: a.in(`Says what debrief sees of the Git repository around the documents: its form,
how far back the history reaches, what is missing, what is passed over; and what
to do where ages of action items are only lower bounds.`,
			`文書を管理する Git リポジトリについて、その形式、履歴の範囲、欠けているもの、使わない
ものを表示します。アクションの経過日数が下限にしかならない場合は対処方法も示します。`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.doctor(cmd.Context(), format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", a.in("print as `FORMAT`: table or json", "出力形式 `FORMAT`: table または json"))
	complete(cmd, "format", "table", "json")
	a.addRev(cmd)
	return cmd
}

func (a *app) doctor(ctx context.Context, format string) (err error) {
	if format != "table" && format != "json" {
		return &usageError{message: diag.Say("unknown format %q: use table or json", "形式 %q はありません。table か json を指定してください", format)}
	}
	w, err := a.open(".")
	if err != nil {
		return err
	}
	now, err := a.nowOf(w)
	if err != nil {
		return err
	}
	if w.corpus, _, err = corpus.Load(ctx, w.files, w.set, w.config.Corpus); err != nil {
		return err
	}
	p := a.readPast(w, now)
	defer func() { err = errors.Join(err, p.close()) }()
	list, err := w.checkup(p, now)
	if err != nil {
		return err
	}
	if format == "json" {
		return a.writeJSON(checkupJSON(list))
	}
	t := a.newTable(a.in("Seen", "項目"), a.in("Value", "値"))
	for _, c := range list {
		t.AppendRow(table.Row{c.name.In(a.lang), printable(c.shown.In(a.lang))})
	}
	t.Render()
	for _, c := range list {
		if c.remedy != (diag.Text{}) {
			fmt.Fprintf(a.stdout, "\n%s: %s\n", c.name.In(a.lang), printable(c.remedy.In(a.lang)))
		}
	}
	return nil
}

func checkupJSON(list []checked) insight.Object {
	out := insight.Object{{Key: "schema", Value: schemaOf("doctor")}}
	remedies := []insight.Object{}
	for _, c := range list {
		out = append(out, insight.Member{Key: c.key, Value: c.value})
		if c.remedy != (diag.Text{}) {
			remedies = append(remedies, insight.Object{{Key: "about", Value: c.key}, {Key: "en", Value: c.remedy.En}, {Key: "ja", Value: c.remedy.Ja}})
		}
	}
	return append(out, insight.Member{Key: "remedies", Value: remedies})
}

// checkup looks at everything there is.
func (w *workspace) checkup(p past, now time.Time) ([]checked, error) {
	list := []checked{
		textCheck("documents", diag.Text{En: "Documents", Ja: "文書"}, w.root),
		countCheck("document_count", diag.Text{En: "Number of documents", Ja: "文書の数"}, len(w.corpus.Entries), diag.Text{}),
	}
	r := p.repository
	if r == nil {
		c := textCheck("repository", diag.Text{En: "Repository", Ja: "リポジトリ"}, "")
		c.value, c.shown, c.remedy = nil, diag.Text{En: "none", Ja: "なし"}, noHistory(p.err)
		return append(list, c), nil
	}
	traits, err := r.Traits()
	if err != nil {
		return nil, err
	}
	form := formOf(r, traits)
	list = append(list,
		textCheck("repository", diag.Text{En: "Repository", Ja: "リポジトリ"}, r.Root),
		checked{key: "form", name: diag.Text{En: "Form", Ja: "形式"}, value: form.En, shown: form},
	)
	if p.err != nil {
		c := textCheck("history", diag.Text{En: "History", Ja: "履歴"}, "")
		c.value, c.shown, c.remedy = nil, diag.Text{En: "cannot be read", Ja: "読み込めない"}, noHistory(p.err)
		if errors.Is(p.err, gitlog.ErrTreeless) {
			cure := treeless()
			c.remedy = diag.Say("%s; %s", "%s。%s", cure.message, cure.hint)
		}
		return append(list, c), nil
	}
	list = append(list, w.historyChecks(p, now)...)
	return append(list, traitChecks(r, traits)...), nil
}

// formOf says in words what kind of repository there is.
func formOf(r *gitlog.Repository, t gitlog.Traits) diag.Text {
	switch {
	case r.Bare:
		return diag.Text{En: "bare", Ja: "ベア"}
	case t.Submodule:
		return diag.Text{En: "submodule", Ja: "サブモジュール"}
	case t.Linked:
		return diag.Text{En: "linked working tree", Ja: "リンクされた作業ツリー"}
	}
	return diag.Text{En: "working tree", Ja: "作業ツリー"}
}

// historyChecks looks at what the history holds and lacks.
func (w *workspace) historyChecks(p past, now time.Time) []checked {
	h := p.history
	lives := h.Lives(gitlog.Working{Now: now})
	fetch := diag.Say("dates are lower bounds; fetch all of it: %s", "日付は下限です。履歴をすべて取得してください: %s", howToFetch)
	missing := diag.Text{En: "ages of their action items are lower bounds; git fetch --refetch brings them", Ja: "アクションの経過日数は下限です。git fetch --refetch で取得できます"}
	away := diag.Text{En: "ages of their action items are lower bounds; git lfs fetch --all brings them", Ja: "アクションの経過日数は下限です。git lfs fetch --all で取得できます"}
	imported := 0
	for _, e := range w.corpus.Entries {
		if d, ok := h.Document(e.Path()); ok && d.Imported {
			imported++
		}
	}
	return []checked{
		textCheck("commit", diag.Text{En: "Commit", Ja: "コミット"}, h.Head),
		countCheck("commits", diag.Text{En: "Commits of the main line", Ja: "本線のコミット"}, h.Commits, diag.Text{}),
		textCheck("begins", diag.Text{En: "First of them", Ja: "最初のコミット"}, h.Begins.UTC().Format(time.DateOnly)),
		yesCheck("shallow", diag.Text{En: "Shallow", Ja: "浅いクローン"}, p.repository.Shallow, fetch),
		yesCheck("partial", diag.Text{En: "Partial", Ja: "部分クローン"}, p.repository.Partial, diag.Text{}),
		countCheck("versions", diag.Text{En: "Versions of documents", Ja: "文書の版"}, lives.Versions, diag.Text{}),
		countCheck("versions_missing", diag.Text{En: "Versions missing", Ja: "欠けている版"}, lives.Missing-lives.Away, missing),
		countCheck("versions_in_lfs", diag.Text{En: "Versions not fetched by Git LFS", Ja: "Git LFS で未取得の版"}, lives.Away, away),
		countCheck("bounds", diag.Text{En: `Action items "at least" so old`, Ja: "経過日数が下限のアクション"}, lives.Bounds, diag.Text{}),
		countCheck("skewed", diag.Text{En: "Commits with a repaired date", Ja: "日時を補正したコミット"}, h.Skewed, diag.Text{}),
		countCheck("imported", diag.Text{En: "Documents copied in bulk", Ja: "まとめて取り込まれた文書"}, imported, diag.Text{}),
		listCheck("submodules", diag.Text{En: "Submodules, not read", Ja: "サブモジュール（読み込まない）"}, h.Submodules),
	}
}

// traitChecks looks at what is particular about the repository.
func traitChecks(r *gitlog.Repository, t gitlog.Traits) []checked {
	return []checked{
		yesCheck("sparse", diag.Text{En: "Sparse working tree", Ja: "スパースな作業ツリー"}, r.Sparse, diag.Text{}),
		countCheck("alternates", diag.Text{En: "Alternates", Ja: "代替オブジェクト"}, t.Alternates, diag.Text{}),
		listCheck("extensions_ignored", diag.Text{En: "Extensions passed over", Ja: "無視する拡張"}, t.Extensions),
		countCheck("replaced", diag.Text{En: "Replace references passed over", Ja: "無視する置き換え参照"}, t.Replaced, diag.Text{}),
		yesCheck("grafts", diag.Text{En: "Grafts passed over", Ja: "無視する接ぎ木"}, t.Grafted, diag.Text{}),
	}
}

func textCheck(key string, name diag.Text, value string) checked {
	return checked{key: key, name: name, value: value, shown: diag.Text{En: value, Ja: value}}
}

// countCheck is a number; the remedy counts only where it is not 0.
func countCheck(key string, name diag.Text, n int, remedy diag.Text) checked {
	c := checked{key: key, name: name, value: n, shown: diag.Text{En: strconv.Itoa(n), Ja: strconv.Itoa(n)}}
	if n > 0 {
		c.remedy = remedy
	}
	return c
}

// yesCheck is a yes or no; the remedy counts only where it is yes.
func yesCheck(key string, name diag.Text, yes bool, remedy diag.Text) checked {
	c := checked{key: key, name: name, value: yes, shown: diag.Text{En: "no", Ja: "いいえ"}}
	if yes {
		c.shown, c.remedy = diag.Text{En: "yes", Ja: "はい"}, remedy
	}
	return c
}

func listCheck(key string, name diag.Text, values []string) checked {
	if len(values) == 0 {
		return checked{key: key, name: name, value: []string{}, shown: diag.Text{En: "none", Ja: "なし"}}
	}
	return checked{key: key, name: name, value: values, shown: diag.Text{En: strings.Join(values, ", "), Ja: strings.Join(values, "、")}}
}
