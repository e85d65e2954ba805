// Package watch tells which files below a folder change, as soon as they do.
//
// It knows names and times, not contents: who is told reads the files. Symbolic
// links are not followed, and what editors write beside a file is passed over.
// Where the system does not let it listen, it looks again and again.
package watch

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Options say what is watched.
type Options struct {
	Root string                   // absolute, without symbolic links
	Skip func(folder string) bool // folders below Root, with slashes, that are not looked into; nil for none
	Also []string                 // absolute paths of further files, outside Root or in a folder that is skipped
	Poll bool                     // look again and again, although the system might tell
	Now  func() time.Time         // the clock
}

// Change is what happened within a short time. The last state of a file counts:
// one that was written twice stands there once.
type Change struct {
	Paths  []string // below Root, with slashes, in order: written, created or gone
	Also   bool     // one of Options.Also changed
	Unsure bool     // more may have changed than is told: everything has to be looked at

	// Polling is set once where the system stops telling: why the files are
	// looked at every few seconds from now on.
	Polling error
}

// How long to wait for more before telling: an editor writes a file in several
// steps, and a checkout writes many files. A burst is told at the latest after
// the longer of its times.
const (
	quiet, longest           = 25 * time.Millisecond, 200 * time.Millisecond
	quietBurst, longestBurst = 250 * time.Millisecond, 3 * time.Second
	burst                    = 20 // files that make a burst
)

// Watcher watches until its context ends.
type Watcher struct {
	// Changes gives what happens. Who reads slowly gets less and larger ones.
	Changes <-chan Change
	// Polling is why the system does not tell of changes, so that the files are
	// looked at every few seconds; nil where it does.
	Polling error

	options Options
	out     chan Change
}

// errAsked is why a watcher polls that was told to.
var errAsked = errors.New("polling was asked for")

// Start begins to watch. An error is one of reading the folders.
func Start(ctx context.Context, o Options) (*Watcher, error) {
	out := make(chan Change)
	w := &Watcher{Changes: out, options: o, out: out, Polling: errAsked}
	if !o.Poll {
		l, err := w.listen()
		if err == nil {
			go l.run(ctx)
			w.Polling = nil
			return w, nil
		}
		w.Polling = err
	}
	before, _, err := w.scan()
	if err != nil {
		return nil, err
	}
	go w.poll(ctx, before, nil)
	return w, nil
}

// skips tells whether a folder below the root, with slashes, is not looked into.
func (w *Watcher) skips(folder string) bool { return w.options.Skip != nil && w.options.Skip(folder) }

// rel is a path below the root with slashes; not ok for one elsewhere.
func (w *Watcher) rel(name string) (string, bool) {
	rel, err := filepath.Rel(w.options.Root, name)
	return filepath.ToSlash(rel), err == nil && filepath.IsLocal(rel)
}

// temporary tells whether a file is one that editors write beside the one that
// is edited: Vim (.x.swp, 4913, x~), Emacs (.#x, #x#), JetBrains (x___jb_tmp___),
// and whatever saves by renaming (x.tmp).
func temporary(name string) bool {
	base := path.Base(name)
	return base == "4913" || strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~") ||
		strings.HasPrefix(base, "#") && strings.HasSuffix(base, "#") ||
		strings.HasSuffix(base, ".tmp") || strings.HasSuffix(base, ".swp") || strings.HasSuffix(base, ".swx") ||
		strings.HasSuffix(base, "___jb_tmp___") || strings.HasSuffix(base, "___jb_old___")
}

// batch is what is known and not told yet.
type batch struct {
	paths  map[string]bool
	also   bool
	unsure bool
	first  time.Time
	last   time.Time
}

func (b *batch) empty() bool { return len(b.paths) == 0 && !b.also && !b.unsure }

// touch notes that something was added.
func (b *batch) touch(now time.Time) {
	b.last = now
	if b.first.IsZero() {
		b.first = now
	}
}

func (b *batch) add(name string) {
	if b.paths == nil {
		b.paths = map[string]bool{}
	}
	b.paths[name] = true
}

