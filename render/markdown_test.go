package render

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// printed gives the HTML of a document's body.
func printed(t testing.TB, s *site, text string) string {
	t.Helper()
	d, _ := doc.Parse(source.New("docs/x.md", []byte(text)), doc.DefaultLimits())
	p := newPrinter(s, s.editions[0].words)
	p.start(&corpus.Entry{Doc: d, Kind: "page", ID: "x"}, "../../")
	if !d.HasTree() {
		return ""
	}
	return string(p.html(d.Tree()))
}

func newTestSite(t testing.TB, files map[string]string) *site {
	t.Helper()
	in := load(t, repository(files))
	s, err := newSite(in, Options{Title: "x"}, func(string, []byte) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestMarkdown(t *testing.T) {
	s := newTestSite(t, map[string]string{
		"runbooks/プール.md":         "---\nid: プール\ntitle: 接続プール\n---\n# x\n\n## 手順\n",
		"postmortems/2023-001.md": "---\nid: 2023-001\ntitle: Outage\n---\n## Timeline\n",
	})
	tests := []struct{ name, in, want string }{
		{"empty", "", ""},
		{"japanese lines join without a space", "障害が\n発生した\n", "<p>障害が発生した</p>\n"},
		{"crlf", "one\r\ntwo\r\n", "<p>one\ntwo</p>\n"},
		{"heading", "# タイム ライン", `<h2 id="h-タイム-ライン">タイム ライン <a class="anchor" href="#h-%E3%82%BF%E3%82%A4%E3%83%A0-%E3%83%A9%E3%82%A4%E3%83%B3" aria-label="Link to this heading">#</a></h2>` + "\n"},
		{"link to a document", "[a](../runbooks/プール.md#手順)", `<p><a href="../../runbooks/%E3%83%97%E3%83%BC%E3%83%AB/#h-%E6%89%8B%E9%A0%86">a</a></p>` + "\n"},
		{"link to nowhere", "[a](gone.md)", `<p><span class="nolink">a</span></p>` + "\n"},
		{"link out of the repository", "[a](../../etc/passwd)", `<p><span class="nolink">a</span></p>` + "\n"},
		{"link to the web", "[a](https://example.com/?a=1&b=2 \"t\")", `<p><a href="https://example.com/?a=1&amp;b=2" title="t" class="external" rel="noopener noreferrer">a</a></p>` + "\n"},
		{"wiki link", "[[プール]] [[2023-001|it]] [[gone]]", `<p><a href="../../runbooks/%E3%83%97%E3%83%BC%E3%83%AB/">接続プール</a> <a href="../../incidents/2023-001/">it</a> <span class="nolink">gone</span></p>` + "\n"},
		{"id in prose", "see #2023-001, not 2023-0012 or x/2023-001", `<p>see #<a href="../../incidents/2023-001/">2023-001</a>, not 2023-0012 or x/2023-001</p>` + "\n"},
		{"id in code and links", "`2023-001` [2023-001](https://a.example)", `<p><code>2023-001</code> <a href="https://a.example" class="external" rel="noopener noreferrer">2023-001</a></p>` + "\n"},
		{"picture from elsewhere", "![図](https://a.example/x.png)", `<p><a href="https://a.example/x.png" class="external" rel="noopener noreferrer">Picture: 図</a></p>` + "\n"},
		{"raw html", "a <kbd>Esc</kbd> <script>x</script> <b onclick=x>c", "<p>a <kbd>Esc</kbd> x <b>c</b></p><b>\n</b>"},
		{"raw html that reaches out", "</article></div><div>x", "<div>x\n</div>"},
		{"details", "<details><summary>詳細</summary>\n\n*x*\n\n</details>", "<details><summary>詳細</summary>\n\n<p><em>x</em></p>\n</details>\n"},
		{"raw link", "<a href='javascript:alert(1)' target=_top>x</a> <a href='../runbooks/プール.md'>y</a>", `<p>x <a href="../../runbooks/%E3%83%97%E3%83%BC%E3%83%AB/">y</a></p>` + "\n"},
		{"links after a raw one", "<a href='https://a.example'>x</a> [y](../runbooks/プール.md)", `<p><a class="external" href="https://a.example" rel="noopener noreferrer">x</a> <a href="../../runbooks/%E3%83%97%E3%83%BC%E3%83%AB/">y</a></p>` + "\n"},
		{"raw link that ends within another", "[x</a> y](../runbooks/プール.md) z", `<p><a href="../../runbooks/%E3%83%97%E3%83%BC%E3%83%AB/">x</a> y z</p>` + "\n"},
		{"task", "- [x] 完了\n- [ ] b", "<ul>\n<li class=\"task\"><span class=\"box done\" role=\"img\" aria-label=\"Done\"></span> 完了</li>\n<li class=\"task\"><span class=\"box open\" role=\"img\" aria-label=\"Open\"></span> b</li>\n</ul>\n"},
		{"session", "```console\n$ ls \\\n  -l\ntotal 0\n```", `<div class="code" data-language="console"><pre class="chroma copy" tabindex="0"><code><span class="prompt">$ </span>ls <span class="se">\` + "\n</span>  -l</code></pre><pre class=\"printed\" tabindex=\"0\"><samp>total 0</samp></pre></div>\n"},
		{"odd language", "```x\" onclick=y\na<b\n```", "<div class=\"code\"><pre class=\"chroma copy\" tabindex=\"0\"><code>a&lt;b</code></pre></div>\n"},
		{"attributes stay text", "# a {onclick=x #id}", `<h2 id="h-a-onclickx-id">a {onclick=x #id} <a class="anchor" href="#h-a-onclickx-id" aria-label="Link to this heading">#</a></h2>` + "\n"},
	}
	for _, test := range tests {
		if got := printed(t, s, test.in); got != test.want {
			t.Errorf("%s:\ngot  %q\nwant %q", test.name, got, test.want)
		}
	}
}

func TestSchemes(t *testing.T) {
	s := newTestSite(t, nil)
	tests := []struct {
		dest string
		ok   bool
	}{
		{"https://example.com", true}, {"HTTP://example.com", true}, {"mailto:a@example.com", true}, {"#here", true},
		{"javascript:alert(1)", false}, {"JaVaScRiPt:alert(1)", false}, {"java&Tab;script:alert(1)", false},
		{"javascript&colon;alert(1)", false}, {"&#x6a;avascript:alert(1)", false}, {"&#1;javascript:alert(1)", false},
		{"data:text/html,x", false}, {"//evil.example/x", false}, {`\\evil.example\x`, false}, {`/\evil.example`, false},
		{"%5c%5cevil.example", false}, {"日本語:x", false}, {"x y:z", false}, {"ms-msdt:/id", false}, {"tel:1", false}, {"vscode://file/x", false},
	}
	for _, test := range tests {
		l := s.resolve(&corpus.Entry{Doc: &doc.Document{File: source.New("docs/x.md", nil)}}, "", decodeDestination([]byte(test.dest)))
		if (l.href != "") != test.ok {
			t.Errorf("%q gives the link %q, want a link: %v", test.dest, l.href, test.ok)
		}
	}
}

// shared gives a folder of test vectors that is no part of the repository.
func shared(t *testing.T, name string, to any) {
	t.Helper()
	root := os.Getenv("DEBRIEF_SHARED")
	if root == "" {
		t.Skip("DEBRIEF_SHARED does not name the folder of shared test vectors")
	}
	data, err := os.ReadFile(filepath.Join(root, "vectors", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, to); err != nil {
		t.Fatal(err)
	}
}

func TestDeniedSchemeVectors(t *testing.T) {
	var list []string
	shared(t, "own/url_schemes_denied.json", &list)
	s := newTestSite(t, nil)
	for _, name := range list {
		out := printed(t, s, "[a]("+name+":x) <"+name+":x> ![a]("+name+":x) [r]\n\n[r]: "+name+":x\n\n<a href='"+name+":x'>y</a>")
		checkBody(t, name, out)
		if strings.Contains(out, "href") || strings.Contains(out, "src=") {
			t.Errorf("%s: %s", name, out)
		}
	}
}

// contexts are the places of a document in which a vector is tried.
var contexts = []string{
	"%s", "a %s b", "[x](%s)", "[x](<%s>)", "![x](%s)", "<%s>", "[%s](https://a.example)", "# %s", "- %s", "> %s", "`%s`",
	"```%s\nx\n```", "| a |\n|---|\n| %s |", "[x](https://a.example \"%s\")", "[r]\n\n[r]: %s", "x[^1]\n\n[^1]: %s", "[[%s]]", "[[a|%s]]",
	"<details>%s", "<a href=\"%s\">x</a>", "<img src=\"%s\">", "*%s*", "障害%s\r\n発生",
}

func TestHostileVectors(t *testing.T) {
	var own []struct{ Name, Markdown string }
	shared(t, "own/markdown_vectors.json", &own)
	var owasp []struct{ Section, Payload string }
	shared(t, "xss/owasp_filter_evasion.json", &owasp)
	s := newTestSite(t, nil)
	for _, v := range own {
		checkBody(t, v.Name, printed(t, s, v.Markdown))
	}
	for _, v := range owasp {
		for _, c := range contexts {
			checkBody(t, v.Section, printed(t, s, strings.Replace(c, "%s", v.Payload, 1)))
		}
	}
}

// checkBody checks a piece of a page as checkSafe does a page.
func checkBody(t *testing.T, name, body string) {
	t.Helper()
	checkSafe(t, name, `<html lang="en"><head><meta http-equiv="Content-Security-Policy" content="`+CSP+`"></head><body>`+body+"</body></html>")
	elements(t, body, func(n *html.Node) {
		if id, ok := attribute(n, "id"); ok && !strings.HasPrefix(id, doc.AnchorPrefix) {
			t.Errorf("%s: the id %q has no prefix", name, id)
		}
	})
}

func TestHostileDrawings(t *testing.T) {
	root := os.Getenv("DEBRIEF_SHARED")
	if root == "" {
		t.Skip("DEBRIEF_SHARED does not name the folder of shared test vectors")
	}
	files, err := filepath.Glob(filepath.Join(root, "vectors", "svg", "*.svg"))
	if err != nil || len(files) == 0 {
		t.Fatal("no drawings", err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if safeSVG(data) {
			t.Errorf("%s counts as safe", f)
		}
	}
}

func TestPictures(t *testing.T) {
	png := "\x89PNG\r\n\x1a\n"
	drawing := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>図</title><path d="M0 0"/></svg>`
	tests := []struct {
		name, data string
		ok         bool
	}{
		{"a.png", png, true}, {"図.PNG", png, true}, {"a.jpg", "\xff\xd8\xff\xe0", true}, {"a.webp", "RIFF....WEBP", true},
		{"a.svg", drawing, true}, {"empty.png", "", false}, {"a.gif", png, false}, {"a.html", png, false}, {"a.png", "<script>", false},
		{"b.svg", strings.Replace(drawing, "<path", "<script/><path", 1), false},
		{"c.svg", strings.Replace(drawing, "<path", "<path onload='x'", 1), false},
		{"d.svg", strings.Replace(drawing, "<path", "<use href='https://a.example#x'/><path", 1), false},
		{"e.svg", "<!DOCTYPE svg [<!ENTITY x 'y'>]>" + drawing, false},
		{"f.svg", strings.Replace(drawing, "<path", "<path style='fill:url(https://a.example)'", 1), false},
	}
	for _, test := range tests {
		files := fstest.MapFS{"img/" + test.name: &fstest.MapFile{Data: []byte(test.data)}}
		sent := 0
		a := &assets{files: files, sent: map[string]bool{}, emit: func(name string, _ []byte) error {
			sent++
			if !strings.HasPrefix(name, "assets/") {
				t.Errorf("%s is written to %s", test.name, name)
			}
			return nil
		}}
		got := a.use("img/" + test.name)
		a.use("img/" + test.name)
		if (got.name != "") != test.ok || test.ok && sent != 1 {
			t.Errorf("%s: asset %+v sent %d times, want it to pass: %v", test.name, got, sent, test.ok)
		}
	}
}

func TestFolder(t *testing.T) {
	for _, keep := range []string{"2023-001", "障害-1", "CheckoutMemoryGrowth", "a.b_c", "が"} {
		if got := folder(keep); got != keep {
			t.Errorf("folder(%q) = %q", keep, got)
		}
	}
	seen := map[string]string{}
	for _, odd := range []string{"", ".", "..", "../x", "a/b", `a\b`, "con", "LPT1.txt", "index.html", "-rf", ".htaccess", "a\x00b", "a\nb", "a ", "a.",
		"<script>", strings.Repeat("x", 300), strings.Repeat("字", 300), "CNAME", "a%2fb"} {
		got := folder(odd)
		if !strictName.MatchString(got) || len(got) > 240 || reserved.MatchString(got) || strings.Contains(got, "..") {
			t.Errorf("folder(%q) = %q", odd, got)
		}
		if other, taken := seen[got]; taken {
			t.Errorf("%q and %q share the folder %q", odd, other, got)
		}
		seen[got] = odd
	}
	var hostile []string
	shared(t, "own/slugs.json", &hostile)
	for _, h := range hostile {
		if got := folder(h); !strictName.MatchString(got) || reserved.MatchString(got) {
			t.Errorf("folder(%q) = %q", h, got)
		}
	}
}

// The heading of a page is the title where the document's own heading adds
// only what the page says elsewhere.
func TestTitleOfPage(t *testing.T) {
	tests := []struct{ name, heading, want string }{
		{"title alone", "Checkout is down", "Checkout is down"},
		{"word for the kind", "Postmortem: Checkout is down", "Checkout is down"},
		{"word and id", "インシデント #2025-021 決済が全件失敗", "決済が全件失敗"},
		{"day", "2025-08-27: Search is stale", "2025-08-27: Search is stale"},
		{"line ends", "Postmortem: Checkout is down\r", "Checkout is down"},
	}
	for _, test := range tests {
		site := build(t, load(t, repository(map[string]string{
			"postmortems/2025-021.md": "# " + test.heading + "\n\n## Summary\n\nx\n\n## Timeline\n\n- 10:00 start\n",
		})), Options{Title: "x"})
		page := site["incidents/2025-021/index.html"]
		if !regexp.MustCompile(`<h1 id="[^"]+"( lang="ja")?>` + regexp.QuoteMeta(test.want) + `</h1>`).MatchString(page) {
			t.Errorf("%s: the page's heading is %s, want %s", test.name, regexp.MustCompile(`<h1.*`).FindString(page), test.want)
		}
	}
}
