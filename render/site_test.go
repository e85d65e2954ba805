package render

import (
	"context"
	"io/fs"
	"maps"
	"math/big"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
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
	return Input{Corpus: c, Results: insight.Compute(c, changed, policy, asOf), Set: set, Files: files}
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

// elements calls visit for every element of a page.
func elements(t testing.TB, page string, visit func(*html.Node)) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			visit(n)
		}
	}
}

func attribute(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// checkSafe reports whatever a page must never hold, wherever it came from.
func checkSafe(t *testing.T, name, page string) {
	t.Helper()
	ids := map[string]bool{}
	policy := ""
	elements(t, page, func(n *html.Node) {
		switch n.Data {
		case "script":
			if src, ok := attribute(n, "src"); !ok || !strings.Contains(src, "assets/") || n.FirstChild != nil {
				t.Errorf("%s: an inline or foreign script", name)
			}
		case "style", "iframe", "object", "embed", "form", "base", "input", "textarea", "math", "template", "frameset", "applet":
			t.Errorf("%s: an element <%s>", name, n.Data)
		case "meta":
			if kind, _ := attribute(n, "http-equiv"); strings.EqualFold(kind, "Content-Security-Policy") {
				policy, _ = attribute(n, "content")
			}
		case "html":
			if lang, _ := attribute(n, "lang"); lang == "" {
				t.Errorf("%s: <html> without a language", name)
			}
		}
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc", a.Key == "formaction", a.Key == "name" && n.Data != "meta":
				t.Errorf("%s: <%s> has the attribute %s", name, n.Data, a.Key)
			case a.Key == "id":
				if ids[a.Val] {
					t.Errorf("%s: the id %q stands twice", name, a.Val)
				}
				ids[a.Val] = true
			case a.Key == "href" || a.Key == "src" || a.Key == "action":
				// As a browser reads it: without control characters and tabs.
				clean := strings.Map(func(r rune) rune {
					if r <= ' ' {
						return -1
					}
					return r
				}, a.Val)
				if s, ok := scheme(clean); ok && !schemes[s] {
					t.Errorf("%s: <%s %s=%q>", name, n.Data, a.Key, a.Val)
				}
				if strings.HasPrefix(clean, "//") || strings.HasPrefix(clean, `\`) {
					t.Errorf("%s: <%s %s=%q> leaves the site", name, n.Data, a.Key, a.Val)
				}
				if s, ok := scheme(clean); a.Key == "src" && ok {
					t.Errorf("%s: <%s> loads from %s", name, n.Data, s)
				}
			}
		}
	})
	if policy != csp || strings.Contains(policy, "unsafe") {
		t.Errorf("%s: policy %q", name, policy)
	}
}

// checkLinks reports links between pages that lead nowhere.
func checkLinks(t *testing.T, site map[string]string, fileURLs bool) {
	t.Helper()
	ids := map[string]map[string]bool{}
	for name, page := range site {
		if path.Ext(name) == ".html" {
			ids[name] = map[string]bool{}
			elements(t, page, func(n *html.Node) {
				if id, ok := attribute(n, "id"); ok {
					ids[name][id] = true
				}
			})
		}
	}
	for name := range ids {
		if name == "404.html" {
			continue
		}
		elements(t, site[name], func(n *html.Node) {
			for _, key := range []string{"href", "src"} {
				v, ok := attribute(n, key)
				u, err := url.Parse(v)
				if err != nil {
					t.Errorf("%s: %s=%q: %v", name, key, v, err)
					continue
				}
				if !ok || u.IsAbs() {
					continue
				}
				to := name
				if u.Path != "" {
					to = path.Join(path.Dir(name), u.Path)
					if strings.HasSuffix(u.Path, "/") {
						if fileURLs {
							t.Errorf("%s: %q does not name a file", name, v)
						}
						to = path.Join(to, "index.html")
					}
				}
				if _, there := site[to]; !there {
					t.Errorf("%s: %s=%q leads to %s, which is not there", name, key, v, to)
				} else if u.Fragment != "" && !ids[to][u.Fragment] {
					t.Errorf("%s: %s=%q: no such place in %s", name, key, v, to)
				}
			}
		})
	}
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
func TestPagesKeepEveryWord(t *testing.T) {
	in := load(t, os.DirFS("../examples"))
	sites := map[string]map[string]string{
		"en": build(t, in, Options{Title: "Example", Lang: "en"}),
		"ja": build(t, in, Options{Title: "Example", Lang: "ja"}),
	}
	for _, e := range in.Corpus.Entries {
		if e.Doc.Body == nil {
			continue
		}
		page, err := html.Parse(strings.NewReader(sites[e.Lang][in.Set.Kind(e.Kind).Segment+"/"+e.ID+"/index.html"]))
		if err != nil {
			t.Fatal(err)
		}
		var text, attributes strings.Builder
		for n := range page.Descendants() {
			if n.Type == html.TextNode {
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
			if w := letters(word); !strings.Contains(shown, w) && !strings.Contains(addresses, w) {
				t.Errorf("%s: the page lacks %q", e.Path(), word)
			}
		}
	}
}

// clockOrDay is what pages write in a form of their own.
var clockOrDay = regexp.MustCompile(`^\D?[0-9]{1,4}([:時/年-]|$)`)

// bodyWords gives the words of a body but for the headings of tables, which
// a facet's own labels replace, times, labels before values, and states.
func bodyWords(d *doc.Document) []string {
	states := map[string]bool{"対応中": true, "未着手": true, "完了": true, "DONE": true}
	var words []string
	ast.Walk(d.Body, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch {
		case !entering || n.Type() != ast.TypeBlock && n.Kind() != extast.KindTableCell:
		case n.Kind() == extast.KindTableHeader:
			return ast.WalkSkipChildren, nil
		case n.FirstChild() == nil || n.FirstChild().Type() == ast.TypeInline:
			for _, word := range strings.Fields(d.Plain(n)) {
				if !clockOrDay.MatchString(word) && !states[word] && !strings.Contains(word, ":") {
					words = append(words, word)
				}
			}
		}
		return ast.WalkContinue, nil
	})
	return words
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
		id := "2024-" + dateText(1000+i, 0, 0)[1:4]
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
