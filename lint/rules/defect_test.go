package rules

import (
	"fmt"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// TestDefect21TermsCountFromPublication is about action items under "within a
// month": the handbook does not say from when, and its template asks for no
// owner and no due date though its checklist does. Terms count from the
// publication, else from the end of the incident; lint asks for what is missing.
func TestDefect21TermsCountFromPublication(t *testing.T) {
	const published, resolved = "published_at: 2026-01-31\n", "started_at: 2026-01-10T09:00:00+09:00\nresolved_at: 2026-01-10T10:00:00+09:00\n"
	tests := []struct {
		name, front, actions string
		due                  string // of the first action; empty for none
		asked                []string
	}{
		{"from publication", published + resolved, "### Short-term (within 1 month)\n\n- [ ] Limit the pool @web\n", "2026-02-28", nil},
		{"from publication, Japanese", published + resolved, "### 短期（1ヶ月以内）\n\n- [ ] プールの上限を設定（担当: 基盤チーム）\n", "2026-02-28", nil},
		{"not published: from the end", resolved, "### 中期（3ヶ月以内）\n\n- [ ] プールの上限を設定（担当: 基盤チーム）\n", "2026-04-10", nil},
		{"no day to count from", "", "### 短期（1ヶ月以内）\n\n- [ ] プールの上限を設定（担当: 基盤チーム）\n", "", []string{"action-without-due-date"}},
		{"no owner", published, "### 短期（1ヶ月以内）\n\n- [ ] プールの上限を設定\n", "2026-02-28", []string{"action-without-owner"}},
		{"neither", published, "- [ ] Limit the pool\n", "", []string{"action-without-due-date", "action-without-owner"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := "---\ntimezone: Asia/Tokyo\n" + tt.front + "---\n# 停止\n\n## Action items\n\n" + tt.actions
			c, found := findings(t, fstest.MapFS{"postmortems/2026-001.md": {Data: []byte(text)}})
			if len(c.Entries) != 1 || len(c.Entries[0].Actions) != 1 {
				t.Fatalf("%d documents, want one with one action", len(c.Entries))
			}
			due := ""
			if d := c.Entries[0].Actions[0].Due; d.Known {
				due = fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
			}
			if due != tt.due {
				t.Errorf("due %q, want %q", due, tt.due)
			}
			var asked []string
			for _, d := range found {
				if d.Rule == "action-without-owner" || d.Rule == "action-without-due-date" {
					asked = append(asked, d.Rule)
				}
			}
			slices.Sort(asked)
			if diff := cmp.Diff(tt.asked, asked); diff != "" {
				t.Errorf("-want +asked:\n%s", diff)
			}
		})
	}
}
