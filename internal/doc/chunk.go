package doc

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// Chunk is what stands directly under one heading, as plain text.
type Chunk struct {
	Heading string   // empty before the first
	Anchor  string   // of the heading, with AnchorPrefix
	Texts   []string // paragraphs, items and cells, without markup
	Code    []string // blocks of code
}

// Chunks gives the text of the body, heading by heading. Raw HTML is left out.
func (d *Document) Chunks() []Chunk {
	var out []Chunk
	d.Sections().Walk(func(s *Section) bool {
		c := Chunk{Heading: s.Title, Anchor: s.ID}
		for _, b := range s.Blocks {
			d.addBlock(&c, b)
		}
		if s.Heading != nil || len(c.Texts)+len(c.Code) > 0 {
			out = append(out, c)
		}
		return true
	})
	return out
}

func (d *Document) addBlock(c *Chunk, n ast.Node) {
	switch n.Kind() {
	case ast.KindFencedCodeBlock, ast.KindCodeBlock:
		c.Code = append(c.Code, d.Code(n))
	case ast.KindParagraph, ast.KindTextBlock, ast.KindHeading, extast.KindTableCell, extast.KindDefinitionTerm:
		if text := d.Plain(n); text != "" {
			c.Texts = append(c.Texts, text)
		}
	case ast.KindHTMLBlock:
	default:
		for child := n.FirstChild(); child != nil; child = child.NextSibling() {
			d.addBlock(c, child)
		}
	}
}
