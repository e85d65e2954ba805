package render

import (
	"fmt"
	"path"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/debrief-dev/debrief/internal/insight"
)

// aged gives an input with a history: of each item when it was opened, and of
// those in closed when it was closed.
func aged(t *testing.T, files map[string]string, dropped ...insight.Dropped) Input {
	t.Helper()
	in := load(t, repository(files))
	h := insight.History{Changed: in.Results.History.Changed, Lives: map[insight.ItemKey]insight.Life{}, Dropped: dropped, Authors: map[string][]insight.Author{}}
	opened := insight.Dated{At: asOf.AddDate(0, 0, -100), From: insight.FromGit, By: marker, Commit: "0123456789abcdef"}
	for _, e := range in.Corpus.Entries {
		h.Authors[e.Path()] = []insight.Author{{Name: marker, LastActive: asOf.AddDate(-2, 0, 0)}}
		for _, a := range e.Actions {
			life := insight.Life{Opened: opened, Events: []insight.Event{{Kind: insight.Opened, When: opened}}}
			if a.Status == "done" {
				life.Closed = insight.Dated{At: asOf.AddDate(0, 0, -40), From: insight.FromGit, Commit: "fedcba9876543210"}
				life.Events = append(life.Events, insight.Event{Kind: insight.Closed, When: life.Closed})
			}
			h.Lives[insight.ItemKey{Path: e.Path(), ID: a.ID}] = life
		}
	}
	in.Results = insight.Compute(in.Corpus, h, insight.Policy{}, asOf)
	return in
}

const boardDocument = `---
id: 2026-001
started_at: 2026-08-01T10:00:00Z
services: [web]
---
# 障害

## Action items

- [ ] Bound the cache @team-web due:2026-11-01 term:short
- [x] Rehearse a restore @team-db
- [ ] 手順を書く
- Tell the partners
- Partners
  - [ ] Ask the one in Osaka

## Other things

| what | who |
|---|---|
| nothing | nobody |
`

func TestBoardShowsEveryItemAndLeadsToIt(t *testing.T) {
	in := aged(t, map[string]string{
		"postmortems/2026-001.md": boardDocument,
		"services/web.yaml":       "kind: service\nid: web\ntitle: Web shop\nowner: team-web\n",
	}, insight.Dropped{Path: "gone.md", Text: "消えた項目", Removed: insight.Dated{At: asOf.AddDate(0, 0, -9), From: insight.FromGit}})
	for _, o := range []Options{
		{Title: "x", Lang: "en", RepoURL: "https://github.com/a/b.git"},
		{Title: "x", Lang: "ja", FileURLs: true, RepoURL: "https://gitlab.com/a/b"},
	} {
		site := build(t, in, o)
		checkLinks(t, site, o.FileURLs)
		for _, name := range []string{"actions/index.html", "actions/owners/index.html", "actions/services/index.html", "actions/services/web/index.html", "actions/no-service/index.html", "actions/terms/index.html", "actions/states/index.html", "changes/index.html", "incidents/2026-001/index.html"} {
			checkSafe(t, name, site[name])
		}
		words := text(t, site["actions/index.html"])
		for _, want := range []string{"Bound the cache", "手順を書く", "Tell the partners", "Osaka", "消えた項目", "team-db"} {
			if !strings.Contains(words, want) {
				t.Errorf("%s: the board lacks %q", o.Lang, want)
			}
		}
		commits := 0
		elements(t, site["incidents/2026-001/index.html"], func(n *html.Node) {
			if href, _ := attribute(n, "href"); strings.Contains(href, "/commit/0123456789abcdef") {
				commits++
			}
		})
		if commits == 0 {
			t.Errorf("%s: no item leads to the commit that opened it", o.Lang)
		}
	}
	site := build(t, in, Options{Title: "x"})
	for name, want := range map[string][]string{
		"actions/index.html":            {"21 days late", "open for 100 days", "took 60 days", "Removed without being done"},
		"actions/owners/index.html":     {"team-web", "Without an owner"},
		"actions/services/index.html":   {"Web shop 3 1 1 1"},
		"actions/terms/index.html":      {"Without a term", "手順を書く", "By term"},
		"actions/states/index.html":     {"Done 1", "Rehearse a restore", "State not stated 1", "消えた項目"},
		"changes/index.html":            {"1 action closed", "Knowledge about to leave"},
		"incidents/2026-001/index.html": {"open for 100 days", "21 days late"},
	} {
		words := text(t, site[name])
		for _, w := range want {
			if !strings.Contains(words, w) {
				t.Errorf("%s lacks %q: %s", name, w, words)
			}
		}
	}
}

// text is all text of a page, with single spaces.
func text(t *testing.T, page string) string {
	t.Helper()
	var b strings.Builder
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func TestBoardsOfNothing(t *testing.T) {
	site := build(t, load(t, repository(map[string]string{"runbooks/a.md": "# A\n"})), Options{Title: "x"})
	if site["actions/index.html"] != "" {
		t.Error("there is a board without an action item")
	}
	in := load(t, repository(map[string]string{"runbooks/a.md": "# A\n"}))
	in.Results = insight.Compute(in.Corpus, insight.History{}, insight.Policy{}, asOf)
	if site := build(t, in, Options{Title: "x"}); site["changes/index.html"] != "" {
		t.Error("there are changes without a history")
	}
	in.Results = nil
	build(t, in, Options{Title: "x"})
}

// A board of very many items stays a page that can be read: what is over is
// cut short.
func TestBoardCutsWhatIsOver(t *testing.T) {
	var b strings.Builder
	b.WriteString("# X\n\n## Action items\n\n")
	for i := range 200 {
		fmt.Fprintf(&b, "- [x] Item %d\n", i)
	}
	site := build(t, aged(t, map[string]string{"postmortems/2026-001.md": b.String()}), Options{Title: "x"})
	if words := text(t, site["actions/index.html"]); !strings.Contains(words, "and 150 more that ended earlier or on an unknown day. Documents keep what was not removed; the list of all items: debrief actions --format csv") {
		t.Error("the board does not say that there are more items")
	}
}

func TestAgeLevel(t *testing.T) {
	at := func(days int) time.Time { return asOf.AddDate(0, 0, days) }
	tests := []struct {
		name   string
		opened int // days from now
		due    string
		want   int
	}{
		{"just opened", 0, "", 1},
		{"half of the way to stale", -90, "", 5},
		{"stale", -181, "", 10},
		{"half of its time", -10, "due:2026-12-02", 5},
		{"overdue", -10, "due:2026-11-20", 10},
		{"due before it was opened", -1, "due:2026-11-01", 10},
	}
	for _, tt := range tests {
		in := load(t, repository(map[string]string{
			path.Join("postmortems", "2026-001.md"): "# X\n\n## Action items\n\n- [ ] 監視を足す created:" + at(tt.opened).Format(time.DateOnly) + " " + tt.due + "\n",
		}))
		if got := ageLevel(in.Results.AllActions()[0], insight.Policy{}); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}
