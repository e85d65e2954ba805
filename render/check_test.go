package render

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"golang.org/x/net/html"

	"github.com/debrief-dev/debrief/internal/doc"
)

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

// checkWords reports words that a safe page lacks, or has and should not.
func checkWords(t *testing.T, site map[string]string, page string, want, not []string) {
	t.Helper()
	checkSafe(t, page, site[page])
	text := mainText(t, site[page])
	for _, word := range want {
		if !strings.Contains(text, word) {
			t.Errorf("%s lacks %q:\n%s", page, word, text)
		}
	}
	for _, word := range not {
		if strings.Contains(text, word) {
			t.Errorf("%s has %q", page, word)
		}
	}
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
		case "form", "input", "textarea":
			if !ofSearch(n) {
				t.Errorf("%s: an element <%s>", name, n.Data)
			}
		case "style", "iframe", "object", "embed", "base", "math", "template", "frameset", "applet":
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
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc", a.Key == "formaction", a.Key == "name" && n.Data != "meta" && !ofSearch(n):
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
	if policy != CSP || strings.Contains(policy, "unsafe") {
		t.Errorf("%s: policy %q", name, policy)
	}
}

// ofSearch tells whether a form, or the field of one, is that of the search.
func ofSearch(n *html.Node) bool {
	if n.Data == "form" {
		role, _ := attribute(n, "role")
		method, _ := attribute(n, "method")
		return role == "search" && method == "get"
	}
	kind, _ := attribute(n, "type")
	name, _ := attribute(n, "name")
	if n.Data == "textarea" {
		return name == "q" && n.FirstChild == nil
	}
	return n.Data == "input" && kind == "search" && name == "q"
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

// clockOrDay is what pages write in a form of their own.
var clockOrDay = regexp.MustCompile(`^\D?[0-9]{1,4}([:時/年-]|$)`)

// bodyWords gives the words of a body but for the headings of tables, which
// a facet's own labels replace, times, labels before values, and states.
func bodyWords(d *doc.Document) []string {
	states := map[string]bool{"対応中": true, "未着手": true, "完了": true, "DONE": true}
	var words []string
	ast.Walk(d.Tree(), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
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
