package insight

import (
	"maps"
	"net/url"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// Mention is a postmortem that speaks of an alert.
type Mention struct {
	Postmortem *corpus.Entry
	Span       source.Span // where it does so first
	Why        diag.Text   // how that is known
}

// Mentions gives for each alert of the rule files and inventories, by its name,
// the postmortems that speak of it, by path: those that have its name anywhere in
// their text, in these letters and as words of its own, or a link to its page,
// …/alerts/NAME, in letters of any case.
func Mentions(c *corpus.Corpus) map[string][]Mention {
	out := map[string][]Mention{}
	wanted := newPhrases(c)
	if len(wanted.counts) == 0 {
		return out
	}
	for _, e := range c.Kind("postmortem") {
		for name, span := range wanted.in(e.Doc.File.Data) {
			line := e.Doc.File.Position(span.Start).Line
			out[name] = append(out[name], Mention{
				Postmortem: e, Span: span, Why: diag.Say("named in line %d", "%d 行目に記載", line),
			})
		}
	}
	return out
}

// phrases are the names of alerts, to be looked for in texts.
type phrases struct {
	byText map[string][]string // names by their text without what stands around their words
	byLink map[string][]string // names by their plain form
	counts []int               // of words in the names, ascending, each once
}

// maxWords is the number of words of the longest name that is looked for; each
// Japanese character is one. Every different count costs time in all texts.
const maxWords = 64

func newPhrases(c *corpus.Corpus) phrases {
	p := phrases{byText: map[string][]string{}, byLink: map[string][]string{}}
	counts, known := map[int]bool{}, map[string]bool{}
	for _, a := range c.Watches() {
		w := words([]byte(a.Name))
		if a.Unnamed || known[a.Name] || len(w) == 0 || len(w) > maxWords {
			continue
		}
		known[a.Name] = true
		core := a.Name[w[0].Start:w[len(w)-1].End]
		p.byText[core] = append(p.byText[core], a.Name)
		p.byLink[plain(a.Name)] = append(p.byLink[plain(a.Name)], a.Name)
		counts[len(w)] = true
	}
	p.counts = slices.Sorted(maps.Keys(counts))
	return p
}

// alertPage is the address of the page of an alert.
var alertPage = lazyregexp.New(`(?i)/alerts/([^\s/?#()<>\[\]"'|]+)`)

// in gives the names that stand in a text, each with its first place.
func (p phrases) in(text []byte) map[string]source.Span {
	out := map[string]source.Span{}
	add := func(names []string, span source.Span) {
		for _, name := range names {
			if first, there := out[name]; !there || span.Start < first.Start {
				out[name] = span
			}
		}
	}
	w := words(text)
	for i := range w {
		for _, n := range p.counts {
			if i+n > len(w) {
				break
			}
			span := source.Span{Start: w[i].Start, End: w[i+n-1].End}
			add(p.byText[string(text[span.Start:span.End])], span)
		}
	}
	for _, m := range alertPage.FindAllSubmatchIndex(text, -1) {
		if name, err := url.PathUnescape(string(text[m[2]:m[3]])); err == nil {
			add(p.byLink[plain(name)], source.Span{Start: m[2], End: m[3]})
		}
	}
	return out
}

// words gives where the words of a text stand. Scripts from the CJK radicals on,
// the Japanese ones among them, put no spaces between words: there each
// character is one.
func words(text []byte) []source.Span {
	var out []source.Span
	open := false // the last word goes on
	for i, r := range string(text) {
		if r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			open = false
			continue
		}
		if own := r >= radicals; !open || own {
			out = append(out, source.Span{Start: i})
			open = !own
		}
		out[len(out)-1].End = i + utf8.RuneLen(r)
	}
	return out
}

// radicals is where Unicode's CJK blocks begin.
const radicals = '\u2e80'
