package facet

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// causes reads the causes of the body. A title with a word for a layer sets
// the layer of what is under it; deeper titles set the group.
func (r *reader) causes(root *part) []doc.Value {
	c := causeReader{reader: r}
	for _, p := range c.parts(root) {
		c.part(p, causeSetting{}, true)
	}
	return c.out
}

// causeSetting is what the titles over a cause say about it.
type causeSetting struct {
	layer, group, role doc.Value
}

type causeReader struct {
	*reader
	out    []doc.Value
	chains int // of questions why
}

// parts gives the outermost parts that hold causes. In a document that is an
// analysis as a whole its title stands for the word "cause", so that a bare
// "## Process" is a layer.
func (c *causeReader) parts(root *part) []*part {
	found := withoutPrelude(root.named("causes", "layers"))
	if c.kind != "rca" {
		return slices.DeleteFunc(found, func(p *part) bool { return p.name == "layers" && !causeWord.MatchString(p.title.text) })
	}
	root.walk(func(p *part) bool {
		if p.name == "" && p.parent != nil && c.match("layer", p.title.text) != "" && length(p.title.text) <= 24 {
			found = append(found, p)
			return false
		}
		return p.name == ""
	})
	return found
}

// prelude are the titles of sections that lead up to the cause, and tell it
// where no section of its own does.
var prelude = lazyregexp.New(`(?i)^(?:lead[ -]?up|faults?)$`)

// withoutPrelude drops the sections that lead up to the cause if another one
// is named for causes.
func withoutPrelude(found []*part) []*part {
	if !slices.ContainsFunc(found, func(p *part) bool { return causeWord.MatchString(p.title.text) }) {
		return found
	}
	return slices.DeleteFunc(found, func(p *part) bool { return prelude.MatchString(unnumbered(p.title).text) })
}

// causeWord tells "Process causes" from "Process", which may be about
// anything.
var causeWord = lazyregexp.New(`(?i)cause|factor|原因|要因`)

func (c *causeReader) part(p *part, s causeSetting, top bool) {
	s, ok := c.set(s, p.title, p.name, top)
	if !ok {
		return
	}
	before := len(c.out)
	for _, b := range p.blocks {
		switch b := b.(type) {
		case *ast.List:
			c.items(c.itemsOf(b), s)
		case *extast.Table:
			c.table(c.tableOf(b), s)
		}
	}
	listed := len(c.out) > before
	for _, child := range p.parts {
		c.part(child, s, false)
	}
	if len(c.out) == before || !listed && p.lead.text != "" {
		c.prose(p, s)
	}
}

// set adds what a title says to the setting. It is not ok if the title opens
// something else than causes.
func (c *causeReader) set(s causeSetting, title line, name string, top bool) (causeSetting, bool) {
	title = unnumbered(title)
	from := doc.Provenance{Origin: doc.FromHeading, Note: verbatim(title.text)}
	if role := c.match("causes.role", title.text); role != "" {
		s.role = doc.NewScalar(role, title.span(), from)
	}
	if !s.layer.Exists() {
		if layer := c.match("layer", title.text); layer != "" {
			s.layer = doc.NewScalar(layer, title.span(), from)
			return s, true
		}
	}
	// Outside a layer "Root cause" below "Causes" parts nothing.
	if !top && (s.layer.Exists() || isCauses(name) && name != "causes") {
		s.group = title.value(from)
	}
	return s, top || isCauses(name) || s.layer.Exists() && !slices.Contains(notCauses, name)
}

// isCauses tells whether a title of a section's name may stand among causes.
func isCauses(name string) bool { return name == "" || name == "causes" || name == "layers" }

// notCauses are sections that are never the group of a layer.
var notCauses = []string{"actions", "terms", "timeline", "lessons", "impact", "summary", "references"}

func (c *causeReader) items(items []doc.Item, s causeSetting) {
	if c.whys(items, s) {
		return
	}
	for _, it := range items {
		if it.Lead == nil {
			c.items(it.Children, s)
			continue
		}
		l := lineOf(c.doc, it.Lead)
		if isGroup(it) || len(it.Children) > 0 && c.isLayer(l.text) {
			label := l.cut(0, len(strings.TrimRight(l.text, ":： ")))
			if inner, ok := c.set(s, label, c.labels.Section(label.text), false); ok {
				c.items(it.Children, inner)
			}
			continue
		}
		c.add(l, it.Whole, s, doc.FromList)
	}
}

// isLayer tells whether a short text is the name of a layer.
func (c *causeReader) isLayer(text string) bool {
	return length(text) <= 16 && c.match("layer", text) != ""
}

// layerPrefix is a label before a cause: "Process: nobody reviewed it".
var layerPrefix = lazyregexp.New(`^([^:：]{1,40})[:：]\s*`)

