package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// csvFormats are the formats of commands that write comma-separated values:
// with csv-bom they begin with a byte order mark, by which Excel knows UTF-8.
var csvFormats = []string{"csv", "csv-bom"}

func isCSV(format string) bool { return format == "csv" || format == "csv-bom" }

// csvWriter writes comma-separated values.
type csvWriter struct{ *csv.Writer }

func (a *app) newCSV(format string) csvWriter { return newCSVWriter(a.stdout, format) }

func newCSVWriter(out io.Writer, format string) csvWriter {
	if format == "csv-bom" {
		fmt.Fprint(out, "\ufeff") // the writer meets the same error, if there is one
	}
	return csvWriter{csv.NewWriter(out)}
}

// writeCSV writes rows, the first of which is the head.
func writeCSV(out io.Writer, format string, rows [][]string) error {
	w := newCSVWriter(out, format)
	for _, row := range rows {
		w.record(row...)
	}
	return w.close()
}

// record writes a line, whose cells are shown as text, whatever they hold.
func (w csvWriter) record(cells ...string) {
	safe := make([]string, len(cells))
	for i, c := range cells {
		safe[i] = inert(printable(c))
	}
	w.Write(safe) // close tells its error
}

// close writes what is left.
func (w csvWriter) close() error {
	w.Flush()
	if err := w.Error(); err != nil {
		return fmt.Errorf("writing CSV: %w", err)
	}
	return nil
}

// number is a cell that spreadsheets read as a number and not as a formula.
var number = lazyregexp.New(`^[-+]?[0-9]+(?:\.[0-9]+)?$`)

// inert gives a cell that spreadsheets take for text, not for a formula: with
// an apostrophe before the characters that begin one, in their full width, too.
func inert(cell string) string {
	if strings.IndexAny(cell, "=+-@\t\r\n＝＋－＠") == 0 && !number.MatchString(cell) {
		return "'" + cell
	}
	return cell
}

// unknownFormat is the error of a format that a command does not have.
func unknownFormat(format string, known []string) error {
	return &usageError{message: diag.Say("unknown format %q: use %s", "形式 %q はありません。使える値: %s", format, list(known, ", "))}
}
