package facet

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// solutions reads the remedies of a known issue: each deeper title of a
// section about solutions is one; else its numbered list is the steps of one;
// else each of its items is one; else its text. A title that is the name of the
// section alone names no remedy: the first sentence of its steps does then.
func (r *reader) solutions(root *part) []doc.Value {
	var out []doc.Value
	for _, p := range root.named("solution", "workaround") {
		out = append(out, r.solutionsOf(p)...)
	}
	return out
}

func (r *reader) solutionsOf(p *part) []doc.Value {
	var out []doc.Value
	if items, ordered := r.ownItems(p); len(items) > 0 && !ordered {
		for _, it := range items {
			if v := r.solutionItem(it, p); v.Exists() {
				out = append(out, v)
			}
		}
	} else if v := r.solution(p, true); v.Exists() {
		out = append(out, v)
	}
	for _, c := range p.parts {
		if c.name != "" && c.name != "workaround" && c.name != "solution" {
			continue
		}
		if v := r.solution(c, false); v.Exists() {
			out = append(out, v)
		}
	}
	return out
}

// ownItems gives the items of the lists that stand directly in a part.
func (r *reader) ownItems(p *part) (items []doc.Item, ordered bool) {
	for _, b := range p.blocks {
		if list, ok := b.(*ast.List); ok {
			items = append(items, r.itemsOf(list)...)
			ordered = ordered || list.IsOrdered()
		}
	}
	return items, ordered
}

// solution reads a whole part as one remedy. In the outermost part, the text
// that only introduces the remedies below it is none.
func (r *reader) solution(p *part, outer bool) doc.Value {
	if outer && len(p.parts) > 0 && len(r.tables(p)) == 0 {
		if items, _ := r.ownItems(p); len(items) == 0 {
			return doc.Value{}
		}
	}
	from := p.from(doc.FromHeading)
	props := map[string]doc.Value{}
	steps := r.stepTexts(p, props)
	outcomes := r.outcomes(p)
	if len(steps) == 0 && len(outcomes) == 0 {
		return doc.Value{}
	}
	title := stripNumber(p.title)
	if length(title.text) == 0 {
		return doc.Value{}
	}
	name := title.value(from)
	if len(steps) > 0 && r.labels.Bare(title.text) {
		name = firstSentence(steps[0])
	}
	at := p.title.span()
	for _, s := range steps {
		at = at.Join(s.Span())
	}
	return r.object("/solutions/0", []doc.Entry{
		{Key: "title", Value: name},
		{Key: "steps", Value: listOf(steps)},
		{Key: "runbook", Value: props["runbook"]},
		{Key: "time", Value: props["time"]},
		{Key: "risk", Value: props["risk"]},
		{Key: "type", Value: r.solutionType(p)},
		{Key: "outcomes", Value: listOf(outcomes)},
	}, at, from)
}

// firstSentence is what a step says first, without the full stop.
func firstSentence(step doc.Value) doc.Value {
	const most = 120 // characters, of a title
	text := strings.TrimSpace(sentencesOf(step.Text())[0])
	if short := strings.TrimRight(text, ".。"); short != "" {
		text = short
	}
	if r := []rune(text); len(r) > most {
		text = strings.TrimRight(string(r[:most-1]), " ") + "…"
	}
	return doc.NewScalar(text, step.Span(), step.From())
}

// solutionType is what the titles over a remedy call it.
func (r *reader) solutionType(p *part) doc.Value {
	for ; p != nil && p.parent != nil; p = p.parent {
		w := r.labels.Word("solutions.type", p.title.text)
		if w == "" && p.name == "workaround" {
			w = "workaround"
		}
		if w != "" {
			return doc.NewScalar(w, p.title.span(), p.from(doc.FromHeading))
		}
	}
	return doc.Value{}
}

func (r *reader) solutionItem(it doc.Item, p *part) doc.Value {
	if it.Lead == nil {
		return doc.Value{}
	}
	from := p.from(doc.FromList)
	title := lineOf(r.doc, it.Lead)
	title = title.cut(0, len(strings.TrimRight(title.text, ":： ")))
	if r.nothing(title.text) {
		return doc.Value{}
	}
	props := map[string]doc.Value{}
	var steps []doc.Value
	for _, c := range it.Children {
		r.leaves(c, func(l line) {
			if !r.property("solutions", l, props, from) {
				steps = append(steps, l.value(from))
			}
		})
	}
	return r.object("/solutions/0", []doc.Entry{
		{Key: "title", Value: title.value(from)},
		{Key: "steps", Value: listOf(steps)},
		{Key: "runbook", Value: props["runbook"]},
		{Key: "time", Value: props["time"]},
		{Key: "risk", Value: props["risk"]},
		{Key: "type", Value: r.solutionType(p)},
	}, it.Whole, from)
}

