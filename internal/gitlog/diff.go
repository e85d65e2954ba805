package gitlog

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// change is a file that differs between two trees.
type change struct {
	path    string
	was, is plumbing.Hash // blobs; zero where there is no such file
	from    string        // path of the deleted file that it was before; empty if none
	weight  weight        // as far as it was needed
}

// diff calls changed for every file below the folder within (from the root;
// "" or with a slash at its end) that two trees do not hold with the same
// content at the same path. Folders that are equal, and those outside within,
// are not read. The order is Git's, folder
// by folder.
func (r *Repository) diff(a, b plumbing.Hash, within string, changed func(change)) error {
	w := walker{repository: r, within: within, changed: changed}
	return w.diff(a, b, "", 0)
}

type walker struct {
	repository *Repository
	within     string
	changed    func(change)
	submodule  func(path string) // that came or changed; may be nil
}

func (w walker) diff(a, b plumbing.Hash, dir string, depth int) error {
	if a == b {
		return nil
	}
	if depth > maxDepth {
		return fmt.Errorf("folders nest deeper than %d at %s", maxDepth, dir)
	}
	before, err := w.repository.stored(a)
	if err != nil {
		return err
	}
	after, err := w.repository.stored(b)
	if err != nil {
		return err
	}
	if before.ordered && after.ordered {
		return w.merge(before.data, after.data, dir, depth)
	}
	return w.match(before.nodes(), after.nodes(), dir, depth)
}

// merge compares two trees that are in order.
func (w walker) merge(before, after []byte, dir string, depth int) error {
	for len(before) > 0 || len(after) > 0 {
		was, restBefore, _ := cutNode(before)
		is, restAfter, _ := cutNode(after)
		order := 0
		switch {
		case len(before) == 0:
			order = 1
		case len(after) == 0:
			order = -1
		default:
			order = was.compare(is)
		}
		if order <= 0 {
			before = restBefore
		} else {
			was = rawNode{}
		}
		if order >= 0 {
			after = restAfter
		} else {
			is = rawNode{}
		}
		if was.hash == is.hash && bytes.Equal(was.mode, is.mode) {
			continue
		}
		if err := w.pair(was.node(), is.node(), dir, depth); err != nil {
			return err
		}
	}
	return nil
}

// pair compares two nodes of one name, either of which may be none.
func (w walker) pair(was, is node, dir string, depth int) error {
	n := is
	if n.name == "" {
		n = was
	}
	if !n.safe() {
		return nil
	}
	is.name = n.name
	return w.node(was, is, dir, depth)
}

// match compares two trees of which one is out of order or has a name twice;
// of two the first counts.
func (w walker) match(before, after []node, dir string, depth int) error {
	old := make(map[string]node, len(before))
	for _, n := range slices.Backward(before) {
		old[n.name] = n
	}
	met := make(map[string]bool, len(after))
	for _, n := range after {
		if met[n.name] {
			continue
		}
		met[n.name] = true
		if err := w.node(old[n.name], n, dir, depth); err != nil {
			return err
		}
	}
	for _, n := range before {
		if met[n.name] {
			continue
		}
		met[n.name] = true
		if err := w.node(n, node{name: n.name}, dir, depth); err != nil {
			return err
		}
	}
	return nil
}

// node compares two nodes of one name; a file that became a folder is deleted,
// and what the folder holds is added.
func (w walker) node(was, is node, dir string, depth int) error {
	path := dir + is.name
	if strings.HasPrefix(path, w.within) {
		c := change{path: path}
		if was.file() {
			c.was = was.hash
		}
		if is.file() {
			c.is = is.hash
		}
		if c.was != c.is {
			w.changed(c)
		}
		if is.submodule() && w.submodule != nil {
			w.submodule(path)
		}
	}
	inside := strings.HasPrefix(path+"/", w.within) || strings.HasPrefix(w.within, path+"/")
	if !inside {
		return nil
	}
	var from, to plumbing.Hash
	if was.folder() {
		from = was.hash
	}
	if is.folder() {
		to = is.hash
	}
	return w.diff(from, to, path+"/", depth+1)
}
