package facet

import (
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/schema"
)

// allows tells whether documents of this kind may have a field.
func (r *reader) allows(pointer string) bool {
	_, ok := r.set.Shape(r.kind, pointer)
	return ok
}

// holdsParts tells whether a field holds maps whose keys are known.
func (r *reader) holdsParts(pointer string) bool {
	shape, ok := r.set.Shape(r.kind, pointer)
	return ok && shape.Parts
}

// refers tells whether a field refers to documents.
func (r *reader) refers(pointer string) bool {
	shape, ok := r.set.Shape(r.kind, pointer)
	return ok && shape.Ref
}

// front gives the front matter the shape of the kind's schema, as far as the
// meaning of what is written is certain: aliases become the field's name,
// words those of the schema, a text where a list belongs a list, a map of
// steps a list of them. What is unknown stays, for the schema to report.
func (r *reader) front(meta doc.Value) doc.Value {
	var kept, renamed []doc.Entry
	for _, e := range meta.Entries() {
		if r.allows("/" + doc.EscapePointer(e.Key)) {
			kept = append(kept, doc.Entry{Key: e.Key, Value: r.shaped("/"+e.Key, e.Value)})
			continue
		}
		renamed = append(renamed, e)
	}
	out := doc.NewMap(kept, meta.Span(), meta.From())
	for _, e := range renamed {
		field := r.labels.Field(r.kind, e.Key)
		if !strings.HasPrefix(field, "/") {
			out = out.With(e.Key, e.Value)
			continue
		}
		value := r.shaped(field, e.Value)
		if !put(&out, field, value) {
			r.also(field, value)
		}
	}
	return out
}

// put sets the field at a pointer of one or two steps, unless it is there.
func put(v *doc.Value, pointer string, value doc.Value) bool {
	if !value.Exists() || v.Get(pointer).Exists() {
		return !value.Exists()
	}
	first, rest, nested := strings.Cut(pointer[1:], "/")
	if !nested {
		*v = v.With(first, value)
		return true
	}
	parent := v.Field(first)
	if parent.Exists() && parent.Type() != doc.Map {
		return false
	}
	if !parent.Exists() {
		parent = doc.NewMap(nil, value.Span(), value.From())
	}
	*v = v.With(first, parent.With(rest, value))
	return true
}

// shaped gives a value of a field the shape that the schema asks for, where
// the meaning of the one it has is certain.
func (r *reader) shaped(pointer string, v doc.Value) doc.Value {
	shape, ok := r.set.Shape(r.kind, pointer)
	if !ok {
		return v
	}
	if pointer == "/slo" {
		v = objectivesOf(v)
	}
	isList := slices.Contains(shape.Types, "array")
	switch v.Type() {
	case doc.Scalar:
		if isList && !slices.Contains(shape.Types, "string") && slices.Contains(shape.Items, "string") {
			return splitList(v)
		}
		if shape.Format == "duration" && slices.Contains(shape.Types, "number") {
			return inSeconds(v)
		}
		return r.canonical(pointer, v, shape)
	case doc.Map:
		if isList && shape.Parts && !slices.Contains(shape.Types, "object") {
			return r.listOfMap(pointer, v)
		}
		return r.shapedMap(pointer, v)
	case doc.List:
		return r.shapedItems(pointer, v)
	}
	return v
}

func (r *reader) shapedItems(pointer string, v doc.Value) doc.Value {
	items := slices.Clone(v.Items())
	for i, item := range items {
		items[i] = r.shaped(pointer+"/0", item)
	}
	return doc.NewList(items, v.Span(), v.From()).Keyed(v.KeySpan())
}

// shapedMap renames the aliases among the keys of a map.
func (r *reader) shapedMap(pointer string, v doc.Value) doc.Value {
	if !r.known(pointer) {
		return r.shapedData(pointer, v)
	}
	list := strings.Split(pointer[1:], "/")[0]
	out := doc.NewMap(nil, v.Span(), v.From()).Keyed(v.KeySpan())
	for _, e := range v.Entries() {
		key := e.Key
		if !r.allows(pointer + "/" + doc.EscapePointer(key)) {
			if k := r.alias(list, key); k != "" && r.allows(pointer+"/"+k) && !v.Field(k).Exists() {
				key = k
			}
		}
		out = out.With(key, r.shaped(pointer+"/"+doc.EscapePointer(key), e.Value))
	}
	return out
}

