// Package gitlog reads what Git knows of documents: who changed one last, in
// which commit, and when.
//
// It stands on go-git's object storage alone, never on the git binary, and
// reads nothing but objects, references and the list of shallow commits: no
// hook, filter, include or remote of a repository has a say. A History is
// read-only once read.
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
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/storer"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// ErrNoRepository is returned where no folder above holds a repository.
var ErrNoRepository = errors.New("no Git repository")

// ErrNoCommit is returned for a repository without a commit on its branch.
var ErrNoCommit = errors.New("the repository has no commit yet")

// cacheBytes bounds the objects that are kept while a history is read. More
// gains nothing: the walk is along the mainline and meets each object once.
const cacheBytes = 96 << 20

// repository is an open object database.
type repository struct {
	root    string // absolute folder of the working tree
	objects *filesystem.Storage
	shallow map[plumbing.Hash]bool // commits whose parents are not here
}

// Root gives the folder of the working tree that holds dir (of a bare
// repository its own folder), absolute and without symbolic links.
func Root(dir string) (string, error) {
	root, _, err := locate(dir)
	return root, err
}

// locate looks for a repository at each level upward from dir: a .git folder,
// a .git file (a linked worktree or a submodule), then the folder itself (a
// bare repository).
func locate(dir string) (root, gitDir string, err error) {
	abs, err := filepath.Abs(dir)
	if err == nil {
		abs, err = filepath.EvalSymlinks(abs)
	}
	if err != nil {
		return "", "", fmt.Errorf("finding the repository of %s: %w", dir, err)
	}
	for level := abs; ; level = filepath.Dir(level) {
		if gitDir := gitDirOf(level); gitDir != "" {
			return level, gitDir, nil
		}
		if filepath.Dir(level) == level {
			return "", "", ErrNoRepository
		}
	}
}

// gitDirOf gives the Git folder of a level, "" if there is none.
func gitDirOf(level string) string {
	dotGit := filepath.Join(level, ".git")
	info, err := os.Stat(dotGit)
	switch {
	case err == nil && info.IsDir():
		return dotGit
	case err == nil && info.Mode().IsRegular():
		return linked(dotGit)
	}
	for _, name := range []string{"HEAD", "objects", "refs"} {
		if _, err := os.Stat(filepath.Join(level, name)); err != nil {
			return ""
		}
	}
	return level
}

// linked follows a .git file: "gitdir: PATH".
func linked(file string) string {
	data, err := os.ReadFile(file)
	target, ok := strings.CutPrefix(strings.TrimSpace(string(data)), "gitdir:")
	if err != nil || !ok {
		return ""
	}
	target = strings.TrimSpace(target)
	if !filepath.IsAbs(target) {
		target = filepath.Join(filepath.Dir(file), target)
	}
	return target
}

func open(dir string) (*repository, error) {
	root, gitDir, err := locate(dir)
	if err != nil {
		return nil, err
	}
	var fs billy.Filesystem = osfs.New(gitDir)
	if data, err := os.ReadFile(filepath.Join(gitDir, "commondir")); err == nil {
		common := strings.TrimSpace(string(data))
		if !filepath.IsAbs(common) {
			common = filepath.Join(gitDir, common)
		}
		fs = dotgit.NewRepositoryFilesystem(fs, osfs.New(common))
	}
	objects := filesystem.NewStorageWithOptions(fs, cache.NewObjectLRU(cacheBytes), filesystem.Options{KeepDescriptors: true})
	shallow, err := objects.Shallow()
	if err != nil {
		return nil, fmt.Errorf("reading the list of shallow commits: %w", err)
	}
	r := &repository{root: root, objects: objects, shallow: map[plumbing.Hash]bool{}}
	for _, h := range shallow {
		r.shallow[h] = true
	}
	return r, nil
}

// head is the commit that HEAD leads to.
func (r *repository) head() (plumbing.Hash, error) {
	ref, err := storer.ResolveReference(r.objects, plumbing.HEAD)
	if errors.Is(err, plumbing.ErrReferenceNotFound) {
		return plumbing.ZeroHash, ErrNoCommit
	}
	if err != nil {
		return plumbing.ZeroHash, fmt.Errorf("reading HEAD: %w", err)
	}
	return ref.Hash(), nil
}
