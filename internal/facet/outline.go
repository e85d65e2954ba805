package facet

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// part is a piece of a document with a title of its own: what stands under a
// heading, under a bold label or under a list item that only names what
// follows. Teams use the three alike, so readers of sections see parts.
type part struct {
	title   line
	name    string       // of the section that the title opens, "" if none
	section *doc.Section // of the heading, nil for a label
	lead    line         // text behind the label in the same paragraph
	blocks  []ast.Node
	parts   []*part
	parent  *part // nil for the root
}

// outline reads the whole body as parts.
func (r *reader) outline() *part {
	root := &part{section: r.doc.Sections()}
	r.fill(root)
	return root
}

func (r *reader) fill(p *part) {
	r.splitLabels(p, p.section.Blocks)
	for _, s := range p.section.Children {
		child := &part{section: s, title: lineOf(r.doc, s.Heading), parent: p}
		child.name = r.sectionOf(child.title.text)
		p.parts = append(p.parts, child)
		r.fill(child)
	}
}

// sectionOf names the section that a heading opens. "Appendix: chat log" is
// an appendix, however long its title.
func (r *reader) sectionOf(title string) string {
	name := r.labels.Section(title)
	if name != "" || length(title) > 2*maxLabel {
		return name
	}
	// "Timeline (CEST), 3 June 2024"
	if i := strings.IndexAny(title, "(（,、"); i > 0 && strings.ContainsAny(title[i:], "0123456789０１２３４５６７８９") {
		return r.labels.Section(title[:i])
	}
	if head, _, ok := strings.Cut(title, ":"); ok && name == "" {
		if name = r.labels.Section(head); name != "references" && name != "communication" {
			return ""
		}
	}
	return name
}

// splitLabels deals the blocks of a heading out to the labels among them.
func (r *reader) splitLabels(p *part, blocks []ast.Node) {
	current := p
	for i, b := range blocks {
		if label, lead, ok := r.causeLabel(b); ok && current.name != "timeline" && p.name != "timeline" {
			p.addLabel(current, &part{title: label, name: "causes", lead: lead}) // one paragraph, and no more
			continue
		}
		if label, lead, ok := r.label(b, follows(blocks, i)); ok {
			current = p.addLabel(current, &part{title: label, name: r.labels.Section(label.text), lead: lead})
			continue
		}
		if label, ok := r.horizonLabel(current, b, follows(blocks, i)); ok {
			current = p.addLabel(current, &part{title: label})
			continue
		}
		if list, ok := b.(*ast.List); ok && p.name == "" && current == p && r.labelItems(p, list) {
			continue
		}
		current.blocks = append(current.blocks, b)
	}
}

// addLabel hangs a label under p, or under the label before it if that names
// a section and this one only divides it: **Action items**, **Short-term**.
func (p *part) addLabel(before, label *part) *part {
	over := p
	for b := before; b != p && b != nil; b = b.parent {
		if b.name != "" && label.name == "" {
			over = b
		}
	}
	label.parent = over
	over.parts = append(over.parts, label)
	return label
}

func follows(blocks []ast.Node, i int) ast.NodeKind {
	if i+1 < len(blocks) {
		return blocks[i+1].Kind()
	}
	return ast.KindDocument
}

// maxLabel is the length, in characters, over which bold text is a sentence.
const maxLabel = 60

// label reads a paragraph that is, or begins with, a label: one in bold, or
// one of a known section before a list. lead is the text behind the label.
func (r *reader) label(b ast.Node, next ast.NodeKind) (title, lead line, ok bool) {
	if b.Kind() != ast.KindParagraph {
		return line{}, line{}, false
	}
	whole := lineOf(r.doc, b)
	first, isBold := b.FirstChild().(*ast.Emphasis)
	if !isBold || first.Level != 2 {
		title, ok = bareLabel(whole)
		return title, line{}, ok && next == ast.KindList && r.labels.Section(title.text) != ""
	}
	bold := lineOf(r.doc, first)
	title, endsInColon := bareLabel(bold)
	if title.text == "" || length(title.text) > maxLabel {
		return line{}, line{}, false
	}
	rest := whole.cut(len(bold.text), len(whole.text))
	behind := strings.TrimLeft(rest.text, ":：")
	lead = rest.cut(len(rest.text)-len(behind), len(rest.text))
	switch {
	case lead.text == "":
		return title, line{}, true
	case endsInColon || behind != rest.text: // "**Root cause:** a full disk"
		return title, lead, r.labels.Section(title.text) != ""
	}
	return line{}, line{}, false
}

