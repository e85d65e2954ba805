package rules

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var emptySection = lint.Rule{
	ID:       "empty-section",
	Severity: diag.Warning,
	Profile:  lint.Standard,
	Check: func(p *lint.Pass) {
		// A plain page may be a template.
		if p.Entry.Kind == "page" {
			return
		}
		judged := judgedElsewhere(p)
		first := true
		p.Entry.Doc.Sections().Walk(func(s *doc.Section) bool {
			// A document may be its title and front matter.
			title := s.Level == 1 && first
			first = first && s.Level == 0
			if s.Level > 0 && !title && len(s.Children) == 0 && !slices.Contains(judged, s.Span) && isEmpty(p.Entry.Doc, s) {
				p.Report(diag.Diagnostic{
					Span:    s.Span,
					Message: diag.Say("nothing stands under the heading %q", "見出し %q の下に内容がありません", lint.Quote(s.Title)),
				})
			}
			return true
		})
	},
}

// judgedElsewhere are the titles of the sections whose content has a rule of
// its own that speaks where there is none.
func judgedElsewhere(p *lint.Pass) []source.Span {
	var out []source.Span
	add := func(name string, kinds ...string) {
		if !slices.Contains(kinds, p.Entry.Kind) {
			return
		}
		for _, part := range p.Parts(name) {
			out = append(out, part.Title)
		}
	}
	if len(p.Entry.Timeline) == 0 {
		add("timeline", "postmortem")
	}
	if !p.Entry.Value().Field("impact").Exists() {
		add("impact", "postmortem")
	}
	if len(p.Entry.Causes) == 0 {
		add("causes", "postmortem", "rca")
	}
	return out
}

// isEmpty tells whether a reader finds nothing under the heading of a section:
// no block, or only comments, items and rows without content.
func isEmpty(d *doc.Document, s *doc.Section) bool {
	return !slices.ContainsFunc(s.Blocks, func(b ast.Node) bool { return says(d, b) })
}

// says tells whether a block has something to read or to look at.
func says(d *doc.Document, b ast.Node) bool {
	found := false
	ast.Walk(b, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.Kind() {
		case extast.KindTableHeader, ast.KindThematicBreak:
			return ast.WalkSkipChildren, nil
		case ast.KindHTMLBlock, ast.KindRawHTML:
			found = saysHTML(d, n)
		case ast.KindText:
			found = d.SpanOf(n).Len() > 0
		case ast.KindImage, ast.KindAutoLink, ast.KindCodeSpan, ast.KindString, doc.KindWikiLink, extast.KindFootnoteLink:
			found = true
		case ast.KindCodeBlock, ast.KindFencedCodeBlock:
			found = n.Lines().Len() > 0
		}
		if found {
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	return found
}

// htmlComment is a comment of HTML, also one that nothing ends.
var htmlComment = lazyregexp.New(`(?s)<!--.*?(?:-->|$)`)

// saysHTML tells whether a piece of HTML is more than comments.
func saysHTML(d *doc.Document, n ast.Node) bool {
	var text []byte
	switch n := n.(type) {
	case *ast.RawHTML:
		text = n.Segments.Value(d.Text)
	case *ast.HTMLBlock:
		text = n.Lines().Value(d.Text)
		if n.HasClosure() {
			text = append(text, n.ClosureLine.Value(d.Text)...)
		}
	}
	return len(bytes.TrimSpace(htmlComment.ReplaceAll(text, nil))) > 0
}
