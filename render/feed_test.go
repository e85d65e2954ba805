package render

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFeed(t *testing.T) {
	in := load(t, repository(map[string]string{
		"postmortems/old.md":  "---\nid: 2025-001\nstarted_at: 2025-01-02T10:00:00Z\nsummary: 注文が <失敗> した & 戻った\n---\n# 注文の障害\n",
		"postmortems/new.md":  "---\nid: 2026-001\nstarted_at: 2026-08-01T10:00:00Z\n---\n# A \x1b[31m\u202e障害\n",
		"runbooks/undated.md": "# 手順\n\n## 対処\n\n1. 見る\n",
		"README.md":           "# 説明\n",
	}))
	for path, c := range in.Results.History.Changed {
		c.Known = false
		in.Results.History.Changed[path] = c
	}
	data, err := Feed(in, Options{Title: "障害<ナレッジ>", Lang: "ja", BaseURL: "https://kb.example.com"})
	if err != nil {
		t.Fatal(err)
	}
	var got feed
	if err := xml.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if got.Title != "障害<ナレッジ>" || got.Author != got.Title || got.Updated != "2026-08-01T00:00:00Z" || !strings.HasPrefix(got.ID, "urn:uuid:") {
		t.Errorf("%+v", got)
	}
	var entries []string
	ids := map[string]bool{got.ID: true}
	for _, e := range got.Entries {
		if ids[e.ID] {
			t.Errorf("the id %s is there twice", e.ID)
		}
		ids[e.ID] = true
		entries = append(entries, strings.Join([]string{e.Updated, e.Links[0].Href, e.Title, e.Content.Text, e.Category[0].Label}, " | "))
	}
	want := []string{
		"2026-08-01T00:00:00Z | https://kb.example.com/incidents/2026-001/ | A  [31m 障害 | A  [31m 障害 | ポストモーテム",
		"2025-01-02T00:00:00Z | https://kb.example.com/incidents/2025-001/ | 注文の障害 | 注文が <失敗> した & 戻った | ポストモーテム",
	}
	if diff := cmp.Diff(want, entries); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	moved, err := Feed(in, Options{Title: "障害<ナレッジ>", Lang: "en", BaseURL: "https://kb.example.com"})
	if err != nil || !strings.Contains(string(moved), got.Entries[0].ID) {
		t.Errorf("an id changes with the language: %v", err)
	}
}

func TestFeedIsBounded(t *testing.T) {
	files := map[string]string{}
	for i := range 60 {
		name := string(rune('a'+i%26)) + strings.Repeat("x", i/26)
		files["postmortems/"+name+".md"] = "---\nstarted_at: 2026-08-01T10:00:00Z\n---\n# 障害\n"
	}
	data, err := Feed(load(t, repository(files)), Options{Title: "A"})
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(data), "<entry"); n != maxFeed {
		t.Errorf("%d entries", n)
	}
}
