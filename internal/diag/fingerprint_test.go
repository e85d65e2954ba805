package diag

import (
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/internal/source"
)

// at makes a finding at the first place where text stands in a document.
func at(path, data, text string, message Text) Diagnostic {
	start := strings.Index(data, text)
	return Diagnostic{Rule: "r", Severity: Error, Message: message, File: source.New(path, []byte(data)), Span: source.Span{Start: start, End: start + len(text)}}
}

func TestFingerprintSurvivesEdits(t *testing.T) {
	before := at("a.md", "# T\n\n- 担当: 未記入\n", "未記入", Say("%d days overdue on line %d", "%d日超過（%d行目）", 3, 12))
	tests := []struct {
		name string
		now  Diagnostic
		same bool
	}{
		{"nothing changed", before, true},
		{"moved lines, CRLF", at("a.md", "# T\r\n\r\nmore\r\n\r\n- 担当: 未記入\r\n", "未記入", before.Message), true},
		{"other blanks", at("a.md", "\ufeff-  担当:\t未記入  ", "未記入", before.Message), true},
		{"other numbers", at("a.md", "- 担当: 未記入", "未記入", Say("%d days overdue on line %d", "", 2000, 1)), true},
		{"other Japanese text", at("a.md", "- 担当: 未記入", "未記入", Text{En: before.Message.En, Ja: "x"}), true},
		{"other line", at("a.md", "- 担当: 未記入!", "未記入", before.Message), false},
		{"other message", at("a.md", "- 担当: 未記入", "未記入", Say("3 days late", "")), false},
		{"other document", at("b.md", "- 担当: 未記入", "未記入", before.Message), false},
		{"other rule", func() Diagnostic {
			d := at("a.md", "- 担当: 未記入", "未記入", before.Message)
			d.Rule = "s"
			return d
		}(), false},
		{"no error any more", func() Diagnostic {
			d := before
			d.Severity = Warning
			return d
		}(), false},
		{"about the whole document", func() Diagnostic {
			d := before
			d.Whole = true
			return d
		}(), false},
		{"empty file", at("a.md", "", "", before.Message), false},
	}
	want := Fingerprints([]Diagnostic{before}, nil)[0]
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Fingerprints([]Diagnostic{tt.now}, nil)
			if len(got) != 1 || len(got[0]) != 64 || (got[0] == want) != tt.same {
				t.Errorf("got %v; the same as %s: want %v", got, want, tt.same)
			}
		})
	}
}

func TestFingerprintsOfAlike(t *testing.T) {
	if got := Fingerprints(nil, nil); len(got) != 0 {
		t.Errorf("no findings have %v", got)
	}
	f := source.New("a.md", []byte("x\ny\nx\n"))
	list := make([]Diagnostic, 3)
	for i, start := range []int{4, 0, 2} {
		list[i] = Diagnostic{Rule: "r", File: f, Span: source.Span{Start: start, End: start + 1}}
	}
	got := Fingerprints(list, nil)
	if got[0] == got[1] || got[0] == got[2] || got[1] == got[2] {
		t.Errorf("not all differ: %v", got)
	}
	// The order of the list does not matter, only that in the document.
	again := Fingerprints([]Diagnostic{list[1], list[0]}, nil)
	if again[0] != got[1] || again[1] != got[0] {
		t.Errorf("got %v, want %v", again, []string{got[1], got[0]})
	}
	if alone := Fingerprints(list[:1], nil); alone[0] != got[1] {
		t.Errorf("the only one left has %s, want %s", alone[0], got[1])
	}
}

func TestFingerprintOfRenamedDocument(t *testing.T) {
	id := func(path string) string { return map[string]string{"old.md": "2026-014", "new.md": "2026-014"}[path] }
	before := at("old.md", "x", "x", Text{})
	now := at("new.md", "x", "x", Text{})
	if a, b := Fingerprints([]Diagnostic{before}, id), Fingerprints([]Diagnostic{now}, id); a[0] != b[0] {
		t.Errorf("renaming makes %s of %s", b[0], a[0])
	}
}

// TestFingerprintAboutTheWhole changes the title at which such a finding stands.
func TestFingerprintAboutTheWhole(t *testing.T) {
	whole := func(data, text string, severity Severity) string {
		d := at("a.md", data, text, Say("no impact", "影響なし"))
		d.Whole, d.Severity = true, severity
		return Fingerprints([]Diagnostic{d}, nil)[0]
	}
	before := whole("# 障害\n", "障害", Warning)
	for _, tt := range []struct {
		name, got string
		same      bool
	}{
		{"another title, CRLF", whole("---\r\n---\r\n# 決済の障害\r\n", "決済", Warning), true},
		{"less weight", whole("# 障害\n", "障害", Info), true},
		{"an error", whole("# 障害\n", "障害", Error), false},
		{"at no title", whole("text\n", "", Warning), true},
	} {
		if (tt.got == before) != tt.same {
			t.Errorf("%s: %s and %s, want the same: %t", tt.name, before, tt.got, tt.same)
		}
	}
}
