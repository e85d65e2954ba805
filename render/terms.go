package render

import (
	"html"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// term is a term of the glossary.
type term struct {
	facet.Term
	entry  *corpus.Entry // that defines it
	anchor string        // on the page of the glossary
}

// spelling is a word by which documents name a term.
type spelling struct {
	term  *term
	word  string
	exact bool // capitals count: "IT" is not "it"
}

// termNode is a node of the trie of all spellings, which a text walks down
// from each place where a term may begin. It takes at most as many steps there
// as the longest spelling has characters, so that a text costs time in
// proportion to its length.
type termNode struct {
	next map[rune]*termNode
	ends []*spelling // that end here, the first to be defined first
}

// The lengths in characters of words that become links. A single character
// is in too many words of another meaning; the bound keeps matching linear.
const (
	shortestSpelling = 2
	longestSpelling  = 80
)

// add enters a spelling.
func (n *termNode) add(s *spelling) {
	if length := utf8.RuneCountInString(s.word); length < shortestSpelling || length > longestSpelling {
		return
	}
	for _, r := range s.word {
		r = foldRune(r)
		if n.next == nil {
			n.next = map[rune]*termNode{}
		}
		if n.next[r] == nil {
			n.next[r] = &termNode{}
		}
		n = n.next[r]
	}
	n.ends = append(n.ends, s)
}

// foldRune makes characters alike that are read alike: either case, full
// width and half width of Latin letters.
func foldRune(r rune) rune { return unicode.ToLower(narrow(r)) }

func narrow(r rune) rune {
	if '！' <= r && r <= '～' {
		return r - '！' + '!'
	}
	return r
}

// script tells which characters make one word with each other. Han and
// Hiragana do not: Japanese has no space between words.
type script byte

const (
	noWord script = iota
	latinWord
	katakanaWord
)

func scriptOf(r rune) script {
	switch {
	case r < utf8.RuneSelf:
		if isWord(byte(r)) && r != '.' {
			return latinWord
		}
		return noWord
	case '一' <= r && r <= '\u9fff', '\u3000' <= r && r <= '\u309f': // most of Japanese: not worth a look into tables
		return noWord
	case r == 'ー' || unicode.Is(unicode.Katakana, r):
		return katakanaWord
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		return noWord
	case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
		return latinWord
	}
	return noWord
}

// find calls visit for the terms in a text of Markdown, from the left and at
// each place for the longest one, and for what stands between them with a nil
// spelling. Words in Latin letters and in Katakana count as wholes.
func (n *termNode) find(text []byte, visit func(part []byte, s *spelling)) {
	done := 0
	for i := 0; i < len(text); {
		r, width := utf8.DecodeRune(text[i:])
		if length, s := n.match(text[i:]); s != nil && !attached(text[:i], r) {
			if done < i {
				visit(text[done:i], nil)
			}
			visit(text[i:i+length], s)
			i += length
			done = i
			continue
		}
		i += width
		for own := scriptOf(r); own != noWord && i < len(text); i += width {
			if r, width = utf8.DecodeRune(text[i:]); scriptOf(r) != own {
				break
			}
		}
	}
	if done < len(text) {
		visit(text[done:], nil)
	}
}

// match gives the longest spelling with which a text begins, and its length
// in bytes.
func (n *termNode) match(text []byte) (length int, longest *spelling) {
	for i := 0; i < len(text) && n.next != nil; {
		r, width := utf8.DecodeRune(text[i:])
		if n = n.next[foldRune(r)]; n == nil {
			break
		}
		i += width
		if len(n.ends) == 0 || continues(r, text[i:]) {
			continue
		}
		for _, s := range n.ends {
			if !s.exact || sameWidth(s.word, string(text[:i])) {
				length, longest = i, s
				break
			}
		}
	}
	return length, longest
}

func sameWidth(a, b string) bool { return strings.Map(narrow, a) == strings.Map(narrow, b) }

// continues tells whether the word that ends with last goes on in rest.
func continues(last rune, rest []byte) bool {
	if len(rest) == 0 {
		return false
	}
	next, width := utf8.DecodeRune(rest)
	own := scriptOf(last)
	if own == latinWord && (next == '/' || next == '@') {
		return true // of a path or an address
	}
	if own == latinWord && next == '.' {
		next, _ = utf8.DecodeRune(rest[width:])
	}
	return own != noWord && scriptOf(next) == own
}

// attached tells whether a word that begins with r belongs to what stands
// before it: a path, an address, an entity or an escaped character.
func attached(before []byte, r rune) bool {
	if len(before) == 0 {
		return false
	}
	last := before[len(before)-1]
	return last == '\\' || last == '&' || scriptOf(r) == latinWord && strings.IndexByte("/@#.", last) >= 0
}

// spell lists the words of a term: itself, its short form, other words for it
// and its translations.
func (t *term) spell() []*spelling {
	words := append([]string{t.Term.Term, t.Abbr}, t.SameAs...)
	for _, tr := range t.Translations {
		words = append(words, tr.Term)
	}
	var list []*spelling
	for _, w := range words {
		w = strings.TrimSpace(w)
		capitals := w == strings.ToUpper(w) && w != strings.ToLower(w)
		list = append(list, &spelling{term: t, word: w, exact: capitals})
	}
	return list
}

// definitionIn is what a term means, in a language if that is written down,
// else as its document has it; lang is that of the result.
func (t *term) definitionIn(want string) (text, lang string) {
	for _, tr := range t.Translations {
		if tr.Lang == want && tr.Definition != "" && t.entry.Lang != want {
			return tr.Definition, want
		}
	}
	return t.Definition, t.entry.Lang
}

// readTerms collects the terms of all documents.
func (s *site) readTerms() {
	anchors := map[string]bool{}
	s.words = map[string]*term{}
	for _, e := range s.in.Corpus.Entries {
		for _, t := range e.Terms {
			own := &term{Term: t, entry: e, anchor: termAnchor(t.Term, anchors)}
			s.terms = append(s.terms, own)
			for _, word := range own.spell() {
				s.spellings.add(word)
				if key := corpus.Fold(word.word); s.words[key] == nil {
					s.words[key] = own
				}
			}
		}
	}
}

// glossary is what a printer needs to link terms.
type glossary struct {
	on     bool           // what is printed is prose
	quiet  int            // depth of headings
	html   ast.Node       // the last block with HTML of the document between its words
	unsafe bool           // the text stands in it: it may be code, or a link
	seen   map[*term]bool // on the page
}

// glossed writes text; a term in it is a link to the glossary, with its
// definition behind it, at its first place on a page.
func (p *printer) glossed(w util.BufWriter, text []byte) {
	g := &p.glossary
	if !g.on || g.unsafe || g.quiet > 0 || p.inLink > 0 || len(p.site.terms) == 0 {
		gmhtml.DefaultWriter.Write(w, text)
		return
	}
	p.site.spellings.find(text, func(part []byte, s *spelling) {
		if s == nil || g.seen[s.term] || s.term.entry == p.entry {
			gmhtml.DefaultWriter.Write(w, part)
			return
		}
		if g.seen == nil {
			g.seen = map[*term]bool{}
		}
		g.seen[s.term] = true
		p.term(w, string(part), s.term)
	})
}

// term writes one term. Its definition is hidden until the link has the focus
// or the pointer; assistive software reads it as the link's description.
func (p *printer) term(w util.BufWriter, text string, t *term) {
	id := "term-" + strconv.Itoa(len(p.glossary.seen))
	note, lang := t.definitionIn(p.entry.Lang)
	note = oneLine(note)
	w.WriteString(`<span class="term-box"><a class="term" href="` + html.EscapeString(p.site.termHref(p.root, t)) + `"`)
	if note != "" {
		w.WriteString(` aria-describedby="` + id + `"`)
	}
	w.WriteString(`>` + html.EscapeString(text) + `</a>`)
	if note != "" {
		w.WriteString(`<span class="term-note" role="tooltip" id="` + id + `"`)
		if lang != "" && lang != p.entry.Lang {
			w.WriteString(` lang="` + html.EscapeString(lang) + `"`)
		}
		w.WriteString(` hidden>` + html.EscapeString(note) + `</span>`)
	}
	w.WriteString(`</span>`)
}
