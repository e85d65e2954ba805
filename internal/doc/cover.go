package doc

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/source"
)

// Covers gives for each of some comments of the document, which are in order,
// the lines of what it stands in: in Markdown the list item without the lists
// in it, the row, the paragraph or the heading; in YAML the value of the key on
// its line and the innermost item of a list around it. A comment that stands
// alone on its line between blocks, or between keys and items, has none.
// Comments in the same item or paragraph share one slice.
func (d *Document) Covers(comments []Comment) [][]source.Span {
	out := make([][]source.Span, len(comments))
	yaml := yamlCovers{data: d.File.Data}
	blocks := map[ast.Node][]source.Span{}
	for i, c := range comments {
		if c.Node == nil {
			yaml.add(i, c.Span.Start)
			continue
		}
		n := coveredBy(c.Node)
		if n == nil {
			continue
		}
		if _, known := blocks[n]; !known {
			blocks[n] = d.blockLines(n, nil)
		}
		out[i] = blocks[n]
	}
	if len(yaml.lines) > 0 {
		roots := []Value{d.Meta}
		if d.Format == YAML {
			roots, _ = ParseData(d.File, DefaultLimits())
		}
		for _, root := range roots {
			yaml.descend(root)
		}
	}
	for _, l := range yaml.lines {
		if s, ok := l.cover(); ok {
			out[l.comment] = []source.Span{wholeLines(d.File.Data, s)}
		}
	}
	return out
}

// coveredBy is the item, row, paragraph or heading that a comment stands in,
// nil if it stands in none.
func coveredBy(n ast.Node) ast.Node {
	var leaf ast.Node
	for ; n != nil; n = n.Parent() {
		switch n.Kind() {
		case ast.KindListItem, extast.KindTableRow, extast.KindTableHeader:
			return n
		case ast.KindParagraph, ast.KindTextBlock, ast.KindHeading:
			leaf = n
		}
	}
	return leaf
}

// blockLines gives the lines of the blocks under a node that hold text, without
// those of lists.
func (d *Document) blockLines(n ast.Node, out []source.Span) []source.Span {
	first := n.FirstChild()
	if first == nil || first.Type() == ast.TypeInline || n.Kind() == extast.KindTableRow || n.Kind() == extast.KindTableHeader {
		if s, ok := d.textSpan(n); ok {
			out = append(out, wholeLines(d.File.Data, s))
		}
		return out
	}
	for b := first; b != nil; b = b.NextSibling() {
		if b.Kind() != ast.KindList {
			out = d.blockLines(b, out)
		}
	}
	return out
}

// wholeLines is a span from the start of its first line to the end of its last.
func wholeLines(data []byte, s source.Span) source.Span {
	return source.Span{Start: bytes.LastIndexByte(data[:s.Start], '\n') + 1, End: nextLine(data, max(s.Start, s.End-1))}
}

// yamlCovers finds what comments of YAML stand in, of all in one walk.
type yamlCovers struct {
	data  []byte
	lines []yamlLine // in order
}

// yamlLine is a line with a comment, and what stands on it and around it.
type yamlLine struct {
	comment int
	at      source.Span
	alone   bool // nothing stands before the comment

	key, item, around         source.Span // the outermost key with its value, the innermost item and key
	hasKey, inItem, hasAround bool
}

func (c *yamlCovers) add(comment, at int) {
	line := wholeLines(c.data, source.Span{Start: at, End: at})
	alone := len(bytes.TrimSpace(c.data[line.Start:at])) == 0
	c.lines = append(c.lines, yamlLine{comment: comment, at: line, alone: alone})
}

// cover is what the comment stands in.
func (l *yamlLine) cover() (source.Span, bool) {
	switch {
	case l.hasKey && l.inItem:
		return l.key.Join(l.item), true
	case l.hasKey:
		return l.key, true
	case l.inItem:
		return l.item, true
	}
	return l.around, l.hasAround && !l.alone
}

// reached gives the lines that a span has a part of.
func (c *yamlCovers) reached(s source.Span) []yamlLine {
	from, _ := slices.BinarySearchFunc(c.lines, s.Start, func(l yamlLine, at int) int { return l.at.End - 1 - at })
	to, _ := slices.BinarySearchFunc(c.lines, s.End, func(l yamlLine, at int) int { return l.at.Start - at })
	return c.lines[from:max(from, to)]
}

// descend notes the keys and items of a value. What an alias stands for is
// written elsewhere and passed over.
func (c *yamlCovers) descend(v Value) {
	for _, item := range v.Items() {
		if !v.Span().Contains(item.Span()) {
			continue
		}
		lines := c.reached(item.Span())
		for i := range lines {
			if !lines[i].alone || item.Type() == Map {
				lines[i].item, lines[i].inItem = item.Span(), true
			}
		}
		if len(lines) > 0 {
			c.descend(item)
		}
	}
	for _, e := range v.Entries() {
		key := e.Value.KeySpan()
		whole := key
		if inside := e.Value.Span(); inside.Start >= key.Start && v.Span().Contains(inside) {
			whole = key.Join(inside)
		}
		lines := c.reached(whole)
		for i := range lines {
			l := &lines[i]
			if !l.hasKey && l.at.Contains(source.Span{Start: key.Start, End: key.Start + 1}) {
				l.key, l.hasKey = whole, true
			}
			l.around, l.hasAround = whole, true
		}
		if len(lines) > 0 && whole != key {
			c.descend(e.Value)
		}
	}
}
