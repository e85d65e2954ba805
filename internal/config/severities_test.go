package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSeverityMap(t *testing.T) {
	tests := []struct {
		text  string
		want  map[string]string
		found int
	}{
		{"severity_map: {P1: sev1, 特大: sev2}\n", map[string]string{"P1": "sev1", "特大": "sev2"}, 0},
		{"severity_map: {P1: sev6, 大: SEV1, 中: sev3}\n", map[string]string{"中": "sev3"}, 2},
		{"severity_map: sev1\n", nil, 1},
		{"severity_map:\n", nil, 0},
		{"", nil, 0},
	}
	for _, tt := range tests {
		c, found := read(t, tt.text)
		if diff := cmp.Diff(tt.want, c.Severities); diff != "" || len(found) != tt.found {
			t.Errorf("%q: %d findings (-want +got):\n%s", tt.text, len(found), diff)
		}
	}
}
