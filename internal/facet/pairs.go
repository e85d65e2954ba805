package facet

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// readPairs collects the "Key: value" lines of the body. Those whose key
// names a field are kept wherever they may speak of the whole document; others
// only in its head and in sections made of such lines, for the sake of keys
// that name no field: "Time to recovery".
func (r *reader) readPairs(root *part) {
	r.pairs = nil
	root.walk(func(p *part) bool {
		if slices.Contains(ownKeys, p.name) && !p.isTitle() || r.inDatedRecord(p) {
			return false
		}
		(&pairReader{r: r, part: p, factual: isFactual(p)}).read()
		return true
	})
}

// ownKeys are the sections whose lines speak of one item, not of the document.
var ownKeys = []string{"actions", "causes", "layers", "terms", "lessons", "steps", "diagnosis", "mitigation", "rollback", "escalation", "decision_tree", "solution", "workaround", "prevention", "practices", "references"}

var factualTitle = lazyregexp.New(`(?i)\b(?:stats|statistics|metrics|key facts|times?|dates?)\b|概況|指標|統計|日時|時刻`)

// isFactual tells whether a part is the head of the document or made of facts.
func isFactual(p *part) bool {
	switch p.name {
	case "basic", "stats":
		return true
	case "":
		return p.section == nil && p.parent == nil || p.section != nil && p.section.Level <= 1 || factualTitle.MatchString(p.title.text)
	}
	return false
}

type pairReader struct {
	r       *reader
	part    *part
	factual bool
	origin  doc.Origin
	zone    zone // of the column of values
}

func (p *pairReader) read() {
	p.origin = doc.FromKeyValue
	if p.part.lead.text != "" {
		p.add(p.part.title, p.part.lead.fold())
	}
	p.blocks(p.part.blocks)
}

func (p *pairReader) blocks(blocks []ast.Node) {
	for i, b := range blocks {
		switch b := b.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			p.paragraph(b, i)
		case *ast.List:
			for _, it := range p.r.itemsOf(b) {
				if it.Box == nil {
					p.item(it)
				}
			}
		case *ast.Blockquote:
			p.blocks(childBlocks(b))
		case *extast.Table:
			p.table(p.r.tableOf(b))
		case *extast.DefinitionList:
			p.definitions(b)
		}
	}
}

func childBlocks(n ast.Node) []ast.Node {
	var out []ast.Node
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		out = append(out, c)
	}
	return out
}

// item reads a list item; one that holds only a key has its value below.
func (p *pairReader) item(it doc.Item) {
	if it.Lead == nil {
		p.blocks(it.Rest)
		return
	}
	p.paragraph(it.Lead, 0)
	if len(it.Children) == 1 && len(it.Children[0].Children) == 0 && it.Children[0].Lead != nil {
		key := lineOf(p.r.doc, it.Lead)
		key = key.cut(0, len(strings.TrimRight(key.text, ":： ")))
		value := lineOf(p.r.doc, it.Children[0].Lead).fold()
		if _, _, isPair := p.split(value); p.field(key.text) != "" && !isPair {
			p.add(key, value)
			return
		}
	}
	p.blocks(it.Rest)
}

// paragraph reads the lines of a paragraph. A line that holds only a key in
// bold has its value in the next.
func (p *pairReader) paragraph(b ast.Node, index int) {
	lines := p.r.lines(b)
	for i, l := range lines {
		if p.pairsOf(l) {
			continue
		}
		if index == 0 && i == 0 && len(lines) == 2 && p.keyed(l.text) {
			p.add(l, lines[1])
			return
		}
	}
	// "## 発生日時" with the time alone below it.
	if index == 0 && len(lines) == 1 && len(p.part.blocks) > 0 && p.part.blocks[0] == b && isTimeField(p.field(p.part.title.text)) && isMoment(lines[0].text) {
		p.add(p.part.title, lines[0])
	}
}

func (p *pairReader) keyed(key string) bool { return plausibleKey(key) && p.field(key) != "" }

