package facet

import (
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// itemsUnder gives the items of all lists of a part and the parts under it, and
// the number of the lists.
func (a *actionReader) itemsUnder(p *part) (out []doc.Item, lists int) {
	p.walk(func(c *part) bool {
		for _, b := range c.blocks {
			if list, ok := b.(*ast.List); ok {
				out = append(out, a.itemsOf(list)...)
				lists++
			}
		}
		return true
	})
	return out, lists
}

// leadTicket is the ticket of a tracker that needs no dash: "T4420 Add disks".
var leadTicket = lazyregexp.New(`^[(\[]?(([A-Z]{1,6})[0-9]{2,8})[)\]]?(?:[:：]|\s)`)

// numbered tells whether the items begin with tickets of one tracker: at least
// two, and all of them. One alone may be the name of a thing.
func (a *actionReader) numbered(items []doc.Item) bool {
	var letters string
	for _, it := range items {
		if it.Lead == nil {
			return false
		}
		m := leadTicket.FindStringSubmatch(lineOf(a.doc, it.Lead).text)
		if m == nil || letters != "" && m[2] != letters {
			return false
		}
		letters = m[2]
	}
	return len(items) > 1
}

// bulletSign is the beginning of a line that is an item, though not one of
// Markdown: ・, ①, "1)", 一、
var bulletSign = lazyregexp.New(`^(?:[・●■◆▪▸►•‣⁃○◇□☐]\s*|[①-⑳]\s*|[(（]?[0-9０-９]{1,2}[)）]\s*|[一二三四五六七八九十]{1,2}[、．.]\s*)`)

// bullets gives the items of a paragraph whose lines, or most of them, begin
// with the sign of an item; a line without one goes on with the item before.
// None if the paragraph is no such list.
func (r *reader) bullets(b ast.Node) []line {
	var out []line
	for _, l := range linesOf(r.doc, b) {
		sign := bulletSign.FindString(l.text)
		switch {
		case sign != "":
			out = append(out, l.cut(len(sign), len(l.text)))
		case len(out) == 0 || len(out[len(out)-1].text) > maxAction:
			return nil
		default:
			out[len(out)-1] = joinedLine(out[len(out)-1], l)
		}
	}
	return out
}

// joinedLine is a line that goes on with another.
func joinedLine(a, b line) line {
	text := a.text
	if last, _ := utf8.DecodeLastRuneInString(text); last < 0x2e80 {
		text += " " // scripts without spaces go on at once
	}
	runs := a.runsAt(0)
	runs = append(runs, run{text: len(a.text), file: a.end, still: true})
	return line{text: text + b.text, runs: append(runs, b.runsAt(len(text))...), end: max(a.end, b.end)}
}

// runsAt gives the runs of a line whose text is to begin at byte at of a
// longer one.
func (l line) runsAt(at int) []run {
	first := l.place(0)
	first.text = at
	out := []run{first}
	for _, r := range l.runs {
		if r.text > l.from && r.text < l.from+len(l.text) {
			r.text += at - l.from
			out = append(out, r)
		}
	}
	return out
}

// lines reads a paragraph whose lines are items.
func (a *actionReader) lines(b ast.Node, s setting) {
	for _, l := range a.bullets(b) {
		from := doc.Provenance{Origin: doc.FromText, Note: diag.Say("action item", "アクションの項目")}
		fields := actionFields{}
		text := a.words(fields, l, s, from)
		fields.ticket(a.reader, l, from)
		if v := a.finish(fields, strings.TrimSpace(text), l.span(), l.span(), from, s); v.Exists() {
			a.out = append(a.out, v)
		}
	}
}
