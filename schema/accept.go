package schema

import (
	"encoding/json"
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// acceptor tells which values a schema accepts, and nothing more. It knows the
// keywords that our schemas use; it exists because gojsonschema, which compiles
// and encodes much anew for each value, takes a tenth of all the time of a
// build to say that a document has no fault. Where there is one, gojsonschema
// says which.
type acceptor struct {
	ref           *acceptor // alone
	types         []string  // none is any
	words         []string  // of enum or const; nil is any
	props         map[string]*acceptor
	patterns      []patternAcceptor
	closed        bool // no keys but those of props and patterns
	required      []string
	items         *acceptor
	unique        bool
	anyOf, allOf  []*acceptor
	test, yes, no *acceptor // of if, then, else
	pattern       *lazyregexp.Regexp
	format        func(string) bool
	length, count [2]int // of a text, of a list: least and most
	least, most   *big.Rat
	above, below  *big.Rat
}

type patternAcceptor struct {
	match *lazyregexp.Regexp
	value *acceptor
}

// unlimited is a length that nothing has.
const unlimited = 1 << 30

// newAcceptor gives the acceptor of a bundled schema, nil if that uses a
// keyword that acceptors do not know.
func newAcceptor(root *object) *acceptor {
	b := acceptorBuilder{root: root, made: map[*object]*acceptor{}}
	a := b.of(root)
	if b.unknown {
		return nil
	}
	return a
}

type acceptorBuilder struct {
	root    *object
	made    map[*object]*acceptor
	unknown bool
}

func (b *acceptorBuilder) of(v any) *acceptor {
	o, ok := v.(*object)
	if !ok {
		b.unknown = true // true and false are schemas too
		return nil
	}
	if a := b.made[o]; a != nil {
		return a
	}
	a := &acceptor{length: [2]int{0, unlimited}, count: [2]int{0, unlimited}}
	b.made[o] = a
	if ref, ok := o.get("$ref").(string); ok {
		target, _ := lookup(b.root, strings.TrimPrefix(ref, "#"))
		a.ref = b.of(target)
		return a
	}
	for _, key := range o.keys {
		if keywords[key] != annotation {
			b.keyword(a, key, o.values[key])
		}
	}
	return a
}

func (b *acceptorBuilder) keyword(a *acceptor, key string, v any) {
	switch key {
	case "definitions":
	case "type":
		a.types = stringList(v)
	case "enum", "const":
		list, isList := v.([]any)
		a.words = stringList(v)
		b.unknown = b.unknown || a.words == nil || isList && len(a.words) < len(list)
	case "properties":
		a.props = map[string]*acceptor{}
		b.each(v, func(name string, sub *acceptor) { a.props[name] = sub })
	case "patternProperties":
		b.each(v, func(name string, sub *acceptor) {
			a.patterns = append(a.patterns, patternAcceptor{lazyregexp.New(name), sub})
		})
	case "additionalProperties":
		a.closed = v == false
		b.unknown = b.unknown || v != false && v != true
	case "required":
		a.required = stringList(v)
	case "items":
		a.items = b.of(v)
	case "uniqueItems":
		a.unique = v == true
	case "anyOf":
		a.anyOf = b.list(v)
	case "allOf":
		a.allOf = b.list(v)
	case "if":
		a.test = b.of(v)
	case "then":
		a.yes = b.of(v)
	case "else":
		a.no = b.of(v)
	case "pattern":
		text, _ := v.(string)
		a.pattern = lazyregexp.New(text)
	case "format":
		name, _ := v.(string)
		a.format = formats[name]
	case "minLength", "maxLength", "minItems", "maxItems":
		b.size(a, key, v)
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum":
		b.limit(a, key, v)
	default:
		b.unknown = true
	}
}

func (b *acceptorBuilder) each(v any, visit func(name string, sub *acceptor)) {
	o, _ := v.(*object)
	for _, name := range o.names() {
		visit(name, b.of(o.values[name]))
	}
}

func (b *acceptorBuilder) list(v any) []*acceptor {
	var out []*acceptor
	list, _ := v.([]any)
	for _, x := range list {
		out = append(out, b.of(x))
	}
	return out
}

func (b *acceptorBuilder) size(a *acceptor, key string, v any) {
	n, _ := v.(json.Number)
	size, err := n.Int64()
	b.unknown = b.unknown || err != nil || size > unlimited
	end := 0
	if strings.HasPrefix(key, "max") {
		end = 1
	}
	if strings.HasSuffix(key, "Length") {
		a.length[end] = int(size)
	} else {
		a.count[end] = int(size)
	}
}

func (b *acceptorBuilder) limit(a *acceptor, key string, v any) {
	n, _ := v.(json.Number)
	limit, ok := new(big.Rat).SetString(string(n))
	b.unknown = b.unknown || !ok
	switch key {
	case "minimum":
		a.least = limit
	case "maximum":
		a.most = limit
	case "exclusiveMinimum":
		a.above = limit
	case "exclusiveMaximum":
		a.below = limit
	}
}

// accepts tells whether a value, in encoding/json's types, certainly fits the
// schema.
func (a *acceptor) accepts(v any) bool {
	var j judgement
	return a != nil && j.fits(a, v) && !j.unsure
}

// judgement is the look at one value.
type judgement struct {
	unsure bool // something was met that acceptors do not judge
}

func (j *judgement) fits(a *acceptor, v any) bool {
	if a.ref != nil {
		return j.fits(a.ref, v)
	}
	return j.typed(a, v) && j.value(a, v) && j.combined(a, v)
}

func (j *judgement) typed(a *acceptor, v any) bool {
	is := func(name string) bool { return len(a.types) == 0 || slices.Contains(a.types, name) }
	switch v := v.(type) {
	case string:
		return is("string")
	case bool:
		return is("boolean")
	case []any:
		return is("array")
	case map[string]any:
		return is("object")
	case json.Number:
		n, ok := new(big.Rat).SetString(string(v))
		j.unsure = j.unsure || !ok
		return is("number") || ok && n.IsInt() && is("integer")
	}
	j.unsure = true
	return true
}

func (j *judgement) value(a *acceptor, v any) bool {
	if s, ok := v.(string); ok {
		return a.text(s)
	}
	if a.words != nil {
		return false
	}
	switch v := v.(type) {
	case json.Number:
		return a.number(v)
	case []any:
		return j.list(a, v)
	case map[string]any:
		return j.object(a, v)
	}
	return true
}

func (a *acceptor) text(s string) bool {
	n := len(s)
	if a.length != [2]int{0, unlimited} {
		n = utf8.RuneCountInString(s)
	}
	return (a.words == nil || slices.Contains(a.words, s)) && a.length[0] <= n && n <= a.length[1] &&
		(a.pattern == nil || a.pattern.MatchString(s)) && (a.format == nil || a.format(s))
}

func (a *acceptor) number(v json.Number) bool {
	if a.least == nil && a.most == nil && a.above == nil && a.below == nil {
		return true
	}
	n, ok := new(big.Rat).SetString(string(v))
	return ok && (a.least == nil || n.Cmp(a.least) >= 0) && (a.most == nil || n.Cmp(a.most) <= 0) &&
		(a.above == nil || n.Cmp(a.above) > 0) && (a.below == nil || n.Cmp(a.below) < 0)
}

func (j *judgement) list(a *acceptor, list []any) bool {
	if len(list) < a.count[0] || len(list) > a.count[1] {
		return false
	}
	for i, v := range list {
		if a.items != nil && !j.fits(a.items, v) {
			return false
		}
		if a.unique {
			s, ok := v.(string)
			j.unsure = j.unsure || !ok
			if ok && slices.ContainsFunc(list[:i], func(other any) bool { return other == any(s) }) {
				return false
			}
		}
	}
	return true
}

func (j *judgement) object(a *acceptor, o map[string]any) bool {
	for _, name := range a.required {
		if _, ok := o[name]; !ok {
			return false
		}
	}
	for key, v := range o {
		sub, known := a.props[key]
		if known && !j.fits(sub, v) {
			return false
		}
		for _, p := range a.patterns {
			if p.match.MatchString(key) {
				known = true
				if !j.fits(p.value, v) {
					return false
				}
			}
		}
		if !known && a.closed {
			return false
		}
	}
	return true
}

// combined judges by the schemas of the same value.
func (j *judgement) combined(a *acceptor, v any) bool {
	fits := func(sub *acceptor) bool { return j.fits(sub, v) }
	if len(a.anyOf) > 0 && !slices.ContainsFunc(a.anyOf, fits) {
		return false
	}
	for _, sub := range a.allOf {
		if !fits(sub) {
			return false
		}
	}
	if a.test == nil {
		return true
	}
	next := a.no
	if fits(a.test) {
		next = a.yes
	}
	return next == nil || fits(next)
}
