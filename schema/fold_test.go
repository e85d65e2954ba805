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
		{"Section C: Sequence of events", "sequence of events"},
		{"Part 2 - Timeline", "timeline"},
		{"Step 4: Impact", "impact"},
		{"Appendix A. Impact", "impact"},
		{"Chapter IV Impact", "impact"},
		{"Partial impact", "partial impact"},
		{"Part of the impact", "part of the impact"},
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
	for text, want := range map[string]string{
		"議題2　時系列の確認": "時系列の確認", "第3章 原因": "原因", "第三章　原因": "原因", "付録A 時系列": "時系列",
		"別紙１：影響": "影響", "Part 2 – Timeline": "timeline", "第3者の影響": "第3者の影響", "議題": "議題", "付録API": "付録api",
	} {
		if got := fold(text); got != want {
			t.Errorf("fold(%q) = %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{"根本原因", "R&D", "<b>x</b>", "[x](y)", "é"} {
		if _, ok := foldPlain(text); ok {
			t.Errorf("%q is taken for a plain text", text)
		}
	}
}
