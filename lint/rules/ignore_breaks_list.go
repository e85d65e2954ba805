package rules

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var ignoreBreaksList = lint.Rule{
	ID:       "ignore-breaks-list",
	Severity: diag.Warning,
	Profile:  lint.Starter,
	CheckIgnores: func(p *lint.Pass) {
		b := breaker{doc: p.Entry.Doc}
		for _, i := range p.Ignores() {
			block, ok := i.Comment.Node.(*ast.HTMLBlock)
			if !ok {
				continue
			}
			before, behind := neighbour(block, ast.Node.PreviousSibling), neighbour(block, ast.Node.NextSibling)
			message := diag.Say("the comment on a line of its own breaks the list in two", "単独の行に書いたコメントがリストを分断しています")
			switch {
			case oneList(before, behind):
			case b.oneTable(i, before, behind):
				message = diag.Say("the comment on a line of its own ends the table", "単独の行に書いたコメントで表が終わっています")
			default:
				continue
			}
			p.Report(diag.Diagnostic{Span: i.Comment.Span, Message: message, Fixes: b.move(i, before, behind)})
		}
	},
}

// neighbour is what stands beside a comment, other comments left out; nil if
// nothing does.
func neighbour(n ast.Node, next func(ast.Node) ast.Node) ast.Node {
	for n = next(n); n != nil; n = next(n) {
		if b, ok := n.(*ast.HTMLBlock); !ok || b.HTMLBlockType != ast.HTMLBlockType2 {
			return n
		}
	}
	return nil
}

// oneList tells whether two blocks would be one list with nothing between
// them.
func oneList(before, behind ast.Node) bool {
	a, isList := before.(*ast.List)
	b, alsoList := behind.(*ast.List)
	return isList && alsoList && a.Marker == b.Marker && a.IsOrdered() == b.IsOrdered()
}

// breaker knows the text around comments.
type breaker struct{ doc *doc.Document }

// oneTable tells whether a comment stands between a table and a line that
// would be its next row.
func (b breaker) oneTable(i *lint.Ignore, before, behind ast.Node) bool {
	if before == nil || behind == nil || before.Kind() != extast.KindTable || behind.Kind() != ast.KindParagraph {
		return false
	}
	line := b.line(i.Comment.Span.Start)
	above, below := b.line(line.Start-1), b.line(behind.Lines().At(0).Start)
	return len(bytes.TrimSpace(b.text(above))) > 0 && bytes.IndexByte(b.text(below), '|') >= 0 &&
		len(bytes.TrimSpace(b.doc.Text[line.End:below.Start])) == 0 && bytes.Count(b.doc.Text[line.End:below.Start], []byte("\n")) == 1
}

// line is the line that holds an offset, without its ending.
func (b breaker) line(at int) source.Span {
	text := b.doc.Text
	at = max(at, 0)
	s := source.Span{Start: bytes.LastIndexByte(text[:at], '\n') + 1, End: len(text)}
	if n := bytes.IndexByte(text[at:], '\n'); n >= 0 {
		s.End = at + n
	}
	if s.End > s.Start && text[s.End-1] == '\r' {
		s.End--
	}
	return s
}

func (b breaker) text(s source.Span) []byte { return b.doc.Text[s.Start:s.End] }

// move puts a comment where it breaks nothing: one about the next line to the
// end of that, where it is one about its own line; others to the end of the
// line before. A comment about its own line, of which it has none, would then
// hide something for the first time, so that its move is not a safe one.
func (b breaker) move(i *lint.Ignore, before, behind ast.Node) []diag.Fix {
	line := b.line(i.Comment.Span.Start)
	comment := string(b.text(i.Comment.Span))
	inner := comment[len("<!--") : len(comment)-len("-->")]
	if string(bytes.TrimSpace(b.text(line))) != comment || strings.Contains(inner, "--") {
		return nil
	}
	fix := diag.Fix{
		Title:  diag.Say("move the comment to the end of the line before", "コメントを前の行の末尾に移す"),
		Unsafe: i.Word.Text == lint.IgnoreLine,
	}
	target, ok := b.lastLine(before)
	if i.Word.Text == lint.IgnoreNext {
		fix.Title = diag.Say("move the comment to the end of the next line", "コメントを次の行の末尾に移す")
		word := i.Word.Span.Start - i.Comment.Span.Start
		comment = comment[:word] + lint.IgnoreLine + comment[word+len(i.Word.Text):]
		target, ok = b.firstLine(behind)
	}
	if !ok {
		return nil
	}
	insert, ok := b.insert(target, comment)
	if !ok {
		return nil
	}
	whole := line
	for whole.End < len(b.doc.Text) && b.doc.Text[whole.End-1] != '\n' {
		whole.End++
	}
	fix.Edits = []diag.Edit{insert, {Span: whole}}
	return []diag.Fix{fix}
}

// lastLine is the last line of text in a list or table.
func (b breaker) lastLine(n ast.Node) (source.Span, bool) {
	if n.Kind() == extast.KindTable {
		return b.line(b.doc.SpanOf(n).End), true
	}
	for n.LastChild() != nil && n.LastChild().Type() == ast.TypeBlock {
		n = n.LastChild()
	}
	if !isText(n) {
		return source.Span{}, false
	}
	return b.line(n.Lines().At(n.Lines().Len() - 1).Start), true
}

// firstLine is the first line of text in a list, or that of a paragraph.
func (b breaker) firstLine(n ast.Node) (source.Span, bool) {
	for n.FirstChild() != nil && n.FirstChild().Type() == ast.TypeBlock {
		n = n.FirstChild()
	}
	if !isText(n) {
		return source.Span{}, false
	}
	return b.line(n.Lines().At(0).Start), true
}

func isText(n ast.Node) bool {
	return (n.Kind() == ast.KindParagraph || n.Kind() == ast.KindTextBlock) && n.Lines().Len() > 0
}

// insert puts a comment at the end of a line: of a row's last cell, or before
// the spaces of a hard line break. Not where it could come to stand in code or
// HTML, or where a backslash breaks the line.
func (b breaker) insert(line source.Span, comment string) (diag.Edit, bool) {
	text := string(b.text(line))
	bare := strings.TrimRight(text, " \t")
	if strings.Count(text, "`")%2 != 0 || strings.Contains(text, "<") || strings.HasSuffix(bare, `\`) {
		return diag.Edit{}, false
	}
	at := line.Start + len(bare)
	add := " " + comment
	if strings.Contains(bare, "|") {
		if strings.Contains(comment, "|") {
			return diag.Edit{}, false
		}
		if inside, isRow := strings.CutSuffix(bare, "|"); isRow && !strings.HasSuffix(inside, `\`) {
			cell := strings.TrimRight(inside, " \t")
			at, add = line.Start+len(cell), " "+comment
			if len(cell) == len(inside) {
				add += " "
			}
		}
	}
	return diag.Edit{Span: source.Span{Start: at, End: at}, New: add}, true
}
