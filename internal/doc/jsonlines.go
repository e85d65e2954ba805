package doc

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

// nextLine goes on behind a line of JSON lines whose value, which begins at top,
// cannot be read: each line stands alone. It leaves out that line and, the first
// time, all lines behind it that are no JSON in themselves, so that a file is
// gone through twice at most however many there are. It is false where there are
// no lines to go on with: in a list or an object over several lines, and behind
// too many values.
func (r *jsonReader) nextLine(top int, err error) bool {
	if errors.Is(err, errJSONNodes) || top >= len(r.data) {
		return false
	}
	if !r.byLine && (r.data[top] == '[' || !hasRecordLine(r.data)) {
		return false
	}
	first := !r.byLine
	if first {
		r.byLine, r.data = true, slices.Clone(r.data)
	}
	end := top + len(lineAt(r.data, top))
	r.leaveOut(top, end, err)
	for from := end + 1; first && from < len(r.data); {
		line := lineAt(r.data, from)
		if text := bytes.TrimSpace(line); len(text) > 0 && !json.Valid(text) {
			r.leaveOut(from+bytes.Index(line, text[:1]), from+len(line), nil)
		}
		from += len(line) + 1
	}
	r.begin(min(end, len(r.data)))
	return true
}

// hasRecordLine tells whether a line of a text is an object in itself: lines of
// an object or a list over several lines are indented or end with a comma.
func hasRecordLine(data []byte) bool {
	for from := bomLength(data); from < len(data); {
		line := lineAt(data, from)
		if text := bytes.TrimRight(line, " \t\r"); bytes.HasPrefix(text, []byte("{")) && bytes.HasSuffix(text, []byte("}")) && json.Valid(text) {
			return true
		}
		from += len(line) + 1
	}
	return false
}

// leaveOut makes spaces of a line, or the rest of one, and reports it.
func (r *jsonReader) leaveOut(from, end int, err error) {
	switch r.lost++; {
	case r.lost <= maxRowFindings:
		r.found = append(r.found, r.unreadLine(from, end, err))
	case r.lost == maxRowFindings+1:
		r.after = from
	}
	for i := from; i < end; i++ {
		r.data[i] = ' '
	}
}

func (r *jsonReader) unreadLine(from, end int, err error) diag.Diagnostic {
	if errors.Is(err, errJSONDepth) {
		return r.trouble(err)
	}
	return diag.Diagnostic{
		Rule: ruleRecord, Severity: diag.Error, File: r.file, Span: source.Span{Start: from, End: from},
		Message: diag.Say("the line %q is no JSON and is left out: write the record again, on a line of its own",
			"行 %q はJSONとして読み取れないため除外しました。レコードを1行で書き直してください", excerpt(r.file.Data[from:end])),
	}
}

// findings are those of the lines that are left out: a number of them one by
// one, and one that counts the others.
func (r *jsonReader) findings() []diag.Diagnostic {
	if r.lost <= maxRowFindings {
		return r.found
	}
	return append(r.found, diag.Diagnostic{
		Rule: ruleRecord, Severity: diag.Error, File: r.file, Span: source.Span{Start: r.after, End: r.after},
		Message: diag.Say("lines from here on that are no JSON either and are left out: %d", "ここから先にも、JSONとして読み取れないため除外した行が%d行あります", r.lost-maxRowFindings),
	})
}

// excerpt is the beginning of a line.
func excerpt(line []byte) string {
	const most = 60 // bytes
	text := strings.TrimSpace(strings.ToValidUTF8(string(line[:min(len(line), most)]), ""))
	if len(line) > most {
		text += "…"
	}
	return text
}
