package diag

import "testing"

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b  string
		limit int
		want  int
	}{
		{"", "", 3, 0},
		{"title", "title", 3, 0},
		{"tilte", "title", 3, 1},              // neighbours swapped
		{"resolvd_at", "resolved_at", 3, 1},   // one missing
		{"resolvedd_at", "resolved_at", 3, 1}, // one too many
		{"kitten", "sitting", 9, 3},           // the classic of Wagner and Fischer
		{"kitten", "sitting", 3, 3},           // cut at the limit
		{"a", "abcdef", 3, 3},                 // too long at once
		{"障害の記録", "障害の記憶", 3, 1},              // characters, not bytes
		{"ca", "abc", 9, 3},                   // optimal string alignment, not Damerau's full distance
	}
	for _, tt := range tests {
		if got := Distance(tt.a, tt.b, tt.limit); got != tt.want {
			t.Errorf("Distance(%q, %q, %d) = %d, want %d", tt.a, tt.b, tt.limit, got, tt.want)
		}
	}
}

func TestNearest(t *testing.T) {
	tests := []struct {
		word  string
		names []string
		want  string
	}{
		{"tilte", []string{"language", "title"}, "title"},
		{"sev9", []string{"sev1", "sev2"}, ""},
		{"nonsense", []string{"title"}, ""},
		{"title", []string{"title"}, ""},
		{"", []string{"title"}, ""},
		{"ログ監視", []string{"ログ監査", "障害"}, "ログ監査"},
		{"x", nil, ""},
	}
	for _, tt := range tests {
		if got := Nearest(tt.word, tt.names); got != tt.want {
			t.Errorf("Nearest(%q, %q) = %q, want %q", tt.word, tt.names, got, tt.want)
		}
	}
}
