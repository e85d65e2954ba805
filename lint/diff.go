package lint

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
)

// context is how many unchanged lines a diff shows around a change.
const context = 3

// WriteDiff prints how a file changes as a unified diff, which patch and
// git apply read; nothing if it does not change. Text that a terminal or a CI
// runner would obey is printed by its escapes, so that a diff with such text
// is only for reading.
func WriteDiff(w io.Writer, path string, before, after []byte) error {
	a, b := splitLines(before), splitLines(after)
	hunks := group(changes(a, b))
	if len(hunks) == 0 {
		return nil
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "--- %s\n+++ %s\n", diag.Printable("a/"+path), diag.Printable("b/"+path))
	for _, h := range hunks {
		h.write(out, a, b)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the changes: %w", err)
	}
	return nil
}

// splitLines cuts a text into lines with their endings.
func splitLines(text []byte) []string {
	var out []string
	for line := range bytes.Lines(text) {
		out = append(out, string(line))
	}
	return out
}

// change replaces lines [a0, a1) of the old text by [b0, b1) of the new.
type change struct{ a0, a1, b0, b1 int }

// hunk is changes that are printed together.
type hunk []change

// group puts changes together whose contexts meet.
func group(all []change) []hunk {
	var out []hunk
	for _, c := range all {
		if n := len(out); n > 0 {
			h := out[n-1]
			if c.a0-h[len(h)-1].a1 <= 2*context {
				out[n-1] = append(h, c)
				continue
			}
		}
		out = append(out, hunk{c})
	}
	return out
}

func (h hunk) write(w *bufio.Writer, a, b []string) {
	first, last := h[0], h[len(h)-1]
	before := min(context, first.a0)
	after := min(context, len(a)-last.a1)
	fmt.Fprintf(w, "@@ -%s +%s @@\n",
		rangeText(first.a0-before, last.a1+after), rangeText(first.b0-before, last.b1+after))
	at := first.a0 - before
	for _, c := range h {
		writeLines(w, ' ', a[at:c.a0])
		writeLines(w, '-', a[c.a0:c.a1])
		writeLines(w, '+', b[c.b0:c.b1])
		at = c.a1
	}
	writeLines(w, ' ', a[at:last.a1+after])
}

// rangeText writes the lines [start, end), counted from 0, as diffs do: the
// first line from 1 and the number; before the first line if there is none.
func rangeText(start, end int) string {
	switch end - start {
	case 0:
		return fmt.Sprintf("%d,0", start)
	case 1:
		return fmt.Sprint(start + 1)
	}
	return fmt.Sprintf("%d,%d", start+1, end-start)
}

func writeLines(w *bufio.Writer, mark byte, lines []string) {
	for _, line := range lines {
		text, ended := strings.CutSuffix(line, "\n")
		text, cr := strings.CutSuffix(text, "\r")
		w.WriteByte(mark)
		if mark == ' ' && strings.HasPrefix(strings.TrimSpace(text), "::") {
			w.WriteByte('\\') // a runner obeys "::" behind white space
		}
		for i, part := range strings.Split(text, "\t") {
			if i > 0 {
				w.WriteByte('\t')
			}
			w.WriteString(diag.Printable(part))
		}
		if cr {
			w.WriteByte('\r')
		}
		w.WriteByte('\n')
		if !ended {
			w.WriteString("\\ No newline at end of file\n")
		}
	}
}
