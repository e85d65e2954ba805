package gitlog

import (
	"bytes"
	"io"
	"io/fs"
	"time"
)

// fileMode is the mode of a node as a file that only can be read.
func (n node) fileMode() fs.FileMode {
	switch {
	case n.folder():
		return fs.ModeDir | 0o555
	case n.link():
		return fs.ModeSymlink | 0o444
	}
	return 0o444
}

// fileInfo is an fs.FileInfo.
type fileInfo struct {
	name string
	mode fs.FileMode
	size int64
	at   time.Time
}

func (i fileInfo) Name() string       { return i.name }
func (i fileInfo) Size() int64        { return i.size }
func (i fileInfo) Mode() fs.FileMode  { return i.mode }
func (i fileInfo) ModTime() time.Time { return i.at }
func (i fileInfo) IsDir() bool        { return i.mode.IsDir() }
func (i fileInfo) Sys() any           { return nil }

// entry is an fs.DirEntry.
type entry struct {
	fs   *treeFS
	node node
}

func (e entry) Name() string               { return e.node.name }
func (e entry) IsDir() bool                { return e.node.folder() }
func (e entry) Type() fs.FileMode          { return e.node.fileMode().Type() }
func (e entry) Info() (fs.FileInfo, error) { return e.fs.info(e.node) }
func (e entry) String() string             { return fs.FormatDirEntry(e) }

// openFile is an open file. Its content was read when it was opened.
type openFile struct {
	path    string
	info    fileInfo
	data    *bytes.Reader // nil if refused
	refused error         // why the content cannot be read
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFile) Close() error               { return nil }

func (f *openFile) Read(p []byte) (int, error) {
	if f.refused != nil {
		return 0, f.fail("read", f.refused)
	}
	return f.data.Read(p)
}

func (f *openFile) ReadAt(p []byte, off int64) (int, error) {
	if f.refused != nil {
		return 0, f.fail("read", f.refused)
	}
	return f.data.ReadAt(p, off)
}

func (f *openFile) Seek(offset int64, whence int) (int64, error) {
	if f.refused != nil {
		return 0, f.fail("seek", f.refused)
	}
	return f.data.Seek(offset, whence)
}

func (f *openFile) fail(op string, err error) error {
	return &fs.PathError{Op: op, Path: f.path, Err: err}
}

// openFolder is an open folder, an fs.ReadDirFile.
type openFolder struct {
	path string
	fs   *treeFS
	node node
	rest []node // that were not listed yet
}

func (f *openFolder) Stat() (fs.FileInfo, error) { return f.fs.info(f.node) }
func (f *openFolder) Close() error               { return nil }

func (f *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.path, Err: fs.ErrInvalid}
}

func (f *openFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(f.rest)
	} else if len(f.rest) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(f.rest))
	list := f.fs.entries(f.rest[:n])
	f.rest = f.rest[n:]
	return list, nil
}
