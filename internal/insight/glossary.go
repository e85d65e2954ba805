package insight

import (
	"cmp"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Glossary is the terms of all documents.
type Glossary struct {
	Terms     []GlossaryTerm // by path, then by their order in the document
	Bilingual int            // how many have a name in English and one in Japanese
}

// GlossaryTerm is a term with its names in both languages.
type GlossaryTerm struct {
	facet.Term
	Entry *corpus.Entry
	// Names are the term in English and in Japanese; empty where the document
	// has none.
	Names diag.Text
	// Definitions are what it means, likewise.
	Definitions diag.Text
}

// Bilingual tells whether the term has a name in both languages.
func (t GlossaryTerm) Bilingual() bool { return t.Names.En != "" && t.Names.Ja != "" }

// Name is the term in a language, else as its document writes it.
func (t GlossaryTerm) Name(lang string) string { return cmp.Or(t.Names.In(lang), t.Term.Term) }

// Definition is what the term means in a language, else in the other one.
func (t GlossaryTerm) Definition(lang string) string {
	return cmp.Or(t.Definitions.In(lang), t.Term.Definition, t.Definitions.En, t.Definitions.Ja)
}

// sortKey is by what a language sorts the term: in Japanese by its reading.
func (t GlossaryTerm) sortKey(lang string) string {
	if lang == "ja" && t.Reading != "" {
		return t.Reading
	}
	return t.Name(lang)
}

// Glossary gives the terms that the documents define.
func (r *Results) Glossary() *Glossary {
	out := &Glossary{}
	for _, e := range r.corpus.Entries {
		for _, t := range e.Terms {
			term := newGlossaryTerm(e, t)
			out.Terms = append(out.Terms, term)
			out.Bilingual += boolInt(term.Bilingual())
		}
	}
	return out
}

func newGlossaryTerm(e *corpus.Entry, t facet.Term) GlossaryTerm {
	out := GlossaryTerm{Term: t, Entry: e}
	put := func(lang, name, definition string) {
		switch lang {
		case "en":
			out.Names.En, out.Definitions.En = cmp.Or(out.Names.En, name), cmp.Or(out.Definitions.En, definition)
		case "ja":
			out.Names.Ja, out.Definitions.Ja = cmp.Or(out.Names.Ja, name), cmp.Or(out.Definitions.Ja, definition)
		}
	}
	put(e.Lang, t.Term, t.Definition)
	for _, other := range t.Translations {
		put(other.Lang, other.Term, other.Definition)
	}
	return out
}

// Sorted gives the terms in the order of a dictionary of a language.
func (g *Glossary) Sorted(lang string) []GlossaryTerm {
	order := collate.New(language.Make(lang), collate.Loose)
	list := slices.Clone(g.Terms)
	slices.SortStableFunc(list, func(a, b GlossaryTerm) int {
		x, y := a.sortKey(lang), b.sortKey(lang)
		return cmp.Or(order.CompareString(x, y), cmp.Compare(x, y))
	})
	return list
}

// Sentence counts the terms.
func (g *Glossary) Sentence() diag.Text {
	return diag.Say("terms: %d, of them in English and Japanese: %d", "用語%d件、うち日英の両方があるもの%d件", len(g.Terms), g.Bilingual)
}

// JSON gives the terms in the order of a language. A name or definition that
// no document gives is null.
func (g *Glossary) JSON(lang string) Object {
	terms := make([]Object, len(g.Terms))
	for i, t := range g.Sorted(lang) {
		terms[i] = Object{
			{"term", t.Term.Term}, {"lang", t.Entry.Lang}, {"reading", orNull(t.Reading)}, {"abbr", orNull(t.Abbr)},
			{"en", Object{{"term", orNull(t.Names.En)}, {"definition", orNull(t.Definitions.En)}}},
			{"ja", Object{{"term", orNull(t.Names.Ja)}, {"definition", orNull(t.Definitions.Ja)}}},
			{"same_as", textsJSON(t.SameAs)}, {"see_also", textsJSON(t.SeeAlso)},
			{"document", documentJSON(t.Entry)},
		}
	}
	return Object{{"terms", terms}, {"bilingual", g.Bilingual}, {"in_words", g.Sentence().In(lang)}}
}
