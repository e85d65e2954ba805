package render

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"golang.org/x/net/html"
)

// forbidden are elements that run something, load something or change where
// links lead.
var forbidden = map[string]bool{
	"base": true, "iframe": true, "frame": true, "object": true, "embed": true, "applet": true, "style": true, "template": true,
}

// harmless tells of a page that templates of a repository's own printed
// whether it still is what every page must be: its policy stands before
// anything that loads, and it runs the scripts of the site alone. Documents
// cannot break that, so that the fault is the theme's.
func (s *site) harmless(page []byte) error {
	policy := false
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if !policy {
				return fmt.Errorf("the theme leaves out the page's policy: keep the line with {{csp}} in base.html")
			}
			return nil
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			attrs := map[string]string{}
			for _, a := range t.Attr {
				attrs[strings.ToLower(a.Key)] = a.Val
			}
			equiv := strings.ToLower(attrs["http-equiv"])
			switch {
			case t.Data == "meta" && equiv == "content-security-policy" && attrs["content"] == CSP:
				policy = true
			case t.Data == "meta" && equiv == "refresh" && staysHere(attrs["content"]):
				// of a page that leads on to another
			case t.Data == "meta" && equiv != "":
				return fmt.Errorf("the theme writes <meta http-equiv=%q>, which pages do not have", equiv)
			case forbidden[t.Data]:
				return fmt.Errorf("the theme writes <%s>, which pages do not have", t.Data)
			case !policy && t.Data != "html" && t.Data != "head" && t.Data != "meta":
				return fmt.Errorf("the theme writes <%s> before the page's policy: {{csp}} comes first in base.html", t.Data)
			case t.Data == "script" && !s.isOwnScript(attrs["src"]):
				return fmt.Errorf("the theme writes a script (%q): pages run those of debrief alone", attrs["src"])
			}
			for key := range attrs {
				if strings.HasPrefix(key, "on") || key == "srcdoc" || key == "style" {
					return fmt.Errorf("the theme writes the attribute %s of <%s>, which pages do not have", key, t.Data)
				}
			}
		}
	}
}

// staysHere tells whether a refresh leads to another page of the site.
func staysHere(content string) bool {
	_, to, ok := strings.Cut(strings.ToLower(content), "url=")
	return ok && (strings.HasPrefix(to, "./") || strings.HasPrefix(to, "../")) && !strings.ContainsAny(to, `:\\`)
}

// isOwnScript tells whether an address is that of a script of the site: the
// only ones that it has stand in its assets.
func (s *site) isOwnScript(src string) bool {
	src = strings.TrimPrefix(src, s.basePath())
	for strings.HasPrefix(src, "../") || strings.HasPrefix(src, "./") {
		_, src, _ = strings.Cut(src, "/")
	}
	own, err := path.Match("assets/*.js", src)
	return own && err == nil
}
