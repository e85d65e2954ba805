package corpus

import "testing"

// TestDefect01NumberSignIsDecoration is about ids with a number sign: the handbook writes
// "id: #2023-001", which YAML reads as a comment, so that the document silently
// has none. It is a finding; where it is text, the sign is decoration.
func TestDefect01NumberSignIsDecoration(t *testing.T) {
	c, found := load(t, map[string]string{
		"postmortems/2023-001.md": "---\nid: #2023-001\nstarted_at: 2023-01-15T14:30:00+09:00\n---\n# インシデント #2023-001 タイムライン\n",
		"postmortems/2023-002.md": "---\nid: 2023-002\nstarted_at: 2023-02-15T14:30:00+09:00\nrecurrence_of: ['#2023-001']\n---\n# 再発\n",
	})
	want(t, brief(found, "value-is-comment", "unknown-id"), []string{"postmortems/2023-001.md:2:5 warning value-is-comment"})
	if e := c.ByPath("postmortems/2023-001.md"); e.ID != "2023-001" {
		t.Errorf("got id %q", e.ID)
	}
	if refs := c.ByID("postmortem", "2023-002").Targets("recurrence_of"); len(refs) != 1 || refs[0].ID != "2023-001" {
		t.Errorf("got %v", refs)
	}
}
