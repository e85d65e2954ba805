package render

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math/big"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/schema"
)

// asOf is the day of reckoning of all tests.
var asOf = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

// load reads the documents of a repository as the command does.
func load(t testing.TB, files fs.FS) Input {
	t.Helper()
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := corpus.Load(context.Background(), files, set, corpus.Options{Limits: doc.DefaultLimits(), Visibility: "internal"})
	if err != nil {
		t.Fatal(err)
	}
	changed := map[string]insight.Changed{}
	for _, e := range c.Entries {
		changed[e.Path()] = insight.Changed{Known: true, At: asOf, Author: "山田 <b>", Commit: "0123456789abcdef"}
	}
	policy := insight.Policy{Currency: "JPY", SLODefaults: insight.SLODefaults{Target: big.NewRat(999, 10)}}
	return Input{Corpus: c, Results: insight.Compute(c, insight.History{Changed: changed}, policy, asOf), Set: set, Files: files}
}

// build renders a site into memory.
func build(t testing.TB, in Input, o Options) map[string]string {
	t.Helper()
	out, err := tryBuild(in, o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func tryBuild(in Input, o Options) (map[string]string, error) {
	var mu sync.Mutex
	out := map[string]string{}
	err := Site(in, o, func(name string, data []byte) error {
		mu.Lock()
		defer mu.Unlock()
		out[name] = string(data)
		return nil
	})
	return out, err
}

func repository(files map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

func TestExamplesMakeSoundPages(t *testing.T) {
	in := load(t, os.DirFS("../examples"))
	for _, o := range []Options{
		{Title: "Example", Lang: "en", Languages: []string{"en", "ja"}, BaseURL: "https://example.com/kb/"},
		{Title: "例", Lang: "ja", FileURLs: true, RepoURL: "https://example.com/r", EditURL: "https://example.com/edit/{path}"},
	} {
		site := build(t, in, o)
		for name, page := range site {
			if path.Ext(name) == ".html" {
				checkSafe(t, name, page)
			}
		}
		checkLinks(t, site, o.FileURLs)
		for _, e := range in.Corpus.Entries {
			if site[in.Set.Kind(e.Kind).Segment+"/"+e.ID+"/index.html"] == "" {
				t.Errorf("no page for %s", e.Path())
			}
		}
	}
}

// Structured views replace tables and lists of a document; every word of its
// body must still be there.
func TestPagesKeepEveryWord(t *testing.T) { keepsWords(t, "../examples") }

func TestPagesOfStrangersKeepEveryWord(t *testing.T) {
	root := os.Getenv("DEBRIEF_SHARED")
	if root == "" {
		t.Skip("DEBRIEF_SHARED does not name the folder of shared corpora")
	}
	for _, name := range []string{"dfds-postmortems", "prometheus-operator-runbooks", "pagerduty-postmortem-docs-ja", "handbook"} {
		keepsWords(t, filepath.Join(root, "corpora", name))
	}
}

// keepsWords also checks that the pages are safe and their ids unique.
func keepsWords(t *testing.T, root string) {
	t.Helper()
	in := load(t, os.DirFS(root))
	sites := map[string]map[string]string{
		"en": build(t, in, Options{Title: "Example", Lang: "en"}),
		"ja": build(t, in, Options{Title: "Example", Lang: "ja"}),
	}
	for _, e := range in.Corpus.Entries {
		if !e.Doc.HasTree() {
			continue
		}
		name := in.Set.Kind(e.Kind).Segment + "/" + folder(e.ID) + "/index.html"
		source := sites[firstOf(e.Lang, "en")][name]
		checkSafe(t, name, source)
		page, err := html.Parse(strings.NewReader(source))
		if err != nil {
			t.Fatal(err)
		}
		var text, attributes strings.Builder
		for n := range page.Descendants() {
			if role, _ := attribute(n.Parent, "role"); n.Type == html.TextNode && role != "tooltip" { // of a term, in the midst of a word
				text.WriteString(n.Data + " ")
			}
			// Where a link's title stands for an id, its address holds that.
			for _, key := range []string{"class", "href"} {
				v, _ := attribute(n, key)
				attributes.WriteString(v + " ")
			}
		}
		shown, addresses := letters(text.String()), letters(attributes.String())
		for _, word := range bodyWords(e.Doc) {
			// A link's title may stand in the middle of Japanese text.
			for _, part := range regexp.MustCompile(`[!-~]+|[^ -~、。，．（）]+`).FindAllString(word, -1) {
				if w := letters(part); !strings.Contains(shown, w) && !strings.Contains(addresses, w) {
					t.Errorf("%s: the page lacks %q of %q", e.Path(), part, word)
				}
			}
		}
	}
}

func TestSameInputGivesSameBytes(t *testing.T) {
	in := load(t, os.DirFS("../examples"))
	first, second := build(t, in, Options{Title: "Example"}), build(t, in, Options{Title: "Example"})
	for _, name := range slices.Sorted(maps.Keys(first)) {
		if first[name] != second[name] {
			t.Errorf("%s differs from build to build", name)
		}
	}
	if len(first) != len(second) {
		t.Errorf("%d files, then %d", len(first), len(second))
	}
}

func TestEmptyRepository(t *testing.T) {
	site := build(t, load(t, fstest.MapFS{}), Options{Title: "Empty", Lang: "ja"})
	checkSafe(t, "index.html", site["index.html"])
	if !strings.Contains(site["index.html"], "まだ文書がありません") {
		t.Error("the empty home page does not say so")
	}
}

// marker would break out of any place where it is not escaped.
const marker = `"'<>&\` + "`" + `</title><script>x</script>{{.}}`

func TestDocumentsAreOnlyText(t *testing.T) {
	quoted := strings.NewReplacer(`'`, `''`).Replace(marker)
	yaml := func(keys ...string) string {
		var b strings.Builder
		for _, k := range keys {
			b.WriteString(k + ": '" + quoted + "'\n")
		}
		return b.String()
	}
	site := build(t, load(t, repository(map[string]string{
		"postmortems/2023-001.md": "---\nid: 2023-001\nstatus: final\n" + yaml("title", "summary", "severity", "owner", "category") +
			"tags: ['" + quoted + "']\nservices: ['" + quoted + "']\nrunbooks: ['" + quoted + "']\nextra: {a: ['" + quoted + "']}\n" +
			"started_at: 2023-01-15T14:30:00+09:00\nresolved_at: 2023-01-15T16:45:00+09:00\n" +
			"timeline: [{at: '2023-01-15T14:35:00+09:00', event: '" + quoted + "', actor: '" + quoted + "'}]\n" +
			"actions: [{text: '" + quoted + "', owner: '" + quoted + "', ticket: '" + quoted + "'}]\n" +
			"causes: [{text: '" + quoted + "', layer: technical}]\n---\n# " + marker + "\n\n" + marker + "\n\n```" + marker + "\n" + marker + "\n```\n",
		"runbooks/r.yaml": "kind: runbook\nid: r\n" + yaml("title", "risk", "estimated_time") + "steps: [{title: '" + quoted + "', commands: ['" + quoted + "']}]\n",
	})), Options{Title: marker, Description: marker, RepoURL: "https://example.com/" + marker})
	for name, page := range site {
		if path.Ext(name) == ".html" {
			checkSafe(t, name, page)
			if strings.Contains(page, "<script>x") {
				t.Errorf("%s: a text became a script", name)
			}
		}
	}
}

func TestTwoThingsThatClaimOnePageAreAnError(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"alias of another's id", map[string]string{
			"runbooks/a.md": "---\nid: alpha\naliases: [Beta]\n---\n# A\n", "runbooks/b.md": "---\nid: beta\n---\n# B\n",
		}, []string{"runbooks/a.md", "runbooks/b.md"}},
	}
	for _, test := range tests {
		_, err := tryBuild(load(t, repository(test.files)), Options{Title: "x"})
		for _, w := range test.want {
			if err == nil || !strings.Contains(err.Error(), w) {
				t.Errorf("%s: error %v, want one that names %s", test.name, err, w)
			}
		}
	}
	c := newClaims()
	for _, pair := range [][2]string{{"runbooks/A/", "runbooks/a/"}, {"runbooks/\u304c/", "runbooks/\u304b\u3099/"}, {"runbooks/x/", "runbooks/x/"}} {
		if err := c.take(pair[0], "first"); err != nil {
			t.Fatal(err)
		}
		if err := c.take(pair[1], "second"); err == nil || !strings.Contains(err.Error(), "first and second") {
			t.Errorf("%q after %q: error %v, want one that names both", pair[1], pair[0], err)
		}
	}
}

// TestAlertsOfInventoriesHavePages is about alerts that only inventories of
// monitoring list: each has a page, which leads to its runbook.
func TestAlertsOfInventoriesHavePages(t *testing.T) {
	site := build(t, load(t, repository(map[string]string{
		"runbooks/pool.md":   "# Pool\n\n## Steps\n\n1. Look\n",
		"monitoring/shop.md": "---\nkind: monitoring\nalerts:\n- {name: PoolFull, runbook: pool}\n- {name: poolfull}\n- {name: 決済エラー率上昇, runbook: pool}\n- {name: QueueLong}\n- {id: a/b}\n---\n# Shop\n",
	})), Options{Title: "x"})
	for _, tt := range []struct{ name, alert, want string }{
		{"a named runbook", "PoolFull", "runbooks/pool/"},
		{"Japanese", "決済エラー率上昇", "runbooks/pool/"},
		{"no runbook", "QueueLong", ""},
		{"only an id, which is no path", "a/b", ""},
	} {
		page, there := site["alerts/"+folder(tt.alert)+"/index.html"]
		found := ""
		elements(t, page, func(n *html.Node) {
			if kind, _ := attribute(n, "http-equiv"); kind == "refresh" {
				found, _ = attribute(n, "content")
			}
		})
		if !there || !strings.HasSuffix(found, tt.want) || tt.want == "" && (found != "" || !strings.Contains(string(page), "monitoring/shop/")) {
			t.Errorf("%s: a page %t that leads to %q, want %q", tt.name, there, found, tt.want)
		}
	}
}

func TestAliasesAndAlertsLeadToTheirDocument(t *testing.T) {
	site := build(t, load(t, repository(map[string]string{
		"runbooks/pool.md": "---\nid: HighPoolUse\naliases: [古い名前]\n---\n# Pool\n\n## Steps\n\n1. Look\n",
	})), Options{Title: "x"})
	for _, name := range []string{"runbooks/古い名前/index.html", "alerts/HighPoolUse/index.html"} {
		found := ""
		elements(t, site[name], func(n *html.Node) {
			if kind, _ := attribute(n, "http-equiv"); kind == "refresh" {
				found, _ = attribute(n, "content")
			}
		})
		if !strings.HasSuffix(found, "runbooks/HighPoolUse/") {
			t.Errorf("%s leads to %q", name, found)
		}
	}
	checkLinks(t, site, false)
}

func BenchmarkSite(b *testing.B) {
	files := map[string]string{}
	text, err := os.ReadFile("../examples/postmortems/2025-014-checkout-5xx.md")
	if err != nil {
		b.Fatal(err)
	}
	for i := range 200 {
		id := fmt.Sprintf("2024-%03d", i)
		files["postmortems/"+id+".md"] = strings.Replace(string(text), "---\n", "---\nid: "+id+"\n", 1)
	}
	in := load(b, repository(files))
	b.ResetTimer()
	for b.Loop() {
		if err := Site(in, Options{Title: "x"}, func(string, []byte) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(files)), "µs/doc")
}

// A site whose links name files gets its index as scripts wherever it is
// opened: other files of the index it has not.
func TestIndexOfASiteForDisk(t *testing.T) {
	in := load(t, repository(map[string]string{"runbooks/r.md": "# R\n"}))
	for _, disk := range []bool{true, false} {
		site := build(t, in, Options{FileURLs: disk})
		_, scripts := site["search/root.js"]
		_, bytes := site["search/root.bin"]
		if said := strings.Contains(site["index.html"], `data-search-form="scripts"`); said != disk || scripts != disk || bytes == disk {
			t.Errorf("for disk %v: pages say scripts %v; scripts %v, bytes %v", disk, said, scripts, bytes)
		}
	}
}
