package diag

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/source"
)

// Apply gives text with the edits of fixes made, each fix as a whole: one that
// overlaps an earlier one of the list, or reaches outside the text, is left
// out and can be offered again against the new text.
func Apply(text []byte, fixes []Fix) []byte {
	var edits []Edit // in order
	for _, f := range fixes {
		if !fits(text, edits, f.Edits) {
			continue
		}
		for _, e := range f.Edits {
			edits = slices.Insert(edits, behind(edits, e), e)
		}
	}
	var out []byte
	at := 0
	for _, e := range edits {
		out = append(out, text[at:e.Span.Start]...)
		out = append(out, e.New...)
		at = e.Span.End
	}
	return append(out, text[at:]...)
}

// offers gives the fixes of a finding that an editor or reviewer can make, safe
// ones before the others: those with edits that fit the text of the file. New
// text that is not UTF-8 is left out, since no format can carry it.
func (d Diagnostic) offers() []Fix {
	var safe, unsafe []Fix
	for _, f := range d.Fixes {
		broken := func(e Edit) bool { return !utf8.ValidString(e.New) }
		switch {
		case len(f.Edits) == 0 || !fits(d.File.Data, nil, f.Edits) || slices.ContainsFunc(f.Edits, broken):
		case f.Unsafe:
			unsafe = append(unsafe, f)
		default:
			safe = append(safe, f)
		}
	}
	return append(safe, unsafe...)
}

// behind is where an edit belongs in a list of edits that is in order: before
// the first that starts where it starts or later.
func behind(edits []Edit, e Edit) int {
	i, _ := slices.BinarySearchFunc(edits, e.Span.Start, func(o Edit, start int) int { return cmp.Compare(o.Span.Start, start) })
	return i
}

// fits tells whether new edits can be made beside those that are there, in
// order, and beside each other. Of those that are there, none of which meet,
// only the two next to an edit can be in its way.
func fits(text []byte, there, add []Edit) bool {
	for i, e := range add {
		if e.Span.Start < 0 || e.Span.End < e.Span.Start || e.Span.End > len(text) {
			return false
		}
		meets := func(o Edit) bool { return touches(e.Span, o.Span) }
		at := behind(there, e)
		near := there[max(at-1, 0):min(at+1, len(there))]
		if slices.ContainsFunc(near, meets) || slices.ContainsFunc(add[:i], meets) {
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
