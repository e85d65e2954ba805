package rules

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var placeholderLeft = lint.Rule{
	ID:       "placeholder-left",
	Severity: diag.Warning,
	Profile:  lint.Starter,
	Strict:   true,
	Check: func(p *lint.Pass) {
		// A plain page may be the template itself, or speak about one.
		if p.Entry.Kind == "page" {
			return
		}
		spans := append(placeholdersInData(p), placeholdersInText(p.Entry.Doc)...)
		for _, s := range spans {
			p.Report(diag.Diagnostic{
				Span:    s,
				Message: diag.Say("the placeholder %q is not filled in", "プレースホルダー %q が残っています", lint.Quote(p.Text(s))),
			})
		}
	},
}

// asIs are the keys whose values are quoted from machines.
var asIs = []string{"commands", "command", "run", "query", "expr", "expected_output", "expected", "pattern", "error_messages"}

// placeholdersInData looks at the front matter, or at the whole of a YAML
// document.
func placeholdersInData(p *lint.Pass) []source.Span {
	var out []source.Span
	var walk func(doc.Value)
	walk = func(v doc.Value) {
		switch v.Type() {
		case doc.Scalar:
			for _, s := range lint.Placeholders(v.Text()) {
				out = append(out, spanOfPart(p, v, v.Text()[s.Start:s.End]))
			}
		case doc.List:
			for _, item := range v.Items() {
				walk(item)
			}
		case doc.Map:
			for _, e := range v.Entries() {
				if !slices.Contains(asIs, e.Key) {
					walk(e.Value)
				}
			}
		}
	}
	walk(p.Entry.Doc.Meta)
	return out
}

// spanOfPart is where a part of a scalar stands; the whole scalar if it is
// written with escapes.
func spanOfPart(p *lint.Pass, v doc.Value, part string) source.Span {
	at := v.Span()
	if i := bytes.Index([]byte(p.Text(at)), []byte(part)); i >= 0 {
		return source.Span{Start: at.Start + i, End: at.Start + i + len(part)}
	}
	return at
}

// placeholdersInText looks at paragraphs, headings and cells, without code,
// links and HTML. The header of a table may state a format: "Due (YYYY-MM-DD)".
func placeholdersInText(d *doc.Document) []source.Span {
	if !d.HasTree() {
		return nil
	}
	raw := string(d.Text)
	var text []byte // made for the first paragraph that needs it
	var out []source.Span
	ast.Walk(d.Tree(), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || n.Type() == ast.TypeInline {
			return ast.WalkContinue, nil
		}
		if n.Kind() == extast.KindTableHeader {
			return ast.WalkSkipChildren, nil
		}
		if n.FirstChild() == nil || n.FirstChild().Type() != ast.TypeInline {
			return ast.WalkContinue, nil
		}
		at := d.SpanOf(n)
		if !lint.MayHold(raw[at.Start:at.End]) {
			return ast.WalkSkipChildren, nil
		}
		if text == nil {
			text = prose(d)
		}
		for _, s := range lint.Placeholders(string(text[at.Start:at.End])) {
			out = append(out, source.Span{Start: at.Start + s.Start, End: at.Start + s.End})
		}
		return ast.WalkSkipChildren, nil
	})
	return out
}

// prose is the text of a document with code, links and HTML blanked.
func prose(d *doc.Document) []byte {
	text := bytes.Clone(d.Text)
	blank := func(s source.Span) {
		for i := s.Start; i < s.End; i++ {
			// No space, so that no word seems to stand alone beside it.
			text[i] = '#'
		}
	}
	d.Links(func(_ string, s source.Span, _ ast.Node) { blank(s) })
	ast.Walk(d.Tree(), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			switch n.Kind() {
			case ast.KindCodeSpan, ast.KindAutoLink, ast.KindRawHTML, ast.KindHTMLBlock, doc.KindWikiLink:
				blank(d.SpanOf(n))
			}
		}
		return ast.WalkContinue, nil
	})
	return text
}
