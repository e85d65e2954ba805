package facet

import (
	"sort"
	"strings"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/schema"
)

// Tracked is an action item as far as its history goes, with what tells it
// again in other versions of its document.
type Tracked struct {
	ID     string // as Action has it
	Text   string
	Status Status
	// Given is the id that the item gives itself, in any of its forms: "{#ai-3}",
	// a column of a table, a comment "<!-- id: ai-3 -->", or a ticket that the
	// text begins with and no other item of the document has. Empty if none.
	Given   string
	Section string // title of the heading over the item; empty if there is none
	Line    int    // from 1
	Created Date
	Closed  Date
}

// trackedActions reads the action items of a document and nothing else. They
// are those of Merge and DecodeActions, in the same order, but for what needs
// the times of the incident: days without a year are not known here. given is
// the id that the document states; empty if it has its path's.
func trackedActions(d *doc.Document, set *schema.Set, o Options) (given string, items []Tracked) {
	r := &reader{doc: d, set: set, labels: set.Labels(), zone: o.Zone}
	root := r.outline()
	meta := reshape(d.Meta)
	r.kind = r.decideKind(meta, root, o).Text()
	if set.Kind(r.kind) == nil {
		r.kind = PageKind
	}
	if r.kind == PageKind && (d.Format == doc.YAML || !doc.IsDocument(d.File.Path)) {
		return "", nil // no document of ours
	}
	v := r.front(meta)
	if r.kind != PageKind && !d.Refused {
		r.readPairs(root)
		r.mergePairs(&v)
		if r.allows("/actions") {
			r.put(&v, "/actions", listOf(r.actions(root, Date{})))
		}
	}
	given = strings.TrimSpace(v.Field("id").Text())
	return given, r.tracked(v.With("id", r.id(v.Field("id"))))
}

// tracked decodes the actions of a value.
func (r *reader) tracked(v doc.Value) []Tracked {
	explicit := map[int]string{} // by the beginning of the item
	for _, a := range ActionValues(v) {
		explicit[a.Span().Start] = a.Field("id").Text()
	}
	over := headings(r.doc)
	actions := DecodeActions(v)
	var out []Tracked
	for _, a := range actions {
		it := Tracked{
			ID: a.ID, Text: a.Text, Status: a.Status, Given: explicit[a.Span.Start], Section: over.at(a.Span.Start),
			Line: r.doc.File.Position(a.Span.Start).Line, Created: a.Created, Closed: a.Closed,
		}
		if it.Given == "" {
			it.Given = r.commentID(a)
		}
		out = append(out, it)
	}
	r.giveTickets(out, actions)
	return out
}

// idComment is an id that readers of the page do not see.
var idComment = lazyregexp.New(`<!--\s*id:\s*([\p{L}\p{N}][\p{L}\p{N}_.-]{0,79})\s*-->`)

func (r *reader) commentID(a Action) string {
	text := r.doc.File.Text(a.Span)
	if !strings.Contains(text, "<!--") {
		return ""
	}
	if m := idComment.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// ticketID is a ticket that can be the name of an item: AI-3, OPS-123.
var ticketID = lazyregexp.New(`^[A-Z][A-Z0-9]{1,9}-[0-9]+$`)

// giveTickets takes the tickets that items begin with for their ids.
func (r *reader) giveTickets(items []Tracked, actions []Action) {
	count := map[string]int{}
	for _, a := range actions {
		count[a.Ticket]++
	}
	for i, a := range actions {
		if items[i].Given == "" && count[a.Ticket] == 1 && ticketID.MatchString(a.Ticket) && r.leads(a, a.Ticket) {
			items[i].Given = a.Ticket
		}
	}
}

// leads tells whether the written form of an item begins with a word, after
// its marks.
func (r *reader) leads(a Action, word string) bool {
	text := strings.TrimLeft(r.doc.File.Text(a.Span), "-*+ \t0123456789.)")
	for _, box := range []string{"[ ]", "[x]", "[X]"} {
		text = strings.TrimPrefix(text, box)
	}
	return strings.HasPrefix(strings.TrimLeft(text, " \t*_[("), word)
}

// titled is the titles of a document's headings by where they stand, in order.
type titled []*doc.Section

func headings(d *doc.Document) titled {
	var list titled
	d.Sections().Walk(func(s *doc.Section) bool {
		if s.Heading != nil {
			list = append(list, s)
		}
		return true
	})
	return list
}

// at gives the title of the last heading before a byte of the file.
func (t titled) at(offset int) string {
	i := sort.Search(len(t), func(i int) bool { return t[i].Span.Start > offset })
	if i == 0 {
		return ""
	}
	return t[i-1].Title
}
