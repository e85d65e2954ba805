package facet

import (
	"time"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/schema"
)

// Options are what the site decides about reading documents.
type Options struct {
	Zone  *time.Location      // of times whose document states none; nil is UTC
	Paths map[string][]string // kind: globs, where folders and headings do not tell the kind
	Terms map[string]Interval // of the horizons short, mid and long of action items; nil is Terms()
}

func (o Options) terms() map[string]Interval {
	if o.Terms == nil {
		return Terms()
	}
	return o.Terms
}

// Merged is the meaning of one document.
type Merged struct {
	Kind   string                 // never empty; "page" if nothing else fits
	Value  doc.Value              // a Map in the shape of the kind's schema
	Also   map[string][]doc.Value // what other parts of the document say of a field, by JSON Pointer, in the order of trust
	Found  []diag.Diagnostic      // what could not be read and what contradicts itself
	Doubts []Doubt                // what was left absent because the document does not settle it
}

// Doubt is a value that was left out, and why.
type Doubt struct {
	Field  string // JSON Pointer
	Reason diag.Text
	Place
}

// reader is one document while it is being read.
type reader struct {
	doc    *doc.Document
	set    *schema.Set
	labels *schema.Labels
	kind   string
	zone   *time.Location // of the document, else of the site
	terms  map[string]Interval
	stated string // the zone as the document states it; empty if it does not
	pairs  []pair // "Key: value" lines, in the order of the document
	base   Date   // from which days without a year count
	others map[string][]doc.Value
	found  []diag.Diagnostic
	doubts []Doubt

	meta         doc.Value // front matter in the shape of the schema
	written      zone      // that the document states
	zonePlace    Place
	locations    map[string]*time.Location // loaded zones by IANA name; nil for unknown names
	mixed        bool                      // times of the document state different zones
	contradicted bool                      // a zone that does not fit a day was reported

	// What has been read of the document's tree.
	readTables map[*extast.Table]doc.Table
	readItems  map[*ast.List][]doc.Item

	recordLists map[string][]recordList // by kind, without items
}

// tableOf reads a table node, once: many readers look at each table.
func (r *reader) tableOf(n *extast.Table) doc.Table {
	t, known := r.readTables[n]
	if !known {
		t = r.doc.Table(n)
		if r.readTables == nil {
			r.readTables = map[*extast.Table]doc.Table{}
		}
		r.readTables[n] = t
	}
	return t
}

// itemsOf reads a list node, once.
func (r *reader) itemsOf(n *ast.List) []doc.Item {
	items, known := r.readItems[n]
	if !known {
		items = r.doc.Items(n)
		if r.readItems == nil {
			r.readItems = map[*ast.List][]doc.Item{}
		}
		r.readItems[n] = items
	}
	return items
}

// pair is a "Key: value" line of the body, in any of its forms: a plain
// line, a list item, a bold label, a row of a two-column table.
type pair struct {
	Key, Value doc.Value
	Section    *doc.Section
	Field      string // what it names, by schema.Labels.Field; "" if nothing
	zone       zone   // of the column that holds the value
}
