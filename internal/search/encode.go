package search

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// An index is written as many small files, of which a page fetches those that
// its query needs: the root, which says what stands where, and in a folder of
// their own t/N, the lists of terms; f/N, those of facets; v/X, the terms that
// begin with X; d/N, what a result shows; x/N, the texts of documents. The
// root names the folder: a root and the files of another build never meet.
//
// Every file is compressed (DEFLATE, RFC 1951). Whole numbers are written as
// in protocol buffers, 7 bits a byte; texts as the number of bytes they share
// with the one before, the number of further bytes, and these. Lists of
// documents are differences from one number to the next.
const (
	magic   = "dbs"
	version = 1

	termsFolder   = "t/"
	facetsFolder  = "f/"
	vocabulary    = "v/"
	resultsFolder = "d/"
	textsFolder   = "x/"

	shardBytes    = 6000 // of a file of lists before it is compressed, or more: see shards
	docsOfShard   = 15
	fewShards     = 64 // that no index is too small for
	resultsOfFile = 16 // documents
	textsOfFile   = 32
)

// otherLetters is the name of the vocabulary of the terms that begin with no
// ASCII letter or digit.
const otherLetters = "-"

// File is one file of an index.
type File struct {
	Name string // with its folder, without extension
	Data func(c *Compressor) []byte
}

// Contents are what pages show of documents, by number; both are JSON.
type Contents struct {
	Results [][]byte
	Texts   [][]byte
}

// Files gives the files of the index but its root.
func (x *Index) Files(c Contents) []File {
	terms, facets := x.termShards(), x.facetShards()
	letters := x.letters()
	var list []File
	add := func(folder, name string, write func(w *writer)) {
		list = append(list, File{folder + name, func(c *Compressor) []byte { return c.pack(write) }})
	}
	for n, s := range terms {
		add(termsFolder, strconv.Itoa(n), func(w *writer) { x.writeTerms(w, s) })
	}
	for n, s := range facets {
		add(facetsFolder, strconv.Itoa(n), func(w *writer) { x.writeFacets(w, s) })
	}
	for _, l := range letters {
		add(vocabulary, l.name, func(w *writer) { w.vocabulary(l.terms) })
	}
	for n, part := range slices.Collect(slices.Chunk(c.Results, resultsOfFile)) {
		add(resultsFolder, strconv.Itoa(n), func(w *writer) { w.list(part) })
	}
	for n, part := range slices.Collect(slices.Chunk(c.Texts, textsOfFile)) {
		add(textsFolder, strconv.Itoa(n), func(w *writer) { w.list(part) })
	}
	return list
}

func (x *Index) termShards() []shard {
	return shards(len(x.terms), x.docs, func(i int) int { return len(x.terms[i].Term) + 4 + 2*len(x.lists[i].Docs) })
}

func (x *Index) facetShards() []shard {
	return shards(len(x.facets), x.docs, func(i int) int { return len(x.facets[i]) + 2 + len(x.facetLists[i]) })
}

// shard is a range of lists that share a file.
type shard struct{ from, to int }

// shards cuts n lists into ranges of about shardBytes, by the bytes of each. A
// large index has longer ones, so that there is one for docsOfShard documents
// or fewer: hosts and version control count files.
func shards(n, docs int, bytes func(i int) int) []shard {
	total := 0
	for i := range n {
		total += bytes(i)
	}
	most := max(shardBytes, total/max(fewShards, docs/docsOfShard))
	var list []shard
	from, sum := 0, 0
	for i := range n {
		sum += bytes(i)
		if sum >= most || i == n-1 {
			list = append(list, shard{from, i + 1})
			from, sum = i+1, 0
		}
	}
	return list
}

// letter is the vocabulary of a first letter.
type letter struct {
	name  string
	terms []Known
}

// letters sorts the terms that words can stand for by their first letter.
func (x *Index) letters() []letter {
	byName := map[string][]Known{}
	for _, k := range x.terms {
		if name := letterOf(k.Term); name != "" {
			byName[name] = append(byName[name], k)
		}
	}
	var out []letter
	for name, terms := range byName {
		out = append(out, letter{name, terms})
	}
	slices.SortFunc(out, func(a, b letter) int { return cmp.Compare(a.name, b.name) })
	return out
}

// letterOf names the vocabulary of a term; empty if it is in none.
func letterOf(term string) string {
	first, _ := utf8.DecodeRuneInString(term)
	switch {
	case first == '=' || classOf(first) != word:
		return ""
	case first < utf8.RuneSelf:
		return string(first)
	}
	return otherLetters
}

