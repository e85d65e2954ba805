package rules

import (
	"bytes"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var unusedIgnore = lint.Rule{
	ID:       "unused-ignore",
	Severity: diag.Warning,
	Profile:  lint.Starter,
	CheckIgnores: func(p *lint.Pass) {
		for _, i := range p.Ignores() {
			if unused := p.Unused(i); len(unused) > 0 {
				finds := diag.Text{En: "finds"}
				if len(unused) > 1 {
					finds.En = "find"
				}
				p.Report(diag.Diagnostic{
					Span:    i.Comment.Span,
					Message: diag.Say("the comment ignores %[1]s, which %[2]s nothing here", "%[1]s を無視していますが、ここにその指摘はありません", lint.List(unused), finds),
					Fixes:   []diag.Fix{withoutUnused(p.Entry.Doc.File, i, unused)},
				})
			}
		}
	},
}

// withoutUnused takes some names out of a comment, or the comment out of the
// text.
func withoutUnused(f *source.File, i *lint.Ignore, unused []lint.Name) diag.Fix {
	var left []string
	for _, n := range i.Names {
		if !slices.Contains(unused, n) {
			left = append(left, n.Text)
		}
	}
	if len(left) == 0 {
		return diag.Fix{
			Title: diag.Say("remove the comment", "コメントを削除する"),
			Edits: []diag.Edit{withoutComment(f.Data, i)},
		}
	}
	names := source.Span{Start: i.Names[0].Span.Start, End: i.Names[len(i.Names)-1].Span.End}
	return diag.Fix{
		Title: diag.Say("take %s out of the comment", "コメントから %s を除く", lint.List(unused)),
		Edits: []diag.Edit{{Span: names, New: strings.Join(left, ", ")}},
	}
}

// withoutComment removes a comment with the white space that it leaves behind: its
// line if it stands there alone. In Markdown one empty line is left between
// lines of text, which would else become one paragraph.
func withoutComment(data []byte, i *lint.Ignore) diag.Edit {
	at := i.Comment.Span
	start := bytes.LastIndexByte(data[:at.Start], '\n') + 1
	end := len(data)
	if n := bytes.IndexByte(data[at.End:], '\n'); n >= 0 {
		end = at.End + n + 1
	}
	before, after := data[start:at.Start], bytes.TrimRight(data[at.End:end], "\r\n")
	switch {
	case len(bytes.TrimSpace(before)) > 0:
		at.Start = start + len(bytes.TrimRight(before, " \t"))
	case len(bytes.TrimSpace(after)) > 0:
		at.End += len(after) - len(bytes.TrimLeft(after, " \t"))
	case i.Comment.Node != nil && textBefore(data[:start]) && textBehind(data[end:]):
		at.End = at.End + len(after)
		at.Start = start
	default:
		at = source.Span{Start: start, End: end}
		if next := bytes.IndexByte(data[end:], '\n'); next >= 0 && i.Comment.Node != nil && !textBefore(data[:start]) && !textBehind(data[end:]) {
			at.End = end + next + 1
		}
	}
	return diag.Edit{Span: at}
}

// textBefore tells whether the last line of some data has text.
func textBefore(data []byte) bool {
	data = bytes.TrimSuffix(data, []byte("\n"))
	return len(bytes.TrimSpace(data[bytes.LastIndexByte(data, '\n')+1:])) > 0
}

// textBehind tells whether the first line of some data has text.
func textBehind(data []byte) bool {
	line, _, _ := bytes.Cut(data, []byte("\n"))
	return len(bytes.TrimSpace(line)) > 0
}
