package search

import (
	"math"
	"testing"
)

func TestMatch(t *testing.T) {
	texts := []string{"disk full", "connection pool exhausted", "ディスクの空き不足", "pool of connections"}
	var a Analyser
	var bags []Bag
	for _, text := range texts {
		var d Document
		d.Add(Title, text)
		bags = append(bags, a.Bag(&d))
	}
	x := NewIndex(bags)
	m := x.Matcher()
	tests := []struct {
		name, text, without string
		best                int // -1: none
		covered             float64
	}{
		{"all words", "the pool is exhausted", "", 1, 1},
		{"half of the words", "disk slow", "", 0, 0.35}, // a word that is nowhere is rarer
		{"Japanese", "ディスク不足", "", 2, 0.8},
		{"a word that tells nothing", "disk pool", "disk", 1, 1},
		{"nothing known", "zebra", "", -1, 0},
		{"nothing", "", "", -1, 0},
	}
	for _, tt := range tests {
		want, best := m.Want([]string{tt.text}, tt.without), Match{Doc: -1}
		m.Match(want, func(k Match) {
			if k.Score > best.Score {
				best = k
			}
		})
		if best.Doc != tt.best || math.Abs(best.Covered-tt.covered) > 0.1 || best.Share < 0 || best.Share > 1 {
			t.Errorf("%s: %+v", tt.name, best)
		}
		if best.Doc < 0 {
			continue
		}
		if as := m.MatchAs(want, best.Doc, &bags[best.Doc], MeansOf(bags)); math.Abs(as.Score-best.Score) > 0.1*best.Score || as.Covered != best.Covered {
			t.Errorf("%s: counted exactly %+v, in levels %+v", tt.name, as, best)
		}
	}
	want := m.Want([]string{"pool exhausted"}, "")
	if got := m.Held(want, texts[3]); got <= 0 || got >= 1 {
		t.Errorf("of a title the text has %v", got)
	}
	if got := m.Held(want, ""); got != 0 {
		t.Errorf("of no title the text has %v", got)
	}
}
