package gitlog

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// maxTree bounds one tree object: 16 MiB are about 400,000 names in a folder.
const maxTree = 16 << 20

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

// safe tells whether a name can be part of a path. Trees come from strangers:
// go-git's own walk stops at the first bad name, this one passes over it.
func (n node) safe() bool {
	return n.name != "" && n.name != "." && n.name != ".." && !strings.EqualFold(n.name, ".git") &&
		!strings.ContainsAny(n.name, "/\\\x00")
}

// tree reads a tree object; the zero hash is the empty tree.
func (r *repository) tree(hash plumbing.Hash) ([]node, error) {
	if hash.IsZero() {
		return nil, nil
	}
	obj, err := r.objects.EncodedObject(plumbing.TreeObject, hash)
	if err != nil {
		return nil, fmt.Errorf("reading tree %s: %w", hash, err)
	}
	if obj.Size() > maxTree {
		return nil, fmt.Errorf("reading tree %s: %d bytes are more than the %d that one folder may take", hash, obj.Size(), maxTree)
	}
	in, err := obj.Reader()
	if err != nil {
		return nil, fmt.Errorf("reading tree %s: %w", hash, err)
	}
	defer in.Close()
	data, err := io.ReadAll(in)
	if err != nil {
		return nil, fmt.Errorf("reading tree %s: %w", hash, err)
	}
	return parseTree(data)
}

func parseTree(data []byte) ([]node, error) {
	var nodes []node
	for len(data) > 0 {
		space := bytes.IndexByte(data, ' ')
		nul := bytes.IndexByte(data, 0)
		if space < 0 || nul < space || len(data) < nul+1+20 {
			return nil, fmt.Errorf("malformed tree after %d names", len(nodes))
		}
		n := node{mode: string(data[:space]), name: string(data[space+1 : nul])}
		copy(n.hash[:], data[nul+1:nul+21])
		data = data[nul+21:]
		if n.safe() {
			nodes = append(nodes, n)
		}
	}
	return nodes, nil
}

// diff calls changed for every file below the folder within of tree b that
// tree a does not hold with the same content at the same path. Equal subtrees
// and folders outside within are not read.
func (r *repository) diff(a, b plumbing.Hash, within string, changed func(path string, blob plumbing.Hash)) error {
	w := walker{repository: r, within: within, changed: changed}
	return w.diff(a, b, "", 0)
}

type walker struct {
	repository *repository
	within     string // "" or a path with a slash at its end
	changed    func(path string, blob plumbing.Hash)
}

func (w walker) diff(a, b plumbing.Hash, dir string, depth int) error {
	if a == b {
		return nil
	}
	if depth > maxDepth {
		return fmt.Errorf("folders nest deeper than %d at %s", maxDepth, dir)
	}
	before, err := w.repository.tree(a)
	if err != nil {
		return err
	}
	after, err := w.repository.tree(b)
	if err != nil {
		return err
	}
	old := make(map[string]node, len(before))
	for _, n := range before {
		old[n.name] = n
	}
	for _, n := range after {
		if err := w.node(old[n.name], n, dir, depth); err != nil {
			return err
		}
	}
	return nil
}

func (w walker) node(was, is node, dir string, depth int) error {
	path := dir + is.name
	if is.file() && strings.HasPrefix(path, w.within) && (!was.file() || was.hash != is.hash) {
		w.changed(path, is.hash)
	}
	inside := strings.HasPrefix(path+"/", w.within) || strings.HasPrefix(w.within, path+"/")
	if !is.folder() || !inside {
		return nil
	}
	from := plumbing.ZeroHash
	if was.folder() {
		from = was.hash
	}
	return w.diff(from, is.hash, path+"/", depth+1)
}

// find gives the blob at a path of a tree, the zero hash if there is none.
func (r *repository) find(tree plumbing.Hash, path string) (plumbing.Hash, error) {
	for {
		name, rest, deeper := strings.Cut(path, "/")
		nodes, err := r.tree(tree)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		var next node
		for _, n := range nodes {
			if n.name == name {
				next = n
			}
		}
		switch {
		case !deeper && next.file():
			return next.hash, nil
		case !deeper || !next.folder():
			return plumbing.ZeroHash, nil
		}
		tree, path = next.hash, rest
	}
}
