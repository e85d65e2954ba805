package gitlog

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// ErrNoRepository is returned where no folder above holds a repository.
var ErrNoRepository = errors.New("no Git repository")

// place is where the parts of a repository lie.
type place struct {
	root      string // folder of the working tree, or of the bare repository
	gitDir    string // HEAD
	commonDir string // objects, references and config: gitDir unless the working tree is a linked one
}

// Root gives the folder of the working tree that holds dir (of a bare
// repository its own folder), absolute and without symbolic links.
func Root(dir string) (string, error) {
	p, err := locate(dir)
	return p.root, err
}

// Dir gives the folder that holds HEAD, of the working tree that holds dir.
func Dir(dir string) (string, error) {
	p, err := locate(dir)
	return p.gitDir, err
}

// locate looks for a repository at each level upward from dir: a .git folder,
// a .git file (a linked working tree or a submodule), then the folder itself
// (a bare repository).
func locate(dir string) (place, error) {
	abs, err := realPath(dir)
	if err != nil {
		return place{}, err
	}
	for level := abs; ; level = filepath.Dir(level) {
		p, err := at(level)
		if err != nil || p.root != "" {
			return p, err
		}
		if filepath.Dir(level) == level {
			return place{}, ErrNoRepository
		}
	}
}

// at gives the repository of a level, the zero place if there is none. A .git
// file that leads nowhere stops the search, as in Git: what lies above is
// another repository.
func at(level string) (place, error) {
	dotGit := filepath.Join(level, ".git")
	info, err := os.Stat(dotGit)
	switch {
	case err == nil && info.IsDir():
		if p, ok := gitDirAt(level, dotGit); ok {
			return p, nil
		}
	case err == nil && info.Mode().IsRegular():
		data, err := readSmall(dotGit)
		if err != nil {
			return place{}, err
		}
		target, ok := gitFile(data)
		if !ok {
			return place{}, fmt.Errorf("%s is no Git file: %w", dotGit, ErrNoRepository)
		}
		p, ok := gitDirAt(level, under(level, target))
		if !ok {
			return place{}, fmt.Errorf("%s leads to %q, where there is none: %w", dotGit, target, ErrNoRepository)
		}
		return p, nil
	}
	p, _ := gitDirAt(level, level)
	return p, nil
}

// gitDirAt tells whether a folder is the Git folder of root: it has a HEAD,
// and objects and references of its own or of the folder that commondir names.
func gitDirAt(root, gitDir string) (place, bool) {
	common := gitDir
	if data, err := readSmall(filepath.Join(gitDir, "commondir")); err == nil {
		common = under(gitDir, strings.TrimSpace(string(data)))
	}
	for _, needed := range []string{
		filepath.Join(gitDir, "HEAD"),
		filepath.Join(common, "objects"),
		filepath.Join(common, "refs"),
	} {
		if _, err := os.Lstat(needed); err != nil {
			return place{}, false
		}
	}
	return place{root, filepath.Clean(gitDir), filepath.Clean(common)}, true
}

// gitFile reads the text of a .git file: "gitdir: PATH".
func gitFile(data []byte) (path string, ok bool) {
	path, ok = strings.CutPrefix(string(data), "gitdir:")
	path = strings.TrimSpace(path)
	return path, ok && path != "" && !strings.ContainsAny(path, "\x00\n")
}

// under is path seen from dir, or path itself if it is absolute.
func under(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// maxSmall bounds the files of a repository that hold settings: 1 MiB.
const maxSmall = 1 << 20

// readSmall reads a file that cannot be large.
func readSmall(file string) ([]byte, error) {
	info, err := os.Stat(file)
	if err == nil && info.Size() > maxSmall {
		err = fmt.Errorf("%d bytes are more than the %d it may have", info.Size(), maxSmall)
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(file)
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	return data, nil
}

// realPath is the absolute path without symbolic links.
func realPath(path string) (string, error) {
	full, err := filepath.Abs(path)
	if err == nil {
		full, err = filepath.EvalSymlinks(full)
	}
	if err != nil {
		return "", fmt.Errorf("finding the repository of %s: %w", path, err)
	}
	return full, nil
}
