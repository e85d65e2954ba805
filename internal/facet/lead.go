package facet

import (
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// lead is the time at the beginning of a row, text[start:end], and where the
// words of the row begin. A time at the end of the row is a lead too.
type lead struct {
	moment     moment
	start, end int
	words      [2]int
}

// row tells whether a lead makes a row: it has a clock or a place for one, or
// names a day and goes on with words.
func (d lead) row(l line) bool {
	if d.moment.hasClock || d.moment.relative || d.moment.blank {
		return true
	}
	rest := strings.TrimSpace(l.text[d.words[0]:d.words[1]])
	if found, _ := zones(rest); len(found) > 0 && length(rest) < 24 {
		return false
	}
	return length(rest) >= 8
}

// readLead reads the time with which a line begins, in brackets or not.
func readLead(l line) (lead, bool) {
	c := scan{s: l.text}
	for c.eat("[", "(", "【", "「", "〔", "・", "■", "●", "▼", "◆", "→") || c.spaces() {
	}
	_ = c.word("at ", "on ", "by ")
	c.spaces()
	d := lead{start: c.i}
	from, _, _, ok := c.span()
	if !ok {
		return d, false
	}
	d.moment, d.end = from, c.i
	c.closers()
	c.otherZone()
	c.closers()
	d.words = [2]int{c.i, len(c.s)}
	return d, true
}

// closers reads what parts the time from the words.
func (c *scan) closers() {
	for c.eat("]", ")", "】", "」", "〕", ":", "-", "–", "—", "―", "|", ",", ".", "、", "→", ">", "=", "・", "に、", "には", "に", "より", "から") || c.spaces() {
	}
}

// otherZone reads the same time in another zone: (05:30 UTC), / 05:30 UTC.
func (c *scan) otherZone() {
	from := *c
	c.spaces()
	open := c.eat("(")
	if !open && !c.eat("/") {
		*c = from
		return
	}
	c.spaces()
	m, ok := c.moment()
	if !ok || m.zone.kind == noZone && !m.relative || open && !c.eat(")") {
		*c = from
	}
}

// readTail reads the time in brackets with which a line ends.
func readTail(l line) (lead, bool) {
	s := strings.TrimRight(l.text, " .。")
	open := strings.LastIndexAny(s, "([")
	if open < 0 || !strings.HasSuffix(s, ")") && !strings.HasSuffix(s, "]") {
		return lead{}, false
	}
	c := scan{s: s[:len(s)-1], i: open + 1}
	m, ok := c.moment()
	if c.spaces(); !ok || !m.hasClock || !c.end() {
		return lead{}, false
	}
	return lead{moment: m, start: open + 1, end: m.end, words: [2]int{0, open}}, true
}

// readMarked reads a line whose time follows its type: 【検知】14:35 アラート,
// "[Detected] 14:35 by a probe", "Detected (14:35): an alert".
func (r *reader) readMarked(l line) (lead, string, bool) {
	for i := 1; i < len(l.text) && i < maxMark; i++ {
		at := scan{s: l.text, i: i}
		if !at.eat("】", "]", ":", " (", " - ", " – ", " — ", " at ", " ") {
			continue
		}
		kind := r.milestone(strings.TrimLeft(l.text[:i], "【["))
		if kind == "" {
			continue
		}
		d, ok := readLead(l.cut(at.i, len(l.text)))
		if !ok || !d.moment.hasClock && !d.moment.relative {
			continue
		}
		offset := len(l.text) - len(l.cut(at.i, len(l.text)).text)
		d.start, d.end = d.start+offset, d.end+offset
		d.words[0], d.words[1] = d.words[0]+offset, d.words[1]+offset
		if d.words[0] >= d.words[1] {
			d.words = [2]int{0, i}
		}
		return d, kind, true
	}
	return lead{}, "", false
}

// maxMark is the length, in bytes, over which words are no type.
const maxMark = 60

// readKeyed reads a line that is a milestone and its time: "Detected: 14:35".
func readKeyed(l line) (lead, bool) {
	for _, sep := range []string{":", " at "} {
		i := strings.Index(l.text, sep)
		if i <= 0 || !plausibleKey(l.text[:i]) {
			continue
		}
		c := scan{s: l.text, i: i + len(sep)}
		c.spaces()
		at := c.i
		m, ok := c.moment()
		if c.spaces(); ok && m.hasClock && c.end() {
			return lead{moment: m, start: at, end: m.end, words: [2]int{0, i}}, true
		}
	}
	return lead{}, false
}

// mark is the type that the author wrote into a row, in bold, in brackets or
// as a label: **MITIGATED**, [resolve], (resolved), "Mitigated: rolled back".
// l is the whole line of the row, event its words without the time.
func (t *timelineReader) mark(block ast.Node, l, event line) string {
	span := l.span()
	found := ""
	ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		e, ok := n.(*ast.Emphasis)
		if !entering || !ok || e.Level != 2 || found != "" || !span.Contains(t.r.doc.SpanOf(e)) {
			return ast.WalkContinue, nil
		}
		found = t.r.milestone(t.r.doc.Plain(e))
		return ast.WalkSkipChildren, nil
	})
	if found == "" {
		found = t.r.bracketMark(l.fold().text)
	}
	if found == "" {
		found = t.r.labelMark(event.fold().text)
	}
	return found
}

// labelMark is the type that stands before the first sign that can end a
// label. A note says nothing, so that its words are read.
func (r *reader) labelMark(text string) string {
	end := len(text)
	for _, sign := range []string{":", " - ", " – ", " — ", "。", ". "} {
		if i := strings.Index(text[:end], sign); i > 0 {
			end = i
		}
	}
	if kind := r.milestone(text[:end]); end < len(text) && kind != string(Note) {
		return kind
	}
	return ""
}

// bracketMark is the type that stands in brackets at the beginning or the end
// of the words of a row.
func (r *reader) bracketMark(text string) string {
	for _, sign := range [...][2]string{{"[", "]"}, {"(", ")"}} {
		open, close, rest := sign[0], sign[1], text
		for {
			i := strings.Index(rest, open)
			if i < 0 {
				break
			}
			word, after, ok := strings.Cut(rest[i+1:], close)
			if !ok {
				break
			}
			if kind := r.milestone(word); kind != "" && utf8.RuneCountInString(word) <= 24 {
				return kind
			}
			rest = after
		}
	}
	return ""
}

// milestone is the type of row that a word stands for, or the first of a word
// in two languages: "mitigated / 緩和".
func (r *reader) milestone(word string) string {
	for part := range strings.SplitSeq(word, "/") {
		if len(part) > maxMark {
			continue
		}
		part = strings.Trim(collapse(part), ":： .。!！-–—")
		if kind := r.labels.Word("timeline.type", part); kind != "" {
			return kind
		}
	}
	return ""
}
