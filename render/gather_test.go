package render

import (
	"strings"
	"testing"
)

func TestGatheredPages(t *testing.T) {
	in := load(t, repository(map[string]string{
		"runbooks/r.md":     "---\nid: r\ntags: [ＤＢ, 'flash sale', " + yamlText(hostileName) + ", '']\ncategory: 性能/メモリ\nowner: '@Team-Web'\n---\n# R\n",
		"postmortems/a.md":  "---\nid: a\ntags: [db, 決済]\ncategory: 性能\nowner: Mika Sato\nstarted_at: 2026-10-01T10:00:00Z\n---\n# A\n\n## Actions\n\n- [ ] Open thing owner:team-web due:2026-12-05\n- [x] Done owner:team-web\n",
		"services/web.yaml": "kind: service\nid: web\ntitle: Web\nowner: team-web\n",
		"services/b.yaml":   "kind: service\nid: b\ntitle: B\nowner: 決済チーム\n",
	}))
	site := build(t, in, Options{Lang: "en", Languages: []string{"en", "ja"}})
	for name, page := range site {
		if strings.HasSuffix(name, ".html") {
			checkSafe(t, name, page)
		}
	}
	checkLinks(t, site, false)
	tests := []struct{ page, want string }{
		{"tags/db/", "Tag: db Incidents: 1, Runbooks: 1"},
		{"tags/flash-sale/", "R r"},
		{"tags/決済/", "Tag: 決済"},
		{"ja/tags/決済/", "タグ：決済"},
		{"categories/性能/", "Parts of it"},
		{"categories/性能/メモリ/", "Category: 性能 / メモリ"},
		{"teams/team-web/", "1 open action Measure Document Due State Open thing"},
		{"teams/決済チーム/", "No open action item"},
		{"ja/teams/", "決済チーム 1 サービス 1件"},
	}
	for _, tt := range tests {
		if text := mainText(t, site[tt.page+"index.html"]); !strings.Contains(text, tt.want) {
			t.Errorf("%s lacks %q: %s", tt.page, tt.want, text)
		}
	}
	for name := range site {
		if strings.HasPrefix(name, "teams/mika") {
			t.Errorf("a person has the page %s", name)
		}
	}
	if !strings.Contains(site["incidents/a/index.html"], `href="../../tags/%E6%B1%BA%E6%B8%88/"`) {
		t.Error("the tag of a document leads nowhere")
	}
	if !strings.Contains(site["runbooks/r/index.html"], `href="../../teams/team-web/"`) {
		t.Error("the owner of a document leads nowhere")
	}
}

func TestYearPages(t *testing.T) {
	files := map[string]string{
		"postmortems/a.md": "---\nid: a\nseverity: sev1\nstarted_at: 2025-03-01T10:00:00Z\nresolved_at: 2025-03-01T11:00:00Z\n---\n# A\n",
		"postmortems/b.md": "---\nid: b\nstarted_at: 9999-12-31T23:00:00Z\n---\n# 遠い未来\n",
		"postmortems/c.md": "---\nid: c\n---\n# Without a start\n",
		"postmortems/d.md": "---\nid: d\nstarted_at: 2026-02-01T10:00:00Z\n---\n# D\n",
	}
	site := build(t, load(t, repository(files)), Options{Lang: "en", Languages: []string{"en", "ja"}})
	if text := mainText(t, site["incidents/2025/index.html"]); !strings.Contains(text, "March 1 1") || !strings.Contains(text, "A a 1 Mar 2025 SEV 1") {
		t.Errorf("2025: %s", text)
	}
	if text := mainText(t, site["ja/incidents/2026/index.html"]); !strings.Contains(text, "インシデント 2026年") || strings.Contains(text, "12月") {
		t.Errorf("2026 in Japanese, which is not over: %s", text)
	}
	if !strings.Contains(site["incidents/index.html"], `href="../incidents/2025/"`) {
		t.Error("the list does not lead to its years")
	}
	files["postmortems/e.md"] = "---\nid: 2025\nstarted_at: 2025-04-01T10:00:00Z\n---\n# Named as a year\n"
	site = build(t, load(t, repository(files)), Options{Lang: "en"})
	if text := mainText(t, site["incidents/2025/index.html"]); !strings.Contains(text, "Named as a year") || strings.Contains(text, "By month") {
		t.Errorf("the page of the incident 2025: %s", text)
	}
}
