package main

import (
	"errors"
	"io/fs"
)

// overlay is a file system whose files stand before those of another.
type overlay struct{ upper, lower fs.FS }

// Open opens the upper file where there is one. Folders come from the lower
// file system: what lists them knows the built-in names.
func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.upper.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return o.lower.Open(name)
	}
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err != nil || info.IsDir() {
		f.Close()
		return o.lower.Open(name)
	}
	return f, nil
}
