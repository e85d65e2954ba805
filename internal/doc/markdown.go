package doc

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/debrief-dev/debrief/internal/source"
)

// parseBody parses the Markdown from byte offset body on.
func (d *Document) parseBody(body int) {
	d.Text = bytes.Clone(d.File.Data)
	for i := range d.Text[:body] {
		// Newlines stay, so that a line of the text is a line of the file.
		if d.Text[i] != '\n' {
			d.Text[i] = ' '
		}
	}
	reader := text.NewReader(d.Text)
	for pos := 0; pos < body; {
		line := bytes.IndexByte(d.Text[pos:body], '\n')
		if line < 0 {
			reader.Advance(body - pos) // a byte-order mark before the first line
			break
		}
		reader.AdvanceLine()
		pos += line + 1
	}
	d.Body = newParser().Parse(reader).(*ast.Document)
	d.nameHeadings()
	d.Root = sections(d)
}

// newParser gives the grammar of documents: CommonMark with GitHub's tables,
// strike-through, task lists and bare links, footnotes, definition lists and
// [[wiki links]]. Attribute syntax is off: documents cannot set attributes.
func newParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(append(parser.DefaultBlockParsers(),
			util.Prioritized(extension.NewFootnoteBlockParser(), 999),
			util.Prioritized(extension.NewDefinitionListParser(), 101),
			util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
		)...),
		parser.WithInlineParsers(append(parser.DefaultInlineParsers(),
			util.Prioritized(wikiLinkParser{}, 101),
			util.Prioritized(extension.NewFootnoteParser(), 102),
			util.Prioritized(extension.NewTaskCheckBoxParser(), 0),
			util.Prioritized(extension.NewStrikethroughParser(), 500),
			util.Prioritized(extension.NewLinkifyParser(), 999),
		)...),
		parser.WithParagraphTransformers(append(parser.DefaultParagraphTransformers(),
			util.Prioritized(extension.NewTableParagraphTransformer(), 200),
		)...),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewTableASTTransformer(), 0),
			util.Prioritized(extension.NewFootnoteASTTransformer(), 999),
		),
	)
}

// WikiLink is a [[target]] or [[target|label]] in the text. Its children are
// none; an empty Label shows the title of what the target leads to.
type WikiLink struct {
	ast.BaseInline
	Target, Label string
	Span          source.Span // with the brackets
}

// KindWikiLink is the node kind of WikiLink.
var KindWikiLink = ast.NewNodeKind("WikiLink")

// Kind implements ast.Node.
func (*WikiLink) Kind() ast.NodeKind { return KindWikiLink }

// Dump implements ast.Node.
func (n *WikiLink) Dump(src []byte, level int) {
	ast.DumpHelper(n, src, level, map[string]string{"Target": n.Target, "Label": n.Label}, nil)
}

type wikiLinkParser struct{}

func (wikiLinkParser) Trigger() []byte { return []byte{'['} }

func (wikiLinkParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if !bytes.HasPrefix(line, []byte("[[")) {
		return nil
	}
	end := bytes.Index(line, []byte("]]"))
	if end < 0 {
		return nil
	}
	target, label, _ := strings.Cut(string(line[2:end]), "|")
	target, label = strings.TrimSpace(target), strings.TrimSpace(label)
	if target == "" || strings.ContainsAny(target, "[]") {
		return nil
	}
	block.Advance(end + 2)
	return &WikiLink{Target: target, Label: label, Span: source.Span{Start: segment.Start, End: segment.Start + end + 2}}
}

// Plain is the text of a node without markup: what a reader reads. Code spans
// count, images give their description, struck-out text counts, raw HTML and
// footnote marks do not. Soft line breaks are spaces.
func (d *Document) Plain(n ast.Node) string {
	var b strings.Builder
	d.plain(&b, n)
	return strings.TrimSpace(b.String())
}

func (d *Document) plain(b *strings.Builder, n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		b.Write(util.UnescapePunctuations(n.Segment.Value(d.Text)))
		if n.SoftLineBreak() || n.HardLineBreak() {
			b.WriteByte(' ')
		}
		return
	case *ast.String:
		b.Write(n.Value)
		return
	case *ast.CodeSpan:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				b.Write(t.Segment.Value(d.Text))
			}
		}
		return
	case *ast.AutoLink:
		b.Write(n.Label(d.Text))
		return
	case *WikiLink:
		b.WriteString(firstOf(n.Label, n.Target))
		return
	case *ast.RawHTML, *ast.HTMLBlock, *extast.FootnoteLink, *extast.TaskCheckBox:
		return
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		b.WriteString(d.Code(n))
		return
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		d.plain(b, c)
		if c.Type() == ast.TypeBlock && c.NextSibling() != nil {
			b.WriteByte(' ')
		}
	}
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// Code is the text of a code block.
func (d *Document) Code(n ast.Node) string {
	return string(n.Lines().Value(d.Text))
}

// SpanOf is where a node stands, from its first to its last byte of text. A
// node without text of its own (an empty cell) gives an empty span where its
// parent begins.
func (d *Document) SpanOf(n ast.Node) source.Span {
	s := source.Span{Start: -1, End: -1}
	grow := func(start, stop int) {
		if s.Start < 0 || start < s.Start {
			s.Start = start
		}
		s.End = max(s.End, stop)
	}
	ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch c := c.(type) {
		case *ast.Text:
			grow(c.Segment.Start, c.Segment.Stop)
		case *WikiLink:
			grow(c.Span.Start, c.Span.End)
		case *ast.RawHTML:
			for i := range c.Segments.Len() {
				grow(c.Segments.At(i).Start, c.Segments.At(i).Stop)
			}
		}
		if c.Type() == ast.TypeBlock {
			for i := range c.Lines().Len() {
				seg := c.Lines().At(i)
				grow(seg.Start, seg.Stop)
			}
		}
		return ast.WalkContinue, nil
	})
	if s.Start < 0 {
		if p := n.Parent(); p != nil && p.Kind() != ast.KindDocument {
			at := d.SpanOf(p).Start
			return source.Span{Start: at, End: at}
		}
		return source.Span{}
	}
	for s.End > s.Start && strings.IndexByte(" \t\r\n", d.Text[s.End-1]) >= 0 {
		s.End--
	}
	return s
}

// Links calls visit for every link and image of the document: the
// destination as written, where the link's text stands, and the node.
func (d *Document) Links(visit func(destination string, span source.Span, n ast.Node)) {
	if d.Body == nil {
		return
	}
	ast.Walk(d.Body, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			switch n := n.(type) {
			case *ast.Link:
				visit(string(n.Destination), d.linkSpan(n), n)
			case *ast.Image:
				visit(string(n.Destination), d.linkSpan(n), n)
			}
		}
		return ast.WalkContinue, nil
	})
}

// linkSpan widens the span of a link's text to its destination, if that
// stands behind it: [text](destination).
func (d *Document) linkSpan(n ast.Node) source.Span {
	s := d.SpanOf(n)
	rest := d.Text[s.End:]
	if open := bytes.Index(rest, []byte("](")); open >= 0 && open < 3 {
		if end := bytes.IndexByte(rest[open:], ')'); end >= 0 && !bytes.ContainsRune(rest[open:open+end], '\n') {
			return source.Span{Start: max(0, s.Start-1), End: s.End + open + end + 1}
		}
	}
	return s
}
