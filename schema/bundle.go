package schema

import (
	"fmt"
	"path"
	"strings"
)

// draft7 is the only draft that schemas may be written in; gojsonschema
// ignores half the keywords of later ones without a word.
const draft7 = "http://json-schema.org/draft-07/schema"

// baseURL is where the schemas are published.
const baseURL = "https://debrief.dev/schema/v1/"

// suffix ends the names of schema files.
const suffix = ".schema.json"

// bundler joins the file of a kind with the fragments to which it refers.
type bundler struct {
	files map[string]*object // by path
	root  string
	defs  *object         // the definitions of the result
	open  map[string]bool // properties of fragments that are being inlined
}

// bundle gives the schema of a kind in one piece: references to properties of
// fragments are replaced by the properties, references to definitions lead to
// definitions of the result, named fragment.name.
func bundle(files map[string]*object, root string) (*object, error) {
	b := &bundler{files: files, root: root, defs: &object{}, open: map[string]bool{}}
	if draft, _ := files[root].get("$schema").(string); strings.TrimSuffix(draft, "#") != draft7 {
		return nil, fmt.Errorf("%s: \"$schema\" must be %q, not %q", root, draft7+"#", draft)
	}
	out, err := b.object(files[root], root, "")
	if err != nil {
		return nil, err
	}
	out.set("$id", baseURL+kindName(root)+".json")
	if own, ok := out.get("definitions").(*object); ok {
		for _, k := range own.keys {
			b.defs.set(k, own.values[k])
		}
	}
	if len(b.defs.keys) > 0 {
		out.set("definitions", b.defs)
	}
	if err := checkCycles(out); err != nil {
		return nil, fmt.Errorf("%s: %w", root, err)
	}
	return out, nil
}

// schema copies a schema that stands at a JSON Pointer of a file.
func (b *bundler) schema(v any, file, at string) (any, error) {
	switch v := v.(type) {
	case bool:
		return v, nil
	case *object:
		return b.object(v, file, at)
	}
	return nil, fmt.Errorf("%s: %s must be a schema", file, at)
}

func (b *bundler) object(o *object, file, at string) (*object, error) {
	out := &object{}
	for _, key := range o.keys {
		v := o.values[key]
		here := at + "/" + key
		if err := checkKeyword(key, v); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", file, at+"/", err)
		}
		if key == "$id" && at != "" {
			return nil, fmt.Errorf("%s: %s: only the root may have an \"$id\"", file, here)
		}
		v, err := b.keyword(key, v, file, here)
		if err != nil {
			return nil, err
		}
		out.set(key, v)
	}
	if o.has("$ref") {
		return b.reference(out, file, at)
	}
	return out, nil
}

// keyword copies what stands under a keyword.
func (b *bundler) keyword(key string, v any, file, at string) (any, error) {
	switch keywords[key] {
	case single:
		return b.schema(v, file, at)
	case several:
		return b.list(v, file, at)
	case either:
		if _, ok := v.([]any); ok {
			return b.list(v, file, at)
		}
		return b.schema(v, file, at)
	case named, needs:
		return b.named(v, file, at, keywords[key] == needs)
	}
	return v, nil
}

func (b *bundler) list(v any, file, at string) (any, error) {
	list, ok := v.([]any)
	if !ok {
		return nil, fmt.Errorf("%s: %s must be a list of schemas", file, at)
	}
	out := make([]any, len(list))
	for i, x := range list {
		s, err := b.schema(x, file, fmt.Sprintf("%s/%d", at, i))
		if err != nil {
			return nil, err
		}
		out[i] = s
	}
	return out, nil
}

func (b *bundler) named(v any, file, at string, lists bool) (any, error) {
	o, ok := v.(*object)
	if !ok {
		return nil, fmt.Errorf("%s: %s must be an object", file, at)
	}
	out := &object{}
	for _, k := range o.keys {
		if list, ok := o.values[k].([]any); ok && lists {
			out.set(k, list)
			continue
		}
		s, err := b.schema(o.values[k], file, at+"/"+k)
		if err != nil {
			return nil, err
		}
		out.set(k, s)
	}
	return out, nil
}

// reference resolves the $ref of an object. What stands beside it may only
// describe: draft-07 ignores everything else there.
func (b *bundler) reference(o *object, file, at string) (*object, error) {
	ref, ok := o.get("$ref").(string)
	if !ok {
		return nil, fmt.Errorf("%s: %s/$ref must be a string", file, at)
	}
	for _, k := range o.keys {
		if k != "$ref" && k != "definitions" && keywords[k] != annotation {
			return nil, fmt.Errorf("%s: %s: %q beside \"$ref\" has no effect", file, at, k)
		}
	}
	target, pointer, err := b.follow(ref, file)
	if err != nil {
		return nil, fmt.Errorf("%s: %s/$ref: %w", file, at, err)
	}
	if target == b.root {
		o.set("$ref", "#"+pointer)
		return o, nil
	}
	part, name, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	held, _ := b.files[target].get(part).(*object)
	if held == nil || !held.has(name) || part != "definitions" && part != "properties" {
		return nil, fmt.Errorf("%s: %s/$ref: %q names no definition and no property of %s", file, at, ref, target)
	}
	if part == "definitions" {
		name, err = b.define(held.get(name), target, name)
		o.set("$ref", "#/definitions/"+name)
		return o, err
	}
	return b.inline(o, held.get(name), target, name)
}