// causeLabel reads a paragraph that is the cause and begins with the word for
// it: "Root cause: the disk was full". Where a line below is a pair too, all
// of them are.
func (r *reader) causeLabel(b ast.Node) (title, lead line, ok bool) {
	first, isText := b.FirstChild().(*ast.Text)
	if b.Kind() != ast.KindParagraph || !isText || !bytes.ContainsAny(first.Segment.Value(r.doc.Text), ":：") {
		return line{}, line{}, false
	}
	whole := lineOf(r.doc, b)
	at := strings.IndexAny(whole.text, ":：")
	if at <= 0 || at > maxLabel || !causeWord.MatchString(whole.text[:at]) {
		return line{}, line{}, false
	}
	title, lead = whole.cut(0, at), whole.cut(at+len(firstRune(whole.text[at:])), len(whole.text))
	if n := len(strings.Fields(title.text)); n > 4 || r.labels.Section(title.text) != "causes" || length(lead.text) < minCause {
		return line{}, line{}, false
	}
	p := pairReader{r: r}
	for i, l := range r.lines(b) {
		if key, _, isPair := p.split(l); isPair && i > 0 && length(key.text) <= 24 {
			return line{}, line{}, false
		}
	}
	return title, lead, true
}

// minCause is the length, in characters, under which a cause is a word of a
// list and no sentence.
const minCause = 12

// bareLabel is a short text without the colon at its end, and whether it has
// one.
func bareLabel(l line) (line, bool) {
	bare := strings.TrimRight(l.text, ":： ")
	return l.cut(0, len(bare)), len(bare) < len(l.text) && length(bare) <= maxLabel
}

func firstRune(s string) string {
	for i := range s {
		if i > 0 {
			return s[:i]
		}
	}
	return s
}

// labelItems makes parts of the items of a list that only name what is under
// them: "- Action items:". It tells whether all items did.
func (r *reader) labelItems(p *part, list *ast.List) bool {
	items := r.itemsOf(list)
	for _, it := range items {
		if !isGroup(it) || r.labels.Section(it.Text) == "" {
			return false
		}
	}
	for _, it := range items {
		child := &part{title: lineOf(r.doc, it.Lead), name: r.labels.Section(it.Text), blocks: it.Rest, parent: p}
		p.parts = append(p.parts, child)
	}
	return len(items) > 0
}

// isGroup tells whether a list item only names the items under it.
func isGroup(it doc.Item) bool {
	if len(it.Children) == 0 || it.Box != nil || it.Lead == nil {
		return false
	}
	if strings.HasSuffix(it.Text, ":") || strings.HasSuffix(it.Text, "：") {
		return true
	}
	e, bold := it.Lead.FirstChild().(*ast.Emphasis)
	return bold && e.Level == 2 && e.NextSibling() == nil
}

// walk visits p and the parts under it in the order of the document. visit
// tells whether to go on into the parts under its own.
func (p *part) walk(visit func(*part) bool) {
	if visit(p) {
		for _, c := range p.parts {
			c.walk(visit)
		}
	}
}

// named gives the parts with the names, the outermost only. The title of the
// document counts as one only if nothing under it has the names.
func (p *part) named(names ...string) []*part {
	var found []*part
	var title *part
	p.walk(func(c *part) bool {
		if !slices.Contains(names, c.name) {
			return true
		}
		if c.isTitle() {
			title = c
			return true
		}
		found = append(found, c)
		return false
	})
	if found == nil && title != nil {
		found = append(found, title)
	}
	return found
}

