package insight

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

const (
	// maxNames bounds how many items of a list of words a fact names.
	maxNames = 5
	// maxShown bounds the characters of a value that a fact shows.
	maxShown = 80
)

// silent are the fields whose change says nothing to a reader: those that
// tools keep, and those that others tell better.
var silent = []string{"schema", "id", "lang", "created", "updated", "weight", "translation_of"}

// leading are the fields that come first in a difference, in this order.
var leading = []string{"kind", "title", "status", "severity", "priority", "owner", "visibility"}

// Difference tells what became of a document from one version to the next, in
// the terms of its merged model: the leading fields first, the others in its
// order. What happened to action items is told by their lives; here are only
// their due dates, owners and priorities. It is never empty for texts that
// differ.
func Difference(before, after *corpus.Version) []Fact {
	d := differ{kind: after.Merged.Kind}
	was, is := before.Merged.Value, after.Merged.Value
	for _, key := range fieldsOf(is, was) {
		d.field("/"+doc.EscapePointer(key), was.Field(key), is.Field(key))
	}
	d.links(before, after)
	d.sections(before.Doc, after.Doc)
	if len(d.facts) == 0 {
		d.facts = append(d.facts, Fact{Kind: d.kind, Field: FieldForm, Changed: 1})
	}
	return d.facts
}

// fieldsOf lists the fields of two models that are compared, each once.
func fieldsOf(is, was doc.Value) []string {
	keys := slices.Clone(leading)
	for _, v := range []doc.Value{is, was} {
		for _, e := range v.Entries() {
			if !slices.Contains(keys, e.Key) && !slices.Contains(silent, e.Key) {
				keys = append(keys, e.Key)
			}
		}
	}
	return keys
}

// differ collects facts.
type differ struct {
	kind  string
	facts []Fact
	// Where items stand that the facts speak of, before and after: what is
	// around them needs not be told again.
	was, is []source.Span
}

// field compares a value of any type.
func (d *differ) field(pointer string, was, is doc.Value) {
	if !was.Exists() && !is.Exists() {
		return
	}
	typ := is.Type()
	if !is.Exists() {
		typ = was.Type()
	}
	switch {
	case pointer == "/actions":
		d.actions(was, is)
	case typ == doc.List || was.Type() == doc.List:
		d.list(pointer, was, is)
	case typ == doc.Map || was.Type() == doc.Map:
		for _, key := range fieldsOf(is, was) {
			d.field(pointer+"/"+doc.EscapePointer(key), was.Field(key), is.Field(key))
		}
	default:
		d.scalar(pointer, was, is)
	}
}

// scalar compares single values. What follows from other values is told with
// these.
func (d *differ) scalar(pointer string, was, is doc.Value) {
	if was.Text() == is.Text() || unsaid(was) && unsaid(is) {
		return
	}
	f := Fact{Kind: d.kind, Field: pointer, Was: was.Text(), Is: is.Text()}
	if !shown(f.Was) || !shown(f.Is) {
		f.Was, f.Is, f.Changed = "", "", 1
	}
	d.facts = append(d.facts, f)
	d.was, d.is = append(d.was, was.Span()), append(d.is, is.Span())
}

// unsaid tells whether a document does not say a value itself. One that is
// absent is not said either.
func unsaid(v doc.Value) bool { return !v.Exists() || v.From().Origin >= doc.FromPath }

func shown(text string) bool {
	return utf8.RuneCountInString(text) <= maxShown && !strings.ContainsAny(text, "\r\n")
}

// list compares lists, and a single value as a list of one.
func (d *differ) list(pointer string, was, is doc.Value) {
	pairs := pairItems(itemsOf(was), itemsOf(is))
	f := Fact{Kind: d.kind, Field: pointer, Changed: len(pairs.changed), Added: len(pairs.added), Removed: len(pairs.removed)}
	if f.Changed+f.Added+f.Removed == 0 {
		return
	}
	f.New, f.Gone = wordsOf(pairs.added), wordsOf(pairs.removed)
	for _, it := range pairs.removed {
		d.was = append(d.was, it.value.Span())
	}
	for _, it := range pairs.added {
		d.is = append(d.is, it.value.Span())
	}
	for _, c := range pairs.changed {
		d.was, d.is = append(d.was, c.was.value.Span()), append(d.is, c.is.value.Span())
	}
	d.facts = append(d.facts, f)
}

// wordsOf gives the first of the items that are single short values.
func wordsOf(items []listItem) []string {
	var names []string
	for _, it := range items {
		if it.value.Type() == doc.Scalar && shown(it.value.Text()) && len(names) < maxNames {
			names = append(names, it.value.Text())
		}
	}
	return names
}

// actions compares what the lives of action items do not tell.
func (d *differ) actions(was, is doc.Value) {
	pairs := pairItems(itemsOf(was), itemsOf(is))
	for _, c := range pairs.changed {
		d.was, d.is = append(d.was, c.was.value.Span()), append(d.is, c.is.value.Span())
	}
	for _, it := range pairs.removed {
		d.was = append(d.was, it.value.Span())
	}
	for _, it := range pairs.added {
		d.is = append(d.is, it.value.Span())
	}
	for _, property := range []string{"due", "owner", "priority"} {
		f := Fact{Kind: d.kind, Field: "/actions/" + property}
		for _, c := range pairs.changed {
			a, b := c.was.value.Field(property), c.is.value.Field(property)
			if a.Text() == b.Text() || a.From().Origin == doc.FromOther && b.From().Origin == doc.FromOther {
				continue
			}
			f.Changed++
			f.Was, f.Is = a.Text(), b.Text()
		}
		if f.Changed == 0 {
			continue
		}
		if f.Changed > 1 || !shown(f.Was) || !shown(f.Is) {
			f.Was, f.Is = "", ""
		}
		d.facts = append(d.facts, f)
	}
}

// links compares the links in the text.
func (d *differ) links(before, after *corpus.Version) {
	f := Fact{Kind: d.kind, Field: FieldLinks}
	f.New = missingFrom(before.Links, after.Links)
	f.Gone = missingFrom(after.Links, before.Links)
	f.Added, f.Removed = len(f.New), len(f.Gone)
	if f.Added+f.Removed > 0 {
		d.facts = append(d.facts, f)
	}
}

// missingFrom gives the texts of a list that another does not have, each once.
func missingFrom(other, list []string) []string {
	has := make(map[string]bool, len(other))
	for _, text := range other {
		has[text] = true
	}
	var out []string
	for _, text := range list {
		if !has[text] {
			has[text] = true
			out = append(out, text)
		}
	}
	return out
}
