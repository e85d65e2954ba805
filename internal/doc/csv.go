package doc

import (
	"bytes"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

// EachRow reads comma-separated values with a line of headings row by row, for
// files of more rows than there should be values in memory at a time. It calls
// do with the headings and each row, of no more cells than headings; or, if the
// row cannot be read, with what is wrong with it. It stops where do gives false.
// A file that cannot be read at all is a finding.
func EachRow(f *source.File, limits Limits, do func(header, row []Value, fault diag.Text) bool) []diag.Diagnostic {
	limits.Line = limits.File
	if refused := limits.checkText(f); len(refused) > 0 {
		return refused
	}
	found := hiddenText(f)
	many := eachRow(f, limits.Data.Nodes, func(header, row []Value, fault diag.Text) bool {
		return len(row) == 0 || do(header, row, fault)
	})
	if many != nil {
		found = append(found, tooManyCells(f, many, limits))
	}
	return found
}

// eachRow is EachRow of a text that may be read. The headings come first, with
// no row. It gives the row that it stopped at because it has more than most
// cells, nil if there is none.
func eachRow(f *source.File, most int, do func(header, row []Value, fault diag.Text) bool) (many []Value) {
	c := csvReader{data: f.Data, at: bomLength(f.Data)}
	c.comma = c.separator()
	header, ok := c.row(most)
	if len(header) > most {
		return header
	}
	if ok = ok && do(header, nil, diag.Text{}); !ok {
		return nil
	}
	for {
		row, more := c.row(most)
		if !more {
			return nil
		}
		if len(row) == 1 && row[0].Text() == "" {
			continue
		}
		var fault diag.Text
		switch {
		case len(row) > most:
			return row
		case c.open:
			fault = diag.Text{En: `the quote is never closed: put a " behind the text of the cell`, Ja: `引用符が閉じていません。セルの終わりに " を書いてください`}
		case len(row) > len(header):
			fault = diag.Say("the row has %d cells, but there are %d headings", "この行のセルは%d個ですが、見出しは%d個です", len(row), len(header))
		}
		if !do(header, row, fault) {
			return nil
		}
	}
}

// maxRowFindings is how many rows of a file are reported one by one.
const maxRowFindings = 100

// readCSV reads comma-separated values (RFC 4180) with a line of headings.
// Programs of some countries write semicolons or tabs between cells; the
// headings tell. A row with more cells than headings, and a quote that is never
// closed, are findings; a row of fewer cells lacks the last ones. Lost is how
// many rows are left out, those behind the limit as one.
func readCSV(f *source.File, limits Limits, do func(Value)) (found []diag.Diagnostic, lost int) {
	var h headings
	var many []Value // the row that goes over the limit of the file
	nodes, bad := 0, 0
	tooWide := eachRow(f, limits.Data.Nodes, func(header, row []Value, fault diag.Text) bool {
		if len(row) == 0 {
			h, nodes = newHeadings(header), len(header)
			return true
		}
		if nodes += len(row); nodes > limits.Data.Nodes {
			many = row
			return false
		}
		if fault == (diag.Text{}) {
			do(h.record(row, row[0].Span().Join(row[len(row)-1].Span())))
			return true
		}
		if bad++; bad <= maxRowFindings {
			start := row[0].Span().Start
			found = append(found, diag.Diagnostic{Rule: ruleRecord, Severity: diag.Error, File: f, Span: source.Span{Start: start, End: start}, Message: fault})
		}
		return true
	})
	if bad > maxRowFindings {
		last := &found[maxRowFindings-1]
		last.Message = diag.Say("%s; %d rows behind it do not fit either", "%s。この後の%d行も見出しに合いません", last.Message, bad-maxRowFindings)
	}
	if many == nil {
		many = tooWide
	}
	if many != nil {
		found, bad = append(found, tooManyCells(f, many, limits)), bad+1
	}
	return found, bad
}

func tooManyCells(f *source.File, row []Value, limits Limits) diag.Diagnostic {
	return tooMuch(f, ruleYAMLNodes, row[0].Span(), diag.Say("CSV of more than %d cells", "CSVのセルが%d個を超えています", limits.Data.Nodes))
}

// headings are those of the columns.
type headings struct {
	keys  []string
	spans []source.Span
	slots []int  // of each column, where the entry of its heading stands in a record
	again []bool // a column before has the same heading
}

func newHeadings(header []Value) headings {
	var h headings
	at := map[string]int{}
	for _, v := range header {
		key := strings.TrimSpace(v.Text())
		slot, again := at[key]
		if !again && key != "" {
			slot = len(at)
			at[key] = slot
		}
		h.keys, h.spans = append(h.keys, key), append(h.spans, v.Span())
		h.slots, h.again = append(h.slots, slot), append(h.again, again)
	}
	return h
}

// record makes a map of a row. Of headings alike the first that has a value
// counts: Jira repeats them.
func (h headings) record(row []Value, span source.Span) Value {
	entries := make([]Entry, 0, len(row))
	for i, cell := range row {
		switch {
		case h.keys[i] == "":
		case !h.again[i]:
			entries = append(entries, Entry{Key: h.keys[i], Value: cell.Keyed(h.spans[i])})
		case entries[h.slots[i]].Value.Text() == "":
			entries[h.slots[i]].Value = cell.Keyed(h.spans[i])
		}
	}
	return NewMap(entries, span, Provenance{Origin: FromTable})
}

// csvReader reads rows of cells with their places.
type csvReader struct {
	data  []byte
	at    int
	comma byte
	open  bool // the last cell had a quote that is never closed
}

// separator is what stands most often in the line of headings outside quotes.
func (c *csvReader) separator() byte {
	var count [256]int
	quoted := false
	for _, b := range c.data[c.at:] {
		if b == '"' {
			quoted = !quoted
		}
		if !quoted && (b == '\n' || b == '\r') {
			break
		}
		if !quoted {
			count[b]++
		}
	}
	best := byte(',')
	for _, b := range []byte{';', '\t'} {
		if count[b] > count[best] {
			best = b
		}
	}
	return best
}

// row reads the cells up to the end of a line, one more than most at most. It
// is not ok at the end of the file.
func (c *csvReader) row(most int) (cells []Value, ok bool) {
	if c.at >= len(c.data) {
		return nil, false
	}
	for {
		cells = append(cells, c.cell())
		if c.at >= len(c.data) || c.data[c.at] != c.comma || len(cells) > most {
			break
		}
		c.at++
	}
	switch rest := c.data[c.at:]; {
	case bytes.HasPrefix(rest, []byte("\r\n")):
		c.at += 2
	case len(rest) > 0:
		c.at++
	}
	return cells, true
}

// cell reads one cell, up to its separator or the end of its line. In quotes,
// two quotes stand for one; text behind the closing quote belongs to the cell.
func (c *csvReader) cell() Value {
	start := c.at
	var quoted []byte
	if c.at < len(c.data) && c.data[c.at] == '"' {
		quoted = c.quoted()
	}
	from := c.at
	for c.at < len(c.data) && c.data[c.at] != c.comma && c.data[c.at] != '\n' && c.data[c.at] != '\r' {
		c.at++
	}
	text := string(quoted) + string(c.data[from:c.at])
	return NewScalar(strings.ToValidUTF8(text, "\uFFFD"), source.Span{Start: start, End: c.at}, Provenance{Origin: FromTable})
}

// quoted reads what stands in quotes.
func (c *csvReader) quoted() (text []byte) {
	c.open = true
	for c.at++; c.at < len(c.data); c.at++ {
		if c.data[c.at] != '"' {
			text = append(text, c.data[c.at])
			continue
		}
		if c.at+1 >= len(c.data) || c.data[c.at+1] != '"' {
			c.at++
			c.open = false
			return text
		}
		text = append(text, '"')
		c.at++
	}
	return text
}
