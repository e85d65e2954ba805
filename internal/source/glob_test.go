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

func TestValidGlob(t *testing.T) {
	tests := []struct {
		glob string
		want bool
	}{
		{"*.md", true},
		{"**", true},
		{"/docs/", true},
		{"./docs/**/*.md", true},
		{"[a-z]*/手順?.md", true},
		{`docs\[1\]`, true},
		{"", false},
		{".", false},
		{"/", false},
		{"[a-", false},
		{"[z", false},
		{"docs/[]/a", false},
		{`a\`, false},
		{"a//b", false},
		{"a{b", false},
		{"*.{yml,yaml}", false},
		{"../rules/*.yaml", false},
		{"ops/../../rules", false},
	}
	for _, tt := range tests {
		if got := ValidGlob(tt.glob); got != tt.want {
			t.Errorf("ValidGlob(%q) = %v, want %v", tt.glob, got, tt.want)
		}
	}
}
