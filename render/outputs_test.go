package render

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"io"
	"maps"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed/atom"
	"golang.org/x/net/html"
)

// hostileTitle would leave its place in XML, JSON, CSV, iCalendar and Markdown.
const hostileTitle = `=1+1 ]]></title><script>x</script> & "'\ [a](javascript:x) 障害` + "\\u0007\\u202e"

// outputFiles are documents of two services with tags, an alias and dates, and
// hostile titles.
var outputFiles = map[string]string{
	"services/web.md":         "---\nid: web\ntags: [Web]\n---\n# ウェブ\n",
	"services/mail.md":        "---\nid: mail\n---\n# Mail\n",
	"postmortems/2026-001.md": "---\nid: 2026-001\naliases: [古い名前, OLD]\nservices: [web]\ntags: [web, 決済]\nstarted_at: 2026-08-01T10:00:00Z\nresolved_at: 2026-08-01T12:00:00Z\nseverity: sev1\nlang: ja\nsummary: 注文が失敗した\n---\n# 注文の障害\n\n## Action items\n\n- [ ] 上限を設ける @ops due:2026-12-01\n",
	"postmortems/2026-002.md": "---\nid: 2026-002\nservices: [mail]\ntags: ['=cmd()']\ntitle: \"" + strings.ReplaceAll(strings.ReplaceAll(hostileTitle, `'\ `, `'\\ `), `"'`, `\"'`) + "\"\nstarted_at: 2026-09-01T10:00:00Z\nlang: en\n---\n# x\n",
	"runbooks/a.md":           "---\nid: a\nservices: [web]\nreview_by: 2026-12-24\n---\n# 手順\n\n## Steps\n\n1. Look\n",
	"README.md":               "# 説明\n",
}

