package doc

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

func (l Limits) checkText(f *source.File) []diag.Diagnostic               { return nil }
func (l Limits) checkMarkdown(f *source.File, body int) []diag.Diagnostic { return nil }

// Limits bound the work that one document can cause.
type Limits struct {
	FrontMatter DataLimits
	Data        DataLimits
}

// DataLimits bound one piece of YAML.
type DataLimits struct{ Bytes, Depth, Nodes int }

func (d *Document) splitFrontMatter(l DataLimits) (body int, found []diag.Diagnostic) { return 0, nil }
func parseYAML(f *source.File, span source.Span, l DataLimits, where string) (Value, []diag.Diagnostic) {
	return Value{}, nil
}
