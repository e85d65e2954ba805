package diag

import (
	"bytes"
	"strings"

	"github.com/debrief-dev/debrief/internal/source"
)

// extent is the span of a finding as CI services want it: inside the file and
// without the line ends behind it, so that what covers a whole line ends on
// that line.
func extent(f *source.File, s source.Span) source.Span {
	start := min(max(s.Start, 0), len(f.Data))
	end := min(max(s.End, start), len(f.Data))
	return source.Span{Start: start, End: start + len(bytes.TrimRight(f.Data[start:end], "\r\n"))}
}

// relative is a path without the "./" that CI services take for a folder.
func relative(path string) string { return strings.TrimPrefix(path, "./") }
