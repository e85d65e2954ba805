package schema

import (
	"bytes"
	"encoding/json"
)

// JSON is the schema of the kind in one piece, for editors: draft-07 alone,
// without the extension, indented.
func (k *Kind) JSON() []byte {
	text, err := marshal(without(k.whole, extension))
	if err != nil {
		panic(err) // it was decoded from JSON
	}
	var b bytes.Buffer
	if err := json.Indent(&b, text, "", "  "); err != nil {
		panic(err)
	}
	b.WriteByte('\n')
	return b.Bytes()
}

// without copies a schema without some keywords. Properties that bear the
// name of a keyword stay.
func without(o *object, drop ...string) *object {
	skip := map[string]bool{}
	for _, k := range drop {
		skip[k] = true
	}
	return strip(o, skip).(*object)
}

func strip(v any, skip map[string]bool) any {
	o, ok := v.(*object)
	if !ok {
		return v
	}
	out := &object{}
	for _, key := range o.keys {
		if !skip[key] {
			out.set(key, stripUnder(keywords[key], o.values[key], skip))
		}
	}
	return out
}

func stripUnder(s shape, v any, skip map[string]bool) any {
	switch v := v.(type) {
	case []any:
		if s != several && s != either {
			return v
		}
		list := make([]any, len(v))
		for i, x := range v {
			list[i] = strip(x, skip)
		}
		return list
	case *object:
		switch s {
		case single, either:
			return strip(v, skip)
		case named, needs:
			out := &object{}
			for _, k := range v.keys {
				out.set(k, strip(v.values[k], skip))
			}
			return out
		}
	}
	return v
}
