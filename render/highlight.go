package render

import (
	"html"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// highlighter colours code by CSS classes. It remembers the lexer of every
// name, also of names without one, whose search costs 7 ms, and the result
// for pieces of code, because runbooks repeat each other and each edition
// shows them again.
type highlighter struct {
	lexers sync.Map // name: tokeniser
	done   sync.Map // code: string
	kept   atomic.Int64
}

type code struct{ language, text string }

// tokeniser hands the tokens of a text to emit; nil leaves the text as it is.
type tokeniser func(text string, emit func(chroma.Token)) error

const (
	// longest is the longest code that is coloured; chroma's lexers take time
	// that grows faster than the text for some inputs.
	longest = 20_000
	// mostKept bounds, in bytes, the results that are remembered.
	mostKept = 8 << 20
)

// highlight gives code as HTML: spans with classes, no element around.
func (h *highlighter) highlight(language, text string) string {
	key := code{language, text}
	if out, ok := h.done.Load(key); ok {
		return out.(string)
	}
	out := h.render(language, text)
	if h.kept.Add(int64(len(text)+len(out))) < mostKept {
		h.done.Store(key, out)
	}
	return out
}

// render colours code as far as that works: a lexer that fails, or panics as
// some of chroma's do on texts of other languages, leaves it plain.
func (h *highlighter) render(language, text string) (out string) {
	tokens := h.lexer(language)
	if tokens == nil || len(text) > longest {
		return html.EscapeString(text)
	}
	defer func() {
		if recover() != nil {
			out = html.EscapeString(text)
		}
	}()
	c := colouring{}
	c.Grow(2 * len(text))
	if err := tokens(text, c.add); err != nil {
		return html.EscapeString(text)
	}
	c.close()
	return strings.TrimSuffix(c.String(), "\n")
}

// colouring writes tokens, neighbours of one type as one.
type colouring struct {
	strings.Builder
	last chroma.TokenType
	open bool // the span of last
}

func (c *colouring) add(t chroma.Token) {
	if t.Value == "" {
		return
	}
	if t.Type != c.last {
		c.close()
		c.last = t.Type
		if class := chroma.StandardTypes[t.Type]; class != "" && class != "w" && class != "err" {
			c.WriteString(`<span class="` + class + `">`)
			c.open = true
		}
	}
	c.WriteString(html.EscapeString(t.Value))
}

func (c *colouring) close() {
	if c.open {
		c.WriteString("</span>")
		c.open = false
	}
}

func (h *highlighter) lexer(name string) tokeniser {
	if name == "" || len(name) > 40 {
		return nil
	}
	name = strings.ToLower(name)
	if t, ok := h.lexers.Load(name); ok {
		return t.(tokeniser)
	}
	t := newTokeniser(name)
	h.lexers.Store(name, t)
	return t
}

// newTokeniser gives the tokeniser of a language, nil if chroma has none.
func newTokeniser(name string) tokeniser {
	lex := lexers.Get(name)
	if lex == nil {
		return nil
	}
	if rules, ok := lex.(*chroma.RegexLexer); ok {
		if l, err := newLexer(rules); err == nil {
			return l.tokens
		}
	}
	// A lexer that is more than rules.
	return func(text string, emit func(chroma.Token)) (err error) {
		next, err := lex.Tokenise(nil, text)
		if err != nil {
			return err
		}
		for t := next(); t != chroma.EOF; t = next() {
			emit(t)
		}
		return nil
	}
}
