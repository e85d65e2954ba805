package facet

import (
	"strings"
	"testing"
)

func TestCauseGroups(t *testing.T) {
	groups := NewCauseGroups(strings.ToLower)
	tests := []struct{ name, want string }{
		{"運用", "operations"}, {"Operations", "operations"}, {"デプロイ", "deployment"}, {"release", "deployment"}, {"連絡", "communication"},
		{"体制", "structure"}, {"試験", "testing"}, {"", ""}, {"運用部", ""}, {"something else", ""},
	}
	for _, tt := range tests {
		got := ""
		if g := groups.Find(strings.ToLower(tt.name)); g != nil {
			got = g.Word
		}
		if got != tt.want {
			t.Errorf("%q is of the group %q, want %q", tt.name, got, tt.want)
		}
	}
}

// No wording stands for two groups, and each group has a name in both languages.
func TestCauseGroupsAreSound(t *testing.T) {
	seen := map[string]string{}
	for _, row := range causeGroups {
		if len(row) < 3 || row[0] == "" || row[1] == "" {
			t.Errorf("%v has no name in both languages", row)
		}
		for _, w := range row {
			if other := seen[strings.ToLower(w)]; other != "" {
				t.Errorf("%q stands for %s and %s", w, other, row[0])
			}
			seen[strings.ToLower(w)] = row[0]
		}
	}
}
