package doc

import (
	"bytes"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
	"golang.org/x/text/unicode/norm"

	"github.com/debrief-dev/debrief/internal/source"
)

// Passage is a stretch of running text in the words of its author: a heading,
// a paragraph, an item, a cell or a scalar of YAML. Code, quotations, addresses
// and what is struck out are not the author's words; an Omitted stands for each.
// The text is in NFKC, line breaks that read as spaces are spaces, and those
// that a reader sees are newlines.
type Passage struct {
	Text    string
	Heading bool

	pieces []piece
}

// Omitted stands in a passage for what is left out.
const Omitted = "\uFFFC"

// piece says where the bytes of a passage stand in the file, from byte text of
// it to the next piece: one after the other from byte start on, or, if lump,
// all of them together between start and end.
type piece struct {
	text, start, end int
	lump             bool
}

// Span is where a part of the passage's text stands. The part must not be
// empty.
func (p *Passage) Span(start, end int) source.Span {
	return source.Span{Start: p.byteAt(start).Start, End: p.byteAt(end - 1).End}
}

// byteAt is the place of one byte of the text.
func (p *Passage) byteAt(i int) source.Span {
	k := sort.Search(len(p.pieces), func(k int) bool { return p.pieces[k].text > i }) - 1
	if k < 0 {
		return source.Span{}
	}
	at := p.pieces[k]
	if at.lump {
		return source.Span{Start: at.start, End: at.end}
	}
	return source.Span{Start: at.start + i - at.text, End: at.start + i - at.text + 1}
}

// Passages gives the running text of the Markdown in the order of the
// document, without block quotes, code, HTML blocks and the headers of tables.
func (d *Document) Passages() []Passage {
	if !d.HasTree() {
		return nil
	}
	var out []Passage
	ast.Walk(d.Tree(), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.Kind() {
		case ast.KindBlockquote, ast.KindFencedCodeBlock, ast.KindCodeBlock, ast.KindHTMLBlock, extast.KindTableHeader:
			return ast.WalkSkipChildren, nil
		}
		if n.FirstChild() == nil || n.FirstChild().Type() != ast.TypeInline {
			return ast.WalkContinue, nil
		}
		b := passageBuilder{doc: d}
		b.inlines(n)
		if p := b.passage(); p.Text != "" {
			p.Heading = n.Kind() == ast.KindHeading
			out = append(out, p)
		}
		return ast.WalkSkipChildren, nil
	})
	return out
}

// PassageOf gives the text of a scalar as a passage. Quotation marks around
// all of it are YAML's.
func (d *Document) PassageOf(v Value) Passage {
	at := v.Span()
	text := d.File.Text(at)
	switch {
	case v.Type() != Scalar || text == "":
		return Passage{}
	case len(text) > 1 && (text[0] == '"' || text[0] == '\'') && text[len(text)-1] == text[0]:
		at.Start++
		text = text[1 : len(text)-1]
	case text[0] == '|' || text[0] == '>': // a block scalar begins behind its first line
		head := strings.IndexByte(text, '\n') + 1
		at.Start += head
		text = text[head:]
	}
	b := passageBuilder{doc: d}
	gap := "" // before the next words
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		words := strings.TrimLeft(line, " \t")
		start := at.Start + len(line) - len(words)
		at.Start, text = at.Start+len(line)+1, rest
		words = strings.TrimRight(words, " \t\r")
		if words == "" {
			gap = "\n" // a blank line parts paragraphs
			continue
		}
		if first, _ := utf8.DecodeRuneInString(words); b.text.Len() > 0 && (gap == "\n" || !b.joins(first)) {
			b.mark(gap, start)
		}
		b.word(words, start)
		gap = " "
	}
	return b.passage()
}

// passageBuilder puts a passage together.
type passageBuilder struct {
	doc    *Document
	text   strings.Builder
	last   rune // of text
	pieces []piece
	hidden string // tag of HTML that is open and hides what is in it: code, q
}

// inlines adds what is in a node.
func (b *passageBuilder) inlines(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b.inline(c)
	}
}

func (b *passageBuilder) inline(n ast.Node) {
	if raw, ok := n.(*ast.RawHTML); ok {
		b.html(raw)
		return
	}
	if b.hidden != "" {
		return
	}
	switch n := n.(type) {
	case *ast.Text:
		b.word(string(n.Segment.Value(b.doc.Text)), n.Segment.Start)
		switch {
		case n.HardLineBreak():
			b.mark("\n", n.Segment.Stop)
		case n.SoftLineBreak() && !b.doc.Joins(n):
			b.mark(" ", n.Segment.Stop)
		}
	case *ast.String, *extast.FootnoteLink, *extast.FootnoteBacklink, *extast.TaskCheckBox:
	case *ast.CodeSpan, *ast.AutoLink, *ast.Image, *WikiLink, *extast.Strikethrough:
		b.mark(Omitted, b.doc.SpanOf(n).Start)
	default:
		b.inlines(n)
	}
}

// hiding are the elements of HTML whose text is not the author's.
var hiding = []string{"code", "kbd", "samp", "pre", "q", "blockquote", "del", "s"}

