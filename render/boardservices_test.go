package render

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/debrief-dev/debrief/internal/insight"
)

// tableRows gives the texts of a page's tables, cells joined by "|".
func tableRows(t *testing.T, page string) []string {
	t.Helper()
	var out []string
	elements(t, page, func(n *html.Node) {
		if n.Data != "tr" {
			return
		}
		var cells []string
		for c := range n.ChildNodes() {
			var b strings.Builder
			for x := range c.Descendants() {
				if x.Type == html.TextNode {
					b.WriteString(x.Data)
				}
			}
			cells = append(cells, b.String())
		}
		out = append(out, strings.Join(cells, "|"))
	})
	return out
}

// incidentOf is a postmortem of services with action items.
func incidentOf(id, services string, items ...string) string {
	return fmt.Sprintf("---\nid: %s\nstarted_at: 2026-08-01T10:00:00Z\nservices: [%s]\n---\n# X\n\n## Action items\n\n%s\n", id, services, strings.Join(items, "\n"))
}

func TestBoardByService(t *testing.T) {
	in := aged(t, map[string]string{
		"services/web.yaml":       "kind: service\nid: web\ntitle: Web shop\naliases: [shop]\nowner: team-web\n",
		"services/決済.yaml":        "kind: service\nid: 決済\ntitle: 決済基盤\nowner: team-pay\n",
		"services/idle.yaml":      "kind: service\nid: idle\ntitle: Idle\nowner: team-web\n",
		"postmortems/2026-001.md": incidentOf("2026-001", "web, 決済", "- [ ] late due:2026-11-01", "- [ ] waiting", "- [x] rehearsed"),
		"postmortems/2026-002.md": incidentOf("2026-002", "shop", "- stateless", "- [ ] 監視を足す"),
		"postmortems/2026-003.md": incidentOf("2026-003", "Legacy CRM", "- [ ] retire"),
		"postmortems/2026-004.md": incidentOf("2026-004", "", "- [ ] nobody's"),
	}, insight.Dropped{Path: "gone.md", Text: "消えた項目", Removed: insight.Dated{At: asOf.AddDate(0, 0, -9), From: insight.FromGit}})
	legacy := "actions/services/" + folder("Legacy CRM") + "/index.html"
	tests := []struct {
		lang, row, page string
		has, lacks      []string
	}{
		{"en", "Web shop|3|1|1|1", "actions/services/web/index.html", []string{"late", "waiting", "rehearsed", "stateless", "監視を足す"}, []string{"retire", "nobody's", "消えた項目"}},
		{"en", "決済基盤|2|1|0|1", "actions/services/決済/index.html", []string{"late", "waiting", "rehearsed"}, []string{"stateless", "監視を足す"}},
		{"en", "Legacy CRM|1|0|0|0", legacy, []string{"retire"}, []string{"waiting"}},
		{"en", "No service named|1|0|0|1", "actions/no-service/index.html", []string{"nobody's", "消えた項目"}, []string{"waiting"}},
		{"ja", "サービスの記載なし|1|0|0|1", "actions/no-service/index.html", []string{"アクション：サービスの記載なし", "完了しないまま削除"}, nil},
		{"ja", "決済基盤|2|1|0|1", "actions/services/決済/index.html", []string{"アクション：決済基盤", "サービスのページ"}, nil},
	}
	sites := map[string]map[string]string{}
	for _, lang := range []string{"en", "ja"} {
		sites[lang] = build(t, in, Options{Title: "x", Lang: lang})
		checkLinks(t, sites[lang], false)
		if list := tableRows(t, sites[lang]["actions/services/index.html"]); len(list) != 1+4 {
			t.Errorf("%s: the list has the rows %q, want a head and 4", lang, list)
		}
		for name, want := range map[string]bool{"services/web": true, "services/idle": false} {
			got := strings.Contains(sites[lang][name+"/index.html"], `href="../../actions/`+name+`/"`)
			if got != want {
				t.Errorf("%s: %s leads to its items: %v, want %v", lang, name, got, want)
			}
		}
	}
	for _, tt := range tests {
		if list := tableRows(t, sites[tt.lang]["actions/services/index.html"]); !strings.Contains(strings.Join(list, "\n"), tt.row) {
			t.Errorf("%s: the list lacks %q: %q", tt.lang, tt.row, list)
		}
		checkSafe(t, tt.page, sites[tt.lang][tt.page])
		words := text(t, sites[tt.lang][tt.page])
		for _, want := range tt.has {
			if !strings.Contains(words, want) {
				t.Errorf("%s: %s lacks %q: %s", tt.lang, tt.page, want, words)
			}
		}
		for _, not := range tt.lacks {
			if strings.Contains(words, not) {
				t.Errorf("%s: %s has %q", tt.lang, tt.page, not)
			}
		}
	}
	for _, name := range []string{"actions/owners/index.html", "actions/terms/index.html"} {
		for lang, want := range map[string]string{"en": "2 more items are done, given up or removed", "ja": "完了・見送り・削除の2件"} {
			if words := text(t, sites[lang][name]); !strings.Contains(words, want) {
				t.Errorf("%s: %s lacks %q", lang, name, want)
			}
		}
	}
}
