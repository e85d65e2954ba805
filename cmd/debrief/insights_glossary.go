package main

import (
	"fmt"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

func glossaryQuestion() question {
	return question{
		name:  "glossary",
		whole: true,
		short: diag.Text{En: "Which words mean what, in both languages", Ja: "用語の意味と日英の対訳"},
		text:  (*app).glossaryTable,
		lacks: glossaryLacks,
		list:  "terms",
		json:  (*app).glossaryJSON,
		csv: asTable((*app).glossaryJSON,
			rowsOf{"term", "terms", []string{"term", "lang", "reading", "abbr", "en.term", "en.definition", "ja.term", "ja.definition", "same_as", "see_also", "document.path"}}),
	}
}

func (a *app) glossaryJSON(w *workspace, _ insightFlags) insight.Object {
	return w.results.Glossary().JSON(a.lang)
}

func glossaryLacks(w *workspace, _ insightFlags) diag.Text {
	if len(w.results.Glossary().Terms) > 0 {
		return diag.Text{}
	}
	return diag.Text{
		En: "no term is defined: write a document with kind: term and terms: in glossary/",
		Ja: "用語の定義がありません。glossary/ に kind: term と terms: をもつ文書を書いてください",
	}
}

func (a *app) glossaryTable(w *workspace, _ insightFlags) error {
	const widest = 60
	other := "ja"
	if a.lang == "ja" {
		other = "en"
	}
	g := w.results.Glossary()
	t := a.newTable(a.in("Term", "用語"), a.in("In Japanese", "英語"), a.in("Meaning", "意味"), a.in("Document", "文書"))
	for _, x := range g.Sorted(a.lang) {
		counterpart := unknown
		if x.Bilingual() {
			counterpart = printable(shorten(x.Name(other), widest))
		}
		t.AppendRow(table.Row{printable(shorten(x.Name(a.lang), widest)), counterpart, printable(shorten(x.Definition(a.lang), widest)), printable(x.Entry.Path())})
	}
	t.Render()
	fmt.Fprintf(a.stdout, "\n%s\n", g.Sentence().In(a.lang))
	return nil
}
