package config

import (
	"slices"
	"testing"
)

func TestPublic(t *testing.T) {
	tests := []struct {
		name, text            string
		fields, allow, redact []string
		found                 []string
	}{
		{name: "empty", text: "public: {}\nredact: []\n"},
		{name: "all", text: "public:\r\n  fields: [impact.revenue_loss, actions.owner]\r\n  allow: [決済基盤]\r\nredact: [山田太郎, '']\r\n",
			fields: []string{"impact.revenue_loss", "actions.owner"}, allow: []string{"決済基盤"}, redact: []string{"山田太郎"}},
		{name: "one", text: "public: {fields: owner, allow: a}\nredact: b\n", fields: []string{"owner"}, allow: []string{"a"}, redact: []string{"b"}},
		{name: "a title", text: "public: {fields: [title]}\n", fields: []string{"title"}, found: []string{`1:19 unknown-value "title"`}},
		{name: "a pointer", text: "public: {fields: [/owner]}\n", fields: []string{"/owner"}, found: []string{`1:19 bad-format "/owner"`}},
		{name: "a map", text: "public: {allow: {a: b}}\n", found: []string{`1:17 wrong-type "{a: b}"`}},
		{name: "a key", text: "public: {field: [owner]}\n", found: []string{`1:10 unknown-field "field"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, found := read(t, tt.text)
			if !slices.Equal(c.Corpus.Public.Fields, tt.fields) || !slices.Equal(c.Allow, tt.allow) || !slices.Equal(c.Corpus.Public.Redact, tt.redact) || !slices.Equal(found, tt.found) {
				t.Errorf("got %q, %q, %q, findings %q", c.Corpus.Public.Fields, c.Allow, c.Corpus.Public.Redact, found)
			}
		})
	}
}