// stepTexts gives what to do, in order: items, paragraphs, lines of code.
// "Key: value" lines go to props.
func (r *reader) stepTexts(p *part, props map[string]doc.Value) []doc.Value {
	var out []doc.Value
	add := func(l line, o doc.Origin) {
		if !r.property("solutions", l, props, p.from(o)) && !r.nothing(l.text) {
			out = append(out, l.value(p.from(o)))
		}
	}
	if p.lead.text != "" {
		add(p.lead, doc.FromText)
	}
	for _, b := range p.blocks {
		switch b := b.(type) {
		case *ast.Paragraph:
			add(lineOf(r.doc, b), doc.FromText)
		case *ast.List:
			for _, it := range r.itemsOf(b) {
				r.leaves(it, func(l line) { add(l, doc.FromList) })
				out = append(out, r.codeLines(p, it.Rest)...)
			}
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			out = append(out, r.codeLines(p, []ast.Node{b})...)
		}
	}
	return out
}

func (r *reader) codeLines(p *part, blocks []ast.Node) []doc.Value {
	var out []doc.Value
	for _, b := range blocks {
		for _, c := range r.commands(b) {
			out = append(out, doc.NewScalar(c.run, c.span, p.from(doc.FromText)))
		}
	}
	return out
}

// property reads a line "key: value" whose key names a property of a list's
// items, and tells whether it is one.
func (r *reader) property(list string, l line, props map[string]doc.Value, from doc.Provenance) bool {
	m := layerPrefix.FindStringSubmatchIndex(l.text)
	if m == nil {
		return false
	}
	prop := r.labels.Key(list, l.text[m[2]:m[3]])
	if prop == "" || prop == "text" || prop == "title" {
		return false
	}
	v := l.cut(m[1], len(l.text)).value(from)
	if w := r.labels.Word(list+"."+prop, v.Text()); w != "" {
		v = doc.NewScalar(w, v.Span(), from)
	}
	if !props[prop].Exists() && v.Text() != "" {
		props[prop] = v
	}
	return true
}

// outcomes reads the recorded tries of a remedy from a table.
func (r *reader) outcomes(p *part) []doc.Value {
	var out []doc.Value
	for _, t := range r.tables(p) {
		columns := r.columns("outcomes", t)
		if !columns.has("on") || !columns.has("success") {
			continue
		}
		from := doc.Provenance{Origin: doc.FromTable, Note: diag.Say("row of the table of outcomes", "結果の表の行")}
		for _, row := range t.Rows {
			if v := r.outcome(row, columns, from); v.Exists() {
				out = append(out, v)
			}
		}
	}
	return out
}

func (r *reader) outcome(row doc.Row, columns columns, from doc.Provenance) doc.Value {
	got := map[string]doc.Value{}
	for i, cell := range row.Cells {
		if i >= len(columns) || columns[i] == "" {
			continue
		}
		l := lineOf(r.doc, cell.Node)
		v := l.value(from)
		switch columns[i] {
		case "on":
			v = r.day(v, "/solutions")
		case "success":
			w := r.labels.Word("outcomes.success", l.text)
			if w == "" {
				continue
			}
			v = doc.NewPlain(w, l.span(), from)
		}
		if v.Text() != "" {
			got[columns[i]] = v
		}
	}
	if !got["on"].Exists() || !got["success"].Exists() {
		return doc.Value{}
	}
	return r.object("/solutions/0/outcomes/0", []doc.Entry{
		{Key: "on", Value: got["on"]}, {Key: "success", Value: got["success"]},
		{Key: "incident", Value: got["incident"]}, {Key: "note", Value: got["note"]},
	}, row.Span, from)
}

// listOf makes a list of values, absent if there are none.
func listOf(items []doc.Value) doc.Value {
	if len(items) == 0 {
		return doc.Value{}
	}
	at := items[0].Span()
	for _, v := range items {
		at = at.Join(v.Span())
	}
	return doc.NewList(items, at, items[0].From())
}

// object makes a map of the properties that exist and that the schema of the
// kind knows at pointer.
func (r *reader) object(pointer string, fields []doc.Entry, at source.Span, from doc.Provenance) doc.Value {
	var entries []doc.Entry
	for _, f := range fields {
		if f.Value.Exists() && r.allows(pointer+"/"+f.Key) {
			entries = append(entries, f)
		}
	}
	return doc.NewMap(entries, at, from)
}

// prevention reads how to keep a known issue from coming back.
func (r *reader) prevention(root *part) []doc.Value {
	var out []doc.Value
	for _, p := range root.named("prevention") {
		out = append(out, r.texts(p)...)
	}
	return out
}

// stripNumber takes the number before a title away.
func stripNumber(title line) line {
	if loc := numbering.FindStringIndex(title.text); loc != nil && loc[1] < len(title.text) {
		return title.cut(loc[1], len(title.text))
	}
	return title
}
