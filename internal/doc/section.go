package doc

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/source"
)

// Section is a heading with everything under it until the next heading of
// the same or a higher level.
type Section struct {
	Heading  *ast.Heading // nil for the root
	Level    int          // 1–6, 0 for the root
	Title    string       // the heading's text without markup
	ID       string       // its anchor, with AnchorPrefix
	Span     source.Span  // of the heading's text
	Blocks   []ast.Node   // what stands directly under it, before any deeper heading
	Children []*Section
	Parent   *Section // nil for the root
}

// divide makes the sections of a tree.
func (d *Document) divide(t *tree) {
	current := t.root
	for n := t.body.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok {
			current.Blocks = append(current.Blocks, n)
			continue
		}
		for current.Level >= h.Level {
			current = current.Parent
		}
		s := &Section{Heading: h, Level: h.Level, Title: d.Plain(h), Span: d.SpanOf(h), Parent: current}
		if id, ok := h.AttributeString("id"); ok {
			s.ID = string(id.([]byte))
		}
		current.Children = append(current.Children, s)
		current = s
	}
}

// Walk visits s and all sections under it in the order of the document,
// until visit returns false.
func (s *Section) Walk(visit func(*Section) bool) bool {
	if !visit(s) {
		return false
	}
	for _, c := range s.Children {
		if !c.Walk(visit) {
			return false
		}
	}
	return true
}

// Cell is one cell of a table.
type Cell struct {
	Text string // without markup
	Span source.Span
	Node ast.Node
}

// Table is a table with its header.
type Table struct {
	Header []Cell
	Rows   []Row
	Span   source.Span
	Node   *extast.Table
}

// Row is a row of a table below its header. It has as many cells as the
// header; missing ones are empty.
type Row struct {
	Cells []Cell
	Span  source.Span
}

// Table reads a table node.
func (d *Document) Table(n *extast.Table) Table {
	t := Table{Span: d.SpanOf(n), Node: n}
	for r := n.FirstChild(); r != nil; r = r.NextSibling() {
		cells := d.cells(r)
		if r.Kind() == extast.KindTableHeader {
			t.Header = cells
			continue
		}
		t.Rows = append(t.Rows, Row{Cells: cells, Span: d.SpanOf(r)})
	}
	return t
}

func (d *Document) cells(row ast.Node) []Cell {
	var cells []Cell
	end := row.Pos()
	for c := row.FirstChild(); c != nil; c = c.NextSibling() {
		span, ok := d.textSpan(c)
		if !ok { // a cell that the row lacks: it belongs after the last
			span = source.Span{Start: end, End: end}
		}
		end = span.End
		cells = append(cells, Cell{Text: d.Plain(c), Span: span, Node: c})
	}
	return cells
}

// Item is an item of a list.
type Item struct {
	Text     string       // of its first paragraph, without markup and check box
	Span     source.Span  // of its first paragraph, without the check box
	Whole    source.Span  // of the item with everything under it
	Box      *source.Span // of the mark between the brackets of a task item; nil if it is none
	Checked  bool
	Struck   bool // all of its text is struck out
	Ordered  bool
	Lead     ast.Node   // the paragraph that holds Text, nil for an empty item
	Rest     []ast.Node // blocks of the item after its first paragraph
	Children []Item     // items of the lists in Rest
	Node     *ast.ListItem
}

// Items reads a list node.
func (d *Document) Items(list *ast.List) []Item {
	var items []Item
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		if li, ok := n.(*ast.ListItem); ok {
			items = append(items, d.item(li, list.IsOrdered()))
		}
	}
	return items
}

func (d *Document) item(li *ast.ListItem, ordered bool) Item {
	it := Item{Node: li, Ordered: ordered, Whole: d.SpanOf(li)}
	it.Span = source.Span{Start: it.Whole.Start, End: it.Whole.Start}
	for b := li.FirstChild(); b != nil; b = b.NextSibling() {
		if it.Lead == nil && len(it.Rest) == 0 && (b.Kind() == ast.KindParagraph || b.Kind() == ast.KindTextBlock) {
			it.Lead = b
			d.lead(&it, b)
			continue
		}
		it.Rest = append(it.Rest, b)
		if sub, ok := b.(*ast.List); ok {
			it.Children = append(it.Children, d.Items(sub)...)
		}
	}
	return it
}

// lead reads the first paragraph of an item: check box, strike-out, text.
func (d *Document) lead(it *Item, block ast.Node) {
	it.Text, it.Span = d.Plain(block), d.SpanOf(block)
	first := block.FirstChild()
	if box, ok := first.(*extast.TaskCheckBox); ok {
		it.Checked = box.IsChecked
		if at := d.checkBox(block); at >= 0 {
			it.Box = &source.Span{Start: at + 1, End: at + 2}
			it.Span.Start = at + 3
			for it.Span.Start < it.Span.End && d.Text[it.Span.Start] == ' ' {
				it.Span.Start++
			}
		}
		first = first.NextSibling()
	}
	for n := first; n != nil; n = n.NextSibling() {
		if n.Kind() == extast.KindStrikethrough {
			it.Struck = true
		} else if d.Plain(n) != "" {
			it.Struck = false
			return
		}
	}
}

// checkBox is the offset of "[" of the check box that begins a paragraph.
func (d *Document) checkBox(block ast.Node) int {
	if block.Lines().Len() == 0 {
		return -1
	}
	seg := block.Lines().At(0)
	for i := seg.Start; i < seg.Stop; i++ {
		if d.Text[i] == '[' {
			return i
		}
	}
	return -1
}
