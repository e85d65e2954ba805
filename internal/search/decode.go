package search

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// Reader answers from the files of an index, as a page does. It keeps what it
// has read, and is not for use by several goroutines.
type Reader struct {
	read func(name string) ([]byte, error)

	folder               string
	docs, results, texts int
	terms, facets        []string // the first of each file
	letters              []string
	keys                 []string

	lists      map[string]*Postings
	facetLists map[string][]uint32
	known      map[string][]Known
	loaded     map[string]bool
}

// NewReader reads the root of an index. Read gives the bytes of the other
// files, by the folder that the root names and the name that File has.
func NewReader(root []byte, read func(name string) ([]byte, error)) (*Reader, error) {
	r := &Reader{
		read: read, lists: map[string]*Postings{}, facetLists: map[string][]uint32{},
		known: map[string][]Known{}, loaded: map[string]bool{},
	}
	err := decode("the root", root, func(d *decoder) {
		if string(d.bytes(len(magic))) != magic || d.number() != version {
			d.fail()
		}
		r.folder = d.text()
		r.docs, r.results, r.texts = d.number(), d.number(), d.number()
		r.terms, r.facets, r.letters, r.keys = d.textList(), d.textList(), d.textList(), d.textList()
	})
	return r, err
}

// Docs implements Source.
func (r *Reader) Docs() int { return r.docs }

// Keys gives the keys of the facets, sorted.
func (r *Reader) Keys() []string { return r.keys }

// Postings implements Source.
func (r *Reader) Postings(term string) (*Postings, error) {
	n := fileOf(r.terms, term)
	if n < 0 {
		return nil, nil
	}
	err := r.load(termsFolder+strconv.Itoa(n), func(d *decoder) {
		d.each(func() {
			term := d.text()
			p := &Postings{Unit: uint16(d.number())}
			p.Docs = d.documents(r.docs)
			p.Levels = d.levels(len(p.Docs))
			r.lists[term] = p
		})
	})
	return r.lists[term], err
}

// Facet implements Source.
func (r *Reader) Facet(facet string) ([]uint32, error) {
	n := fileOf(r.facets, facet)
	if n < 0 {
		return nil, nil
	}
	err := r.load(facetsFolder+strconv.Itoa(n), func(d *decoder) {
		d.each(func() {
			facet := d.text()
			r.facetLists[facet] = d.documents(r.docs)
		})
	})
	return r.facetLists[facet], err
}

// Vocabulary implements Source.
func (r *Reader) Vocabulary(first rune) ([]Known, error) {
	name := letterOf(string(first))
	if !slices.Contains(r.letters, name) {
		return nil, nil
	}
	err := r.load(vocabulary+name, func(d *decoder) {
		d.each(func() {
			term := d.text()
			r.known[name] = append(r.known[name], Known{term, d.number()})
		})
	})
	return beginning(r.known[name], string(first)), err
}

// fileOf gives the number of the file that would hold a text, by the first
// text of each; negative if none would.
func fileOf(firsts []string, text string) int {
	n, found := slices.BinarySearch(firsts, text)
	if found {
		return n
	}
	return n - 1
}

var errFile = errors.New("it is damaged")

// load reads a file, once.
func (r *Reader) load(name string, each func(d *decoder)) error {
	if r.loaded[name] {
		return nil
	}
	packed, err := r.read(r.folder + name)
	if err != nil {
		return fmt.Errorf("reading the index: %w", err)
	}
	if err := decode(name, packed, each); err != nil {
		return err
	}
	r.loaded[name] = true
	return nil
}

// decode unpacks a file and reads its parts.
func decode(name string, packed []byte, each func(d *decoder)) error {
	data, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		return fmt.Errorf("reading %s of the index: %w", name, err)
	}
	d := &decoder{data: data}
	each(d)
	if d.failed || len(d.data) > 0 {
		return fmt.Errorf("reading %s of the index: %w", name, errFile)
	}
	return nil
}

// decoder reads the parts of a file. Once something is not as it must be, it
// has failed and gives only zeros.
type decoder struct {
	data   []byte
	last   string
	failed bool
}

func (d *decoder) fail() { d.data, d.failed = nil, true }

func (d *decoder) number() int {
	n, size := binary.Uvarint(d.data)
	if size <= 0 || n > 1<<31 {
		d.fail()
		return 0
	}
	d.data = d.data[size:]
	return int(n)
}

// each calls read as often as a number says that follows, or until it fails.
func (d *decoder) each(read func()) {
	for n := d.number(); n > 0 && !d.failed; n-- {
		read()
	}
}

func (d *decoder) bytes(n int) []byte {
	if n > len(d.data) {
		d.fail()
		return nil
	}
	out := d.data[:n]
	d.data = d.data[n:]
	return out
}

func (d *decoder) text() string {
	shared := d.number()
	rest := d.bytes(d.number())
	if shared > len(d.last) {
		d.fail()
		return ""
	}
	d.last = d.last[:shared] + string(rest)
	return d.last
}

func (d *decoder) textList() []string {
	d.last = ""
	var list []string
	d.each(func() { list = append(list, d.text()) })
	return list
}

// documents reads a list of documents, all below most.
func (d *decoder) documents(most int) []uint32 {
	n := d.number()
	if n > len(d.data) {
		d.fail()
		return nil
	}
	docs := make([]uint32, n)
	last := 0
	for i := range docs {
		last += d.number()
		if last >= most {
			d.fail()
			return nil
		}
		docs[i] = uint32(last)
	}
	return docs
}

func (d *decoder) levels(n int) []uint8 {
	packed := d.bytes((n + 1) / 2)
	levels := make([]uint8, n)
	if d.failed {
		return levels
	}
	for i := range levels {
		levels[i] = packed[i/2] >> (4 * (i % 2)) & top
	}
	return levels
}
