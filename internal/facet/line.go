package facet

import (
	"bytes"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// line is the text of a block as a reader sees it, without markup, each byte
// with its place in the file: patterns are tried on the text, and what they
// find has an exact span. Line breaks within the block are spaces.
type line struct {
	text  string
	runs  []run  // of the line that text was cut from; none if it has no place
	from  int    // where text begins in that line
	end   int    // offset in the file behind the last byte
	links []link // in order
	code  [][2]int
	note  string // text of HTML comments
}

// run says where the bytes of a text stand in the file, from byte text of it
// to the next run: one after the other from byte file on, or, if still, all at
// that one place.
type run struct {
	text, file int
	still      bool
}

// at is the offset in the file of a byte of the text.
func (l line) at(i int) int { return l.place(i).file }

// place is where a byte of the text stands, as the run that would begin there.
func (l line) place(i int) run {
	if len(l.runs) == 0 {
		return run{still: true}
	}
	i += l.from
	k := len(l.runs) - 1
	if k > 0 {
		k = sort.Search(k, func(k int) bool { return l.runs[k+1].text > i })
	}
	r := l.runs[k]
	if !r.still {
		r.file += i - r.text
	}
	return r
}

// lineAt is a text whose bytes all stand at one place of the file, up to end.
func lineAt(text string, at, end int) line {
	return line{text: text, runs: []run{{file: at, still: true}}, end: end}
}

// link is a link of a line: text[start:end] leads to dest.
type link struct {
	start, end int
	dest       string
}

// lineOf reads the text of the nodes, which are blocks or inlines.
func lineOf(d *doc.Document, nodes ...ast.Node) line {
	var b lineBuilder
	b.doc = d
	for _, n := range nodes {
		if n == nil {
			continue // an item without text
		}
		b.text.Grow(size(n))
		b.end = max(b.end, beginning(n))
		b.add(n)
	}
	l := line{text: b.text.String(), runs: b.runs, end: b.end, links: b.links, code: b.code, note: b.note.String()}
	return l.trim()
}

// size is about the number of bytes of text of a node, 0 if it does not tell.
func size(n ast.Node) int {
	if t, ok := n.(*ast.Text); ok {
		return t.Segment.Len()
	}
	if n.Type() != ast.TypeBlock || n.Lines().Len() == 0 {
		return 0
	}
	return n.Lines().At(n.Lines().Len()-1).Stop - n.Lines().At(0).Start
}

// beginning is the offset at which the block of a node begins.
func beginning(n ast.Node) int {
	for ; n != nil && n.Kind() != ast.KindDocument; n = n.Parent() {
		if n.Type() == ast.TypeBlock && n.Lines().Len() > 0 {
			return n.Lines().At(0).Start
		}
	}
	return 0
}

type lineBuilder struct {
	doc   *doc.Document
	text  strings.Builder
	runs  []run
	end   int
	links []link
	code  [][2]int
	note  strings.Builder
}

func (b *lineBuilder) add(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		b.segment(n.Segment.Start, n.Segment.Stop, n.Parent() == nil || n.Parent().Kind() != ast.KindCodeSpan)
		if n.HardLineBreak() || n.SoftLineBreak() && !b.doc.Joins(n) {
			b.space(n.Segment.Stop)
		}
		return
	case *ast.RawHTML:
		b.note.Write(n.Segments.Value(b.doc.Text))
		return
	case *ast.HTMLBlock, *extast.FootnoteLink, *extast.TaskCheckBox:
		return
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		return
	case *doc.WikiLink:
		b.wiki(n)
		return
	case *ast.AutoLink:
		b.autoLink(n)
		return
	}
	start := b.text.Len()
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b.add(c)
		if c.Type() == ast.TypeBlock && c.NextSibling() != nil && b.text.Len() > start {
			b.space(b.end)
		}
	}
	switch n := n.(type) {
	case *ast.Link:
		b.links = append(b.links, link{start, b.text.Len(), string(n.Destination)})
	case *ast.CodeSpan:
		b.code = append(b.code, [2]int{start, b.text.Len()})
	}
}

// segment adds the bytes of the file from start to stop; escapes says that a
// backslash before punctuation is no text.
func (b *lineBuilder) segment(start, stop int, escapes bool) {
	from := start
	for i := start; escapes && i+1 < stop; i++ {
		if b.doc.Text[i] == '\\' && util.IsPunct(b.doc.Text[i+1]) {
			b.put(from, i)
			i++
			from = i
		}
	}
	b.put(from, stop)
	b.end = stop
}

