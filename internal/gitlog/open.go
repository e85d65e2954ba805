// Package gitlog reads what Git knows of documents: revisions and their
// files, what a change is compared with, who changed a document, in which
// commit, and when; and the life of action items, which somebody else finds in
// the versions of documents: opened, ticked, re-opened, moved, removed.
//
// It stands on go-git's object storage alone, never on the git binary, and
// reads nothing but objects, references, the list of shallow commits and a few
// settings: no hook, filter, include, replacement or remote of a repository
// has a say, and the index is never read. A Repository may be used by several
// goroutines at once; what it gives is read-only.
package gitlog

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// Repository is an open Git repository as seen from one of its folders.
type Repository struct {
	Root   string // folder of the working tree, of a bare repository its own; absolute, without symbolic links
	Prefix string // from Root to the folder asked for: "" or "examples/"
	Bare   bool   // there is no working tree
	// Shallow tells that the history ends early: some commits are here
	// without their parents.
	Shallow bool
	// Partial tells that objects may be missing because the clone left them
	// with its remote (git clone --filter).
	Partial bool
	// Sparse tells that the working tree may lack files that are in HEAD and
	// are not deleted (git sparse-checkout).
	Sparse bool

	place    place
	settings settings

	refs    *dotgit.DotGit
	objects *store
	media   media
	shallow map[plumbing.Hash]bool // commits whose parents are not here
	trees   treeCache
}

// Open opens the repository that holds dir: a working tree, a linked one, a
// submodule, or a bare repository. The error is ErrNoRepository if there is
// none, an *UnsupportedError if its format cannot be read.
func Open(dir string) (*Repository, error) {
	place, err := locate(dir)
	if err != nil {
		return nil, err
	}
	r := &Repository{Root: place.root, Bare: place.root == place.gitDir, place: place}
	if r.Prefix, err = prefix(place.root, dir); err != nil {
		return nil, err
	}
	settings, err := readSettings(filepath.Join(place.commonDir, "config"))
	if err != nil {
		return nil, err
	}
	if err := settings.readable(place.root); err != nil {
		return nil, err
	}
	r.settings, r.Partial = settings, settings.partial()
	own, err := readSettings(filepath.Join(place.gitDir, "config.worktree"))
	if err != nil {
		return nil, err
	}
	r.Sparse = settings.sparse() || own.sparse()
	if r.shallow, err = readShallow(filepath.Join(place.commonDir, "shallow")); err != nil {
		return nil, err
	}
	r.Shallow = len(r.shallow) > 0
	var refs billy.Filesystem = osfs.New(place.gitDir)
	if place.commonDir != place.gitDir {
		refs = dotgit.NewRepositoryFilesystem(refs, osfs.New(place.commonDir))
	}
	r.refs = dotgit.New(refs)
	r.media = media(filepath.Join(place.commonDir, "lfs", "objects"))
	if r.objects, err = openStore(filepath.Join(place.commonDir, "objects")); err != nil {
		return nil, err
	}
	return r, nil
}

// Close closes the files that are open. The repository, and the file systems
// it gave, cannot be used afterwards.
func (r *Repository) Close() error { return r.objects.close() }

// prefix is the way from root down to dir, "" or with a slash at its end.
func prefix(root, dir string) (string, error) {
	abs, err := realPath(dir)
	if err != nil {
		return "", err
	}
	rel, err := filepath.Rel(root, abs)
	if err != nil {
		return "", fmt.Errorf("finding %s in its repository: %w", dir, err)
	}
	if rel == "." {
		return "", nil
	}
	return filepath.ToSlash(rel) + "/", nil
}

// readShallow reads the list of commits whose parents were not fetched.
func readShallow(file string) (map[plumbing.Hash]bool, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the list of shallow commits: %w", err)
	}
	list := map[plumbing.Hash]bool{}
	for line := range strings.Lines(string(data)) {
		hash, ok := parseHash(strings.TrimSpace(line))
		if ok {
			list[hash] = true
		}
	}
	return list, nil
}

// parseHash reads a full hash: 40 hexadecimal digits.
func parseHash(text string) (plumbing.Hash, bool) {
	if !plumbing.IsHash(text) {
		return plumbing.ZeroHash, false
	}
	return plumbing.NewHash(text), true
}
