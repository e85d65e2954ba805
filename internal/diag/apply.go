package diag

import (
	"cmp"
	"slices"

	"github.com/debrief-dev/debrief/internal/source"
)

// Apply gives text with the edits of fixes made, each fix as a whole: one that
// overlaps an earlier one of the list, or reaches outside the text, is left
// out and can be offered again against the new text.
func Apply(text []byte, fixes []Fix) []byte {
	var edits []Edit
	for _, f := range fixes {
		if fits(text, edits, f.Edits) {
			edits = append(edits, f.Edits...)
		}
	}
	slices.SortStableFunc(edits, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
	})
	var out []byte
	at := 0
	for _, e := range edits {
		out = append(out, text[at:e.Span.Start]...)
		out = append(out, e.New...)
		at = e.Span.End
	}
	return append(out, text[at:]...)
}

// fits tells whether new edits can be made beside those that are there and
// beside each other.
func fits(text []byte, there, add []Edit) bool {
	for i, e := range add {
		if e.Span.Start < 0 || e.Span.End < e.Span.Start || e.Span.End > len(text) {
			return false
		}
		meets := func(o Edit) bool { return touches(e.Span, o.Span) }
		if slices.ContainsFunc(there, meets) || slices.ContainsFunc(add[:i], meets) {
			return false
		}
	}
	return true
}

// touches tells whether two edits cannot both be made: their spans overlap, or
// one inserts inside or at the place of the other.
func touches(a, b source.Span) bool {
	return a.Overlaps(b) || a.Start == b.Start || a.Len() == 0 && b.Contains(a) && a.Start != b.End ||
		b.Len() == 0 && a.Contains(b) && b.Start != a.End
}