// add appends the cause that a line tells.
func (c *causeReader) add(l line, at source.Span, s causeSetting, o doc.Origin) {
	from := doc.Provenance{Origin: o, Note: diag.Say("cause", "原因の項目")}
	var id doc.Value
	if m := find(explicitID, l.text, "{#"); m != nil && m[2] >= 0 {
		id, l = l.cut(m[2], m[3]).value(from), l.cut(0, m[0])
	}
	if s.layer.Exists() {
		// Whatever stands before a colon is part of the cause.
	} else if m := find(layerPrefix, l.text, ":", "："); m != nil && c.isLayer(l.text[m[2]:m[3]]) {
		s.layer = doc.NewScalar(c.match("layer", l.text[m[2]:m[3]]), l.cut(m[2], m[3]).span(), from)
		l = l.cut(m[1], len(l.text))
	}
	if c.nothing(l.text) {
		return
	}
	c.append(causeFields(id, l.value(from), s), at, from)
}

func causeFields(id, text doc.Value, s causeSetting) []doc.Entry {
	return []doc.Entry{{Key: "id", Value: id}, {Key: "text", Value: text}, {Key: "layer", Value: s.layer}, {Key: "group", Value: s.group}, {Key: "role", Value: s.role}}
}

// append keeps of the properties those that exist and that causes of this
// kind of document have.
func (c *causeReader) append(fields []doc.Entry, at source.Span, from doc.Provenance) {
	c.out = append(c.out, c.object("/causes/0", fields, at, from))
}

// prose reads paragraphs, where a section has neither list nor table: each is
// a cause. One that only points to another document is none.
func (c *causeReader) prose(p *part, s causeSetting) {
	for _, l := range c.statements(p) {
		if points(l) || strings.HasSuffix(l.text, ":") || strings.HasSuffix(l.text, "：") {
			continue
		}
		c.add(l, l.span(), s, doc.FromText)
	}
}

// statements gives the paragraphs of a part, and the lines of those that are
// lists without being ones of Markdown.
func (c *causeReader) statements(p *part) []line {
	var out []line
	if p.lead.text != "" {
		out = append(out, p.lead)
	}
	for _, b := range p.blocks {
		if b.Kind() != ast.KindParagraph && b.Kind() != ast.KindTextBlock {
			continue
		}
		if items := c.bullets(b); len(items) > 0 {
			out = append(out, items...)
		} else if items := c.layered(b); len(items) > 1 {
			out = append(out, items...)
		} else if l := lineOf(c.doc, b); l.text != "" {
			out = append(out, l)
		}
	}
	return out
}

// layered gives the causes of a paragraph each of which begins a line with the
// name of its layer; a line without one goes on with the cause before. None if
// the paragraph does not begin so, or goes on for too long.
func (c *causeReader) layered(b ast.Node) []line {
	var out []line
	for _, l := range linesOf(c.doc, b) {
		m := find(layerPrefix, l.text, ":", "：")
		switch {
		case m != nil && c.isLayer(l.text[m[2]:m[3]]):
			out = append(out, l)
		case len(out) == 0 || len(out[len(out)-1].text) > maxAction:
			return nil
		default:
			out[len(out)-1] = joinedLine(out[len(out)-1], l)
		}
	}
	return out
}

// points tells whether a short text does little more than lead to another
// document of the repository.
func points(l line) bool {
	for _, k := range l.links {
		own := strings.HasPrefix(k.dest, "[[") || strings.HasSuffix(strings.SplitN(k.dest, "#", 2)[0], ".md")
		if own && !strings.Contains(k.dest, "://") && length(l.text) <= 160 {
			return true
		}
	}
	return false
}

// table reads the rows of a table with a column for the cause.
func (c *causeReader) table(t doc.Table, s causeSetting) {
	columns := c.columns("causes", t)
	if !columns.has("text") {
		return
	}
	from := doc.Provenance{Origin: doc.FromTable, Note: diag.Say("row of the table of causes", "原因の表の行")}
	for _, row := range t.Rows {
		c.row(row, columns, s, from)
	}
}

func (c *causeReader) row(row doc.Row, columns columns, s causeSetting, from doc.Provenance) {
	got := map[string]doc.Value{"layer": s.layer, "group": s.group, "role": s.role}
	for i, cell := range row.Cells {
		if i >= len(columns) || columns[i] == "" {
			continue
		}
		l := lineOf(c.doc, cell.Node)
		if c.nothing(l.text) {
			continue
		}
		v := l.value(from)
		switch columns[i] {
		case "layer", "role":
			field := map[string]string{"layer": "layer", "role": "causes.role"}[columns[i]]
			if v = doc.NewScalar(c.match(field, l.text), l.span(), from); v.Text() == "" {
				continue
			}
		case "likelihood":
			v = c.share(v, "/causes")
		case "because":
			v = splitList(v)
		}
		got[columns[i]] = v
	}
	if !got["text"].Exists() {
		return
	}
	var fields []doc.Entry
	for _, prop := range []string{"id", "text", "layer", "group", "taxonomy", "role", "likelihood", "because"} {
		fields = append(fields, doc.Entry{Key: prop, Value: got[prop]})
	}
	c.append(fields, row.Span, from)
}
