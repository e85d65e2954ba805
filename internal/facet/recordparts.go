package facet

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// isDated tells whether the records of a list are known by a day and a word
// for what came of it: runs, executions.
func (r *recordReader) isDated(l *recordList) bool {
	return len(l.shape.Needs) == 2 && r.shapeOf(l, l.shape.Needs[0]).Format == "date" && r.shapeOf(l, l.shape.Needs[1]).Words
}

// dated gives the list of dated records that a part with a day in its title
// belongs to, nil if it is none.
func (r *recordReader) dated(p *part) *recordList {
	if p.parent == nil || p.isTitle() || !beginsWithDay(p.title) {
		return nil
	}
	i := slices.IndexFunc(r.lists, r.isDated)
	if i < 0 {
		return nil
	}
	return r.lists[i]
}

// beginsWithDay tells whether a line begins with a day of a year.
func beginsWithDay(l line) bool {
	d, ok := readLead(l.fold())
	return ok && d.moment.day.whole()
}

// inDatedRecord tells whether a part is a record with a day in its title,
// whose lines speak of that day and not of the document.
func (r *reader) inDatedRecord(p *part) bool {
	if p.section == nil || p.parent == nil || !beginsWithDay(p.title) {
		return false
	}
	records := r.records()
	return records != nil && records.dated(p) != nil
}

// datedPart reads "### 2026-01-15: violated" with what stands under it.
func (r *recordReader) datedPart(l *recordList, p *part) {
	from := p.from(doc.FromHeading)
	got := map[string]doc.Value{}
	rest := r.day1(l, got, p.title, from)
	r.outcome1(l, got, rest, from)
	at := r.gather(l, got, p)
	if !got[l.shape.Needs[1]].Exists() {
		r.noOutcome(l, p.title, from)
	}
	r.add(l, got, at, from)
}

// titledPart reads a part under the section of a list as one of its items:
// the title is what each item needs, lines and code below are its properties.
func (r *recordReader) titledPart(l *recordList, p *part) {
	if len(l.shape.Needs) != 1 || r.isDated(l) || p.name != "" && p.section == nil {
		return
	}
	from := p.from(doc.FromHeading)
	got := map[string]doc.Value{}
	at := r.gather(l, got, p)
	if len(got) == 0 {
		return
	}
	title := unnumbered(p.title)
	got[l.shape.Needs[0]] = title.value(from)
	r.add(l, got, at, from)
}

// day1 reads the day with which a line begins and gives what follows it.
func (r *recordReader) day1(l *recordList, got map[string]doc.Value, text line, from doc.Provenance) line {
	text = text.fold()
	d, ok := readLead(text)
	if !ok || !d.moment.day.whole() {
		return text
	}
	got[l.shape.Needs[0]] = r.day(text.cut(d.start, max(d.start, d.end)).value(from), "/"+l.field)
	return text.cut(d.words[0], d.words[1])
}

// asides part the pieces of a line.
const asides = ",;、。|/()（）[]【】:："

// outcome1 reads the word for what came of it with which a line begins, the
// "key: value" pieces behind it, and what is left as a note.
func (r *recordReader) outcome1(l *recordList, got map[string]doc.Value, text line, from doc.Provenance) {
	word := l.shape.Needs[1]
	if head, rest, ok := r.leadingWord(l, word, text); ok {
		got[word] = doc.NewScalar(r.wordOf(l.at(word), head.text), head.span(), from)
		text = rest
	}
	note := r.labels.Key(l.field, "note")
	for text.text != "" {
		piece, rest := nextPiece(text)
		text = rest
		switch {
		case piece.text == "":
		case r.keyed(l, got, piece, from):
		case strings.HasPrefix(piece.text, "@") && l.has("by") && !strings.Contains(piece.text, " "):
			r.take(l, got, "by", piece, from)
		case !got[word].Exists() && r.wordOf(l.at(word), piece.text) != "":
			r.take(l, got, word, piece, from)
		case note != "" && !got[note].Exists():
			r.take(l, got, note, piece, from)
		}
	}
}

// leadingWord finds the longest beginning of a line, of at most three words,
// that is a word of an enumeration.
func (r *recordReader) leadingWord(l *recordList, prop string, text line) (head, rest line, ok bool) {
	ends := []int{}
	for i, c := range text.text {
		if i > 0 && (c == ' ' || strings.ContainsRune(asides, c)) {
			ends = append(ends, i)
		}
		if len(ends) == 3 {
			break
		}
	}
	if len(ends) < 3 {
		ends = append(ends, len(text.text))
	}
	for _, end := range slices.Backward(ends) {
		h := text.cut(0, len(strings.TrimRight(text.text[:end], asides+" ")))
		if h.text != "" && r.wordOf(l.at(prop), h.text) != "" {
			return h, text.cut(end, len(text.text)), true
		}
	}
	return line{}, text, false
}

// nextPiece cuts a line at the first sign that parts two pieces. The sign
// between a key and its value does not.
func nextPiece(l line) (piece, rest line) {
	l = l.cut(len(l.text)-len(strings.TrimLeft(l.text, asides+" -–—→")), len(l.text))
	end := len(l.text)
	if i := strings.IndexAny(l.text, ",;、。|()[]【】"); i >= 0 {
		end = i
	}
	for _, dash := range []string{" – ", " — ", " - "} {
		if i := strings.Index(l.text[:end], dash); i >= 0 {
			end = i
		}
	}
	return l.cut(0, end), l.cut(end, len(l.text))
}

