package lint

import (
	"bytes"
	"maps"

	"github.com/debrief-dev/debrief/internal/diag"
)

// fixRounds bounds the rounds of FixAll: fixes that undo each other end.
const fixRounds = 10

// FixOf gives the fix that is made of those that a finding offers: the first
// with edits, unsafe ones only if asked for.
func FixOf(d diag.Diagnostic, unsafe bool) (diag.Fix, bool) {
	for _, f := range d.Fixes {
		if len(f.Edits) > 0 && (unsafe || !f.Unsafe) {
			return f, true
		}
	}
	return diag.Fix{}, false
}

// Fix gives the text of a file with the fixes of its findings made. Findings
// of other files are passed over; of fixes that overlap the first of the list
// is made.
func Fix(path string, text []byte, found []diag.Diagnostic, unsafe bool) []byte {
	var fixes []diag.Fix
	for _, d := range found {
		if f, ok := FixOf(d, unsafe); ok && d.File.Path == path {
			fixes = append(fixes, f)
		}
	}
	return diag.Apply(text, fixes)
}

// Fixed is what FixAll came to.
type Fixed struct {
	Files  map[string][]byte // those that changed, with their new text
	Found  []diag.Diagnostic // in the files as they are now
	Stable bool              // another round would change nothing
}

// FixAll makes the fixes of the findings that relint gives, and those of what
// is found then, until nothing changes, at most ten times. relint lints the
// repository with some files replaced, none at first; files that it has not
// been given before are read by text. Neither may keep or change the maps and
// texts.
func FixAll(text func(path string) ([]byte, error), relint func(changed map[string][]byte) ([]diag.Diagnostic, error), unsafe bool) (Fixed, error) {
	out := Fixed{Files: map[string][]byte{}}
	original := map[string][]byte{}
	for round := 0; ; round++ {
		found, err := relint(maps.Clone(out.Files))
		if err != nil {
			return Fixed{}, err
		}
		out.Found = found
		byPath := fixable(found, unsafe)
		out.Stable = true
		if len(byPath) == 0 || round == fixRounds {
			out.Stable = len(byPath) == 0
			break
		}
		for path, some := range byPath {
			before, known := out.Files[path]
			if !known {
				if before, err = text(path); err != nil {
					return Fixed{}, err
				}
				original[path] = before
			}
			after := Fix(path, before, some, unsafe)
			if !bytes.Equal(before, after) {
				out.Files[path], out.Stable = after, false
			}
		}
		if out.Stable {
			break
		}
	}
	for path, before := range original {
		if bytes.Equal(before, out.Files[path]) {
			delete(out.Files, path)
		}
	}
	return out, nil
}

// fixable gives the findings that offer a fix, by path.
func fixable(found []diag.Diagnostic, unsafe bool) map[string][]diag.Diagnostic {
	out := map[string][]diag.Diagnostic{}
	for _, d := range found {
		if _, ok := FixOf(d, unsafe); ok {
			out[d.File.Path] = append(out[d.File.Path], d)
		}
	}
	return out
}
