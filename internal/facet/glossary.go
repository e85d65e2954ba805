package facet

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// mergeTerms adds the terms of a glossary beside those of tables: from
// definition lists, from lists and lines "term: definition", and from headings
// with a paragraph. A document that tells none of them is one term: its title,
// with its first paragraph.
func (r *reader) mergeTerms(v *doc.Value, root *part) {
	if !r.allows("/terms/0/definition") || v.Field("terms").Exists() {
		return
	}
	if !v.Field("term").Exists() {
		t := termReader{reader: r}
		t.read(root)
		if len(t.out) > 0 {
			r.put(v, "/terms", listOf(t.out))
			return
		}
		if h := r.firstHeading(); h != nil {
			r.termInto(v, lineOf(r.doc, h), doc.Provenance{Origin: doc.FromHeading})
		}
	}
	if !v.Field("definition").Exists() {
		root.walk(func(p *part) bool {
			if l := r.opening(p); l.text != "" {
				r.put(v, "/definition", l.value(p.from(doc.FromText)))
			}
			return !v.Field("definition").Exists()
		})
	}
	if !v.Field("title").Exists() && r.firstHeading() == nil {
		r.put(v, "/title", v.Field("term"))
	}
}

// termInto adds a term with what stands in brackets behind it.
func (r *reader) termInto(v *doc.Value, name line, from doc.Provenance) {
	for _, e := range nameOfTerm(name, from) {
		r.put(v, "/"+e.Key, e.Value)
	}
}

type termReader struct {
	*reader
	out []doc.Value
}

// minTerms is how many items make a list of terms where nothing but their form
// tells so.
const minTerms = 2

func (t *termReader) read(root *part) {
	headed := &termReader{reader: t.reader}
	root.walk(func(p *part) bool {
		for _, b := range p.blocks {
			switch b := b.(type) {
			case *extast.DefinitionList:
				t.definitions(b)
			case *ast.List:
				t.items(t.itemsOf(b))
			}
		}
		headed.heading(p)
		return true
	})
	if len(t.out) == 0 && len(headed.out) >= minTerms {
		t.out = headed.out
	}
}

// definitions reads "term" and ": definition" lines.
func (t *termReader) definitions(list ast.Node) {
	from := doc.Provenance{Origin: doc.FromList}
	var name line
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		l := lineOf(t.doc, n)
		if n.Kind() == extast.KindDefinitionTerm {
			name = l
		} else if name.text != "" {
			t.add(name, l, name.span().Join(l.span()), from)
			name = line{}
		}
	}
}

// items reads a list of which nearly all items are "term: definition".
func (t *termReader) items(items []doc.Item) {
	found := &termReader{reader: t.reader}
	for _, it := range items {
		if it.Lead == nil || it.Box != nil {
			continue
		}
		if name, definition, ok := defined(t.doc, it.Lead); ok {
			found.add(name, definition, it.Whole, doc.Provenance{Origin: doc.FromList})
		}
	}
	if len(found.out) >= minTerms && len(found.out)*4 >= len(items)*3 {
		t.out = append(t.out, found.out...)
	}
}

// defined splits "**term** – definition" and "term: definition".
func defined(d *doc.Document, lead ast.Node) (name, definition line, ok bool) {
	if name, definition, ok = boldTitle(d, lead); ok && definition.text != "" {
		return name, definition, isTerm(name)
	}
	l := lineOf(d, lead)
	for _, sign := range []string{": ", "：", " – ", " — ", " - "} {
		if i := strings.Index(l.text, sign); i > 0 {
			name, definition = l.cut(0, i), l.cut(i+len(sign), len(l.text))
			return name, definition, isTerm(name) && definition.text != ""
		}
	}
	return line{}, line{}, false
}

// maxTerm is the length of a term, in characters; the schema has it too.
const maxTerm = 80

func isTerm(name line) bool {
	return name.text != "" && length(name.text) <= maxTerm && !strings.ContainsAny(name.text, "。!?！？")
}

// heading reads a heading that is a term with its definition below.
func (t *termReader) heading(p *part) {
	if p.section == nil || p.parent == nil || p.isTitle() || len(p.parts) > 0 || !isTerm(p.title) {
		return
	}
	if l := t.opening(p); l.text != "" {
		t.add(p.title, l, p.title.span().Join(l.span()), p.from(doc.FromHeading))
	}
}

func (t *termReader) add(name, definition line, at source.Span, from doc.Provenance) {
	if t.nothing(definition.text) {
		return
	}
	fields := append(nameOfTerm(name, from), doc.Entry{Key: "definition", Value: definition.value(from)})
	t.out = append(t.out, t.object("/terms/0", fields, at, from))
}

// nameOfTerm reads a term and what stands in brackets behind it: its reading in
// kana, or its short form.
func nameOfTerm(name line, from doc.Provenance) []doc.Entry {
	open := strings.LastIndexAny(name.text, "(（")
	if open <= 0 || !strings.HasSuffix(name.text, ")") && !strings.HasSuffix(name.text, "）") {
		return []doc.Entry{{Key: "term", Value: name.value(from)}}
	}
	bracket := strings.TrimRight(name.text[open:], ")）")
	inner := name.cut(open+len(firstRune(bracket)), open+len(bracket))
	key := ""
	switch {
	case inner.text != "" && all(inner.text, isKana):
		key = "reading"
	case length(inner.text) <= maxAbbr && all(inner.text, isAbbr):
		key = "abbr"
	}
	if key == "" {
		return []doc.Entry{{Key: "term", Value: name.value(from)}}
	}
	return []doc.Entry{{Key: "term", Value: name.cut(0, open).value(from)}, {Key: key, Value: inner.value(from)}}
}

// maxAbbr is the length of a short form, in characters.
const maxAbbr = 12

func all(s string, is func(rune) bool) bool {
	return s != "" && !strings.ContainsFunc(s, func(c rune) bool { return !is(c) })
}

func isKana(c rune) bool {
	return unicode.In(c, unicode.Hiragana, unicode.Katakana) || c == 'ー' || c == '・' || c == ' ' || c == '　'
}

func isAbbr(c rune) bool {
	return c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '/' || c == '-' || c == '&'
}