// shapedData gives the values of a map whose keys are data the shape that the
// schema asks for: levels by area of skill.
func (r *reader) shapedData(pointer string, v doc.Value) doc.Value {
	entries := slices.Clone(v.Entries())
	for i, e := range entries {
		entries[i].Value = r.shaped(pointer+"/"+doc.EscapePointer(e.Key), e.Value)
	}
	return doc.NewMap(entries, v.Span(), v.From()).Keyed(v.KeySpan())
}

// inSeconds writes a plain number, where the schema takes one for a length of
// time, with its unit.
func inSeconds(v doc.Value) doc.Value {
	if !plainSeconds.MatchString(v.Text()) {
		return v
	}
	return doc.NewScalar(v.Text()+"s", v.Span(), v.From()).Keyed(v.KeySpan())
}

var plainSeconds = lazyregexp.New(`^[0-9]{1,9}(?:\.[0-9]{1,3})?$`)

// known tells whether the keys of a map are those of a schema. Others are
// data.
func (r *reader) known(pointer string) bool {
	shape, ok := r.set.Shape(r.kind, pointer)
	return ok && shape.Parts
}

// alias is the property of an object, or of a list's items, that a key names.
func (r *reader) alias(parent, key string) string {
	if k := r.labels.Key(parent, key); k != "" {
		return k
	}
	field, _ := strings.CutPrefix(r.labels.Field(r.kind, key), "/"+parent+"/")
	if strings.Contains(field, "/") {
		return ""
	}
	return field
}

// listOfMap makes a list of a map of items, whose keys are their ids: 1, 2, 3
// are the steps s1, s2, s3.
func (r *reader) listOfMap(pointer string, v doc.Value) doc.Value {
	if len(v.Entries()) == 0 {
		return v
	}
	for _, e := range v.Entries() {
		if e.Value.Type() != doc.Map {
			return doc.NewList([]doc.Value{r.shapedMap(pointer+"/0", v)}, v.Span(), v.From()).Keyed(v.KeySpan())
		}
	}
	var items []doc.Value
	for _, e := range v.Entries() {
		item := r.shapedMap(pointer+"/0", e.Value)
		if !item.Field("id").Exists() && r.allows(pointer+"/0/id") {
			id := doc.NewScalar(keyID(pointer, e.Key), e.Value.KeySpan(), doc.Provenance{Origin: v.From().Origin, Note: diag.Say("key", "キー")})
			item = withFirst(item, "id", id)
		}
		items = append(items, item)
	}
	return doc.NewList(items, v.Span(), v.From()).Keyed(v.KeySpan())
}

// withFirst sets a key before all others.
func withFirst(v doc.Value, key string, value doc.Value) doc.Value {
	out := doc.NewMap([]doc.Entry{{Key: key, Value: value}}, v.Span(), v.From()).Keyed(v.KeySpan())
	for _, e := range v.Entries() {
		out = out.With(e.Key, e.Value)
	}
	return out
}

var allDigits = lazyregexp.New(`^[0-9]+$`)

func keyID(pointer, key string) string {
	if allDigits.MatchString(key) {
		return pointer[1:2] + key
	}
	return idOf(key)
}

// canonical writes a word of an enumeration as the schema does.
func (r *reader) canonical(pointer string, v doc.Value, shape schema.Shape) doc.Value {
	if !shape.Words || v.Text() == "" {
		return v
	}
	if w := r.wordOf(pointer, v.Text()); w != "" && w != v.Text() {
		return doc.NewScalar(w, v.Span(), v.From()).Keyed(v.KeySpan())
	}
	return v
}

// itemStep is the number of an item in a pointer.
var itemStep = lazyregexp.New(`/[0-9]+`)

// wordOf gives the value of the field at pointer that a word stands for.
func (r *reader) wordOf(pointer, word string) string {
	name := strings.ReplaceAll(itemStep.ReplaceAllString(pointer, "")[1:], "/", ".")
	if w := r.labels.Word(r.kind+"."+name, word); w != "" {
		return w
	}
	// Values of a map whose keys are data have the words of the map.
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		return r.labels.Word(r.kind+"."+name[:i], word)
	}
	return ""
}

