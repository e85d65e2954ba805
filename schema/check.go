package schema

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xeipuuv/gojsonschema"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
)

// Check holds the merged value of a document to the schema of its kind. The
// findings stand in the order of their places. An unknown kind has none.
//
// Absent and null are the same. A plain scalar where the schema wants only
// text is its text, so that "id: 001" and "fixed_in: 1.10" are what they look
// like; text that is a number stands where only a number will do.
func (s *Set) Check(kind string, d *doc.Document, v doc.Value) []diag.Diagnostic {
	k := s.byName[kind]
	if k == nil {
		return nil
	}
	c := &check{kind: k, doc: d, value: v}
	faults, err := k.validate(k.root.data(v))
	if err != nil {
		c.report(fault{}, unfitValue, diag.Error, c.opening(), diag.Say(
			"document cannot be checked: %v", "文書を検査できません: %v", err))
	}
	for _, f := range c.group(faults) {
		c.judge(f)
	}
	slices.SortStableFunc(c.found, func(a, b finding) int {
		return cmp.Or(
			cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End),
			slices.Compare(a.steps, b.steps), cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Message.En, b.Message.En))
	})
	out := make([]diag.Diagnostic, 0, len(c.found))
	for i, f := range c.found {
		same := func(g finding) bool { return g.Span == f.Span && g.Rule == f.Rule && g.Message == f.Message }
		if i == 0 || !same(c.found[i-1]) {
			out = append(out, f.Diagnostic)
		}
	}
	return out
}

// check is the check of one document.
type check struct {
	kind  *Kind
	doc   *doc.Document
	value doc.Value
	found []finding
}

type finding struct {
	diag.Diagnostic
	steps []string
}

// fault is one error of gojsonschema.
type fault struct {
	kind    string   // its type: "required", "invalid_type" …
	steps   []string // keys and indexes that lead to the value
	details gojsonschema.ErrorDetails
}

// detail is a detail of the fault as text.
func (f fault) detail(name string) string {
	s, _ := f.details[name].(string)
	return s
}

// validate runs gojsonschema. It dies of some numbers and schemas; whatever
// of that the checks before let through comes back as an error.
func (c checker) validate(data any) (faults []fault, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("checking against the schema: %v", r)
		}
	}()
	if c.acceptor().accepts(data) {
		return nil, nil
	}
	compiled, err := c.compiled()
	if err != nil {
		return nil, err
	}
	result, err := compiled.Validate(gojsonschema.NewRawLoader(data))
	if err != nil {
		return nil, err
	}
	for _, e := range result.Errors() {
		// The library's own path joins keys with a point, which keys may hold.
		steps := strings.Split(e.Context().String("\x00"), "\x00")[1:]
		faults = append(faults, fault{e.Type(), steps, e.Details()})
	}
	return faults, nil
}

// wrappers are faults that say no more than that there are others.
var wrappers = []string{"condition_then", "condition_else", "number_any_of", "number_one_of", "number_all_of"}

// group drops wrappers that have children, and turns the missing fields of
// a choice into one fault.
func (c *check) group(faults []fault) []fault {
	var out []fault
	choices := map[string][]string{} // path: fields of which one is needed
	told, refused := pathsOf(faults)
	for _, f := range faults {
		n := c.kind.root.at(f.steps)
		switch {
		case f.kind == "number_any_of" && n != nil && len(n.choice) > 0:
			choices[f.path()] = n.choice
			f.kind = "choice"
		case slices.Contains(wrappers, f.kind) && told[f.path()], slices.Contains(keyFaults, f.kind) && refused[f.path()]:
			continue
		}
		out = append(out, f)
	}
	return slices.DeleteFunc(out, func(f fault) bool {
		return f.kind == "required" && slices.Contains(choices[f.path()], f.detail("property"))
	})
}

// keyFaults are faults that say why a key is refused, where another says so by
// the key.
var keyFaults = []string{"pattern", "format", "enum", "const", "string_gte", "string_lte"}

// pathsOf gives the values that have a fault, no wrapper, in themselves or in
// a part, and those of which a key is refused.
func pathsOf(faults []fault) (told, refused map[string]bool) {
	told, refused = map[string]bool{}, map[string]bool{}
	for _, f := range faults {
		if f.kind == "invalid_property_name" {
			refused[f.path()] = true
		}
		for n := len(f.steps); n >= 0 && !slices.Contains(wrappers, f.kind); n-- {
			told[strings.Join(f.steps[:n], "\x00")] = true
		}
	}
	return told, refused
}

// path is the place of the value in a form that maps can hold.
func (f fault) path() string { return strings.Join(f.steps, "\x00") }

// data gives a value in encoding/json's types as the schema wants to see it.
func (n *node) data(v doc.Value) any {
	switch v.Type() {
	case doc.List:
		list := make([]any, len(v.Items()))
		for i, item := range v.Items() {
			list[i] = n.item().data(item)
		}
		return list
	case doc.Map:
		m := make(map[string]any, len(v.Entries()))
		for _, e := range v.Entries() {
			if e.Value.Exists() && !strings.ContainsFunc(e.Key, isControl) {
				m[e.Key] = n.field(e.Key).data(e.Value)
			}
		}
		return m
	case doc.Scalar:
		return n.scalar(v)
	case doc.Absent:
		return map[string]any{}
	}
	return nil
}

func (n *node) scalar(v doc.Value) any {
	number := n.is("number") || n.is("integer")
	if n.is("string") && !number && !n.is("boolean") {
		return v.Text()
	}
	if number && !n.is("string") {
		if _, ok := v.Rat(); ok {
			return json.Number(strings.ReplaceAll(v.Text(), ",", ""))
		}
	}
	return v.JSON()
}

// at is the value at the steps of a fault.
func (c *check) at(steps []string) doc.Value {
	v := c.value
	for _, s := range steps {
		v = v.Get("/" + doc.EscapePointer(s))
	}
	return v
}

// item is name, or for an item of a list its number and the list.
func (c *check) item(steps []string) diag.Text {
	if last := len(steps) - 1; last > 0 {
		if i, err := strconv.Atoi(steps[last]); err == nil && c.at(steps[:last]).Type() == doc.List {
			return diag.Say("item %[2]d of %[1]s", "%s の %d 件目", c.name(steps), i+1)
		}
	}
	return diag.Say(c.name(steps), c.name(steps))
}

// name is the name of the field of a fault: its last key.
func (c *check) name(steps []string) string {
	for i := len(steps) - 1; i >= 0; i-- {
		if _, err := strconv.Atoi(steps[i]); err != nil {
			return steps[i]
		}
	}
	return c.kind.Name
}
