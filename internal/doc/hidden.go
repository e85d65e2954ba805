package doc

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

// hiddenLimit is how many findings of each hidden-text rule a file gets. A
// binary file under a document's name has thousands, and the first ones tell
// as much as all.
const hiddenLimit = 20

// hiddenText finds what a reviewer cannot see: bytes that are no UTF-8, control
// characters, and the marks that reverse the order of text (Trojan Source,
// CVE-2021-42574). Left-to-right and right-to-left marks, joiners and other
// scripts are honest text. Neighbours of one kind are one finding.
func hiddenText(f *source.File) []diag.Diagnostic {
	var found []diag.Diagnostic
	count := map[string]int{}
	valid := true // unless there is a byte that is not
	for pos := 0; pos < len(f.Data); {
		rule, size := hidden(f.Data[pos:])
		if rule == "" {
			pos += size
			continue
		}
		span := source.Span{Start: pos, End: pos + size}
		for span.End < len(f.Data) {
			next, size := hidden(f.Data[span.End:])
			if next != rule {
				break
			}
			span.End += size
		}
		pos = span.End
		if count[rule]++; count[rule] <= hiddenLimit {
			found = append(found, hiddenFinding(f, rule, span))
		}
		valid = valid && rule != ruleInvalidUTF8
	}
	if !valid {
		// In another encoding the bytes may be halves of characters.
		for i := range found {
			found[i].Fixes = nil
		}
	}
	return found
}

// isUTF16 tells whether a text begins with a byte-order mark of UTF-16, or has
// the zero bytes that Latin letters have there.
func isUTF16(data []byte) bool {
	const sample, least = 1 << 10, 4
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return true
	}
	head := data[:min(len(data), sample)]
	zeros := bytes.Count(head, []byte{0})
	return zeros >= least && zeros >= len(head)/4
}

// hidden classifies the first character of data by its rule, "" for an honest
// one, and gives its size. It looks at single bytes as long as they tell:
// the text of whole repositories passes through here.
func hidden(data []byte) (rule string, size int) {
	c := data[0]
	switch {
	case c == '\r':
		if len(data) > 1 && data[1] == '\n' {
			return "", 1
		}
		return ruleControl, 1
	case c == '\n' || c == '\t':
		return "", 1
	case c < ' ' || c == 0x7f:
		return ruleControl, 1
	case c < utf8.RuneSelf:
		return "", 1
	}
	r, size := utf8.DecodeRune(data)
	switch {
	case r == utf8.RuneError && size == 1:
		return ruleInvalidUTF8, 1
	case r < 0xa0:
		return ruleControl, size
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return ruleBidi, size
	}
	return "", size
}

func hiddenFinding(f *source.File, rule string, span source.Span) diag.Diagnostic {
	d := diag.Diagnostic{Rule: rule, Severity: diag.Error, File: f, Span: span}
	r, _ := utf8.DecodeRune(f.Data[span.Start:])
	switch rule {
	case ruleInvalidUTF8:
		d.Message = diag.Say("byte 0x%02X is not UTF-8", "バイト0x%02XはUTF-8ではありません", f.Data[span.Start])
		return d
	case ruleControl:
		d.Message = diag.Say("control character %U", "制御文字%Uがあります", r)
	case ruleBidi:
		d.Message = diag.Say("character %U reverses the order in which text is shown",
			"文字%Uが表示の並び順を変えています", r)
	}
	d.Fixes = []diag.Fix{{
		Title: diag.Say("remove the character", "文字を削除する"),
		Edits: []diag.Edit{{Span: span}},
		// Where they break lines, words on both sides would run together.
		Unsafe: strings.ContainsAny(f.Text(span), "\v\f\r\u0085"),
	}}
	return d
}