// follow gives the file and the JSON Pointer to which a reference leads.
func (b *bundler) follow(ref, file string) (target, pointer string, err error) {
	name, pointer, _ := strings.Cut(ref, "#")
	if name == "" {
		return file, pointer, nil
	}
	target = path.Join(path.Dir(file), name)
	if b.files[target] == nil {
		return "", "", fmt.Errorf("%q is not one of the schema files; nothing else is ever loaded", ref)
	}
	return target, pointer, nil
}

// define puts a definition of a fragment into the result and gives its name.
func (b *bundler) define(v any, file, name string) (string, error) {
	full := kindName(path.Base(file)) + "." + name
	if b.defs.has(full) {
		return full, nil
	}
	b.defs.set(full, nil) // holds the place while the definition refers to itself
	s, err := b.schema(v, file, "/definitions/"+name)
	b.defs.set(full, s)
	return full, err
}

// inline puts a property of a fragment in the place of a reference to it.
// Descriptions beside the reference go before its own.
func (b *bundler) inline(o *object, v any, file, name string) (*object, error) {
	at := "/properties/" + name
	if b.open[file+at] {
		return nil, fmt.Errorf("%s: %s refers to itself", file, at)
	}
	b.open[file+at] = true
	defer delete(b.open, file+at)
	s, err := b.schema(v, file, at)
	if err != nil {
		return nil, err
	}
	out, ok := s.(*object)
	if !ok {
		return nil, fmt.Errorf("%s: %s must be an object", file, at)
	}
	for _, k := range o.keys {
		if k != "$ref" {
			out.set(k, o.values[k])
		}
	}
	return out, nil
}

// kindName is the name of the kind whose schema a file holds.
func kindName(file string) string { return strings.TrimSuffix(file, suffix) }

// unescape reads a step of a JSON Pointer.
var unescape = strings.NewReplacer("~1", "/", "~0", "~")

// lookup follows a JSON Pointer through a bundled schema.
func lookup(root *object, pointer string) (any, bool) {
	var v any = root
	for pointer != "" {
		step, rest, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
		if pointer = rest; rest != "" {
			pointer = "/" + rest
		}
		o, ok := v.(*object)
		key := unescape.Replace(step)
		if !ok || !o.has(key) {
			return nil, false
		}
		v = o.values[key]
	}
	return v, true
}

// checkCycles finds references that lead nowhere and schemas that judge a
// value by judging the same value again. gojsonschema compiles the latter and
// overflows the stack on the first document, which no recover catches.
func checkCycles(root *object) error {
	state := map[*object]int{} // 1 while its own value is being judged, 2 when done
	var visit func(o *object, at string) error
	visit = func(o *object, at string) error {
		switch state[o] {
		case 1:
			return fmt.Errorf("%s refers to itself without an end", at)
		case 2:
			return nil
		}
		state[o] = 1
		for _, next := range sameValue(o, inPlace...) {
			if ref, ok := next.(string); ok {
				v, found := lookup(root, strings.TrimPrefix(ref, "#"))
				if !found {
					return fmt.Errorf("%s/$ref: %q leads nowhere", at, ref)
				}
				next = v
			}
			if sub, ok := next.(*object); ok {
				if err := visit(sub, at); err != nil {
					return err
				}
			}
		}
		state[o] = 2
		return nil
	}
	return walkSchemas(root, "", visit)
}

// sameValue gives the schemas, and references as strings, by which a schema
// judges its own value, under $ref and the given keywords.
func sameValue(o *object, keys ...string) []any {
	var out []any
	if ref, ok := o.get("$ref").(string); ok {
		out = append(out, ref)
	}
	for _, key := range keys {
		switch v := o.get(key).(type) {
		case *object:
			if key != "dependencies" {
				out = append(out, v)
				continue
			}
			for _, k := range v.keys {
				out = append(out, v.values[k])
			}
		case []any:
			out = append(out, v...)
		}
	}
	return out
}

// walkSchemas visits every schema of a bundled schema with its JSON Pointer.
func walkSchemas(v any, at string, visit func(*object, string) error) error {
	o, ok := v.(*object)
	if !ok {
		return nil
	}
	if err := visit(o, at); err != nil {
		return err
	}
	for _, key := range o.keys {
		here := at + "/" + key
		switch x := o.values[key].(type) {
		case *object:
			switch keywords[key] {
			case single, either:
				if err := walkSchemas(x, here, visit); err != nil {
					return err
				}
			case named, needs:
				for _, k := range x.keys {
					if err := walkSchemas(x.values[k], here+"/"+k, visit); err != nil {
						return err
					}
				}
			}
		case []any:
			if keywords[key] != several && keywords[key] != either {
				continue
			}
			for i, s := range x {
				if err := walkSchemas(s, fmt.Sprintf("%s/%d", here, i), visit); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
