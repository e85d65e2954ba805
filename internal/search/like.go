package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	mostLonger    = 8
	mostSpellings = 4
)

// like gives the terms that a word may stand for besides itself. The last
// word of an open query may be half typed: those that it begins. For a word
// that is no term: those that are spelled like it, with the same first letter;
// else the longest that begins it. Characters of Chinese and Japanese, and
// whole identifiers, stand for themselves.
func like(s Source, a asked, isTerm, open bool) ([]weighted, error) {
	first, _ := utf8.DecodeRuneInString(a.token)
	if first == '=' || classOf(first) != word {
		return nil, nil
	}
	known, err := s.Vocabulary(first)
	if err != nil {
		return nil, err
	}
	letters := []rune(a.token)
	var near []weighted
	if open && len(letters) >= 3 {
		near = commonest(beginning(known, a.token), a.token)
	}
	if len(near) == 0 && !isTerm {
		near = spelled(known, letters)
	}
	if len(near) == 0 && !isTerm {
		near = stemOf(known, letters)
	}
	for i := range near {
		near[i].weight *= a.times
	}
	return near, nil
}

// beginning gives the terms that begin with a text.
func beginning(known []Known, text string) []Known {
	from, _ := slices.BinarySearchFunc(known, text, func(k Known, text string) int { return strings.Compare(k.Term, text) })
	to := from
	for to < len(known) && strings.HasPrefix(known[to].Term, text) {
		to++
	}
	return known[from:to]
}

// commonest gives the terms that most documents have, without one of them.
func commonest(list []Known, without string) []weighted {
	list = slices.DeleteFunc(slices.Clone(list), func(k Known) bool { return k.Term == without })
	slices.SortStableFunc(list, byDocs)
	var out []weighted
	for _, k := range list[:min(mostLonger, len(list))] {
		out = append(out, weighted{k.Term, completed})
	}
	return out
}

func byDocs(a, b Known) int { return cmp.Compare(b.Docs, a.Docs) }

// spelled gives the terms that differ from a word in one letter, or in two if
// it is long: the nearest, of these the commonest.
func spelled(known []Known, letters []rune) []weighted {
	most := 0
	switch {
	case len(letters) >= 8:
		most = 2
	case len(letters) >= 4:
		most = 1
	}
	if most == 0 || len(letters) > longestToken {
		return nil
	}
	var near [2][]Known
	for _, k := range known {
		if d := distance(letters, k.Term, most); 1 <= d && d <= most {
			near[d-1] = append(near[d-1], k)
		}
	}
	var out []weighted
	for i, weight := range [...]uint64{oneOff, twoOff} {
		slices.SortStableFunc(near[i], byDocs)
		for _, k := range near[i][:min(mostSpellings-len(out), len(near[i]))] {
			out = append(out, weighted{k.Term, weight})
		}
	}
	return out
}

// stemOf gives the longest term that a word begins with, which lacks at most
// four letters of it and has at least four.
func stemOf(known []Known, letters []rune) []weighted {
	for n := len(letters) - 1; n >= 4 && n >= len(letters)-4; n-- {
		text := string(letters[:n])
		if _, ok := slices.BinarySearchFunc(known, text, func(k Known, text string) int { return strings.Compare(k.Term, text) }); ok {
			return []weighted{{text, shortened}}
		}
	}
	return nil
}

// distance gives how many letters must be inserted, deleted, replaced or
// exchanged with their neighbour to turn one word into the other (optimal
// string alignment); more than most is most+1. Words have up to longestToken
// letters.
func distance(a []rune, text string, most int) int {
	n := utf8.RuneCountInString(text)
	if n-len(a) > most || len(a)-n > most {
		return most + 1
	}
	b := []rune(text)
	var rows [3][longestToken + 4]int
	for j := range b {
		rows[0][j+1] = j + 1
	}
	for i := range a {
		above, row := &rows[i%3], &rows[(i+1)%3]
		row[0] = i + 1
		least := row[0]
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			d := min(above[j]+cost, above[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, rows[(i+2)%3][j-1]+1)
			}
			row[j+1] = d
			least = min(least, d)
		}
		if least > most {
			return most + 1
		}
	}
	return min(rows[len(a)%3][len(b)], most+1)
}
