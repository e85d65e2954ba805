// Package schema holds the JSON Schemas (draft-07) of all kinds of documents,
// the words by which their parts are known, and the check of a document
// against them.
//
// A kind is one file, <kind>.schema.json; what kinds share stands in the
// fragments of facet/, to which kinds refer. Beside the keywords of draft-07
// the files use one of their own, "x-debrief". On a kind it says how the kind
// is called, where its documents live and how headings tell it; on a field,
// its name for people, the other keys, "Key: value" labels and table columns
// by which documents call it, the words and expressions that stand for its
// values, and the kinds to which it refers; on a fragment, the headings that
// open its sections. x-debrief.schema.json describes the keyword in full, and
// a test holds the files to it. No name of a kind stands in Go: a kind is
// added by adding its file.
//
// gojsonschema does the checking, hardened: it never loads anything, sees
// only values that it handles, and its errors come back as findings with
// places, in a fixed order and in words of our own.
//
// A Set is read-only once loaded and safe for use by many goroutines.
package schema

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

//go:embed *.schema.json facet/*.schema.json
var builtin embed.FS

// Set is the schemas of all kinds.
type Set struct {
	kinds   []*Kind
	byName  map[string]*Kind
	folders map[string]string // folded name: kind
	labels  *Labels
}

// Kind is one kind of document.
type Kind struct {
	Name    string
	Label   diag.Text // "Postmortem"
	Plural  diag.Text // "Incidents"
	Segment string    // first part of the addresses of its pages
	Folders []string  // names of folders whose documents are of this kind
	Yields  []string  // kinds whose folders, further out, go before these

	// Numbered tells that new documents are numbered within the year, not
	// named after their title.
	Numbered bool

	toldBy []telling
	root   *node
	strict []string // values of status from which missing fields are errors
	refs   []RefField
	whole  *object
	checker
}

// RefField is a field that refers to other documents.
type RefField struct {
	Path  string   // JSON Pointer with "*" for each item: "/services/*", "/solutions/*/runbook"
	Kinds []string // kinds to which it may lead, the likeliest first; "*" is any
	Free  bool     // may also hold plain wording
}

// Load reads the built-in schemas and lays the files of further file systems
// over them, file by file; later ones go before earlier ones. An overlay
// holds files named as the built-in ones, or new kinds and fragments. What is
// wrong with a schema is an error that names file and place.
func Load(overlays ...fs.FS) (*Set, error) {
	files := map[string]*object{}
	for i, layer := range append([]fs.FS{builtin}, overlays...) {
		if err := readLayer(files, layer, i > 0); err != nil {
			return nil, fmt.Errorf("reading schemas: %w", err)
		}
	}
	s := &Set{byName: map[string]*Kind{}}
	for _, file := range sortedKeys(files) {
		if strings.Contains(file, "/") {
			continue
		}
		k, err := newKind(files, file)
		if err == nil && len(overlays) > 0 { // the built-in ones alone are known to be sound
			if _, err = k.compiled(); err != nil {
				err = fmt.Errorf("%s: %w", file, err)
			}
		}
		if err != nil {
			return nil, fmt.Errorf("reading schemas: %w", err)
		}
		s.kinds = append(s.kinds, k)
		s.byName[k.Name] = k
	}
	return s, s.order(files)
}

// order sorts the kinds and collects their labels.
func (s *Set) order(files map[string]*object) error {
	metas := map[string]rootMeta{}
	for _, file := range sortedKeys(files) {
		var m rootMeta
		if err := readMeta(files[file], &m); err != nil {
			return fmt.Errorf("reading schemas: %s: %s: %w", file, extension, err)
		}
		metas[file] = m
	}
	slices.SortStableFunc(s.kinds, func(a, b *Kind) int {
		return cmp.Compare(metas[a.Name+suffix].Order, metas[b.Name+suffix].Order)
	})
	var roots []rootMeta
	for _, file := range sortedKeys(metas) {
		roots = append(roots, metas[file])
	}
	labels, err := newLabels(roots, s.kinds)
	if err != nil {
		return fmt.Errorf("reading schemas: %w", err)
	}
	s.labels = labels
	s.folders = map[string]string{}
	for _, k := range s.kinds {
		for _, f := range k.Folders {
			add(s.folders, fold(f), k.Name)
		}
	}
	return nil
}

// fileName is the form of the names of schema files. Names that begin with
// "x-" are not kinds: x-debrief.schema.json describes the extension.
var fileName = lazyregexp.New(`^(facet/)?[a-z][a-z0-9-]*\.schema\.json$`)

// maxFile bounds a schema file; the largest of ours is a tenth of it.
const maxFile = 1 << 20

