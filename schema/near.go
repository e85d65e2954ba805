package schema

import (
	"slices"

	"github.com/debrief-dev/debrief/internal/diag"
)

// nearest gives the one name that a misspelt word most likely means: at most
// two edits away (one for words of up to four letters, three from eight), and
// nearer than all others. "" if there is no such name, so that a fix is never
// a choice by lot: "sev9" is as near to sev1 as to sev5.
func nearest(word string, names []string) string {
	limit := 2
	switch n := len([]rune(word)); {
	case n <= 4:
		limit = 1
	case n >= 8:
		limit = 3
	}
	best, tie := "", false
	for _, name := range names {
		d := diag.Distance(word, name, limit+1)
		switch {
		case d > limit || d == 0:
		case d < limit || best == "":
			best, tie, limit = name, false, d
		default:
			tie = true
		}
	}
	if tie {
		return ""
	}
	return best
}

// closest is nearest without regard to case, spaces and points.
func closest(word string, names []string) string {
	folded := make([]string, len(names))
	for i, n := range names {
		folded[i] = squeeze(n)
	}
	word = squeeze(word)
	if !slices.Contains(folded, word) {
		word = nearest(word, folded)
	}
	if i := slices.Index(folded, word); word != "" && i >= 0 {
		return names[i]
	}
	return ""
}
