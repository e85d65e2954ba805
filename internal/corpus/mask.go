package corpus

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// mask covers parts of a text, in a copy of the same length.
type mask struct {
	file *source.File
	data []byte // nil as long as nothing is covered
}

// cover writes one filling over the first line of a span, and another over
// those that follow. Line breaks stay, so that places keep their lines.
func (m *mask) cover(at source.Span, first, others func(n int) string) {
	if m.data == nil && at.Len() > 0 {
		m.data = bytes.Clone(m.file.Data)
	}
	fill := first
	for at.Len() > 0 {
		line := m.data[at.Start:at.End]
		n := bytes.IndexAny(line, "\r\n")
		if n < 0 {
			n = len(line)
		}
		copy(line, fill(n))
		at.Start += n + 1
		fill = others
	}
}

// dots are n bytes of dots.
func dots(n int) string { return strings.Repeat("…", n/3) + strings.Repeat(".", n%3) }

// null is a null of YAML in n bytes.
func null(n int) string { return "~" + blank(n-1) }

func blank(n int) string { return strings.Repeat(" ", max(n, 0)) }

// references covers what leads to hidden documents: the values of fields, the
// targets of [[wiki links]], the destinations of Markdown links and the names
// of their documents in their texts.
func (m *mask) references(e *Entry) {
	for _, r := range e.Refs {
		switch {
		case r.To == nil || r.To.Visibility == "public":
		case r.Field == "text":
			m.target(r)
		case r.Field == "link":
			for _, name := range append([]string{r.Text, r.To.ID, r.To.Title, r.To.Path()}, r.To.Aliases...) {
				m.text(r.Span, name)
			}
		default:
			m.value(r.Span, r.Text, e.inMatter(r.Span))
		}
	}
}

// target covers the target of a [[wiki link]] and leaves its label.
func (m *mask) target(r Reference) {
	at := source.Span{Start: r.Span.Start + len("[["), End: r.Span.End - len("]]")}
	if bar := strings.IndexByte(m.file.Text(at), '|'); bar >= 0 {
		at.End = at.Start + bar
	}
	m.cover(at, dots, dots)
}

// inMatter tells whether a span stands in the data of a document and not in its
// running text.
func (e *Entry) inMatter(at source.Span) bool {
	return e.Doc.Format == doc.YAML || e.Doc.MetaSpan.Contains(at)
}

// value covers a value: in data all of it, in running text what it says.
func (m *mask) value(at source.Span, text string, data bool) {
	if data {
		m.cover(at, null, blank)
		return
	}
	m.text(at, text)
}

// text covers every place within a span that says a text, as a word of its own.
func (m *mask) text(at source.Span, text string) {
	if text == "" {
		return
	}
	for start := at.Start; ; {
		n := bytes.Index(m.file.Data[start:at.End], []byte(text))
		if n < 0 {
			return
		}
		found := source.Span{Start: start + n, End: start + n + len(text)}
		if alone(m.file.Data, found) {
			m.cover(found, dots, dots)
		}
		start = found.End
	}
}

// alone tells whether no letter or digit joins a span with the words around it.
// Scripts without spaces join nothing.
func alone(data []byte, at source.Span) bool {
	before, _ := utf8.DecodeLastRune(data[:at.Start])
	first, _ := utf8.DecodeRune(data[at.Start:at.End])
	last, _ := utf8.DecodeLastRune(data[at.Start:at.End])
	next, _ := utf8.DecodeRune(data[at.End:])
	return !(joins(before) && joins(first)) && !(joins(last) && joins(next))
}

func joins(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) &&
		!unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

// redact covers texts wherever they stand.
func (m *mask) redact(texts []string) {
	for _, text := range texts {
		m.text(m.file.Whole(), text)
	}
}

// fields covers fields by their paths with dots, and gives their texts.
func (m *mask) fields(v doc.Value, paths []string) []string {
	var texts []string
	for _, p := range paths {
		for _, field := range inside(v, strings.Split(p, ".")) {
			for _, leaf := range leaves(field) {
				if strings.Trim(leaf.Text(), dots(4)) == "" {
					continue // it is covered
				}
				texts = append(texts, leaf.Text())
				origin := leaf.From().Origin
				if origin <= doc.FromText {
					m.value(leaf.Span(), leaf.Text(), origin == doc.FromFrontMatter)
				}
			}
		}
	}
	return texts
}

// inside gives the values that steps lead to, those of every item of a list.
func inside(v doc.Value, steps []string) []doc.Value {
	if v.Type() == doc.List {
		var out []doc.Value
		for _, item := range v.Items() {
			out = append(out, inside(item, steps)...)
		}
		return out
	}
	if len(steps) == 0 {
		return []doc.Value{v}
	}
	return inside(v.Field(steps[0]), steps[1:])
}

// leaves gives the scalars of a value that say anything.
func leaves(v doc.Value) []doc.Value {
	switch v.Type() {
	case doc.Scalar:
		if v.Text() != "" {
			return []doc.Value{v}
		}
	case doc.List:
		var out []doc.Value
		for _, item := range v.Items() {
			out = append(out, leaves(item)...)
		}
		return out
	case doc.Map:
		var out []doc.Value
		for _, e := range v.Entries() {
			out = append(out, leaves(e.Value)...)
		}
		return out
	}
	return nil
}

// pruned gives a value without the nulls in it and what they leave empty, and
// whether anything remains.
func pruned(v doc.Value) (out doc.Value, remains bool) {
	switch v.Type() {
	case doc.List:
		var items []doc.Value
		for _, item := range v.Items() {
			if item, ok := pruned(item); ok {
				items = append(items, item)
			}
		}
		if len(items) == len(v.Items()) && len(items) == 0 {
			return v, true // it was empty before
		}
		return doc.NewList(items, v.Span(), v.From()).Keyed(v.KeySpan()), len(items) > 0
	case doc.Map:
		var entries []doc.Entry
		for _, e := range v.Entries() {
			if value, ok := pruned(e.Value); ok {
				entries = append(entries, doc.Entry{Key: e.Key, Value: value})
			}
		}
		return doc.NewMap(entries, v.Span(), v.From()).Keyed(v.KeySpan()), len(entries) > 0 || len(v.Entries()) == 0
	}
	return v, v.Exists()
}
