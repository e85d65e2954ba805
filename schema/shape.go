package schema

import (
	"slices"
	"strings"
)

// Shape is what the schema of a field accepts, as far as those who make
// values for it must know.
type Shape struct {
	Types  []string // names of JSON types; nil is any
	Items  []string // names of the types of a list's items
	Format string   // "date", "date-time" …, "" if none
	Share  bool     // a number of at most 1
	Words  bool     // one of a list of words
	Parts  bool     // a map, or a list of maps, whose keys are known
	Needs  []string // keys that the map, or each item of the list, must have
	Choice []string // keys of which it must have one; none if there is no choice
	From   []string // sections that fill it; nil if the body does not, unless a reader of its own does
	Ref    bool     // it refers to documents, or its items do
}

// Fields are the names of the fields of the kind, in the order of the schema.
// The slice must not be changed.
func (k *Kind) Fields() []string { return k.root.order }

// Properties are the keys of a map, or of the items of a list of maps, at a
// JSON Pointer, in the order of the schema. The slice must not be changed.
func (k *Kind) Properties(pointer string) []string {
	n := k.root.at(strings.Split(strings.TrimPrefix(pointer, "/"), "/"))
	if n == nil {
		return nil
	}
	if n.items != nil {
		return n.items.order
	}
	return n.order
}

// Shape gives the shape of the field of a kind at a JSON Pointer, in which a
// number stands for an item. It is not ok if the schema has no such field.
func (s *Set) Shape(kind, pointer string) (Shape, bool) {
	k := s.byName[kind]
	if k == nil {
		return Shape{}, false
	}
	n := k.root
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		n = n.step(step)
	}
	if n == nil {
		return Shape{}, false
	}
	shape := Shape{Types: n.types, Format: n.limits["format"], Share: n.limits["maximum"] == "1", Words: n.enum != nil, Parts: len(n.props) > 0, Needs: n.required, Choice: n.choice, From: n.From, Ref: n.Ref != nil}
	if n.items != nil {
		shape.Items = n.items.types
		shape.Parts = len(n.items.props) > 0
		shape.Needs, shape.Choice = n.items.required, n.items.choice
	}
	// The node has adopted what its branches require.
	shape.Needs = slices.DeleteFunc(slices.Clone(shape.Needs), func(key string) bool { return slices.Contains(shape.Choice, key) })
	return shape, true
}

// HasField tells whether documents of a kind have a field at a path with dots,
// in which items of lists take no step: "actions.owner". Names are those of the
// schema; aliases do not count. Fields that begin with "x-" are a team's own.
func (s *Set) HasField(path string) bool {
	steps := strings.Split(path, ".")
	if strings.HasPrefix(steps[0], "x-") {
		return true
	}
	return slices.ContainsFunc(s.kinds, func(k *Kind) bool {
		n := k.root
		for _, step := range steps {
			if n != nil && n.items != nil {
				n = n.items
			}
			n = n.step(step)
		}
		return n != nil
	})
}