// lines are the lines of a block as its author broke them, folded.
func (r *reader) lines(b ast.Node) []line {
	out := linesOf(r.doc, b)
	for i := range out {
		out[i] = out[i].fold()
	}
	return out
}

// pairsOf reads a line of one pair, or of several: "Start: 14:30 | End: 16:45".
func (p *pairReader) pairsOf(l line) bool {
	key, value, ok := p.split(l)
	if !ok {
		return false
	}
	for i := range value.text {
		sep := separatorAt(value.text, i)
		if sep == 0 {
			continue
		}
		more := value.cut(i+sep, len(value.text))
		if k, _, ok := p.split(more); ok && p.field(k.text) != "" && (strong(value.text[i:i+sep]) || p.field(key.text) != "") {
			p.add(key, value.cut(0, i))
			return p.pairsOf(more)
		}
	}
	p.add(key, value)
	return true
}

// strong tells whether a sign parts pairs whatever the first of them names:
// what stands behind a comma may go on with a sentence.
func strong(sep string) bool { return strings.ContainsAny(sep, "|/·•") }

// separatorAt is the length of a sign at byte i that may part two pairs.
func separatorAt(s string, i int) int {
	for _, sep := range []string{" | ", " / ", " · ", " • ", " – ", " — ", "  ", ", ", "; ", "、", "・"} {
		if strings.HasPrefix(s[i:], sep) {
			return len(sep)
		}
	}
	return 0
}

// split parts key and value at the first colon that can part them, else, if
// the key names a time, where the time begins: "Started at 14:30".
func (p *pairReader) split(l line) (key, value line, ok bool) {
	for i := range l.text {
		if l.text[i] != ':' {
			continue
		}
		if strings.HasPrefix(l.text[i:], "://") || i > 0 && isDigit(l.text[i-1]) && i+1 < len(l.text) && isDigit(l.text[i+1]) {
			break
		}
		key, value = l.cut(0, i), l.cut(i+1, len(l.text))
		return key, value, plausibleKey(key.text) && value.text != ""
	}
	for i := range l.text {
		if l.text[i] != ' ' {
			continue
		}
		key, value = l.cut(0, i), l.cut(i+1, len(l.text))
		key = key.cut(0, len(strings.TrimRight(key.text, " -–—=")))
		bare, _ := strings.CutSuffix(key.text, " at")
		if noKey(bare) {
			break // nor is what is longer
		}
		if mayBegin(value.text) && plausibleKey(bare) && isDayField(p.field(bare)) && isMoment(value.text) {
			return key.cut(0, len(bare)), value, true
		}
	}
	return l, l, false
}

// mayBegin tells at a glance whether a text can begin with a time.
func mayBegin(text string) bool {
	return text != "" && (mayBeDay(text) || strings.IndexByte("~apAPnNmMT(cC", text[0]) >= 0)
}

func isDayField(field string) bool { return isTimeField(field) || field == "date" }

// plausibleKey tells whether a text can be the key of a pair: short, with a
// letter, no sentence.
func plausibleKey(key string) bool {
	return key != "" && !noKey(key) && strings.ContainsFunc(key, func(r rune) bool { return r >= 0x80 || r < 0x80 && isLatin(byte(r)) })
}

// noKey tells whether a text is too long for a key, or a sentence.
func noKey(text string) bool {
	words := 0
	for range strings.FieldsSeq(text) {
		words++
	}
	return len(text) > 40 && length(text) > 40 || words > 6 || strings.ContainsAny(text, "。.!?;|")
}

// field is the field that a key names. A key in two languages, "Date / 日付",
// names what its first known part does.
func (p *pairReader) field(key string) string {
	if field := p.r.labels.Field(p.r.kind, key); field != "" {
		return field
	}
	for part := range strings.SplitSeq(key, "/") {
		if field := p.r.labels.Field(p.r.kind, part); field != "" && len(part) < len(key) {
			return field
		}
	}
	return ""
}

