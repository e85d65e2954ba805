package facet

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/schema"
)

// mergeSections adds the fields that the schema says are told by sections, and
// the lists of records.
func (r *reader) mergeSections(v *doc.Value, root *part) {
	kind := r.set.Kind(r.kind)
	if kind == nil {
		return
	}
	if records := r.records(); records != nil {
		records.read(root)
		for _, l := range records.lists {
			if !v.Field(l.field).Exists() {
				r.put(v, "/"+l.field, listOf(l.items))
			}
		}
	}
	for _, field := range kind.Fields() {
		shape, _ := r.set.Shape(r.kind, "/"+field)
		if shape.From != nil && !shape.Parts && !v.Field(field).Exists() {
			r.put(v, "/"+field, r.told(field, shape, root))
		}
	}
}

// told reads a field from the sections that fill it.
func (r *reader) told(field string, shape schema.Shape, root *part) doc.Value {
	parts := root.named(shape.From...)
	parts = slices.DeleteFunc(parts, (*part).isTitle)
	switch {
	case slices.Contains(shape.Types, "array") && shape.Ref:
		return r.toldRefs(parts)
	case slices.Contains(shape.Types, "array"):
		return r.toldTexts(field, parts, root)
	case slices.Contains(shape.Types, "object"):
		return r.toldMap(parts)
	}
	return r.toldText(parts)
}

// toldText is the text of sections: paragraphs, items and lines of code, each
// a line.
func (r *reader) toldText(parts []*part) doc.Value {
	var lines []doc.Value
	for _, p := range parts {
		p.walk(func(c *part) bool {
			lines = append(lines, r.texts(c)...)
			lines = append(lines, r.codeLines(c, c.blocks)...)
			return true
		})
	}
	if len(lines) == 0 {
		return doc.Value{}
	}
	list := listOf(lines)
	texts := make([]string, len(lines))
	for i, l := range lines {
		texts[i] = l.Text()
	}
	return doc.NewScalar(strings.Join(texts, "\n"), list.Span(), list.From())
}

// toldTexts are the items and paragraphs of sections. Of a field whose texts
// are names, which tables hold in a column, the name alone: "`cpu_usage` – per
// core".
func (r *reader) toldTexts(field string, parts []*part, root *part) doc.Value {
	var out []doc.Value
	for _, p := range parts {
		p.walk(func(c *part) bool {
			out = append(out, r.texts(c)...)
			return true
		})
	}
	if r.labels.Column(field, field) == "" {
		return listOf(distinct(out))
	}
	out = nil
	for _, p := range parts {
		p.walk(func(c *part) bool {
			out = append(out, r.names(c)...)
			return true
		})
	}
	root.walk(func(p *part) bool {
		for _, t := range r.tables(p) {
			out = append(out, r.columnOf(field, t)...)
		}
		return true
	})
	return listOf(distinct(out))
}

// names are the names with which the items of a part begin.
func (r *reader) names(p *part) []doc.Value {
	var out []doc.Value
	for _, b := range p.blocks {
		list, ok := b.(*ast.List)
		if !ok {
			continue
		}
		for _, it := range r.itemsOf(list) {
			r.leaves(it, func(l line) {
				if name := nameIn(l); !r.nothing(name.text) {
					out = append(out, name.value(p.from(doc.FromList)))
				}
			})
		}
	}
	return out
}

// nameIn is the name with which a line begins: its code, else what stands
// before the sign that parts it from its description.
func nameIn(l line) line {
	if len(l.code) > 0 && l.code[0][0] == 0 {
		return l.cut(0, l.code[0][1])
	}
	end := len(l.text)
	for _, sign := range []string{": ", "：", " – ", " — ", " - ", "（", " ("} {
		if i := strings.Index(l.text[:end], sign); i > 0 {
			end = i
		}
	}
	return l.cut(0, end)
}

// columnOf gives the cells of the column of a table that holds a field, unless
// the table is one of records.
func (r *reader) columnOf(field string, t doc.Table) []doc.Value {
	if r.holdsRecords(t) {
		return nil
	}
	i := r.columns(field, t).index(field)
	if i < 0 {
		return nil
	}
	var out []doc.Value
	for _, row := range t.Rows {
		if i < len(row.Cells) && row.Cells[i].Node != nil && !r.nothing(row.Cells[i].Text) {
			out = append(out, lineOf(r.doc, row.Cells[i].Node).value(doc.Provenance{Origin: doc.FromTable}))
		}
	}
	return out
}

// toldRefs are the documents to which sections link.
func (r *reader) toldRefs(parts []*part) doc.Value {
	var out []doc.Value
	for _, p := range parts {
		p.walk(func(c *part) bool {
			for _, l := range r.everyLine(c) {
				for _, k := range l.links {
					if to := r.linkRef(k.dest); to != "" {
						out = append(out, doc.NewScalar(to, l.cut(k.start, k.end).span(), c.from(doc.FromList)))
					}
				}
			}
			return true
		})
	}
	return listOf(distinct(out))
}

// toldMap is the "key: value" lines and the tables of two columns of sections.
func (r *reader) toldMap(parts []*part) doc.Value {
	var entries []doc.Entry
	seen := map[string]bool{}
	var at source.Span
	for _, p := range parts {
		from := p.from(doc.FromList)
		r.eachPair(p, func(key, value line) {
			if key.text == "" || r.nothing(value.text) || seen[key.text] {
				return
			}
			seen[key.text] = true
			if span := key.span().Join(value.span()); len(entries) == 0 {
				at = span
			} else {
				at = at.Join(span)
			}
			entries = append(entries, doc.Entry{Key: key.text, Value: value.plain(from).Keyed(key.span())})
		})
	}
	if len(entries) == 0 {
		return doc.Value{}
	}
	return doc.NewMap(entries, at, parts[0].from(doc.FromList))
}

// eachPair visits the "key: value" lines and the rows of tables of two columns
// that stand directly in a part.
func (r *reader) eachPair(p *part, visit func(key, value line)) {
	split := func(l line) {
		if m := layerPrefix.FindStringSubmatchIndex(l.text); m != nil {
			visit(l.cut(m[2], m[3]), l.cut(m[1], len(l.text)))
		}
	}
	for _, b := range p.blocks {
		switch b := b.(type) {
		case *ast.Paragraph:
			for _, l := range linesOf(r.doc, b) {
				split(l)
			}
		case *ast.List:
			for _, it := range r.itemsOf(b) {
				r.leaves(it, split)
			}
		case *extast.Table:
			for _, row := range r.tableOf(b).Rows {
				if len(row.Cells) == 2 && row.Cells[0].Node != nil && row.Cells[1].Node != nil {
					visit(lineOf(r.doc, row.Cells[0].Node), lineOf(r.doc, row.Cells[1].Node))
				}
			}
		}
	}
}
