package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
)

// maxReport is the length of a report in characters. A comment on a pull
// request may have 65,536 (api.github.com answers 422 to more).
const maxReport = 60_000

func newReport(a *app) *cobra.Command {
	var since, format string
	cmd := &cobra.Command{
		Use:   "report",
		Short: a.in("Report what a change means", "変更の内容を報告する"),
		Long: a.in(`Tells what a pull request changes: for each postmortem that is new or edited its
figures, its open actions, the earlier incidents that it probably repeats, the
runbooks that exist for it, and what is still missing.`,
			`プルリクエストが何を変えるかを報告します。追加・変更されたポストモーテムごとに、影響の
数値、未完了のアクション、再発とみられる過去のインシデント、既にあるランブック、まだ
足りないものを示します。`),
		Example: `  debrief report --since auto
  debrief report --since main --format json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.changeReport(cmd.Context(), since, format)
		},
	}
	a.addSince(cmd, &since, diag.Text{
		En: "report what changed since `REV`; auto finds the base of a pull request, a push or a branch",
		Ja: "`REV` からの変更を報告する。auto はプルリクエスト、プッシュ、ブランチの基準を自動で見つける",
	})
	cmd.Flags().StringVar(&format, "format", "markdown", a.in("print as `FORMAT`: markdown or json", "出力形式 `FORMAT`: markdown または json"))
	a.addAsOf(cmd)
	complete(cmd, "format", "markdown", "json")
	return cmd
}

// changeReport prints the report on a change.
func (a *app) changeReport(ctx context.Context, since, format string) (err error) {
	if format != "markdown" && format != "json" {
		return &usageError{message: diag.Say("unknown format %q: use markdown or json", "形式 %q はありません。markdown か json を指定してください", format)}
	}
	if since == "" {
		since = "auto"
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
	b, err := a.loadBase(ctx, w, since)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	c := compare(w, b)
	if format == "json" {
		return a.writeJSON(a.changeJSON(w, b, c))
	}
	_, err = fmt.Fprint(a.stdout, a.changeMarkdown(w, b, c))
	return err
}

// change is which documents a change touches.
type change struct {
	incidents []changedIncident // new and edited postmortems, by path
	others    map[string]int    // kind: how many other documents are new or edited
	removed   []*corpus.Entry   // by path
}

type changedIncident struct {
	*insight.Incident
	added bool
}

// compare finds the documents that differ from the base, by their bytes.
func compare(w *workspace, b *base) change {
	c := change{others: map[string]int{}}
	kept := map[string]bool{}
	for _, e := range w.corpus.Entries {
		was := b.state.corpus.ByPath(b.then(e.Path()))
		if was != nil {
			kept[was.Path()] = true
		}
		if was != nil && bytes.Equal(was.Doc.File.Data, e.Doc.File.Data) {
			continue
		}
		if in := w.results.Incidents[e]; in != nil {
			c.incidents = append(c.incidents, changedIncident{in, was == nil})
		} else {
			c.others[e.Kind]++
		}
	}
	for _, e := range b.state.corpus.Entries {
		if !kept[e.Path()] {
			c.removed = append(c.removed, e)
		}
	}
	return c
}

// changeMarkdown writes the report as Markdown of at most maxReport
// characters. What comes from documents shows as it is written and links to
// nothing.
func (a *app) changeMarkdown(w *workspace, b *base, c change) string {
	var out strings.Builder
	fmt.Fprintf(&out, "### debrief: %s\n\n", diag.Say("what changed since %s", "%s からの変更", shortCommit(b.commit.Hash)).In(a.lang))
	tail := a.otherChanges(w, c)
	if len(c.incidents) == 0 {
		fmt.Fprintf(&out, "%s\n\n", a.in("No postmortem is new or edited.", "追加・変更されたポストモーテムはありません。"))
	}
	room := maxReport - weight(out.String()) - weight(tail) - 200
	for i, in := range c.incidents {
		section := a.incidentMarkdown(w, in)
		if room -= weight(section); room < 0 {
			fmt.Fprintf(&out, "%s\n\n", diag.Say("%d more postmortems do not fit here.", "ほかに %d 件のポストモーテムがあります。", len(c.incidents)-i).In(a.lang))
			break
		}
		out.WriteString(section)
	}
	return out.String() + tail
}

// weight is the length of a text in characters, or half of its bytes where
// that is more: a job summary holds the report beside the findings, and is
// measured in bytes.
func weight(text string) int { return max(utf8.RuneCountInString(text), len(text)/2) }

// otherChanges is a line on the documents that are no postmortems.
func (a *app) otherChanges(w *workspace, c change) string {
	var parts []string
	for _, k := range append(w.kindNames(), facet.PageKind) {
		if n := c.others[k]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, k))
		}
	}
	if n := len(c.removed); n > 0 {
		parts = append(parts, diag.Say("%d removed", "削除 %d 件", n).In(a.lang))
	}
	if len(parts) == 0 {
		return ""
	}
	return a.in("Other documents that changed: ", "そのほかの変更: ") + strings.Join(parts, ", ") + "\n"
}

// maxListed bounds each list of a section.
const maxListed = 20

func (a *app) incidentMarkdown(w *workspace, in changedIncident) string {
	var out strings.Builder
	state := a.in("edited", "変更")
	if in.added {
		state = a.in("new", "追加")
	}
	fmt.Fprintf(&out, "#### %s %s (%s)\n\n%s\n\n", markdown(in.Entry.ID), markdown(clip(in.Entry.Title)), state, markdown(in.Entry.Path()))
	a.figureRows(&out, in.Incident)
	bullets := func(title diag.Text, lines []string) {
		if len(lines) == 0 {
			return
		}
		fmt.Fprintf(&out, "**%s**\n\n", title.In(a.lang))
		for i, line := range lines {
			if i == maxListed {
				fmt.Fprintf(&out, "- %s\n", diag.Say("%d more", "ほか %d 件", len(lines)-i).In(a.lang))
				break
			}
			fmt.Fprintf(&out, "- %s\n", line)
		}
		out.WriteByte('\n')
	}
	bullets(diag.Text{En: "Open actions", Ja: "未完了のアクション"}, a.openActions(in.Entry.Actions))
	bullets(diag.Text{En: "This happened before", Ja: "過去の類似インシデント"}, append(a.repeatLines(w.results.Repeats(in.Incident)), a.earlierLines(w, in.Incident)...))
	bullets(diag.Text{En: "Runbooks that exist", Ja: "既にあるランブック"}, append(a.runbookLines(w, in.Incident), a.likelyRunbookLines(w, in.Incident)...))
	bullets(diag.Text{En: "Still missing", Ja: "足りないもの"}, a.missingLines(in.Readiness(w.config.Policy)))
	return out.String()
}

// figureRows is a table of the figures that are known.
func (a *app) figureRows(out *strings.Builder, in *insight.Incident) {
	rows := [][2]string{
		{a.in("Started", "発生"), a.start(in)},
		{a.in("Duration", "影響時間"), a.duration(in.Duration)},
		{a.in("Time to detect", "検知まで"), a.duration(in.FromStart.Detect)},
		{a.in("Time to resolve", "復旧まで"), a.duration(in.FromStart.Resolve)},
		{a.in("Lost transactions", "失われた取引"), a.number(in.Loss.Transactions)},
		{a.in("Revenue loss", "売上損失"), a.money(in.Loss.Revenue)},
		{a.in("User-minutes", "ユーザー分"), a.number(in.Loss.UserMinutes)},
		{a.in("Month's error budget used", "月間エラーバジェット消費"), a.percent(in.Severity.OfMonth)},
	}
	rows = slices.DeleteFunc(rows, func(r [2]string) bool { return r[1] == unknown })
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(out, "| %s | %s |\n|---|---:|\n", a.in("Figure", "項目"), a.in("Value", "値"))
	for _, r := range rows {
		fmt.Fprintf(out, "| %s | %s |\n", r[0], markdown(r[1]))
	}
	out.WriteByte('\n')
}

func (a *app) percent(q insight.Quantity) string {
	if !q.Known {
		return unknown
	}
	return insight.FormatPercent(q.V, 1, a.lang)
}

func (a *app) openActions(actions []facet.Action) []string {
	var lines []string
	for _, x := range actions {
		if x.Status.Over() {
			continue
		}
		var notes []string
		if x.Owner != "" {
			notes = append(notes, markdown(x.Owner))
		}
		if x.Due.Known {
			notes = append(notes, fmt.Sprintf("%s %04d\u2011%02d\u2011%02d", a.in("due", "期限"), x.Due.Year, x.Due.Month, x.Due.Day))
		}
		line := markdown(clip(x.Text))
		if len(notes) > 0 {
			line += " — " + strings.Join(notes, ", ")
		}
		lines = append(lines, line)
	}
	return lines
}

func (a *app) repeatLines(repeats []insight.Repeat) []string {
	var lines []string
	for _, r := range repeats {
		word := a.in("probably repeats", "再発の可能性")
		if r.Stated {
			word = a.in("repeats", "再発")
		}
		line := fmt.Sprintf("%s: %s %s (%s)", word, markdown(r.Earlier.ID), markdown(clip(r.Earlier.Title)), markdown(r.Why().In(a.lang)))
		if n := len(r.Open); n > 0 {
			line += " — " + diag.Say("%d of its actions still open: %s", "未完了のアクション %d 件: %s", n, markdown(clip(r.Open[0].Text))).In(a.lang)
		}
		lines = append(lines, line)
	}
	return lines
}

// earlierLines tells of earlier incidents that only the ranking finds.
func (a *app) earlierLines(w *workspace, in *insight.Incident) []string {
	var lines []string
	for _, k := range w.results.Earlier(in) {
		word := a.in("did this happen before?", "過去にも起きていませんか")
		if k.Suggested {
			word = a.in("resembles", "類似")
		}
		other := k.Other(in.Entry)
		lines = append(lines, fmt.Sprintf("%s: %s %s (%s)", word, markdown(other.ID), markdown(clip(other.Title)), a.likelihood(w, k)))
	}
	return lines
}

// likelihood says how likely a link is and by which words.
func (a *app) likelihood(w *workspace, k *insight.Link) string {
	words := markdown(strings.Join(w.results.Links().Why(k).Words(3), ", "))
	return diag.Say("%.0f %% likely, by %s", "確率 %.0f %%、根拠: %s", 100*k.P, words).In(a.lang)
}

// likelyRunbookLines tells of runbooks that only the ranking finds.
func (a *app) likelyRunbookLines(w *workspace, in *insight.Incident) []string {
	var lines []string
	for _, k := range w.results.LikelyRunbooks(in) {
		other := k.Other(in.Entry)
		lines = append(lines, fmt.Sprintf("%s %s (%s) — %s", markdown(other.ID), markdown(clip(other.Title)), a.likelihood(w, k), a.notLinked(w, other, in)))
	}
	return lines
}

// notLinked says that an incident's document does not link to a runbook, and
// whether there was one when it began.
func (a *app) notLinked(w *workspace, runbook *corpus.Entry, in *insight.Incident) string {
	existed := w.results.Existed(runbook, in)
	switch {
	case existed.Known && existed.V:
		return a.in("it existed when the incident began, and this postmortem does not link to it", "インシデント発生時に既に存在。このポストモーテムからのリンクなし")
	case existed.Known:
		return a.in("written since, and this postmortem does not link to it", "発生後に作成。このポストモーテムからのリンクなし")
	}
	return a.in("this postmortem does not link to it", "このポストモーテムからのリンクなし")
}

func (a *app) runbookLines(w *workspace, in *insight.Incident) []string {
	var lines []string
	for _, x := range w.results.Runbooks(in) {
		line := fmt.Sprintf("%s %s (%s)", markdown(x.Runbook.ID), markdown(clip(x.Runbook.Title)), markdown(x.Why().In(a.lang)))
		if !x.Linked {
			line += " — " + a.notLinked(w, x.Runbook, in)
		}
		lines = append(lines, line)
	}
	return lines
}

func (a *app) missingLines(items []insight.ReadinessItem) []string {
	var lines []string
	for _, i := range items {
		if i.Check == insight.Missing {
			lines = append(lines, fmt.Sprintf("%s: %s", markdown(i.Text.In(a.lang)), markdown(i.Why.In(a.lang))))
		}
	}
	return lines
}

// clip shortens a text of a document to what a line of the report bears.
func clip(s string) string { return shorten(s, 200) }

func (a *app) changeJSON(w *workspace, b *base, c change) insight.Object {
	incidents := []insight.Object{}
	for _, in := range c.incidents {
		incidents = append(incidents, a.incidentJSON(w, in))
	}
	removed := []string{}
	for _, e := range c.removed {
		removed = append(removed, e.Path())
	}
	return insight.Object{
		{Key: "schema", Value: schemaOf("report")},
		{Key: "as_of", Value: w.results.Now.Format(time.RFC3339)},
		{Key: "rev", Value: w.rev()},
		{Key: "base", Value: b.commit.Hash},
		{Key: "incidents", Value: incidents},
		{Key: "others", Value: c.others},
		{Key: "removed", Value: removed},
	}
}

func (a *app) incidentJSON(w *workspace, in changedIncident) insight.Object {
	repeats, runbooks, readiness := []insight.Object{}, []insight.Object{}, []insight.Object{}
	earlier, likely := []insight.Object{}, []insight.Object{} // what only the ranking finds
	for _, r := range w.results.Repeats(in.Incident) {
		repeats = append(repeats, insight.Object{
			{Key: "id", Value: r.Earlier.ID}, {Key: "path", Value: r.Earlier.Path()}, {Key: "stated", Value: r.Stated},
			{Key: "why", Value: r.Why().In(a.lang)}, {Key: "open_actions", Value: len(r.Open)},
		})
	}
	for _, x := range w.results.Runbooks(in.Incident) {
		runbooks = append(runbooks, insight.Object{
			{Key: "id", Value: x.Runbook.ID}, {Key: "path", Value: x.Runbook.Path()}, {Key: "linked", Value: x.Linked}, {Key: "why", Value: x.Why().In(a.lang)},
			{Key: "existed", Value: existedJSON(w, x.Runbook, in.Incident)},
		})
	}
	links := w.results.Links()
	for _, k := range w.results.Earlier(in.Incident) {
		earlier = append(earlier, links.LinkJSON(k, in.Entry))
	}
	for _, k := range w.results.LikelyRunbooks(in.Incident) {
		likely = append(likely, append(links.LinkJSON(k, in.Entry), insight.Member{Key: "existed", Value: existedJSON(w, k.Other(in.Entry), in.Incident)}))
	}
	for _, i := range in.Readiness(w.config.Policy) {
		readiness = append(readiness, insight.Object{
			{Key: "item", Value: i.ID}, {Key: "text", Value: i.Text.In(a.lang)}, {Key: "state", Value: i.Check.String()}, {Key: "why", Value: i.Why.In(a.lang)},
		})
	}
	state := "edited"
	if in.added {
		state = "added"
	}
	return insight.Object{
		{Key: "id", Value: in.Entry.ID}, {Key: "path", Value: in.Entry.Path()}, {Key: "title", Value: in.Entry.Title}, {Key: "change", Value: state},
		{Key: "figures", Value: in.JSON(a.lang)}, {Key: "open_actions", Value: len(a.openActions(in.Entry.Actions))},
		{Key: "repeats", Value: repeats}, {Key: "similar", Value: earlier}, {Key: "runbooks", Value: runbooks}, {Key: "similar_runbooks", Value: likely}, {Key: "readiness", Value: readiness},
	}
}

// existedJSON tells whether a runbook was there when an incident began; null if
// that is not known.
func existedJSON(w *workspace, runbook *corpus.Entry, in *insight.Incident) any {
	if x := w.results.Existed(runbook, in); x.Known {
		return x.V
	}
	return nil
}
