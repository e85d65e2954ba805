package facet

import (
	"strings"
	"time"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// entry is a row of a timeline as it stands in the document, before its day
// is worked out.
type entry struct {
	when   line // the text of the time
	moment moment
	event  line
	text   []line
	actor  line
	source line
	kind   line // of a column for it
	mark   string
	zone   zone // of the column or the words around
	whole  source.Span
	from   doc.Provenance
	at     time.Time
	known  bool
	why    diag.Text // of an unknown time
}

// timelineReader reads the timeline sections of a document in its order and
// keeps what the words between the rows say: the day and the zone.
type timelineReader struct {
	r       *reader
	anchor  anchor
	entries []*entry
	zone    zone
	day     day    // the last that was stated or reached
	base    day    // the last that was stated
	last    int    // the clock of the row before, -1 at the beginning of a stated day
	zero    *entry // the time that the words around state for T+0
	quotes  []ast.Node
	partial bool // a row whose day is not known came before
}

// timeline reads the rows of the timeline, in the order of the document, as a
// list of maps in the shape of the schema. Where nothing but running text
// names the day, the stated milestones go before it.
func (r *reader) timeline(root *part) doc.Value {
	a := r.findAnchor(root)
	if !a.known() || a.told {
		if t := r.readByLabels(root, r.labelTimes()); t != nil {
			return t.value()
		}
	}
	return r.readTimeline(root, a).value()
}

// readTimeline reads the rows, those without a day by the anchor.
func (r *reader) readTimeline(root *part, a anchor) *timelineReader {
	t := &timelineReader{r: r, anchor: a, last: -1}
	if t.anchor.known() {
		t.base, t.day = t.anchor.day, t.anchor.day
	}
	parts := root.named("timeline")
	for _, p := range parts {
		t.part(p, true)
	}
	if len(t.entries) == 0 {
		for _, q := range t.quotes {
			t.blocks(childBlocks(q))
		}
	}
	if len(t.entries) == 0 && r.kind == "postmortem" {
		t.loose(root)
	}
	t.relate()
	return t
}

// part reads a section: the timeline itself, a day of it, or a row whose
// heading begins with a clock.
func (t *timelineReader) part(p *part, top bool) {
	title := p.title.fold()
	if lead, ok := readLead(title); ok && (lead.moment.hasClock || lead.moment.relative) && !top {
		t.add(t.headingEntry(p, title, lead))
		for _, c := range p.parts {
			t.part(c, false)
		}
		return
	}
	outer := t.zone
	t.context(title)
	if p.lead.text != "" {
		t.prose(p.lead.fold())
	}
	t.blocks(p.blocks)
	for _, c := range p.parts {
		if c.name == "" || c.name == "timeline" || len(days(c.title.fold().text)) > 0 {
			t.part(c, false)
		} else if lead, ok := readLead(c.title.fold()); ok && lead.moment.hasClock {
			t.part(c, false)
		}
	}
	if !top {
		t.zone = outer
	}
}

func (t *timelineReader) headingEntry(p *part, title line, lead lead) *entry {
	e := t.entry(title, lead, doc.FromHeading)
	if p.lead.text != "" {
		e.text = append(e.text, p.lead)
	}
	for _, b := range p.blocks {
		if b.Kind() == ast.KindParagraph || b.Kind() == ast.KindTextBlock || b.Kind() == ast.KindList {
			if l := lineOf(t.r.doc, b); l.text != "" {
				e.text = append(e.text, l)
				e.whole = e.whole.Join(l.span())
			}
		}
	}
	if e.event.text == "" && len(e.text) > 0 {
		e.event, e.text = e.text[0], e.text[1:]
	}
	if e.mark = t.r.bracketMark(e.event.text); e.mark == "" {
		e.mark = t.r.labelMark(e.event.text)
	}
	return e
}

func (t *timelineReader) blocks(blocks []ast.Node) {
	for _, b := range blocks {
		t.block(b)
	}
}

// block reads a block. Quotes are put aside: beside rows they hold what people
// wrote to each other; they are the timeline only if there is nothing else.
func (t *timelineReader) block(b ast.Node) {
	switch b := b.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		t.paragraph(b)
	case *ast.List:
		t.list(t.r.itemsOf(b))
	case *ast.Blockquote:
		t.quotes = append(t.quotes, b)
	case *extast.Table:
		t.table(t.r.tableOf(b))
	case *extast.DefinitionList:
		t.definitions(b)
	}
}

// paragraph reads a paragraph whose lines begin with clocks; a line without
// one goes on with the row before it.
func (t *timelineReader) paragraph(b ast.Node) {
	var current *entry
	for _, l := range t.sentences(b) {
		l = t.shortHour(l)
		lead, ok := readLead(l)
		mark := ""
		if !ok {
			lead, mark, ok = t.r.readMarked(l)
		}
		switch {
		case ok && lead.row(l) && !t.statesZero(l, lead):
			current = t.entry(l, lead, doc.FromText)
			if current.mark = mark; mark == "" {
				current.mark = t.mark(b, l, current.event)
			}
			t.add(current)
		case current != nil:
			current.text = append(current.text, l)
			current.whole = current.whole.Join(l.span())
		default:
			t.prose(l)
		}
	}
}

// sentences are the lines of a paragraph, cut again before every sentence that
// begins with a clock.
func (t *timelineReader) sentences(b ast.Node) []line {
	var out []line
	for _, l := range t.r.lines(b) {
		from := 0
		for i := range l.text {
			end := stopAt(l.text, i)
			if end == 0 {
				continue
			}
			next := l.cut(i+end, len(l.text))
			if lead, ok := readLead(next); ok && lead.moment.hasClock {
				out = append(out, l.cut(from, i+end))
				from = i + end
			}
		}
		out = append(out, l.cut(from, len(l.text)))
	}
	return out
}