// add keeps a pair if it is one of the document.
func (p *pairReader) add(key, value line) {
	field := p.field(key.text)
	if p.part.name == "timeline" && !p.part.isTitle() && !isTimeField(field) && field != "/timezone" || field == "" && !p.factual || value.text == "" {
		return
	}
	from := doc.Provenance{Origin: p.origin, Note: verbatim(key.text)}
	p.r.pairs = append(p.r.pairs, pair{
		Key:     key.value(from),
		Value:   value.plain(from).Keyed(key.span()),
		Section: sectionOf(p.part),
		Field:   field,
		zone:    p.zone,
	})
}

func sectionOf(p *part) *doc.Section {
	for ; p != nil; p = p.parent {
		if p.section != nil {
			return p.section
		}
	}
	return nil
}

// table reads a table of two columns, key and value, and a table of one row
// whose header holds the keys.
func (p *pairReader) table(t doc.Table) {
	if len(t.Header) == 0 || p.r.holdsRecords(t) || p.r.labels.Column("timeline", t.Header[0].Text) == "at" && isMoment(firstCell(t)) {
		return
	}
	p.origin = doc.FromTable
	defer func() { p.origin, p.zone = doc.FromKeyValue, zone{} }()
	if len(t.Header) == 2 || p.inPairs(t) {
		if found, _ := zones(t.Header[1].Text); len(found) == 1 {
			p.zone = found[0]
		}
		for at := 0; at+1 < len(t.Header); at += 2 {
			p.row(t.Header[at:])
			for _, row := range t.Rows {
				p.row(row.Cells[min(at, len(row.Cells)):])
			}
		}
		return
	}
	if len(t.Rows) != 1 || len(t.Rows[0].Cells) < len(t.Header) {
		return
	}
	for i, h := range t.Header {
		if p.field(h.Text) != "" {
			p.add(lineOf(p.r.doc, h.Node), lineOf(p.r.doc, t.Rows[0].Cells[i].Node).fold())
		}
	}
}

// inPairs tells whether a table has keys in its first, third … column and
// their values in those between.
func (p *pairReader) inPairs(t doc.Table) bool {
	if len(t.Header) < 4 || len(t.Header)%2 == 1 {
		return false
	}
	keys, others := 0, 0
	for _, cells := range append([]doc.Row{{Cells: t.Header}}, t.Rows...) {
		for i, cell := range cells.Cells {
			switch {
			case p.field(cell.Text) == "" || isMoment(cell.Text):
			case i%2 == 0:
				keys++
			default:
				others++
			}
		}
	}
	return keys >= 2 && others == 0
}

func firstCell(t doc.Table) string {
	if len(t.Rows) == 0 || len(t.Rows[0].Cells) == 0 {
		return ""
	}
	return t.Rows[0].Cells[0].Text
}

func (p *pairReader) row(cells []doc.Cell) {
	if len(cells) < 2 || cells[0].Node == nil || cells[1].Node == nil {
		return
	}
	key, value := lineOf(p.r.doc, cells[0].Node), lineOf(p.r.doc, cells[1].Node).fold()
	key = key.cut(0, len(strings.TrimRight(key.text, ":： ")))
	if plausibleKey(key.text) {
		p.add(key, value)
	}
}

// definitions reads "term" and ": value" lines.
func (p *pairReader) definitions(list ast.Node) {
	var key line
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		l := lineOf(p.r.doc, n)
		if n.Kind() == extast.KindDefinitionTerm {
			key = l
		} else if plausibleKey(key.text) {
			p.add(key, l.fold())
			key = line{}
		}
	}
}

// isMoment tells whether a text begins with a time.
func isMoment(text string) bool {
	c := scan{s: line{text: strings.TrimSpace(text)}.fold().text}
	m, ok := c.moment()
	return ok && (m.hasClock || m.day.whole())
}

// timeFields are the milestones that a document can state, in the order in
// which they usually come.
var timeFields = []string{"started_at", "detected_at", "reported_at", "acknowledged_at", "declared_at", "identified_at", "mitigated_at", "resolved_at", "published_at"}

func isTimeField(field string) bool {
	name, ok := strings.CutPrefix(field, "/")
	return ok && slices.Contains(timeFields, name)
}
