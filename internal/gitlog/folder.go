package gitlog

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/osfs"
)

// objectFolder shows go-git a folder of objects, wherever it lies and whatever
// it is called, as the "objects" of a Git folder that holds nothing else. It
// cannot write. Two things are hidden: info/alternates, which go-git would
// follow by rules that are not Git's, and packs without an index, which are on
// their way in or out and make go-git give up.
type objectFolder struct{ files billy.Filesystem }

func newObjectFolder(dir string) objectFolder { return objectFolder{osfs.New(dir)} }

// inner is a path of go-git's inside the folder. Files that it opened know
// themselves by their inner name.
func (objectFolder) inner(name string) string {
	name = filepath.ToSlash(filepath.Clean(name))
	name = strings.TrimPrefix(strings.TrimPrefix(name, "/"), "objects")
	return strings.TrimPrefix(name, "/")
}

func (f objectFolder) hidden(name string) bool {
	return f.inner(name) == "info/alternates"
}

func (f objectFolder) Open(name string) (billy.File, error) {
	return f.OpenFile(name, os.O_RDONLY, 0)
}

func (f objectFolder) OpenFile(name string, flag int, _ os.FileMode) (billy.File, error) {
	if flag != os.O_RDONLY {
		return nil, billy.ErrReadOnly
	}
	if f.hidden(name) {
		return nil, &os.PathError{Op: "open", Path: name, Err: os.ErrNotExist}
	}
	return f.files.Open(f.inner(name))
}

func (f objectFolder) Stat(name string) (os.FileInfo, error) {
	if f.hidden(name) {
		return nil, &os.PathError{Op: "stat", Path: name, Err: os.ErrNotExist}
	}
	return f.files.Stat(f.inner(name))
}

func (f objectFolder) Lstat(name string) (os.FileInfo, error) { return f.Stat(name) }

func (f objectFolder) ReadDir(name string) ([]os.FileInfo, error) {
	list, err := f.files.ReadDir(f.inner(name))
	if err != nil {
		return nil, err
	}
	names := make(map[string]bool, len(list))
	for _, info := range list {
		names[info.Name()] = true
	}
	return slices.DeleteFunc(list, func(info os.FileInfo) bool {
		pack, ok := strings.CutSuffix(info.Name(), ".pack")
		return ok && !names[pack+".idx"]
	}), nil
}

func (f objectFolder) Join(elem ...string) string { return filepath.Join(elem...) }
func (f objectFolder) Root() string               { return f.files.Root() }

func (objectFolder) Create(string) (billy.File, error)           { return nil, billy.ErrReadOnly }
func (objectFolder) TempFile(string, string) (billy.File, error) { return nil, billy.ErrReadOnly }
func (objectFolder) Rename(string, string) error                 { return billy.ErrReadOnly }
func (objectFolder) Remove(string) error                         { return billy.ErrReadOnly }
func (objectFolder) MkdirAll(string, os.FileMode) error          { return billy.ErrReadOnly }
func (objectFolder) Symlink(string, string) error                { return billy.ErrReadOnly }
func (objectFolder) Readlink(string) (string, error)             { return "", billy.ErrNotSupported }
func (objectFolder) Chroot(string) (billy.Filesystem, error)     { return nil, billy.ErrNotSupported }
