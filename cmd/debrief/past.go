package main

import (
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/gitlog"
	"github.com/debrief-dev/debrief/internal/insight"
)

// pastOf tells in words what the history knows of a document: when it was
// created, when what it says changed last, and by whom.
func (w *workspace) pastOf(e *corpus.Entry) []diag.Text {
	if w.history == nil {
		return nil
	}
	d, ok := w.history.Document(e.Path())
	if !ok {
		return nil
	}
	lines := []diag.Text{createdText(d)}
	if d.Substance.Commit != "" {
		lines = append(lines, diag.Say("last changed in substance %s by %s", "内容の最終更新 %s %s",
			d.Substance.At.Format("2006-01-02"), printable(d.Substance.Author)))
	}
	var names []string
	for _, c := range d.Contributors {
		names = append(names, printable(c.Name))
	}
	if len(names) > 0 {
		lines = append(lines, diag.Say("contributors: %s", "貢献者: %s", strings.Join(names, ", ")))
	}
	return lines
}

// createdText tells when a document was created, and how sure that is.
func createdText(d gitlog.Document) diag.Text {
	day := d.Created.At.Format("2006-01-02")
	switch {
	case d.Created.Commit == "":
		return diag.Say("created %s or before: the history here begins then", "作成 %s 以前（手元の履歴はここから始まる）", day)
	case d.Imported:
		return diag.Say("copied into the repository %s by %s, with many others: it may be older", "%s %s がほかの文書とまとめて追加（作成はそれより前の可能性あり）", day, printable(d.Created.Author))
	}
	return diag.Say("created %s by %s", "作成 %s %s", day, printable(d.Created.Author))
}

// pastJSON is pastOf for programs; nil without a history.
func (w *workspace) pastJSON(e *corpus.Entry) any {
	if w.history == nil {
		return nil
	}
	d, ok := w.history.Document(e.Path())
	if !ok {
		return nil
	}
	from := "git"
	switch {
	case d.Created.Commit == "":
		from = "bound"
	case d.Imported:
		from = "import"
	}
	people := []insight.Object{}
	for _, c := range d.Contributors {
		people = append(people, insight.Object{{Key: "name", Value: c.Name}})
	}
	return insight.Object{
		{Key: "created_at", Value: d.Created.At.Format(time.RFC3339)}, {Key: "created_by", Value: d.Created.Author}, {Key: "created_from", Value: from},
		{Key: "substance_changed_at", Value: momentOf(d.Substance)}, {Key: "contributors", Value: people}, {Key: "former_paths", Value: append([]string{}, d.Former...)},
	}
}

// momentOf is when a change was made, nil for one that no commit made.
func momentOf(c gitlog.Change) any {
	if c.Commit == "" {
		return nil
	}
	return c.At.Format(time.RFC3339)
}
