package schema

import "strings"

// Shape is what the schema of a field accepts, as far as those who make
// values for it must know.
type Shape struct {
	Types  []string // names of JSON types; nil is any
	Items  []string // names of the types of a list's items
	Format string   // "date", "date-time" …, "" if none
	Share  bool     // a number of at most 1
	Words  bool     // one of a list of words
	Parts  bool     // a map, or a list of maps, whose keys are known
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
	shape := Shape{Types: n.types, Format: n.limits["format"], Share: n.limits["maximum"] == "1", Words: n.enum != nil, Parts: len(n.props) > 0}
	if n.items != nil {
		shape.Items = n.items.types
		shape.Parts = len(n.items.props) > 0
	}
	return shape, true
}
