package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/insight"
)

// rowsOf are the rows that a list of an answer becomes in comma-separated
// values: one for each object at the end of a path of members, in which "/"
// leads into the objects of a list. Columns are members, dotted where they are
// nested, as JSON names them with their units: of the object itself, and, by the
// path before their name, of the objects on the way.
type rowsOf struct {
	name    string // in the column "row", where an answer has several kinds of rows
	path    string
	columns []string
}

// asTable makes the table of an answer, so that it says what its JSON says. An
// absent value is an empty cell; words of a list stand side by side, of objects
// their ids.
func asTable(answer func(a *app, w *workspace, f insightFlags) insight.Object, kinds ...rowsOf) func(a *app, w *workspace, f insightFlags) [][]string {
	return func(a *app, w *workspace, f insightFlags) [][]string {
		whole := plainObject(answer(a, w, f))
		var head []string
		if len(kinds) > 1 {
			head = []string{"row"}
		}
		for _, k := range kinds {
			for _, c := range k.columns {
				if !slices.Contains(head, c) {
					head = append(head, c)
				}
			}
		}
		rows := [][]string{head}
		for _, k := range kinds {
			for _, o := range k.objects(whole) {
				row := make([]string, len(head))
				for i, c := range head {
					switch {
					case c == "row":
						row[i] = k.name
					case slices.Contains(k.columns, c):
						row[i] = textOfMember(member(o, c))
					}
				}
				rows = append(rows, row)
			}
		}
		return rows
	}
}

// plainObject gives an answer as encoding/json reads it, its numbers as they are
// written. An answer that could not be written has no members.
func plainObject(answer insight.Object) map[string]any {
	o := map[string]any{}
	data, err := json.Marshal(answer)
	if err != nil {
		return o
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if decoder.Decode(&o) != nil {
		return map[string]any{}
	}
	return o
}

// objects gives those at the end of the path. Where a list on the way is empty,
// the object that holds it stands for itself, but not the answer as a whole.
func (k rowsOf) objects(whole map[string]any) []map[string]any {
	list := []map[string]any{whole}
	steps := strings.Split(k.path, "/")
	for i := range steps {
		name := strings.Join(steps[:i+1], ".")
		if i > 0 {
			name = strings.Join(steps[1:i+1], ".")
		}
		var next []map[string]any
		for _, o := range list {
			items, _ := member(o, name).([]any)
			if len(items) == 0 && i > 0 {
				next = append(next, o)
			}
			for _, item := range items {
				inner, ok := item.(map[string]any)
				switch {
				case !ok:
				case i == 0:
					next = append(next, inner)
				default:
					next = append(next, with(o, steps[1:i+1], inner))
				}
			}
		}
		list = next
	}
	return list
}

// with gives a copy of an object in which one of its inner objects stands in the
// place of the list that holds it.
func with(o map[string]any, path []string, inner map[string]any) map[string]any {
	o = maps.Clone(o)
	if len(path) == 1 {
		o[path[0]] = inner
	} else if below, ok := o[path[0]].(map[string]any); ok {
		o[path[0]] = with(below, path[1:], inner)
	}
	return o
}

// member gives the member of a dotted name, nil if there is none.
func member(o map[string]any, name string) any {
	first, rest, nested := strings.Cut(name, ".")
	v := o[first]
	if !nested {
		return v
	}
	below, ok := v.(map[string]any)
	if !ok {
		return nil
	}
	return member(below, rest)
}

// textOfMember writes a value into a cell.
func textOfMember(v any) string {
	switch v := v.(type) {
	case []any:
		var words []string
		for _, item := range v {
			words = append(words, textOfMember(item))
		}
		return strings.Join(words, " ")
	case map[string]any:
		for _, key := range []string{"id", "incident", "part", "document"} {
			if text := textOfMember(v[key]); text != "" {
				return text
			}
		}
		return ""
	}
	return insight.Cell(v)
}
