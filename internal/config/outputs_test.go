package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOutputs(t *testing.T) {
	tests := []struct {
		name, text string
		want       Outputs
		found      []string
	}{
		{"none", "", Outputs{}, nil},
		{"sources", "outputs: {sources: true}\n", Outputs{Sources: true}, nil},
		{"cards", "outputs:\n  social_cards: true\n  card_font: fonts/ゴシック.otf\n", Outputs{SocialCards: true, CardFont: "fonts/ゴシック.otf"}, nil},
		{"CRLF", "outputs:\r\n  sources: true\r\n", Outputs{Sources: true}, nil},
		{"a path with a dot", "outputs: {card_font: ./a.otf}\n", Outputs{CardFont: "a.otf"}, nil},
		{"cards without a font", "outputs: {social_cards: true}\n", Outputs{SocialCards: true}, []string{`1:10 missing-field "{social_cards: true}"`}},
		{"a font elsewhere", "outputs: {card_font: ../a.otf}\n", Outputs{}, []string{`1:22 bad-format "../a.otf"`}},
		{"an absolute font", "outputs: {card_font: /usr/a.otf}\n", Outputs{}, []string{`1:22 bad-format "/usr/a.otf"`}},
		{"no truth", "outputs: {sources: maybe}\n", Outputs{}, []string{`1:20 unknown-value "maybe"`}},
		{"unknown", "outputs: {card: true}\n", Outputs{}, []string{`1:11 unknown-field "card"`}},
	}
	for _, tt := range tests {
		c, found := read(t, tt.text)
		if diff := cmp.Diff(tt.want, c.Outputs); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if diff := cmp.Diff(tt.found, found); diff != "" {
			t.Errorf("%s: findings (-want +got):\n%s", tt.name, diff)
		}
	}
}
