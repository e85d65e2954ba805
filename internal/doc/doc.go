// Package doc turns the text of a file into a Document: its front matter (or
// the whole, where the file is YAML) as a Value with the place of everything
// in it, and its Markdown as a tree.
//
// It knows the grammar of documents, not their meaning; facet does that.
// Documents are read-only once parsed. Byte positions are those of the file,
// also in the Markdown tree.
package doc

import (
	"path"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

// Format is the grammar of a document.
type Format uint8

// The formats.
const (
	Markdown Format = iota
	YAML
)

// Document is one parsed file.
type Document struct {
	File   *source.File
	Format Format

	// Meta is the front matter, or the root of a YAML document: a Map, or
	// Absent where there is none or it cannot be read. Of a YAML document that
	// is refused it has the keys at its beginning.
	Meta Value
	// MetaSpan is the whole front matter with its fences; for YAML the whole
	// file; empty at the start of the file if there is none.
	MetaSpan source.Span

	// Text is what was parsed, from the end of the front matter on: the file's
	// data, or a copy of the same length with what goldmark cannot read mended,
	// so that offsets into it are offsets into the file.
	Text []byte
	body int // where the Markdown begins in Text
	// Refused tells that a limit stopped the parse, that Git LFS keeps the text
	// elsewhere, or in a YAML document a fault: there is no tree, and what is
	// missing from the document is no fault of its author's content.
	Refused bool

	trees trees
}

// IsDocument tells by its name whether a file can be a document.
func IsDocument(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown", ".yaml", ".yml":
		return true
	}
	return false
}

// Parse reads a file. What is wrong with it comes back as findings; the
// Document is never nil and holds whatever could be read.
func Parse(f *source.File, limits Limits) (*Document, []diag.Diagnostic) {
	d := newDocument(f)
	found := d.read(limits)
	if d.Refused && d.Format == YAML {
		d.Meta = d.leadingKeys(limits.Data)
	}
	return d, found
}

// Oversized gives the document of a file that is larger than the limit and was
// not read: f holds no more than its beginning.
func Oversized(f *source.File, limits Limits) (*Document, []diag.Diagnostic) {
	d := newDocument(f)
	d.Refused = true
	if d.Format == YAML {
		d.Meta = d.leadingKeys(limits.Data)
	}
	return d, []diag.Diagnostic{limits.tooLarge(f)}
}

func newDocument(f *source.File) *Document {
	d := &Document{File: f}
	if ext := strings.ToLower(path.Ext(f.Path)); ext == ".yaml" || ext == ".yml" {
		d.Format = YAML
	}
	return d
}

func (d *Document) read(limits Limits) []diag.Diagnostic {
	f := d.File
	if refused := limits.checkText(f); len(refused) > 0 {
		d.Refused = true
		return refused
	}
	found := hiddenText(f)
	if d.Format == YAML {
		return append(found, d.readYAML(limits.Data)...)
	}
	body, more := d.splitFrontMatter(limits.FrontMatter)
	found = append(found, more...)
	if d.Refused {
		return found
	}
	if refused := limits.checkMarkdown(f, body); len(refused) > 0 {
		d.Refused = true
		return append(found, refused...)
	}
	return append(found, d.parseBody(body, limits)...)
}