// keyed reads "key: value", or "detected in 4m", as a property of a record and
// tells whether it is one.
func (r *recordReader) keyed(l *recordList, got map[string]doc.Value, text line, from doc.Provenance) bool {
	if m := layerPrefix.FindStringSubmatchIndex(text.text); m != nil && m[1] < len(text.text) {
		if prop := r.labels.Key(l.field, text.text[m[2]:m[3]]); prop != "" && prop != "id" {
			r.take(l, got, prop, text.cut(m[1], len(text.text)), from)
			return true
		}
		return false
	}
	words := strings.Fields(text.text)
	for n := min(3, len(words)-1); n > 0; n-- {
		key := strings.Join(words[:n], " ")
		prop := r.labels.Key(l.field, key)
		at := strings.Index(text.text, words[n])
		if prop == "" || prop == "id" || !strings.HasPrefix(collapse(text.text), key+" ") || at < len(key) {
			continue
		}
		if shape := r.shapeOf(l, prop); shape.Format == "duration" || prop == "by" {
			r.take(l, got, prop, text.cut(at, len(text.text)), from)
			return got[prop].Exists()
		}
	}
	return false
}

// gather reads the properties that stand in a part, and gives its extent.
func (r *recordReader) gather(l *recordList, got map[string]doc.Value, p *part) source.Span {
	at := p.title.span()
	from := p.from(doc.FromText)
	note := r.labels.Key(l.field, "note")
	text := func(x line) {
		at = at.Join(x.span())
		if !r.keyed(l, got, x, from) && note != "" && !got[note].Exists() && !strings.HasSuffix(x.text, ":") && !r.nothing(x.text) {
			got[note] = x.value(from)
		}
	}
	if p.lead.text != "" {
		text(p.lead)
	}
	for _, b := range p.blocks {
		switch b := b.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			for _, x := range linesOf(r.doc, b) {
				text(x)
			}
		case *ast.List:
			for _, it := range r.itemsOf(b) {
				at = at.Join(it.Whole)
				if it.Box == nil {
					r.leaves(it, text)
				}
			}
		case *extast.Table:
			t := r.tableOf(b)
			at = at.Join(t.Span)
			for _, cells := range append([]doc.Row{{Cells: t.Header}}, t.Rows...) {
				r.cellPair(l, got, cells.Cells, from)
			}
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			at = at.Join(r.doc.SpanOf(b))
			if c := r.commands(b); len(c) > 0 && l.has("command") && !got["command"].Exists() {
				got["command"] = doc.NewScalar(c[0].run, c[0].span, from)
			}
		}
	}
	for _, c := range p.parts {
		at = at.Join(r.extent(c))
		if c.name != "" && !l.named(c) {
			continue
		}
		prop := r.labels.Key(l.field, c.title.text)
		if prop == "" || prop == "id" {
			r.gather(l, got, c)
			continue
		}
		for _, x := range r.paragraphs(c) {
			r.take(l, got, prop, x, from)
		}
	}
	return at
}

// cellPair reads a row of key and value.
func (r *recordReader) cellPair(l *recordList, got map[string]doc.Value, cells []doc.Cell, from doc.Provenance) {
	if len(cells) != 2 || cells[0].Node == nil || cells[1].Node == nil {
		return
	}
	if prop := r.labels.Key(l.field, cells[0].Text); prop != "" && prop != "id" {
		r.take(l, got, prop, lineOf(r.doc, cells[1].Node), from)
	}
}

// extent is from the title of a part to the end of all that stands under it.
func (r *reader) extent(p *part) source.Span {
	at := p.title.span()
	for _, b := range p.blocks {
		at = at.Join(r.doc.SpanOf(b))
	}
	for _, c := range p.parts {
		at = at.Join(r.extent(c))
	}
	return at
}

// listed reads a list of dated lines, "- 2026-01-15 success, by @mika", as
// records; under the section of a list of conditions its items as those.
func (r *recordReader) listed(p *part, items []doc.Item) {
	from := p.from(doc.FromList)
	for _, l := range r.lists {
		switch {
		case r.isDated(l):
			r.datedLines(l, l.names(p), items, from)
		case l.named(p) && slices.Equal(l.shape.Needs, []string{"metric", "op", "value"}):
			for _, it := range items {
				r.leaves(it, func(x line) {
					if v := r.condition(x, from); v.Exists() {
						l.items = append(l.items, v)
					} else if !r.nothing(x.text) {
						r.leaveOut("/"+l.field, diag.Say("%q compares no metric with a number", "%q はメトリクスと数値の比較として読めません", clip(x.text, 60)), x.span(), from)
					}
				})
			}
		}
	}
}

// datedLines reads a list if most of its items begin with a day and a word
// for what came of it. In a section of such records, items that are none are
// doubts.
func (r *recordReader) datedLines(l *recordList, named bool, items []doc.Item, from doc.Provenance) {
	var found []map[string]doc.Value
	var spans []source.Span
	for _, it := range items {
		if it.Lead == nil || it.Box != nil {
			continue
		}
		lead := lineOf(r.doc, it.Lead)
		if !beginsWithDay(lead) {
			if named && r.meantAsRecord(l, lead) {
				r.noDay(l, lead, from)
			}
			continue
		}
		got := map[string]doc.Value{}
		r.outcome1(l, got, r.day1(l, got, lead, from), from)
		for _, c := range it.Children {
			r.leaves(c, func(x line) { r.keyed(l, got, x, from) })
		}
		if got[l.shape.Needs[1]].Exists() {
			found, spans = append(found, got), append(spans, it.Whole)
		} else if named {
			r.noOutcome(l, lead, from)
		}
	}
	if 2*len(found) <= len(items) {
		return
	}
	for i, got := range found {
		r.add(l, got, spans[i], from)
	}
}
