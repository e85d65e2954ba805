package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// object is a JSON object that keeps the order of its keys.
type object struct {
	keys   []string
	values map[string]any
}

func (o *object) get(key string) any {
	if o == nil {
		return nil
	}
	return o.values[key]
}

func (o *object) has(key string) bool {
	_, ok := o.values[key]
	return ok
}

func (o *object) set(key string, value any) {
	if o.values == nil {
		o.values = map[string]any{}
	}
	if !o.has(key) {
		o.keys = append(o.keys, key)
	}
	o.values[key] = value
}

// MarshalJSON writes the keys in their order.
func (o *object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, k := range o.keys {
		if i > 0 {
			b.WriteByte(',')
		}
		for j, v := range []any{k, o.values[k]} {
			if j > 0 {
				b.WriteByte(':')
			}
			text, err := marshal(v)
			if err != nil {
				return nil, err
			}
			b.Write(text)
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// marshal writes JSON without HTML escapes: patterns hold "<" and ">".
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// plain gives a decoded value in encoding/json's own types, which is what
// gojsonschema reads.
func plain(v any) any {
	switch v := v.(type) {
	case *object:
		m := make(map[string]any, len(v.keys))
		for k, x := range v.values {
			m[k] = plain(x)
		}
		return m
	case []any:
		list := make([]any, len(v))
		for i, x := range v {
			list[i] = plain(x)
		}
		return list
	}
	return v
}

// maxDepth bounds the nesting of a schema file; honest ones need a tenth.
const maxDepth = 100

// decode reads one JSON value into *object, []any, string, bool, json.Number
// and nil. Unlike encoding/json it refuses duplicate keys and whatever
// follows the value.
func decode(data []byte) (any, error) {
	d := decoder{json.NewDecoder(bytes.NewReader(data))}
	d.UseNumber()
	v, err := d.value(0)
	if err == nil {
		if _, more := d.Token(); more != io.EOF {
			err = errors.New("text after the end of the JSON value")
		}
	}
	if err != nil {
		line := bytes.Count(data[:min(int(d.InputOffset()), len(data))], []byte("\n")) + 1
		return nil, fmt.Errorf("line %d: %w", line, err)
	}
	return v, nil
}

type decoder struct{ *json.Decoder }

func (d decoder) value(depth int) (any, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("nested more than %d levels deep", maxDepth)
	}
	t, err := d.Token()
	if err != nil {
		return nil, unexpected(err)
	}
	switch t {
	case json.Delim('{'):
		return d.object(depth + 1)
	case json.Delim('['):
		return d.array(depth + 1)
	}
	return t, nil
}

func (d decoder) object(depth int) (any, error) {
	o := &object{values: map[string]any{}}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, unexpected(err)
		}
		key := t.(string)
		if o.has(key) {
			return nil, fmt.Errorf("key %q is there twice", key)
		}
		if strings.ContainsFunc(key, isControl) {
			return nil, fmt.Errorf("key %q holds a control character", key)
		}
		v, err := d.value(depth)
		if err != nil {
			return nil, err
		}
		o.set(key, v)
	}
	_, err := d.Token()
	return o, unexpected(err)
}

func (d decoder) array(depth int) (any, error) {
	list := []any{}
	for d.More() {
		v, err := d.value(depth)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := d.Token()
	return list, unexpected(err)
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

// unexpected names the end of a file that is cut off.
func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
