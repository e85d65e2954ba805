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

// Nearest gives the candidate that is most like text, the first of several
// equally like it, "" if none is: at most a third of the letters, and three,
// may differ.
func Nearest(text string, candidates []string) string {
	best, limit := "", min(len([]rune(text))/3, 3)+1
	for _, c := range candidates {
		if d := Distance(text, c, limit); d < limit {
			best, limit = c, d
		}
	}
	return best
}
