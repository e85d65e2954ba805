package doc

import (
	"bytes"
	"html"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

// parseBody parses the Markdown from a byte offset on. If a limit stops it
// there is no body.
func (d *Document) parseBody(start int, limits Limits) []diag.Diagnostic {
	d.Text, d.body = bodyText(d.File.Data, start), start
	g := &guard{file: d.File, limits: limits}
	pc := parser.NewContext()
	pc.Set(guardKey, g)
	reader := text.NewReader(d.Text)
	for _, at := reader.Position(); at.Start < start; _, at = reader.Position() {
		reader.AdvanceLine()
	}
	body := grammar().Parse(reader, parser.WithContext(pc)).(*ast.Document)
	if len(g.found) > 0 {
		d.Refused = true
		return g.found
	}
	d.nameHeadings(body)
	d.trees.parsed = &tree{body: body, root: &Section{}}
	d.divide(d.trees.parsed)
	return nil
}

// Markdown is the part of Text that is Markdown: what follows the front
// matter, to the end.
func (d *Document) Markdown() []byte { return d.Text[d.body:] }

// bodyText gives data as goldmark must see it to read a body that starts at a
// byte of it: with a newline before that byte also after a byte-order mark.
func bodyText(data []byte, body int) []byte {
	marked, crlf := body > 0 && data[body-1] != '\n', bytes.Contains(data, []byte("\r\n"))
	if !marked && !crlf {
		return data
	}
	data = bytes.Clone(data)
	if marked {
		data[body-1] = '\n'
	}
	if crlf {
		endEmptyItems(data[body:])
	}
	return data
}

// endEmptyItems writes a space for the carriage return after the mark of an
// empty list item: goldmark 1.8.7 sees an empty item only before a space or a
// newline.
func endEmptyItems(data []byte) {
	for pos := 0; pos < len(data); {
		line := lineAt(data, pos)
		pos += len(line) + 1
		if mark := bytes.TrimLeft(line, " \t>"); len(mark) > 1 && line[len(line)-1] == '\r' {
			if length, _ := itemMark(mark); length == len(mark)-1 && mark[0] != ':' && mark[0] != '[' {
				line[len(line)-1] = ' '
			}
		}
	}
}

// grammar is the grammar of documents: CommonMark with GitHub's tables,
// strike-through, task lists and bare links, footnotes, definition lists and
// [[wiki links]]. Attribute syntax is off: documents cannot set attributes.
// goldmark's parsers keep no state between documents.
var grammar = sync.OnceValue(func() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(append(parser.DefaultBlockParsers(),
			util.Prioritized(extension.NewFootnoteBlockParser(), 999),
			util.Prioritized(extension.NewDefinitionListParser(), 101),
			util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
		)...),
		parser.WithInlineParsers(append(parser.DefaultInlineParsers(),
			util.Prioritized(markGuard{}, -1), // before all others
			util.Prioritized(wikiLinkParser{}, 101),
			util.Prioritized(extension.NewFootnoteParser(), 102),
			util.Prioritized(extension.NewTaskCheckBoxParser(), 0),
			util.Prioritized(extension.NewStrikethroughParser(), 500),
			util.Prioritized(extension.NewLinkifyParser(), 999),
		)...),
		parser.WithParagraphTransformers(append(parser.DefaultParagraphTransformers(),
			util.Prioritized(paragraphGuard{}, -1), // before all others
			util.Prioritized(extension.NewTableParagraphTransformer(), 200),
		)...),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewTableASTTransformer(), 0),
			util.Prioritized(extension.NewFootnoteASTTransformer(), 999),
		),
	)
})

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
	if bytes.HasPrefix(line[end+2:], []byte("(")) {
		return nil // [[1]](url) is a link whose text has brackets
	}
	// In a table the bar is written \|.
	inner := strings.ReplaceAll(string(line[2:end]), `\|`, "|")
	target, label, _ := strings.Cut(inner, "|")
	target, label = strings.TrimSpace(target), strings.TrimSpace(label)
	if target == "" || strings.ContainsAny(inner, "[]`") {
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

// Joins tells whether the soft line break behind a text reads as nothing: it
// stands between two characters of a script that knows no spaces. Elsewhere
// it reads as a space.
func (d *Document) Joins(n *ast.Text) bool {
	next := n.NextSibling()
	for next != nil && next.Kind() != ast.KindText {
		next = next.FirstChild()
	}
	t, ok := next.(*ast.Text)
	if !ok {
		return false
	}
	last, _ := utf8.DecodeLastRune(n.Segment.Value(d.Text))
	first, _ := utf8.DecodeRune(t.Segment.Value(d.Text))
	return util.IsEastAsianWideRune(last) && util.IsEastAsianWideRune(first)
}

func (d *Document) plain(b *strings.Builder, n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		writeText(b, n.Segment.Value(d.Text))
		if n.HardLineBreak() || n.SoftLineBreak() && !d.Joins(n) {
			b.WriteByte(' ')
		}
		return
	case *ast.String:
		b.Write(n.Value)
		return
	case *ast.CodeSpan:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				b.WriteString(lineEnds.Replace(string(t.Segment.Value(d.Text))))
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

// lineEnds turns the line endings in a code span into spaces.
var lineEnds = strings.NewReplacer("\r\n", " ", "\n", " ")

// writeText writes running text with its backslash escapes and character
// references resolved.
func writeText(b *strings.Builder, raw []byte) {
	for len(raw) > 0 {
		i := bytes.IndexAny(raw, `\&`)
		if i < 0 {
			b.Write(raw)
			return
		}
		b.Write(raw[:i])
		raw = raw[i:]
		size := 1
		switch semicolon := bytes.IndexByte(raw[:min(len(raw), longestReference)], ';'); {
		case raw[0] == '\\' && len(raw) > 1 && util.IsPunct(raw[1]):
			b.WriteByte(raw[1])
			size = 2
		case raw[0] == '&' && semicolon > 0:
			size = semicolon + 1
			b.WriteString(html.UnescapeString(string(raw[:size])))
		default:
			b.WriteByte(raw[0])
		}
		raw = raw[size:]
	}
}

// longestReference is the length of the longest character reference of HTML,
// &CounterClockwiseContourIntegral;.
const longestReference = 33

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// Code is the text of a code block. Its lines end in newlines, also where
// those of the file end in CRLF.
func (d *Document) Code(n ast.Node) string {
	return strings.ReplaceAll(string(n.Lines().Value(d.Text)), "\r\n", "\n")
}

// SpanOf is where a node stands, from its first to its last byte of text. A
// node without text of its own gives an empty span where it begins, or where
// what is around it begins. It takes time in proportion to what is in the node.
func (d *Document) SpanOf(n ast.Node) source.Span {
	if s, ok := d.textSpan(n); ok {
		return s
	}
	for ; n != nil; n = n.Parent() {
		if at := n.Pos(); at >= 0 {
			return source.Span{Start: at, End: at}
		}
	}
	return source.Span{}
}

// textSpan is the span of a node's text, if it has any.
func (d *Document) textSpan(n ast.Node) (s source.Span, ok bool) {
	s.Start = -1
	d.grow(&s, n)
	if s.Start < 0 {
		return source.Span{}, false
	}
	for s.End > s.Start && strings.IndexByte(" \t\r\n", d.Text[s.End-1]) >= 0 {
		s.End--
	}
	return s, true
}

func (d *Document) grow(s *source.Span, n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		widen(s, n.Segment)
	case *WikiLink:
		widen(s, text.NewSegment(n.Span.Start, n.Span.End))
	case *ast.RawHTML:
		for i := range n.Segments.Len() {
			widen(s, n.Segments.At(i))
		}
	case *ast.AutoLink:
		if at, ok := d.address(n); ok {
			widen(s, at)
		}
	}
	if n.Type() == ast.TypeBlock && n.Lines().Len() > 0 {
		for i := range n.Lines().Len() {
			widen(s, n.Lines().At(i))
		}
		return // the inlines were read from these lines
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		d.grow(s, c)
	}
}

// address is where the text of a bare address stands. goldmark tells only where
// the link begins, with the "<" or the space before it.
func (d *Document) address(n *ast.AutoLink) (text.Segment, bool) {
	label, from := n.Label(d.Text), n.Pos()
	at := bytes.Index(d.Text[from:min(from+len(label)+1, len(d.Text))], label)
	return text.NewSegment(from+at, from+at+len(label)), at >= 0
}

func widen(s *source.Span, segment text.Segment) {
	if s.Start < 0 || segment.Start < s.Start {
		s.Start = segment.Start
	}
	s.End = max(s.End, segment.Stop)
}

// Links calls visit for every link and image of the document: the
// destination as written, where the link's text stands, and the node.
func (d *Document) Links(visit func(destination string, span source.Span, n ast.Node)) {
	if !d.HasTree() {
		return
	}
	ast.Walk(d.Tree(), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
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
	rest := lineAt(d.Text, s.End)
	// Marks may stand between the text and its bracket: [**text**](…).
	open := bytes.Index(rest[:min(len(rest), 5)], []byte("]("))
	if open < 0 {
		return s
	}
	end := bytes.IndexByte(rest[open:], ')')
	if end < 0 {
		return s
	}
	return source.Span{Start: min(s.Start, max(n.Pos(), 0)), End: s.End + open + end + 1}
}
