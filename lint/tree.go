package lint

import (
	"io/fs"
	"path"
	"slices"
	"sync"
)

// tree answers which paths a repository has. A file system that ignores case
// would let links pass that are dead elsewhere, so names are compared with the
// listing of their folder. Safe for use by many goroutines.
type tree struct {
	fsys fs.FS // may be nil

	mu      sync.Mutex
	folders map[string][]string
}

func (t *tree) has(name string) bool {
	if t.fsys == nil || name == "." {
		return true
	}
	if !fs.ValidPath(name) {
		return false
	}
	folder, base := path.Split(name)
	folder = path.Clean(folder)
	_, found := slices.BinarySearch(t.names(folder), base)
	return found && t.has(folder)
}

func (t *tree) names(folder string) []string {
	if t.fsys == nil || !fs.ValidPath(folder) {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if names, read := t.folders[folder]; read {
		return names
	}
	// A folder that cannot be read has no names that a link could lead to.
	entries, _ := fs.ReadDir(t.fsys, folder)
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, e.Name())
	}
	slices.Sort(names)
	if t.folders == nil {
		t.folders = map[string][]string{}
	}
	t.folders[folder] = names
	return names
}
