package facet

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
)

// names tells whether a part is a section of the list, or stands in one.
func (l *recordList) names(p *part) bool {
	for ; p != nil; p = p.parent {
		if l.named(p) {
			return true
		}
	}
	return false
}

// undated notes a part in a section of dated records whose title is meant as
// one and begins with no day, and what cannot be read below it: a violated run
// must not vanish because its day is misspelt.
func (r *recordReader) undated(p *part) {
	i := slices.IndexFunc(r.lists, r.isDated)
	if i < 0 || p.parent == nil || p.isTitle() || p.name != "" || !r.lists[i].names(p.parent) {
		return
	}
	l, from := r.lists[i], p.from(doc.FromText)
	if slices.ContainsFunc(p.parts, func(c *part) bool { return beginsWithDay(c.title) }) || !r.meantAsRecord(l, p.title) {
		return
	}
	r.noDay(l, p.title, p.from(doc.FromHeading))
	got := map[string]doc.Value{}
	text := func(x line) { r.keyed(l, got, x, from) }
	for _, b := range p.blocks {
		switch b := b.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			for _, x := range linesOf(r.doc, b) {
				text(x)
			}
		case *ast.List:
			for _, it := range r.itemsOf(b) {
				r.leaves(it, text)
			}
		}
	}
}

// meantAsRecord tells whether a line reads like a dated record: it begins with
// a digit, or a piece of it is a word for what came of it.
func (r *recordReader) meantAsRecord(l *recordList, text line) bool {
	text = text.fold()
	if text.text == "" {
		return false
	}
	if c := text.text[0]; '0' <= c && c <= '9' {
		return true
	}
	word := l.at(l.shape.Needs[1])
	return slices.ContainsFunc(strings.FieldsFunc(text.text, isAside), func(piece string) bool {
		return r.wordOf(word, strings.TrimSpace(piece)) != ""
	})
}

func isAside(c rune) bool { return strings.ContainsRune(asides, c) || c == '–' || c == '—' }

// noDay notes a record without a day that can be read.
func (r *recordReader) noDay(l *recordList, text line, from doc.Provenance) {
	r.leaveOut(l.at(l.shape.Needs[0]), diag.Say("%q begins with no day that can be read", "「%s」の先頭に日付として読めるものがありません", clip(text.text, 60)), text.span(), from)
}

// noOutcome notes a record that does not tell what came of it.
func (r *recordReader) noOutcome(l *recordList, text line, from doc.Provenance) {
	word := l.at(l.shape.Needs[1])
	r.leaveOut(word, diag.Say("%q gives no %s", "「%s」に%sの記載がありません", clip(text.text, 60), r.set.Label(r.kind, word)), text.span(), from)
}
