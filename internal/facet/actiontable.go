package facet

import (
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// table reads the rows of a table whose columns are known.
func (a *actionReader) table(t doc.Table, s setting) {
	columns := a.columns("actions", t)
	if !columns.has("text") {
		return
	}
	for _, row := range t.Rows {
		if v := a.row(row, columns, s); v.Exists() {
			a.out = append(a.out, v)
		}
	}
}

func (a *actionReader) row(row doc.Row, columns columns, s setting) doc.Value {
	from := doc.Provenance{Origin: doc.FromTable, Note: diag.Say("row of the table of actions", "アクションの表の行")}
	fields := actionFields{}
	var text string
	var at source.Span
	for i, cell := range row.Cells {
		if i >= len(columns) {
			break
		}
		l := lineOf(a.doc, cell.Node)
		if columns[i] == "text" {
			at = l.span()
			if m := otherBox.FindStringIndex(l.text); m != nil {
				l = l.cut(m[1], len(l.text))
			}
			meta := settle(l.text, a.tokens(l))
			text = collapse(text + " " + without(l.text, meta))
			fields.add(values(meta, from))
			fields.ticket(a.reader, l, from)
			continue
		}
		a.cell(fields, columns[i], l, from)
	}
	return a.finish(fields, text, at, row.Span, from, s)
}

// cell reads a cell of a column that holds a property. Such cells often carry
// more: "n/a **DONE**", "DONE ✅ 2025-04-10".
func (a *actionReader) cell(f actionFields, prop string, l line, from doc.Provenance) {
	if a.nothing(l.text) {
		return
	}
	tokens := a.tokens(l)
	meta := settle(l.text, tokens)
	rest := without(l.text, meta)
	own := map[string]doc.Value{}
	switch {
	case prop == "":
	case isDateProp(prop) && a.word("status", l.text) != "":
		own["status"] = doc.NewScalar(a.word("status", l.text), l.span(), from)
	case isDateProp(prop) || prop == "id":
		own[prop] = l.value(from)
		if i, j, ok := dateAt(l.text, 0); ok && isDateProp(prop) {
			own[prop] = l.cut(i, j).value(from)
		}
	case prop == "owner":
		if rest == "" || len(meta) == 0 {
			own[prop] = owner(l).value(from)
		} else if !a.nothing(rest) {
			own[prop] = doc.NewScalar(strings.TrimLeft(rest, "@"), l.span(), from)
		}
	case prop == "ticket":
		own = values(meta, from)
		if !own["ticket"].Exists() && !a.nothing(rest) && rest != "" {
			own["ticket"] = doc.NewScalar(rest, l.span(), from)
		}
	default:
		if w := a.word(prop, l.text); w != "" {
			own[prop] = doc.NewScalar(w, l.span(), from)
		} else if w := a.word(prop, rest); w != "" {
			own[prop] = doc.NewScalar(w, l.span(), from)
		} else if prop == "cause" || prop == "evidence" || prop == "reason" {
			own[prop] = l.value(from)
		}
	}
	f.add(own)
	f.add(values(meta, from))
}

// word gives the word of the schema for what a cell says, "" if none fits.
func (r *reader) word(prop, text string) string {
	switch prop {
	case "priority":
		if m := priority.FindStringSubmatch(text); m != nil {
			return "p" + m[1]
		}
	case "term":
		if w := r.match("term", text); w != "" {
			return w
		}
	}
	return r.labels.Word("actions."+prop, text)
}

// columns names the property that each column of a table holds.
type columns []string

func (c columns) has(prop string) bool { return c.index(prop) >= 0 }

func (c columns) index(prop string) int {
	for i, p := range c {
		if p == prop {
			return i
		}
	}
	return -1
}

// columns reads the header of a table of a list. Of two columns that name the
// same property the first counts.
func (r *reader) columns(list string, t doc.Table) columns {
	out := make(columns, len(t.Header))
	for i, cell := range t.Header {
		if prop := r.labels.Column(list, cell.Text); prop != "" && !out.has(prop) {
			out[i] = prop
		}
	}
	return out
}
