package lint

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func TestWriteDiff(t *testing.T) {
	tests := []struct{ name, before, after, want string }{
		{"empty", "", "", ""},
		{"no change", "a\nb\n", "a\nb\n", ""},
		{"a line", "a\nb\nc\n", "a\nB\nc\n", "--- a/障害.md\n+++ b/障害.md\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"},
		{"from nothing", "", "a\n", "--- a/障害.md\n+++ b/障害.md\n@@ -0,0 +1 @@\n+a\n"},
		{"to nothing", "a\n", "", "--- a/障害.md\n+++ b/障害.md\n@@ -1 +0,0 @@\n-a\n"},
		{"Japanese and CRLF", "件名\r\n期限: 未定\r\n", "件名\r\n期限: 2026-01-31\r\n",
			"--- a/障害.md\n+++ b/障害.md\n@@ -1,2 +1,2 @@\n 件名\r\n-期限: 未定\r\n+期限: 2026-01-31\r\n"},
		{"no newline at the end", "a", "a\n", "--- a/障害.md\n+++ b/障害.md\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"},
		{"context of three lines", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
			"--- a/障害.md\n+++ b/障害.md\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n"},
		{"two hunks", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "2\n3\n4\n5\n6\n7\n8\n",
			"--- a/障害.md\n+++ b/障害.md\n@@ -1,4 +1,3 @@\n-1\n 2\n 3\n 4\n@@ -6,4 +5,3 @@\n 6\n 7\n 8\n-9\n"},
		{"neighbouring contexts are one hunk", "1\n2\n3\n4\n5\n6\n", "2\n3\n4\n5\n", "--- a/障害.md\n+++ b/障害.md\n@@ -1,6 +1,4 @@\n-1\n 2\n 3\n 4\n 5\n-6\n"},
		{"what a terminal or a runner obeys", " ::error::x\n##[warning]y\n\x1b[2J\n\ta\n", " ::error::x\n##[warning]y\n\x1b[2J\n\tb\n",
			"--- a/障害.md\n+++ b/障害.md\n@@ -1,4 +1,4 @@\n \\ ::error::x\n ##\\[warning]y\n \\u001b[2J\n-\ta\n+\tb\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			if err := WriteDiff(&out, "障害.md", []byte(tt.before), []byte(tt.after)); err != nil {
				t.Fatal(err)
			}
			if out.String() != tt.want {
				t.Errorf("got\n%q\nwant\n%q", out.String(), tt.want)
			}
		})
	}
}

// TestChanges compares with the shortest way, found by trying all.
func TestChanges(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	lines := func() []string {
		out := make([]string, r.IntN(12))
		for i := range out {
			out[i] = string(rune('a' + r.IntN(4)))
		}
		return out
	}
	for range 5000 {
		a, b := lines(), lines()
		edits, at := 0, 0
		var got []string
		for _, c := range changes(a, b) {
			if c.a0 < at || c.a0 == c.a1 && c.b0 == c.b1 {
				t.Fatalf("%v to %v: change %v behind line %d", a, b, c, at)
			}
			got = append(append(got, a[at:c.a0]...), b[c.b0:c.b1]...)
			edits, at = edits+c.a1-c.a0+c.b1-c.b0, c.a1
		}
		got = append(got, a[at:]...)
		if strings.Join(got, "") != strings.Join(b, "") {
			t.Fatalf("%v to %v gives %v", a, b, got)
		}
		if want := len(a) + len(b) - 2*common(a, b); edits != want {
			t.Fatalf("%v to %v: %d edits, want %d", a, b, edits, want)
		}
	}
}

// common is the length of the longest common subsequence.
func common(a, b []string) int {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	if a[0] == b[0] {
		return 1 + common(a[1:], b[1:])
	}
	return max(common(a[1:], b), common(a, b[1:]))
}

func TestChangesOfLongTextsEnd(t *testing.T) {
	var a, b []string
	for i := range 200_000 {
		a = append(a, string(rune('a'+i%7)))
		b = append(b, string(rune('a'+i%5)))
	}
	start := time.Now()
	at := 0
	for _, c := range changes(a, b) {
		if c.a0 < at {
			t.Fatal("changes out of order")
		}
		at = c.a1
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("took %v", took)
	}
}