// wait is how long to wait for more; 0 or less if it is time to tell.
func (b *batch) wait(now time.Time) time.Duration {
	pause, limit := quiet, longest
	if len(b.paths) > burst || b.unsure {
		pause, limit = quietBurst, longestBurst
	}
	return min(b.last.Add(pause).Sub(now), b.first.Add(limit).Sub(now))
}

func (b *batch) change() Change {
	return Change{Paths: slices.Sorted(maps.Keys(b.paths)), Also: b.also, Unsure: b.unsure}
}

// listener is a watcher that the system tells.
type listener struct {
	*Watcher
	system  *fsnotify.Watcher
	folders map[string]bool // absolute paths of those that are watched
	pending batch
}

// listen starts to listen to all folders.
func (w *Watcher) listen() (*listener, error) {
	system, err := fsnotify.NewBufferedWatcher(4096)
	if err != nil {
		return nil, err
	}
	l := &listener{Watcher: w, system: system, folders: map[string]bool{}}
	err = l.enter(w.options.Root, nil)
	for _, file := range w.options.Also {
		if err == nil {
			err = l.add(filepath.Dir(file))
		}
	}
	if err != nil {
		return nil, errors.Join(err, system.Close())
	}
	return l, nil
}

func (l *listener) add(folder string) error {
	err := l.system.Add(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it is gone already, or not there yet
	}
	return err
}

// enter listens to a folder and those below it, and hands the files there to
// found: they may be older than the listening.
func (l *listener) enter(folder string, found func(name string)) error {
	return filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
				return nil
			}
			return err
		}
		rel, _ := l.rel(name)
		if !d.IsDir() {
			if found != nil {
				found(rel)
			}
			return nil
		}
		if rel != "." && l.skips(rel) {
			return fs.SkipDir
		}
		l.folders[name] = true
		return l.add(name)
	})
}

// run tells of changes until the context ends.
func (l *listener) run(ctx context.Context) {
	defer l.system.Close()
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		var out chan<- Change
		var next Change
		if !l.pending.empty() {
			if wait := l.pending.wait(l.options.Now()); wait > 0 {
				timer.Reset(wait)
			} else {
				out, next = l.out, l.pending.change()
			}
		}
		select {
		case <-ctx.Done():
			return
		case out <- next:
			l.pending = batch{}
		case <-timer.C:
		case event := <-l.system.Events:
			if err := l.note(event); err != nil { // no more folders can be watched
				l.system.Close()
				l.poll(ctx, nil, err)
				return
			}
		case <-l.system.Errors: // events were lost
			l.pending.unsure = true
			l.pending.touch(l.options.Now())
		}
	}
}

// note takes one event.
func (l *listener) note(e fsnotify.Event) error {
	if e.Op == fsnotify.Chmod {
		return nil // it says what it said
	}
	if slices.Contains(l.options.Also, e.Name) {
		l.pending.also = true
		l.pending.touch(l.options.Now())
		return nil
	}
	name, inside := l.rel(e.Name)
	if !inside || l.outside(path.Dir(name)) {
		return nil
	}
	if l.folders[e.Name] && e.Has(fsnotify.Remove|fsnotify.Rename) {
		delete(l.folders, e.Name)
		l.pending.unsure = true
		l.pending.touch(l.options.Now())
		return nil
	}
	if info, err := os.Lstat(e.Name); err == nil && info.IsDir() {
		if !e.Has(fsnotify.Create) || l.skips(name) {
			return nil
		}
		return l.enter(e.Name, l.noteFile)
	}
	l.noteFile(name)
	return nil
}

// outside tells whether a folder is one that is not looked into, and listened
// to for the sake of Also alone.
func (l *listener) outside(folder string) bool {
	for at := folder; at != "."; at = path.Dir(at) {
		if l.skips(at) {
			return true
		}
	}
	return false
}

func (l *listener) noteFile(name string) {
	if !temporary(name) {
		l.pending.add(name)
		l.pending.touch(l.options.Now())
	}
}
