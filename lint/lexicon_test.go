package lint

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/source"
)

func TestLexicon(t *testing.T) {
	l := newLexicon([]Rule{
		{ID: "a", Wordings: []Wording{
			{Words: []string{"forgot", "forgotten"}},
			{Words: []string{"failed to "}, With: []string{"team", "we "}},
		}},
		{ID: "none"},
		{ID: "b", Wordings: []Wording{
			{Words: []string{"確認不足", "forgot"}},
			{Words: []string{"べき"}, With: []string{"だった"}},
		}},
	})
	tests := []struct {
		text string
		want []int // numbers of wordings
	}{
		{"", nil},
		{"fo", nil},
		{"\r\n", nil},
		{"nothing of the kind", nil},
		{"they forgot", []int{0, 2}},
		{"forgo", nil},
		{"failed to stop", nil},
		{"the team\r\nfailed to stop", []int{1}},
		{"failed to stop the team", []int{1}},
		{"the team", nil},
		{"確認不足", []int{2}},
		{"確認 不足", nil},
		{"\xe7\xa2\xba\xe8", nil},
		{"確認すべきだった", []int{3}},
		{"だった", nil},
		{"forgot, べきだった, we failed to see", []int{0, 1, 2, 3}},
	}
	for _, tt := range tests {
		may := l.in(tt.text)
		var got []int
		for i := range maxWordings {
			if may.has(i) {
				got = append(got, i)
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q: -want +got\n%s", tt.text, diff)
		}
	}
	b := l.of(&Rule{ID: "b", Wordings: make([]Wording, 2)})
	if forgot := l.in("forgot"); !b.overlaps(forgot) || b.overlaps(l.in("we failed to ")) || b.has(1) || !b.has(3) {
		t.Errorf("of gives %v", b)
	}
}

// TestLexiconWithManyWordings fills the set to its end.
func TestLexiconWithManyWordings(t *testing.T) {
	var rules []Rule
	for i := range maxWordings {
		rules = append(rules, Rule{ID: fmt.Sprint(i), Wordings: []Wording{{Words: []string{fmt.Sprintf("word%03d", i)}}}})
	}
	l := newLexicon(rules)
	for i := range maxWordings {
		may, want := l.in(fmt.Sprintf("a word%03d b", i)), wordingSet{}
		want.add(i)
		if may != want || l.of(&rules[i]) != want {
			t.Errorf("word%03d: got %v and %v, want %v", i, may, l.of(&rules[i]), want)
		}
	}
}

func TestCutSentences(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"", nil},
		{" \r\n \u3000", nil},
		{"one. two! three? four", []string{"one.", "two!", "three?", "four"}},
		{"v1.2.3 of a.b", []string{"v1.2.3 of a.b"}},
		{"one\r\ntwo\n", []string{"one", "two"}},
		{"確認した。対応した！なぜ？ ", []string{"確認した。", "対応した！", "なぜ？"}},
		{"済。\u3000次。", []string{"済。", "次。"}},
		{"end.確認", []string{"end.", "確認"}},
		{"\xe3\x80 \xef\xbc", []string{"\xe3\x80 \xef\xbc"}},
	}
	for _, tt := range tests {
		var got []string
		for _, s := range cutSentences(tt.text, nil) {
			got = append(got, tt.text[s.Start:s.End])
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q: -want +got\n%s", tt.text, diff)
		}
	}
	before := []source.Span{{Start: 7, End: 9}}
	if got := cutSentences("a", before); len(got) != 2 || got[0] != before[0] {
		t.Errorf("cutSentences adds %v", got)
	}
}

// TestBoldLabelsBeginBold holds the glance to the expression.
func TestBoldLabelsBeginBold(t *testing.T) {
	for _, line := range []string{
		"", "\r\n", "**a**", "__a__:", "- **a**: b\n", "> * **影響**\r\n", "\t>> + __a__", "- - **a**", "* *a*", "a **b**", "**", "***a***", "-**a**", "> **影響：**", "*  **a**",
	} {
		if boldLabel.MatchString(line) && !beginsBold([]byte(line)) {
			t.Errorf("%q is a bold label and does not begin as one", line)
		}
	}
	for line, want := range map[string]bool{"": false, "\r\n": false, "- **a": true, "影響": false, "- - **a**": false, ">__": true} {
		if got := beginsBold([]byte(line)); got != want {
			t.Errorf("beginsBold(%q) = %t, want %t", line, got, want)
		}
	}
}

// TestTriesAreFew counts how often a long sentence is looked at again: an
// expression is tried at its first matches alone, and each time a stretch of
// the sentence is seen.
func TestTriesAreFew(t *testing.T) {
	long := strings.Repeat("確認不足 ", 100_000)
	if got := len(tail(long)); got > maxSight {
		t.Errorf("%d bytes before a match are looked at", got)
	}
	if got := len(head(long)); got > maxSight {
		t.Errorf("%d bytes behind a match are looked at", got)
	}
	l := newLexicon([]Rule{{ID: "a", Wordings: []Wording{{Words: []string{"確認不足"}}}}})
	if allocs := testing.AllocsPerRun(5, func() { l.in(long) }); allocs > 0 {
		t.Errorf("looking for words made %v pieces of memory", allocs)
	}
	if got := len(cutSentences(long, nil)); got != 1 {
		t.Errorf("%d sentences", got)
	}
}
