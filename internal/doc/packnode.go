package doc

import (
	"encoding/binary"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// node writes or reads what a node holds besides its children.
func (p *packer) node(n ast.Node) {
	if t, ok := n.(*ast.Text); ok {
		p.text(t)
		return
	}
	p.position(n)
	if n.Type() != ast.TypeInline {
		blank := n.HasBlankPreviousLines()
		p.flag(&blank)
		n.SetBlankPreviousLines(blank)
		p.linesOf(n.Lines())
	}
	p.fields(n)
}

// fields writes or reads what nodes of the kind of n have.
func (p *packer) fields(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		p.number(&n.Level)
		p.id(n)
	case *ast.FencedCodeBlock:
		p.info(n)
	case *ast.List:
		p.character(&n.Marker)
		p.flag(&n.IsTight)
		p.number(&n.Start)
	case *ast.ListItem:
		p.number(&n.Offset)
	case *ast.HTMLBlock:
		p.number((*int)(&n.HTMLBlockType))
		p.segment(&n.ClosureLine)
	case *ast.LinkReferenceDefinition:
		p.bytes(&n.Label)
		p.bytes(&n.Destination)
		p.bytes(&n.Title)
	case *ast.String:
		p.bytes(&n.Value)
		marks := bits(n.IsRaw(), n.IsCode())
		p.marks(&marks)
		n.SetRaw(marks&1 != 0)
		n.SetCode(marks&2 != 0)
	case *ast.Emphasis:
		p.number(&n.Level)
	case *ast.Link:
		p.target(&n.Destination, &n.Title, &n.Reference)
	case *ast.Image:
		p.target(&n.Destination, &n.Title, &n.Reference)
	case *ast.AutoLink:
		p.autoLink(n)
	case *ast.RawHTML:
		if p.reading {
			n.Segments = text.NewSegments()
		}
		p.linesOf(n.Segments)
	default:
		p.extended(n)
	}
}

// extended is fields for what is not CommonMark.
func (p *packer) extended(n ast.Node) {
	switch n := n.(type) {
	case *WikiLink:
		p.string(&n.Target)
		p.string(&n.Label)
		p.number(&n.Span.Start)
		p.number(&n.Span.End)
	case *extast.TaskCheckBox:
		p.flag(&n.IsChecked)
	case *extast.Table:
		p.alignments(&n.Alignments)
	case *extast.TableHeader:
		p.alignments(&n.Alignments)
	case *extast.TableRow:
		p.alignments(&n.Alignments)
	case *extast.TableCell:
		p.number((*int)(&n.Alignment))
	case *extast.FootnoteLink:
		p.numbers(&n.Index, &n.RefCount, &n.RefIndex)
	case *extast.FootnoteBacklink:
		p.numbers(&n.Index, &n.RefCount, &n.RefIndex)
	case *extast.Footnote:
		p.bytes(&n.Ref)
		p.number(&n.Index)
	case *extast.FootnoteList:
		p.number(&n.Count)
	case *extast.DefinitionList:
		p.number(&n.Offset)
	case *extast.DefinitionDescription:
		p.flag(&n.IsTight)
	}
}

// text writes or reads a text: two of three nodes are one, and need four bytes.
func (p *packer) text(n *ast.Text) {
	p.texts++
	p.segment(&n.Segment)
	var marks uint
	if !p.reading {
		marks = bits(n.SoftLineBreak(), n.HardLineBreak(), n.IsRaw())
	}
	p.marks(&marks)
	n.SetSoftLineBreak(marks&1 != 0)
	n.SetHardLineBreak(marks&2 != 0)
	n.SetRaw(marks&4 != 0)
}

// position is where a node begins, -1 if it does not tell.
func (p *packer) position(n ast.Node) {
	at := n.Pos()
	p.offset(&at)
	if p.reading && at >= 0 {
		n.SetPos(at)
	}
}

// id is the anchor of a heading.
func (p *packer) id(n *ast.Heading) {
	value, _ := n.AttributeString("id")
	id, _ := value.([]byte)
	if p.bytes(&id); p.reading && id != nil {
		n.SetAttribute(idName, id)
	}
}

