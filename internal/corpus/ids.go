package corpus

import (
	"fmt"
	"path"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
)

// identify gives every entry an id of its own within its kind. Ids that
// documents state stay; two documents that state the same one are a finding,
// and the second is known by its path. Ids that were made of file names give
// way to each other: a clash takes the whole stem for both, then the path.
func (c *Corpus) identify() []diag.Diagnostic {
	c.byID, c.byPath = map[key]*Entry{}, map[string]*Entry{}
	var found []diag.Diagnostic
	var inferred []*Entry
	for _, e := range c.Entries {
		c.byPath[e.Path()] = e
		if e.ID == "" || e.inferredID() {
			inferred = append(inferred, e)
			continue
		}
		if first := c.byID[e.key()]; first != nil {
			found = append(found, duplicate(e, first))
			c.register(e, facet.PathID(e.Path()))
			continue
		}
		c.byID[e.key()] = e
	}
	c.settle(inferred, func(e *Entry) string { return e.ID })
	c.name()
	return append(found, c.aliases()...)
}

// name registers the entries for references that name no kind.
func (c *Corpus) name() {
	c.byName = map[string]*Entry{}
	add := func(name string, e *Entry) {
		if name = Fold(name); c.byName[name] == nil {
			c.byName[name] = e
		}
	}
	for _, e := range c.Entries {
		add(e.ID, e)
	}
	for _, e := range c.Entries {
		for _, alias := range e.Aliases {
			add(alias, e)
		}
	}
}

func (e *Entry) key() key { return key{e.Kind, Fold(e.ID)} }

func (e *Entry) inferredID() bool {
	return e.Value().Field("id").From().Origin == doc.FromPath
}

// settle registers entries under the id that name gives; those that clash try
// the next longer name.
func (c *Corpus) settle(entries []*Entry, name func(*Entry) string) {
	longer := []func(*Entry) string{
		func(e *Entry) string { return facet.StemID(e.Path()) },
		func(e *Entry) string { return facet.PathID(e.Path()) },
	}
	for _, next := range longer {
		wanted := map[key]int{}
		for _, e := range entries {
			e.ID = name(e)
			wanted[e.key()]++
		}
		var clash []*Entry
		for _, e := range entries {
			if wanted[e.key()] > 1 || c.byID[e.key()] != nil || e.ID == "" {
				clash = append(clash, e)
				continue
			}
			c.byID[e.key()] = e
		}
		entries, name = clash, next
	}
	for _, e := range entries {
		c.register(e, name(e))
	}
}

// register gives an entry an id, with a number behind it where others have it:
// files whose paths differ in their extension alone.
func (c *Corpus) register(e *Entry, id string) {
	e.ID = id
	for n := 2; c.byID[e.key()] != nil; n++ {
		e.ID = fmt.Sprintf("%s-%d", id, n)
	}
	c.byID[e.key()] = e
}

// aliases registers former ids, where no document has them as its own.
func (c *Corpus) aliases() []diag.Diagnostic {
	var found []diag.Diagnostic
	for _, e := range c.Entries {
		for i, alias := range e.Aliases {
			k := key{e.Kind, Fold(path.Base(strings.Trim(alias, "/")))}
			if other := c.byID[k]; other != nil && other != e {
				v := e.Value().Field("aliases").Items()
				if i < len(v) {
					found = append(found, diag.Diagnostic{
						Rule: "duplicate-id", Severity: diag.Error, File: e.Doc.File, Span: v[i].Span(),
						Message: diag.Say("alias %q is also an id or alias of %q", "別名 %q は %q の ID または別名と重複しています", alias, other.Path()),
						Related: []diag.Related{other.idPlace()},
					})
				}
				continue
			}
			c.byID[k] = e
		}
	}
	return found
}

func duplicate(e, first *Entry) diag.Diagnostic {
	return diag.Diagnostic{
		Rule: "duplicate-id", Severity: diag.Error, File: e.Doc.File, Span: e.Value().Field("id").Span(),
		Message: diag.Say("id %q is taken by %q", "ID %q は %q で使われています", e.ID, first.Path()),
		Related: []diag.Related{first.idPlace()},
	}
}

// idPlace is where an entry states its id.
func (e *Entry) idPlace() diag.Related {
	return diag.Related{
		Message: diag.Text{En: "the other document", Ja: "もう一方の文書"},
		File:    e.Doc.File, Span: e.Value().Field("id").Span(),
	}
}