// stopAt is the length of the sign at byte i that ends a sentence, 0 if
// none does.
func stopAt(s string, i int) int {
	if strings.HasPrefix(s[i:], "。") {
		return len("。")
	}
	if strings.HasPrefix(s[i:], ". ") || strings.HasPrefix(s[i:], "; ") {
		return 2
	}
	return 0
}

// list reads items that begin with a clock. An item that only names a day
// sets it for the items under it and behind it.
func (t *timelineReader) list(items []doc.Item) {
	for _, it := range items {
		if it.Lead == nil {
			continue
		}
		l := lineOf(t.r.doc, it.Lead).fold()
		l = t.shortHour(l.cut(offsetIn(l, it.Span.Start), len(l.text)))
		lead, ok := readLead(l)
		if !ok {
			lead, ok = readTail(l)
		}
		if !ok {
			lead, ok = readKeyed(l)
		}
		mark := ""
		if !ok {
			lead, mark, ok = t.r.readMarked(l)
		}
		if !ok || !lead.row(l) || t.statesZero(l, lead) {
			t.prose(l)
			t.list(it.Children)
			continue
		}
		e := t.entry(l, lead, doc.FromList)
		if e.mark = t.mark(it.Lead, l, e.event); e.mark == "" {
			e.mark = t.r.milestone(e.event.text)
		}
		if mark != "" {
			e.mark = mark
		}
		t.under(e, it)
		t.add(e)
	}
}

// offsetIn is the index in l of the byte at an offset of the file.
func offsetIn(l line, offset int) int {
	for i := range len(l.text) {
		if l.at(i) >= offset {
			return i
		}
	}
	return 0
}

// under adds what stands under an item to its row; code does not count. Items
// that have clocks of their own are rows of their own.
func (t *timelineReader) under(e *entry, it doc.Item) {
	e.whole = e.whole.Join(it.Whole)
	for _, b := range it.Rest {
		if l := lineOf(t.r.doc, b); l.text != "" {
			e.text = append(e.text, l)
		}
	}
	if e.event.text == "" && len(e.text) > 0 {
		e.event, e.text = e.text[0], e.text[1:]
	}
}

// definitions reads terms that are clocks.
func (t *timelineReader) definitions(list ast.Node) {
	var current *entry
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		l := lineOf(t.r.doc, n).fold()
		switch n.Kind() {
		case extast.KindDefinitionTerm:
			current = nil
			if lead, ok := readLead(l); ok && lead.row(l) {
				current = t.entry(l, lead, doc.FromList)
				t.add(current)
			} else {
				t.prose(l)
			}
		case extast.KindDefinitionDescription:
			if current == nil {
				continue
			}
			if current.whole = current.whole.Join(l.span()); current.event.text == "" {
				current.event = l
			} else {
				current.text = append(current.text, l)
			}
		}
	}
}

func (t *timelineReader) entry(l line, d lead, origin doc.Origin) *entry {
	return &entry{
		when:   l.cut(d.start, max(d.start, min(d.end, len(l.text)))),
		moment: d.moment,
		event:  l.cut(d.words[0], d.words[1]),
		zone:   t.zone,
		whole:  l.span(),
		from:   doc.Provenance{Origin: origin},
	}
}

// prose reads words between the rows: they may name the day or the zone, or
// the time that distances count from.
func (t *timelineReader) prose(l line) {
	t.context(l)
	t.zeroIn(l)
}

// context takes from a title or a paragraph the day, if it names exactly one,
// and the zone, if it speaks of times.
func (t *timelineReader) context(l line) {
	if z, ok := statedZone(l.text, true); ok {
		t.zone = z
	}
	found := days(l.text)
	if d, ok := t.dayAfter(l); ok && len(found) == 0 {
		t.day, t.last = d, -1
	}
	if len(found) != 1 {
		return
	}
	if d, ok := t.complete(found[0]); ok {
		t.setDay(d)
	}
}

// dayAfter reads a title that names its day by the one before it, or by its
// number: 翌日, "Next day", "Day 2", 2日目.
func (t *timelineReader) dayAfter(l line) (day, bool) {
	c := scan{s: l.text}
	if !t.base.whole() || length(l.text) > maxDayTitle {
		return day{}, false
	}
	if d, ok := c.nextDay(); ok {
		return t.base.plus(d.shift), true
	}
	counted := c.word("day ")
	n := c.number(1, 2)
	if n < 1 || !t.anchor.known() || !counted && !c.eat("日目") || !c.wordEnd() {
		return day{}, false
	}
	return t.anchor.day.plus(n - 1), true
}

// maxDayTitle is the length, in characters, of a title that only names a day.
const maxDayTitle = 20

func (t *timelineReader) setDay(d day) {
	t.base, t.day, t.last, t.partial = d, d, -1, false
}

// complete gives the whole day that a stated one means, by the days that are
// known already.
func (t *timelineReader) complete(d day) (day, bool) {
	d = t.r.order(d)
	near := t.day
	if !near.whole() {
		near = t.anchor.day
	}
	switch {
	case d.whole():
		return d, true
	case d.absolute():
		return d.nearest(near)
	case d.weekday > 0 && near.whole():
		return near.next(d.weekday), true
	case !t.base.whole():
		return d, false
	}
	return t.base.plus(d.shift), true
}
