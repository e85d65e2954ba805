package schema

import (
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"
)

// literals gives texts in lower case one of which stands in every text that an
// expression matches, once that is in lower case; nil if there are none. To
// look for them first costs a fraction of trying the expression, and most
// texts have none of them.
func literals(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		return []string{strings.ToLower(string(re.Rune))}
	case syntax.OpCharClass:
		return classLiterals(re.Rune)
	case syntax.OpCapture, syntax.OpPlus:
		return literals(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return literals(re.Sub[0])
		}
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if found := literals(sub); shortest(found) > shortest(best) {
				best = found
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			found := literals(sub)
			if found == nil {
				return nil
			}
			all = append(all, found...)
		}
		return all
	}
	return nil
}

// maxClass is the number of characters over which a class tells nothing.
const maxClass = 8

// classLiterals gives the characters of a class of few, by its ranges.
func classLiterals(ranges []rune) []string {
	var out []string
	for i := 0; i < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			if len(out) == maxClass || r == utf8.MaxRune {
				return nil
			}
			out = append(out, string(unicode.ToLower(r)))
		}
	}
	return out
}

// shortest is the length of the shortest text, 0 if there are none: what tells
// how much a search for them rules out.
func shortest(texts []string) int {
	least := 0
	for i, t := range texts {
		if i == 0 || len(t) < least {
			least = len(t)
		}
	}
	return least
}

// pairSet holds which pairs of neighbouring bytes a text has, each as one of
// 256 bits. It rules out at a glance nearly all labels that do not stand in a
// heading or sentence.
type pairSet [4]uint64

func pairsOf(text string) pairSet {
	var set pairSet
	for i := 1; i < len(text); i++ {
		bit := 31*text[i-1] + text[i]
		set[bit/64] |= 1 << (bit % 64)
	}
	return set
}

// within tells whether a text of the pairs s may stand in one of the pairs t.
func (s pairSet) within(t pairSet) bool {
	return s[0]&^t[0]|s[1]&^t[1]|s[2]&^t[2]|s[3]&^t[3] == 0
}
