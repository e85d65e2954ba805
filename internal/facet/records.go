package facet

import (
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/schema"
)

// recordList is a field that holds a list of maps and that the schema says is
// told by the body: runs of an experiment, checks, terms.
type recordList struct {
	field string // its name
	shape schema.Shape
	props []string
	items []doc.Value // read so far
}

// recordReader reads the lists of records of a document: from tables with
// their columns, from lists of dated lines and from titled parts.
type recordReader struct {
	*reader
	lists []*recordList
}

// records gives the reader of the lists that the kind has, nil if it has none.
func (r *reader) records() *recordReader {
	templates, known := r.recordLists[r.kind]
	if !known {
		templates = r.findRecordLists()
		if r.recordLists == nil {
			r.recordLists = map[string][]recordList{}
		}
		r.recordLists[r.kind] = templates
	}
	if len(templates) == 0 {
		return nil
	}
	out := &recordReader{reader: r}
	for _, l := range templates {
		out.lists = append(out.lists, &l)
	}
	return out
}

// findRecordLists gives the lists of records of the kind, without items.
func (r *reader) findRecordLists() []recordList {
	kind := r.set.Kind(r.kind)
	if kind == nil {
		return nil
	}
	var out []recordList
	for _, field := range kind.Fields() {
		shape, _ := r.set.Shape(r.kind, "/"+field)
		if shape.From != nil && shape.Parts && slices.Contains(shape.Types, "array") {
			out = append(out, recordList{field: field, shape: shape, props: kind.Properties("/" + field)})
		}
	}
	return out
}

// read reads the whole body.
func (r *recordReader) read(root *part) {
	root.walk(func(p *part) bool {
		if l := r.dated(p); l != nil {
			r.datedPart(l, p)
			return false
		}
		for _, b := range p.blocks {
			switch b := b.(type) {
			case *extast.Table:
				r.table(r.tableOf(b))
			case *ast.List:
				r.listed(p, r.itemsOf(b))
			}
		}
		r.undated(p)
		for _, l := range r.lists {
			if p.parent != nil && l.named(p.parent) {
				r.titledPart(l, p)
			}
		}
		return true
	})
}

// named tells whether a part is a section that fills the list.
func (l *recordList) named(p *part) bool { return slices.Contains(l.shape.From, p.name) }

func (l *recordList) has(prop string) bool { return slices.Contains(l.props, prop) }

// at is the pointer of a property of the items.
func (l *recordList) at(prop string) string { return "/" + l.field + "/0/" + prop }

func (r *recordReader) shapeOf(l *recordList, prop string) schema.Shape {
	shape, _ := r.set.Shape(r.kind, l.at(prop))
	return shape
}

// holdsRecords tells whether the rows of a table are records of the kind, and
// not facts about the document.
func (r *reader) holdsRecords(t doc.Table) bool {
	records := r.records()
	return records != nil && slices.ContainsFunc(records.lists, func(l *recordList) bool {
		return records.fit(l, r.columns(l.field, t), t) > 0
	})
}

// table reads the rows of a table as those of the list whose columns fit it
// best.
func (r *recordReader) table(t doc.Table) {
	var best *recordList
	var columns columns
	most := 0
	for _, l := range r.lists {
		c := r.columns(l.field, t)
		if n := r.fit(l, c, t); n > most {
			best, columns, most = l, c, n
		}
	}
	if best == nil {
		return
	}
	from := doc.Provenance{Origin: doc.FromTable, Note: diag.Say("row of the table of %s", "%sの表の行", r.set.Label(r.kind, "/"+best.field))}
	for _, row := range t.Rows {
		got := map[string]doc.Value{}
		for i, cell := range row.Cells {
			if i >= len(columns) || columns[i] == "" || cell.Node == nil {
				continue
			}
			r.take(best, got, columns[i], lineOf(r.doc, cell.Node), from)
		}
		if spread := r.spread(best); spread != "" {
			got[spread] = r.spreadOf(best, spread, t, row, columns, from)
		}
		r.add(best, got, row.Span, from)
	}
}

// fit is how many columns of a table are of a list; 0 if the table does not
// have what each item needs, or only one column of it.
func (r *recordReader) fit(l *recordList, c columns, t doc.Table) int {
	spread := r.spread(l)
	for _, need := range l.shape.Needs {
		switch {
		case c.has(need):
		case need == "op" && c.has("value"): // "<= 1000 ms" in one cell
		case need == spread && slices.Contains(c, ""):
		default:
			return 0
		}
	}
	if len(l.shape.Choice) > 0 && !slices.ContainsFunc(l.shape.Choice, c.has) {
		return 0
	}
	n := 0
	for _, prop := range c {
		if prop != "" {
			n++
		}
	}
	if spread != "" {
		n++
	}
	if n < 2 || len(t.Rows) == 0 {
		return 0
	}
	return n
}

// spread is the property of a list that a table spreads over columns of their
// own, one for each key: the areas of a matrix of skills. "" if there is none.
func (r *recordReader) spread(l *recordList) string {
	for _, need := range l.shape.Needs {
		if shape := r.shapeOf(l, need); slices.Equal(shape.Types, []string{"object"}) && !shape.Parts {
			return need
		}
	}
	return ""
}

