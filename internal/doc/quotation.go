package doc

import (
	"sort"
	"unicode"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/source"
)

// cutQuotations puts Omitted in the place of each quotation of the passage
// that begins at a byte of the text and at a piece.
func (b *passageBuilder) cutQuotations(from, pieces int) {
	p := Passage{Text: string(b.text[from:]), pieces: append([]piece(nil), b.pieces[pieces:]...)}
	quotes := quotations(p.Text)
	if len(quotes) == 0 {
		return
	}
	b.text, b.pieces = b.text[:from], b.pieces[:pieces]
	keep := func(start, end int) {
		k := max(0, sort.Search(len(p.pieces), func(k int) bool { return p.pieces[k].text > start })-1)
		for ; start < end && k < len(p.pieces); k++ {
			next := end
			if k+1 < len(p.pieces) {
				next = min(end, p.pieces[k+1].text)
			}
			whence := p.pieces[k]
			if !whence.lump {
				whence.start += start - whence.text
			}
			b.add([]byte(p.Text[start:next]), whence)
			start = next
		}
	}
	at := 0
	for _, q := range quotes {
		keep(at, q.Start)
		place := p.Span(q.Start, q.End)
		b.add([]byte(Omitted), piece{start: place.Start, end: place.End, lump: true})
		at = q.End
	}
	keep(at, len(p.Text))
}

// quoteMarks are the marks that open and close a quotation.
var quoteMarks = [...]struct{ open, closing rune }{
	{'"', '"'}, {'\'', '\''}, {'“', '”'}, {'「', '」'}, {'『', '』'}, {'«', '»'}, {'„', '“'}, {'‘', '’'},
}

// straight is the number of marks that open and close alike, which are first.
const straight = 2

// mayQuote tells at a glance whether a text can hold a quotation: hardly any
// has a mark that opens one.
func mayQuote(text []byte) bool {
	for i, c := range text {
		switch c {
		case '"', '\'':
			return true
		case 0xC2, 0xE2, 0xE3: // what the others begin with
			r, _ := utf8.DecodeRune(text[i:])
			for _, m := range quoteMarks {
				if r == m.open {
					return true
				}
			}
		}
	}
	return false
}

// maxSingle is the length in bytes over which what stands between two
// apostrophes is no quotation.
const maxSingle = 200

// quotations finds what stands between quotation marks, the marks included, in
// order and apart. A mark without its partner opens nothing.
func quotations(text string) []source.Span {
	var out []source.Span
	var open, depth [len(quoteMarks)]int // by the mark that closes: 1 + where its partner stands, and how deep
	var before rune
	for i, r := range text {
		opens, closing := quoteMark(r)
		if opens < 0 && closing < 0 {
			before = r
			continue
		}
		end := i + utf8.RuneLen(r)
		next, _ := utf8.DecodeRuneInString(text[end:])
		switch {
		case closing >= 0 && open[closing] > 0 && depth[closing] > 1:
			depth[closing]--
		case closing >= 0 && open[closing] > 0 && closes(r, i-open[closing]+1, before, next):
			out = append(out, source.Span{Start: open[closing] - 1, End: end})
			open[closing], depth[closing] = 0, 0
		case opens >= straight:
			if depth[opens]++; depth[opens] == 1 {
				open[opens] = i + 1
			}
		case opens >= 0 && !wordRune(before) && next != ' ' && end < len(text):
			open[opens] = i + 1
		}
		before = r
	}
	return outermost(out)
}

// quoteMark gives the places in quoteMarks of what a character opens and of
// what it closes, below zero for nothing.
func quoteMark(r rune) (opens, closing int) {
	opens, closing = -1, -1
	if r < utf8.RuneSelf && r != '"' && r != '\'' {
		return opens, closing
	}
	for i, m := range quoteMarks {
		if r == m.open {
			opens = i
		}
		if r == m.closing {
			closing = i
		}
	}
	return opens, closing
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

// outermost drops the spans that lie in others and orders them. They come in
// the order of their ends.
func outermost(list []source.Span) []source.Span {
	sort.SliceStable(list, func(i, k int) bool { return list[i].Start < list[k].Start })
	var out []source.Span
	for _, s := range list {
		if last := len(out) - 1; last >= 0 && s.Start < out[last].End {
			out[last].End = max(out[last].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}
