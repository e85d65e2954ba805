package diag

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/source"
)

// jsonReport is the object that WriteJSON prints. Lines and columns count
// from 1, columns in characters; an end is the place behind the last
// character.
type jsonReport struct {
	Schema   jsonSchema    `json:"schema"`
	Findings []jsonFinding `json:"findings"`
	Counts   jsonCounts    `json:"counts"`
	Hidden   jsonHidden    `json:"hidden"`
}

type jsonSchema struct {
	Name    string `json:"name"`
	Version int    `json:"version"`
}

type jsonFinding struct {
	jsonPlace
	Severity string        `json:"severity"`
	Rule     string        `json:"rule"`
	Message  string        `json:"message"`
	Related  []jsonRelated `json:"related"`
	Fixes    []jsonFix     `json:"fixes"`
}

type jsonPlace struct {
	Path string `json:"path,omitempty"`
	jsonRange
}

type jsonRange struct {
	Line      int `json:"line"`
	Column    int `json:"column"`
	EndLine   int `json:"end_line"`
	EndColumn int `json:"end_column"`
}

type jsonRelated struct {
	jsonPlace
	Message string `json:"message"`
}

type jsonFix struct {
	Title string     `json:"title"`
	Safe  bool       `json:"safe"`
	Edits []jsonEdit `json:"edits"`
}

type jsonEdit struct {
	jsonRange
	New string `json:"new"`
}

type jsonCounts struct {
	Errors    int `json:"errors"`
	Warnings  int `json:"warnings"`
	Infos     int `json:"infos"`
	Files     int `json:"files"`
	Documents int `json:"documents"`
}

type jsonHidden struct {
	Ignored  int `json:"ignored"`
	Baseline int `json:"baseline"`
	Old      int `json:"old"`
}

// WriteJSON prints findings as one JSON object, by path and position.
// Characters that a terminal or a CI runner would obey are escaped; what the
// JSON means is the text as it is.
func WriteJSON(w io.Writer, o Report) error {
	list := slices.Clone(o.Findings)
	Sort(list)
	c := Count(list)
	report := jsonReport{
		Schema:   jsonSchema{"debrief-findings", 1},
		Findings: make([]jsonFinding, 0, len(list)),
		Counts:   jsonCounts{c.Errors, c.Warnings, c.Infos, c.Files, len(o.Documents)},
		Hidden:   jsonHidden(o.Hidden),
	}
	for _, d := range list {
		report.Findings = append(report.Findings, o.finding(d))
	}
	return writeJSON(w, report)
}

// writeJSON prints a report of any format as JSON that neither a terminal nor
// a CI runner obeys.
func writeJSON(w io.Writer, report any) error {
	data, err := encodeJSON(report)
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return fmt.Errorf("writing findings: %w", err)
	}
	return nil
}

func encodeJSON(report any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(report); err != nil {
		return nil, fmt.Errorf("encoding findings: %w", err)
	}
	return visibleJSON(b.Bytes()), nil
}

func (o Report) finding(d Diagnostic) jsonFinding {
	f := jsonFinding{
		jsonPlace: jsonPlace{d.File.Path, rangeOf(d.File, d.Span)},
		Severity:  d.Severity.String(),
		Rule:      d.Rule,
		Message:   d.Message.In(o.Lang),
		Related:   make([]jsonRelated, 0, len(d.Related)),
		Fixes:     make([]jsonFix, 0, len(d.Fixes)),
	}
	for _, r := range d.Related {
		f.Related = append(f.Related, jsonRelated{jsonPlace{r.File.Path, rangeOf(r.File, r.Span)}, r.Message.In(o.Lang)})
	}
	for _, fix := range d.Fixes {
		edits := make([]jsonEdit, 0, len(fix.Edits))
		for _, e := range fix.Edits {
			edits = append(edits, jsonEdit{rangeOf(d.File, e.Span), e.New})
		}
		f.Fixes = append(f.Fixes, jsonFix{fix.Title.In(o.Lang), !fix.Unsafe, edits})
	}
	return f
}

func rangeOf(f *source.File, s source.Span) jsonRange {
	start, end := f.Position(s.Start), f.Position(s.End)
	return jsonRange{start.Line, start.Column, end.Line, end.Column}
}

// visibleJSON escapes, in the strings of JSON, hidden characters and "##[".
// Outside of strings JSON has neither.
func visibleJSON(data []byte) []byte {
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == '\n': // between the lines of the print; in strings it is escaped
			out = append(out, '\n')
		case hidden(r) && r > 0xffff:
			r -= 0x10000
			out = fmt.Appendf(out, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		case hidden(r):
			out = fmt.Appendf(out, `\u%04x`, r)
		case r == '[' && bytes.HasSuffix(out, []byte("##")):
			out = append(out, `\u005b`...)
		default:
			out = append(out, data[i:i+size]...)
		}
		i += size
	}
	return out
}
