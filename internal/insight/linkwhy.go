package insight

import (
	"slices"
	"strings"
	"unicode"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/search"
)

// LinkWhy explains a link: all that its probability comes from.
type LinkWhy struct {
	Terms    []LinkTerm // the words that count most, at most five; a word is a stem, "=" before a whole identifier
	Anchors  []string   // ids of the documents and names of the alerts that lead to To with one of these words
	Services []string   // ids of services that both are about; they explain, and count for nothing
	Category string     // that both have; the same
	Model    string     // version of the coefficients
}

// LinkTerm is a word that two documents share.
type LinkTerm struct {
	Term  string
	Word  string       // as the document writes it that the link leads from
	Field search.Field // of the document that the link leads to
	Share float64      // of the score, 0–1
}

// mostTerms is how many words explain a link.
const mostTerms = 5

// Why explains a link.
func (l *Links) Why(k *Link) LinkWhy { return l.finder.why(k.From, k.To) }

func (f *linkFinder) why(from, to *corpus.Entry) LinkWhy {
	matcher := f.library.Index.Matcher()
	gives := matcher.Gives(f.want(matcher, from), f.library.numbers[to], mostTerms)
	why := LinkWhy{Model: linkModelVersion}
	names := make([]string, len(gives))
	for i, g := range gives {
		names[i] = g.Term
	}
	var tokens search.Tokenizer
	for i, field := range tokens.FieldsOf(f.library.document(to), names) {
		why.Terms = append(why.Terms, LinkTerm{names[i], writtenAs(&tokens, f.query(from), names[i]), field, gives[i].Share})
	}
	why.Anchors = f.anchors(&tokens, to, names)
	why.Services = shared(ids(from.Targets("services")), ids(to.Targets("services")))
	if from.Category == to.Category {
		why.Category = from.Category
	}
	return why
}

// writtenAs gives the first word of texts that has a token; the token, where it
// is a part of a text without spaces.
func writtenAs(tokens *search.Tokenizer, texts []string, token string) string {
	for _, text := range texts {
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r != '_' && !unicode.In(r, unicode.L, unicode.M, unicode.N) }) {
			found := false
			tokens.Tokens(word, func(x string) { found = found || x == token })
			if found && !strings.ContainsFunc(word, func(r rune) bool { return r >= radicals }) {
				return word
			}
		}
	}
	return strings.TrimPrefix(token, "=")
}

func ids(list []*corpus.Entry) []string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = e.ID
	}
	return out
}

// anchors gives what leads to a document with one of some words.
func (f *linkFinder) anchors(tokens *search.Tokenizer, to *corpus.Entry, terms []string) []string {
	var out []string
	add := func(name string, texts ...string) {
		holds := false
		for _, text := range texts {
			tokens.Tokens(text, func(token string) { holds = holds || slices.Contains(terms, token) })
		}
		if holds && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, ref := range to.Backs {
		if from := ref.From; (from.Kind == "postmortem" || from.Kind == "known-issue") && slices.Contains(leadsTo(from), to) {
			add(from.ID, append([]string{from.Title}, from.Symptoms...)...)
		}
	}
	for _, rule := range f.r.lazy.covered()[to] {
		add(rule.Alert.Name, alertTexts(rule)...)
	}
	return out
}

// alertTexts gives the texts by which an alert leads to its runbook.
func alertTexts(rule CoveredRule) []string {
	return []string{rule.Alert.Name, withoutTemplates(rule.Alert.Summary), withoutTemplates(rule.Alert.Description)}
}

// coveredBy gives the alerts of each runbook.
func (r *Results) coveredBy() map[*corpus.Entry][]CoveredRule {
	out := map[*corpus.Entry][]CoveredRule{}
	for _, rule := range Cover(r.corpus).Rules {
		if rule.Runbook != nil {
			out[rule.Runbook] = append(out[rule.Runbook], rule)
		}
	}
	return out
}

// appendTexts adds the texts of a field that holds one or a list.
func appendTexts(texts []string, v doc.Value) []string {
	for _, item := range append([]doc.Value{v}, v.Items()...) {
		if item.Type() == doc.Scalar && item.Text() != "" && !slices.Contains(texts, item.Text()) {
			texts = append(texts, item.Text())
		}
	}
	return texts
}
