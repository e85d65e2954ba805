package main

import (
	"fmt"
	"io"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/render"
)

// csvFormats are the formats of commands that write comma-separated values:
// with csv-bom they begin with a byte order mark, by which Excel knows UTF-8.
var csvFormats = []string{"csv", "csv-bom"}

func isCSV(format string) bool { return format == "csv" || format == "csv-bom" }

// writeCSV writes rows, the first of which is the head.
func writeCSV(out io.Writer, format string, rows [][]string) error {
	if format == "csv-bom" {
		if _, err := io.WriteString(out, "\ufeff"); err != nil {
			return fmt.Errorf("writing CSV: %w", err)
		}
	}
	return render.WriteCSV(out, rows)
}

// unknownFormat is the error of a format that a command does not have.
func unknownFormat(format string, known []string) error {
	return &usageError{message: diag.Say("unknown format %q: use %s", "形式 %q はありません。使える値: %s", format, list(known, ", "))}
}
