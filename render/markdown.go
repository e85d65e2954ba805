package render

import (
	"bytes"
	"html"
	"html/template"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// printer writes Markdown trees as HTML. It belongs to one goroutine, which
// points it at one document after the other by start.
type printer struct {
	site  *site
	words words
	tree  renderer.Renderer
	out   output

	entry    *corpus.Entry
	root     string              // way from the page up to the root of its edition
	levels   map[ast.Node]int    // of headings; those that are missing keep their own
	steps    map[string]string   // id of a heading: id of the step that it opens
	ticked   map[string]bool     // by the id of a heading or item: it is a step that is done in its turn, as ways back are not
	anchors  map[ast.Node]string // id of a list item: id of the step that it is
	folded   bool                // output of commands is folded away
	diagrams int                 // drawn so far
	raw      bool                // the current piece holds HTML of the document
	inLink   int                 // depth of links
	closers  []string            // end tags of the open links
	rawLinks int                 // open ones of the HTML of the document
	glossary glossary
	clip     *source.Span // only text inside is written
}

// output is a buffer that goldmark writes to as it is.
type output struct{ bytes.Buffer }

// strings writes texts one after the other.
func (o *output) strings(texts ...string) {
	for _, t := range texts {
		o.WriteString(t)
	}
}

// Buffered implements util.BufWriter.
func (o *output) Buffered() int { return o.Len() }

// Flush implements util.BufWriter.
func (o *output) Flush() error { return nil }

func newPrinter(s *site, w words) *printer {
	p := &printer{site: s, words: w}
	p.tree = renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(p, 100),
		util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500),
		util.Prioritized(extension.NewDefinitionListHTMLRenderer(), 500),
		util.Prioritized(extension.NewFootnoteHTMLRenderer(
			extension.WithFootnoteIDPrefix(doc.AnchorPrefix),
			extension.WithFootnoteBacklinkTitle([]byte(w.t("footnote.back"))),
		), 500),
		// Without WithUnsafe: should a node escape the renderers below, its
		// HTML and its dangerous destinations are left out.
		util.Prioritized(gmhtml.NewRenderer(), 1000),
	))
	return p
}

// start points the printer at a document.
func (p *printer) start(e *corpus.Entry, root string) {
	*p = printer{site: p.site, words: p.words, tree: p.tree, out: p.out, entry: e, root: root}
	p.out.Reset()
}

// html prints nodes one after the other.
func (p *printer) html(nodes ...ast.Node) template.HTML {
	raw := p.raw
	p.raw = false
	text := p.apart(func() {
		for _, n := range nodes {
			p.print(n)
		}
	})
	if p.raw {
		if balanced, err := balance(text); err == nil {
			text = balanced
		} else {
			text = html.EscapeString(text)
		}
	}
	p.raw = raw
	return template.HTML(text)
}

// apart gives what write writes, and takes it back from out.
func (p *printer) apart(write func()) string {
	from := p.out.Len()
	write()
	text := string(p.out.Bytes()[from:])
	p.out.Truncate(from)
	return text
}

// print writes a tree to out. Errors cannot happen: out is a buffer.
func (p *printer) print(n ast.Node) {
	_ = p.tree.Render(&p.out, p.entry.Doc.Text, n)
}

// children prints what stands inside a node.
func (p *printer) children(n ast.Node) template.HTML {
	var nodes []ast.Node
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		nodes = append(nodes, c)
	}
	return p.html(nodes...)
}

// RegisterFuncs implements renderer.NodeRenderer.
func (p *printer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindText, p.text)
	reg.Register(ast.KindHeading, p.heading)
	reg.Register(ast.KindLink, p.link)
	reg.Register(ast.KindAutoLink, p.autoLink)
	reg.Register(ast.KindImage, p.picture)
	reg.Register(doc.KindWikiLink, p.wikiLink)
	reg.Register(ast.KindCodeBlock, p.codeBlock)
	reg.Register(ast.KindFencedCodeBlock, p.codeBlock)
	reg.Register(ast.KindHTMLBlock, p.htmlBlock)
	reg.Register(ast.KindRawHTML, p.inlineHTML)
	reg.Register(ast.KindListItem, p.listItem)
	reg.Register(extast.KindTaskCheckBox, p.checkBox)
	reg.Register(extast.KindTable, p.table)
	reg.Register(extast.KindTableHeader, p.tableHeader)
	reg.Register(extast.KindTableRow, p.tableRow)
	reg.Register(extast.KindTableCell, p.tableCell)
}

func (p *printer) text(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Text)
	if !p.segment(w, src, n) {
		return ast.WalkContinue, nil
	}
	switch {
	case n.HardLineBreak():
		w.WriteString("<br>\n")
	case n.SoftLineBreak() && !p.entry.Doc.Joins(n):
		w.WriteByte('\n')
	}
	return ast.WalkContinue, nil
}

