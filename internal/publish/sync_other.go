//go:build !linux

package publish

import (
	"io/fs"
	"os"
	"path/filepath"
)

// flush writes everything below dir to the disk.
func flush(dir string) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := os.OpenFile(name, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		defer f.Close()
		return f.Sync()
	})
}
