package render

import (
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed/atom"
)

// parseFeed reads a feed as readers do.
func parseFeed(t *testing.T, name, text string) *atom.Feed {
	t.Helper()
	f, err := (&atom.Parser{}).Parse(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return f
}

func TestChannels(t *testing.T) {
	in := load(t, repository(outputFiles))
	site := build(t, in, Options{Title: "障害<KB>", Lang: "en", Languages: []string{"en", "ja"}, BaseURL: "https://kb.example.com/in"})
	tests := []struct {
		path, title, page string
		entries           []string // ids of documents, in order of their paths
	}{
		{"feed.xml", "障害<KB>", "", []string{"incidents/2026-001", "incidents/2026-002", "runbooks/a", "services/mail", "services/web"}},
		{"ja/feed.xml", "障害<KB>", "ja/", []string{"ja/incidents/2026-001", "ja/incidents/2026-002", "ja/runbooks/a", "ja/services/mail", "ja/services/web"}},
		{"incidents/feed.xml", "Incidents · 障害<KB>", "incidents/", []string{"incidents/2026-001", "incidents/2026-002"}},
		{"ja/incidents/feed.xml", "インシデント · 障害<KB>", "ja/incidents/", []string{"ja/incidents/2026-001", "ja/incidents/2026-002"}},
		{"services/web/feed.xml", "ウェブ · 障害<KB>", "services/web/", []string{"incidents/2026-001", "runbooks/a", "services/web"}},
		{"services/mail/feed.xml", "Mail · 障害<KB>", "services/mail/", []string{"incidents/2026-002", "services/mail"}},
		{"tags/web/feed.xml", "web · 障害<KB>", "tags/web/", []string{"incidents/2026-001", "services/web"}},
		{"tags/決済/feed.xml", "決済 · 障害<KB>", "tags/%E6%B1%BA%E6%B8%88/", []string{"incidents/2026-001"}},
	}
	ids := map[string]bool{}
	for _, tt := range tests {
		f := parseFeed(t, tt.path, site[tt.path])
		const base = "https://kb.example.com/in/"
		links := map[string]string{}
		for _, l := range f.Links {
			links[l.Rel] = l.Href
		}
		wantLinks := map[string]string{"alternate": base + tt.page, "self": base + escapeTarget(tt.path)}
		if diff := cmp.Diff(wantLinks, links); f.Title != tt.title || diff != "" || f.Updated != "2026-11-22T00:00:00Z" || len(f.Authors) != 1 || f.Authors[0].Name != "障害<KB>" {
			t.Errorf("%s: %q, %s, %v, links (-want +got):\n%s", tt.path, f.Title, f.Updated, f.Authors, diff)
		}
		if lang := map[bool]string{true: "ja", false: "en"}[strings.HasPrefix(tt.path, "ja/")]; f.Language != lang {
			t.Errorf("%s: in %q", tt.path, f.Language)
		}
		if ids[f.ID] {
			t.Errorf("%s has the id of another feed", tt.path)
		}
		ids[f.ID] = true
		var entries []string
		for _, e := range f.Entries {
			entries = append(entries, strings.TrimSuffix(strings.TrimPrefix(e.Links[0].Href, base), "/"))
		}
		if diff := cmp.Diff(tt.entries, entries); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.path, diff)
		}
	}
	if _, there := site["pages/feed.xml"]; there {
		t.Error("there is a feed of plain pages")
	}
}

func TestFeedEntry(t *testing.T) {
	site := build(t, load(t, repository(outputFiles)), Options{Title: "KB", Lang: "ja"})
	f := parseFeed(t, "feed.xml", site["incidents/feed.xml"])
	first, second := f.Entries[0], f.Entries[1]
	const want = "注文の障害|注文が失敗した\nSEV 1 · 2時間|../incidents/2026-001/"
	if got := first.Title + "|" + first.Content.Value + "|" + first.Links[0].Href; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if want := strings.TrimSuffix(hostileTitle, "\\u0007\\u202e"); strings.TrimSpace(second.Title) != want {
		t.Errorf("got %q, want %q", second.Title, want)
	}
	for _, l := range f.Links {
		if l.Rel == "self" {
			t.Error("the feed knows its address, the site does not")
		}
	}
	if !strings.Contains(site["incidents/feed.xml"], `<entry xml:lang="en">`) {
		t.Error("an entry in another language does not say so")
	}
}

func TestCalendarsOfServices(t *testing.T) {
	site := build(t, load(t, repository(outputFiles)), Options{Title: "KB", Lang: "ja", BaseURL: "https://kb.example.com"})
	for name, want := range map[string][]string{
		"calendar.ics":               {"アクション期限: 上限を設ける", "見直し: 手順"},
		"services/web/calendar.ics":  {"アクション期限: 上限を設ける", "見直し: 手順"},
		"services/mail/calendar.ics": nil,
	} {
		checkLines(t, name, []byte(site[name]))
		cal, err := ics.ParseCalendar(strings.NewReader(site[name]))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var got []string
		for _, e := range cal.Events() {
			got = append(got, ics.FromText(e.GetProperty(ics.ComponentPropertySummary).Value))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