// isTitle tells whether a part is that of the only heading of level one.
func (p *part) isTitle() bool {
	if p.section == nil || p.section.Level != 1 || p.parent == nil || p.parent.parent != nil {
		return false
	}
	return !slices.ContainsFunc(p.parent.parts, func(o *part) bool { return o != p && o.section != nil && o.section.Level == 1 })
}

// anchor is the id of the nearest heading over p.
func (p *part) anchor() string {
	for ; p != nil; p = p.parent {
		if p.section != nil {
			return p.section.ID
		}
	}
	return ""
}

// from is the provenance of what a part's blocks say.
func (p *part) from(o doc.Origin) doc.Provenance {
	return doc.Provenance{Origin: o, Note: verbatim(p.title.text)}
}

// paragraphs gives the text of the part's paragraphs, the lead first.
func (r *reader) paragraphs(p *part) []line {
	var out []line
	if p.lead.text != "" {
		out = append(out, p.lead)
	}
	for _, b := range p.blocks {
		if b.Kind() == ast.KindParagraph || b.Kind() == ast.KindTextBlock {
			if l := lineOf(r.doc, b); l.text != "" {
				out = append(out, l)
			}
		}
	}
	return out
}

// tables gives the tables that stand directly in a part.
func (r *reader) tables(p *part) []doc.Table {
	var out []doc.Table
	for _, b := range p.blocks {
		if t, ok := b.(*extast.Table); ok {
			out = append(out, r.tableOf(t))
		}
	}
	return out
}

// ordinal is a word with the number or letter of a section before its title:
// "Section D:", "Part 2 –", 議題2, 第3章.
var ordinal = lazyregexp.New(`^(?i:(?:part|section|chapter|appendix|annex|item|agenda item)\s+(?:[0-9]{1,2}|[a-z]|[ivx]{1,4})(?:\s*[.:)–—-]|\s)\s*|(?:議題|付録|別紙|パート|セクション)\s*(?:[0-9０-９]{1,2}|[A-ZＡ-Ｚ])[\s　.．:：)）、]*|第[0-9０-９一二三四五六七八九十]{1,3}(?:章|節|項|部|編|議題)[\s　.．:：)）、]*)`)

// unnumbered gives a title without the number before it.
func unnumbered(title line) line {
	for _, shape := range []*lazyregexp.Regexp{numbering, ordinal} {
		if loc := shape.FindStringIndex(title.text); loc != nil && loc[1] < len(title.text) {
			return title.cut(loc[1], len(title.text))
		}
	}
	return title
}

// numbering is the number before a title: "1.", "2)", "①", "Step 3:", "手順4".
var numbering = lazyregexp.New(`^(?i:(?:step|ステップ|手順)?\s*(?:[0-9０-９]{1,2}(?:[.．)）:：]|\s|$|(?:[-–—]))|[①-⑳])+\s*[-–—:：.．]?\s*)`)

// everyLine gives the title of a part and the beginnings of what stands in
// it: the lines of paragraphs, items and rows.
func (r *reader) everyLine(p *part) []line {
	out := []line{p.title, p.lead}
	for _, b := range p.blocks {
		switch b := b.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			out = append(out, linesOf(r.doc, b)...)
		case *ast.List:
			out = r.itemLines(out, r.itemsOf(b))
		case *extast.Table:
			for _, row := range r.tableOf(b).Rows {
				for _, cell := range row.Cells[:min(2, len(row.Cells))] {
					out = append(out, lineOf(r.doc, cell.Node))
				}
			}
		}
	}
	return out
}

// itemLines adds the texts of items and of those under them.
func (r *reader) itemLines(out []line, items []doc.Item) []line {
	for _, it := range items {
		if it.Lead != nil {
			out = append(out, lineOf(r.doc, it.Lead))
		}
		out = r.itemLines(out, it.Children)
	}
	return out
}
