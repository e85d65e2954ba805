package lint

import (
	"regexp"

	"github.com/debrief-dev/debrief/internal/source"
)

// placeholder is what templates leave to be filled in. Words that people also
// write on purpose (WIP, XXX, 未定) count only where they stand alone. RE2's
// \b knows ASCII only, so Japanese words are told without it.
var placeholder = regexp.MustCompile(`` +
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

// alone are words that are placeholders only where nothing else stands.
var alone = regexp.MustCompile(`^(?i:wip|xxx+|yyy+|zzz+|\?\?\?+|n/?a yet|to be (?:written|filled(?: in)?|added|determined|decided|confirmed)|coming soon)[.。]?$|^(?:未定|作成中|準備中|後日記載|追記予定|○○+|〇〇+)[。]?$`)

// notMeant follows what only looks like a placeholder: "a TODO list", "in the
// format HH:MM".
var notMeant = regexp.MustCompile(`^(?i:[ -](?:list|item|app|comment)s?\b| format\b|リスト| ?形式| ?表記)`)

// Placeholders finds what a text leaves to be filled in, in order. Text is
// one value, cell, item or paragraph, without code.
func Placeholders(text string) []source.Span {
	var out []source.Span
	for _, m := range placeholder.FindAllStringIndex(text, -1) {
		if !notMeant.MatchString(text[m[1]:]) {
			out = append(out, source.Span{Start: m[0], End: m[1]})
		}
	}
	if len(out) == 0 {
		start, end := trim(text)
		if alone.MatchString(text[start:end]) {
			out = append(out, source.Span{Start: start, End: end})
		}
	}
	return out
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
