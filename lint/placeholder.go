package lint

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// placeholder is what templates leave to be filled in. Words that people also
// write on purpose (WIP, XXX, 未定) count only where they stand alone. RE2's
// \b knows ASCII only, so Japanese words are told without it.
var placeholder = lazyregexp.New(`` +
	// Dates and clocks: YYYY-MM-DD, 20XX-XX-XX, 2023-XX-XX HH:MM, 20xx-MM-DD HH:mm.
	`\b(?:[Yy]{4}|20[XxYy]{2}|[12][0-9]{3}|[Xx]{4})[-/](?:MM|mm|[Xx]{2}|[01]?[0-9])[-/](?:DD|dd|[Xx]{2})\b(?:[ T](?:HH|hh|[Xx]{2}):(?:MM|mm|[Xx]{2})\b)?` +
	`|\b(?:YYYY|20[XxYy]{2}|XXXX)[-/][Xx]{2}\b` +
	`|(?:YYYY|20[XxYy○〇]{2}|[XxＸ○〇]{4})年(?:(?:MM|[XxＸ○〇]{1,2}|[01]?[0-9])月)?(?:(?:DD|[XxＸ○〇]{1,2})日)?` +
	`|\b(?:[12][0-9]{3}-[01][0-9]-[0-3][0-9][ T])?(?:HH|hh|[Xx]{2}):(?:MM|mm|[Xx]{2})(?::(?:SS|ss|[Xx]{2}))?\b` +
	// Words for what is still to be written.
	`|\b(?:TBD|TBC|TODO|FIXME)\b` +
	`|未記入|要記入|記入してください|(?:ここに|をここに)記入|[(（]記載[)）]|<記入>|＜記入＞` +
	// Bracketed names of what belongs there.
	`|\[(?:(?:Your|Incident|Service|Team|Owner(?:'s)?) (?i:name|title|team|owner|date|summary|description|id)` +
	`|Name|Title|Team|Owner|Date|Time|Link|URL|Summary|Description|Service)\]` +
	`|\[(?i:insert|describe|fill in|add|enter)[ ][^\]\n]{1,60}\]` +
	`|[\[［【](?:名前|氏名|担当者?|担当者名|日付|日時|時刻|タイトル|件名|サービス名?|チーム名?|説明|概要|リンク)[\]］】]`)

// alone are words that are placeholders only where nothing else stands, a
// full stop apart.
var alone = []string{
	"wip", "n/a yet", "na yet", "to be written", "to be filled", "to be filled in", "to be added", "to be determined",
	"to be decided", "to be confirmed", "coming soon",
}

// aloneJapanese are those that end in 。 if they end in anything.
var aloneJapanese = []string{"未定", "作成中", "準備中", "後日記載", "追記予定"}

// notMeant follows what only looks like a placeholder: "a TODO list", "in the
// format HH:MM".
var notMeant = lazyregexp.New(`^(?i:[ -](?:list|item|app|comment)s?\b| format\b|リスト| ?形式| ?表記)`)

// Placeholders finds what a text leaves to be filled in, in order. Text is
// one value, cell, item or paragraph, without code.
func Placeholders(text string) []source.Span {
	var out []source.Span
	if mayHold(text) {
		for _, m := range placeholder.FindAllStringIndex(text, -1) {
			if !notMeant.MatchString(text[m[1]:]) {
				out = append(out, source.Span{Start: m[0], End: m[1]})
			}
		}
	}
	if start, end := trim(text); len(out) == 0 && standsAlone(text[start:end]) {
		out = append(out, source.Span{Start: start, End: end})
	}
	return out
}

// MayHold tells at a glance whether a text can hold a placeholder. Where it
// cannot, it still cannot with parts of it blanked.
func MayHold(text string) bool {
	start, end := trim(text)
	return mayHold(text) || standsAlone(text[start:end])
}

// mayHold tells whether a text has what every match of placeholder has. The
// expression costs a hundred times as much, and nearly all text has nothing
// of the kind.
func mayHold(text string) bool {
	for i := range len(text) {
		if !begins[text[i]] {
			continue
		}
		rest := text[i:]
		switch text[i] {
		case '-', '/', ':': // YYYY-MM-DD, HH:MM
			if len(rest) > 2 && twice(rest[1], rest[2]) {
				return true
			}
		case 'T', 'F':
			if hasPrefix(rest, "TBD", "TBC", "TODO", "FIXME") {
				return true
			}
		case '[':
			if len(rest) > 1 && (rest[1] >= utf8.RuneSelf || slices.ContainsFunc(bracketed, func(w string) bool {
				return len(rest) > len(w) && strings.EqualFold(rest[1:1+len(w)], w)
			})) {
				return true
			}
		case yearByte: // mostly that of a date in digits
			if strings.HasPrefix(rest, "年") && i > 0 && !isDigit(text[i-1]) {
				return true
			}
		case writeByte:
			if hasPrefix(rest, "記入", "記載") {
				return true
			}
		case bracketByte, wideByte:
			if hasPrefix(rest, "【", "［") {
				return true
			}
		}
	}
	return false
}

// The first bytes of 年, 記, 【 and ［.
const (
	yearByte    = 0xE5
	writeByte   = 0xE8
	bracketByte = 0xE3
	wideByte    = 0xEF
)

// begins are the bytes at which mayHold looks.
var begins = [256]bool{
	'-': true, '/': true, ':': true, 'T': true, 'F': true, '[': true,
	yearByte: true, writeByte: true, bracketByte: true, wideByte: true,
}

// bracketed are the words with which a name in brackets begins.
var bracketed = []string{
	"your ", "incident ", "service", "team", "owner", "name", "title", "date", "time", "link", "url", "summary",
	"description", "insert ", "describe ", "fill in ", "add ", "enter ",
}

// twice tells whether two bytes are both the letter of a date or clock.
func twice(a, b byte) bool {
	return (a|0x20) == (b|0x20) && strings.IndexByte("dmx", a|0x20) >= 0
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func hasPrefix(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// standsAlone tells whether a trimmed text is nothing but a placeholder.
func standsAlone(text string) bool {
	bare := strings.TrimSuffix(text, "。")
	if slices.Contains(aloneJapanese, bare) || repeats(bare, "○", 2) || repeats(bare, "〇", 2) {
		return true
	}
	if bare == text {
		bare = strings.TrimSuffix(text, ".")
	}
	return slices.ContainsFunc(alone, func(w string) bool { return strings.EqualFold(bare, w) }) ||
		repeats(bare, "xX", 3) || repeats(bare, "yY", 3) || repeats(bare, "zZ", 3) || repeats(bare, "?", 3)
}

// repeats tells whether a text is made of some characters only, at least
// least of them.
func repeats(text, characters string, least int) bool {
	return strings.Trim(text, characters) == "" && utf8.RuneCountInString(text) >= least
}

// trim gives the range of text without the space around it.
func trim(text string) (start, end int) {
	end = len(text)
	for start < end && space(text[start]) {
		start++
	}
	for end > start && space(text[end-1]) {
		end--
	}
	return start, end
}

func space(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' }