// TestOutputsOfExamples reads every file for programs with a reader of its form.
func TestOutputsOfExamples(t *testing.T) {
	in := load(t, os.DirFS("../examples"))
	for _, o := range []Options{
		{Title: "Example", Lang: "en", Languages: []string{"en", "ja"}, BaseURL: "https://example.com/kb/", Sources: true},
		{Title: "例", Lang: "ja", FileURLs: true},
	} {
		site := build(t, in, o)
		counts := map[string]int{}
		for _, name := range slices.Sorted(maps.Keys(site)) {
			text := site[name]
			counts[path.Ext(name)]++
			switch path.Ext(name) {
			case ".xml":
				checkXML(t, name, text)
				if path.Base(name) == feedName {
					checkFeedLinks(t, site, o, name, parseFeed(t, name, text))
				}
			case ".json":
				if !json.Valid([]byte(text)) {
					t.Errorf("%s is no JSON", name)
				}
			case ".csv":
				checkCSV(t, name, text)
			case ".ics":
				checkLines(t, name, []byte(text))
				if _, err := ics.ParseCalendar(strings.NewReader(text)); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
		for _, ext := range []string{".xml", ".json", ".csv", ".ics"} {
			if counts[ext] < 3 {
				t.Errorf("%d files *%s", counts[ext], ext)
			}
		}
		checkHeads(t, site, o)
		checkLLMs(t, site, o, "llms.txt")
	}
}

func checkXML(t *testing.T, name, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}

func checkCSV(t *testing.T, name, text string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatalf("%s: %d rows, %v", name, len(rows), err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if strings.IndexAny(cell, "=+-@\t\r＝＋－＠") == 0 && !regexp.MustCompile(`^[-+]?[0-9.]+$`).MatchString(cell) {
				t.Errorf("%s: a spreadsheet computes %q", name, cell)
			}
		}
	}
}

// inSite gives the file that a link from a file of the site leads to.
func inSite(o Options, from, href string) string {
	if base := o.base(); base != "" && strings.HasPrefix(href, base) {
		from, href = "", strings.TrimPrefix(href, base)
	}
	href, _, _ = strings.Cut(href, "?")
	plain, err := url.PathUnescape(href)
	if err != nil {
		return href
	}
	name := path.Join(path.Dir(from), plain)
	if plain == "" || strings.HasSuffix(plain, "/") {
		name = path.Join(name, "index.html")
	}
	return name
}

func checkFeedLinks(t *testing.T, site map[string]string, o Options, name string, f *atom.Feed) {
	t.Helper()
	links := f.Links
	for _, e := range f.Entries {
		links = append(links, e.Links...)
	}
	for _, l := range links {
		if _, there := site[inSite(o, name, l.Href)]; !there {
			t.Errorf("%s leads to %q, which is not there", name, l.Href)
		}
	}
}

// checkHeads checks that what the heads of pages name for programs is there.
func checkHeads(t *testing.T, site map[string]string, o Options) {
	t.Helper()
	for name, text := range site {
		if path.Ext(name) != ".html" || name == "404.html" {
			continue
		}
		feeds := 0
		elements(t, text, func(n *html.Node) {
			kind, typed := attribute(n, "type")
			href, _ := attribute(n, "href")
			if n.Data != "link" || !typed {
				return
			}
			if kind == atomType {
				feeds++
			}
			if _, there := site[inSite(o, name, href)]; !there {
				t.Errorf("%s names %q, which is not there", name, href)
			}
		})
		if feeds == 0 {
			t.Errorf("%s leads to no feed", name)
		}
	}
}

// markdownLink is a link of llms.txt.
var markdownLink = regexp.MustCompile(`(?m)^- \[(?:[^\]\\]|\\.)+\]\(([^()\s]+)\)`)

func checkLLMs(t *testing.T, site map[string]string, o Options, name string) {
	t.Helper()
	lines := strings.Count(site[name], "\n- ")
	links := markdownLink.FindAllStringSubmatch(site[name], -1)
	if len(links) != lines || lines < 10 || !strings.HasPrefix(site[name], "# ") {
		t.Errorf("%s has %d links in %d lines", name, len(links), lines)
	}
	for _, l := range links {
		if _, there := site[inSite(o, name, l[1])]; !there {
			t.Errorf("%s leads to %q, which is not there", name, l[1])
		}
	}
}

// Hostile titles stay in their place.
func TestOutputsOfHostileTitles(t *testing.T) {
	site := build(t, load(t, repository(outputFiles)), Options{Title: hostileTitle, Description: hostileTitle, Lang: "ja", BaseURL: "https://kb.example.com", Sources: true})
	for name, text := range site {
		switch path.Ext(name) {
		case ".xml":
			checkXML(t, name, text)
			if strings.Contains(text, "<script") || strings.Contains(text, "]]>") {
				t.Errorf("%s: a title leaves its place", name)
			}
		case ".csv":
			checkCSV(t, name, text)
		case ".json":
			if !json.Valid([]byte(text)) {
				t.Errorf("%s is no JSON", name)
			}
		case ".ics":
			checkLines(t, name, []byte(text))
		}
	}
	checkLLMs(t, site, Options{BaseURL: "https://kb.example.com"}, "llms.txt")
	if regexp.MustCompile(`[^\\](<script|\[a\]|\]\(j)`).MatchString(site["llms.txt"]) {
		t.Errorf("a title is Markdown:\n%s", site["llms.txt"])
	}
}

func TestRedirects(t *testing.T) {
	in := load(t, repository(outputFiles))
	site := build(t, in, Options{Title: "KB", Lang: "en", Languages: []string{"en", "ja"}, BaseURL: "https://kb.example.com/in/"})
	want := `/in/incidents/%E5%8F%A4%E3%81%84%E5%90%8D%E5%89%8D/ /in/incidents/2026-001/ 301
/in/incidents/OLD/ /in/incidents/2026-001/ 301
/in/ja/incidents/%E5%8F%A4%E3%81%84%E5%90%8D%E5%89%8D/ /in/ja/incidents/2026-001/ 301
/in/ja/incidents/OLD/ /in/ja/incidents/2026-001/ 301
`
	if diff := cmp.Diff(want, site["_redirects"]); diff != "" {
		t.Errorf("_redirects (-want +got):\n%s", diff)
	}
	var file struct{ Redirects []redirect }
	if err := json.Unmarshal([]byte(site["redirects.json"]), &file); err != nil || len(file.Redirects) != 4 {
		t.Fatalf("%v, %d redirects", err, len(file.Redirects))
	}
	o := Options{BaseURL: "https://kb.example.com/in/"}
	for _, r := range file.Redirects {
		if r.Document != "postmortems/2026-001.md" {
			t.Errorf("%+v", r)
		}
		for _, link := range []string{r.From, r.To} {
			if _, there := site[inSite(o, "", "https://kb.example.com"+link)]; !there {
				t.Errorf("%q is not there", link)
			}
		}
	}
	canonical := ""
	elements(t, site["incidents/OLD/index.html"], func(n *html.Node) {
		if rel, _ := attribute(n, "rel"); rel == "canonical" {
			canonical, _ = attribute(n, "href")
		}
	})
	if canonical != "https://kb.example.com/in/incidents/2026-001/" {
		t.Errorf("canonical %q", canonical)
	}
	none := build(t, load(t, repository(map[string]string{"runbooks/a.md": "# A\n"})), Options{Title: "KB"})
	if _, there := none["_redirects"]; there {
		t.Error("redirects without an alias")
	}
}

func TestSitemap(t *testing.T) {
	in := load(t, repository(outputFiles))
	site := build(t, in, Options{Title: "KB", Lang: "en", Languages: []string{"en", "ja"}, BaseURL: "https://kb.example.com/in"})
	var m struct {
		URL []struct {
			Loc     string `xml:"loc"`
			LastMod string `xml:"lastmod"`
			Link    []struct {
				Lang string `xml:"hreflang,attr"`
				Href string `xml:"href,attr"`
			} `xml:"link"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal([]byte(site["sitemap.xml"]), &m); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, u := range m.URL {
		name := inSite(Options{BaseURL: "https://kb.example.com/in"}, "", u.Loc)
		if _, there := site[name]; !there || seen[u.Loc] {
			t.Errorf("%q is not there, or twice", u.Loc)
		}
		seen[u.Loc] = true
		if strings.Contains(site[name], `name="robots" content="noindex"`) {
			t.Errorf("%s asks not to be listed", name)
		}
		if strings.HasSuffix(u.Loc, "/incidents/2026-001/") && (u.LastMod != asOf.Format(time.RFC3339) || len(u.Link) != 2 || u.Link[1].Lang != "ja" || u.Link[1].Href != "https://kb.example.com/in/ja/incidents/2026-001/") {
			t.Errorf("%+v", u)
		}
	}
	for _, name := range []string{"", "incidents/", "ja/incidents/2026-001/", "tags/web/", "services/web/"} {
		if !seen["https://kb.example.com/in/"+name] {
			t.Errorf("/%s is not listed", name)
		}
	}
	if _, there := build(t, in, Options{Title: "KB"})["sitemap.xml"]; there {
		t.Error("a sitemap of a site without an address")
	}
}

func TestSitemapOfManyPages(t *testing.T) {
	in := load(t, repository(outputFiles))
	s, err := newSite(in, Options{Title: "KB", BaseURL: "https://kb.example.com"}, func(string, []byte) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	pages := make([]job, mostMapped+1)
	for i := range pages {
		pages[i] = job{edition: s.editions[0], target: "x/", template: "list"}
	}
	var names []string
	for _, j := range s.planSitemap(pages) {
		w := &worker{}
		if err := j.make(w); err != nil {
			t.Fatal(err)
		}
		names = append(names, j.path)
		if n := strings.Count(w.out.String(), "<loc>"); n > mostMapped {
			t.Errorf("%s has %d pages", j.path, n)
		}
	}
	if diff := cmp.Diff([]string{"sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"}, names); diff != "" {
		t.Error(diff)
	}
}

func TestOpenSearch(t *testing.T) {
	in := load(t, repository(outputFiles))
	site := build(t, in, Options{Title: strings.Repeat("障害", 20), Lang: "ja", BaseURL: "https://kb.example.com/in"})
	var d openSearch
	if err := xml.Unmarshal([]byte(site[openSearchName]), &d); err != nil {
		t.Fatal(err)
	}
	if d.ShortName != strings.Repeat("障害", 8) || d.URL.Template != "https://kb.example.com/in/search/?q={searchTerms}" || d.Language != "ja" {
		t.Errorf("%+v", d)
	}
	if _, there := build(t, in, Options{Title: "KB"})[openSearchName]; there {
		t.Error("a search whose address nobody knows")
	}
}

func TestSourcesBesidePages(t *testing.T) {
	in := load(t, repository(outputFiles))
	site := build(t, in, Options{Title: "KB", Lang: "ja", Sources: true})
	if site["incidents/2026-001/index.md"] != outputFiles["postmortems/2026-001.md"] {
		t.Error("the source is not what the file holds")
	}
	var d struct {
		ID      string
		Fields  struct{ Severity string }
		Figures map[string]any
	}
	if err := json.Unmarshal([]byte(site["incidents/2026-001/index.json"]), &d); err != nil || d.ID != "2026-001" || d.Fields.Severity != "sev1" || len(d.Figures) == 0 {
		t.Errorf("%v, %+v", err, d)
	}
	without := build(t, in, Options{Title: "KB"})
	if _, there := without["incidents/2026-001/index.md"]; there {
		t.Error("sources that nobody asked for")
	}
}

func TestReservedNames(t *testing.T) {
	site := build(t, load(t, repository(map[string]string{
		"services/a.md": "---\nid: feed.xml\n---\n# A\n", "services/b.md": "---\nid: Calendar.ics\n---\n# B\n",
	})), Options{Title: "KB"})
	if site["services/feed.xml"] == "" || site["services/feed.xml/index.html"] != "" {
		t.Error("a document takes the place of the feed")
	}
}

func TestFilesThatClash(t *testing.T) {
	tests := []struct {
		name  string
		paths []string
		want  string
	}{
		{"none", []string{"a/index.html", "b/index.html", "a/feed.xml"}, ""},
		{"one file twice", []string{"a/index.html", "a/index.html"}, "a.md and another thing both want the file /a/index.html"},
		{"in other letters", []string{"x/Ａ.xml", "x/a.xml"}, "the file /x/a.xml and another thing both want the file /x/a.xml"},
		{"a file and a folder", []string{"data", "data/b.json"}, "/data is a file, and the folder of the file /data/b.json"},
	}
	for _, tt := range tests {
		c := newClaims()
		if err := c.take("a/index.html", "a.md"); err != nil {
			t.Fatal(err)
		}
		var jobs []job
		for _, p := range tt.paths {
			jobs = append(jobs, job{path: p})
		}
		got := ""
		if err := c.check(jobs); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
