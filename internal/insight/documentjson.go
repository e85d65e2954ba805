package insight

import (
	"encoding/json"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
)

// DocumentHead gives of a document what all kinds have: "changed" is its last
// commit, null if no history tells of one.
func (r *Results) DocumentHead(e *corpus.Entry) Object {
	var changed any
	if c := r.History.Changed[e.Path()]; c.Known {
		changed = Object{{"at", c.At.Format(time.RFC3339)}, {"by", c.Author}, {"commit", c.Commit}}
	}
	return Object{
		{"kind", e.Kind},
		{"id", e.ID},
		{"path", e.Path()},
		{"title", e.Title},
		{"lang", e.Lang},
		{"visibility", e.Visibility},
		{"changed", changed},
	}
}

// DocumentJSON gives a document: its head, its fields in the shape of the schema
// of its kind, and its links to others.
func (r *Results) DocumentJSON(e *corpus.Entry) Object {
	return append(r.DocumentHead(e), Member{"fields", valueJSON(e.Value())}, Member{"references", referenceObjects(e.Refs)})
}

func referenceObjects(refs []corpus.Reference) []Object {
	list := make([]Object, len(refs))
	for i, ref := range refs {
		list[i] = Object{{"field", ref.Field}, {"text", ref.Text}, {"kind", nil}, {"id", nil}, {"path", nil}}
		if ref.To != nil {
			list[i][2].Value, list[i][3].Value, list[i][4].Value = ref.To.Kind, ref.To.ID, ref.To.Path()
		}
	}
	return list
}

// Record gives the incident: its document and its figures.
func (in *Incident) Record(lang string) Object {
	return Object{{"id", in.Entry.ID}, {"path", in.Entry.Path()}, {"figures", in.JSON(lang)}}
}

// valueJSON gives a value of a document, whose keys keep their order. A number
// that JSON does not know, 0x1F or 1e, is a text.
func valueJSON(v doc.Value) any {
	switch v.Type() {
	case doc.Map:
		o := Object{}
		for _, e := range v.Entries() {
			o = append(o, Member{e.Key, valueJSON(e.Value)})
		}
		return o
	case doc.List:
		list := make([]any, len(v.Items()))
		for i, item := range v.Items() {
			list[i] = valueJSON(item)
		}
		return list
	case doc.Scalar:
		if b, ok := v.Bool(); ok {
			return b
		}
		if v.IsNumber() && json.Valid([]byte(v.Text())) {
			return json.Number(v.Text())
		}
		return v.Text()
	}
	return nil
}
