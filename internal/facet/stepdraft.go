package facet

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// draft is a step while it is read.
type draft struct {
	*reader
	part       *part
	section    string
	title      line
	paragraphs []string
	textAt     source.Span
	commands   []doc.Value
	props      map[string]doc.Value
	pending    string // property that the next block is the value of
	at         source.Span
}

func (s *stepReader) draft(p *part, section string) *draft {
	return &draft{reader: s.reader, part: p, section: section, props: map[string]doc.Value{}, at: p.title.span()}
}

func (d *draft) everything(p *part) {
	d.blocks(p.blocks)
	for _, c := range p.parts {
		d.label(c)
	}
}

// label reads a part inside a step: a property by its title, else text.
func (d *draft) label(p *part) {
	if prop := d.labels.Key("steps", p.title.text); isStepProp(prop) {
		d.pending = prop
		d.text(p.lead)
		d.blocks(p.blocks)
		d.pending = ""
		return
	}
	if p.name == "escalation" || p.name == "decision_tree" {
		return
	}
	d.text(p.title)
	d.text(p.lead)
	d.everything(p)
}

func isStepProp(prop string) bool {
	return prop != "" && prop != "title" && prop != "description" && prop != "commands" && prop != "id"
}

// blocks reads what stands in a step, in order.
func (d *draft) blocks(blocks []ast.Node) {
	printed := false
	for _, b := range blocks {
		switch b := b.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			for _, l := range linesOf(d.doc, b) {
				d.line(l)
			}
			printed = false
		case *ast.List:
			d.list(d.itemsOf(b), "- ")
			printed = false
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			printed = d.code(b, printed)
		case *extast.Table, *ast.Blockquote:
			d.text(lineOf(d.doc, b))
		}
	}
}

// line reads a line of text: "Expected: …" is a property, "Expected:" makes
// one of what follows.
func (d *draft) line(l line) {
	if d.property("steps", l, d.props, d.part.from(doc.FromText)) {
		d.at = d.at.Join(l.span())
		return
	}
	if bare := strings.TrimRight(l.text, ":： "); bare != l.text {
		if prop := d.labels.Key("steps", bare); isStepProp(prop) {
			d.pending = prop
			return
		}
	}
	d.text(l)
}

// text adds a paragraph, or the value of the pending property.
func (d *draft) text(l line) {
	if l.text == "" {
		return
	}
	d.at = d.at.Join(l.span())
	if d.pending != "" {
		d.take(collapse(l.text), l.span())
		return
	}
	if len(d.paragraphs) == 0 {
		d.textAt = l.span()
	}
	d.textAt = d.textAt.Join(l.span())
	d.paragraphs = append(d.paragraphs, collapse(l.text))
}

// take makes a text the value of the pending property, or adds it to what
// the property has.
func (d *draft) take(text string, at source.Span) {
	if old := d.props[d.pending]; old.Exists() {
		text, at = old.Text()+"\n"+text, old.Span().Join(at)
	}
	d.props[d.pending] = doc.NewScalar(text, at, d.part.from(doc.FromText))
}

func (d *draft) list(items []doc.Item, bullet string) {
	for _, it := range items {
		if it.Lead != nil {
			l := lineOf(d.doc, it.Lead)
			if !d.property("steps", l, d.props, d.part.from(doc.FromList)) {
				if d.pending == "" && l.text != "" {
					d.text(l.behind(bullet))
				} else {
					d.text(l)
				}
			}
		}
		for _, b := range it.Rest {
			if sub, ok := b.(*ast.List); ok {
				d.list(d.itemsOf(sub), "  "+bullet)
			} else {
				d.blocks([]ast.Node{b})
			}
		}
	}
	d.pending = ""
}

// code reads a code block: commands, or the output that is expected. It
// tells whether the block after it may show the output of its commands.
func (d *draft) code(b ast.Node, printed bool) bool {
	found := d.reader.commands(b)
	span := d.doc.SpanOf(b)
	text := strings.TrimRight(d.doc.Code(b), "\r\n")
	switch {
	case d.pending != "":
		d.take(text, span)
		d.pending = ""
		return false
	case len(found) > 0:
		for _, c := range found {
			d.commands = append(d.commands, c.value(d.part.from(doc.FromText)))
			d.at = d.at.Join(c.span)
		}
		return found[len(found)-1].expect == ""
	case printed && !d.props["expected_output"].Exists():
		d.pending = "expected_output"
		d.take(text, span)
		d.pending = ""
	}
	return false
}

func (c command) value(from doc.Provenance) doc.Value {
	entries := []doc.Entry{{Key: "run", Value: doc.NewScalar(c.run, c.span, from)}}
	if c.shell != "" {
		entries = append(entries, doc.Entry{Key: "shell", Value: doc.NewScalar(c.shell, c.span, from)})
	}
	if c.expect != "" {
		entries = append(entries, doc.Entry{Key: "expect", Value: doc.NewScalar(c.expect, c.span, from)})
	}
	return doc.NewMap(entries, c.span, from)
}
