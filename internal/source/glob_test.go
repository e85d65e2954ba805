package source

import "testing"

func TestMatch(t *testing.T) {
	tests := []struct {
		glob, path string
		want       bool
	}{
		{"*.md", "a.md", true},
		{"*.md", "deep/down/a.md", true},
		{"README.md", "docs/README.md", true},
		{"docs", "docs/a.md", true},
		{"docs/", "docs/a.md", true},
		{"docs/*.md", "docs/a.md", true},
		{"docs/*.md", "docs/deep/a.md", false},
		{"docs/**/*.md", "docs/deep/a.md", true},
		{"docs/**/*.md", "docs/a.md", true},
		{"/docs", "docs/a.md", true},
		{"./docs", "docs/a.md", true},
		{"docs/a", "docs/a.md", false},
		{"障害/**", "障害/記録.md", true},
		{"[", "[", false},
		{"", "a.md", false},
		{"**/**/**/**/x", "a/a/a/a/a/a/a/a/a/a", false},
	}
	for _, tt := range tests {
		if got := Match(tt.glob, tt.path); got != tt.want {
			t.Errorf("Match(%q, %q) = %v, want %v", tt.glob, tt.path, got, tt.want)
		}
	}
}
