package diag

import (
	"io"
	"slices"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/source"
)

// rdReport is a DiagnosticResult of reviewdog (proto/rdf/reviewdog.proto).
// Lines and columns count from 1, columns in bytes of UTF-8; an end is the
// place behind the last byte.
type rdReport struct {
	Source      rdSource    `json:"source"`
	Diagnostics []rdFinding `json:"diagnostics"`
}

type rdSource struct {
	Name string `json:"name"`
}

type rdFinding struct {
	Message     string         `json:"message"`
	Location    rdLocation     `json:"location"`
	Severity    string         `json:"severity"`
	Code        rdCode         `json:"code"`
	Suggestions []rdSuggestion `json:"suggestions,omitempty"`
	Related     []rdRelated    `json:"related_locations,omitempty"`
}

type rdLocation struct {
	Path  string  `json:"path"`
	Range rdRange `json:"range"`
}

type rdRange struct {
	Start rdPosition `json:"start"`
	End   rdPosition `json:"end"`
}

type rdPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

type rdCode struct {
	Value string `json:"value"`
}

type rdSuggestion struct {
	Range rdRange `json:"range"`
	Text  string  `json:"text"`
}

type rdRelated struct {
	Message  string     `json:"message"`
	Location rdLocation `json:"location"`
}

// WriteRDJSON prints findings as one object for reviewdog, by path and
// position. A fix becomes one suggestion, safe ones first.
func WriteRDJSON(w io.Writer, o Report) error {
	list := slices.Clone(o.Findings)
	Sort(list)
	report := rdReport{rdSource{"debrief"}, make([]rdFinding, 0, len(list))}
	for _, d := range list {
		f := rdFinding{
			Message:  visible(d.Message.In(o.Lang)),
			Location: rdLocationOf(d.File, d.Span),
			Severity: rdSeverity(d.Severity),
			Code:     rdCode{d.Rule},
		}
		for _, fix := range d.offers() {
			if s, ok := suggestion(d.File, fix); ok {
				f.Suggestions = append(f.Suggestions, s)
			}
		}
		for _, r := range d.Related {
			f.Related = append(f.Related, rdRelated{visible(r.Message.In(o.Lang)), rdLocationOf(r.File, r.Span)})
		}
		report.Diagnostics = append(report.Diagnostics, f)
	}
	return writeJSON(w, report)
}

func rdSeverity(s Severity) string {
	switch s {
	case Error:
		return "ERROR"
	case Warning:
		return "WARNING"
	}
	return "INFO"
}

func rdLocationOf(f *source.File, s source.Span) rdLocation {
	return rdLocation{relative(f.Path), rdRangeOf(f, extent(f, s))}
}

func rdRangeOf(f *source.File, s source.Span) rdRange {
	return rdRange{
		rdPosition{f.Position(s.Start).Line, f.ByteColumn(s.Start)},
		rdPosition{f.Position(s.End).Line, f.ByteColumn(s.End)},
	}
}

// suggestion makes the edits of a fix one replacement of all that lies
// between the first and the last. What is not UTF-8 cannot be suggested: JSON
// would change it.
func suggestion(f *source.File, fix Fix) (rdSuggestion, bool) {
	whole := fix.Edits[0].Span
	for _, e := range fix.Edits {
		whole = whole.Join(e.Span)
	}
	moved := make([]Edit, 0, len(fix.Edits))
	for _, e := range fix.Edits {
		moved = append(moved, Edit{source.Span{Start: e.Span.Start - whole.Start, End: e.Span.End - whole.Start}, e.New})
	}
	text := Apply(f.Data[whole.Start:whole.End], []Fix{{Edits: moved}})
	return rdSuggestion{rdRangeOf(f, whole), string(text)}, utf8.Valid(text)
}
