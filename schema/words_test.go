package schema

import "testing"

func TestWordsOfATeam(t *testing.T) {
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	own := set.WithWords("severity", map[string]string{"sev0": "sev1", "SEV 1": "sev2", "sev2": "sev3", "ＳＥＶ３": "sev4", "特大": "sev2", "blue": "nothing"})
	tests := []struct{ field, word, want, before string }{
		{"severity", "Sev0", "sev1", ""},
		{"severity", "SEV1", "sev2", "sev1"},
		{"postmortem.severity", "sev 2", "sev3", "sev2"},
		{"severity", "sev3", "sev4", "sev3"},
		{"severity", "特大", "sev2", "sev1"},
		{"severity", "重大", "sev1", "sev1"},
		{"severity", "blue", "", ""},
		{"known-issue.severity", "sev0", "", ""},
		{"known-issue.severity", "critical", "critical", "critical"},
		{"severity", "", "", ""},
	}
	for _, tt := range tests {
		if got, before := own.Labels().Word(tt.field, tt.word), set.Labels().Word(tt.field, tt.word); got != tt.want || before != tt.before {
			t.Errorf("%s %q: %q, want %q; before %q, want %q", tt.field, tt.word, got, tt.want, before, tt.before)
		}
	}
	if set.WithWords("severity", nil) != set {
		t.Error("no words make another set")
	}
}
