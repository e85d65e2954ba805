package doc

import (
	"sync"
	"weak"

	"github.com/yuin/goldmark/ast"
)

// tree is the Markdown of a document as a tree, with the sections that its
// headings make. Whoever holds a node or a section of it holds all of it.
type tree struct {
	body *ast.Document
	root *Section

	// What body and root lead to where the tree was unpacked.
	document ast.Document
	section  Section
}

// trees gives the tree of a document. A tree takes five times the space of the
// text, and memory costs more time than anything else: a Document that has been
// read keeps its tree packed, in a quarter of the text's space, and makes it
// again when it is asked for, for a quarter of the cost of a parse.
type trees struct {
	mu     sync.Mutex
	parsed *tree // until it is packed
	packed []byte
	last   weak.Pointer[tree] // the unpacked tree, as long as somebody holds it
}

// Tree is the Markdown of the document, nil for YAML and for documents that a
// limit refuses. Its segments are byte ranges of Text. It must not be changed.
//
// The nodes of two calls are the same as long as any node or section of the
// first is held.
func (d *Document) Tree() *ast.Document {
	if t := d.tree(); t != nil {
		return t.body
	}
	return nil
}

// Sections are the sections that the headings make, under a root whose own
// heading is nil and whose level is 0. Their nodes are those of Tree. It is
// never nil.
func (d *Document) Sections() *Section {
	if t := d.tree(); t != nil {
		return t.root
	}
	return &Section{}
}

// HasTree tells whether Tree gives one.
func (d *Document) HasTree() bool { return d.trees.parsed != nil || d.trees.packed != nil }

func (d *Document) tree() *tree {
	s := &d.trees
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.parsed != nil || s.packed == nil {
		return s.parsed
	}
	t := s.last.Value()
	if t == nil {
		t = d.unpack(s.packed)
		s.last = weak.Make(t)
	}
	return t
}

// Pack lets go of the tree, which is made again when it is asked for. Nodes
// that are held stay as they are, but are no longer those of Tree. It must be
// called before others use the document.
func (d *Document) Pack() {
	s := &d.trees
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.parsed == nil {
		return
	}
	if packed := d.pack(s.parsed.body); packed != nil {
		s.parsed, s.packed = nil, packed
	}
}
