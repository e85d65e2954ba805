package gitlog

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Cache is where what was read of a history is kept for the next time. It is
// never needed: a file that is missing, damaged or of another program is the
// same as none, and what cannot be written is not.
type Cache struct {
	Dir string // a folder of its own for the caches of all repositories; empty keeps nothing
	// Key tells apart what reads the history otherwise: the version of the
	// program, the settings behind Want, Substance and Extract.
	Key string
}

const (
	// cacheFormat is the first line of a cache file. It is another one
	// whenever what is stored, or how it is read from Git, changes.
	cacheFormat = "debrief history 1\n"
	// maxCache bounds the size of a cache file, in bytes.
	maxCache = 1 << 30
	// maxKept bounds how many folders of keys are kept: those that were used
	// last.
	maxKept = 8
	// cacheName ends the names of cache files.
	cacheName = ".history"
)

// folder is where the caches of the key lie.
func (c Cache) folder(r *Repository) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s%q %q", cacheFormat, c.Key, r.Prefix))
	return filepath.Join(c.Dir, hex.EncodeToString(sum[:]))
}

// used tells whether anything is kept of a repository: not of one that has
// only a part of its history.
func (c Cache) used(r *Repository) bool { return c.Dir != "" && !r.Shallow && !r.Partial }

// load gives what is kept of a repository; nil if nothing is. The file is
// named after the first commit of the mainline, which clones share.
func (c Cache) load(r *Repository) (*mainline, *versions) {
	if !c.used(r) {
		return nil, nil
	}
	dir := c.folder(r)
	list, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil
	}
	for _, e := range list {
		name, ours := strings.CutSuffix(e.Name(), cacheName)
		root, isHash := parseHash(name)
		if !ours || !isHash || !e.Type().IsRegular() {
			continue
		}
		if _, err := r.objects.size(root); err != nil {
			continue
		}
		data := readCache(filepath.Join(dir, e.Name()))
		if data == nil {
			continue
		}
		if m, v, ok := decodeCache(data); ok && len(m.landings) > 0 && m.landings[0].commit.hash == root {
			return m, v
		}
	}
	return nil, nil
}

// readCache gives the content of a cache file, nil if it is damaged.
func readCache(file string) []byte {
	info, err := os.Stat(file)
	if err != nil || info.Size() > maxCache {
		return nil
	}
	data, err := os.ReadFile(file)
	head := len(cacheFormat) + sha256.Size
	if err != nil || len(data) < head || string(data[:len(cacheFormat)]) != cacheFormat {
		return nil
	}
	sum := sha256.Sum256(data[head:])
	if !bytes.Equal(sum[:], data[len(cacheFormat):head]) {
		return nil
	}
	return data[head:]
}

// save keeps what was read of a repository.
func (c Cache) save(r *Repository, m *mainline, v *versions) {
	if !c.used(r) {
		return
	}
	dir := c.folder(r)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return
	}
	body := encodeCache(m, v)
	sum := sha256.Sum256(body)
	writeCache(dir, m.landings[0].commit.hash.String()+cacheName, []byte(cacheFormat), sum[:], body)
	c.prune(dir)
}

// writeCache writes a file in one step: who reads it meanwhile, or writes it
// too, sees one file or the other.
func writeCache(dir, name string, parts ...[]byte) {
	f, err := os.CreateTemp(dir, "new-*")
	if err != nil {
		return
	}
	for _, part := range parts {
		if err == nil {
			_, err = f.Write(part)
		}
	}
	if err = cmp.Or(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, name))
	}
	if err != nil {
		_ = os.Remove(f.Name()) // a cache that cannot be written is none
	}
}

// prune removes the folders of keys that were not used for longest.
func (c Cache) prune(own string) {
	list, err := os.ReadDir(c.Dir)
	if err != nil {
		return
	}
	var folders []fs.FileInfo
	for _, e := range list {
		if info, err := e.Info(); err == nil && e.IsDir() && len(e.Name()) == 2*sha256.Size && e.Name() != filepath.Base(own) {
			folders = append(folders, info)
		}
	}
	slices.SortFunc(folders, func(a, b fs.FileInfo) int { return b.ModTime().Compare(a.ModTime()) })
	for _, info := range folders[min(len(folders), maxKept-1):] {
		_ = os.RemoveAll(filepath.Join(c.Dir, info.Name())) // another run may do it at the same time
	}
}
