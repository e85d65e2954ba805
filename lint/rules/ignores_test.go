package rules

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

// afterFixes lints a page and gives it with the fixes of one rule made, and
// how many findings of the rule there were.
func afterFixes(t *testing.T, rule, text string) (fixed string, n int) {
	t.Helper()
	_, found := findings(t, fstest.MapFS{"page.md": {Data: []byte(text)}})
	var own []diag.Diagnostic
	for _, d := range found {
		if d.Rule == rule {
			own = append(own, d)
		}
	}
	return string(lint.Fix("page.md", []byte(text), own, false)), len(own)
}

func TestRemovalOfUnusedIgnores(t *testing.T) {
	const c = "<!-- debrief-ignore dead-link: x -->"
	tests := []struct{ name, text, want string }{
		{"behind text", "障害 " + c + "\n", "障害\n"},
		{"before text", c + " 障害\n", "障害\n"},
		{"between text", "a " + c + " b\n", "a b\n"},
		{"in a cell", "| a |\n|---|\n| 1 " + c + " |\n", "| a |\n|---|\n| 1 |\n"},
		{"before a hard line break", "a " + c + "  \nb\n", "a  \nb\n"},
		{"between paragraphs", "a\n\n" + c + "\n\nb\n", "a\n\nb\n"},
		{"between lines of text", "a\n" + c + "\nb\n", "a\n\nb\n"},
		{"at the end", "a\n\n" + c, "a\n\n"},
		{"alone", c + "\n", ""},
		{"in a quotation", "> a\n> " + c + "\n", "> a\n>\n"},
		{"over lines", "a <!-- debrief-ignore\ndead-link: x --> b\n", "a b\n"},
		{"in front matter", "---\nid: a # debrief-ignore dead-link: x\n# debrief-ignore dead-link: x\ntitle: b\n---\n", "---\nid: a\ntitle: b\n---\n"},
		{"in a list", "- a\n  " + c + "\n- b\n", "- a\n\n- b\n"},
	}
	for _, tt := range tests {
		for _, crlf := range []bool{false, true} {
			text, want := tt.text, tt.want
			if crlf {
				text, want = strings.ReplaceAll(text, "\n", "\r\n"), strings.ReplaceAll(want, "\n", "\r\n")
			}
			got, n := afterFixes(t, "unused-ignore", text)
			if diff := cmp.Diff(want, got); diff != "" || n == 0 {
				t.Errorf("%s, CRLF %t: %d findings; -want +got\n%s", tt.name, crlf, n, diff)
			}
			if again, n := afterFixes(t, "unused-ignore", got); n > 0 || again != got {
				t.Errorf("%s, CRLF %t: fixing again gives %q", tt.name, crlf, again)
			}
		}
	}
}

func TestMovesOfIgnoresThatBreakLists(t *testing.T) {
	const (
		next  = "<!-- debrief-ignore-next dead-link: 理由 -->"
		whole = "<!-- debrief-ignore-file dead-link: x -->"
		line  = "<!-- debrief-ignore dead-link: x -->"
		moved = "<!-- debrief-ignore dead-link: 理由 -->"
	)
	tests := []struct {
		name, text string
		found      int
		want       string // empty: as it was
	}{
		{"between items", "- a\n" + next + "\n- b\n", 1, "- a\n- b " + moved + "\n"},
		{"between numbers", "1. a\n\n" + next + "\n\n2. b\n", 1, "1. a\n\n\n2. b " + moved + "\n"},
		{"between lists in a quotation", "> - a\n> " + next + "\n> - b\n", 1, ""},
		{"two at once", "- a\n" + next + "\n" + whole + "\n- b\n", 2, "- a " + whole + "\n- b " + moved + "\n"},
		{"into the deepest line before", "- a\n  - 手順\n" + whole + "\n- b\n", 1, "- a\n  - 手順 " + whole + "\n- b\n"},
		{"about its own line", "- a\n" + line + "\n- b\n", 1, ""},
		{"before a hard line break", "- a\n" + next + "\n- b  \n  c\n", 1, "- a\n- b " + moved + "  \n  c\n"},
		{"before code", "- a\n" + next + "\n- ```\n  b\n  ```\n", 1, ""},
		{"code that goes on", "- a\n" + next + "\n- `b\n  c`\n", 1, ""},
		{"between rows", "| a | b |\n|---|---|\n| 1 | 2 |\n" + next + "\n| 3 | 4 |\n", 1, "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 " + moved + " |\n"},
		{"between rows without bars around them", "a | b\n---|---\n1 | 2\n" + whole + "\n3 | 4\n", 1, "a | b\n---|---\n1 | 2 " + whole + "\n3 | 4\n"},
		{"a bar in the reason", "| a |\n|---|\n| 1 |\n<!-- debrief-ignore-next dead-link: a|b -->\n| 3 |\n", 1, ""},
		{"inside of an item", "- a\n  " + next + "\n- b\n", 0, ""},
		{"at the end of an item", "- a " + next + "\n- b\n", 0, ""},
		{"between two kinds of list", "- a\n" + next + "\n1. b\n", 0, ""},
		{"before a list", next + "\n- a\n- b\n", 0, ""},
		{"behind a table", "| a |\n|---|\n| 1 |\n" + next + "\n\n| text\n", 0, ""},
		{"another comment", "- a\n<!-- apart -->\n- b\n", 0, ""},
		{"empty", "", 0, ""},
	}
	for _, tt := range tests {
		for _, crlf := range []bool{false, true} {
			text, want := tt.text, tt.want
			if want == "" {
				want = text
			}
			if crlf {
				text, want = strings.ReplaceAll(text, "\n", "\r\n"), strings.ReplaceAll(want, "\n", "\r\n")
			}
			got, n := afterFixes(t, "ignore-breaks-list", text)
			if diff := cmp.Diff(want, got); diff != "" || n != tt.found {
				t.Errorf("%s, CRLF %t: %d findings, want %d; -want +got\n%s", tt.name, crlf, n, tt.found, diff)
			}
		}
	}
}

func TestUnusedIgnoresInWords(t *testing.T) {
	tests := []struct{ names, want string }{
		{"dead-link", `the comment ignores "dead-link", which finds nothing here`},
		{"dead-link dead-anchor", `the comment ignores "dead-link", "dead-anchor", which find nothing here`},
	}
	for _, tt := range tests {
		for _, ending := range []string{"\n", "\r\n"} {
			_, found := findings(t, fstest.MapFS{"page.md": {Data: []byte("障害 <!-- debrief-ignore " + tt.names + ": x -->" + ending)}})
			var got []string
			for _, d := range found {
				got = append(got, d.Message.En)
			}
			if diff := cmp.Diff([]string{tt.want}, got); diff != "" {
				t.Errorf("%s: -want +got\n%s", tt.names, diff)
			}
		}
	}
}
