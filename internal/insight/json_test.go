package insight

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"
)

// An object is written as encoding/json writes its members.
func TestObjectIsJSON(t *testing.T) {
	values := []any{
		nil, true, 0, -7, int64(math.MaxInt64), 1.5, json.Number("1e9"), "", "plain", "障害", "a\"b\\c", "<a> & b", "line\nbreak\t\x00", "\u2028\u2029", "\xff", "🦝",
		[]string(nil), []string{}, []string{"a", "\""}, []any{1, "x", nil}, []any(nil), []int{1, 2}, []Object(nil), map[string]int{"b": 1, "a": 2},
	}
	for _, v := range values {
		got, err := Object{{"k\"", v}, {"list", []Object{{{"in", v}}}}}.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		var one bytes.Buffer
		enc := json.NewEncoder(&one)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			t.Fatal(err)
		}
		text := bytes.TrimSpace(one.Bytes())
		want := `{"k\"":` + string(text) + `,"list":[{"in":` + string(text) + `}]}`
		if string(got) != want {
			t.Errorf("%#v: got %s, want %s", v, got, want)
		}
	}
	if _, err := (Object{{"x", math.NaN()}}).MarshalJSON(); err == nil {
		t.Error("NaN is no JSON")
	}
}
