package config

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestActionTerms(t *testing.T) {
	tests := []struct {
		name, text string
		want       map[string]int
		found      []string
	}{
		{"empty", "", nil, nil},
		{"terms", "policy: {actions: {terms: {sev1: 7, sev3: 90}}}\n", map[string]int{"sev1": 7, "sev3": 90}, nil},
		{"CRLF", "policy:\r\n  actions:\r\n    terms:\r\n      sev2: 10\r\n", map[string]int{"sev2": 10}, nil},
		{"none", "policy: {actions: {terms: {}}}\n", map[string]int{}, nil},
		{"no severity", "policy: {actions: {terms: {重大: 7}}}\n", map[string]int{}, []string{`1:28 unknown-field "重大"`}},
		{"no days", "policy: {actions: {terms: {sev1: 0}}}\n", map[string]int{}, []string{`1:34 out-of-range "0"`}},
		{"too many days", "policy: {actions: {terms: {sev1: 99999999999999999999}}}\n", map[string]int{}, []string{`1:34 out-of-range "99999999999999999999"`}},
		{"in words", "policy: {actions: {terms: {sev1: two weeks}}}\n", map[string]int{}, []string{`1:34 out-of-range "two weeks"`}},
		{"no map", "policy: {actions: {terms: [15, 30]}}\n", nil, []string{`1:27 wrong-type "[15, 30]"`}},
		{"unknown key", "policy: {actions: {term: {}}}\n", nil, []string{`1:20 unknown-field "term"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, found := read(t, tt.text)
			if diff := cmp.Diff(tt.want, c.Policy.ActionTerms); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if !slices.Equal(found, tt.found) {
				t.Errorf("got %q, want %q", found, tt.found)
			}
		})
	}
}
