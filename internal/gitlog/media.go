package gitlog

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/debrief-dev/debrief/internal/source"
)

// ErrAway is returned for the content of a file that Git LFS keeps and has not
// brought here. It is an ErrMissing.
var ErrAway = fmt.Errorf("Git LFS has not fetched the content: %w", ErrMissing)

// media is the folder of the contents that Git LFS keeps beside the objects of
// a repository. It may not exist.
type media string

// read gives the content that a pointer stands for, of at most limit bytes.
// Whatever keeps it from being had, a damaged content too, is ErrAway: git lfs
// pull mends it.
func (m media) read(p source.Pointer, limit int64) ([]byte, error) {
	f, ok := m.open(p)
	if !ok {
		return nil, ErrAway
	}
	defer f.Close()
	if p.Size > limit {
		return nil, fmt.Errorf("reading what Git LFS keeps: %w: %d bytes where %d are the limit", ErrTooLarge, p.Size, limit)
	}
	data := make([]byte, p.Size)
	if _, err := io.ReadFull(f, data); err != nil || !fits(p, data) {
		return nil, ErrAway
	}
	return data, nil
}

// holds tells whether there is a file of the size that a pointer names. What
// it holds is not looked at.
func (m media) holds(p source.Pointer) bool {
	f, ok := m.open(p)
	if ok {
		f.Close()
	}
	return ok
}

// open opens the file for a pointer if it is a regular one of the right size,
// wherever links lead to: not out of the folder.
func (m media) open(p source.Pointer) (*os.File, bool) {
	if p.OID == "" {
		return nil, false
	}
	root, err := os.OpenRoot(string(m))
	if err != nil {
		return nil, false
	}
	defer root.Close()
	name := path.Join(p.OID[:2], p.OID[2:4], p.OID)
	info, err := root.Stat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() != p.Size {
		return nil, false
	}
	f, err := root.Open(name)
	return f, err == nil
}

// fits tells whether a content is the one that a pointer stands for.
func fits(p source.Pointer, data []byte) bool {
	if int64(len(data)) != p.Size || p.OID == "" {
		return false
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]) == p.OID
}

// content reads a file of a commit: what Git LFS keeps for it where that is
// here, else the blob.
func (r *Repository) content(blob plumbing.Hash) ([]byte, error) {
	data, err := r.objects.read(plumbing.BlobObject, blob, maxObject)
	if err != nil {
		return nil, err
	}
	p, ok := source.ReadPointer(data)
	if !ok {
		return data, nil
	}
	kept, err := r.media.read(p, maxObject)
	if errors.Is(err, ErrAway) {
		return data, nil
	}
	return kept, err
}

// keptSize gives the size that content would have, for a small blob of this
// size.
func (r *Repository) keptSize(blob plumbing.Hash, size int64) (int64, error) {
	data, err := r.objects.read(plumbing.BlobObject, blob, source.MaxPointer)
	if err != nil {
		return 0, err
	}
	if p, ok := source.ReadPointer(data); ok && r.media.holds(p) {
		return p.Size, nil
	}
	return size, nil
}

// document reads a version of a document: the blob, or what Git LFS keeps for
// it; then pointer is what the blob holds. Where that has not been fetched,
// the error is ErrAway.
func (r *Repository) document(blob plumbing.Hash) (data []byte, pointer *source.Pointer, err error) {
	data, err = r.objects.read(plumbing.BlobObject, blob, maxDocument)
	if err != nil {
		return nil, nil, err
	}
	p, ok := source.ReadPointer(data)
	if !ok {
		return data, nil, nil
	}
	data, err = r.media.read(p, maxDocument)
	return data, &p, err
}

// unreadable tells whether a version of a document cannot be had, now and in
// this clone, though the repository is sound.
func (r *Repository) unreadable(err error) bool {
	return errors.Is(err, ErrTooLarge) || errors.Is(err, ErrAway) || errors.Is(err, ErrMissing) && (r.Partial || r.Shallow)
}
