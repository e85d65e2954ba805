package doc

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

// guard watches one parse. It sees each paragraph before goldmark makes a
// table of it, and each delimiter before goldmark pairs it; where a limit is
// passed it takes the text away and notes the finding. Sitting inside the
// parser it needs no grammar of its own: code counts for nothing, and nothing
// can look like code to it and like text to goldmark.
type guard struct {
	file   *source.File
	limits Limits
	found  []diag.Diagnostic

	block  ast.Node // whose inlines are being parsed
	marks  int      // delimiter runs and brackets of block so far
	opened int      // where the inlines of block start
}

var guardKey = parser.NewContextKey()

// paragraphGuard is the part of guard that sees paragraphs: before goldmark
// takes link reference definitions out of them, which costs it the square of
// their number, and before it makes tables of them.
type paragraphGuard struct{}

// Transform implements parser.ParagraphTransformer.
func (paragraphGuard) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	g := pc.Get(guardKey).(*guard)
	lines := node.Lines()
	definitions := 0
	for i := range lines.Len() {
		segment := lines.At(i)
		line := reader.Source()[segment.Start:segment.Stop]
		if bytes.HasPrefix(bytes.TrimLeft(line, " \t"), []byte("[")) {
			definitions++
		}
		columns := tableColumns(line)
		cells := columns * (lines.Len() - i)
		switch {
		case 2*definitions > g.limits.Delimiters:
			g.refuseMarks(lines.At(0).Start, segment.Start)
		case i > 0 && (columns > g.limits.TableColumns || cells > g.limits.TableCells):
			g.refuse(ruleTable, segment.Start, segment.Stop, diag.Say(
				"table of %d columns and %d cells is larger than the limits of %d and %d",
				"表が%d列・%dセルあり、上限の%d列・%dセルを超えています",
				columns, cells, g.limits.TableColumns, g.limits.TableCells))
		default:
			continue
		}
		lines.SetSliced(0, 0)
		node.Parent().RemoveChild(node.Parent(), node)
		return
	}
}

// tableColumns is the number of columns that a line makes if it is the
// delimiter row of a table, else 0.
func tableColumns(line []byte) int {
	for _, c := range line {
		switch c {
		case '-', '|', ':', ' ', '\t', '\r', '\n', '\f', '\v':
		default:
			return 0
		}
	}
	return bytes.Count(line, []byte("|")) + 1
}

// markGuard is the part of guard that sees delimiters.
type markGuard struct{}

// Trigger implements parser.InlineParser.
func (markGuard) Trigger() []byte { return []byte("*_~`[]<!&") }

// Parse implements parser.InlineParser.
func (markGuard) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	g := pc.Get(guardKey).(*guard)
	_, at := block.PeekLine()
	if g.block != parent {
		g.block, g.marks, g.opened = parent, 0, at.Start
	}
	if g.marks++; g.marks <= g.limits.Delimiters && len(g.found) == 0 {
		return nil
	}
	g.refuseMarks(g.opened, at.Start)
	for line, _ := block.PeekLine(); line != nil; line, _ = block.PeekLine() {
		block.AdvanceLine()
	}
	pc.ClearDelimiters(nil)
	return ast.NewString(nil)
}

func (g *guard) refuseMarks(start, end int) {
	g.refuse(ruleDelimiters, start, end, diag.Say(
		"paragraph with more than %d emphasis marks, backquotes and brackets",
		"段落に強調記号・バッククォート・括弧が合わせて%d個を超えてあります", g.limits.Delimiters))
}

// refuse notes the first finding; one is enough to refuse a document.
func (g *guard) refuse(rule string, start, end int, message diag.Text) {
	if len(g.found) == 0 {
		g.found = append(g.found, tooMuch(g.file, rule, source.Span{Start: start, End: end}, message))
	}
}
