// Package publish replaces a folder as a whole: readers see the old tree or
// the new one, never a mixture, also when the writer is killed, the disk is
// full, or two writers meet.
//
// A Stage is a folder beside the target that takes the files; Commit makes it
// the target in one step. The target is only replaced if a Stage made it or
// if it is empty: a folder of something else is never touched.
package publish

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
)

// marker is a file that every published folder holds. It tells a later
// Commit that the folder may be replaced.
const marker = ".debrief-site"

// prefix begins the names of stages beside the target "public":
// ".public.debrief-1a2b3c".
func prefix(target string) string { return "." + filepath.Base(target) + ".debrief-" }

// ErrForeign is wrapped by the error of New for a target that holds something
// that no Stage wrote.
var ErrForeign = errors.New("the folder holds files that debrief did not write")

// Stage collects the files of the next version of a folder. Write may be
// called from many goroutines.
type Stage struct {
	target string
	dir    string
	root   *os.Root
	lock   *os.File

	mu   sync.Mutex
	tops map[string]*os.Root // folders at the top, by name
	dirs map[string]bool     // folders below those, by path
}

// New begins a new version of the folder target. While another process is at
// it, New calls waiting and waits. Stages that killed processes left behind
// are removed.
func New(target string, waiting func()) (*Stage, error) {
	target, err := filepath.Abs(target)
	if err != nil {
		return nil, fmt.Errorf("finding %s: %w", target, err)
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return nil, fmt.Errorf("making the folder of %s: %w", target, err)
	}
	if err := replaceable(target); err != nil {
		return nil, err
	}
	lock, err := acquire(target, waiting)
	if err != nil {
		return nil, fmt.Errorf("locking %s: %w", target, err)
	}
	s := &Stage{target: target, lock: lock, tops: map[string]*os.Root{}, dirs: map[string]bool{}}
	if err := s.begin(); err != nil {
		s.Discard()
		return nil, err
	}
	return s, nil
}

// begin clears what others left and makes the stage's folder. The lock is held.
func (s *Stage) begin() error {
	stale, err := filepath.Glob(filepath.Join(filepath.Dir(s.target), prefix(s.target)+"*"))
	if err != nil {
		return fmt.Errorf("looking for unfinished builds: %w", err)
	}
	for _, name := range stale {
		if err := os.RemoveAll(name); err != nil {
			return fmt.Errorf("removing an unfinished build: %w", err)
		}
	}
	var unique [6]byte
	rand.Read(unique[:])
	s.dir = filepath.Join(filepath.Dir(s.target), prefix(s.target)+hex.EncodeToString(unique[:]))
	if err := os.Mkdir(s.dir, 0o755); err != nil {
		return fmt.Errorf("making the folder of the build: %w", err)
	}
	if s.root, err = os.OpenRoot(s.dir); err != nil {
		return fmt.Errorf("opening the folder of the build: %w", err)
	}
	return s.Write(marker, []byte("This folder is written by debrief and replaced at each build.\n"))
}

// Is tells whether a folder is one that was published.
func Is(folder string) bool {
	_, err := os.Lstat(filepath.Join(folder, marker))
	return err == nil
}

// replaceable tells whether target may be replaced: it does not exist, is an
// empty folder, or was published before.
func replaceable(target string) error {
	info, err := os.Lstat(target)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("looking at %s: %w", target, err)
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is no folder: %w", target, ErrForeign)
	}
	if Is(target) {
		return nil
	}
	names, err := os.ReadDir(target)
	if err != nil {
		return fmt.Errorf("looking at %s: %w", target, err)
	}
	if len(names) > 0 {
		return fmt.Errorf("%s: %w", target, ErrForeign)
	}
	return nil
}

// Write writes one file; name is a slash-separated path inside the folder.
func (s *Stage) Write(name string, data []byte) error {
	if !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, "\\\x00") {
		return fmt.Errorf("writing %q: not a path inside the folder", name)
	}
	root, local, err := s.place(name)
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	f, err := root.OpenFile(local, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("writing %s (%d bytes): %w", name, len(data), err)
	}
	return nil
}

// place makes the folders of a file, each once, and gives where to open it:
// the root of its top folder, which is kept, so that a thousand files below
// it do not look for it a thousand times.
func (s *Stage) place(name string) (root *os.Root, local string, err error) {
	top, rest, nested := strings.Cut(name, "/")
	if !nested {
		return s.root, name, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	root = s.tops[top]
	if root == nil {
		if err := s.root.Mkdir(top, 0o755); err != nil {
			return nil, "", err
		}
		if root, err = s.root.OpenRoot(top); err != nil {
			return nil, "", err
		}
		s.tops[top] = root
	}
	if dir := path.Dir(rest); dir != "." && !s.dirs[path.Join(top, dir)] {
		if err := root.MkdirAll(filepath.FromSlash(dir), 0o755); err != nil {
			return nil, "", err
		}
		s.dirs[path.Join(top, dir)] = true
	}
	return root, filepath.FromSlash(rest), nil
}

// closeRoots lets go of the folders, which some systems want before they are
// moved.
func (s *Stage) closeRoots() {
	for _, root := range s.tops {
		root.Close()
	}
	if s.root != nil {
		s.root.Close()
	}
}

// Commit makes what was written the new content of the target. It returns
// with the old content untouched, or with the new one in place.
func (s *Stage) Commit() error {
	defer s.Discard()
	s.closeRoots()
	if err := flush(s.dir); err != nil {
		return fmt.Errorf("writing %s to the disk: %w", s.target, err)
	}
	if err := replaceable(s.target); err != nil {
		return err
	}
	if err := exchange(s.dir, s.target); err != nil {
		return fmt.Errorf("replacing %s: %w", s.target, err)
	}
	return nil
}

// Discard removes what is left of the stage and lets others go on. It may be
// called again, and after Commit.
func (s *Stage) Discard() {
	s.closeRoots()
	if s.dir != "" {
		os.RemoveAll(s.dir)
	}
	if s.lock != nil {
		s.lock.Close()
		s.lock = nil
	}
}
