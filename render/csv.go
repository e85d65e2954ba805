package render

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// WriteCSV writes rows, the first of which is the head, as comma-separated values
// (RFC 4180, lines that end with a line feed). Cells are shown as text, whatever
// they hold: no control characters, and nothing that a spreadsheet computes.
func WriteCSV(out io.Writer, rows [][]string) error {
	w := csv.NewWriter(out)
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = inert(diag.Printable(cell))
		}
		w.Write(safe) // Error tells of it
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return fmt.Errorf("writing CSV: %w", err)
	}
	return nil
}

// csvNumber is a cell that spreadsheets read as a number and not as a formula.
var csvNumber = lazyregexp.New(`^[-+]?[0-9]+(?:\.[0-9]+)?$`)

// inert gives a cell that spreadsheets take for text, not for a formula: with
// an apostrophe before the characters that begin one, in their full width, too.
func inert(cell string) string {
	if strings.IndexAny(cell, "=+-@\t\r\n＝＋－＠") == 0 && !csvNumber.MatchString(cell) {
		return "'" + cell
	}
	return cell
}
