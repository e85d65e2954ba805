package facet

import (
	"github.com/debrief-dev/debrief/internal/doc"
)

// Term is an entry of the glossary.
type Term struct {
	Term         string
	Reading      string // in kana, for sorting
	Definition   string
	Abbr         string
	SameAs       []string
	SeeAlso      []string
	Translations []Translation
	Place
}

// Translation is a term in another language; its definition may be empty.
type Translation struct{ Lang, Term, Definition string }

// DecodeTerms reads the terms of a document: one, or a list of them. Those
// without a term are left out.
func DecodeTerms(v doc.Value) []Term {
	var out []Term
	for _, t := range append([]doc.Value{v}, v.Field("terms").Items()...) {
		term := Term{
			Term:       t.Field("term").Text(),
			Reading:    t.Field("reading").Text(),
			Definition: t.Field("definition").Text(),
			Abbr:       t.Field("abbr").Text(),
			SameAs:     texts(t.Field("same_as")),
			SeeAlso:    texts(t.Field("see_also")),
			Place:      placeOf(t),
		}
		for _, e := range t.Field("translations").Entries() {
			other := Translation{e.Key, e.Value.Text(), ""}
			if e.Value.Type() == doc.Map {
				other.Term, other.Definition = e.Value.Field("term").Text(), e.Value.Field("definition").Text()
			}
			if other.Term != "" {
				term.Translations = append(term.Translations, other)
			}
		}
		if term.Term != "" {
			out = append(out, term)
		}
	}
	return out
}