// Root gives the root of the index, whose other files stand in a folder.
func (x *Index) Root(folder string) []byte {
	terms, facets, letters := x.termShards(), x.facetShards(), x.letters()
	var c Compressor
	return c.pack(func(w *writer) {
		w.b.WriteString(magic)
		w.b.WriteByte(version)
		w.text(folder)
		w.begin()
		w.number(x.docs)
		w.number(resultsOfFile)
		w.number(textsOfFile)
		w.number(len(terms))
		for _, s := range terms {
			w.text(x.terms[s.from].Term)
		}
		w.begin()
		w.number(len(facets))
		for _, s := range facets {
			w.text(x.facets[s.from])
		}
		w.begin()
		w.number(len(letters))
		for _, l := range letters {
			w.text(l.name)
		}
		w.begin()
		keys := x.Keys()
		w.number(len(keys))
		for _, key := range keys {
			w.text(key)
		}
	})
}

// Keys gives the keys of the facets, sorted.
func (x *Index) Keys() []string {
	var keys []string
	for _, f := range x.facets {
		key, _, _ := strings.Cut(f, ":")
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func (x *Index) writeTerms(w *writer, s shard) {
	w.number(s.to - s.from)
	for i := s.from; i < s.to; i++ {
		list := &x.lists[i]
		w.text(x.terms[i].Term)
		w.number(int(list.Unit))
		w.documents(list.Docs)
		w.levels(list.Levels)
	}
}

func (x *Index) writeFacets(w *writer, s shard) {
	w.number(s.to - s.from)
	for i := s.from; i < s.to; i++ {
		w.text(x.facets[i])
		w.documents(x.facetLists[i])
	}
}

// writer writes the parts of a file.
type writer struct {
	b    bytes.Buffer
	last string
}

// Compressor makes the bytes of files that hold data. It should be used for
// many files, because it takes 800 KB of memory; it is not for use by several
// goroutines. The zero Compressor is ready for use.
type Compressor struct {
	plain   writer
	packed  bytes.Buffer
	deflate *flate.Writer // to packed; nil before the first file
}

// level is that of compression: 4 takes 40 % less time than 6, the default, for
// files that are 2.6 % longer (measured on the index of 1,000 documents).
const level = 4

// pack gives the compressed bytes of what write writes.
func (c *Compressor) pack(write func(w *writer)) []byte {
	c.plain.b.Reset()
	c.plain.begin()
	write(&c.plain)
	return c.Compress(c.plain.b.Bytes())
}

// Compress gives the bytes of one file that holds data.
func Compress(data []byte) []byte { return new(Compressor).Compress(data) }

// Compress gives the bytes of a file that holds data.
func (c *Compressor) Compress(data []byte) []byte {
	c.packed.Reset()
	if c.deflate == nil {
		deflate, err := flate.NewWriter(&c.packed, level)
		if err != nil {
			panic(err) // the level is one that exists
		}
		c.deflate = deflate
	} else {
		c.deflate.Reset(&c.packed)
	}
	c.deflate.Write(data) // neither fails: a bytes.Buffer takes all
	c.deflate.Close()
	return bytes.Clone(c.packed.Bytes())
}

func (w *writer) number(n int) {
	w.b.Write(binary.AppendUvarint(w.b.AvailableBuffer(), uint64(n)))
}

// begin begins a list of texts.
func (w *writer) begin() { w.last = "" }

func (w *writer) text(s string) {
	n := 0
	for n < len(s) && n < len(w.last) && s[n] == w.last[n] {
		n++
	}
	for n > 0 && n < len(s) && !utf8.RuneStart(s[n]) {
		n--
	}
	w.number(n)
	w.number(len(s) - n)
	w.b.WriteString(s[n:])
	w.last = s
}

func (w *writer) documents(docs []uint32) {
	w.number(len(docs))
	last := uint32(0)
	for _, doc := range docs {
		w.number(int(doc - last))
		last = doc
	}
}

// levels writes two levels a byte, the first in the lower half.
func (w *writer) levels(levels []uint8) {
	for i := 0; i < len(levels); i += 2 {
		b := levels[i]
		if i+1 < len(levels) {
			b |= levels[i+1] << 4
		}
		w.b.WriteByte(b)
	}
}

func (w *writer) vocabulary(terms []Known) {
	w.number(len(terms))
	for _, k := range terms {
		w.text(k.Term)
		w.number(k.Docs)
	}
}

// list writes JSON values as a JSON array.
func (w *writer) list(values [][]byte) {
	w.b.WriteByte('[')
	for i, v := range values {
		if i > 0 {
			w.b.WriteByte(',')
		}
		w.b.Write(v)
	}
	w.b.WriteByte(']')
}
