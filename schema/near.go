package schema

import (
	"slices"

	"github.com/debrief-dev/debrief/internal/diag"
)

// closest is diag.Nearest without regard to case, spaces and points.
func closest(word string, names []string) string {
	folded := make([]string, len(names))
	for i, n := range names {
		folded[i] = squeeze(n)
	}
	word = squeeze(word)
	if !slices.Contains(folded, word) {
		word = diag.Nearest(word, folded)
	}
	if i := slices.Index(folded, word); word != "" && i >= 0 {
		return names[i]
	}
	return ""
}
