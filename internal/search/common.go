package search

import "strings"

// common are words that stand in every text and tell nothing. Words that turn
// a meaning, or say where and how much, are not among them: no, not, without,
// up, down, out, over, under, above, below, all, more, few.
var common = words(`a about again also am an and any are as at be because been
	being both but by can could did do does doing during each for from further
	had has have having he her here hers him his how i if in into is it its
	itself just let may me might must my of on once or other our ours own same
	she should so some such than that the their theirs them then there these
	they this those through to too very was we were what when where which while
	who whom why will with would you your yours s t d ll m re ve`)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}
