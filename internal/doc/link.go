package doc

import (
	"bytes"
	"cmp"
	"html"
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"github.com/debrief-dev/debrief/internal/source"
)

// Link is a link or an image of a document, or an address that stands in its
// text.
type Link struct {
	To   string      // the destination, escapes resolved
	Span source.Span // of the link
	// Destination is where the destination stands as written; empty if it does
	// not stand behind the text of the link: that of a reference.
	Destination source.Span
}

// AllLinks gives the links, images and addresses of the document in its order.
func (d *Document) AllLinks() []Link {
	if !d.HasTree() {
		return nil
	}
	var out []Link
	add := func(raw string, span, at source.Span) {
		to := html.UnescapeString(string(util.UnescapePunctuations([]byte(raw))))
		out = append(out, Link{to, span, at})
	}
	d.Links(func(raw string, span source.Span, _ ast.Node) { add(raw, span, d.destination(raw, span)) })
	ast.Walk(d.Tree(), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if a, ok := n.(*ast.AutoLink); ok && entering && a.AutoLinkType == ast.AutoLinkURL {
			at := d.SpanOf(n)
			add(string(a.URL(d.Text)), at, at)
		}
		return ast.WalkContinue, nil
	})
	slices.SortStableFunc(out, func(a, b Link) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return out
}

// destination is where the destination of a link stands, if that is behind its
// text: [text](destination), [text](<destination>).
func (d *Document) destination(raw string, link source.Span) source.Span {
	bracket := bytes.LastIndex(d.Text[link.Start:link.End], []byte("]("))
	if bracket < 0 || raw == "" {
		return source.Span{}
	}
	at := link.Start + bracket + len("](")
	at += len(d.Text[at:]) - len(bytes.TrimLeft(d.Text[at:], " \t\r\n"))
	if bytes.HasPrefix(d.Text[at:], []byte("<")) {
		at++
	}
	if !bytes.HasPrefix(d.Text[at:], []byte(raw)) {
		return source.Span{}
	}
	return source.Span{Start: at, End: at + len(raw)}
}
