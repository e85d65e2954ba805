package doc

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

func parse(name, text string) (*Document, []diag.Diagnostic) {
	return Parse(source.New(name, []byte(text)), DefaultLimits())
}

// crlf gives a text with the line endings of Windows.
func crlf(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }

// show writes findings one a line: rule, line:column, the text of the span.
func show(f *source.File, found []diag.Diagnostic) []string {
	var out []string
	for _, d := range found {
		p := f.Position(d.Span.Start)
		out = append(out, fmt.Sprintf("%s %d:%d %s", d.Rule, p.Line, p.Column, f.Text(d.Span)))
	}
	return out
}

// fixed applies the first fix of a finding, as far as its edits go.
func fixed(f *source.File, d diag.Diagnostic) string {
	text := string(f.Data)
	for _, e := range d.Fixes[0].Edits {
		text = text[:e.Span.Start] + e.New + text[e.Span.End:]
	}
	return text
}

func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", what, diff)
	}
}
