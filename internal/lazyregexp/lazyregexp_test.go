package lazyregexp

import (
	"reflect"
	"regexp"
	"testing"
)

// TestMethodsAreThoseOfRegexp calls each method with texts and compares with
// what the method of regexp.Regexp of that name gives.
func TestMethodsAreThoseOfRegexp(t *testing.T) {
	const expr = `(?P<word>[a-zあ-ん]+)(\r?\n|。|$)`
	own, std := New(expr), regexp.MustCompile(expr)
	upper := func(s string) string { return "<" + s + ">" }
	for _, text := range []string{"", "one\r\ntwo\n", "あい。うえ", "1"} {
		all := reflect.ValueOf(own)
		for i := range all.NumMethod() {
			name := all.Type().Method(i).Name
			if name == "Regexp" {
				continue
			}
			want := reflect.ValueOf(std).MethodByName(name)
			if !want.IsValid() || want.Type() != all.Method(i).Type() {
				t.Fatalf("%s is no method of regexp.Regexp, or one of another type", name)
			}
			var args []reflect.Value
			for k := range want.Type().NumIn() {
				arg := map[reflect.Type]any{
					reflect.TypeFor[string](): text, reflect.TypeFor[[]byte](): []byte(text), reflect.TypeFor[int](): -1,
					reflect.TypeFor[func(string) string](): upper,
				}[want.Type().In(k)]
				args = append(args, reflect.ValueOf(arg))
			}
			got, wanted := all.Method(i).Call(args)[0].Interface(), want.Call(args)[0].Interface()
			if !reflect.DeepEqual(got, wanted) {
				t.Errorf("%s(%q) = %v, want %v", name, text, got, wanted)
			}
		}
	}
}

func TestMistakePanicsWhenUsed(t *testing.T) {
	r := New(`(`)
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	r.MatchString("a")
}
