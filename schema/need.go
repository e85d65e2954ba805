package schema

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// need is what every text has that an expression matches, once the text is in
// lower case: a literal, all of some needs, or one of some. To look for it
// costs a fraction of trying the expression, and most texts do not have it.
type need struct {
	literal  string
	pairs    pairSet // of literal
	all, any []*need
}

// in tells whether a text in lower case, with the pairs that it has, has what
// is needed. A nil need is met by any text.
func (n *need) in(lower string, pairs pairSet) bool {
	in := func(sub *need) bool { return sub.in(lower, pairs) }
	switch {
	case n == nil:
		return true
	case n.any != nil:
		return slices.ContainsFunc(n.any, in)
	case n.all != nil:
		return !slices.ContainsFunc(n.all, func(sub *need) bool { return !in(sub) })
	}
	return n.pairs.within(pairs) && strings.Contains(lower, n.literal)
}

// needOf gives what an expression needs, nil if that cannot be told.
func needOf(re *syntax.Regexp) *need {
	switch re.Op {
	case syntax.OpLiteral:
		return literal(strings.ToLower(string(re.Rune)))
	case syntax.OpCharClass:
		return needOfClass(re.Rune)
	case syntax.OpCapture, syntax.OpPlus:
		return needOf(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return needOf(re.Sub[0])
		}
	case syntax.OpConcat:
		return needOfAll(re.Sub)
	case syntax.OpAlternate:
		return needOfAny(re.Sub)
	}
	return nil
}

func literal(text string) *need { return &need{literal: text, pairs: pairsOf(text)} }

func needOfAll(parts []*syntax.Regexp) *need {
	var all []*need
	for _, part := range parts {
		if n := needOf(part); n != nil {
			all = append(all, n)
		}
	}
	if all == nil {
		return nil
	}
	return &need{all: all}
}

func needOfAny(branches []*syntax.Regexp) *need {
	var one []*need
	for _, branch := range branches {
		n := needOf(branch)
		if n == nil {
			return nil
		}
		one = append(one, n)
	}
	return &need{any: one}
}

// maxClass is the number of characters over which a class tells nothing.
const maxClass = 8

// needOfClass is one of the characters of a class of few, by its ranges.
func needOfClass(ranges []rune) *need {
	var one []*need
	for i := 0; i < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			if len(one) == maxClass || r == utf8.MaxRune {
				return nil
			}
			one = append(one, literal(string(unicode.ToLower(r))))
		}
	}
	if one == nil {
		return nil
	}
	return &need{any: one}
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
