package diag

import (
	"cmp"
	"slices"
)

// ranked gives findings by weight, errors first, and by path and position
// among equals: the order in which a format with a limit keeps them.
func ranked(list []Diagnostic) []Diagnostic {
	out := slices.Clone(list)
	Sort(out)
	slices.SortStableFunc(out, func(a, b Diagnostic) int { return cmp.Compare(b.Severity, a.Severity) })
	return out
}
