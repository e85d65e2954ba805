package rules

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/text/unicode/norm"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/lint"
)

var deadAnchor = lint.Rule{
	ID:       "dead-anchor",
	Severity: diag.Error,
	Profile:  lint.Starter,
	Check: func(p *lint.Pass) {
		known := map[*corpus.Entry]anchors{}
		for _, l := range p.Links() {
			name, ok := p.Target(l)
			to := p.Corpus.ByPath(name)
			if !ok || to == nil || !to.Doc.HasTree() || !namesHeading(l.URL.Fragment) {
				continue
			}
			there, read := known[to]
			if !read {
				there = anchorsOf(to.Doc)
				known[to] = there
			}
			if want := foldAnchor(l.URL.Fragment); !there.has[want] {
				p.Report(there.dead(p, l, want))
			}
		}
	},
}

// namesHeading tells whether a fragment is a place of the document's author:
// "top" is every browser's, ":~:" begins a search for text.
func namesHeading(fragment string) bool {
	return fragment != "" && fragment != "top" && !strings.HasPrefix(fragment, ":~:")
}

// anchors are what links into a document can name, folded.
type anchors struct {
	list []string // in the order of the document, those of authors last
	has  map[string]bool
}

// dead is the finding about a link to an anchor that is not there.
func (a anchors) dead(p *lint.Pass, l lint.Link, want string) diag.Diagnostic {
	d := diag.Diagnostic{
		Span:    l.Span,
		Message: diag.Say("the link %q leads to no heading", "リンク %q の先に見出しがありません", l.Written),
	}
	if !p.MaySuggest() {
		return d
	}
	near := a.nearest(want)
	if near == "" {
		return d
	}
	d.Message = diag.Say("%s; did you mean %q?", "%s。%q のことですか?", d.Message, "#"+near)
	at := l.Destination
	if i := strings.IndexByte(p.Text(at), '#'); i >= 0 {
		at.Start += i
		d.Fixes = []diag.Fix{{
			Title:  diag.Say("link to #%s", "#%s へのリンクにする", near),
			Edits:  []diag.Edit{{Span: at, New: "#" + lint.InLink(near)}},
			Unsafe: true,
		}}
	}
	return d
}

// nearest gives the anchor that another most likely means: one that differs
// in hyphens alone, since every program writes them otherwise, else the one
// that is spelt most alike.
func (a anchors) nearest(want string) string {
	bare := func(s string) string { return strings.ReplaceAll(s, "-", "") }
	for _, name := range a.list {
		if bare(name) == bare(want) && bare(want) != "" {
			return name
		}
	}
	return diag.Nearest(want, a.list)
}

// foldAnchor gives an anchor in the form in which they are compared: GitHub
// compares without case and sets a prefix of its own before those of authors.
func foldAnchor(fragment string) string {
	fragment = strings.ToLower(norm.NFC.String(fragment))
	return strings.TrimPrefix(strings.TrimPrefix(fragment, "user-content-"), doc.AnchorPrefix)
}

// htmlAnchor is an anchor that an author sets by hand: <a name="limits">.
var htmlAnchor = lazyregexp.New(`(?i)<[a-z][^>]*?\s(?:id|name)\s*=\s*["']?([^"'\s>]+)`)

func anchorsOf(d *doc.Document) anchors {
	a := anchors{has: map[string]bool{}}
	add := func(name string) {
		name = foldAnchor(name)
		a.list, a.has[name] = append(a.list, name), true
	}
	ast.Walk(d.Tree(), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
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