// html reads a tag: it may hide what follows until its end, or break a line.
func (b *passageBuilder) html(n *ast.RawHTML) {
	at := b.doc.SpanOf(n)
	tag := bytes.ToLower(b.doc.Text[at.Start:at.End])
	name := strings.Trim(string(tag), "</ >")
	if i := strings.IndexAny(name, " \t\r\n/"); i > 0 {
		name = name[:i]
	}
	closing := bytes.HasPrefix(tag, []byte("</"))
	switch {
	case b.hidden != "":
		if closing && name == b.hidden {
			b.hidden = ""
		}
	case name == "br":
		b.mark("\n", at.Start)
	case !closing:
		for _, h := range hiding {
			if name == h {
				b.hidden = name
				b.mark(Omitted, at.Start)
			}
		}
	}
}

// joins tells whether a line break between the text and a rune reads as
// nothing.
func (b *passageBuilder) joins(next rune) bool {
	return util.IsEastAsianWideRune(b.last) && util.IsEastAsianWideRune(next)
}

// mark adds a character that has no text in the file.
func (b *passageBuilder) mark(text string, at int) {
	b.pieces = append(b.pieces, piece{text: b.text.Len(), start: at, end: at, lump: true})
	b.text.WriteString(text)
	b.last, _ = utf8.DecodeLastRuneInString(text)
}

// word adds text that stands at byte start of the file, in NFKC.
func (b *passageBuilder) word(text string, start int) {
	if text == "" {
		return
	}
	b.last, _ = utf8.DecodeLastRuneInString(text)
	if norm.NFKC.IsNormalString(text) {
		b.pieces = append(b.pieces, piece{text: b.text.Len(), start: start})
		b.text.WriteString(text)
		return
	}
	var it norm.Iter
	it.InitString(norm.NFKC, text)
	var open bool // the last piece takes characters one by one
	for !it.Done() {
		from := it.Pos()
		folded := it.Next()
		same := string(folded) == text[from:it.Pos()]
		if !same || !open {
			b.pieces = append(b.pieces, piece{b.text.Len(), start + from, start + it.Pos(), !same})
		}
		open = same
		b.text.Write(folded)
	}
}

// passage is the text so far, quotations left out.
func (b *passageBuilder) passage() Passage {
	p := Passage{Text: b.text.String(), pieces: b.pieces}
	if strings.TrimSpace(p.Text) == "" {
		return Passage{}
	}
	quotes := quotations(p.Text)
	if len(quotes) == 0 {
		return p
	}
	cut := Passage{}
	var text strings.Builder
	keep := func(start, end int) {
		k := max(0, sort.Search(len(p.pieces), func(k int) bool { return p.pieces[k].text > start })-1)
		for ; start < end && k < len(p.pieces); k++ {
			next := end
			if k+1 < len(p.pieces) {
				next = min(end, p.pieces[k+1].text)
			}
			from := p.pieces[k]
			if !from.lump {
				from.start += start - from.text
			}
			from.text = text.Len()
			cut.pieces = append(cut.pieces, from)
			text.WriteString(p.Text[start:next])
			start = next
		}
	}
	at := 0
	for _, q := range quotes {
		keep(at, q[0])
		place := p.Span(q[0], q[1])
		cut.pieces = append(cut.pieces, piece{text.Len(), place.Start, place.End, true})
		text.WriteString(Omitted)
		at = q[1]
	}
	keep(at, len(p.Text))
	cut.Text = text.String()
	return cut
}

// quotePairs are the marks that open and close a quotation.
var quotePairs = map[rune]rune{'“': '”', '「': '」', '『': '』', '«': '»', '„': '“', '‘': '’'}

// maxSingle is the length in bytes over which what stands between two
// apostrophes is no quotation.
const maxSingle = 200

// quotations finds what stands between quotation marks, the marks included, in
// order and apart. A mark without its partner opens nothing.
func quotations(text string) [][2]int {
	var out [][2]int
	open := map[rune]int{} // closing mark: where its partner stands
	depth := map[rune]int{}
	var before rune
	for i, r := range text {
		end := i + utf8.RuneLen(r)
		if r == utf8.RuneError {
			end = i + 1
		}
		next, _ := utf8.DecodeRuneInString(text[end:])
		from, opened := open[r]
		switch closing := quotePairs[r]; {
		case opened && depth[r] > 1:
			depth[r]--
		case opened && closes(r, i-from, before, next):
			out = append(out, [2]int{from, end})
			delete(open, r)
			depth[r] = 0
		case closing != 0:
			if depth[closing]++; depth[closing] == 1 {
				open[closing] = i
			}
		case (r == '"' || r == '\'') && !wordRune(before) && next != ' ' && end < len(text):
			open[r] = i
		}
		before = r
	}
	return outermost(out)
}

// closes tells whether a mark that may close a quotation does: an apostrophe
// within a word or far away does not.
func closes(r rune, length int, before, next rune) bool {
	switch r {
	case '\'', '’':
		return length <= maxSingle && !wordRune(next) && before != ' '
	case '"':
		return !wordRune(next)
	}
	return true
}

func wordRune(r rune) bool { return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !Japanese(r) }

// outermost drops the ranges that lie in others and orders them. They come in
// the order of their ends.
func outermost(list [][2]int) [][2]int {
	sort.SliceStable(list, func(i, k int) bool { return list[i][0] < list[k][0] })
	var out [][2]int
	for _, r := range list {
		if len(out) > 0 && r[0] < out[len(out)-1][1] {
			out[len(out)-1][1] = max(out[len(out)-1][1], r[1])
			continue
		}
		out = append(out, r)
	}
	return out
}
