package schema

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xeipuuv/gojsonschema"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// Whatever an acceptor says must be what gojsonschema says: here of the front
// matter of two examples of each kind, in thousands of broken forms.
func TestAcceptorAgrees(t *testing.T) {
	s := load(t)
	files, err := filepath.Glob("../examples/*/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	accepted, refused := 0, 0
	seen := map[string]int{}
	for _, name := range files {
		k := s.Kind(s.KindOfFolder(filepath.Base(filepath.Dir(name))))
		if k == nil || !doc.IsDocument(name) || seen[k.Name] == 2 {
			continue
		}
		seen[k.Name]++
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		d, _ := doc.Parse(source.New(name, text), doc.DefaultLimits())
		for _, v := range forms(k.root.data(d.Meta), 3) {
			compiled, err := k.compiled()
			if err != nil {
				t.Fatal(err)
			}
			result, err := compiled.Validate(gojsonschema.NewRawLoader(v))
			if err != nil {
				t.Fatal(err)
			}
			var j judgement
			fits := j.fits(k.acceptor(), v)
			switch {
			case fits:
				accepted++
			case !j.unsure:
				refused++
			}
			if fits != result.Valid() && !j.unsure {
				text, _ := json.Marshal(v)
				t.Fatalf("%s: accepted %v, want %v: %s", name, fits, result.Valid(), text)
			}
		}
	}
	for _, k := range s.Kinds() {
		if k.acceptor() == nil {
			t.Errorf("%s is beyond the acceptor", k.Name)
		}
	}
	if accepted < 1000 || refused < 1000 {
		t.Errorf("%d accepted, %d refused: the forms tell too little", accepted, refused)
	}
}

// forms gives a value and its variants to a depth: other values in each place,
// keys left out, added and misspelt, items repeated and taken away.
func forms(v any, depth int) []any {
	out := []any{v}
	for _, other := range []any{
		"", " ", "x", "a b", "障害", "2023-01-15", "2023-13-01", "2023-01-15T14:30:00+09:00", "30d", "1h30m", "high", "sev1", "page",
		"https://example.com/x", "99.9%", strings.Repeat("長", 250), json.Number("0"), json.Number("-1"), json.Number("1.5"),
		json.Number("1.0"), json.Number("5"), json.Number("1e3"), true, nil, []any{}, []any{"a"}, []any{"a", "a"}, map[string]any{},
	} {
		out = append(out, other)
	}
	if depth == 0 {
		return out
	}
	switch v := v.(type) {
	case []any:
		for i := range v {
			out = append(out, slices.Delete(slices.Clone(v), i, i+1), append(slices.Clone(v), v[i]))
			for _, form := range forms(v[i], depth-1) {
				w := slices.Clone(v)
				w[i] = form
				out = append(out, w)
			}
		}
	case map[string]any:
		with := func(key string, value any) {
			w := maps.Clone(v)
			w[key] = value
			out = append(out, w)
		}
		with("x-own", "a")
		with("xown", "a")
		with("status", "final")
		for _, key := range sortedKeys(v) {
			w := maps.Clone(v)
			delete(w, key)
			out = append(out, w)
			for _, form := range forms(v[key], depth-1) {
				with(key, form)
			}
		}
	}
	return out
}
