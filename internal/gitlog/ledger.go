package gitlog

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// readChanges reads what the newest landings of a mainline, those that were
// read from Git, changed of the wanted documents: so that what goes along the
// history later needs no trees. Newer objects come first: the older are stored
// as differences from them.
func (r *Repository) readChanges(m *mainline, want func(path string) bool) error {
	for i := len(m.landings) - 1; i >= len(m.landings)-m.read; i-- {
		l := &m.landings[i]
		err := r.diff(m.before(i), l.tree, r.Prefix, func(c change) {
			if want(strings.TrimPrefix(c.path, r.Prefix)) {
				l.changes = append(l.changes, c)
			}
		})
		if err != nil {
			return err
		}
		if len(l.changes) == 0 || i == 0 && m.shallow {
			continue
		}
		if err := r.findRenames(l); err != nil {
			return err
		}
		if err := r.findTouches(l); err != nil {
			return err
		}
	}
	return nil
}

// findRenames notes which of the added documents were renamed.
func (r *Repository) findRenames(l *landing) error {
	renamed, err := r.renames(l.changes)
	for i := range l.changes {
		l.changes[i].from = renamed[l.changes[i].path]
	}
	return err
}

// findTouches notes which commits of the sides of a merge made its changes.
func (r *Repository) findTouches(l *landing) (err error) {
	if len(l.sides) == 0 {
		return nil
	}
	paths := map[string]bool{}
	for _, c := range l.changes {
		paths[c.path] = true
	}
	l.touches, err = r.touches(l, paths)
	return err
}

// blob is a document as it was at some time: what it says depends on its path
// too, whose folder may tell its kind.
type blob struct {
	path string // from the root of the repository
	hash plumbing.Hash
}
