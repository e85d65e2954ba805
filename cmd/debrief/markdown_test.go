package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"golang.org/x/net/html"
)

func TestMarkdownShowsTheTextAndNothingElse(t *testing.T) {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote))
	for _, text := range []string{
		"", "plain words", "決済APIが応答しない", "a *b* _c_ `d` ~~e~~ **f**", "[x](javascript:alert(1))", "![x](http://a.example/p.png)",
		"<img src=x onerror=alert(1)>", "a | b | c", "- item", "1. item", "12) item", "+ item", "===", "2026-01-31", "# heading", "> quote", "---", "https://example.com/x", "www.example.com",
		"@team and #123 and GH-12 and acme/web#4", "fixed in deadbeefdeadbeefdeadbeefdeadbeefdeadbeef", "a\\b", "&lt;", "$x$", "[^1]", "mail@example.com", ":::", "- [ ] x",
	} {
		var out bytes.Buffer
		if err := md.Convert([]byte("- "+markdown(text)), &out); err != nil {
			t.Fatal(err)
		}
		root, err := html.Parse(&out)
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		var walk func(n *html.Node)
		walk = func(n *html.Node) {
			if n.Type == html.TextNode {
				got.WriteString(n.Data)
			}
			if n.Type == html.ElementNode && !strings.Contains("html head body ul li", n.Data) {
				t.Errorf("%q makes <%s>", text, n.Data)
			}
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				walk(c)
			}
		}
		walk(root)
		shown := strings.TrimSpace(strings.ReplaceAll(got.String(), zeroWidth, ""))
		if want := text; shown != want {
			t.Errorf("shows %q, want %q", shown, want)
		}
	}
}

func TestMarkdownRingsNobody(t *testing.T) {
	for text, want := range map[string]string{
		"@team":      "@" + zeroWidth + "team",
		"#123":       "#" + zeroWidth + "123",
		"GH-12":      "G" + zeroWidth + "H-12",
		"deadbeef0":  "d" + zeroWidth + "eadbeef0",
		"http://x":   ":" + zeroWidth + "//x",
		"WWW.x":      "W" + zeroWidth + "WW.x",
		"\x1b[31m\n": `\\u001b\[31m\\n`,
	} {
		if got := markdown(text); !strings.HasSuffix(got, want) {
			t.Errorf("markdown(%q) = %q, want %q", text, got, want)
		}
	}
}
