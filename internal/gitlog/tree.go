package gitlog

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"github.com/go-git/go-git/v5/plumbing"
)

// maxDepth bounds how deep folders nest.
const maxDepth = 64

// node is one name of a tree.
type node struct {
	name string
	mode string // octal digits as stored: "40000" a folder, "100644" a file
	hash plumbing.Hash
}

func (n node) folder() bool { return n.mode == "40000" }
func (n node) file() bool   { return strings.HasPrefix(n.mode, "100") }
func (n node) link() bool   { return n.mode == "120000" }

// submodule tells whether another repository stands there, of which the tree
// names a commit.
func (n node) submodule() bool { return n.mode == "160000" }

// safe tells whether a name can be part of a path. Trees come from strangers:
// go-git's own walk stops at the first bad name, this one passes over it.
func (n node) safe() bool {
	return n.name != "" && n.name != "." && n.name != ".." && !strings.ContainsAny(n.name, "/\\\x00") && !gitLike(n.name)
}

// gitLike tells whether some file system takes a name for .git: case does not
// count, Windows drops dots and spaces at the end and what follows a colon and
// has a short name, macOS drops invisible characters.
func gitLike(name string) bool {
	name, _, _ = strings.Cut(name, ":")
	name = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, name)
	name = strings.TrimRight(name, ". ")
	return strings.EqualFold(name, ".git") || strings.EqualFold(name, "git~1")
}

// tree reads the names of a tree; the zero hash is the empty tree.
func (r *Repository) tree(hash plumbing.Hash) ([]node, error) {
	t, err := r.stored(hash)
	if err != nil {
		return nil, err
	}
	return t.nodes(), nil
}

// nodes gives the names of a tree that are safe, as stored: in Git's order, and
// as often as they stand there.
func (t storedTree) nodes() []node {
	var nodes []node
	for data := t.data; len(data) > 0; {
		var e rawNode
		e, data, _ = cutNode(data)
		if n := e.node(); n.safe() {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

// storedTree is the content of a tree object, which is sound.
type storedTree struct {
	data    []byte
	ordered bool // in Git's order, no name twice, as every honest tree is
}

// rawNode is one name of a tree as stored; mode and name are parts of it.
type rawNode struct {
	mode, name []byte
	hash       plumbing.Hash
}

func (e rawNode) node() node { return node{string(e.name), string(e.mode), e.hash} }

// cutNode reads one name off the start of a tree.
func cutNode(data []byte) (e rawNode, rest []byte, ok bool) {
	space := bytes.IndexByte(data, ' ')
	nul := bytes.IndexByte(data, 0)
	if space < 0 || nul < space || len(data) < nul+1+20 {
		return rawNode{}, nil, false
	}
	e = rawNode{mode: data[:space], name: data[space+1 : nul]}
	copy(e.hash[:], data[nul+1:nul+21])
	return e, data[nul+21:], true
}

// compare orders the names of a tree as Git does: a folder as if its name ended
// in a slash.
func (e rawNode) compare(other rawNode) int {
	n := min(len(e.name), len(other.name))
	if c := bytes.Compare(e.name[:n], other.name[:n]); c != 0 {
		return c
	}
	return int(e.after(n)) - int(other.after(n))
}

// after is the byte of the name at n as it counts for the order.
func (e rawNode) after(n int) byte {
	switch {
	case n < len(e.name):
		return e.name[n]
	case string(e.mode) == "40000":
		return '/'
	}
	return 0
}

// parseTree checks the content of a tree object.
func parseTree(data []byte) (storedTree, error) {
	t := storedTree{data: data, ordered: true}
	var last rawNode
	for n := 0; len(data) > 0; n++ {
		e, rest, ok := cutNode(data)
		if !ok {
			return storedTree{}, fmt.Errorf("malformed tree after %d names", n)
		}
		t.ordered = t.ordered && (n == 0 || last.compare(e) < 0)
		last, data = e, rest
	}
	return t, nil
}

// stored reads a tree; the zero hash is the empty tree. Those read last are
// kept: a walk along a history meets each tree twice, once on each side.
func (r *Repository) stored(hash plumbing.Hash) (storedTree, error) {
	if hash.IsZero() {
		return storedTree{ordered: true}, nil
	}
	if t, ok := r.trees.get(hash); ok {
		return t, nil
	}
	data, err := r.objects.read(plumbing.TreeObject, hash, maxTree)
	if errors.Is(err, ErrMissing) && r.Partial {
		return storedTree{}, fmt.Errorf("reading tree %s: %w", hash, ErrTreeless)
	}
	if err != nil {
		return storedTree{}, err
	}
	t, err := parseTree(data)
	if err != nil {
		return storedTree{}, fmt.Errorf("reading tree %s: %w", hash, err)
	}
	r.trees.put(hash, t)
	return t, nil
}

// treeBytes bounds the trees that are kept.
const treeBytes = 32 << 20

// treeCache keeps the trees that were read last, first in, first out.
type treeCache struct {
	mu    sync.Mutex
	trees map[plumbing.Hash]storedTree
	order []plumbing.Hash
	bytes int
}

func (c *treeCache) get(hash plumbing.Hash) (storedTree, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t, ok := c.trees[hash]
	return t, ok
}

func (c *treeCache) put(hash plumbing.Hash, t storedTree) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.trees[hash]; ok {
		return
	}
	if c.trees == nil {
		c.trees = map[plumbing.Hash]storedTree{}
	}
	c.trees[hash] = t
	c.order = append(c.order, hash)
	for c.bytes += len(t.data); c.bytes > treeBytes; c.order = c.order[1:] {
		c.bytes -= len(c.trees[c.order[0]].data)
		delete(c.trees, c.order[0])
	}
}

// find gives the blob at a path of a tree, the zero hash if there is none.
func (r *Repository) find(tree plumbing.Hash, path string) (plumbing.Hash, error) {
	for {
		name, rest, deeper := strings.Cut(path, "/")
		t, err := r.stored(tree)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		next := t.node(name)
		switch {
		case !deeper && next.file():
			return next.hash, nil
		case !deeper || !next.folder():
			return plumbing.ZeroHash, nil
		}
		tree, path = next.hash, rest
	}
}

// node gives the first node of a name.
func (t storedTree) node(name string) node {
	for data := t.data; len(data) > 0; {
		var e rawNode
		if e, data, _ = cutNode(data); string(e.name) == name {
			if n := e.node(); n.safe() {
				return n
			}
		}
	}
	return node{}
}
