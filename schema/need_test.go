package schema

import (
	"regexp/syntax"
	"strings"
	"testing"
)

// A need must be met by whatever the expression matches, and should be by
// little else.
func TestNeed(t *testing.T) {
	tests := []struct {
		match, text string
		want        bool
	}{
		{``, "", true},
		{`resolved`, "it is RESOLVED now", true},
		{`resolved`, "it is solved now", false},
		{`復旧|\bresolved\b`, "完全に復旧\r\n", true},
		{`復旧|\bresolved\b`, "障害が発生", false},
		{`\b(?-i:DONE|OPEN)\b`, "OPEN", true},
		{`cause (was )?(identified|found)`, "the cause found", true},
		{`cause (was )?(identified|found)`, "because of a cause unknown", false},
		{`roll(ed|ing)?[ -]?back`, "Rolled back", true},
		{`✅|☑`, "✅ 済", true},
		{`✅|☑`, "済", false},
		{`a|.*`, "x", true},
		{`[a-z]+`, "1", true},
		{`(?:re)?`, "x", true},
		{`x{2,3}`, "xx", true},
		{`x{2,3}`, "y", false},
		{`x{0,3}`, "y", true},
	}
	for _, tt := range tests {
		t.Run(tt.match+" "+tt.text, func(t *testing.T) {
			tree, err := syntax.Parse("(?i)"+tt.match, syntax.Perl)
			if err != nil {
				t.Fatal(err)
			}
			lower := strings.ToLower(tt.text)
			if got := needOf(tree).in(lower, pairsOf(lower)); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
