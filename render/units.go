package render

import (
	"cmp"
	"html/template"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// unit is a row of a table or an item of a list.
type unit struct {
	span   source.Span
	cells  []doc.Cell // of a row
	header []doc.Cell // of its table
	item   *doc.Item  // of a list
}

// units gives the rows or items of a table or list, none of anything else.
func (v *view) units(n ast.Node) []unit {
	list, known := v.rows[n]
	if !known {
		list = v.readUnits(n)
		v.rows[n] = list
	}
	return list
}

func (v *view) readUnits(n ast.Node) []unit {
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
	out := make([]byte, 0, len(s))
	for r, rest := nextLetter(s); r != 0; r, rest = nextLetter(rest) {
		out = utf8.AppendRune(out, r)
	}
	return string(out)
}

// sameLetters tells whether two texts are read alike.
func sameLetters(a, b string) bool {
	for {
		var x, y rune
		x, a = nextLetter(a)
		if y, b = nextLetter(b); x != y || x == 0 {
			return x == y
		}
	}
}

// hasLetters tells whether there is anything to read in a text.
func hasLetters(s string) bool {
	r, _ := nextLetter(s)
	return r != 0
}

// nextLetter gives the first letter or digit of a text, in lower case, and
// what follows it; 0 if there is none.
func nextLetter(s string) (rune, string) {
	for i, r := range s {
		switch {
		case r < utf8.RuneSelf && isDigit(byte(r)), 'a' <= r && r <= 'z':
			return r, s[i+1:]
		case 'A' <= r && r <= 'Z':
			return r + 'a' - 'A', s[i+1:]
		case r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			return unicode.ToLower(r), s[i+utf8.RuneLen(r):]
		}
	}
	return 0, ""
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
			if !used[j] && sameLetters(cell.Text, t) {
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
var token = lazyregexp.New(`(?i)[\p{L}_ ]{1,24}[::=]|https?://\S*`)

// lead shows the text of an item with its markup, without the values that
// are shown on their own. If anything else would be lost, it shows all of
// the item's first paragraph.
func (v *view) lead(it *doc.Item, text string, values []source.Span) template.HTML {
	if it.Lead == nil {
		return v.plain(text)
	}
	whole := it.Span
	if sameLetters(it.Text, text) {
		return v.clipped(it.Lead, whole)
	}
	d := v.entry.Doc
	own := letters(text)
	var others []source.Span // without those that hold the text itself
	for _, s := range values {
		if !strings.Contains(letters(d.File.Text(s)), own) {
			others = append(others, s)
		}
	}
	for _, s := range append(values, v.before(whole, others)) {
		if !whole.Contains(s) || !sameLetters(d.File.Text(s), text) || !v.clean(it.Lead, s) {
			continue
		}
		rest := remove(d.File.Text(whole), whole.Start, append(slices.Clone(others), s))
		if !hasLetters(token.ReplaceAllString(rest, "")) {
			return v.clipped(it.Lead, s)
		}
	}
	return v.clipped(it.Lead, whole)
}

// before gives the part of a span that stands before all of the others.
func (v *view) before(whole source.Span, others []source.Span) source.Span {
	for _, s := range others {
		if whole.Contains(s) {
			whole.End = min(whole.End, s.Start)
		}
	}
	whole.End = whole.Start + len(withoutOpening(v.entry.Doc.File.Text(whole)))
	return whole
}

// withoutOpening cuts off the end of a text what stands between it and the
// first value behind it: spaces, marks, brackets that open, and words with a
// colon or equals sign.
func withoutOpening(text string) string {
	for {
		rest := strings.TrimRight(text, spaces+"([【@#📅✅➕（")
		if mark, width := utf8.DecodeLastRuneInString(rest); strings.ContainsRune(":：=", mark) {
			label := strings.TrimRight(rest[:len(rest)-width], spaces)
			if before := withoutWord(label); before != label {
				rest = before
			}
		}
		if rest == text {
			return text
		}
		text = rest
	}
}

const spaces = " \t\n\f\r"

// withoutWord cuts a word of at most 16 letters off the end of a text.
func withoutWord(text string) string {
	for range 16 {
		r, width := utf8.DecodeLastRuneInString(text)
		if r != '_' && !unicode.IsLetter(r) {
			break
		}
		text = text[:len(text)-width]
	}
	return text
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
