package facet

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// horizonLabel reads a paragraph below a title for actions that is only the
// name of a horizon, in italics or bare, before a list: 恒久, *Short-term*.
func (r *reader) horizonLabel(under *part, b ast.Node, next ast.NodeKind) (line, bool) {
	if b.Kind() != ast.KindParagraph || next != ast.KindList && next != extast.KindTable || !under.isActions() {
		return line{}, false
	}
	title, _ := bareLabel(lineOf(r.doc, b))
	text := title.text
	if length(text) > maxHorizon || strings.ContainsAny(text, ".。!！?？、;；") || len(strings.Fields(text)) > 4 || r.match("term", text) == "" {
		return line{}, false
	}
	return title, true
}

// isActions tells whether p stands in a section for actions.
func (p *part) isActions() bool {
	for ; p != nil; p = p.parent {
		if p.name != "" {
			return p.name == "actions" || p.name == "terms"
		}
	}
	return false
}