// readLayer reads the schema files of one file system.
func readLayer(files map[string]*object, layer fs.FS, foreign bool) error {
	for _, pattern := range []string{"*" + suffix, "facet/*" + suffix} {
		names, err := fs.Glob(layer, pattern)
		if err != nil {
			return err
		}
		for _, name := range names {
			if strings.HasPrefix(path.Base(name), "x-") {
				continue
			}
			o, err := readFile(layer, name)
			if err == nil && foreign {
				err = checkExtension(o)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			files[name] = o
		}
	}
	return nil
}

func readFile(layer fs.FS, name string) (*object, error) {
	if !fileName.MatchString(name) {
		return nil, errors.New("names of schema files are lower-case letters, digits and \"-\"")
	}
	info, err := fs.Stat(layer, name)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("larger than %d bytes", maxFile)
	}
	data, err := fs.ReadFile(layer, name)
	if err != nil {
		return nil, err
	}
	v, err := decode(data)
	if err != nil {
		return nil, err
	}
	o, ok := v.(*object)
	if !ok {
		return nil, errors.New("a schema file must hold an object")
	}
	return o, nil
}

// newKind makes the kind of a file.
func newKind(files map[string]*object, file string) (*Kind, error) {
	bundled, err := bundle(files, file)
	if err != nil {
		return nil, err
	}
	var m rootMeta
	if err := readMeta(bundled, &m); err != nil {
		return nil, fmt.Errorf("%s: %s: %w", file, extension, err)
	}
	if m.Label.En == "" || m.Plural.En == "" || !segment.MatchString(m.Segment) {
		return nil, fmt.Errorf("%s: %s must give label, plural and segment", file, extension)
	}
	k := &Kind{
		Name: kindName(file), Label: m.Label, Plural: m.Plural,
		Segment: m.Segment, Folders: m.Folders, Yields: m.Yields, Numbered: m.Numbered, toldBy: m.ToldBy,
	}
	if k.root, err = newNode(bundled); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if status := k.root.props["status"]; status != nil {
		k.strict = status.Strict
	}
	k.refs = references(k.root, "", map[*node]bool{})
	k.whole = bundled
	k.checker = newChecker(bundled)
	return k, nil
}

var segment = lazyregexp.New(`^[a-z][a-z0-9-]*$`)

// references collects the fields under a node that refer to documents.
func references(n *node, at string, open map[*node]bool) []RefField {
	if n == nil || open[n] {
		return nil
	}
	open[n] = true
	defer delete(open, n)
	var out []RefField
	if n.Ref != nil {
		if n.items != nil {
			at += "/*"
		}
		return []RefField{{at, n.Ref.Kinds, n.Ref.Free}}
	}
	for _, name := range n.order {
		out = append(out, references(n.props[name], at+"/"+doc.EscapePointer(name), open)...)
	}
	return append(out, references(n.items, at+"/*", open)...)
}

// Kinds are all kinds in the order in which they are listed to readers. The
// slice must not be changed.
func (s *Set) Kinds() []*Kind { return s.kinds }

// Kind is the kind of a name, nil if there is none.
func (s *Set) Kind(name string) *Kind { return s.byName[name] }

// Labels are the words by which the parts of documents are known.
func (s *Set) Labels() *Labels { return s.labels }

// KindOfFolder gives the name of the kind whose documents live in folders of
// a name; "" if the name says nothing.
func (s *Set) KindOfFolder(name string) string {
	return s.folders[fold(name)]
}

// KindOf gives the name of the first kind that the sections of a document, or
// the keys and values of its data, tell; "" if they tell none.
func (s *Set) KindOf(has func(section string) bool, meta doc.Value) string {
	for _, k := range s.kinds {
		if slices.ContainsFunc(k.toldBy, func(t telling) bool { return t.fits(has, meta) }) {
			return k.Name
		}
	}
	return ""
}

func (t telling) fits(has func(string) bool, meta doc.Value) bool {
	for _, group := range t.Sections {
		if !slices.ContainsFunc(group, has) {
			return false
		}
	}
	for _, key := range t.Keys {
		if !meta.Field(key).Exists() {
			return false
		}
	}
	for key, want := range t.Values {
		if meta.Field(key).Text() != want {
			return false
		}
	}
	return true
}

// Label is the name for people of the field of a kind at a JSON Pointer, in
// which "*" or a number stands for an item. Fields that have none, or do not
// exist, are called by their key.
func (s *Set) Label(kind, pointer string) diag.Text {
	steps := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	if k := s.byName[kind]; k != nil {
		if n := k.root.at(steps); n != nil && n.Label != (diag.Text{}) {
			return n.Label
		}
	}
	last := steps[len(steps)-1]
	return diag.Text{En: last, Ja: last}
}

// References are the fields of the kind that refer to other documents, in the
// order of the schema. The slice must not be changed.
func (k *Kind) References() []RefField { return k.refs }
