package render

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/theme"
)

// Both texts explain the same figures in the same order, quote only settings
// that there are, and quote all of them.
func TestMethodTexts(t *testing.T) {
	values := insight.Policy{}.Settings()
	var ids [2][]string
	for i, lang := range []string{"en", "ja"} {
		text, err := methodSource(theme.FS, lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range methodHeading.FindAllStringSubmatch(text, -1) {
			ids[i] = append(ids[i], m[2])
		}
		quoted := map[string]bool{}
		for _, m := range setting.FindAllStringSubmatch(text, -1) {
			quoted[m[1]] = true
			if _, known := values[m[1]]; !known {
				t.Errorf("%s: there is no setting %s", lang, m[1])
			}
		}
		for name := range values {
			if !quoted[name] {
				t.Errorf("%s: the setting %s is not printed", lang, name)
			}
		}
	}
	if !slices.Equal(ids[0], ids[1]) {
		t.Errorf("sections: %v and %v", ids[0], ids[1])
	}
	for _, sh := range sheets() {
		if id := firstOf(sheetMethods[sh.name], sh.name); !slices.Contains(ids[0], id) {
			t.Errorf("nothing explains the sheet %s: no section %s", sh.name, id)
		}
	}
}

func TestMethodPage(t *testing.T) {
	files := repository(map[string]string{
		"postmortems/2023-001.md": "---\nid: 2023-001\nstatus: final\nstarted_at: 2023-01-15T14:30:00+09:00\nresolved_at: 2023-01-15T16:45:00+09:00\nimpact: {users: 10, normal_tps: 50}\n---\n# Outage\n",
	})
	in := load(t, files)
	policy := in.Results.Policy
	policy.Currency, policy.Detection.Inclusive = "*_<b>", true
	in.Results = insight.Compute(in.Corpus, insight.History{}, policy, asOf)
	site := build(t, in, Options{Title: "x", Languages: []string{"en", "ja"}})
	checkLinks(t, site, false)
	for page, want := range map[string][]string{
		"method/index.html":    {"at least 5 min", "*_<b>", "99.9 %", "calendar month", "Duration of the impact"},
		"ja/method/index.html": {"5分 以上", "暦月", "影響時間", "99.9%"},
	} {
		checkSafe(t, page, site[page])
		text := mainText(t, site[page])
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s lacks %q", page, w)
			}
		}
		if strings.Contains(text, "{{") || strings.Contains(text, "{#") {
			t.Errorf("%s has an open place", page)
		}
	}
	linked := 0
	elements(t, site["incidents/2023-001/index.html"], func(n *html.Node) {
		if href, _ := attribute(n, "href"); strings.Contains(href, "method/#") {
			linked++
		}
	})
	if linked < 2 {
		t.Errorf("the figures of an incident have %d links to how they are computed", linked)
	}
}

// A theme may say it in words of its own, in any line endings.
func TestOwnMethodText(t *testing.T) {
	in := load(t, repository(map[string]string{"docs/x.md": "# x\n"}))
	in.Theme = fstest.MapFS{"method.en.md": {Data: []byte("## Ours {#duration}\r\n\r\nIn **{{zone}}**, {{nothing}}.\r\n")}}
	text := mainText(t, build(t, in, Options{Title: "x"})["method/index.html"])
	if !strings.Contains(text, "Ours In UTC , {{nothing}}.") {
		t.Errorf("own text: %s", text)
	}
}
