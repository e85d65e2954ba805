package render

import (
	"cmp"
	"html/template"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// unit is a row of a table or an item of a list.
type unit struct {
	span   source.Span
	cells  []doc.Cell // of a row
	header []doc.Cell // of its table
	item   *doc.Item  // of a list
}

func (v *view) units(n ast.Node) []unit {
	d := v.entry.Doc
	var units []unit
	switch n := n.(type) {
	case *extast.Table:
		t := d.Table(n)
		for _, r := range t.Rows {
			units = append(units, unit{span: r.Span, cells: r.Cells, header: t.Header})
		}
	case *ast.List:
		items := d.Items(n)
		for i := range items {
			units = append(units, unit{span: items[i].Whole, item: &items[i]})
		}
	}
	return units
}

// match pairs each unit with the one item of a facet that was read from it.
// It fails if a unit has none or several.
func match[T any](units []unit, list []T, span func(T) source.Span) ([]T, bool) {
	if len(list) == 0 {
		return nil, false
	}
	rows := make([]T, len(units))
	for i, u := range units {
		n := 0
		for _, item := range list {
			if s := span(item); s.Len() > 0 && (u.span.Overlaps(s)) {
				rows[i] = item
				n++
			}
		}
		if n != 1 {
			return nil, false
		}
	}
	return rows, true
}

// inside tells whether a part of the document stands in its body, so that the
// body shows it.
func (v *view) inside(s source.Span) bool {
	return v.entry.Doc.Format == doc.Markdown && s.Start >= v.entry.Doc.MetaSpan.End && s.Len() > 0
}

// letters keeps what of a text is read: letters and digits, in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// cells deals the cells of a row out to the texts of an item: each text that
// equals a cell is shown with the cell's markup, and each cell that no text
// covers becomes a field of its own.
func (v *view) cells(u unit, covered func(doc.Cell) bool, texts ...string) (out []template.HTML, extra []Field) {
	out = make([]template.HTML, len(texts))
	used := make([]bool, len(u.cells))
	for i, t := range texts {
		if t == "" {
			continue
		}
		for j, cell := range u.cells {
			if !used[j] && letters(cell.Text) == letters(t) {
				out[i], used[j] = v.printer.children(cell.Node), true
				break
			}
		}
		if out[i] == "" {
			out[i] = v.plain(t)
		}
	}
	for j, cell := range u.cells {
		if !used[j] && cell.Text != "" && !covered(cell) {
			extra = append(extra, Field{u.header[j].Text, v.printer.children(cell.Node)})
		}
	}
	return out, extra
}

// within tells whether a cell is where one of the places stands.
func within(cell doc.Cell, places ...source.Span) bool {
	return slices.ContainsFunc(places, func(s source.Span) bool { return s.Len() > 0 && cell.Span.Contains(s) })
}

// token is what stands around the values of an item: labels, marks, brackets.
var token = regexp.MustCompile(`(?i)[\p{L}_ ]{1,24}[::=]|https?://\S*`)

// lead shows the text of an item with its markup, without the values that
// are shown on their own. If anything else would be lost, it shows all of
// the item's first paragraph.
func (v *view) lead(it *doc.Item, text string, values []source.Span) template.HTML {
	if it.Lead == nil {
		return v.plain(text)
	}
	whole := it.Span
	if letters(it.Text) == letters(text) {
		return v.clipped(it.Lead, whole)
	}
	d := v.entry.Doc
	var others []source.Span // without those that hold the text itself
	for _, s := range values {
		if !strings.Contains(letters(d.File.Text(s)), letters(text)) {
			others = append(others, s)
		}
	}
	for _, s := range append(values, v.before(whole, others)) {
		if !whole.Contains(s) || letters(d.File.Text(s)) != letters(text) || !v.clean(it.Lead, s) {
			continue
		}
		rest := remove(d.File.Text(whole), whole.Start, append(slices.Clone(others), s))
		if letters(token.ReplaceAllString(rest, "")) == "" {
			return v.clipped(it.Lead, s)
		}
	}
	return v.clipped(it.Lead, whole)
}

// opening is what stands between a text and the first value behind it.
var opening = regexp.MustCompile(`(?:[(（\[【@#📅✅➕]|[\p{L}_]{1,16}\s*[:：=]|\s)+$`)

// before gives the part of a span that stands before all of the others.
func (v *view) before(whole source.Span, others []source.Span) source.Span {
	for _, s := range others {
		if whole.Contains(s) {
			whole.End = min(whole.End, s.Start)
		}
	}
	text := v.entry.Doc.File.Text(whole)
	whole.End -= len(text) - len(opening.ReplaceAllString(text, ""))
	return whole
}

// remove cuts spans of the file out of a text that begins at start.
func remove(text string, start int, spans []source.Span) string {
	slices.SortFunc(spans, func(a, b source.Span) int { return cmp.Compare(a.Start, b.Start) })
	var b strings.Builder
	at := start
	for _, s := range spans {
		if s.Start >= at && s.End <= start+len(text) {
			b.WriteString(text[at-start : s.Start-start])
			b.WriteByte(' ')
			at = s.End
		}
	}
	b.WriteString(text[at-start:])
	return b.String()
}

// clean tells whether a span cuts no element of a paragraph in two.
func (v *view) clean(block ast.Node, s source.Span) bool {
	for c := block.FirstChild(); c != nil; c = c.NextSibling() {
		own := v.entry.Doc.SpanOf(c)
		if c.Kind() != ast.KindText && own.Len() > 0 && own.Overlaps(s) && !s.Contains(own) {
			return false
		}
	}
	return true
}

// clipped prints the inline elements of a paragraph that stand in a span.
func (v *view) clipped(block ast.Node, s source.Span) template.HTML {
	var nodes []ast.Node
	for c := block.FirstChild(); c != nil; c = c.NextSibling() {
		own := v.entry.Doc.SpanOf(c)
		if c.Kind() != extast.KindTaskCheckBox && (own.Overlaps(s) || own.Len() == 0 && s.Contains(own)) {
			nodes = append(nodes, c)
		}
	}
	v.printer.clip = &s
	defer func() { v.printer.clip = nil }()
	return v.printer.html(nodes...)
}

// scalars gives the spans of all scalars of the merged model that stand in a
// span of the file.
func (v *view) scalars(field string, inside source.Span) []source.Span {
	var spans []source.Span
	var walk func(doc.Value)
	walk = func(x doc.Value) {
		for _, item := range x.Items() {
			walk(item)
		}
		for _, e := range x.Entries() {
			walk(e.Value)
		}
		if x.Type() == doc.Scalar && inside.Contains(x.Span()) && x.Span().Len() > 0 {
			spans = append(spans, x.Span())
		}
	}
	for _, item := range v.entry.Value().Field(field).Items() {
		if item.Span().Overlaps(inside) {
			walk(item)
		}
	}
	return spans
}
