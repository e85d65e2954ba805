package facet

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// symptoms reads what a section about symptoms describes: its items and
// paragraphs, and the messages that it quotes.
func (r *reader) symptoms(root *part) (wordings, messages []doc.Value) {
	for _, p := range root.named("symptom") {
		p.walk(func(c *part) bool {
			if c != p && c.name != "" && c.name != "symptom" && c.name != "errors" {
				return false
			}
			wordings = append(wordings, r.texts(c)...)
			messages = append(messages, r.messages(c)...)
			return true
		})
	}
	for _, p := range root.named("errors") {
		messages = append(messages, r.messages(p)...)
	}
	return distinct(wordings), distinct(messages)
}

// texts gives the items and paragraphs of a part as texts. A paragraph that
// only introduces what follows it is none.
func (r *reader) texts(p *part) []doc.Value {
	var out []doc.Value
	add := func(l line, o doc.Origin) {
		if !r.nothing(l.text) && !strings.HasSuffix(l.text, ":") && !strings.HasSuffix(l.text, "：") {
			out = append(out, l.value(p.from(o)))
		}
	}
	add(p.lead, doc.FromText)
	for _, b := range p.blocks {
		switch b := b.(type) {
		case *ast.Paragraph:
			add(lineOf(r.doc, b), doc.FromText)
		case *ast.List:
			for _, it := range r.itemsOf(b) {
				r.leaves(it, func(l line) { add(l, doc.FromList) })
			}
		}
	}
	return out
}

// leaves visits the text of an item or, if it only groups others, of those.
func (r *reader) leaves(it doc.Item, visit func(line)) {
	if it.Lead == nil || isGroup(it) {
		for _, c := range it.Children {
			r.leaves(c, visit)
		}
		return
	}
	visit(lineOf(r.doc, it.Lead))
}

// maxMessages bounds the lines that one code block gives: what is longer is
// a log, not a message.
const maxMessages = 10

// messages gives the lines of code blocks and the inline code that reads like
// a message. Lines that continue others (stack traces) do not count.
func (r *reader) messages(p *part) []doc.Value {
	var out []doc.Value
	for _, b := range p.blocks {
		ast.Walk(b, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if !entering {
				return ast.WalkContinue, nil
			}
			switch n := n.(type) {
			case *ast.FencedCodeBlock, *ast.CodeBlock:
				out = append(out, r.messageLines(n, p)...)
			case *ast.CodeSpan:
				if l := lineOf(r.doc, n); isMessage(l.text) {
					out = append(out, l.value(p.from(doc.FromText)))
				}
			}
			return ast.WalkContinue, nil
		})
	}
	return out
}

func (r *reader) messageLines(block ast.Node, p *part) []doc.Value {
	var out []doc.Value
	for i := range block.Lines().Len() {
		seg := block.Lines().At(i)
		raw := string(seg.Value(r.doc.Text))
		text := strings.TrimSpace(raw)
		if text == "" || unicode.IsSpace(rune(raw[0])) || strings.HasPrefix(text, "at ") || len(out) == maxMessages {
			continue
		}
		at := source.Span{Start: seg.Start, End: seg.Start + len(strings.TrimRight(raw, " \t\r\n"))}
		out = append(out, doc.NewScalar(text, at, p.from(doc.FromText)))
	}
	return out
}

// failure are words that make a piece of code a message even if it is short.
var failure = lazyregexp.New(`(?i)error|exception|fail|fatal|denied|refused|timed? ?out|panic|killed|unavailable|\bE[A-Z]{4,}\b`)

// isMessage tells whether inline code is a message rather than a name or a
// command.
func isMessage(text string) bool {
	return failure.MatchString(text) && (strings.ContainsAny(text, " :") || length(text) >= 12)
}

// distinct drops texts that came before.
func distinct(list []doc.Value) []doc.Value {
	seen := map[string]bool{}
	var out []doc.Value
	for _, v := range list {
		if !seen[v.Text()] {
			seen[v.Text()] = true
			out = append(out, v)
		}
	}
	return out
}
