//go:build browser

package browser

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/schema"
)

// form is a schema of which documents are made.
type form map[string]any

// forms gives the schema of each kind of document.
func forms(t *testing.T) map[string]form {
	t.Helper()
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]form{}
	for _, k := range set.Kinds() {
		var f form
		if err := json.Unmarshal(k.JSON(), &f); err != nil {
			t.Fatal(err)
		}
		out[k.Name] = f
	}
	return out
}

// filler fills forms with a text.
type filler struct {
	root form
	text string
	r    *rand.Rand
	rude bool // also where the form wants a date, a word of a list or an address
	size int  // values so far
}

// most values of one document; the reader refuses more than 2,000.
const mostValues = 1200

// unnamed are the fields that decide whether and where a document has a page.
var unnamed = []string{"schema", "kind", "id", "draft", "visibility", "translation_of"}

// fill gives a value of the form that holds the text wherever a text may
// stand; nil where there is none.
func (f *filler) fill(v any, depth int) any {
	s, ok := v.(map[string]any)
	if !ok || depth > 12 || f.size > mostValues {
		return nil
	}
	f.size++
	if ref, ok := s["$ref"].(string); ok {
		return f.fill(f.follow(ref), depth+1)
	}
	for _, key := range []string{"oneOf", "anyOf"} {
		if branches, ok := s[key].([]any); ok && len(branches) > 0 {
			return f.fill(branches[f.r.IntN(len(branches))], depth+1)
		}
	}
	if all, ok := s["allOf"].([]any); ok && len(all) > 0 && s["properties"] == nil {
		return f.fill(all[0], depth+1)
	}
	return f.typed(s, depth)
}

func (f *filler) follow(ref string) any {
	var at any = map[string]any(f.root)
	for step := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		m, ok := at.(map[string]any)
		if !ok {
			return nil
		}
		at = m[strings.NewReplacer("~1", "/", "~0", "~").Replace(step)]
	}
	return at
}

func (f *filler) typed(s map[string]any, depth int) any {
	kind, _ := s["type"].(string)
	if list, ok := s["type"].([]any); ok && len(list) > 0 {
		kind, _ = list[f.r.IntN(len(list))].(string)
	}
	switch {
	case kind == "object" || kind == "" && s["properties"] != nil:
		return f.object(s, depth)
	case kind == "array":
		if item := f.fill(s["items"], depth+1); item != nil {
			f.text = "次 " + f.text
			second := f.fill(s["items"], depth+1)
			f.text = strings.TrimPrefix(f.text, "次 ")
			return []any{item, second}
		}
		return []any{}
	case kind == "integer", kind == "number":
		return 3
	case kind == "boolean":
		return true
	}
	return f.string(s)
}

func (f *filler) object(s map[string]any, depth int) any {
	out := map[string]any{}
	properties, _ := s["properties"].(map[string]any)
	for _, key := range sortedKeys(properties) {
		if depth == 0 && slices.Contains(unnamed, key) {
			continue
		}
		if v := f.fill(properties[key], depth+1); v != nil {
			out[key] = v
		}
	}
	if more, ok := s["additionalProperties"].(map[string]any); ok {
		out[f.text] = f.fill(more, depth+1)
	}
	return out
}

// string gives the text, or what the form wants.
func (f *filler) string(s map[string]any) any {
	if list, ok := s["enum"].([]any); ok && len(list) > 0 && !f.rude {
		return list[f.r.IntN(len(list))]
	}
	if c, ok := s["const"]; ok {
		return c
	}
	pattern, _ := s["pattern"].(string)
	format, _ := s["format"].(string)
	if f.rude || pattern == "" && format == "" {
		return f.text
	}
	if list, ok := s["examples"].([]any); ok && len(list) > 0 {
		return list[0]
	}
	switch {
	case strings.Contains(format, "date") || strings.Contains(format, "time"):
		return "2026-01-02T03:04:05Z"
	case strings.Contains(format, "uri") || strings.Contains(format, "url") || strings.Contains(pattern, "http"):
		return "https://example.com/" + f.text
	case strings.Contains(format, "duration"):
		return "90m"
	}
	return f.text
}

func sortedKeys(m map[string]any) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// frontMatter is a document of a kind whose every field holds the text. JSON
// is YAML, too.
func frontMatter(f form, kind, text string, r *rand.Rand, rude bool) (string, error) {
	filler := filler{root: f, text: text, r: r, rude: rude}
	fields, _ := filler.fill(map[string]any(f), 0).(map[string]any)
	if fields == nil {
		fields = map[string]any{}
	}
	fields["kind"] = kind
	var b strings.Builder
	b.WriteString("---\n")
	for _, key := range sortedKeys(fields) {
		name, err := json.Marshal(key)
		if err != nil {
			return "", err
		}
		value, err := json.Marshal(fields[key])
		if err != nil {
			return "", err
		}
		b.WriteString(string(name) + ": " + string(value) + "\n")
	}
	return b.String() + "---\n\nThe body of the document.\n", nil
}
