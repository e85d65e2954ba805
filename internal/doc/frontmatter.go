package doc

import (
	"bytes"
	"strings"

	"github.com/adrg/frontmatter"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// fences is the one format of front matter that debrief reads. It only takes
// the measure of what stands between the fences: the library's own YAML loses
// positions, types and duplicate keys.
var fences = frontmatter.NewFormat("---", "---", func(raw []byte, v any) error {
	*v.(*int) = len(raw)
	return nil
})

// matter is where the front matter of a file stands, or may stand.
type matter struct {
	open  source.Span // the opening fence, without line ending
	raw   source.Span // what stands between the fences
	close source.Span // the closing fence, without line ending; empty if there is none
	body  int         // where the body begins
}

// keyLine is a line that begins a map: a key, a colon, and a space or nothing.
var keyLine = lazyregexp.New(`^("[^"]*"|'[^']*'|[^\s"'#&*!|>%@` + "`" + `\-\[\]{},][^:#]{0,79}|[^\s"'#&*!|>%@` + "`" + `\-\[\]{},]):(\s|$)`)

// splitFrontMatter reads the front matter into Meta and MetaSpan and gives
// the offset at which the body begins. A document may also begin with a
// thematic break; what stands between that and the next one is text, and is
// told from front matter by being no map.
func (d *Document) splitFrontMatter(l DataLimits) (body int, found []diag.Diagnostic) {
	data := d.File.Data
	start := bomLength(data)
	open, ok := openingFence(data, start)
	if !ok {
		return start, nil
	}
	m, closed := fenced(data, start, open)
	var meta yamlResult
	switch early, ok := earlyEnd(data, m, closed); {
	case ok && early.marker:
		// What follows "..." is body, whatever comes later.
		m, meta = early.matter, d.readMatter(early.matter, l)
		found = append(found, d.closedEarly(early.at))
	case ok:
		if meta = d.readMatter(early.matter, l); d.quotes(meta.value, early.at) {
			m = early.matter
		} else {
			meta = d.readMatter(m, l)
		}
		found = append(found, d.closedEarly(early.at))
	case closed:
		meta = d.readMatter(m, l)
	default:
		return d.unclosed(m, l)
	}
	if !d.isMatter(m, meta) {
		return start, nil
	}
	found = append(d.fenceFindings(m, start), found...)
	d.keep(m, meta)
	return m.body, append(found, meta.found...)
}

// bomLength is 3 if data begins with a UTF-8 byte-order mark, else 0.
func bomLength(data []byte) int {
	if bytes.HasPrefix(data, []byte("\ufeff")) {
		return 3
	}
	return 0
}

// openingFence finds a fence on the first line that is not blank, as the
// library does: whatever white space of Unicode stands around it.
func openingFence(data []byte, start int) (source.Span, bool) {
	for pos := start; pos < len(data); {
		line := lineAt(data, pos)
		switch trimmed := bytes.TrimSpace(line); {
		case string(trimmed) == "---", loneReturn(trimmed):
			return source.Span{Start: pos, End: pos + len(bytes.TrimSuffix(line, []byte("\r")))}, true
		case len(trimmed) > 0:
			return source.Span{}, false
		}
		pos += len(line) + 1
	}
	return source.Span{}, false
}

// loneReturn tells whether a line begins with a fence that a carriage return
// alone ends, as in files of the first Macs: to everyone else it is one line.
func loneReturn(line []byte) bool { return bytes.HasPrefix(line, []byte("---\r")) }

// fenced lets the library find the closing fence. Without one, raw reaches to
// the end of the file.
func fenced(data []byte, start int, open source.Span) (m matter, closed bool) {
	length := -1
	// The library copies all that it is given, so it gets no more than there is
	// to split.
	head := data[:fencesEnd(data, open)]
	rest, err := frontmatter.Parse(bytes.NewReader(head[start:]), &length, fences)
	first := nextLine(data, open.Start)
	if err != nil || length < 0 {
		return matter{open: open, raw: source.Span{Start: first, End: len(data)}, body: len(data)}, false
	}
	end := first + length
	return matter{
		open:  open,
		raw:   source.Span{Start: first, End: end},
		close: trimmedLine(data, end),
		body:  len(head) - len(rest),
	}, true
}

// fencesEnd is where the line after the closing fence begins; the end of data
// if there is none.
func fencesEnd(data []byte, open source.Span) int {
	for pos := nextLine(data, open.Start); pos < len(data); {
		next := nextLine(data, pos)
		if string(bytes.TrimSpace(data[pos:next])) == "---" {
			return next
		}
		pos = next
	}
	return len(data)
}

// nextLine is where the line after the one that holds pos begins.
func nextLine(data []byte, pos int) int {
	return min(pos+len(lineAt(data, pos))+1, len(data))
}

// trimmedLine is the line that starts at pos without white space at its end.
func trimmedLine(data []byte, pos int) source.Span {
	return source.Span{Start: pos, End: pos + len(bytes.TrimRight(lineAt(data, pos), " \t\r"))}
}

// early is a place at which the front matter ends before its closing fence.
type early struct {
	matter      // the front matter that is meant
	marker bool // the end is "..."
	at     source.Span
}

// earlyEnd looks for the two things that end front matter for some readers
// and not for others: the line "...", and an indented fence.
func earlyEnd(data []byte, m matter, closed bool) (early, bool) {
	for pos := m.raw.Start; pos < m.raw.End; pos = nextLine(data, pos) {
		if line := trimmedLine(data, pos); string(data[line.Start:line.End]) == "..." {
			end := matter{open: m.open, raw: source.Span{Start: m.raw.Start, End: pos}, close: line, body: nextLine(data, pos)}
			return early{matter: end, marker: true, at: line}, true
		}
	}
	if !closed || data[m.close.Start] == '-' {
		return early{}, false
	}
	for pos := m.body; pos < len(data); pos = nextLine(data, pos) {
		if line := trimmedLine(data, pos); string(data[line.Start:line.End]) == "---" {
			end := matter{open: m.open, raw: source.Span{Start: m.raw.Start, End: pos}, close: line, body: nextLine(data, pos)}
			return early{matter: end, at: m.close}, true
		}
	}
	return early{matter: m, at: m.close}, true
}

func (d *Document) closedEarly(at source.Span) diag.Diagnostic {
	return diag.Diagnostic{
		Rule: ruleClosedEarly, Severity: diag.Error, File: d.File, Span: at,
		Message: diag.Say("%q ends the front matter early for some tools and not for others",
			"%qでフロントマターが途中で終わると解釈するツールがあります", bytes.TrimSpace([]byte(d.File.Text(at)))),
	}
}

// quotes tells whether a place is inside a block scalar or a quoted text.
func (d *Document) quotes(v Value, at source.Span) bool {
	for _, item := range v.Items() {
		if d.quotes(item, at) {
			return true
		}
	}
	for _, e := range v.Entries() {
		if d.quotes(e.Value, at) {
			return true
		}
	}
	return v.Type() == Scalar && v.Span().Contains(at) && strings.IndexByte("|>\"'", d.File.Data[v.Span().Start]) >= 0
}

// readMatter reads what stands between fences, if it begins like a map at all:
// the limits of front matter are no business of a text between thematic breaks.
func (d *Document) readMatter(m matter, l DataLimits) yamlResult {
	if m.raw.Len() > l.Bytes && !d.beginsMap(m) {
		return yamlResult{value: NewScalar("", m.raw, Provenance{})}
	}
	return parseYAML(d.File, m.raw, l, ruleFrontMatterTooLarge)
}

// isMatter tells whether what was read is front matter: a map, nothing at
// all, or YAML that is broken or refused but begins like a map.
func (d *Document) isMatter(m matter, meta yamlResult) bool {
	switch meta.value.Type() {
	case Map:
		return true
	case Absent:
		return !meta.broken && !meta.refused || d.beginsMap(m)
	}
	return false
}

// beginsMap tells whether the first line after the opening fence that is no
// comment begins a map.
func (d *Document) beginsMap(m matter) bool {
	for pos := m.raw.Start; pos < m.raw.End; pos = nextLine(d.File.Data, pos) {
		line := lineAt(d.File.Data, pos)
		if !bytes.HasPrefix(line, []byte("#")) {
			return keyLine.Match(line) || bytes.HasPrefix(line, []byte("{"))
		}
	}
	return false
}

// keep takes over the front matter. Front matter without a key is an empty
// map at the opening fence, so that what it lacks can be pointed at.
func (d *Document) keep(m matter, meta yamlResult) {
	d.MetaSpan = source.Span{Start: m.open.Start, End: m.close.End}
	d.Meta, d.Refused = meta.value, meta.refused
	if d.Meta.Type() == Absent && !meta.broken && !meta.refused {
		d.Meta = NewMap(nil, m.open, Provenance{Origin: FromFrontMatter})
	}
}

// unclosed handles an opening fence without a closing one. Front matter that
// an empty line ends is read nevertheless.
func (d *Document) unclosed(m matter, l DataLimits) (body int, found []diag.Diagnostic) {
	start := bomLength(d.File.Data)
	if !d.beginsMap(m) && !loneReturn([]byte(d.File.Text(m.open))) {
		return start, nil
	}
	finding := diag.Diagnostic{
		Rule: ruleUnclosed, Severity: diag.Error, File: d.File, Span: firstThree(m.open),
		Message: diag.Say("front matter is not closed by \"---\"", "フロントマターが「---」で閉じられていません"),
	}
	for pos := m.raw.Start; pos < m.raw.End; pos = nextLine(d.File.Data, pos) {
		if len(bytes.TrimSpace(lineAt(d.File.Data, pos))) == 0 {
			m.raw.End, m.body = pos, pos
			break
		}
	}
	meta := parseYAML(d.File, m.raw, l, ruleFrontMatterTooLarge)
	if meta.value.Type() != Map || meta.broken {
		return start, append(d.fenceFindings(m, start), finding)
	}
	m.close = source.Span{Start: m.raw.End, End: m.raw.End}
	newline := "\n"
	if bytes.Contains(d.File.Data[m.open.Start:m.raw.End], []byte("\r\n")) {
		newline = "\r\n"
	}
	fence := "---" + newline
	if d.File.Data[m.raw.End-1] != '\n' {
		fence = newline + fence
	}
	finding.Fixes = []diag.Fix{{
		Title:  diag.Say("close the front matter", "フロントマターを閉じる"),
		Edits:  []diag.Edit{{Span: m.close, New: fence}},
		Unsafe: true, // where it ends is a guess
	}}
	found = append(d.fenceFindings(m, start), finding)
	d.keep(m, meta)
	return m.body, append(found, meta.found...)
}

// firstThree cuts a long fence, which a file without newlines has.
func firstThree(s source.Span) source.Span {
	s.End = min(s.End, s.Start+3)
	return s
}

// fenceFindings tells what keeps other tools from seeing the fences.
func (d *Document) fenceFindings(m matter, start int) (found []diag.Diagnostic) {
	if start > 0 {
		bom := source.Span{End: start}
		found = append(found, diag.Diagnostic{
			Rule: ruleBOM, Severity: diag.Warning, File: d.File, Span: bom,
			Message: diag.Say("byte-order mark hides the front matter from most tools",
				"バイトオーダーマーク（BOM）があると、多くのツールがフロントマターを認識できません"),
			Fixes: []diag.Fix{{
				Title: diag.Say("remove the byte-order mark", "BOMを削除する"),
				Edits: []diag.Edit{{Span: bom}},
			}},
		})
	}
	fence := bytes.TrimRight([]byte(d.File.Text(m.open)), " \t\r")
	if m.open.Start != start || string(fence) != "---" && !loneReturn(fence) {
		before := source.Span{Start: start, End: m.open.End}
		found = append(found, d.notFirst(m.open, before, diag.Say(
			"\"---\" of the front matter is not at the very beginning of the file",
			"フロントマターの「---」がファイルの先頭にありません")))
	}
	if m.close.Len() > 3 && string(bytes.TrimSpace([]byte(d.File.Text(m.close)))) == "---" && d.File.Data[m.close.Start] == '-' {
		found = append(found, d.notFirst(m.close, m.close, diag.Say(
			"invisible character after the \"---\" that closes the front matter",
			"フロントマターを閉じる「---」の後に見えない文字があります")))
	}
	return found
}

func (d *Document) notFirst(at, edit source.Span, message diag.Text) diag.Diagnostic {
	return diag.Diagnostic{
		Rule: ruleNotFirst, Severity: diag.Warning, File: d.File, Span: at, Message: message,
		Fixes: []diag.Fix{{
			Title: diag.Say("write a plain \"---\"", "「---」だけにする"),
			Edits: []diag.Edit{{Span: edit, New: "---"}},
		}},
	}
}
