package doc

import (
	"fmt"
	"testing"

	"github.com/debrief-dev/debrief/internal/source"
)

func plain(text string) Value { return NewPlain(text, source.Span{}, Provenance{}) }

func TestNumbersAndBooleans(t *testing.T) {
	tests := []struct {
		text    string
		number  bool
		rat     string // "" for none
		boolean string // "" for none
	}{
		{"", false, "", ""},
		{"0", true, "0", ""},
		{"-12.50", true, "-25/2", ""},
		{"1e3", true, "1000", ""},
		{"1.5E-2", true, "3/200", ""},
		{"001", false, "", ""},
		{"1_000", false, "", ""},
		{"0x1F", false, "", ""},
		{".5", false, "", ""},
		{"1.", false, "", ""},
		{"+1", false, "", ""},
		{"1e400", false, "", ""},
		{"1e-399", true, "", ""},
		{"99.9%", false, "", ""},
		{"2023-01-15", false, "", ""},
		{"1,234,567", false, "1234567", ""},
		{"1,23", false, "", ""},
		{"123456789012345678901234567890123", false, "", ""},
		{"３", false, "", ""},
		{"三", false, "", ""},
		{"true", false, "", "true"},
		{"FALSE", false, "", "false"},
		{"yes", false, "", ""},
		{"tRue", false, "", ""},
	}
	for _, tt := range tests {
		v := plain(tt.text)
		if got := v.IsNumber(); got != tt.number {
			t.Errorf("%q IsNumber = %v", tt.text, got)
		}
		if r, ok := v.Rat(); tt.rat != "" && (!ok || r.RatString() != tt.rat) || tt.rat == "" && ok && !tt.number {
			t.Errorf("%q Rat = %v, %v, want %q", tt.text, r, ok, tt.rat)
		}
		b, ok := v.Bool()
		if got := fmt.Sprint(b); ok != (tt.boolean != "") || ok && got != tt.boolean {
			t.Errorf("%q Bool = %v, %v", tt.text, b, ok)
		}
		quoted := NewScalar(tt.text, source.Span{}, Provenance{})
		if _, ok := quoted.Bool(); ok || quoted.IsNumber() {
			t.Errorf("%q in quotes is no text", tt.text)
		}
	}
}

func TestGet(t *testing.T) {
	d, _ := parse("a.yaml", "actions:\n  - due: 2023-01-01\n  - {owner: 山田}\na/b: {\"c~d\": 1}\n")
	tests := []struct {
		pointer, want string
		typ           Type
		span          string
	}{
		{"", "", Map, d.File.Text(d.Meta.Span())},
		{"/actions/0/due", "2023-01-01", Scalar, "2023-01-01"},
		{"/actions/1/owner", "山田", Scalar, "山田"},
		{"/actions/1/due", "", Absent, "{owner: 山田}"},
		{"/actions/1/due/day", "", Absent, "{owner: 山田}"},
		{"/actions/2", "", Absent, "- due: 2023-01-01\n  - {owner: 山田}"},
		{"/actions/-1", "", Absent, "- due: 2023-01-01\n  - {owner: 山田}"},
		{"/a~1b/c~0d", "1", Scalar, "1"},
		{"/nothing", "", Absent, d.File.Text(d.Meta.Span())},
	}
	for _, tt := range tests {
		v := d.Meta.Get(tt.pointer)
		if v.Text() != tt.want || v.Type() != tt.typ || d.File.Text(v.Span()) != tt.span {
			t.Errorf("%q = %q of type %d at %q", tt.pointer, v.Text(), v.Type(), d.File.Text(v.Span()))
		}
	}
}

func TestWithAndWithoutLeaveTheirValue(t *testing.T) {
	d, _ := parse("a.yaml", "a: 1\nb: 2\n")
	changed := d.Meta.With("a", plain("3")).With("c", plain("4")).Without("b")
	equal(t, "changed", fmt.Sprint(changed.JSON()), "map[a:3 c:4]")
	equal(t, "original", fmt.Sprint(d.Meta.JSON()), "map[a:1 b:2]")
	equal(t, "of nothing", fmt.Sprint(Value{}.With("a", plain("x")).JSON()), "map[a:x]")
}

func TestJSONHasOnlyTheTypesOfJSON(t *testing.T) {
	d, _ := parse("a.yaml", "a: 1\nb: 'x'\nc: true\nd:\ne: [1e5, ~]\nf: 2023-01-15\ng: \"1\"\n")
	equal(t, "types", fmt.Sprintf("%T", d.Meta.JSON().(map[string]any)["a"]), "json.Number")
	equal(t, "value", fmt.Sprintf("%#v", d.Meta.JSON()),
		`map[string]interface {}{"a":"1", "b":"x", "c":true, "d":interface {}(nil), "e":[]interface {}{"1e5", interface {}(nil)}, "f":"2023-01-15", "g":"1"}`)
	equal(t, "absent", Value{}.JSON(), nil)
}
