package watch

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// stamp is by what a changed file is told.
type stamp struct {
	size int64
	at   time.Time
}

// Looking takes at most this share of the time.
const (
	leastPause = time.Second
	restFactor = 20
)

// scan gives the stamps of all files, those of Also by their absolute paths,
// and how long it took.
func (w *Watcher) scan() (map[string]stamp, time.Duration, error) {
	begun := w.options.Now()
	seen := map[string]stamp{}
	err := filepath.WalkDir(w.options.Root, func(name string, d fs.DirEntry, err error) error {
		rel, _ := w.rel(name)
		switch {
		case err != nil && rel == ".":
			return err
		case err != nil:
			return nil // gone while looking, or closed to us
		case d.IsDir() && rel != "." && w.skips(rel):
			return fs.SkipDir
		case d.IsDir() || temporary(rel):
			return nil
		}
		if info, err := d.Info(); err == nil {
			seen[rel] = stamp{info.Size(), info.ModTime()}
		}
		return nil
	})
	for _, name := range w.options.Also {
		if info, err := os.Stat(name); err == nil {
			seen[name] = stamp{info.Size(), info.ModTime()}
		}
	}
	return seen, w.options.Now().Sub(begun), err
}

// poll tells of changes until the context ends, by looking. Without a state
// before, the first look tells that anything may have changed, and why.
func (w *Watcher) poll(ctx context.Context, before map[string]stamp, why error) {
	pause := leastPause
	if before == nil {
		pause = 0
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		now, took, err := w.scan()
		pause = max(leastPause, restFactor*took)
		if err != nil {
			continue // the root may come back
		}
		c := Change{Unsure: true, Polling: why}
		if before != nil {
			c = w.difference(before, now)
		}
		before = now
		if len(c.Paths) == 0 && !c.Also && !c.Unsure {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case w.out <- c:
		}
	}
}

func (w *Watcher) difference(before, now map[string]stamp) Change {
	var b batch
	note := func(name string) {
		if filepath.IsAbs(name) {
			b.also = true
		} else {
			b.add(name)
		}
	}
	for name, s := range now {
		if old, known := before[name]; !known || old != s {
			note(name)
		}
	}
	for name := range before {
		if _, known := now[name]; !known {
			note(name)
		}
	}
	return b.change()
}
