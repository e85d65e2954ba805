package gitlog

import (
	"compress/flate"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// ErrMissing is returned for an object that is not in the repository: the
// clone is shallow or partial, or damaged.
var ErrMissing = errors.New("the object is not in this repository")

// ErrTreeless is returned for a folder of a commit that a partial clone left
// with its remote (git clone --filter=tree:0): without folders there is neither
// another revision nor a history. It is an ErrMissing.
var ErrTreeless = fmt.Errorf("the clone was made without the folders of earlier commits (--filter=tree:0): %w", ErrMissing)

// ErrDamaged is returned for an object that is named but cannot be had: a pack
// was cut off, or the object is of another kind than it must be.
var ErrDamaged = errors.New("the repository is damaged: git fsck tells more")

// ErrTooLarge is returned for an object above the limit of its kind.
var ErrTooLarge = errors.New("too large")

const (
	// cacheBytes bounds the objects that are kept. More gains nothing: a
	// history is walked along its mainline and meets each object once.
	cacheBytes = 64 << 20
	// maxPacks bounds the pack files that are open at the same time.
	maxPacks = 128
	// maxObject bounds what is read into memory at once, in bytes.
	maxObject = 64 << 20
	// maxTree bounds one tree object: 16 MiB are about 400,000 names in a
	// folder. Commits and tags have the same bound.
	maxTree = 16 << 20
)

// store reads the objects of a repository and of its alternates. go-git's
// storage is not safe for concurrent use, not even for reading (go-git issues
// 773 and 1121): one goroutine reads at a time. A storage for each would
// resolve the same deltas again and costs more than it saves.
type store struct {
	mu    sync.Mutex
	dirs  []*filesystem.ObjectStorage
	packs [][]plumbing.Hash // of each of dirs when its indexes were read
}

// openStore opens a folder of objects and its alternates.
func openStore(objects string) (*store, error) {
	dirs, err := alternates(objects)
	if err != nil {
		return nil, err
	}
	s := &store{}
	lru := cache.NewObjectLRU(cacheBytes)
	for _, dir := range dirs {
		s.dirs = append(s.dirs, filesystem.NewObjectStorageWithOptions(dotgit.New(newObjectFolder(dir)), lru,
			filesystem.Options{MaxOpenDescriptors: maxPacks, LargeObjectThreshold: maxObject}))
	}
	s.packs = make([][]plumbing.Hash, len(s.dirs))
	if _, err := s.refresh(); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

func (s *store) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var failed error
	for _, dir := range s.dirs {
		failed = errors.Join(failed, dir.Close())
	}
	return failed
}

// refresh reads the indexes of the packs if there are others than before: a
// repack in between has moved objects. It is done ahead of any reading because
// go-git says "not found" of everything once an index could not be read.
func (s *store) refresh() (changed bool, err error) {
	for i, dir := range s.dirs {
		packs, err := dir.ObjectPacks()
		if err != nil {
			return changed, fmt.Errorf("listing the packs of the repository: %w", err)
		}
		slices.SortFunc(packs, func(a, b plumbing.Hash) int { return slices.Compare(a[:], b[:]) })
		if s.packs[i] != nil && slices.Equal(packs, s.packs[i]) {
			continue
		}
		changed = true
		s.packs[i] = append([]plumbing.Hash{}, packs...)
		dir.Reindex()
		// A hash that no object has makes it read all indexes.
		if err := dir.HasEncodedObject(plumbing.ZeroHash); err != nil && !errors.Is(err, plumbing.ErrObjectNotFound) {
			return changed, fmt.Errorf("reading the pack indexes of the repository: %w", err)
		}
	}
	return changed, nil
}

// find looks an object up. The caller holds mu.
func (s *store) find(kind plumbing.ObjectType, hash plumbing.Hash) (plumbing.EncodedObject, error) {
	for again := true; ; again = false {
		for _, dir := range s.dirs {
			obj, err := dir.EncodedObject(kind, hash)
			if err == nil {
				return obj, nil
			}
			if !errors.Is(err, plumbing.ErrObjectNotFound) {
				return nil, fmt.Errorf("reading %s %s: %w", name(kind), hash, damaged(err))
			}
		}
		if changed, err := s.refresh(); err != nil || !again || !changed {
			return nil, errors.Join(err, fmt.Errorf("reading %s %s: %w", name(kind), hash, s.absence(hash)))
		}
	}
}

// absence tells why an object was not found. go-git says so also of one whose
// pack ends before it.
func (s *store) absence(hash plumbing.Hash) error {
	for _, dir := range s.dirs {
		if dir.HasEncodedObject(hash) == nil {
			return ErrDamaged
		}
	}
	return ErrMissing
}

// damaged says what it means that the bytes of an object end early or cannot
// be decompressed.
func damaged(err error) error {
	var corrupt flate.CorruptInputError
	for _, sign := range []error{io.EOF, io.ErrUnexpectedEOF, zlib.ErrHeader, zlib.ErrChecksum} {
		if errors.Is(err, sign) {
			return ErrDamaged
		}
	}
	if errors.As(err, &corrupt) {
		return ErrDamaged
	}
	return err
}

// read gives the content of an object of at most limit bytes.
func (s *store) read(kind plumbing.ObjectType, hash plumbing.Hash, limit int64) ([]byte, error) {
	_, data, err := s.readAny(kind, hash, limit)
	return data, err
}

// readAny is read for a kind that is not known: plumbing.AnyObject.
func (s *store) readAny(kind plumbing.ObjectType, hash plumbing.Hash, limit int64) (plumbing.ObjectType, []byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	obj, err := s.find(kind, hash)
	if err != nil {
		return 0, nil, err
	}
	if obj.Size() > min(limit, maxObject) {
		return 0, nil, fmt.Errorf("reading %s %s: %w: %d bytes where %d are the limit", name(kind), hash, ErrTooLarge, obj.Size(), limit)
	}
	in, err := obj.Reader()
	if err != nil {
		return 0, nil, fmt.Errorf("reading %s %s: %w", name(kind), hash, err)
	}
	defer in.Close()
	data := make([]byte, obj.Size())
	if _, err := io.ReadFull(in, data); err != nil {
		return 0, nil, fmt.Errorf("reading %s %s: %w", name(kind), hash, damaged(err))
	}
	return obj.Type(), data, nil
}

// size gives the size of an object by its header alone.
func (s *store) size(hash plumbing.Hash) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, dir := range s.dirs {
		size, err := dir.EncodedObjectSize(hash)
		if err == nil {
			return size, nil
		}
		if !errors.Is(err, plumbing.ErrObjectNotFound) {
			return 0, fmt.Errorf("reading the size of %s: %w", hash, err)
		}
	}
	return 0, fmt.Errorf("reading the size of %s: %w", hash, ErrMissing)
}

// withPrefix gives the objects whose hash starts with whole bytes.
func (s *store) withPrefix(prefix []byte) ([]plumbing.Hash, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []plumbing.Hash
	for _, dir := range s.dirs {
		hashes, err := dir.HashesWithPrefix(prefix)
		if err != nil {
			return nil, fmt.Errorf("looking for objects by the start of their hash: %w", err)
		}
		all = append(all, hashes...)
	}
	slices.SortFunc(all, func(a, b plumbing.Hash) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(all), nil
}

// name is what a message calls a kind of object.
func name(kind plumbing.ObjectType) string {
	if kind == plumbing.AnyObject {
		return "object"
	}
	return kind.String()
}