// listSeparator parts the items of a list in one line.
var listSeparator = lazyregexp.New(`\s*[,、，;；]\s*|\s+/\s+|\s*・\s*`)

// splitList makes a list of the parts of a text.
func splitList(v doc.Value) doc.Value {
	var items []doc.Value
	at := 0
	add := func(i, j int) {
		text := strings.TrimSpace(v.Text()[i:j])
		if text == "" {
			return
		}
		span := v.Span()
		if span.Len() == len(v.Text()) {
			i += strings.Index(v.Text()[i:j], text)
			span.Start, span.End = span.Start+i, span.Start+i+len(text)
		}
		items = append(items, doc.NewScalar(text, span, v.From()))
	}
	for _, m := range listSeparator.FindAllStringIndex(v.Text(), -1) {
		add(at, m[0])
		at = m[1]
	}
	add(at, len(v.Text()))
	return doc.NewList(items, v.Span(), v.From()).Keyed(v.KeySpan())
}

// read gives a text of the body the shape that a field asks for. What cannot
// be read is absent, with a doubt.
func (r *reader) read(pointer string, v doc.Value) doc.Value {
	shape, ok := r.set.Shape(r.kind, pointer)
	if !ok || r.nothing(v.Text()) && !(shape.Words && r.wordOf(pointer, v.Text()) != "") {
		return doc.Value{}
	}
	has := func(name string) bool { return slices.Contains(shape.Types, name) }
	switch {
	case shape.Words:
		return r.readWord(pointer, v)
	case shape.Format == "date":
		return r.day(v, pointer)
	case shape.Format == "duration":
		if has("number") {
			v = inSeconds(v)
		}
		return r.readDuration(pointer, v)
	case shape.Share:
		return r.share(v, pointer)
	case has("number") && has("object"):
		return r.money(v, pointer)
	case has("number") && has("string"):
		return doc.NewPlain(v.Text(), v.Span(), v.From())
	case has("integer"):
		return r.number(v, pointer, true)
	case has("number"):
		return r.number(v, pointer, false)
	case has("boolean"):
		return r.readFlag(pointer, v)
	case has("array") && slices.Contains(shape.Items, "string"):
		return r.readList(pointer, v)
	case has("string"):
		return doc.NewScalar(strings.TrimPrefix(v.Text(), "@"), v.Span(), v.From())
	}
	return doc.Value{}
}

func (r *reader) readWord(pointer string, v doc.Value) doc.Value {
	if w := r.wordOf(pointer, v.Text()); w != "" {
		return doc.NewScalar(w, v.Span(), v.From())
	}
	return r.unsure(v, pointer, diag.Say("%q is none of the words for it", "%q はこの項目の語ではありません", clip(v.Text(), 60)))
}

func (r *reader) readDuration(pointer string, v doc.Value) doc.Value {
	if isDuration(v.Text()) {
		return doc.NewScalar(v.Text(), v.Span(), v.From())
	}
	return r.unsure(v, pointer, diag.Say("%q gives no exact length of time", "%q から正確な長さを読み取れません", clip(v.Text(), 60)))
}

func (r *reader) readFlag(pointer string, v doc.Value) doc.Value {
	if w := r.labels.Word("outcomes.success", v.Text()); w != "" {
		return doc.NewPlain(w, v.Span(), v.From())
	}
	return r.unsure(v, pointer, diag.Say("%q is neither yes nor no", "%q は「はい」とも「いいえ」とも読めません", clip(v.Text(), 60)))
}

// remark is text in brackets, which no reference or name holds.
var remark = lazyregexp.New(`\s*[(（][^()（）]*[)）]\s*`)

func (r *reader) readList(pointer string, v doc.Value) doc.Value {
	var items []doc.Value
	for _, item := range splitList(v).Items() {
		text := strings.TrimPrefix(remark.ReplaceAllString(item.Text(), ""), "@")
		if !r.nothing(text) && !slices.ContainsFunc(items, func(o doc.Value) bool { return o.Text() == text }) {
			items = append(items, doc.NewScalar(text, item.Span(), item.From()))
		}
	}
	if len(items) == 0 {
		return doc.Value{}
	}
	return doc.NewList(items, v.Span(), v.From())
}
