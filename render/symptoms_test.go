package render

import (
	"fmt"
	"net/url"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// walker follows the links of a site as somebody without script does.
type walker struct {
	t    *testing.T
	site map[string]string
	at   string // the page
}

// follow goes to the first page whose path matches, by a link in the page's main
// part, whose item says why it is there.
func (w *walker) follow(to, why string) {
	w.t.Helper()
	target := regexp.MustCompile(`^(?:` + to + `)index\.html$`)
	reason := regexp.MustCompile(why)
	found, said := "", []string{}
	elements(w.t, w.site[w.at], func(n *html.Node) {
		href, ok := attribute(n, "href")
		u, err := url.Parse(href)
		if n.Data != "a" || !ok || err != nil || u.IsAbs() || found != "" || !inMain(n) {
			return
		}
		page := path.Join(path.Dir(w.at), u.Path)
		if strings.HasSuffix(u.Path, "/") {
			page = path.Join(page, "index.html")
		}
		if !target.MatchString(page) {
			return
		}
		text := wholeText(itemOf(n))
		if said = append(said, text); reason.MatchString(text) {
			found = page
		}
	})
	if found == "" {
		w.t.Fatalf("%s has no link to %s that says %q; its links say %q", w.at, to, why, said)
	}
	w.at = found
}

func inMain(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n.Data == "main" {
			return true
		}
	}
	return false
}

// itemOf is the item of a list, the row or the paragraph that a link stands in.
func itemOf(n *html.Node) *html.Node {
	for p := n; p != nil; p = p.Parent {
		if p.Data == "li" || p.Data == "tr" || p.Data == "section" {
			return p
		}
	}
	return n
}

func wholeText(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// TestFromSymptomToRunbookAndBack walks the examples with script off: each link
// stands beside what it is for.
func TestFromSymptomToRunbookAndBack(t *testing.T) {
	site := build(t, load(t, os.DirFS("../examples")), Options{Title: "x", Languages: []string{"en", "ja"}})
	for _, test := range []struct {
		start string
		way   [][2]string // page, what the link says
	}{
		{"index.html", [][2]string{
			{`symptoms/ki-pool-exhausted/`, `Orders fail`},
			{`causes/connection-exhaustion/`, `in 1 of 2 incidents with this symptom; the author expects 50 %.*Cause: connection exhaustion.*What helps: Pause the client`},
			{`issues/ki-pool-exhausted/`, `Pause the client.*2 of 2 \(80 % interval 55–98 %\).*10 min.*Low risk`},
			{`runbooks/checkout-db-pool/`, `Pause the client.*2 of 2`},
			{`symptoms/ki-pool-exhausted/`, `its solution "Pause the client that holds the connections" follows it`},
			{`runbooks/checkout-db-pool/`, `Start here.*30 min.*Medium risk.*helped 3 of 4.*its solution`},
			{`causes/connection-exhaustion/`, `2 incidents`},
			{`symptoms/CheckoutDbPoolExhausted/`, `in 0 of 1 incident|in 1 of 1 incident`},
			{`incidents/2026-021/`, `was noticed by the alert`},
			{`symptoms/ki-pool-exhausted/`, `lists it as a symptom`},
		}},
		{"symptoms/index.html", [][2]string{
			{`symptoms/ki-pricing-cache-growth/`, `OOMKilled`},
			{`solutions/rollback/`, `Roll back to the previous release 1 of 1`},
			{`runbooks/checkout-rollback/`, `Roll back a checkout release 1 of 1.*20 min`},
			{`solutions/rollback/`, `Rollback 1 of 1`},
			{`incidents/2025-014/`, `Helped.*Roll back`},
			{`causes/memory-leak/`, `memory leak 1 incident`},
		}},
		{"ja/symptoms/index.html", [][2]string{
			{`ja/symptoms/ki-redis-loading/`, `検索が数分間時間切れ.*インシデント1件`},
			{`ja/runbooks/redis-failover/`, `まずここから.*40分.*有効 2回中2回.*解決策「メモリ上限をそろえ`},
			{`ja/symptoms/ki-redis-loading/`, `解決策「メモリ上限をそろえ.*の手順`},
			{`ja/causes/cache-stampede/`, `この症状の1件中1件`},
		}},
	} {
		w := walker{t, site, test.start}
		for _, step := range test.way {
			w.follow(step[0], step[1])
		}
	}
	for name, page := range site {
		if strings.Contains(name, "symptoms/") || strings.Contains(name, "causes/") || strings.Contains(name, "solutions/") {
			if path.Ext(name) == ".html" {
				checkSafe(t, name, page)
			}
		}
	}
}

// TestExamplesListEverySymptom looks for the symptoms in the letters of both
// languages, in their own places.
func TestExamplesListEverySymptom(t *testing.T) {
	in := load(t, os.DirFS("../examples"))
	site := build(t, in, Options{Title: "x", Languages: []string{"en", "ja"}, BaseURL: "https://example.com/"})
	for _, x := range in.Results.Symptoms().List {
		target := symptomsTarget + folder(x.Name) + "/"
		for _, name := range []string{target + "index.html", "ja/" + target + "index.html"} {
			if site[name] == "" {
				t.Errorf("%s has no page %s", x.Text, name)
			}
		}
		if !strings.Contains(site["sitemap.xml"], escapeTarget(target)) {
			t.Errorf("the sitemap lacks %s", target)
		}
		for _, wording := range append([]string{x.Text}, x.Words...) {
			if !strings.Contains(mainText(t, site["symptoms/index.html"]), strings.Join(strings.Fields(cutText(wording, 160)), " ")) {
				t.Errorf("the list lacks %q", wording)
			}
		}
	}
	ids := ""
	elements(t, site["ja/symptoms/index.html"], func(n *html.Node) {
		if id, _ := attribute(n, "id"); strings.HasPrefix(id, "letter-") {
			ids += strings.TrimPrefix(id, "letter-") + " "
		}
	})
	if !strings.HasPrefix(ids, "か ") || !strings.HasSuffix(ids, "other ") || !strings.Contains(ids, " c ") {
		t.Errorf("letters in Japanese: %s", ids)
	}
}

func TestSymptomPagesOfNothing(t *testing.T) {
	site := build(t, load(t, repository(map[string]string{"README.md": "# 何もない\n"})), Options{Title: "x", Languages: []string{"en", "ja"}})
	checkLinks(t, site, false)
	for page, want := range map[string]string{
		"symptoms/index.html":     "No symptoms yet. Write symptoms:",
		"ja/symptoms/index.html":  "まだ症状がありません",
		"causes/index.html":       "No document names a cause by a word.",
		"ja/causes/index.html":    "原因語のある文書がありません",
		"solutions/index.html":    "No solution or runbook names a kind of remedy.",
		"ja/solutions/index.html": "対処の種類が分かる解決策やランブックがありません",
	} {
		checkSafe(t, page, site[page])
		if text := mainText(t, site[page]); !strings.Contains(text, want) {
			t.Errorf("%s lacks %q: %s", page, want, text)
		}
	}
	site = build(t, load(t, repository(map[string]string{"runbooks/r.md": "---\nsymptoms: [何も分からない]\n---\n# R\n"})), Options{Title: "x", Languages: []string{"en", "ja"}})
	checkLinks(t, site, false)
	text := mainText(t, site["symptoms/何も分からない/index.html"])
	for _, want := range []string{"No cause is known.", "No solution is written down.", "No incident with this symptom", "lists it as a symptom"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q: %s", want, text)
		}
	}
}

