package config

import (
	"slices"
	"testing"
)

func TestRosterDomains(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
		found      []string
	}{
		{"empty", "policy: {roster_domains: []}\n", nil, nil},
		{"nothing", "policy: {roster_domains: }\n", nil, nil},
		{"one", "policy: {roster_domains: Tanuki.example}\n", []string{"tanuki.example"}, nil},
		{"some", "policy:\r\n  roster_domains:\r\n    - a.example\r\n    - mail.b-c.co.jp\r\n", []string{"a.example", "mail.b-c.co.jp"}, nil},
		{"Japanese", "policy: {roster_domains: [たぬき.jp]}\n", []string{"たぬき.jp"}, nil},
		{"an address", "policy: {roster_domains: [a@b.example, c.example]}\n", []string{"c.example"}, []string{`1:27 bad-format "a@b.example"`}},
		{"a word", "policy: {roster_domains: [example]}\n", nil, []string{`1:27 bad-format "example"`}},
		{"a list in the list", "policy: {roster_domains: [[a.example]]}\n", nil, []string{`1:27 wrong-type "[a.example]"`}},
		{"a map", "policy: {roster_domains: {a: b}}\n", nil, []string{`1:26 wrong-type "{a: b}"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, found := read(t, tt.text)
			if !slices.Equal(c.Policy.RosterDomains, tt.want) || !slices.Equal(found, tt.found) {
				t.Errorf("got %q, findings %q, want %q, %q", c.Policy.RosterDomains, found, tt.want, tt.found)
			}
		})
	}
}
