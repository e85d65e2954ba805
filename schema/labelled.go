package schema

import (
	"fmt"
	"maps"
	"slices"
)

// addKind enters the labels of a kind's fields: its own first, then those of
// the objects in it, then what documents state beside fields.
func (l *Labels) addKind(k *Kind, roots []rootMeta) error {
	fields := map[string]string{}
	l.fields[k.Name] = fields
	for _, name := range k.root.order {
		n := k.root.props[name]
		n.enter(fields, "/"+name, name)
		if err := l.addValues(n, k.Name+"."+name, name); err != nil {
			return err
		}
	}
	for _, name := range k.root.order {
		if err := l.addParts(fields, k.Name, name, k.root.props[name]); err != nil {
			return err
		}
	}
	for _, m := range roots {
		for _, name := range sortedKeys(m.Stated) {
			for _, key := range m.Stated[name] {
				add(fields, fold(key), name)
			}
		}
	}
	return nil
}

// enter enters all names of a field.
func (n *node) enter(into map[string]string, pointer string, names ...string) {
	names = append(names, n.Label.En, n.Label.Ja)
	for _, key := range slices.Concat(names, n.Aliases, n.Keys) {
		add(into, fold(key), pointer)
	}
}

// addParts enters the labels of the properties of an object, or of the items
// of a list, and of lists in them under their own names. A bare property name of an object names nothing: "source" or
// "users" alone could be anything.
func (l *Labels) addParts(fields map[string]string, kind, name string, n *node) error {
	if n.items != nil && len(n.items.props) == 0 && len(n.Columns) > 0 {
		l.addColumn(name, name, n)
	}
	part, list := n, false
	if n.items != nil && len(n.items.props) > 0 {
		part, list = n.items, true
	}
	for _, prop := range part.order {
		p := part.props[prop]
		if list {
			l.addColumn(name, prop, p)
		} else {
			p.enter(fields, "/"+name+"/"+prop)
		}
		if err := l.addValues(p, kind+"."+name+"."+prop, name+"."+prop, prop); err != nil {
			return err
		}
		for _, of := range p.patterns { // of a map whose keys are data
			if err := l.addValues(of.node, kind+"."+name+"."+prop, name+"."+prop); err != nil {
				return err
			}
		}
		if p.items != nil && p.items != part && len(p.items.props) > 0 {
			if err := l.addParts(fields, kind, prop, p); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l *Labels) addColumn(list, prop string, n *node) {
	columns, keys := l.columns[list], l.keys[list]
	if columns == nil {
		columns, keys = map[string]string{}, map[string]string{}
		l.columns[list], l.keys[list] = columns, keys
	}
	for _, c := range slices.Concat([]string{prop, n.Label.En, n.Label.Ja}, n.Columns, n.Aliases) {
		add(columns, fold(c), prop)
	}
	for _, k := range slices.Concat([]string{prop}, n.Keys, n.Aliases) {
		add(keys, fold(k), prop)
	}
}

// addValues enters the words and patterns of a field under the names that
// nothing else has taken.
func (l *Labels) addValues(n *node, names ...string) error {
	words := n.wordMap()
	patterns := make([]pattern, 0, len(n.Patterns))
	for _, p := range n.Patterns {
		compiled, err := newPattern(p.Value, p.Match)
		if err != nil {
			return fmt.Errorf("%s: pattern of %q: %w", names[0], p.Value, err)
		}
		patterns = append(patterns, compiled)
	}
	for _, name := range names {
		if len(words) > 0 && l.words[name] == nil {
			l.words[name] = words
		}
		if len(patterns) > 0 && l.patterns[name] == nil {
			l.patterns[name] = patterns
		}
	}
	return nil
}

// wordMap gives the value that each squeezed word stands for.
func (n *node) wordMap() map[string]string {
	words := map[string]string{}
	for _, v := range n.enum {
		add(words, squeeze(v), v)
	}
	for _, v := range sortedKeys(n.Words) {
		for _, w := range n.Words[v] {
			add(words, squeeze(w), v)
		}
	}
	return words
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