func TestHostileSymptoms(t *testing.T) {
	quoted := strings.ReplaceAll(marker, `'`, `''`)
	files := map[string]string{
		"known-issues/ki.yaml": "id: ki\ntitle: '" + quoted + "'\nsymptom: ['" + quoted + "x', '../../etc', 'CON', 'by']\nerror_messages: ['" + quoted + "']\ncategory: '" + quoted + "'\nsubcategory: '" + quoted + "'\n" +
			"causes: [{id: a, text: '" + quoted + "', taxonomy: '" + quoted + "'}]\nsolutions: [{title: 'rollback " + quoted + "', risk: '" + quoted + "', runbook: r, outcomes: [{on: 2026-01-01, success: true, note: '" + quoted + "'}]}]\n",
		"runbooks/r.md":    "---\nid: r\nsymptoms: ['" + quoted + "y', '../../etc', 'CON', 'by', 'index.html', '\u202eabc', 'ki']\nalerts: ['" + quoted + "', 'by', '../x']\n---\n# R\r\n",
		"postmortems/p.md": "---\nid: p\ntitle: '" + quoted + "'\nsymptoms: [ki, 'Ki', 'CON']\nroot_causes: ['" + quoted + "', '../..', 'index.html']\nstarted_at: 2026-01-15T14:30:00Z\n---\n# P\n",
	}
	for _, o := range []Options{{Title: marker}, {Title: marker, FileURLs: true, Lang: "ja"}} {
		site := build(t, load(t, repository(files)), o)
		checkLinks(t, site, o.FileURLs)
		for name, page := range site {
			if strings.Contains(name, "..") {
				t.Errorf("a file %s", name)
			}
			if path.Ext(name) == ".html" {
				checkSafe(t, name, page)
				if strings.Contains(page, "<script>x") {
					t.Errorf("%s: a text became a script", name)
				}
			}
		}
	}
}

// TestManySymptoms is about a site whose lists would be too long for one page.
func TestManySymptoms(t *testing.T) {
	var list strings.Builder
	files := map[string]string{}
	for i := range mostOnFinder + 1 {
		fmt.Fprintf(&list, "  - symptom %d of many\n", i)
		if i%90 == 89 {
			files[fmt.Sprintf("runbooks/r%d.md", i)] = "---\ncategory: capacity\nsymptoms:\n" + list.String() + "  - かきくけこ\n---\n# Runbook\n"
			list.Reset()
		}
	}
	files["runbooks/rest.md"] = "---\nsymptoms:\n" + list.String() + "---\n# Rest\n"
	site := build(t, load(t, repository(files)), Options{Title: "x", Languages: []string{"en", "ja"}})
	checkLinks(t, site, false)
	if n := len(site["symptoms/index.html"]); n > 20_000 {
		t.Errorf("the page has %d bytes", n)
	}
	for page, want := range map[string]string{
		"symptoms/by/letter-s/index.html":          "symptom 17 of many",
		"ja/symptoms/by/letter-か/index.html":       "かきくけこ",
		"symptoms/by/category-capacity/index.html": "symptom 17 of many",
		"ja/symptoms/by/category-other/index.html": "symptom 400 of many",
		"symptoms/かきくけこ/index.html":                "lists it as a symptom", // which several runbooks list
	} {
		if !strings.Contains(site[page], want) {
			t.Errorf("%s lacks %q", page, want)
		}
	}
}
