package render

import (
	"reflect"
	"strings"
)

// function compiles a call of one of the functions that templates have.
func (s *scope) function(name string, args []expr) expr {
	switch {
	case name == "csp" && len(args) == 0:
		return constant(CSP)
	case name == "args":
		return func(f *frame) reflect.Value {
			list := make([]any, len(args))
			for i, a := range args {
				list[i] = plain(a(f))
			}
			return reflect.ValueOf(list)
		}
	case (name == "or" || name == "and") && len(args) > 0:
		return func(f *frame) (v reflect.Value) {
			for _, a := range args {
				if v = a(f); truth(v) == (name == "or") {
					break
				}
			}
			return v
		}
	case name == "not" && len(args) == 1:
		return func(f *frame) reflect.Value { return reflect.ValueOf(!truth(args[0](f))) }
	case name == "len" && len(args) == 1:
		return func(f *frame) reflect.Value {
			v := inside(args[0](f))
			if v.Kind() != reflect.Slice && v.Kind() != reflect.String {
				beyond()
			}
			return reflect.ValueOf(v.Len())
		}
	case name == "index" && len(args) == 2:
		return func(f *frame) reflect.Value {
			v, i := inside(args[0](f)), args[1](f)
			if v.Kind() != reflect.Slice || i.Kind() != reflect.Int || i.Int() < 0 || int(i.Int()) >= v.Len() {
				beyond()
			}
			return v.Index(int(i.Int()))
		}
	case comparisons[name] != nil && len(args) == 2:
		holds := comparisons[name]
		return func(f *frame) reflect.Value { return reflect.ValueOf(holds(order(args[0](f), args[1](f)))) }
	}
	beyond()
	return nil
}

var comparisons = map[string]func(int) bool{
	"eq": func(n int) bool { return n == 0 }, "ne": func(n int) bool { return n != 0 },
	"lt": func(n int) bool { return n < 0 }, "le": func(n int) bool { return n <= 0 },
	"gt": func(n int) bool { return n > 0 }, "ge": func(n int) bool { return n >= 0 },
}

// order compares two texts or two whole numbers.
func order(a, b reflect.Value) int {
	a, b = inside(a), inside(b)
	switch {
	case a.Kind() == reflect.String && b.Kind() == reflect.String:
		return strings.Compare(a.String(), b.String())
	case a.CanInt() && b.CanInt():
		return int(min(max(a.Int()-b.Int(), -1), 1))
	}
	beyond()
	return 0
}
