package render

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/schema"
)

// Glossary is the terms under the letters that they begin with.
type Glossary struct {
	Groups []GlossaryGroup
}

// GlossaryGroup is the terms of one letter, or of one row of the kana.
type GlossaryGroup struct {
	ID, Title string
	Terms     []GlossaryTerm
}

// GlossaryTerm is one entry, under its name in the language of the page if it
// has one.
type GlossaryTerm struct {
	ID         string
	Term       string
	Lang       string // set where it differs from the page's
	Reading    string
	Abbr       string
	Definition template.HTML
	DefLang    string // set where it differs from the page's
	Others     []OtherTerm
	SameAs     []string
	SeeAlso    []Link
	Document   Link
}

// OtherTerm is the term in another language.
type OtherTerm struct {
	Lang, Language string
	Term, Reading  string
	Definition     template.HTML
}

// termKind is the kind of document that holds terms.
const termKind = "term"

// termAnchor gives a term its place on the page of the glossary.
func termAnchor(word string, used map[string]bool) string {
	slug := "t-" + firstOf(doc.Slug(word), "term")
	anchor := slug
	for n := 2; used[anchor]; n++ {
		anchor = slug + "-" + strconv.Itoa(n)
	}
	used[anchor] = true
	return anchor
}

// termHref links to a term on the page of the glossary.
func (s *site) termHref(root string, t *term) string {
	return s.href(root, s.glossaryTarget()) + "#" + escapeTarget(t.anchor)
}

func (s *site) glossaryTarget() string {
	if k := s.in.Set.Kind(termKind); k != nil {
		return k.Segment + "/"
	}
	return "glossary/"
}

// glossaryPage fills the list of all terms.
func (s *site) glossaryPage(p *Page, kind *schema.Kind) {
	p.Kind, p.Title = kind.Name, kind.Plural.In(p.Lang)
	p.Intro = p.N("glossary.count", len(s.terms))
	p.Glossary = &Glossary{}
	place := map[string]int{} // of the group with a title
	for _, t := range s.sortedTerms(p.Lang) {
		title := firstOf(t.group.title, p.T("glossary.other"))
		n, known := place[title]
		if !known {
			n = len(p.Glossary.Groups)
			place[title] = n
			p.Glossary.Groups = append(p.Glossary.Groups, GlossaryGroup{ID: "g-" + firstOf(strings.ToLower(t.group.title), "other"), Title: title})
		}
		entry := p.glossaryTerm(t.term)
		if len(t.entry.Terms) == 1 {
			entry.Document = p.link(t.entry) // which says more
		}
		group := &p.Glossary.Groups[n]
		group.Terms = append(group.Terms, entry)
	}
}

// sortedTerm is a term with what it is sorted by.
type sortedTerm struct {
	*term
	group letterGroup
	key   string
}

// sortedTerms gives the terms in the order of a language: in Japanese by
// their readings, in others by their names in that language. Terms in other
// scripts follow.
func (s *site) sortedTerms(lang string) []sortedTerm {
	list := make([]sortedTerm, len(s.terms))
	for i, t := range s.terms {
		key := t.sortKey(lang)
		list[i] = sortedTerm{t, groupOf(key), key}
	}
	order := collate.New(language.Make(lang), collate.Loose)
	slices.SortStableFunc(list, func(a, b sortedTerm) int {
		return cmp.Or(a.group.compare(b.group, lang), order.CompareString(a.key, b.key), cmp.Compare(a.key, b.key))
	})
	return list
}

// sortKey is by what a language sorts a term: its name, but its reading in
// Japanese, and for names that other languages cannot sort.
func (t *term) sortKey(lang string) string {
	name, _ := t.name(lang)
	if own := groupOf(name); t.Reading != "" && (lang == "ja" || own.title == "" || own.kana > 0) {
		return t.Reading
	}
	return name
}

// letterGroup is a letter of the Latin alphabet or a row of the kana; without
// a title it is all else.
type letterGroup struct {
	title string
	kana  int // number of the row from 1 on, 0 for Latin letters
}

// rows are the rows of the kana by their first letters, and what they hold
// once voice marks are taken off.
var rows = [...]string{"あぁいぃうぅえぇおぉ", "かきくけこ", "さしすせそ", "たちつってと", "なにぬねの", "はひふへほ", "まみむめも", "やゃゆゅよょ", "らりるれろ", "わゎゐゑをん"}

