package facet

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// toldDay is the day that the words before the timeline name: those between
// the title and the next heading, else those of the sections. It must be the
// only one there, or the first of two that follow each other: "in the night
// from 11 to 12 June".
func (r *reader) toldDay(root *part) anchor {
	if found := r.daysUnder(openingParts(root)); onlyDay(found) {
		return anchor{day: found[0], from: "opening words", told: true}
	}
	if found := r.daysUnder(beforeTimeline(root)); onlyDay(found) {
		return anchor{day: found[0], from: "summary", told: true}
	}
	return anchor{}
}

func onlyDay(found []day) bool {
	return len(found) == 1 || len(found) == 2 && found[0].until(found[1]) == 1
}

// openingParts are the parts over all headings but that of the title.
func openingParts(root *part) []*part {
	out := []*part{root}
	if len(root.parts) > 0 && root.parts[0].section != nil && root.parts[0].section.Level == 1 {
		out = append(out, root.parts[0])
	}
	return out
}

// beforeTimeline are the parts up to the timeline, without those about other
// days: what is planned, what is to be read elsewhere.
func beforeTimeline(root *part) []*part {
	var out []*part
	done := false
	root.walk(func(p *part) bool {
		done = done || p.name == "timeline"
		if done || slices.Contains(ownKeys, p.name) && !p.isTitle() {
			return false
		}
		out = append(out, p)
		return true
	})
	return out
}

// otherDay are the words of sentences whose day is not that of the incident.
var otherDay = phrasesOf(`
	written
	posted
	dated
	issued
	submitted
	presented
	discussed
	approved
	distributed
	version
	next
	planned
	scheduled
	as of
	reported by
	prepared
	published
	updated
	revised
	reviewed
	review
	meeting
	created
	drafted
	author/authors
	last modified
	due
	since
	until
	previous*
	similar*
	earlier
	last seen/time/happened
	see also
	作成
	版
	配布
	提出
	公表
	掲載
	発行
	現在
	次回
	開催
	記録日
	更新
	改訂
	起票
	記載日
	報告日
	公開
	承認日
	承認済
	承認し
	承認さ
	承認を
	承認：
	承認:
	日承認
	日に承認
	レビュー
	会議
	期限
	予定
	前回
	過去
	同様
	以前
	類似
	以来`)

// daysUnder finds the whole days in the sentences of some parts, in order,
// each once.
func (r *reader) daysUnder(parts []*part) []day {
	var found []day
	for _, p := range parts {
		for _, l := range r.paragraphs(p) {
			for _, s := range sentencesOf(l.fold().text) {
				if otherDay.in(strings.ToLower(s)) || isByline(s) {
					continue
				}
				for _, d := range wholeDays(s) {
					if !slices.Contains(found, d) {
						found = append(found, d)
					}
				}
			}
		}
	}
	return found
}

// happenedWords make a sentence of a few words.
var happenedWords = phrasesOf(`
	happened
	occurred
	took place
	was/were/is/had
	began/started
	incident
	発生
	事故`)

// isByline tells whether the words around a day only say whose a paper is, and
// of when: "放送技術部 2022年3月22日", "Version 1.1 of 02.12.2022".
func isByline(s string) bool {
	lower := strings.ToLower(s)
	if happenedWords.in(lower) || troubleWords.in(lower) || lostWords.in(lower) || beginWords.in(lower) || len(clocksIn(s)) > 0 {
		return false
	}
	words, kana, japanese := 0, 0, false
	for _, c := range s {
		japanese = japanese || c >= 0x3040 && c < 0xA000
		if unicode.In(c, unicode.Hiragana) {
			kana++
		}
	}
	for w := range strings.FieldsSeq(lower) {
		if first, _ := utf8.DecodeRuneInString(w); unicode.IsLetter(first) && !mayBeDay(w) {
			words++
		}
	}
	return japanese && kana == 0 || !japanese && words <= 3 && words > 0
}

// sentencesOf cuts a text behind every sign that ends a sentence, and at the
// strokes that part the pieces of a head.
func sentencesOf(s string) []string {
	var out []string
	from := 0
	for i := range s {
		end := stopAt(s, i)
		if strings.HasPrefix(s[i:], " | ") {
			end = 3
		}
		if end > 0 && i >= from {
			out = append(out, s[from:i+end])
			from = i + end
		}
	}
	return append(out, s[from:])
}
