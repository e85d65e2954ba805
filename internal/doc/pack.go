package doc

import (
	"encoding/binary"
	"sync"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// A packed tree is the sizes of the unpacked one, then its nodes, each before
// its children: the kind, what every node has, what its kind has, the number
// of children.

// makers make an empty node of each kind that the grammar knows. The place in
// the list is the kind's number in packed trees.
var makers = [...]func() ast.Node{
	func() ast.Node { return &ast.Document{} },
	func() ast.Node { return &ast.Text{} },
	func() ast.Node { return &ast.TextBlock{} },
	func() ast.Node { return &ast.Paragraph{} },
	func() ast.Node { return &ast.Heading{} },
	func() ast.Node { return &ast.ThematicBreak{} },
	func() ast.Node { return &ast.CodeBlock{} },
	func() ast.Node { return &ast.FencedCodeBlock{} },
	func() ast.Node { return &ast.Blockquote{} },
	func() ast.Node { return &ast.List{} },
	func() ast.Node { return &ast.ListItem{} },
	func() ast.Node { return &ast.HTMLBlock{} },
	func() ast.Node { return &ast.LinkReferenceDefinition{} },
	func() ast.Node { return &ast.String{} },
	func() ast.Node { return &ast.CodeSpan{} },
	func() ast.Node { return &ast.Emphasis{} },
	func() ast.Node { return &ast.Link{} },
	func() ast.Node { return &ast.Image{} },
	func() ast.Node { return &ast.AutoLink{} },
	func() ast.Node { return &ast.RawHTML{} },
	func() ast.Node { return &WikiLink{} },
	func() ast.Node { return &extast.Strikethrough{} },
	func() ast.Node { return &extast.TaskCheckBox{} },
	func() ast.Node { return &extast.Table{} },
	func() ast.Node { return &extast.TableHeader{} },
	func() ast.Node { return &extast.TableRow{} },
	func() ast.Node { return &extast.TableCell{} },
	func() ast.Node { return &extast.FootnoteLink{} },
	func() ast.Node { return &extast.FootnoteBacklink{} },
	func() ast.Node { return &extast.Footnote{} },
	func() ast.Node { return &extast.FootnoteList{} },
	func() ast.Node { return &extast.DefinitionList{} },
	func() ast.Node { return &extast.DefinitionTerm{} },
	func() ast.Node { return &extast.DefinitionDescription{} },
}

const kindDocument, kindText = 0, 1

// kindNumbers is the number of each kind of node.
var kindNumbers = sync.OnceValue(func() map[ast.NodeKind]int {
	numbers := map[ast.NodeKind]int{}
	for i, node := range makers {
		numbers[node().Kind()] = i
	}
	return numbers
})

// packer writes a packed tree, or reads one: what a node holds is told once,
// for both ways.
type packer struct {
	doc     *Document
	data    []byte // written so far, or left to read
	reading bool
	failed  bool // while writing: a node cannot be packed
	at      int  // the last position; the next one is told by its distance

	// How many texts and lines there are, so far or in all, and while reading
	// the room for them: one piece of memory costs less than hundreds.
	texts, lines int
	room         []ast.Text
	segments     text.Segments
}

// pack gives the packed form of a tree, nil if a node of it has none.
func (d *Document) pack(body *ast.Document) []byte {
	p := &packer{doc: d, data: make([]byte, 0, 4<<10)}
	p.write(body, kindNumbers())
	if p.failed {
		return nil
	}
	head := binary.AppendVarint(make([]byte, 0, len(p.data)+2*binary.MaxVarintLen64), int64(p.texts))
	head = binary.AppendVarint(head, int64(p.lines))
	return append(head, p.data...)
}

// unpack makes a tree that was packed, and its sections.
func (d *Document) unpack(data []byte) *tree {
	t := &tree{}
	t.body, t.root = &t.document, &t.section
	p := &packer{doc: d, data: data, reading: true}
	p.number(&p.texts)
	p.number(&p.lines)
	p.room = make([]ast.Text, p.texts)
	p.segments.AppendAll(make([]text.Segment, p.lines))
	p.lines = 0
	p.read(t.body)
	d.divide(t)
	return t
}

func (p *packer) write(n ast.Node, numbers map[ast.NodeKind]int) {
	number, known := numbers[n.Kind()]
	if !known {
		p.failed = true
		return
	}
	p.number(&number)
	p.node(n)
	count := children(n)
	p.number(&count)
	for c := n.FirstChild(); c != nil && !p.failed; c = c.NextSibling() {
		p.write(c, numbers)
	}
}

// children counts the children of a node; goldmark's own count is wrong where
// one was put behind the last.
func children(n ast.Node) (count int) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		count++
	}
	return count
}

// read reads a node into n, or into a new one where that is nil.
func (p *packer) read(n ast.Node) ast.Node {
	var number, count int
	p.number(&number)
	switch {
	case n != nil:
	case number == kindText:
		n, p.room = &p.room[0], p.room[1:]
	default:
		n = makers[number]()
	}
	p.node(n)
	p.number(&count)
	for range count {
		n.AppendChild(n, p.read(nil))
	}
	return n
}
