package corpus

import (
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/schema"
)

// Version is a document as it was at some time, alone: neither checked nor
// linked to others.
type Version struct {
	Doc    *doc.Document
	Merged facet.Merged
	Links  []string // destinations of its links, and targets of its [[wiki links]], in its order
}

// Version reads a file as Load reads those of the repository; nil if it is no
// document.
func (o Options) Version(f *source.File, set *schema.Set) *Version {
	bare := Unnamed(f)
	if !doc.IsDocument(f.Path) && !bare {
		return nil
	}
	d, _ := doc.Parse(f, o.Limits)
	m := facet.Merge(d, set, o.Facet)
	if (d.Format == doc.YAML || bare) && m.Kind == facet.PageKind {
		return nil
	}
	return newVersion(d, m)
}

// Version gives the entry as a version of its document.
func (e *Entry) Version() *Version { return newVersion(e.Doc, e.Merged) }

func newVersion(d *doc.Document, m facet.Merged) *Version {
	v := &Version{Doc: d, Merged: m}
	for _, w := range writtenIn(d) {
		v.Links = append(v.Links, w.text)
	}
	return v
}

// Linked gives the entry that a link in the text of a document at a path leads
// to: the destination of a Markdown link, or the target of a [[wiki link]]. It
// is nil if that is no document.
func (c *Corpus) Linked(path, text string) *Entry {
	if e := c.byPath[fileOf(path, text)]; e != nil {
		return e
	}
	return c.Find(text)
}
