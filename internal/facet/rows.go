package facet

import (
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// table reads the rows of a table that has a column of times.
func (t *timelineReader) table(table doc.Table) {
	rows := table.Rows
	if len(table.Header) > 0 && isMoment(table.Header[0].Text) {
		rows = append([]doc.Row{{Cells: table.Header, Span: table.Span}}, rows...)
	}
	cols := t.columns(table, rows)
	if cols.at < 0 {
		return
	}
	for _, row := range rows {
		if e := t.tableEntry(row, cols); e != nil {
			t.add(e)
		}
	}
}

// tableEntry reads a row. It is nil for a row without words.
func (t *timelineReader) tableEntry(row doc.Row, c timelineColumns) *entry {
	cell := func(i int) line {
		if i < 0 || i >= len(row.Cells) || row.Cells[i].Node == nil {
			return line{end: row.Span.Start}
		}
		return lineOf(t.r.doc, row.Cells[i].Node)
	}
	e := &entry{
		when: cell(c.at).fold(), event: cell(c.event).fold(), actor: cell(c.actor).fold(), source: cell(c.source), kind: cell(c.kind),
		zone: t.zone, whole: row.Span, from: doc.Provenance{Origin: doc.FromTable},
	}
	if c.zone.kind != noZone {
		e.zone = c.zone
	}
	if z, ok := bareZone(cell(c.zones).fold().text); ok {
		e.zone = z
	}
	if text := cell(c.text).fold(); text.text != "" {
		e.text = append(e.text, text)
	}
	if n, ok := plainNumber(e.when.text); ok && c.unit > 0 {
		e.moment = moment{relative: true, distance: time.Duration(n) * c.unit}
	} else if d, ok := readLead(e.when); ok {
		e.moment = d.moment
		e.when = e.when.cut(d.start, max(d.start, d.end))
	}
	if isDitto(e.when.text) && len(t.entries) > 0 {
		e.moment = t.entries[len(t.entries)-1].moment
		e.moment.day, e.moment.hasDay = day{}, false
	}
	if d, ok := readLead(cell(c.day).fold()); ok && d.moment.hasDay {
		e.moment.day, e.moment.hasDay = d.moment.day, true
	}
	if e.event.text == "" && len(e.text) > 0 {
		e.event, e.text = e.text[0], nil
	}
	if e.event.text == "" {
		return nil
	}
	if c.event < len(row.Cells) {
		e.mark = t.mark(row.Cells[c.event].Node, e.event, e.event)
	}
	return e
}

// rollOver is how far a clock must go back to mean the next day; less is
// taken for a row in the wrong place.
const rollOver = 6 * hour

// add works out the point in time of a row and keeps it.
func (t *timelineReader) add(e *entry) {
	if e.mark == "" && e.kind.text != "" {
		e.mark = t.r.milestone(e.kind.text)
	}
	t.entries = append(t.entries, e)
	if e.moment.relative {
		return
	}
	d, why := t.dayOf(e)
	if why.En == "" {
		why = t.clockOf(e, d)
	}
	if why.En == "" && !e.moment.hasDay {
		t.acrossZones(e)
	}
	e.why = why
}

// acrossZones mends the day of a row whose clock is of another zone than that
// of the row before: not the clocks, the instants must follow each other.
func (t *timelineReader) acrossZones(e *entry) {
	if len(t.entries) < 2 {
		return
	}
	before := t.entries[len(t.entries)-2]
	_, here := e.at.Zone()
	if _, there := before.at.Zone(); !before.known || here == there {
		return
	}
	const back = rollOver * time.Second
	move := 0
	switch d := e.at.Sub(before.at); {
	case d <= -back:
		move = 1
	case d > 24*time.Hour-back:
		move = -1
	}
	e.at, t.day = e.at.AddDate(0, 0, move), t.day.plus(move)
}

// dayOf is the day of a row: its own, or that of the row before, or the next
// if the clock went far back.
func (t *timelineReader) dayOf(e *entry) (day, diag.Text) {
	m := e.moment
	if m.hasDay {
		d, ok := t.complete(m.day)
		if !ok {
			t.partial = true
			return d, diag.Say("the year, or which number is the month, is not certain", "年、または月と日のどちらが先かが確定できません")
		}
		if m.day.absolute() {
			t.setDay(d)
		} else {
			t.day, t.last = d, -1
		}
		return d, diag.Text{}
	}
	if m.blank && !m.hasClock {
		return t.day, leftOpen
	}
	if !m.hasClock && e.when.text == "" {
		return t.day, noTime
	}
	if !m.hasClock {
		return t.day, diag.Say("no time can be read", "時刻を読み取れません")
	}
	switch {
	case t.partial:
		return t.day, diag.Say("the day of a row before it is not certain", "前の行の日付が確定できません")
	case !t.day.whole() && t.anchor.why.En != "":
		return t.day, t.anchor.why
	case t.last < 0 && t.day == t.anchor.day && t.anchor.seconds >= 0 && t.base == t.anchor.day:
		t.day = t.closest(m.clock())
	case t.last >= 0 && m.clock() <= t.last-rollOver:
		t.day = t.day.plus(1)
	}
	return t.day, diag.Text{}
}

// closest is the day, at or beside that of the beginning, on which a clock
// comes closest to the beginning.
func (t *timelineReader) closest(clock int) day {
	const half = 12 * hour
	switch away := clock - t.anchor.seconds; {
	case away > half:
		return t.day.plus(-1)
	case away < -half:
		return t.day.plus(1)
	}
	return t.day
}

// clockOf puts clock and day of a row together.
func (t *timelineReader) clockOf(e *entry, d day) diag.Text {
	switch {
	case !e.moment.hasClock && e.moment.blank:
		return leftOpen
	case !e.moment.hasClock:
		return dayAlone
	}
	t.last = e.moment.clock()
	z := e.moment.zone
	if z.kind == noZone {
		z = e.zone
	}
	if z.kind == noZone {
		if t.r.mixed && t.r.written.kind == noZone {
			return diag.Say("other times of the document state different zones, this one states none", "他の時刻のタイムゾーンがまちまちで、この時刻には記載がありません")
		}
		e.from = t.r.assumed(z, e.from)
		z = t.r.documentZone()
	}
	at, contradicts, why := t.r.instant(d, e.moment.clock(), z)
	if why.En != "" {
		return why
	}
	if contradicts {
		t.r.contradiction(z, e.when.span())
	}
	e.at, e.known = at, true
	return diag.Text{}
}

// relate works out the rows that give their distance from the beginning.
func (t *timelineReader) relate() {
	zero, ok := t.zeroTime()
	for _, e := range t.entries {
		if !e.moment.relative {
			continue
		}
		if e.known = ok; ok {
			e.at = zero.Add(e.moment.distance)
		} else {
			e.why = diag.Say("the time that it counts from is not known", "起点となる時刻がわかりません")
		}
	}
}

// value gives the rows in the shape of the schema, and notes a doubt for each
// whose time is not certain.
func (t *timelineReader) value() doc.Value {
	if len(t.entries) == 0 {
		return doc.Value{}
	}
	items := make([]doc.Value, len(t.entries))
	span := t.entries[0].whole
	for i, e := range t.entries {
		e.from.Note = joined(rowNote(i+1), ", ", e.from.Note)
		items[i] = t.row(e)
		span = span.Join(e.whole)
		if !e.known {
			t.r.leaveOut("/timeline/"+strconv.Itoa(i)+"/at", e.why, e.written(), e.from)
		}
	}
	return doc.NewList(items, span, t.entries[0].from)
}

// written is where the time of the row stands, else the row.
func (e *entry) written() source.Span {
	if e.when.text == "" {
		return e.whole
	}
	return e.when.span()
}

func (t *timelineReader) row(e *entry) doc.Value {
	var entries []doc.Entry
	set := func(key string, v doc.Value) { entries = append(entries, doc.Entry{Key: key, Value: v}) }
	if e.known {
		set("at", stamp(e.at, e.when.span(), e.from))
	}
	set("event", e.event.value(e.from))
	if kind, stated := t.r.rowType(e); kind != "" {
		from := e.from
		if stated {
			from.Note = statedType
		}
		set("type", doc.NewScalar(kind, e.event.span(), from))
	}
	if e.actor.text != "" {
		set("actor", e.actor.value(e.from))
	}
	if text := joinLines(e.text, e.from); text.Exists() {
		set("text", text)
	}
	if link := linkOf(e.source); link != "" {
		set("source", doc.NewScalar(link, e.source.span(), e.from))
	}
	return doc.NewMap(entries, e.whole, e.from)
}

// statedType is the note of a type that the author wrote as such.
var statedType = diag.Text{En: "stated in the row", Ja: "行に明記"}

// rowType is the type of a row: as marked, else as its event tells, else its
// text. stated says that the author marked it.
func (r *reader) rowType(e *entry) (kind string, stated bool) {
	if e.mark != "" {
		return e.mark, true
	}
	for _, l := range append([]line{e.event}, e.text...) {
		text := strings.ToLower(l.text)
		for kind := range r.labels.Told("timeline.type", text) {
			if !denied(kind, text) {
				return kind, false
			}
		}
	}
	if kind := r.milestone(e.event.text); kind != "" {
		return kind, true
	}
	return "", false
}

// denied tells whether the words of a row take back what a pattern saw in
// them: work on recovery is no end, the start of some work no beginning.
func denied(kind, text string) bool {
	switch Milestone(kind) {
	case Resolve:
		return notRestored.in(text)
	case Start:
		return notBegin.in(text) || otherBegin.in(text) && !outrightBegin.in(text)
	}
	return false
}

func joinLines(lines []line, from doc.Provenance) doc.Value {
	if len(lines) == 0 {
		return doc.Value{}
	}
	text, span := "", lines[0].span()
	for i, l := range lines {
		if i > 0 {
			text += " "
		}
		text += collapse(l.text)
		span = span.Join(l.span())
	}
	return doc.NewScalar(text, span, from)
}

// linkOf is the address to which a cell leads, "" if it holds none.
func linkOf(l line) string {
	for _, k := range l.links {
		if c := (scan{s: k.dest}); c.eat("http://", "https://") {
			return k.dest
		}
	}
	return ""
}
