package schema

import (
	"encoding/json"
	"fmt"
	"regexp/syntax"
	"strconv"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
)

// shape is what stands under a keyword of JSON Schema.
type shape uint8

const (
	value      shape = iota // plain data
	annotation              // plain data without effect on validity
	single                  // a schema
	several                 // a list of schemas
	named                   // a map of schemas
	either                  // a schema or a list of schemas
	needs                   // a map of schemas or lists of names
)

// extension is the keyword that carries what debrief adds to JSON Schema.
const extension = "x-debrief"

// keywords are those of draft-07 and the extension. contentEncoding and
// contentMediaType are missing on purpose: gojsonschema ignores them.
var keywords = map[string]shape{
	"$schema": annotation, "$id": annotation, "$comment": annotation,
	"title": annotation, "description": annotation, "default": annotation,
	"examples": annotation, "readOnly": annotation, "writeOnly": annotation,
	extension: annotation, "$ref": value,
	"type": value, "enum": value, "const": value, "format": value, "pattern": value,
	"minLength": value, "maxLength": value, "multipleOf": value,
	"minimum": value, "maximum": value, "exclusiveMinimum": value, "exclusiveMaximum": value,
	"minItems": value, "maxItems": value, "uniqueItems": value,
	"minProperties": value, "maxProperties": value, "required": value,
	"definitions": named, "properties": named, "patternProperties": named,
	"additionalProperties": single, "propertyNames": single, "contains": single,
	"additionalItems": single, "items": either, "dependencies": needs,
	"allOf": several, "anyOf": several, "oneOf": several,
	"not": single, "if": single, "then": single, "else": single,
}

// inPlace are the keywords whose schemas judge the same value as the schema
// that holds them. A cycle of them never ends.
var inPlace = []string{"allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependencies"}

// checkKeyword refuses what gojsonschema accepts in silence, or only dies of:
// unknown keywords and formats, expressions that RE2 does not know, numbers
// that take unbounded time.
func checkKeyword(key string, v any) error {
	if _, ok := keywords[key]; !ok {
		names := make([]string, 0, len(keywords))
		for k := range keywords {
			names = append(names, k)
		}
		if near := diag.Nearest(key, names); near != "" {
			return fmt.Errorf("unknown keyword %q; did you mean %q?", key, near)
		}
		return fmt.Errorf("unknown keyword %q", key)
	}
	switch key {
	case "format":
		if name, ok := v.(string); !ok || formats[name] == nil {
			return fmt.Errorf("unknown format %v", v)
		}
	case "pattern":
		text, _ := v.(string)
		if _, err := syntax.Parse(text, syntax.Perl); err != nil {
			return fmt.Errorf("pattern %q: %w", text, err)
		}
	case "patternProperties":
		o, _ := v.(*object)
		for _, k := range o.names() {
			if _, err := syntax.Parse(k, syntax.Perl); err != nil {
				return fmt.Errorf("pattern %q: %w", k, err)
			}
		}
	case "multipleOf":
		if n, ok := v.(json.Number); !ok || strings.Trim(string(n), "0.") == "" || n[0] == '-' {
			return fmt.Errorf("multipleOf must be above 0, not %v", v)
		}
	}
	return checkNumbers(v)
}

// checkNumbers bounds the numbers of a schema, as doc.Value bounds those of
// documents: gojsonschema expands them into exact fractions.
func checkNumbers(v any) error {
	switch v := v.(type) {
	case json.Number:
		_, exponent, found := strings.Cut(strings.ToLower(string(v)), "e")
		n, err := strconv.Atoi(exponent)
		if len(v) > 32 || found && (err != nil || n <= -400 || n >= 400) {
			return fmt.Errorf("number %.40s is too long", v)
		}
	case []any:
		for _, x := range v {
			if err := checkNumbers(x); err != nil {
				return err
			}
		}
	}
	return nil
}

// names are the keys of an object; none for nil.
func (o *object) names() []string {
	if o == nil {
		return nil
	}
	return o.keys
}
