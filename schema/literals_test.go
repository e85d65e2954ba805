package schema

import (
	"regexp/syntax"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLiterals(t *testing.T) {
	tests := []struct {
		match string
		want  []string
	}{
		{``, nil},
		{`resolved`, []string{"resolved"}},
		{`復旧|\bresolved\b`, []string{"復旧", "resolved"}},
		{`\b(?-i:DONE|OPEN)\b`, []string{"done", "open"}},
		{`roll(ed|ing)?[ -]?back`, []string{"roll"}},
		{`(found).{0,20}root[ -]cause`, []string{"found"}},
		{`✅|☑`, []string{"☑", "✅"}},
		{`a|.*`, nil},
		{`[a-z]+`, nil},
		{`(?:re)?`, nil},
		{`\S+`, nil},
		{`x{2,3}`, []string{"x"}},
	}
	for _, tt := range tests {
		t.Run(tt.match, func(t *testing.T) {
			tree, err := syntax.Parse("(?i)"+tt.match, syntax.Perl)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, literals(tree)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}
