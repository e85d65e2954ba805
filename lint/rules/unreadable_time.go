package rules

import (
	"bytes"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var unreadableTime = lint.Rule{
	ID:       "unreadable-time",
	Severity: diag.Warning,
	Kinds:    []string{"postmortem"},
	Profile:  lint.Standard,
	Check: func(p *lint.Pass) {
		for _, d := range p.Entry.Merged.Doubts {
			if !ofTime(d) || d.Unwritten() || p.Unfilled(cellAround(p.Entry.Doc.File.Data, d.Span)) {
				continue
			}
			p.Report(diag.Diagnostic{
				Span:    d.Span,
				Message: diag.Say("the time %q is not known: %s", "時刻 %q を確定できません。%s", lint.Quote(p.Text(d.Span)), d.Reason),
			})
		}
	},
}

// ofTime tells whether a doubt is about a time as the document writes it: of a
// row of the timeline, or of a "Key: value" line. What the rows tell of the
// incident together is another matter.
func ofTime(d facet.Doubt) bool {
	row := strings.HasPrefix(d.Field, "/timeline/") && strings.HasSuffix(d.Field, "/at")
	return row || d.From.Origin == doc.FromKeyValue && strings.HasSuffix(d.Field, "_at")
}

// cellAround is the cell of a table that a time stands in, or its line.
func cellAround(data []byte, s source.Span) source.Span {
	const borders = "|\n"
	cell := source.Span{Start: bytes.LastIndexAny(data[:s.Start], borders) + 1, End: len(data)}
	if n := bytes.IndexAny(data[s.End:], borders); n >= 0 {
		cell.End = s.End + n
	}
	return cell
}
