package render

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// newPolicy allows the elements that documents need and Markdown does not
// have. Scripts, styles, forms, frames, ids, names and classes do not pass.
func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("details", "summary", "br", "hr", "wbr", "kbd", "sub", "sup", "abbr", "mark", "ins", "del", "s", "u",
		"b", "strong", "i", "em", "small", "code", "pre", "samp", "var", "q", "cite", "dfn", "p", "div", "span", "center",
		"blockquote", "ul", "ol", "li", "dl", "dt", "dd", "figure", "figcaption", "ruby", "rb", "rt", "rp", "time",
		"table", "caption", "colgroup", "thead", "tbody", "tfoot", "tr", "th", "td", "h2", "h3", "h4", "h5", "h6")
	p.AllowAttrs("open").Matching(regexp.MustCompile(`^(open)?$`)).OnElements("details")
	p.AllowAttrs("title").OnElements("abbr", "dfn")
	p.AllowAttrs("lang").Matching(regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)).Globally()
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`^(ltr|rtl|auto)$`)).Globally()
	p.AllowAttrs("colspan", "rowspan").Matching(regexp.MustCompile(`^[1-9][0-9]?$`)).OnElements("td", "th")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("datetime").Matching(regexp.MustCompile(`^[0-9A-Za-z:+.-]{1,40}$`)).OnElements("time")
	// Destinations are resolved by the same code as those of Markdown, which
	// holds the allow list of schemes; here they only pass.
	p.AllowAttrs("href").Matching(anyText.Regexp()).OnElements("a")
	p.AllowAttrs("src").Matching(anyText.Regexp()).OnElements("img")
	p.AllowAttrs("alt", "title").OnElements("img")
	p.AllowAttrs("width", "height").Matching(regexp.MustCompile(`^[0-9]{1,4}$`)).OnElements("img")
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowRelativeURLs(true)
	return p
}

var anyText = lazyregexp.New(`(?s)^.*$`)

// rawHTML writes a piece of a document's HTML as far as the policy allows it.
// A piece may hold one half of an element; balance mends the whole.
func (p *printer) rawHTML(fragment []byte) {
	p.raw = true
	z := html.NewTokenizer(bytes.NewReader(p.site.policy.SanitizeBytes(fragment)))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			switch t.DataAtom {
			case atom.A:
				p.rawLink(t)
			case atom.Img:
				p.rawImage(t)
			default:
				p.out.WriteString(t.String())
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == "a" && p.rawLinks > 0 {
				p.rawLinks--
				p.endLink()
				continue
			}
			p.out.Write(z.Raw())
		default:
			p.out.Write(z.Raw())
		}
	}
}

func attr(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func (p *printer) rawLink(t html.Token) {
	dest := decodeDestination([]byte(attr(t, "href")))
	l := p.site.resolve(p.entry, p.root, dest)
	if dest == "" || l.href == "" {
		p.out.WriteString("<a>")
		return
	}
	p.rawLinks++
	p.startLink(l, "")
}

func (p *printer) rawImage(t html.Token) {
	p.image(attr(t, "src"), attr(t, "alt"), attr(t, "title"))
}

// balance closes what a document's HTML leaves open and drops what it closes
// too often, so that it cannot reach into the page around it.
func balance(fragment string) (string, error) {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(fragment), body)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, n := range nodes {
		if err := html.Render(&b, n); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}