func groupOf(word string) letterGroup {
	for _, r := range norm.NFKD.String(word) {
		if 'ァ' <= r && r <= 'ヶ' {
			r += 'ぁ' - 'ァ'
		}
		for i, row := range rows {
			if strings.ContainsRune(row, r) {
				return letterGroup{string([]rune(row)[0]), i + 1}
			}
		}
		if r < unicode.MaxLatin1 && unicode.IsLetter(r) {
			return letterGroup{strings.ToUpper(string(r)), 0}
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			break
		}
	}
	return letterGroup{}
}

// compare orders groups: those of the page's own script first, all else last.
func (g letterGroup) compare(other letterGroup, lang string) int {
	rank := func(g letterGroup) int {
		switch {
		case g.title == "":
			return 2
		case (g.kana > 0) != (lang == "ja"):
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(rank(g), rank(other)), cmp.Compare(g.kana, other.kana), cmp.Compare(g.title, other.title))
}

// name is the term in a language, else as its document writes it; lang is the
// language of the result, empty if unknown.
func (t *term) name(want string) (name, lang string) {
	if t.entry.Lang != want {
		for _, tr := range t.Translations {
			if tr.Lang == want {
				return tr.Term, want
			}
		}
	}
	return t.Term.Term, t.entry.Lang
}

// glossaryTerm shows a term on a page.
func (p *Page) glossaryTerm(t *term) GlossaryTerm {
	out := GlossaryTerm{ID: t.anchor, Abbr: t.Abbr, SameAs: t.SameAs}
	name, lang := t.name(p.Lang)
	out.Term, out.Lang = name, p.foreign(lang)
	definition, defLang := t.definitionIn(p.Lang)
	out.Definition, out.DefLang = textLines(definition), p.foreign(defLang)
	if name == t.Term.Term {
		out.Reading = t.Reading
	} else {
		own := p.otherTerm(t.entry.Lang, t.Term.Term, t.Definition, definition)
		own.Reading = t.Reading
		out.Others = append(out.Others, own)
	}
	for _, tr := range t.Translations {
		if tr.Term != name {
			out.Others = append(out.Others, p.otherTerm(tr.Lang, tr.Term, tr.Definition, definition))
		}
	}
	for _, word := range t.SeeAlso {
		out.SeeAlso = append(out.SeeAlso, p.seeAlso(t.entry, word))
	}
	return out
}

// otherTerm shows a translation, its definition only if it is not yet shown.
func (p *Page) otherTerm(lang, name, definition, shown string) OtherTerm {
	out := OtherTerm{Lang: p.foreign(lang), Language: strings.ToUpper(lang), Term: name}
	if key := "language." + lang; p.T(key) != key {
		out.Language = p.T(key)
	}
	if definition != shown {
		out.Definition = textLines(definition)
	}
	return out
}

// foreign is a language if it is not the page's own.
func (p *Page) foreign(lang string) string {
	if lang == p.Lang {
		return ""
	}
	return lang
}

// seeAlso links to a term by one of its words, or to a document.
func (p *Page) seeAlso(from *corpus.Entry, word string) Link {
	if t := p.site.words[corpus.Fold(word)]; t != nil {
		return Link{Href: p.site.termHref(p.root, t), Label: firstName(t, p.Lang)}
	}
	if to := p.site.in.Corpus.Find(word); to != nil && to != from {
		return p.link(to)
	}
	return Link{Label: word}
}

func firstName(t *term, lang string) string {
	name, _ := t.name(lang)
	return name
}

// textLines shows a text as it is, its lines kept.
func textLines(text string) template.HTML {
	return template.HTML(strings.ReplaceAll(template.HTMLEscapeString(strings.TrimSpace(text)), "\n", "<br>"))
}

// ownTerms shows the terms of the document.
func (v *view) ownTerms() {
	v.shows("term", "reading", "definition", "abbr", "same_as", "see_also", "translations", "terms")
	d := Detail{ID: "terms"}
	for _, t := range v.site.terms {
		if t.entry == v.entry && !v.inside(t.Span) {
			d.Terms = append(d.Terms, v.page.glossaryTerm(t))
		}
	}
	v.ahead(d)
}
