package rules

import (
	"html"
	"net/url"
	"path"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
	"golang.org/x/text/unicode/norm"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var deadLink = lint.Rule{
	ID:       "dead-link",
	Severity: diag.Error,
	Check: func(p *lint.Pass) {
		c := linkChecker{Pass: p, anchors: map[*corpus.Entry]anchors{}}
		p.Entry.Doc.Links(func(destination string, span source.Span, _ ast.Node) {
			written := html.UnescapeString(string(util.UnescapePunctuations([]byte(destination))))
			if message, dead := c.check(written); dead {
				p.Report(diag.Diagnostic{Span: span, Message: message})
			}
		})
	},
}

// linkChecker looks at the links of one document.
type linkChecker struct {
	*lint.Pass
	anchors map[*corpus.Entry]anchors // of the documents that links lead to
}

// check tells what is wrong with a link into the repository. Links to other
// sites, and those that a site generator still has to fill in ({{< ref >}}),
// are not judged.
func (c linkChecker) check(destination string) (diag.Text, bool) {
	u, err := url.Parse(destination)
	if err != nil || u.Scheme != "" || u.Host != "" || strings.HasPrefix(destination, "//") || strings.Contains(destination, "{{") {
		return diag.Text{}, false
	}
	if u.Path == "" {
		return c.checkAnchor(c.Entry, u.Fragment, destination)
	}
	name, inside := target(c.Entry.Path(), u.Path)
	if !inside {
		return diag.Text{}, false
	}
	if to := c.Corpus.ByPath(name); to != nil {
		return c.checkAnchor(to, u.Fragment, destination)
	}
	if c.HasFile(name) {
		return diag.Text{}, false
	}
	message := diag.Say("the link %q leads to no file", "リンク %q の先にファイルがありません", destination)
	if !c.MaySuggest() {
		return message, true
	}
	return meant(message, nearestFile(c.Pass, name)), true
}

// meant adds what a link most likely means, if that is known.
func meant(message diag.Text, near string) diag.Text {
	if near == "" {
		return message
	}
	return diag.Say("%s; did you mean %q?", "%s。%q のことですか?", message, near)
}

// target is the path of the repository that a link in a document leads to.
// Code hosts serve more than files above the root (../../issues) and at
// absolute addresses; only names of documents are taken for files there.
func target(from, link string) (name string, inside bool) {
	if strings.HasPrefix(link, "/") {
		return strings.TrimPrefix(path.Clean(link), "/"), doc.IsDocument(link)
	}
	name = path.Join(path.Dir(from), link)
	if name == ".." || strings.HasPrefix(name, "../") {
		return name, doc.IsDocument(link)
	}
	return name, true
}

// checkAnchor tells whether a document has the heading that a link names.
func (c linkChecker) checkAnchor(to *corpus.Entry, fragment, destination string) (diag.Text, bool) {
	if fragment == "" || fragment == "top" || strings.HasPrefix(fragment, ":~:") || to.Doc.Body == nil {
		return diag.Text{}, false
	}
	there, known := c.anchors[to]
	if !known {
		there = anchorsOf(to.Doc)
		c.anchors[to] = there
	}
	want := foldAnchor(fragment)
	if there.has[want] {
		return diag.Text{}, false
	}
	message := diag.Say("the link %q leads to no heading", "リンク %q の先に見出しがありません", destination)
	if !c.MaySuggest() {
		return message, true
	}
	near := diag.Nearest(want, there.list)
	if near != "" {
		near = "#" + near
	}
	return meant(message, near), true
}

// anchors are what links into a document can name, folded.
type anchors struct {
	list []string // in the order of the document, those of authors last
	has  map[string]bool
}

// foldAnchor gives an anchor in the form in which they are compared: GitHub
// compares without case and sets a prefix of its own before those of authors.
func foldAnchor(fragment string) string {
	fragment = strings.ToLower(norm.NFC.String(fragment))
	return strings.TrimPrefix(strings.TrimPrefix(fragment, "user-content-"), doc.AnchorPrefix)
}

// htmlAnchor is an anchor that an author sets by hand: <a name="limits">.
var htmlAnchor = regexp.MustCompile(`(?i)<[a-z][^>]*?\s(?:id|name)\s*=\s*["']?([^"'\s>]+)`)

func anchorsOf(d *doc.Document) anchors {
	a := anchors{has: map[string]bool{}}
	add := func(name string) {
		name = foldAnchor(name)
		a.list, a.has[name] = append(a.list, name), true
	}
	ast.Walk(d.Body, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			if id, ok := h.AttributeString("id"); ok {
				add(string(id.([]byte)))
			}
		}
		return ast.WalkContinue, nil
	})
	for _, m := range htmlAnchor.FindAllSubmatch(d.Markdown(), -1) {
		add(string(m[1]))
	}
	return a
}

// nearestFile gives the path, as a link from the entry would write it, of what
// a dead link most likely means: a file of a like name in the same folder, or
// the one document of that name that stands elsewhere.
func nearestFile(p *lint.Pass, name string) string {
	folder, base := path.Split(name)
	folder = path.Clean(folder)
	near := diag.Nearest(base, p.Files(folder))
	if near == "" {
		near = sameStem(base, p.Files(folder))
	}
	if near != "" {
		return relative(p.Entry.Path(), path.Join(folder, near))
	}
	var elsewhere []string
	for _, e := range p.Corpus.Entries {
		if path.Base(e.Path()) == base {
			elsewhere = append(elsewhere, e.Path())
		}
	}
	if len(elsewhere) != 1 {
		return ""
	}
	return relative(p.Entry.Path(), elsewhere[0])
}

// sameStem gives the document that a link names without its extension, or
// with that of the built page: "restart", "restart.html".
func sameStem(base string, names []string) string {
	stem := strings.TrimSuffix(base, path.Ext(base))
	for _, n := range names {
		if doc.IsDocument(n) && strings.EqualFold(strings.TrimSuffix(n, path.Ext(n)), stem) {
			return n
		}
	}
	return ""
}

// relative writes a path of the repository as a link from a document.
func relative(from, to string) string {
	up := strings.Split(path.Dir(from), "/")
	down := strings.Split(to, "/")
	if up[0] == "." {
		up = nil
	}
	for len(up) > 0 && len(down) > 1 && up[0] == down[0] {
		up, down = up[1:], down[1:]
	}
	return strings.Repeat("../", len(up)) + strings.Join(down, "/")
}