// segment writes the text of a node, and tells whether the node is within what
// is to be written. The parser cuts a line of text into several nodes, at
// spaces and marks where something might have begun; the first writes them all,
// so that words of several are found.
func (p *printer) segment(w util.BufWriter, src []byte, n *ast.Text) bool {
	seg := n.Segment
	switch {
	case p.clip != nil:
		seg.Start, seg.Stop = max(seg.Start, p.clip.Start), min(seg.Stop, p.clip.End)
		if seg.Stop <= seg.Start {
			return false
		}
	case goesOn(n.PreviousSibling(), n):
		return true
	default:
		for last := n; goesOn(last, last.NextSibling()); {
			last = last.NextSibling().(*ast.Text)
			seg.Stop = last.Segment.Stop
		}
	}
	if n.IsRaw() {
		gmhtml.DefaultWriter.RawWrite(w, seg.Value(src))
		return true
	}
	p.glossary.unsafe = p.glossary.html != nil && p.glossary.html == block(n)
	p.prose(w, seg.Value(src))
	return true
}

// goesOn tells whether a text goes on in its next sibling.
func goesOn(a, b ast.Node) bool {
	x, ok := a.(*ast.Text)
	y, ok2 := b.(*ast.Text)
	return ok && ok2 && x.Segment.Stop == y.Segment.Start && !x.IsRaw() && !y.IsRaw() && !x.SoftLineBreak() && !x.HardLineBreak()
}

// block is the paragraph, cell or other block that an inline node stands in.
func block(n ast.Node) ast.Node {
	for n != nil && n.Type() == ast.TypeInline {
		n = n.Parent()
	}
	return n
}

func (p *printer) heading(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Heading)
	level := byte('0' + max(n.Level, 2))
	if own := p.levels[node]; own > 0 {
		level = byte('0' + own)
	}
	id := headingID(n)
	if entering {
		p.glossary.quiet++
		class := ""
		if step := p.steps[id]; step != "" {
			if p.ticked[id] {
				class = ` class="step-heading"`
			}
			p.out.strings(`<span class="anchor-target" id="`, html.EscapeString(step), `"></span>`)
		}
		p.out.strings("<h", string(level), class, ` id="`, html.EscapeString(id), `">`)
		return ast.WalkContinue, nil
	}
	p.glossary.quiet--
	if id != "" {
		p.out.strings(` <a class="anchor" href="#`, html.EscapeString(escapeTarget(id)), `" aria-label="`, html.EscapeString(p.words.t("permalink")), `">#</a>`)
	}
	p.out.strings("</h", string(level), ">\n")
	return ast.WalkContinue, nil
}

func headingID(n *ast.Heading) string {
	if id, ok := n.AttributeString("id"); ok {
		return string(id.([]byte))
	}
	return ""
}

func (p *printer) listItem(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		w.WriteString("</li>\n")
		return ast.WalkContinue, nil
	}
	switch {
	case p.anchors[node] != "":
		class := ""
		if p.ticked[p.anchors[node]] {
			class = ` class="step"`
		}
		w.WriteString(`<li` + class + ` id="` + html.EscapeString(p.anchors[node]) + `">`)
	case hasCheckBox(node):
		w.WriteString(`<li class="task">`)
	default:
		w.WriteString("<li>")
	}
	return ast.WalkContinue, nil
}

func hasCheckBox(item ast.Node) bool {
	block := item.FirstChild()
	return block != nil && block.FirstChild() != nil && block.FirstChild().Kind() == extast.KindTaskCheckBox
}

func (p *printer) checkBox(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		state := "open"
		if node.(*extast.TaskCheckBox).IsChecked {
			state = "done"
		}
		w.WriteString(`<span class="box ` + state + `" role="img" aria-label="` + html.EscapeString(p.words.t("state."+state)) + `"></span> `)
	}
	return ast.WalkContinue, nil
}

func (p *printer) table(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString("<div class=\"table-scroll\" tabindex=\"0\"><table>\n")
	} else {
		w.WriteString("</tbody></table></div>\n")
	}
	return ast.WalkContinue, nil
}

func (p *printer) tableHeader(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		p.glossary.quiet++
		w.WriteString("<thead><tr>")
	} else {
		p.glossary.quiet--
		w.WriteString("</tr></thead><tbody>\n")
	}
	return ast.WalkContinue, nil
}

func (p *printer) tableRow(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString("<tr>")
	} else {
		w.WriteString("</tr>\n")
	}
	return ast.WalkContinue, nil
}

func (p *printer) tableCell(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*extast.TableCell)
	tag := "td"
	if n.Parent().Kind() == extast.KindTableHeader {
		tag = "th"
	}
	if !entering {
		w.WriteString("</" + tag + ">")
		return ast.WalkContinue, nil
	}
	w.WriteString("<" + tag)
	if tag == "th" {
		w.WriteString(` scope="col"`)
	}
	if n.Alignment != extast.AlignNone {
		w.WriteString(` class="align-` + n.Alignment.String() + `"`)
	}
	w.WriteByte('>')
	return ast.WalkContinue, nil
}
