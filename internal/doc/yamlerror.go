package doc

import (
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

// complaint is one of the library's error messages in words that say what to
// look for. atContext tells that the place to look at is where the construct
// begins, not where the library gave up.
type complaint struct {
	has       string
	context   string // what the library was doing; "" for anything
	text      diag.Text
	atContext bool
}

// complaints are tried in order. Messages that no author meets are left out
// and printed as they are.
var complaints = []complaint{
	{has: "unexpected end of stream", context: "quoted scalar", atContext: true,
		text: diag.Say("quote is not closed", "引用符が閉じられていません")},
	{has: "unexpected document indicator", context: "quoted scalar", atContext: true,
		text: diag.Say("quote is not closed", "引用符が閉じられていません")},
	{has: "mapping values are not allowed",
		text: diag.Say(`second ": " in a line: a value with a colon needs quotes`,
			"1行に2つ目の「: 」があります。コロンを含む値は引用符で囲む必要があります")},
	{has: "did not find expected ',' or ']'", atContext: true,
		text: diag.Say(`"[" is not closed by "]"`, "「[」が「]」で閉じられていません")},
	{has: "did not find expected ',' or '}'", atContext: true,
		text: diag.Say(`"{" is not closed by "}"`, "「{」が「}」で閉じられていません")},
	{has: "could not find expected ':'",
		text: diag.Say(`line is neither a key with ": " nor part of a value`,
			"「: 」付きのキーでも値の続きでもない行です")},
	{has: "did not find expected key",
		text: diag.Say("indentation or content does not fit the keys before it",
			"インデントまたは内容が前のキーと合いません")},
	{has: "did not find expected '-' indicator",
		text: diag.Say(`indentation or content does not fit the list items before it`,
			"インデントまたは内容が前のリスト項目と合いません")},
	{has: "found character that cannot start any token",
		text: diag.Say("value that begins with this character needs quotes",
			"この文字で始まる値は引用符で囲む必要があります")},
	{has: "block sequence entries are not allowed",
		text: diag.Say(`"-" of a list on the line of its key`, "キーと同じ行にリストの「-」があります")},
	{has: "unknown escape character",
		text: diag.Say(`unknown escape in double quotes: "\" needs "\\" or single quotes`,
			"二重引用符の中に不明なエスケープがあります。「\\」は「\\\\」と書くか単一引用符を使います")},
	{has: "did not find expected <document start>",
		text: diag.Say("text after the end of the YAML", "YAMLの終わりの後にテキストがあります")},
}

// syntax reports what stopped the library.
func (r *yamlReader) syntax(failed *yaml.LoadError) {
	r.result.broken = true
	at, message, related := failed.Mark, diag.Say("YAML cannot be read: %s", "YAMLを読めません: %s", failed.Message), failed.ContextMark
	for _, c := range complaints {
		if strings.Contains(failed.Message, c.has) && strings.Contains(failed.ContextMsg, c.context) {
			message = c.text
			if c.atContext && failed.ContextMark.Line > 0 {
				at, related = failed.ContextMark, failed.Mark
			}
			break
		}
	}
	span := r.markSpan(at)
	if span.Start < r.end && r.text[span.Start] == '\t' {
		span.End, message = span.Start+1, diag.Say("tab in the indentation", "インデントにタブがあります")
	}
	for span.Start == r.end && span.Start > r.start && yamlSpace(r.text[r.end-1:r.end]) > 0 {
		// At the end of the text: point behind its last word.
		r.end--
		span = source.Span{Start: r.end, End: r.end}
	}
	d := r.report(ruleSyntax, diag.Error, span, message)
	if related.Line > 0 && related != at {
		d.Related = []diag.Related{{
			Message: diag.Say("while reading this", "ここを読んでいるとき"), File: r.file, Span: r.markSpan(related),
		}}
	}
}

// markSpan is the word at a mark. Marks of the library's reader have no line,
// only an index.
func (r *yamlReader) markSpan(m yaml.Mark) source.Span {
	if m.Line == 0 {
		at := min(r.start+m.Index, r.end)
		return source.Span{Start: at, End: at}
	}
	return r.place(m.Line, m.Column)
}
