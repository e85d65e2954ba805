package gitlog

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/debrief-dev/debrief/internal/source"
)

// maxPaths bounds the names that are listed of one revision. Trees that name
// the same folder again and again would go on for ever.
const maxPaths = 200_000

// ErrSymbolicLink is returned on reading a symbolic link: the target is not
// followed.
var ErrSymbolicLink = errors.New("symbolic links are not followed")

// Files gives the files of a commit below Prefix as a file system: an fs.FS
// with ReadDir and Stat, safe for concurrent use until the repository is
// closed. A commit without that folder is empty.
//
// Names that cannot be a path (".git" in any disguise, separators, invalid
// UTF-8, a second one of the same name) and submodules are left out. Symbolic
// links are listed as such; reading one is ErrSymbolicLink. A file of more than
// 64 MiB tells its size, and reading it is ErrTooLarge. What Git LFS keeps is
// read from there; where it was not fetched, the file is the pointer.
func (r *Repository) Files(commit string) (fs.FS, error) {
	hash, ok := parseHash(commit)
	if !ok {
		return nil, &RevisionError{commit, Unsupported}
	}
	c, err := r.commit(hash)
	if err != nil {
		return nil, err
	}
	root := c.tree
	for name := range strings.SplitSeq(strings.TrimSuffix(r.Prefix, "/"), "/") {
		if name == "" {
			break
		}
		if root, err = r.subtree(root, name); err != nil {
			return nil, err
		}
	}
	return &treeFS{repository: r, at: c.At, folders: map[string]*folder{".": {tree: root}}}, nil
}

// subtree gives the folder called name in a tree, the empty tree if there is
// none.
func (r *Repository) subtree(tree plumbing.Hash, name string) (plumbing.Hash, error) {
	nodes, err := r.tree(tree)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	for _, n := range nodes {
		if n.name == name && n.folder() {
			return n.hash, nil
		}
	}
	return plumbing.ZeroHash, nil
}

// treeFS is the files of one commit.
type treeFS struct {
	repository *Repository
	at         time.Time // date of the commit, which stands for every file's

	mu      sync.Mutex
	folders map[string]*folder // that were met so far, by path
	listed  int                // names in them
}

// folder is a folder of the commit.
type folder struct {
	tree   plumbing.Hash
	listed bool
	nodes  []node // by name
}

// find gives the node of a path, and the folder if it is one.
func (t *treeFS) find(op, name string) (node, *folder, error) {
	if !fs.ValidPath(name) {
		return node{}, nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	n, f, err := t.walk(name)
	if err != nil {
		err = &fs.PathError{Op: op, Path: name, Err: err}
	}
	return n, f, err
}

// walk is find under the lock. A folder that was met before is not looked up
// again.
func (t *treeFS) walk(name string) (node, *folder, error) {
	if f := t.folders[name]; f != nil {
		return node{name: path.Base(name), mode: "40000", hash: f.tree}, f, t.list(name, f)
	}
	_, parent, err := t.walk(path.Dir(name))
	if err != nil {
		return node{}, nil, err
	}
	i, ok := -1, false
	if parent != nil {
		i, ok = slices.BinarySearchFunc(parent.nodes, path.Base(name), func(n node, s string) int { return strings.Compare(n.name, s) })
	}
	if !ok {
		return node{}, nil, fs.ErrNotExist
	}
	n := parent.nodes[i]
	if !n.folder() {
		return n, nil, nil
	}
	f := &folder{tree: n.hash}
	t.folders[name] = f
	return n, f, t.list(name, f)
}

// list reads the names of a folder.
func (t *treeFS) list(name string, f *folder) error {
	if f.listed {
		return nil
	}
	if strings.Count(name, "/") >= maxDepth {
		return fmt.Errorf("folders nest deeper than %d", maxDepth)
	}
	nodes, err := t.repository.tree(f.tree)
	if err != nil {
		return err
	}
	nodes = slices.DeleteFunc(nodes, func(n node) bool {
		return !utf8.ValidString(n.name) || !n.folder() && !n.file() && !n.link()
	})
	slices.SortStableFunc(nodes, func(a, b node) int { return strings.Compare(a.name, b.name) })
	nodes = slices.CompactFunc(nodes, func(a, b node) bool { return a.name == b.name })
	if t.listed += len(nodes); t.listed > maxPaths {
		return fmt.Errorf("the commit holds more than %d paths", maxPaths)
	}
	f.nodes, f.listed = nodes, true
	return nil
}

// Open opens a file or folder. The content of a file is read here.
func (t *treeFS) Open(name string) (fs.File, error) {
	n, f, err := t.find("open", name)
	if err != nil {
		return nil, err
	}
	if f != nil {
		return &openFolder{path: name, fs: t, node: n, rest: f.nodes}, nil
	}
	if n.link() {
		info, err := t.info(n)
		return &openFile{path: name, info: info, refused: ErrSymbolicLink}, err
	}
	data, err := t.repository.content(n.hash)
	if errors.Is(err, ErrTooLarge) {
		info, sizeErr := t.info(n)
		return &openFile{path: name, info: info, refused: err}, sizeErr
	}
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &openFile{path: name, info: t.sized(n, int64(len(data))), data: bytes.NewReader(data)}, nil
}

// Stat gives what is known of a file or folder without reading it.
func (t *treeFS) Stat(name string) (fs.FileInfo, error) {
	n, _, err := t.find("stat", name)
	if err != nil {
		return nil, err
	}
	return t.info(n)
}

// ReadDir lists a folder by name.
func (t *treeFS) ReadDir(name string) ([]fs.DirEntry, error) {
	_, f, err := t.find("readdir", name)
	if err != nil {
		return nil, err
	}
	if f == nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: errors.New("not a folder")}
	}
	return t.entries(f.nodes), nil
}

func (t *treeFS) entries(nodes []node) []fs.DirEntry {
	list := make([]fs.DirEntry, len(nodes))
	for i, n := range nodes {
		list[i] = entry{t, n}
	}
	return list
}

// info describes a node; the size of a file is read from its header, or from
// the pointer of Git LFS that it may be.
func (t *treeFS) info(n node) (fileInfo, error) {
	if n.folder() {
		return t.sized(n, 0), nil
	}
	size, err := t.repository.objects.size(n.hash)
	if err == nil && size <= source.MaxPointer && n.file() {
		size, err = t.repository.keptSize(n.hash, size)
	}
	if err != nil {
		return fileInfo{}, &fs.PathError{Op: "stat", Path: n.name, Err: err}
	}
	return t.sized(n, size), nil
}

func (t *treeFS) sized(n node, size int64) fileInfo {
	return fileInfo{name: n.name, mode: n.fileMode(), size: size, at: t.at}
}
