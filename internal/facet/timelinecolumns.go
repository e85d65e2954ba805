package facet

import (
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/doc"
)

// columns are where a table holds the parts of its rows.
type timelineColumns struct {
	day, at, event, text, actor, source, kind, zones int // -1 if there is none
	zone                                             zone
	unit                                             time.Duration // of times that are plain numbers, 0 if they are not
}

// columns tells what the columns of a table hold: by their names, and by what
// stands in them where two share a name or none fits.
func (t *timelineReader) columns(table doc.Table, rows []doc.Row) timelineColumns {
	c := timelineColumns{day: -1, at: -1, event: -1, text: -1, actor: -1, source: -1, kind: -1, zones: -1}
	place := map[string]*int{"event": &c.event, "text": &c.text, "actor": &c.actor, "source": &c.source, "type": &c.kind}
	for i, h := range table.Header {
		prop := t.r.labels.Column("timeline", h.Text)
		var clocks, days, filled int
		if prop == "at" || prop == "" {
			clocks, days, filled = timesIn(rows, i)
		}
		switch {
		case days*2 > filled && clocks == 0 && c.day < 0 && (prop == "at" || prop == ""):
			c.day = i
		case c.at < 0 && (clocks > 0 && prop == "at" || prop == "" && clocks*2 > filled):
			c.at = i
			if found, _ := zones(lineOf(t.r.doc, h.Node).fold().text); len(found) == 1 {
				c.zone = found[0]
			}
		case c.zones < 0 && prop == "" && zonesIn(rows, i):
			c.zones = i
		case place[prop] != nil && *place[prop] < 0:
			*place[prop] = i
		}
	}
	if c.at < 0 {
		c.at, c.day = c.day, -1
	}
	if c.at < 0 {
		t.otherTimes(&c, table, rows)
	}
	if c.event < 0 {
		c.event, c.text = c.text, -1
	}
	for i := 0; c.event < 0 && i < len(table.Header); i++ {
		if i != c.at && i != c.day && i != c.actor && i != c.source && i != c.kind && i != c.zones {
			c.event = i
		}
	}
	return c
}

// timesIn counts the cells of a column that begin with a clock, those that
// begin with a day, and all that are not empty.
func timesIn(rows []doc.Row, column int) (clocks, days, filled int) {
	for _, row := range rows {
		if column >= len(row.Cells) || row.Cells[column].Text == "" || isDitto(row.Cells[column].Text) {
			continue
		}
		filled++
		d, ok := readLead(line{text: row.Cells[column].Text}.fold())
		switch {
		case !ok:
		case d.moment.hasClock || d.moment.relative:
			clocks++
		case d.moment.hasDay:
			days++
		}
	}
	return clocks, days, filled
}

// isDitto tells whether a cell repeats the one above it.
func isDitto(text string) bool {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "〃", "々", "\"", "″", "''", "”", "同上", "ditto", "same", "↓", "〻":
		return true
	}
	return false
}

// zonesIn tells whether each cell of a column that is not empty is a zone and
// nothing else.
func zonesIn(rows []doc.Row, column int) bool {
	filled := 0
	for _, row := range rows {
		if column >= len(row.Cells) || row.Cells[column].Text == "" {
			continue
		}
		if _, ok := bareZone(line{text: row.Cells[column].Text}.fold().text); !ok {
			return false
		}
		filled++
	}
	return filled > 0
}

// bareZone reads a text that is a zone and nothing else.
func bareZone(text string) (zone, bool) {
	c := scan{s: strings.TrimSpace(text)}
	z, ok := c.zone()
	return z, ok && c.i == len(c.s)
}
