package corpus

import (
	"context"
	"io/fs"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/schema"
)

// PublicOptions are what a public edition leaves out of public documents.
type PublicOptions struct {
	Fields []string // paths of fields with dots, as impact.revenue_loss; items of lists need no step
	Redact []string // texts, such as names of people, in whose place dots stand
}

// Edition is the part of a corpus that everybody may read, and what it leaves
// out, by which leaks are found.
type Edition struct {
	Public *Corpus
	Hidden []*Entry // documents that are not public, by path

	// Concealed are the texts of the fields that public documents leave out, by
	// the path of the document.
	Concealed map[string][]string
}

// Public gives the public edition of a corpus that was loaded with the same
// options. Its entries are new ones with the ids of the old: a page has the
// same address in both editions. Nothing in them leads to a hidden document:
// references to one are gone from the fields, and dots stand in their place in
// the text. Every place of what remains is that of the old text.
//
// Rule files and alert logs have no visibility of their own and are left out;
// so are series that no public inventory names, and the titles and addresses
// of tickets.
func (c *Corpus) Public(ctx context.Context, fsys fs.FS, set *schema.Set, o Options) (*Edition, error) {
	x := &Edition{Public: &Corpus{}, Concealed: map[string][]string{}}
	var from []*Entry
	for _, e := range c.Entries {
		if e.Visibility == "public" {
			from = append(from, e)
		} else {
			x.Hidden = append(x.Hidden, e)
		}
	}
	made, concealed := make([]*Entry, len(from)), make([][]string, len(from))
	err := parallel(ctx, len(from), func(i int) error {
		made[i], concealed[i] = o.public(from[i], set)
		return nil
	})
	if err != nil {
		return nil, err
	}
	x.Public.Entries = made
	for i, e := range made {
		if len(concealed[i]) > 0 {
			x.Concealed[e.Path()] = concealed[i]
		}
	}
	x.Public.adopt(from)
	x.Public.Tickets = bareTickets(c.Tickets)
	o.Series = nil
	x.Public.Series, x.Public.SeriesRead, _, err = o.readSeries(ctx, fsys, made)
	return x, err
}

// adopt makes the entries, each made of the one of from at its place, known
// by their names, and refers them to each other as those did.
func (c *Corpus) adopt(from []*Entry) {
	c.byID, c.byPath = map[key]*Entry{}, map[string]*Entry{}
	twin := make(map[*Entry]*Entry, len(from))
	for i, e := range c.Entries {
		c.byPath[e.Path()], c.byID[e.key()], twin[from[i]] = e, e, e
	}
	c.name()
	c.aliases()
	for i, e := range c.Entries {
		for _, r := range from[i].Refs {
			if r.To != nil && twin[r.To] == nil {
				continue
			}
			r.From, r.To = e, twin[r.To]
			e.Refs = append(e.Refs, r)
		}
	}
	for _, e := range c.Entries {
		for _, r := range e.Refs {
			if r.To != nil && r.To != e {
				r.To.Backs = append(r.To.Backs, r)
			}
		}
	}
}

// bareTickets gives the tickets without what only their tracker says.
func bareTickets(all []facet.Ticket) []facet.Ticket {
	out := make([]facet.Ticket, len(all))
	for i, t := range all {
		t.Title = ""
		out[i] = t
	}
	return out
}

// maxConcealing bounds how often a document is read again because a field that
// was concealed in one place was found in another: front matter, a table, the
// text.
const maxConcealing = 4

// public gives the entry of the public edition, and the texts of its fields
// that are left out.
func (o Options) public(e *Entry, set *schema.Set) (made *Entry, concealed []string) {
	made = e
	for range maxConcealing {
		m := mask{file: made.Doc.File}
		if made == e {
			m.references(e)
			m.redact(o.Public.Redact)
		}
		concealed = append(concealed, m.fields(made.Value(), o.Public.Fields)...)
		if m.data == nil {
			break
		}
		made = o.remade(made, m.data, set)
	}
	copied := *made
	copied.ID, copied.Refs, copied.Backs = e.ID, nil, nil
	return &copied, concealed
}

// remade reads a document again from a text in which something is masked. It
// stays of its kind, also where what is masked told it.
func (o Options) remade(e *Entry, data []byte, set *schema.Set) *Entry {
	d, _ := doc.Parse(source.New(e.Path(), data), o.Limits)
	d.Meta, _ = pruned(d.Meta)
	d.Meta = d.Meta.With("kind", doc.NewPlain(e.Kind, source.Span{}, doc.Provenance{Origin: doc.FromPath}))
	made := o.decode(d, facet.Merge(d, set, o.Facet))
	d.Pack()
	return made
}
