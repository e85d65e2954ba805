package config

import (
	"slices"
	"testing"
)

func TestDictionarySetting(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
		found      []string
	}{
		{"empty", "search:\n", nil, nil},
		{"one file", "search: {dictionary: 用語.tsv}\n", []string{"用語.tsv"}, nil},
		{"globs", "search:\r\n  dictionary: [words/*.tsv, more.tsv]\r\n", []string{"words/*.tsv", "more.tsv"}, nil},
		{"a map", "search: {dictionary: {a: b}}\n", nil, []string{`1:22 wrong-type "{a: b}"`}},
		{"another key", "search: {thesaurus: x.tsv}\n", nil, []string{`1:10 unknown-field "thesaurus"`}},
	}
	for _, tt := range tests {
		c, found := read(t, tt.text)
		if !slices.Equal(c.Dictionary, tt.want) || !slices.Equal(found, tt.found) {
			t.Errorf("%s: got %q, findings %q, want %q, %q", tt.name, c.Dictionary, found, tt.want, tt.found)
		}
	}
}