var idName = []byte("id")

// info is the text behind the fence of a code block.
func (p *packer) info(n *ast.FencedCodeBlock) {
	there := n.Info != nil
	if p.flag(&there); !there {
		return
	}
	if p.reading {
		n.Info = ast.NewText()
	}
	p.segment(&n.Info.Segment)
}

func (p *packer) target(destination, title *[]byte, reference **ast.ReferenceLink) {
	p.bytes(destination)
	p.bytes(title)
	there := *reference != nil
	if p.flag(&there); !there {
		return
	}
	if p.reading {
		*reference = &ast.ReferenceLink{}
	}
	p.number((*int)(&(*reference).Type))
	p.bytes(&(*reference).Value)
}

func (p *packer) autoLink(n *ast.AutoLink) {
	var s text.Segment
	if !p.reading {
		found := false
		if s, found = p.doc.address(n); !found {
			p.failed = true
			return
		}
	}
	typ, protocol := n.AutoLinkType, n.Protocol
	p.number((*int)(&typ))
	p.bytes(&protocol)
	p.segment(&s)
	if p.reading {
		at := n.Pos()
		*n = *ast.NewAutoLink(typ, ast.NewTextSegment(s))
		n.Protocol = protocol
		n.SetPos(at)
	}
}

func (p *packer) alignments(list *[]extast.Alignment) {
	n := len(*list)
	if p.number(&n); p.reading && n > 0 {
		*list = make([]extast.Alignment, n)
	}
	for i := range *list {
		p.number((*int)(&(*list)[i]))
	}
}

// linesOf writes or reads segments. Those that are read lie beside each other
// in one slice and must not be appended to.
func (p *packer) linesOf(s *text.Segments) {
	n := s.Len()
	p.number(&n)
	from := p.lines
	p.lines += n
	if p.reading && n > 0 {
		*s = p.segments
		s.SetSliced(from, p.lines)
	}
	for i := range n {
		at := s.At(i)
		p.segment(&at)
		s.Set(i, at)
	}
}

// bits puts flags into one number, the first into the lowest bit.
func bits(flags ...bool) (n uint) {
	for i, is := range flags {
		if is {
			n |= 1 << i
		}
	}
	return n
}

func (p *packer) marks(marks *uint) {
	n := int(*marks)
	p.number(&n)
	*marks = uint(n)
}

// segment packs most segments into two bytes: the distance from the last
// position and the length.
func (p *packer) segment(s *text.Segment) {
	p.offset(&s.Start)
	length, more := s.Stop-s.Start, s.Padding != 0 || s.ForceNewline
	packed := length << 1
	if more {
		packed |= 1
	}
	p.number(&packed)
	s.Stop = s.Start + packed>>1
	if p.at = s.Stop; packed&1 != 0 {
		p.number(&s.Padding)
		p.flag(&s.ForceNewline)
	}
}

// offset packs a position as its distance from the last.
func (p *packer) offset(at *int) {
	d := *at - p.at
	p.number(&d)
	*at = p.at + d
	p.at = *at
}

func (p *packer) numbers(list ...*int) {
	for _, n := range list {
		p.number(n)
	}
}

func (p *packer) number(n *int) {
	if !p.reading {
		p.data = binary.AppendVarint(p.data, int64(*n))
		return
	}
	v, size := binary.Varint(p.data)
	p.data = p.data[size:]
	*n = int(v)
}

func (p *packer) character(c *byte) {
	n := int(*c)
	p.number(&n)
	*c = byte(n)
}

func (p *packer) flag(b *bool) {
	n := bits(*b)
	p.marks(&n)
	*b = n != 0
}

// bytes packs bytes; nil stays nil. What is read shares the packed tree.
func (p *packer) bytes(b *[]byte) {
	n := len(*b)
	if *b == nil {
		n = -1
	}
	if p.number(&n); n < 0 {
		return
	}
	if !p.reading {
		p.data = append(p.data, *b...)
		return
	}
	*b, p.data = p.data[:n:n], p.data[n:]
}

func (p *packer) string(s *string) {
	b := []byte(*s)
	p.bytes(&b)
	*s = string(b)
}
