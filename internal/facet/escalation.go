package facet

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// escalations reads when to call whom: lists, tables and sentences under a
// heading for it.
func (r *reader) escalations(root *part) []doc.Value {
	var out []doc.Value
	add := func(v doc.Value) {
		if v.Exists() {
			out = append(out, v)
		}
	}
	for _, p := range root.named("escalation") {
		p.walk(func(c *part) bool {
			if c != p && c.name != "" && c.name != "escalation" {
				return false
			}
			r.calls(c, add)
			return true
		})
	}
	return out
}

// calls reads the rules that stand directly in a part.
func (r *reader) calls(p *part, add func(doc.Value)) {
	for _, b := range p.blocks {
		switch b := b.(type) {
		case *ast.List:
			for _, it := range r.itemsOf(b) {
				r.leaves(it, func(l line) { add(r.call(l, it.Whole, p.from(doc.FromList))) })
			}
		case *extast.Table:
			for _, v := range r.callTable(r.tableOf(b)) {
				add(v)
			}
		case *ast.Paragraph:
			if !introduces(b) {
				l := lineOf(r.doc, b)
				add(r.call(l, l.span(), p.from(doc.FromText)))
			}
		}
	}
}

// introduces tells whether a paragraph only leads to a list or table.
func introduces(b ast.Node) bool {
	next := b.NextSibling()
	return next != nil && (next.Kind() == ast.KindList || next.Kind() == extast.KindTable)
}

// Shapes of a rule for calling someone.
const minutes = `[0-9]{1,3}(?:\.[0-9])?\s*-?\s*(?:minutes?|mins?|min|m|hours?|hrs?|hr|h)`

var (
	afterEnglish  = lazyregexp.New(`(?i)(?:\b(?:after|within|for|in|longer than|more than|over|exceeds?)\s+|>\s*)(?:more than\s+|about\s+)?(` + minutes + `)\b|^(` + minutes + `)\s+(?:without|with no|and)\b`)
	afterJapanese = lazyregexp.New(`([0-9０-９]{1,3}\s*(?:分|時間半|時間))(?:間)?\s*(?:以内|経過|以上|経って|たって|経ち|後|を?超え|で|過ぎ)`)
	channelShape  = lazyregexp.New(`(?:^|[\s(（、,])(#[\p{Ll}][\p{Ll}\p{N}_-]{1,60})`)
	sevShape      = lazyregexp.New(`(?i)\bsev-?([1-5])\b`)
)

// call reads a rule in a line: its condition, what to do and whom to call.
func (r *reader) call(l line, at source.Span, from doc.Provenance) doc.Value {
	if r.nothing(l.text) {
		return doc.Value{}
	}
	condition, action, ok := decision(l)
	if !ok {
		if m := layerPrefix.FindStringSubmatchIndex(l.text); m != nil && m[1] < len(l.text) {
			condition, action, ok = l.cut(m[2], m[3]), l.cut(m[1], len(l.text)), true
		}
	}
	if !ok {
		condition, action = l, l
	}
	fields := []doc.Entry{{Key: "condition", Value: condition.value(from)}, {Key: "after", Value: after(l, from)}, {Key: "action", Value: action.value(from)}}
	if found := mentions(action.text); len(found) > 0 && bounded(action.text, found[0][0], found[0][1]) {
		m := found[0]
		fields = append(fields, doc.Entry{Key: "to", Value: action.cut(m[2], m[3]).value(from)})
	}
	if m := channelShape.FindStringSubmatchIndex(action.text); m != nil {
		fields = append(fields, doc.Entry{Key: "channel", Value: action.cut(m[2], m[3]).value(from)})
	}
	if m := sevShape.FindStringSubmatchIndex(condition.text); m != nil {
		fields = append(fields, doc.Entry{Key: "severity", Value: doc.NewScalar("sev"+condition.text[m[2]:m[3]], condition.cut(m[0], m[1]).span(), from)})
	}
	return r.object("/escalation/0", fields, at, from)
}

// after finds the time after which a rule applies.
func after(l line, from doc.Provenance) doc.Value {
	for _, shape := range []*lazyregexp.Regexp{afterEnglish, afterJapanese} {
		m := shape.FindStringSubmatchIndex(l.text)
		if m == nil {
			continue
		}
		i, j := m[2], m[3]
		if i < 0 {
			i, j = m[4], m[5]
		}
		if t := l.cut(i, j); isDuration(t.text) {
			return t.value(from)
		}
	}
	return doc.Value{}
}

func isDuration(text string) bool {
	_, ok := ParseDuration(text)
	return ok
}

// callTable reads the rows of a table of rules.
func (r *reader) callTable(t doc.Table) []doc.Value {
	columns := r.columns("escalation", t)
	if !columns.has("condition") && !columns.has("after") && !columns.has("to") {
		return nil
	}
	from := doc.Provenance{Origin: doc.FromTable, Note: diag.Say("row of the table of escalations", "エスカレーションの表の行")}
	var out []doc.Value
	for _, row := range t.Rows {
		got := map[string]doc.Value{}
		for i, cell := range row.Cells {
			if i >= len(columns) || columns[i] == "" {
				continue
			}
			if l := lineOf(r.doc, cell.Node); !r.nothing(l.text) {
				got[columns[i]] = l.value(from)
			}
		}
		out = append(out, r.callRow(got, row.Span, from))
	}
	return out
}

func (r *reader) callRow(got map[string]doc.Value, at source.Span, from doc.Provenance) doc.Value {
	if v := got["after"]; v.Exists() && !isDuration(v.Text()) {
		found := after(lineAt(v.Text(), v.Span().Start, v.Span().End), from)
		if !got["condition"].Exists() {
			got["condition"] = v
		}
		got["after"] = found
	}
	if w := r.labels.Word("severity", got["severity"].Text()); w != "" {
		got["severity"] = doc.NewScalar(w, got["severity"].Span(), from)
	}
	for _, stand := range []string{"after", "severity", "to"} {
		if !got["condition"].Exists() {
			got["condition"] = got[stand]
		}
	}
	if !got["action"].Exists() && !got["to"].Exists() {
		return doc.Value{}
	}
	if to := got["to"]; to.Exists() {
		got["to"] = doc.NewScalar(strings.TrimLeft(to.Text(), "@"), to.Span(), from)
	}
	var fields []doc.Entry
	for _, prop := range []string{"condition", "after", "action", "to", "channel", "severity"} {
		fields = append(fields, doc.Entry{Key: prop, Value: got[prop]})
	}
	return r.object("/escalation/0", fields, at, from)
}
