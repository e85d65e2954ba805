package lint

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// Sentence is a sentence of a document in its author's words: without code,
// quotations and addresses, for each of which doc.Omitted stands. A heading,
// an item or a cell without a full stop is one sentence.
type Sentence struct {
	Text    string // in NFKC; Latin letters are lower-case
	Heading bool
	Place   Place

	passage *doc.Passage
	at      int        // where Text begins in the passage
	may     wordingSet // that can be in Text
}

// Place is the part of a document that a sentence stands in.
type Place uint8

// The places that rules tell apart.
const (
	Elsewhere Place = iota
	InCauses
	InActions
)

// Span is where a part of the sentence's text stands in the file. The part
// must not be empty.
func (s Sentence) Span(start, end int) source.Span { return s.passage.Span(s.at+start, s.at+end) }

// Question tells whether the sentence asks: templates and reviews ask what
// should have been done, which blames nobody.
func (s Sentence) Question() bool {
	text := strings.TrimRight(s.Text, " )]。.")
	return strings.HasSuffix(text, "?") || strings.HasSuffix(text, "か")
}

// prose is the text of a document as sentences. Few of them are ever asked for
// their places.
type prose struct {
	sentences []Sentence
	placed    bool // every sentence has its Place

	divided             bool // inCauses and inActions are known
	inCauses, inActions []source.Span
}

// Sentences gives the sentences of the document: its front matter first, then
// its text, in their order. Each is the author's own words. The slice must not
// be changed.
func (p *Pass) Sentences() []Sentence {
	prose := p.prose()
	if !prose.placed {
		prose.placed = true
		for i := range prose.sentences {
			s := &prose.sentences[i]
			s.Place = prose.place(p, s)
		}
	}
	return prose.sentences
}

// Written tells whether a sentence stands in one of the parts that open a
// section of these names.
func (p *Pass) Written(names ...string) bool {
	var spans []source.Span
	for _, name := range names {
		for _, part := range p.Parts(name) {
			spans = append(spans, part.Span)
		}
	}
	spans = union(spans)
	return len(spans) > 0 && slices.ContainsFunc(p.prose().sentences, func(s Sentence) bool { return within(spans, s.Span(0, 1).Start) })
}

func (p *Pass) prose() *prose {
	if p.shared.prose == nil {
		p.shared.prose = p.readProse()
	}
	return p.shared.prose
}

func (p *Pass) readProse() *prose {
	d := p.Entry.Doc
	passages := d.Passages(told(d.Meta, nil)...)
	out, lexicon := &prose{sentences: make([]Sentence, 0, 2*len(passages))}, p.run.lexicon()
	var parts []source.Span
	for i := range passages {
		passage := &passages[i]
		text := lowerASCII(passage.Text)
		parts = cutSentences(text, parts[:0])
		for _, part := range parts {
			s := Sentence{Text: text[part.Start:part.End], Heading: passage.Heading, passage: passage, at: part.Start}
			s.may = lexicon.in(s.Text)
			out.sentences = append(out.sentences, s)
		}
	}
	return out
}

// words are the keys whose values are words of a list, names, or text of
// machines: no sentence of the author.
var words = []string{
	"tags", "keywords", "labels", "aliases", "category", "categories", "subcategory", "taxonomy", "root_causes", "root_cause", "cause",
	"id", "kind", "owner", "authors", "author", "services", "links", "related", "status", "type", "actor", "roles", "attendees",
	"commands", "command", "run", "query", "expr", "expected_output", "expected", "pattern", "error_messages", "errors",
}

// told gives the texts of the front matter, or of a YAML document: scalars of
// more than one word.
func told(v doc.Value, out []doc.Value) []doc.Value {
	switch v.Type() {
	case doc.Scalar:
		if text := v.Text(); strings.Contains(text, " ") || strings.ContainsFunc(text, doc.Japanese) {
			out = append(out, v)
		}
	case doc.List:
		for _, item := range v.Items() {
			out = told(item, out)
		}
	case doc.Map:
		for _, e := range v.Entries() {
			if !slices.Contains(words, e.Key) {
				out = told(e.Value, out)
			}
		}
	}
	return out
}

// place tells which part of the document of a pass a sentence stands in.
func (t *prose) place(p *Pass, s *Sentence) Place {
	if !t.divided {
		t.divided = true
		t.divide(p)
	}
	switch at := s.Span(0, 1).Start; {
	case within(t.inActions, at):
		return InActions
	case within(t.inCauses, at):
		return InCauses
	}
	return Elsewhere
}

// divide finds the parts about causes and actions.
func (t *prose) divide(p *Pass) {
	spans := func(names ...string) (out []source.Span) {
		for _, name := range names {
			for _, part := range p.Parts(name) {
				out = append(out, part.Title.Join(part.Span))
			}
		}
		return out
	}
	causes, actions := spans("causes", "layers"), spans("actions", "terms")
	for _, c := range p.Entry.Causes {
		causes = append(causes, c.Span)
	}
	for _, a := range p.Entry.Actions {
		actions = append(actions, a.Span)
	}
	t.inCauses, t.inActions = union(causes), union(actions)
}

// union joins spans that overlap and orders them.
func union(spans []source.Span) []source.Span {
	slices.SortFunc(spans, func(a, b source.Span) int { return a.Start - b.Start })
	var out []source.Span
	for _, s := range spans {
		if last := len(out) - 1; last >= 0 && s.Start <= out[last].End {
			out[last] = out[last].Join(s)
			continue
		}
		out = append(out, s)
	}
	return out
}

// within tells whether a byte lies in one of some spans, which are in order
// and apart.
func within(spans []source.Span, at int) bool {
	i, found := slices.BinarySearchFunc(spans, at, func(s source.Span, at int) int { return s.Start - at })
	return found || i > 0 && at < spans[i-1].End
}

// cutSentences cuts a passage behind full stops, question and exclamation
// marks and at line breaks, and adds the pieces to out. What is blank is left
// out.
func cutSentences(text string, out []source.Span) []source.Span {
	from := 0
	end := func(to int) {
		part := strings.TrimLeftFunc(text[from:to], unicode.IsSpace)
		start := to - len(part)
		if part = strings.TrimRightFunc(part, unicode.IsSpace); part != "" {
			out = append(out, source.Span{Start: start, End: start + len(part)})
		}
		from = to
	}
	for i := range len(text) {
		switch text[i] {
		case wideStop:
			if strings.HasPrefix(text[i:], "。") {
				end(i + len("。"))
			}
		case wideMark:
			if hasPrefix(text[i:], "！", "？") {
				end(i + len("！"))
			}
		case '.', '!', '?':
			if rest := text[i+1:]; rest == "" || rest[0] == ' ' || rest[0] == '\n' || rest[0] >= utf8.RuneSelf {
				end(i + 1)
			}
		case '\n':
			end(i)
		}
	}
	end(len(text))
	return out
}

// The first bytes of 。, and of ！ and ？.
const (
	wideStop = 0xE3
	wideMark = 0xEF
)

// lowerASCII puts Latin letters in lower case and leaves every byte at its
// place, which full Unicode lower-casing does not.
func lowerASCII(text string) string {
	for i := range len(text) {
		if 'A' <= text[i] && text[i] <= 'Z' {
			return lowered(text, i)
		}
	}
	return text
}

// lowered is lowerASCII of a text with its first capital at a byte.
func lowered(text string, capital int) string {
	b := []byte(text)
	for i, c := range b[capital:] {
		if 'A' <= c && c <= 'Z' {
			b[capital+i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