// put adds the bytes of the file from start to stop as they are.
func (b *lineBuilder) put(start, stop int) {
	if start < stop {
		b.run(start)
		b.text.Write(b.doc.Text[start:stop])
	}
}

// run notes that what is added next stands at an offset of the file.
func (b *lineBuilder) run(at int) {
	if b.runs == nil {
		b.runs = make([]run, 0, 2)
	}
	if n := len(b.runs); n == 0 || b.runs[n-1].file+b.text.Len()-b.runs[n-1].text != at {
		b.runs = append(b.runs, run{text: b.text.Len(), file: at})
	}
}

// space adds a space that stands at one place of the file.
func (b *lineBuilder) space(at int) {
	b.run(at)
	b.text.WriteByte(' ')
	b.end = max(b.end, at)
}

func (b *lineBuilder) wiki(n *doc.WikiLink) {
	start := b.text.Len()
	text := n.Label
	if text == "" {
		text = n.Target
	}
	at := n.Span.Start + max(0, strings.LastIndex(string(b.doc.Text[n.Span.Start:n.Span.End]), text))
	b.segment(at, min(at+len(text), n.Span.End), false)
	b.end = n.Span.End
	b.links = append(b.links, link{start, b.text.Len(), "[[" + n.Target + "]]"})
}

func (b *lineBuilder) autoLink(n *ast.AutoLink) {
	start := b.text.Len()
	label := n.Label(b.doc.Text)
	// The node keeps no public offset; inlines come in the order of the text.
	if at := bytes.Index(b.doc.Text[b.end:], label); at >= 0 {
		b.segment(b.end+at, b.end+at+len(label), false)
	}
	b.links = append(b.links, link{start, b.text.Len(), string(n.URL(b.doc.Text))})
}

// cut is the part of l from byte i to byte j, without the space around it.
func (l line) cut(i, j int) line {
	out := line{text: l.text[i:j], runs: l.runs, from: l.from + i, end: l.end, note: l.note}
	switch {
	case i == j && i < len(l.text):
		out.end = l.at(i)
	case j < len(l.text):
		out.end = l.at(j-1) + 1
	}
	for _, k := range l.links {
		if k.start >= i && k.end <= j {
			out.links = append(out.links, link{k.start - i, k.end - i, k.dest})
		}
	}
	for _, c := range l.code {
		if c[0] >= i && c[1] <= j {
			out.code = append(out.code, [2]int{c[0] - i, c[1] - i})
		}
	}
	return out.trim()
}

// behind is l with a text before it that stands where l begins.
func (l line) behind(text string) line {
	first := l.place(0)
	first.text = len(text)
	runs := []run{{file: first.file, still: true}, first}
	for _, r := range l.runs {
		if r.text > l.from {
			r.text += len(text) - l.from
			runs = append(runs, r)
		}
	}
	return line{text: text + l.text, runs: runs, end: l.end}
}

// trim takes the space around l away.
func (l line) trim() line {
	i := len(l.text) - len(strings.TrimLeftFunc(l.text, unicode.IsSpace))
	j := len(strings.TrimRightFunc(l.text, unicode.IsSpace))
	if i == 0 && j == len(l.text) {
		return l
	}
	if i >= j {
		return line{end: l.end, note: l.note}
	}
	return l.cut(i, j)
}

// span is where the line stands in the file.
func (l line) span() source.Span {
	if l.text == "" {
		return source.Span{Start: l.end, End: l.end}
	}
	return source.Span{Start: l.at(0), End: max(l.end, l.at(len(l.text)-1)+1)}
}

// value is the line as a text.
func (l line) value(from doc.Provenance) doc.Value {
	return doc.NewScalar(collapse(l.text), l.span(), from)
}

// plain is the line as a scalar that may be a number.
func (l line) plain(from doc.Provenance) doc.Value {
	return doc.NewPlain(collapse(l.text), l.span(), from)
}

// collapse makes every run of space one space.
func collapse(s string) string {
	before := ' '
	for _, c := range s {
		if unicode.IsSpace(c) && (c != ' ' || before == ' ') {
			return strings.Join(strings.Fields(s), " ")
		}
		before = c
	}
	return strings.TrimSuffix(s, " ")
}

// clip cuts s after at most n characters.
func clip(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// length is the number of characters of s.
func length(s string) int { return utf8.RuneCountInString(s) }
