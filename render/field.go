package render

import "reflect"

// chain compiles .A.B.C of a value; the arguments go to the last.
func chain(value expr, names []string, args []expr) expr {
	for i, name := range names {
		own := &member{name: name}
		from := value
		if i == len(names)-1 && len(args) > 0 {
			return func(f *frame) reflect.Value { return own.call(f, from(f), args) }
		}
		value = func(f *frame) reflect.Value { return own.get(from(f)) }
	}
	return value
}

// member is a field or method of the values that one place of a template
// sees. These are nearly always of one type, whose lookup it remembers.
type member struct {
	name  string
	of    reflect.Type
	index []int

	text   func(*Page, string, ...any) string
	target func(*Page, string) string
}

// get gives the field of a struct or of what a pointer leads to.
func (m *member) get(v reflect.Value) reflect.Value {
	v = inside(v)
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		beyond()
	}
	if v.Type() != m.of {
		m.field(v.Type())
	}
	return v.FieldByIndex(m.index)
}

// field looks up the field. A method of the name would go before it.
func (m *member) field(t reflect.Type) {
	_, method := reflect.PointerTo(t).MethodByName(m.name)
	field, ok := t.FieldByName(m.name)
	if method || !ok || !field.IsExported() {
		beyond()
	}
	m.of, m.index = t, field.Index
}

// call calls a method of the page with texts.
func (m *member) call(f *frame, v reflect.Value, args []expr) reflect.Value {
	if v = inside(v); !v.IsValid() {
		beyond()
	}
	if v.Type() != m.of {
		m.method(v.Type())
	}
	page, ok := v.Interface().(*Page)
	first := inside(args[0](f))
	if !ok || page == nil || first.Kind() != reflect.String {
		beyond()
	}
	switch {
	case m.text != nil:
		rest := make([]any, len(args)-1)
		for i, a := range args[1:] {
			rest[i] = plain(a(f))
		}
		return reflect.ValueOf(m.text(page, first.String(), rest...))
	case m.target != nil && len(args) == 1:
		return reflect.ValueOf(m.target(page, first.String()))
	}
	beyond()
	return reflect.Value{}
}

func (m *member) method(t reflect.Type) {
	method, ok := t.MethodByName(m.name)
	if !ok {
		beyond()
	}
	m.of = t
	m.text, _ = method.Func.Interface().(func(*Page, string, ...any) string)
	m.target, _ = method.Func.Interface().(func(*Page, string) string)
}