// spreadOf reads the columns that name no property as keys of one.
func (r *recordReader) spreadOf(l *recordList, prop string, t doc.Table, row doc.Row, c columns, from doc.Provenance) doc.Value {
	var entries []doc.Entry
	for i, cell := range row.Cells {
		if i >= len(c) || c[i] != "" || cell.Node == nil {
			continue
		}
		key := strings.TrimSpace(t.Header[i].Text)
		v := r.reader.read(l.at(prop)+"/"+doc.EscapePointer(key), lineOf(r.doc, cell.Node).value(from))
		if key != "" && v.Exists() && !slices.ContainsFunc(entries, func(e doc.Entry) bool { return e.Key == key }) {
			entries = append(entries, doc.Entry{Key: key, Value: v})
		}
	}
	if len(entries) == 0 {
		return doc.Value{}
	}
	return doc.NewMap(entries, row.Span, from)
}

// take reads the text of one property. The first that gives a value counts.
func (r *recordReader) take(l *recordList, got map[string]doc.Value, prop string, text line, from doc.Provenance) {
	if got[prop].Exists() || text.text == "" {
		return
	}
	shape := r.shapeOf(l, prop)
	switch {
	case shape.Ref:
		got[prop] = r.refs(l.at(prop), text, shape, from)
	case slices.Contains(shape.Types, "number") && shape.Format == "" && l.has("op") && l.has("unit"):
		r.compared(l, got, prop, text, from)
	case slices.Equal(shape.Types, []string{"string"}) && shape.Format == "" && !shape.Words:
		got[prop] = r.reader.read(l.at(prop), text.value(from)) // as written
	default:
		got[prop] = r.reader.read(l.at(prop), text.fold().value(from))
	}
}

// compared reads a threshold with its sign and unit: "> 80 %". Where the
// schema takes words, what is none stays as written, for lint to report.
func (r *recordReader) compared(l *recordList, got map[string]doc.Value, prop string, text line, from doc.Provenance) {
	text = text.fold()
	if r.nothing(text.text) {
		return
	}
	c, ok := compare(text.text)
	if ok {
		_, ok = doc.NewPlain(text.text[c.value[0]:c.value[1]], text.span(), from).Rat() // not so "0,5"
	}
	if !ok && slices.Contains(r.shapeOf(l, prop).Types, "string") {
		got[prop] = text.value(from)
		return
	}
	if !ok {
		r.leaveOut(l.at(prop), diag.Say("%q holds no number to compare with", "%q から比較する数値を読み取れません", clip(text.text, 60)), text.span(), from)
		return
	}
	got[prop] = amountValue(text.cut(c.value[0], c.value[1]), from)
	if !got["op"].Exists() && c.op != "" {
		got["op"] = doc.NewScalar(c.op, text.span(), from)
	}
	if !got["unit"].Exists() && c.unit[1] > c.unit[0] {
		got["unit"] = text.cut(c.unit[0], c.unit[1]).value(from)
	}
}

// refs reads references: the links of a text, else its words where those are
// ids. Of a list of words each may be one.
func (r *reader) refs(pointer string, text line, shape schema.Shape, from doc.Provenance) doc.Value {
	var items []doc.Value
	for _, k := range text.links {
		if to := r.linkRef(k.dest); to != "" {
			items = append(items, doc.NewScalar(to, text.cut(k.start, k.end).span(), from))
		}
	}
	if len(items) == 0 {
		return r.read(pointer, text.fold().value(from))
	}
	if slices.Contains(shape.Types, "array") {
		return listOf(items)
	}
	return items[0]
}

// linkRef is the reference that a link in the body makes: the target of a
// [[link]], or the path in the repository of a relative one. "" if it leads
// out of the repository or within the page.
func (r *reader) linkRef(dest string) string {
	if to, ok := strings.CutPrefix(dest, "[["); ok {
		return strings.TrimSuffix(to, "]]")
	}
	to, _, _ := strings.Cut(dest, "#")
	if to == "" || strings.Contains(to, ":") {
		return ""
	}
	if strings.HasPrefix(to, "/") {
		return strings.TrimPrefix(path.Clean(to), "/")
	}
	return path.Join(path.Dir(r.doc.File.Path), to)
}

// add keeps a record that has what its items need.
func (r *recordReader) add(l *recordList, got map[string]doc.Value, at source.Span, from doc.Provenance) {
	missing := func(prop string) bool { return !got[prop].Exists() }
	if slices.ContainsFunc(l.shape.Needs, missing) || len(l.shape.Choice) > 0 && !slices.ContainsFunc(l.shape.Choice, func(p string) bool { return !missing(p) }) {
		return
	}
	var entries []doc.Entry
	for _, prop := range l.props {
		if got[prop].Exists() {
			entries = append(entries, doc.Entry{Key: prop, Value: got[prop]})
		}
	}
	l.items = append(l.items, doc.NewMap(entries, at, from))
}
