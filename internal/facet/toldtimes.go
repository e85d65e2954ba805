package facet

import (
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// What running text tells of times, where no list and no "Key: value" line
// does.

// periodKey are keys that name the incident as such. Their value may be its
// beginning and its end.
var periodKey = lazyregexp.New(`(?i)^(?:(?:the )?(?:incident|outage|impact|downtime|disruption|interruption|duration|window)|障害|影響|停止|事象|発生から復旧|継続時間|影響時間|障害時間|停止時間)$`)

// isPeriod tells whether a pair gives the day and both ends of the incident.
func isPeriod(p pair) bool {
	text := p.Value.Text()
	if p.Field == "period" {
		return true
	}
	if strings.Count(text, ":")+strings.Count(text, "時")+strings.Count(text, "：") < 2 || !periodKey.MatchString(p.Key.Text()) {
		return false
	}
	c := scan{s: strings.TrimSpace(p.Value.Text())}
	from, to, two, ok := c.span()
	return ok && two && from.day.whole() && from.hasClock && to.hasClock
}

// clockAt is a clock in running text.
type clockAt struct {
	from, to moment
	two      bool
	at       int
}

// clocksIn finds the clocks of a text, and the ranges between two.
func clocksIn(s string) []clockAt {
	var out []clockAt
	for i := 0; i < len(s); i++ {
		if !freeBefore(s, i) || !isDigit(s[i]) && !strings.HasPrefix(s[i:], "午") {
			continue
		}
		c := scan{s: s, i: i}
		from, to, two, ok := c.span()
		if !ok || !from.hasClock && !two {
			if d, isDay := (&scan{s: s, i: i}).day(); isDay && d.absolute() {
				i = max(i, c.i-1)
			}
			continue
		}
		if !two && from.hasClock && isBetween(s[max(0, i-12):i]) {
			back := c
			if c.spaces(); c.word("and ") {
				c.spaces()
				if to, ok = c.moment(); ok && to.hasClock {
					two = true
				}
			}
			if !two {
				c = back
			}
		}
		out = append(out, clockAt{from, to, two, i})
		i = max(i, c.i-1)
	}
	return out
}

// isBetween tells whether a text ends with the word before a range.
func isBetween(before string) bool {
	return strings.HasSuffix(strings.ToLower(strings.TrimRight(before, " ")), "between")
}

// story gives the sentences of the opening words and of the sections before
// the timeline that may speak of the incident.
func (r *reader) story(root *part, visit func(l line, sentence string)) {
	seen := map[*part]bool{}
	for _, p := range append(openingParts(root), beforeTimeline(root)...) {
		if seen[p] || p.name == "communication" || p.name == "review" || p.name == "attendees" {
			continue
		}
		seen[p] = true
		for _, l := range r.paragraphs(p) {
			l = l.fold()
			for _, s := range sentencesOf(l.text) {
				visit(l, s)
			}
		}
	}
}

// toldZones gives the zones behind clocks of running text.
func (r *reader) toldZones(root *part) []writtenZone {
	var out []writtenZone
	r.story(root, func(l line, s string) {
		for _, c := range clocksIn(s) {
			for _, z := range []zone{c.from.zone, c.to.zone} {
				if z.kind == noZone || z.kind != offsetZone && r.location(z.iana) == nil {
					continue
				}
				at := l
				if i := strings.Index(l.text, z.text); i >= 0 {
					at = l.cut(i, i+len(z.text))
				}
				out = append(out, writtenZone{z, Place{Span: at.span(), From: doc.Provenance{Origin: doc.FromText, Note: diag.Say("zone behind a time", "時刻に付いたタイムゾーン")}}})
			}
		}
	})
	return out
}

// lostWords say that something does not work, in running text.
var lostWords = phrasesOf(`
	nobody
	no one
	could/can not
	couldn't
	cannot
	can't
	was/were not
	wasn't/weren't
	unable
	without
	not available/reachable/working
	interrupted
	halted
	offline
	gone
	lost
	dropped
	できず
	できませ
	できな
	られず
	られな
	られませ
	されず
	されな
	されませ
	なかった
	止ま
	中断
	つながらな
	繋がらな
	使えな
	使えませ`)

// plannedWords are of times at which nothing is wrong.
var plannedWords = phrasesOf(`
	planned
	scheduled
	maintenance
	announced
	window
	was/were to be
	previous*
	similar*
	earlier
	next
	review
	meeting
	前回
	過去
	同様
	以前
	類似
	次回
	計画
	予定
	メンテナンス
	作業時間
	予告`)

// toldEnds reads the one sentence that gives both ends of the incident: "From
// 14:10 to 14:57 nobody could log in". It counts where neither a pair nor a row
// gives a time.
func (r *reader) toldEnds(root *part, a anchor) []fieldValue {
	type ends struct {
		from, to moment
		l        line
	}
	var found []ends
	r.story(root, func(l line, s string) {
		lower := strings.ToLower(s)
		if plannedWords.in(lower) || !troubleWords.in(lower) && !lostWords.in(lower) {
			return
		}
		for _, c := range clocksIn(s) {
			if !c.two || !c.from.hasClock || !c.to.hasClock {
				continue
			}
			e := ends{from: c.from, to: c.to, l: l}
			if whole := wholeDays(s); !e.from.hasDay && len(whole) == 1 {
				e.from.day, e.from.hasDay = whole[0], true
			}
			if !slices.ContainsFunc(found, func(o ends) bool { return o.from.clock() == e.from.clock() && o.to.clock() == e.to.clock() }) {
				found = append(found, e)
			}
		}
	})
	if len(found) != 1 {
		return nil
	}
	e := found[0]
	if e.from.zone.kind == noZone {
		e.from.zone = e.to.zone
	} else if e.to.zone.kind == noZone {
		e.to.zone = e.from.zone
	}
	from := doc.Provenance{Origin: doc.FromText, Note: diag.Say("sentence that gives beginning and end", "開始と終了を述べた文")}
	at := doc.NewScalar("", e.l.span(), from)
	start, ok := r.pairTime(e.from, at, "/started_at", a, time.Time{})
	if !ok {
		return nil
	}
	end, ok := r.pairTime(e.to, at, "/resolved_at", a, start)
	if !ok || !end.After(start) || end.Sub(start) > 24*time.Hour {
		return nil
	}
	return []fieldValue{{"/started_at", stamp(start, at.Span(), from)}, {"/resolved_at", stamp(end, at.Span(), from)}}
}

// tellsIncident tells whether running text names a day with a clock, and
// something that did not work.
func (r *reader) tellsIncident(root *part) bool {
	told := false
	r.story(root, func(_ line, s string) {
		lower := strings.ToLower(s)
		told = told || len(wholeDays(s)) == 1 && len(clocksIn(s)) > 0 && !plannedWords.in(lower) && (troubleWords.in(lower) || lostWords.in(lower))
	})
	return told
}
