package facet

import (
	"slices"
	"strings"
	"time"

	"github.com/yuin/goldmark/ast"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// readZone tells the zone of the document: of front matter, of a pair, of a
// sentence like "All times in CET", else the one behind all its stated times.
// The site's counts if the document states none.
func (r *reader) readZone(root *part) {
	if v := r.meta.Field("timezone"); r.takeZone(v.Text(), placeOf(v)) {
		return
	}
	for _, p := range r.pairs {
		if p.Field == "/timezone" && r.takeZone(p.Value.Text(), placeOf(p.Value)) {
			return
		}
	}
	for _, p := range r.pairs {
		if _, bare := bareZone(strings.Trim(p.Value.Text(), "()（）。. ")); bare && zoneKey.MatchString(p.Key.Text()) && r.takeZone(strings.Trim(p.Value.Text(), "()（）。. "), placeOf(p.Value)) {
			return
		}
	}
	if r.zoneSentence(root) {
		return
	}
	r.zoneOfTimes(root)
}

// zoneKey is a key that speaks of times or zones; its value, if that is a zone
// and nothing else, is the one of all times.
var zoneKey = lazyregexp.New(`(?i)time|zone|clock|\btz\b|時刻|時間|時計|標準時|ゾーン|表記`)

// takeZone sets the zone of the document to the one that text begins with.
func (r *reader) takeZone(text string, at Place) bool {
	c := scan{s: line{text: strings.TrimSpace(text)}.fold().text}
	z, ok := c.zone()
	if !ok || z.kind != offsetZone && r.location(z.iana) == nil {
		return false
	}
	r.setZone(z, at)
	return true
}

func (r *reader) setZone(z zone, at Place) {
	r.written, r.zonePlace, r.stated = z, at, z.text
	if z.kind == offsetZone {
		r.zone = fixed(z.offset)
		return
	}
	if loc := r.location(z.iana); loc != nil {
		r.zone = loc
	}
}

// zoneSentence looks for a sentence about the zone: in the timeline, then
// anywhere.
func (r *reader) zoneSentence(root *part) bool {
	for _, p := range append(root.named("timeline"), root) {
		done := false
		p.walk(func(p *part) bool {
			if p.name == "timeline" && !done {
				done = r.zoneIn(p.title, true)
			}
			for _, l := range append(r.paragraphs(p), r.remarks(p)...) {
				done = done || r.zoneIn(l, false)
			}
			return !done
		})
		if done {
			return true
		}
	}
	return false
}

// remarkStart is how a list item or quote about the zone begins.
var remarkStart = lazyregexp.New(`(?i)^[※*(（\s]*(?:note:?\s+)?(?:all |the )*(?:times?|timestamps?|clocks|time ?zone|tz)(?:\s+(?:are|is|shown|given|listed|below|here|in)\b|\s*[=:(])|` +
	`^[※*(（\s]*(?:注[:：]\s*)?(?:(?:本書|本報告書|以下|文中|記載)の?)?(?:全?時刻|時間|日時|タイムゾーン)(?:は|表記|の表記|の記載|[:：（(])`)

// remarks gives the items of the lists and the paragraphs of the quotes of a
// part that may tell the zone of all times: they are short and begin with a
// word for times.
func (r *reader) remarks(p *part) []line {
	var out []line
	add := func(n ast.Node) {
		if l := lineOf(r.doc, n); remarkStart.MatchString(l.text) && length(l.text) <= maxLabel {
			out = append(out, l)
		}
	}
	for _, b := range p.blocks {
		switch b := b.(type) {
		case *ast.List:
			for _, it := range r.itemsOf(b) {
				if it.Lead != nil {
					add(it.Lead)
				}
			}
		case *ast.Blockquote:
			for _, n := range childBlocks(b) {
				if n.Kind() == ast.KindParagraph {
					add(n)
				}
			}
		}
	}
	return out
}

func (r *reader) zoneIn(l line, title bool) bool {
	l = l.fold()
	z, ok := statedZone(l.text, title)
	if !ok || z.kind != offsetZone && r.location(z.iana) == nil {
		return false
	}
	at := l.cut(0, len(l.text))
	if i := strings.Index(l.text, z.text); i >= 0 {
		at = l.cut(i, i+len(z.text))
	}
	r.setZone(z, Place{Span: at.span(), From: doc.Provenance{Origin: doc.FromText, Note: diag.Say("zone of all times", "全時刻のタイムゾーン")}})
	return true
}

var (
	zoneTalk   = lazyregexp.New(`(?i)(?:\btimes\b|\btimestamps?\b|\btime ?zone\b|\btz\b|\bclocks\b|時刻|時間|日時|タイムゾーン|時系列|表記)[^.。;0-9]{0,40}$`)
	zoneBehind = lazyregexp.New(`^\)?\s*(?:で(?:す|表記|記載|統一)|表記|基準|にて|時間で|times?\b)`)
)

// statedZone is the zone that a text gives for the times around it. In a
// title any zone is one, "Timeline (UTC)"; a sentence must speak of times.
func statedZone(text string, title bool) (zone, bool) {
	found, at := zones(text)
	for i, z := range found {
		behind := text[min(len(text), at[i]+len(z.text)):]
		if title && len(found) == 1 || zoneTalk.MatchString(text[:at[i]]) || zoneBehind.MatchString(behind) && !digitBefore(text, at[i]) {
			return z, true
		}
	}
	return zone{}, false
}

// digitBefore tells whether a clock stands before byte i.
func digitBefore(text string, i int) bool {
	before := strings.TrimRight(text[:i], " (")
	return before != "" && isDigit(before[len(before)-1])
}

// zoneOfTimes takes the zone that stands behind times of the pairs, or behind
// those of the timeline or over their column, if all that have one agree.
func (r *reader) zoneOfTimes(root *part) {
	var found []writtenZone
	for _, p := range r.pairs {
		if isTimeField(p.Field) || p.Field == "period" || isPeriod(p) {
			before := len(found)
			if found = r.addZone(found, strings.TrimSpace(p.Value.Text()), placeOf(p.Value)); len(found) == before && p.zone.kind != noZone {
				found = append(found, writtenZone{p.zone, placeOf(p.Value)})
			}
		}
	}
	for _, p := range root.named("timeline") {
		p.walk(func(c *part) bool {
			for _, l := range r.everyLine(c) {
				l = l.fold()
				at := Place{Span: l.span(), From: doc.Provenance{Origin: doc.FromText, Note: diag.Say("zone of the timeline", "タイムラインのタイムゾーン")}}
				if lead, ok := readLead(l); ok {
					found = r.addZone(found, l.text[lead.start:], at)
				}
			}
			for _, table := range r.tables(c) {
				found = r.columnZones(found, table)
			}
			return true
		})
	}
	if len(found) == 0 {
		found = r.toldZones(root)
	}
	for _, z := range found {
		if z.zone.name() != found[0].zone.name() || z.zone.name() == "" {
			r.mixed = true
			return
		}
	}
	if len(found) > 0 {
		r.setZone(found[0].zone, found[0].at)
	}
}

type writtenZone struct {
	zone zone
	at   Place
}

// addZone adds the zone of the time, or range of times, with which a text
// begins.
func (r *reader) addZone(list []writtenZone, text string, at Place) []writtenZone {
	c := scan{s: text}
	from, to, two, ok := c.span()
	z := from.zone
	if two && z.kind == noZone {
		z = to.zone
	}
	if !ok || z.kind == noZone || z.kind != offsetZone && r.location(z.iana) == nil {
		return list
	}
	return append(list, writtenZone{z, at})
}

func (r *reader) columnZones(list []writtenZone, table doc.Table) []writtenZone {
	named := func(h doc.Cell) bool {
		found, _ := zones(lineOf(r.doc, h.Node).fold().text)
		return len(found) == 1
	}
	if !slices.ContainsFunc(table.Header, named) {
		return list
	}
	t := timelineReader{r: r}
	if c := t.columns(table, table.Rows); c.zone.kind != noZone {
		at := lineOf(r.doc, table.Header[c.at].Node).span()
		list = append(list, writtenZone{c.zone, Place{Span: at, From: doc.Provenance{Origin: doc.FromTable, Note: diag.Say("zone of the column", "列のタイムゾーン")}}})
	}
	return list
}

// documentZone is the zone of times that state none themselves.
func (r *reader) documentZone() zone {
	if r.written.kind != noZone {
		return r.written
	}
	if r.zone == nil {
		return zone{iana: "UTC", kind: placeZone}
	}
	name := r.zone.String()
	if r.location(name) == nil {
		_, offset := time.Unix(0, 0).In(r.zone).Zone()
		return zone{kind: offsetZone, offset: offset}
	}
	return zone{iana: name, kind: placeZone}
}

// zoneValue is the zone of the document by its IANA name, as the schema wants
// it; absent if the document states none or it has no such name.
func (r *reader) zoneValue() doc.Value {
	name := r.written.name()
	if name == "" {
		return doc.Value{}
	}
	return doc.NewScalar(name, r.zonePlace.Span, r.zonePlace.From)
}

// zoneContradicts is the id of the finding about a zone that does not fit a day.
const zoneContradicts = "zone-contradicts-date"

// Rules are the ids of the findings that Merge makes, in order.
func Rules() []string { return []string{RuleTicket, zoneContradicts} }

// contradiction reports, once a document, that the abbreviation of a zone
// does not fit a day.
func (r *reader) contradiction(z zone, at source.Span) {
	if r.contradicted {
		return
	}
	r.contradicted = true
	if z.text == r.stated && r.zonePlace.Span.Len() > 0 {
		at = r.zonePlace.Span
	}
	r.found = append(r.found, diag.Diagnostic{
		Rule:     zoneContradicts,
		Severity: diag.Warning,
		File:     r.doc.File,
		Span:     at,
		Message: diag.Say("%[1]q names winter time, but %[2]s has summer time on that day; read as the clocks of %[2]s",
			"「%[1]s」は標準時の名称ですが、その日の %[2]s は夏時間です。%[2]s の時計の時刻として読みました", z.text, z.iana),
	})
}

// leaveOut notes a value that was left out, and why.
func (r *reader) leaveOut(field string, why diag.Text, at source.Span, from doc.Provenance) {
	r.doubts = append(r.doubts, Doubt{Field: field, Reason: why, Place: Place{Span: at, From: from}})
}
