package render

import (
	"bytes"
	"html"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// highlighter colours code by CSS classes. It remembers the lexer of every
// name, also of names without one, whose search costs 7 ms, and the result
// for every piece of code, because runbooks repeat each other.
type highlighter struct {
	lexers sync.Map // name: chroma.Lexer or nil
	done   sync.Map // code: string
}

type code struct{ language, text string }

// longest is the longest code that is coloured; chroma's lexers take time
// that grows faster than the text for some inputs.
const longest = 20_000

// highlight gives code as HTML: spans with classes, no element around.
func (h *highlighter) highlight(language, text string) string {
	key := code{language, text}
	if out, ok := h.done.Load(key); ok {
		return out.(string)
	}
	out := h.render(language, text)
	h.done.Store(key, out)
	return out
}

func (h *highlighter) render(language, text string) string {
	lexer := h.lexer(language)
	if lexer == nil || len(text) > longest {
		return html.EscapeString(text)
	}
	tokens, err := lexer.Tokenise(nil, text)
	if err != nil {
		return html.EscapeString(text)
	}
	var b bytes.Buffer
	for t := tokens(); t != chroma.EOF; t = tokens() {
		class := chroma.StandardTypes[t.Type]
		if class == "" || class == "w" || class == "err" {
			b.WriteString(html.EscapeString(t.Value))
			continue
		}
		b.WriteString(`<span class="`)
		b.WriteString(class)
		b.WriteString(`">`)
		b.WriteString(html.EscapeString(t.Value))
		b.WriteString("</span>")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func (h *highlighter) lexer(name string) chroma.Lexer {
	if name == "" || len(name) > 40 {
		return nil
	}
	name = strings.ToLower(name)
	if l, ok := h.lexers.Load(name); ok {
		lexer, _ := l.(chroma.Lexer)
		return lexer
	}
	lexer := lexers.Get(name)
	if lexer == nil {
		h.lexers.Store(name, nil)
		return nil
	}
	lexer = chroma.Coalesce(lexer)
	h.lexers.Store(name, lexer)
	return lexer
}
