package doc

import (
	"encoding/json"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// Type is what a Value is.
type Type uint8

// The types of values. The zero Value is Absent.
const (
	Absent Type = iota
	Null        // written, but empty: "key:", "~", "null"
	Scalar      // a text, number or boolean; its text is kept as written
	List
	Map
)

// Origin says which part of a document, or what else, a value was read from.
type Origin uint8

// The origins, in the order in which they are believed.
const (
	FromFrontMatter Origin = iota // front matter, or the document itself where that is YAML
	FromKeyValue                  // a "Key: value" line
	FromTable                     // a cell or row of a table
	FromHeading                   // a heading, or a clock in one
	FromList                      // an item of a list
	FromText                      // a paragraph or code block
	FromPath                      // the file's name or folder
	FromSettings                  // a default of the site or of the catalogue
	FromOther                     // computed from other values
)

var originNames = [...]diag.Text{
	{En: "front matter", Ja: "フロントマター"},
	{En: "key-value line", Ja: "「項目: 値」の行"},
	{En: "table", Ja: "表"},
	{En: "heading", Ja: "見出し"},
	{En: "list", Ja: "リスト"},
	{En: "text", Ja: "本文"},
	{En: "path", Ja: "パス"},
	{En: "settings", Ja: "設定"},
	{En: "computed", Ja: "計算"},
}

// Text names the origin for people.
func (o Origin) Text() diag.Text { return originNames[o] }

func (o Origin) String() string { return originNames[o].En }

// Provenance is where a value came from: the origin, and in words what was
// recognised ("timeline row of type resolve"). Note may be empty; text of the
// document in it is the same in both languages.
type Provenance struct {
	Origin Origin
	Note   diag.Text
}

// Value is a piece of a document's data with its place in the file. It is
// immutable: methods that change return a new Value. Accessors never fail; on
// a Value of another type they give the zero result.
//
// A repository holds millions of values, nearly all of them scalars, so that
// the layout is a tight one.
type Value struct {
	typ    Type
	plain  bool   // a scalar that YAML's core rules may read as number, boolean or null
	origin Origin // of where it came from; the rest is note
	span   extent
	key    extent
	text   string
	note   diag.Text
	parts  *parts // of a list or map that has any
}

// parts are what a list or a map holds.
type parts struct {
	items   []Value
	entries []Entry
}

// extent is a span in half the space; Limits.File keeps files far below its
// reach.
type extent struct{ start, end int32 }

func extentOf(s source.Span) extent { return extent{int32(s.Start), int32(s.End)} }

func (e extent) span() source.Span { return source.Span{Start: int(e.start), End: int(e.end)} }

// at is a value that stands at a span.
func at(typ Type, span source.Span, from Provenance) Value {
	return Value{typ: typ, span: extentOf(span), origin: from.Origin, note: from.Note}
}

// Entry is one key of a Map with its value.
type Entry struct {
	Key   string
	Value Value
}

// NewScalar makes a text value that is a string whatever it looks like.
func NewScalar(text string, span source.Span, from Provenance) Value {
	v := at(Scalar, span, from)
	v.text = text
	return v
}

// NewPlain makes a scalar that YAML's core rules may read as a number or a
// boolean, as an unquoted scalar in front matter is.
func NewPlain(text string, span source.Span, from Provenance) Value {
	v := NewScalar(text, span, from)
	v.plain = true
	return v
}

// NewList makes a list value.
func NewList(items []Value, span source.Span, from Provenance) Value {
	v := at(List, span, from)
	if len(items) > 0 {
		v.parts = &parts{items: items}
	}
	return v
}

// NewMap makes a map value. Keys must be distinct.
func NewMap(entries []Entry, span source.Span, from Provenance) Value {
	v := at(Map, span, from)
	if len(entries) > 0 {
		v.parts = &parts{entries: entries}
	}
	return v
}

// NewNull makes a value that is written but empty.
func NewNull(span source.Span, from Provenance) Value { return at(Null, span, from) }

// Type tells what the value is.
func (v Value) Type() Type { return v.typ }

// Exists tells whether the value is there and not null.
func (v Value) Exists() bool { return v.typ > Null }

// Span is where the value stands; for an absent value, where it could be
// written: the nearest thing around it.
func (v Value) Span() source.Span { return v.span.span() }

// KeySpan is where the key stands that holds the value; for list items and
// the root the zero Span.
func (v Value) KeySpan() source.Span { return v.key.span() }

// From is where the value came from.
func (v Value) From() Provenance { return Provenance{Origin: v.origin, Note: v.note} }

// Text is the text of a scalar as written, without quotes and escapes.
func (v Value) Text() string { return v.text }

// Plain tells whether a scalar was written without quotes.
func (v Value) Plain() bool { return v.plain }

// Items are the items of a list. The slice must not be changed.
func (v Value) Items() []Value {
	if v.parts == nil {
		return nil
	}
	return v.parts.items
}

// Entries are the keys of a map with their values in the order of the
// document. The slice must not be changed.
func (v Value) Entries() []Entry {
	if v.parts == nil {
		return nil
	}
	return v.parts.entries
}

// Field is the value of a key of a map. If there is none it is absent, with
// the span of v.
func (v Value) Field(key string) Value {
	entries := v.Entries()
	for i := range entries {
		if entries[i].Key == key {
			return entries[i].Value
		}
	}
	return v.absent()
}

// absent is what v does not have: it stands where v stands.
func (v Value) absent() Value { return Value{span: v.span, origin: v.origin, note: v.note} }

// Get follows a JSON Pointer (RFC 6901) from v. A path that leads nowhere
// gives an absent value with the span of the nearest ancestor that exists.
func (v Value) Get(pointer string) Value {
	for pointer != "" {
		step, rest, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
		if rest != "" {
			rest = "/" + rest
		}
		pointer = rest
		v = v.step(unescape(step))
		if v.typ == Absent {
			return v
		}
	}
	return v
}

func (v Value) step(name string) Value {
	if v.typ != List {
		return v.Field(name)
	}
	if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(v.Items()) {
		return v.Items()[i]
	}
	return v.absent()
}

func unescape(step string) string {
	return strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")
}

// EscapePointer writes a key as one step of a JSON Pointer.
func EscapePointer(key string) string {
	return strings.ReplaceAll(strings.ReplaceAll(key, "~", "~0"), "/", "~1")
}

// With gives v, a map or absent, with key set to value: replaced in place, or
// added at the end.
func (v Value) With(key string, value Value) Value {
	old := v.Entries()
	entries := make([]Entry, len(old), len(old)+1)
	copy(entries, old)
	i := slices.IndexFunc(old, func(e Entry) bool { return e.Key == key })
	if i < 0 {
		entries = append(entries, Entry{Key: key})
		i = len(old)
	}
	entries[i].Value = value
	v.typ, v.parts = Map, &parts{entries: entries}
	return v
}

// Without gives v without a key.
func (v Value) Without(key string) Value {
	entries := make([]Entry, 0, len(v.Entries()))
	for _, e := range v.Entries() {
		if e.Key != key {
			entries = append(entries, e)
		}
	}
	v.parts = &parts{items: v.Items(), entries: entries}
	return v
}

// Keyed gives v as the value of a key that stands at span.
func (v Value) Keyed(span source.Span) Value {
	v.key = extentOf(span)
	return v
}

// number is JSON's grammar; YAML's other spellings (0777, 1_000, 0x1F, .5)
// are texts, so that identifiers and versions arrive as written.
var number = lazyregexp.New(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// IsNumber tells whether the value is a number by YAML's core rules: written
// without quotes, in JSON's grammar, of at most 32 characters and an exponent
// under 400. Longer ones are texts: no honest figure needs them, and
// expanding them costs unbounded time.
func (v Value) IsNumber() bool {
	if v.typ != Scalar || !v.plain || v.text == "" || len(v.text) > 32 {
		return false
	}
	if c := v.text[0]; c != '-' && (c < '0' || c > '9') {
		return false
	}
	m := number.FindStringSubmatch(v.text)
	if m == nil {
		return false
	}
	exp, err := strconv.Atoi(strings.TrimLeft(m[3], "eE"))
	return m[3] == "" || err == nil && exp > -400 && exp < 400
}

// Bool reads a boolean: true or false without quotes, in YAML 1.2's three
// spellings. "yes" and "on" are texts.
func (v Value) Bool() (value, ok bool) {
	if v.typ != Scalar || !v.plain {
		return false, false
	}
	switch v.text {
	case "true", "True", "TRUE":
		return true, true
	case "false", "False", "FALSE":
		return false, true
	}
	return false, false
}

// Rat reads the exact number that a scalar holds, quoted or not. Digits may
// be grouped by commas.
func (v Value) Rat() (*big.Rat, bool) {
	v.plain = true
	if strings.ContainsRune(v.text, ',') {
		if !grouped.MatchString(v.text) {
			return nil, false
		}
		v.text = strings.ReplaceAll(v.text, ",", "")
	}
	if !v.IsNumber() {
		return nil, false
	}
	return new(big.Rat).SetString(v.text)
}

var grouped = lazyregexp.New(`^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$`)

// JSON gives the value as encoding/json's types: map[string]any, []any,
// string, bool, json.Number or nil, and nothing else; gojsonschema passes
// every keyword on other types without a word.
func (v Value) JSON() any {
	switch v.typ {
	case List:
		out := make([]any, len(v.Items()))
		for i, item := range v.Items() {
			out[i] = item.JSON()
		}
		return out
	case Map:
		out := make(map[string]any, len(v.Entries()))
		for _, e := range v.Entries() {
			out[e.Key] = e.Value.JSON()
		}
		return out
	case Scalar:
		if b, ok := v.Bool(); ok {
			return b
		}
		if v.IsNumber() {
			return json.Number(v.text)
		}
		return v.text
	}
	return nil
}
