package diag

// Distance counts the single-character insertions, deletions, replacements
// and swaps of neighbours that turn a into b (optimal string alignment:
// Damerau 1964, as restricted by Boytsov 2011). It gives limit as soon as the
// count cannot be less.
func Distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if abs(len(x)-len(y)) >= limit {
		return limit
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least >= limit {
			return limit
		}
		before, last, row = last, row, before
	}
	return min(last[len(y)], limit)
}

func abs(n int) int { return max(n, -n) }

// Nearest gives the one name that a misspelt word most likely means: at most
// two edits away (one for words of up to four letters, three from eight), and
// nearer than all others. "" if there is no such name, so that a suggestion
// is never a choice by lot: "sev9" is as near to sev1 as to sev5.
func Nearest(word string, names []string) string {
	limit := 2
	switch n := len([]rune(word)); {
	case n <= 4:
		limit = 1
	case n >= 8:
		limit = 3
	}
	best, tie := "", false
	for _, name := range names {
		d := Distance(word, name, limit+1)
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
