package insight

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/search"
)

// searchable gives the texts of a document by which it is found: title, id and
// names; headings, symptoms and messages; running text; commands and output.
func searchable(e *corpus.Entry) *search.Document {
	var d search.Document
	d.Add(search.Title, e.Title)
	d.Add(search.Title, e.ID)
	for _, alias := range e.Aliases {
		d.Add(search.Title, alias)
	}
	addData(&d, e.Value(), e)
	for _, c := range e.Doc.Chunks() {
		switch {
		case len(c.Heading) > longestHeading:
			d.Add(search.Body, c.Heading)
		case c.Heading != e.Title:
			d.Add(search.Headings, c.Heading)
		}
		for _, text := range c.Texts {
			d.Add(search.Body, text)
		}
		for _, code := range c.Code {
			d.Add(search.Code, code)
		}
	}
	return &d
}

// Passage is a stretch of a document's text, as results show it.
type Passage struct {
	Anchor  string // of the heading; empty before the first
	Heading string
	Text    string
}

// Passages gives the text of a document: what its data says that its body does
// not, then heading by heading.
func Passages(e *corpus.Entry) []Passage {
	var out []Passage
	var data search.Document
	addData(&data, e.Value(), e)
	if lines := slices.Concat(data.Fields[:]...); len(lines) > 0 {
		out = append(out, Passage{Text: strings.Join(lines, "\n")})
	}
	for _, c := range e.Doc.Chunks() {
		out = append(out, Passage{c.Anchor, c.Heading, strings.Join(slices.Concat(c.Texts, c.Code), "\n")})
	}
	return out
}

// longestHeading is the length in bytes from which a heading is a paragraph
// that somebody underlined.
const longestHeading = 240

// fieldOf says where the texts of front matter and data count that are not
// running text. Fields that are words of other lists, dates, people and
// addresses are not searched in.
var fieldOf = map[string]search.Field{
	"alerts": search.Title, "term": search.Title, "abbr": search.Title, "same_as": search.Title,
	"symptom": search.Headings, "symptoms": search.Headings, "error_messages": search.Headings, "keywords": search.Headings,
	"commands": search.Code, "command": search.Code, "expr": search.Code, "expected_output": search.Code, "expect": search.Code,
}

var notSearched = []string{
	"id", "title", "kind", "schema", "lang", "aliases", "tags", "visibility", "status", "severity", "owner", "authors", "services", "service",
	"runbooks", "runbook", "rca", "incidents", "known_issues", "related", "not_related", "recurrence_of", "links", "url", "dashboard", "repo",
	"timezone", "created", "updated", "actor", "ticket", "evidence", "roles", "review", "people", "approved_by", "by", "to", "channel",
}

// addData adds the texts that stand in front matter or YAML. What was read
// from the body is there already.
func addData(d *search.Document, v doc.Value, e *corpus.Entry) {
	for _, entry := range v.Entries() {
		if slices.Contains(notSearched, entry.Key) {
			continue
		}
		field, ok := fieldOf[entry.Key]
		if !ok {
			field = search.Body
		}
		addTexts(d, field, ok, entry.Value, e)
	}
}

// addTexts adds the texts of a value. Words of their own are added only where
// the field is one that is asked for by words.
func addTexts(d *search.Document, field search.Field, named bool, v doc.Value, e *corpus.Entry) {
	switch v.Type() {
	case doc.Scalar:
		if e.Doc.MetaSpan.Contains(v.Span()) && v.Span().Len() > 0 && (named || isWording(v.Text())) {
			d.Add(field, v.Text())
		}
	case doc.List:
		for _, item := range v.Items() {
			addTexts(d, field, named, item, e)
		}
	case doc.Map:
		addData(d, v, e)
	}
}

// isWording tells whether a text is more than one word of a list, a number or
// a date.
func isWording(text string) bool {
	return strings.ContainsAny(strings.TrimSpace(text), " \n") || strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf })
}
