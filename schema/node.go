package schema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// node is a schema in the form in which documents are walked beside it: what
// fields a value may have, of what types, and what x-debrief says of them.
type node struct {
	meta
	types    []string // nil: any
	enum     []string // the strings it allows, in order; nil: any
	required []string
	order    []string // names of props as written
	props    map[string]*node
	patterns []patternNode
	items    *node
	pattern  string
	choice   []string          // fields of which the schema needs at least one
	limits   map[string]string // minLength, maximum … as written
	under    []*node           // schemas that all hold for the same value; empty once adopted
	either   [][]*node         // schemas of which one holds for it; empty once adopted
}

type patternNode struct {
	match *lazyregexp.Regexp
	node  *node
}

// nodes makes the tree of nodes of a bundled schema.
type nodes struct {
	root *object
	made map[*object]*node
}

func newNode(root *object) (*node, error) {
	b := &nodes{root, map[*object]*node{}}
	n, err := b.of(root)
	for _, made := range b.made {
		made.adoptAll()
	}
	return n, err
}

func (b *nodes) of(v any) (*node, error) {
	o, ok := v.(*object)
	if !ok {
		return &node{}, nil
	}
	if n := b.made[o]; n != nil {
		return n, nil
	}
	n := &node{limits: map[string]string{}}
	b.made[o] = n
	return n, b.fill(n, o)
}

func (b *nodes) fill(n *node, o *object) error {
	if err := readMeta(o, &n.meta); err != nil {
		return fmt.Errorf("%s: %w", extension, err)
	}
	n.types = stringList(o.get("type"))
	n.required = stringList(o.get("required"))
	n.enum = stringList(o.get("enum"))
	if c, ok := o.get("const").(string); ok {
		n.enum = []string{c}
	}
	n.pattern, _ = o.get("pattern").(string)
	for _, k := range o.keys {
		if keywords[k] == value {
			n.limits[k] = fmt.Sprint(o.values[k])
		}
	}
	n.choice = choiceOf(o.get("anyOf"))
	if err := b.children(n, o); err != nil {
		return err
	}
	var err error
	if n.under, err = b.list(sameValue(o, "allOf", "then", "else")); err != nil {
		return err
	}
	for _, key := range []string{"anyOf", "oneOf"} {
		branches, err := b.list(sameValue(o, key))
		if err != nil {
			return err
		}
		if o.has("$ref") { // stands first in every such list
			branches = branches[1:]
		}
		n.either = append(n.either, branches)
	}
	return nil
}

// list makes the nodes of schemas and references.
func (b *nodes) list(schemas []any) ([]*node, error) {
	var out []*node
	for _, next := range schemas {
		if ref, ok := next.(string); ok {
			next, _ = lookup(b.root, strings.TrimPrefix(ref, "#"))
		}
		n, err := b.of(next)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

func (b *nodes) children(n *node, o *object) error {
	if props, ok := o.get("properties").(*object); ok {
		n.props, n.order = map[string]*node{}, props.keys
		for _, k := range props.keys {
			sub, err := b.of(props.values[k])
			if err != nil {
				return err
			}
			n.props[k] = sub
		}
	}
	if props, ok := o.get("patternProperties").(*object); ok {
		for _, k := range props.keys {
			sub, err := b.of(props.values[k])
			if err != nil {
				return err
			}
			n.patterns = append(n.patterns, patternNode{lazyregexp.New(k), sub})
		}
	}
	if items, ok := o.get("items").(*object); ok {
		sub, err := b.of(items)
		n.items = sub
		return err
	}
	return nil
}

// adoptAll completes n with the schemas of the same value. checkCycles has
// made sure that this ends.
func (n *node) adoptAll() {
	under, either := n.under, n.either
	n.under, n.either = nil, nil
	for _, u := range under {
		u.adoptAll()
		n.adopt(u)
	}
	for _, branches := range either {
		for _, u := range branches {
			u.adoptAll()
		}
		n.adoptEither(branches)
	}
}

// adoptEither takes what all branches say of types and values together, and
// the rest from each.
func (n *node) adoptEither(branches []*node) {
	typed := !slices.ContainsFunc(branches, func(u *node) bool { return u.types == nil })
	listed := !slices.ContainsFunc(branches, func(u *node) bool { return u.enum == nil })
	types, enum := n.types == nil && typed, n.enum == nil && listed
	for _, u := range branches {
		if types {
			n.types = append(n.types, u.types...)
		}
		if enum {
			n.enum = append(n.enum, u.enum...)
		}
		part := *u
		part.types, part.enum = nil, nil
		n.adopt(&part)
	}
}

// adopt takes from a schema of the same value what n does not say itself.
func (n *node) adopt(under *node) {
	n.meta = n.meta.over(under.meta)
	if n.types == nil {
		n.types = under.types
	}
	if n.enum == nil {
		n.enum = under.enum
	}
	if n.required == nil {
		n.required = under.required
	}
	if n.items == nil {
		n.items = under.items
	}
	if n.pattern == "" {
		n.pattern = under.pattern
	}
	if n.choice == nil {
		n.choice = under.choice
	}
	for k, v := range under.limits {
		if n.limits[k] == "" {
			n.limits[k] = v
		}
	}
	n.patterns = append(n.patterns, under.patterns...)
	for _, k := range under.order {
		if n.props[k] != nil {
			continue
		}
		if n.props == nil {
			n.props = map[string]*node{}
		}
		n.props[k] = under.props[k]
		n.order = append(slices.Clip(n.order), k)
	}
}

// field is the node of a key of a map; nil if the schema does not know it.
func (n *node) field(key string) *node {
	if n == nil {
		return nil
	}
	if sub := n.props[key]; sub != nil {
		return sub
	}
	for _, p := range n.patterns {
		if p.match.MatchString(key) {
			return p.node
		}
	}
	return nil
}

// item is the node of the items of a list.
func (n *node) item() *node {
	if n == nil {
		return nil
	}
	return n.items
}

// at follows the steps of a path.
func (n *node) at(steps []string) *node {
	for _, s := range steps {
		n = n.step(s)
	}
	return n
}

// step is the node of a key or an index.
func (n *node) step(name string) *node {
	if next := n.field(name); next != nil {
		return next
	}
	return n.item()
}

// is tells whether the schema accepts values of a type, by name.
func (n *node) is(name string) bool { return n != nil && slices.Contains(n.types, name) }

// choiceOf reads an anyOf that does nothing but require one of some fields.
func choiceOf(anyOf any) []string {
	list, _ := anyOf.([]any)
	var out []string
	for _, x := range list {
		o, _ := x.(*object)
		names := stringList(o.get("required"))
		if len(names) != 1 || len(o.keys) != 1 {
			return nil
		}
		out = append(out, names[0])
	}
	return out
}

func stringList(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, x := range v {
			if s, ok := x.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}
