package render

import (
	"html/template"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template/parse"
)

// escaper prints values in one of the places of a page where html/template
// knows how. Values that need no thought it prints itself; all others go
// through a template of html/template that has just this place.
type escaper struct {
	names  []string // of html/template's functions, in order
	before string   // of the place in the template
	after  string
	plain  func(out *output, text string) bool // prints a text if it can
	slow   *template.Template
}

// escapers are the places that programs print in.
var escapers = sync.OnceValue(func() []*escaper {
	list := []*escaper{
		{before: `<p>`, after: `</p>`, plain: printEscaped},
		{before: `<p title="`, after: `"></p>`, plain: printEscaped},
		{before: `<title>`, after: `</title>`, plain: printEscaped},
		{before: `<a href="`, after: `"></a>`, plain: printURL},
		{before: `<a href="#`, after: `"></a>`, plain: printWord},
	}
	for _, e := range list {
		e.slow = template.Must(template.New("").Parse(e.before + "{{.}}" + e.after))
		if err := e.slow.Execute(io.Discard, ""); err != nil {
			panic(err) // the templates stand above
		}
		for _, c := range e.slow.Tree.Root.Nodes[1].(*parse.ActionNode).Pipe.Cmds[1:] {
			e.names = append(e.names, escaperName(c))
		}
	}
	return list
})

// escaperName gives the name of the function of html/template that a command
// calls, "" if it is none.
func escaperName(c *parse.CommandNode) string {
	if n, ok := c.Args[0].(*parse.IdentifierNode); ok && len(c.Args) == 1 && strings.HasPrefix(n.Ident, "_html_template_") {
		return n.Ident
	}
	return ""
}

// escaperOf finds the place that a list of escapers stands for.
func escaperOf(names []string) *escaper {
	for _, e := range escapers() {
		if slices.Equal(e.names, names) {
			return e
		}
	}
	beyond()
	return nil
}

var (
	typeText = reflect.TypeFor[string]()
	typeHTML = reflect.TypeFor[template.HTML]()
)

func (e *escaper) print(out *output, v reflect.Value) {
	v = inside(v)
	if !v.IsValid() {
		beyond()
	}
	switch v.Type() {
	case typeText:
		if e.plain(out, v.String()) {
			return
		}
	case typeHTML:
		if e.names[0] == "_html_template_htmlescaper" {
			out.WriteString(v.String())
			return
		}
	case reflect.TypeFor[int]():
		if e.plain(out, strconv.FormatInt(v.Int(), 10)) {
			return
		}
	}
	var text strings.Builder
	if err := e.slow.Execute(&text, plain(v)); err != nil {
		beyond()
	}
	out.WriteString(text.String()[len(e.before) : text.Len()-len(e.after)])
}

// entities are what html/template writes for characters of a text.
var entities = [...]string{0: "\uFFFD", '"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;"}

// printEscaped prints a text between tags or in an attribute with quotes.
func printEscaped(out *output, text string) bool {
	done := 0
	for i := range len(text) {
		if c := text[i]; int(c) < len(entities) && entities[c] != "" {
			out.WriteString(text[done:i])
			out.WriteString(entities[c])
			done = i + 1
		}
	}
	out.WriteString(text[done:])
	return true
}

// printURL prints a URL that is but a path and a fragment, without what needs
// escapes and without a scheme.
func printURL(out *output, text string) bool {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case isWord(c), c == '/', c == '#':
		case c == '%' && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]):
			i += 2
		default:
			return false
		}
	}
	out.WriteString(text)
	return true
}

func isHex(c byte) bool { return isDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F' }

// printWord prints a part of a URL that needs no escapes.
func printWord(out *output, text string) bool {
	for i := range len(text) {
		if !isWord(text[i]) {
			return false
		}
	}
	out.WriteString(text)
	return true
}
