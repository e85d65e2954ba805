package doc

import (
	"bytes"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

// parseCSV reads comma-separated values (RFC 4180) with a line of headings.
// Programs of some countries write semicolons or tabs between cells; the
// headings tell. A row with more cells than headings, and a quote that is never
// closed, are findings; a row of fewer cells lacks the last ones.
func parseCSV(f *source.File, limits Limits) (rows []Value, found []diag.Diagnostic) {
	c := csvReader{data: f.Data, at: bomLength(f.Data)}
	c.comma = c.separator()
	header, ok := c.row(limits.Data.Nodes)
	nodes := len(header)
	if nodes > limits.Data.Nodes {
		return nil, []diag.Diagnostic{tooManyCells(f, header, limits)}
	}
	for ok {
		row, more := c.row(limits.Data.Nodes - nodes)
		if !more {
			break
		}
		if len(row) == 1 && row[0].Text() == "" {
			continue
		}
		span := row[0].Span().Join(row[len(row)-1].Span())
		if nodes += len(row); nodes > limits.Data.Nodes {
			return rows, append(found, tooManyCells(f, row, limits))
		}
		if c.open || len(row) > len(header) {
			message := diag.Say("the row has %d cells, but there are %d headings", "この行のセルは%d個ですが、見出しは%d個です", len(row), len(header))
			if c.open {
				message = diag.Text{En: "the quote is never closed", Ja: "引用符が閉じていません"}
			}
			found = append(found, diag.Diagnostic{Rule: ruleRecord, Severity: diag.Error, File: f, Span: source.Span{Start: span.Start, End: span.Start}, Message: message})
			continue
		}
		rows = append(rows, record(header, row, span))
	}
	return rows, found
}

func tooManyCells(f *source.File, row []Value, limits Limits) diag.Diagnostic {
	return tooMuch(f, ruleYAMLNodes, row[0].Span(), diag.Say("CSV of more than %d cells", "CSVのセルが%d個を超えています", limits.Data.Nodes))
}

// record makes a map of a row. Of headings alike the first that has a value
// counts: Jira repeats them.
func record(header, row []Value, span source.Span) Value {
	var entries []Entry
	at := map[string]int{}
	for i, cell := range row {
		key := strings.TrimSpace(header[i].Text())
		known, again := at[key]
		switch {
		case key == "":
		case !again:
			at[key] = len(entries)
			entries = append(entries, Entry{Key: key, Value: cell.Keyed(header[i].Span())})
		case entries[known].Value.Text() == "":
			entries[known].Value = cell.Keyed(header[i].Span())
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
	var text strings.Builder
	if c.at < len(c.data) && c.data[c.at] == '"' {
		c.at++
		c.open = true
		for c.at < len(c.data) {
			if c.data[c.at] != '"' {
				text.WriteByte(c.data[c.at])
				c.at++
				continue
			}
			if c.at++; c.at < len(c.data) && c.data[c.at] == '"' {
				text.WriteByte('"')
				c.at++
				continue
			}
			c.open = false
			break
		}
	}
	for c.at < len(c.data) && c.data[c.at] != c.comma && c.data[c.at] != '\n' && c.data[c.at] != '\r' {
		text.WriteByte(c.data[c.at])
		c.at++
	}
	return NewScalar(strings.ToValidUTF8(text.String(), "\uFFFD"), source.Span{Start: start, End: c.at}, Provenance{Origin: FromTable})
}
