package schema

import "testing"

// Texts of ASCII take a way of their own, which must lead to the same place.
func TestFoldPlain(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""},
		{"  Root  Cause:\r\n", "root cause"},
		{"**1. Time-line_of events**", "time line of events"},
		{"IV. Impact", "impact"},
		{"(a) Impact", "impact"},
		{"Step 3: `Drain` ~it~", "drain it"},
		{"a. b. c", "b. c"},
		{"ivx", "ivx"},
		{"Time (UTC)", "time (utc)"},
		{" | ", "|"},
		{"- - -", ""},
		{"+ more +", "+ more +"},
		{"3.", "3"},
		{"12 hours", "hours"},
		{"What's new?", "what's new"},
		{"section 2", "section 2"},
		{"x: y", "y"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			plain, ok := foldPlain(tt.text)
			if got := unnumbered(plain); !ok || got != tt.want {
				t.Errorf("got %q, %v, want %q", got, ok, tt.want)
			}
			if got := foldAny(tt.text); got != tt.want {
				t.Errorf("as any text: got %q, want %q", got, tt.want)
			}
		})
	}
	for _, text := range []string{"根本原因", "R&D", "<b>x</b>", "[x](y)", "é"} {
		if _, ok := foldPlain(text); ok {
			t.Errorf("%q is taken for a plain text", text)
		}
	}
}
