package doc

import (
	"bytes"
	"sort"
	"strings"
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

// Bytes of Markdown from one text to the next and from one passage to the
// next, to make room for nearly all documents at once.
const textsApart, passagesApart = 32, 64

// Passages gives the texts of some scalars of the document and behind them the
// running text of the Markdown in its order, without block quotes, code, HTML
// blocks and the headers of tables. What is blank is no passage.
func (d *Document) Passages(values ...Value) []Passage {
	size := len(d.Text)
	b := passageBuilder{doc: d, text: make([]byte, 0, size), pieces: make([]piece, 0, size/textsApart), ended: make([]ended, 0, size/passagesApart)}
	for _, v := range values {
		b.scalar(v)
	}
	if d.HasTree() {
		b.markdown()
	}
	return b.passages()
}

func (b *passageBuilder) markdown() {
	ast.Walk(b.doc.Tree(), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
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
		b.inlines(n)
		b.end(n.Kind() == ast.KindHeading)
		return ast.WalkSkipChildren, nil
	})
}

// scalar adds the text of a scalar as a passage. Quotation marks around all of
// it are YAML's.
func (b *passageBuilder) scalar(v Value) {
	at := v.Span()
	text := b.doc.File.Text(at)
	switch {
	case v.Type() != Scalar || text == "":
		return
	case len(text) > 1 && (text[0] == '"' || text[0] == '\'') && text[len(text)-1] == text[0]:
		at.Start++
		text = text[1 : len(text)-1]
	case text[0] == '|' || text[0] == '>': // a block scalar begins behind its first line
		head := strings.IndexByte(text, '\n') + 1
		at.Start += head
		text = text[head:]
	}
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
		from, _ := b.begun()
		if first, _ := utf8.DecodeRuneInString(words); len(b.text) > from && (gap == "\n" || !b.joins(first)) {
			b.mark(gap, start)
		}
		b.word([]byte(words), start)
		gap = " "
	}
	b.end(false)
}

// passageBuilder puts passages together, one after the other. All share two
// pieces of memory: a document has hundreds.
type passageBuilder struct {
	doc    *Document
	text   []byte
	last   rune // of text
	pieces []piece
	hidden string // tag of HTML that is open and hides what is in it: code, q
	ended  []ended
}

// ended is a passage that is complete: where its text and its pieces begin
// and end.
type ended struct {
	text, textEnd     int
	pieces, piecesEnd int
	heading           bool
}

// begun is where the text and the pieces of the passage begin that is being
// put together.
func (b *passageBuilder) begun() (text, pieces int) {
	if len(b.ended) == 0 {
		return 0, 0
	}
	last := b.ended[len(b.ended)-1]
	return last.textEnd, last.piecesEnd
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
		b.word(n.Segment.Value(b.doc.Text), n.Segment.Start)
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

// add adds a piece of text.
func (b *passageBuilder) add(text []byte, p piece) {
	from, _ := b.begun()
	p.text = len(b.text) - from
	b.pieces = append(b.pieces, p)
	b.text = append(b.text, text...)
}

// mark adds a character that has no text in the file.
func (b *passageBuilder) mark(text string, at int) {
	b.add([]byte(text), piece{start: at, end: at, lump: true})
	b.last, _ = utf8.DecodeLastRuneInString(text)
}

// word adds text that stands at byte start of the file, in NFKC.
func (b *passageBuilder) word(text []byte, start int) {
	if len(text) == 0 {
		return
	}
	b.last, _ = utf8.DecodeLastRune(text)
	if isPlain(text) || norm.NFKC.IsNormal(text) {
		b.add(text, piece{start: start})
		return
	}
	var it norm.Iter
	it.Init(norm.NFKC, text)
	var open bool // the last piece takes characters one by one
	for !it.Done() {
		from := it.Pos()
		folded := it.Next()
		same := bytes.Equal(folded, text[from:it.Pos()])
		if same && open {
			b.text = append(b.text, folded...)
			continue
		}
		p := piece{start: start + from}
		if !same {
			p.end, p.lump = start+it.Pos(), true
		}
		b.add(folded, p)
		open = same
	}
}

// isPlain tells whether a text has nothing but ASCII and the most common
// characters of Japanese, all of which NFKC leaves alone: norm takes five times
// as long to say so.
func isPlain(text []byte) bool {
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		switch {
		case 'ぁ' <= r && r <= 'ゖ', 'ァ' <= r && r <= 'ー', '一' <= r && r <= '鿿', r == '、', r == '。', r == '「', r == '」':
		default:
			return false
		}
		i += size
	}
	return true
}

// end ends the passage, quotations left out. What is blank is none.
func (b *passageBuilder) end(heading bool) {
	from, pieces := b.begun()
	if len(bytes.TrimSpace(b.text[from:])) == 0 {
		b.text, b.pieces = b.text[:from], b.pieces[:pieces]
	} else {
		if mayQuote(b.text[from:]) {
			b.cutQuotations(from, pieces)
		}
		b.ended = append(b.ended, ended{from, len(b.text), pieces, len(b.pieces), heading})
	}
	b.last, b.hidden = 0, ""
}

// passages gives all that were ended.
func (b *passageBuilder) passages() []Passage {
	if len(b.ended) == 0 {
		return nil
	}
	text, out := string(b.text), make([]Passage, len(b.ended))
	for i, e := range b.ended {
		out[i] = Passage{Text: text[e.text:e.textEnd], Heading: e.heading, pieces: b.pieces[e.pieces:e.piecesEnd:e.piecesEnd]}
	}
	return out
}
