package facet

import (
	"slices"

	"github.com/yuin/goldmark/ast"

	"github.com/debrief-dev/debrief/internal/doc"
)

// loose looks for a timeline that no heading announces: a table with columns
// for time and event, else at least three headings, or three items or lines of
// a section, that begin with a clock.
func (t *timelineReader) loose(root *part) {
	root.walk(func(p *part) bool {
		for _, table := range t.r.tables(p) {
			if t.announces(table) {
				t.table(table)
			}
		}
		return true
	})
	if len(t.entries) > 0 {
		return
	}
	var clocks []*part
	root.walk(func(p *part) bool {
		if lead, ok := readLead(p.title.fold()); ok && lead.moment.hasClock {
			clocks = append(clocks, p)
		}
		return true
	})
	if len(clocks) >= looseRows {
		for _, p := range clocks {
			t.part(p, false)
		}
		return
	}
	root.walk(func(p *part) bool {
		if slices.Contains(ownKeys, p.name) {
			return false
		}
		for _, b := range p.blocks {
			if t.r.isLog(b) {
				t.block(b)
			}
		}
		return true
	})
}

// looseRows is how many rows make a timeline that no heading announces.
const looseRows = 3

// isLog tells whether nearly all items of a list, or lines of a paragraph,
// begin with a clock.
func (r *reader) isLog(b ast.Node) bool {
	var lines []line
	switch b := b.(type) {
	case *ast.Paragraph:
		lines = r.lines(b)
	case *ast.List:
		for _, it := range r.itemsOf(b) {
			if it.Box != nil {
				return false
			}
			lines = append(lines, lineOf(r.doc, it.Lead).fold())
		}
	}
	clocks := 0
	for _, l := range lines {
		if d, ok := readLead(l); ok && d.moment.hasClock {
			clocks++
		}
	}
	return clocks >= looseRows && clocks*4 >= len(lines)*3
}

func (t *timelineReader) announces(table doc.Table) bool {
	at, event := false, false
	for _, h := range table.Header {
		switch t.r.labels.Column("timeline", h.Text) {
		case "at":
			at = true
		case "event", "text":
			event = true
		}
	}
	return at && event && isMoment(firstCell(table)) || at && isLogTable(table)
}

// isLogTable tells whether a table has two columns or more, the first of them
// with clocks and the next with words, whatever they are called.
func isLogTable(table doc.Table) bool {
	if len(table.Header) < 2 || len(table.Rows) < looseRows {
		return false
	}
	clocks, _, filled := timesIn(table.Rows, 0)
	words := 0
	for _, row := range table.Rows {
		if len(row.Cells) > 1 && length(row.Cells[1].Text) >= 10 {
			words++
		}
	}
	return clocks >= looseRows && clocks == filled && words*2 > len(table.Rows)
}
