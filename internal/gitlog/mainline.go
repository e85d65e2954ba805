package gitlog

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// maxMainline bounds the walk along first parents.
const maxMainline = 1_000_000

// landing is a commit of the mainline, the line of first parents: what it
// holds has landed with it, be it a merge, a squash or a rebase.
type landing struct {
	hash    plumbing.Hash
	tree    plumbing.Hash
	parents []plumbing.Hash // that are here
	at      time.Time       // committer's date, repaired
	sides   []plumbing.Hash // commits that a merge brought in for the first time, newest first as they are met
}

// mainline is the history of a commit along its first parents, oldest first.
type mainline struct {
	landings []landing
	shallow  bool // the first one is not the beginning: its parents are not here
	skewed   int  // landings whose date was repaired
	// authors tells when each author last made a commit, by the bytes of the
	// commit and the encoding it declares.
	authors map[signature]time.Time
}

// signature is who a commit names, as stored.
type signature struct{ person, encoding string }

// author notes that the author of a commit was at work.
func (m *mainline) author(c rawCommit) {
	end := bytes.IndexByte(c.author, '>') + 1
	at := parseDate(c.committer)
	if was, ok := m.authors[signature{string(c.author[:end]), c.encoding}]; !ok || at.After(was) {
		m.authors[signature{string(c.author[:end]), c.encoding}] = at
	}
}

// active gives the authors of all commits by the names the mailmap gives them,
// with the date of their last one, but not after the mainline's last.
func (m *mainline) active(names mailmap) []Contributor {
	end := m.landings[len(m.landings)-1].at
	var list []Contributor
	for s, at := range m.authors {
		p := names.person(parsePerson([]byte(s.person), s.encoding))
		if at.After(end) {
			at = end
		}
		list = append(list, Contributor{Person: p, Last: at})
	}
	return list
}

// mainline walks from a commit to the first one, or to where the clone ends.
func (r *Repository) mainline(hash plumbing.Hash, now time.Time) (*mainline, error) {
	m := &mainline{authors: map[signature]time.Time{}}
	var dates []time.Time
	for {
		c, err := r.raw(hash)
		if err != nil {
			return nil, err
		}
		m.author(c)
		parents := r.parents(hash, c)
		m.landings = append(m.landings, landing{hash: hash, tree: c.tree, parents: parents})
		dates = append(dates, parseDate(c.committer))
		m.shallow = r.shallow[hash] && len(c.parents) > 0
		if len(parents) == 0 {
			break
		}
		if len(m.landings) == maxMainline {
			return nil, fmt.Errorf("the history is longer than %d commits", maxMainline)
		}
		hash = parents[0]
	}
	slices.Reverse(m.landings)
	slices.Reverse(dates)
	dates, m.skewed = repair(dates, now)
	for i := range dates {
		m.landings[i].at = dates[i]
	}
	return m, r.sides(m)
}

// sides finds the commits that each merge brought in, every commit once, for
// the merge that was first.
func (r *Repository) sides(m *mainline) error {
	seen := make(map[plumbing.Hash]bool, len(m.landings))
	for _, l := range m.landings {
		seen[l.hash] = true
	}
	for i := range m.landings {
		l := &m.landings[i]
		if len(l.parents) < 2 {
			continue
		}
		todo := slices.Clone(l.parents[1:])
		for len(todo) > 0 {
			hash := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			if seen[hash] {
				continue
			}
			seen[hash] = true
			if len(seen) > maxMainline {
				return fmt.Errorf("the history has more than %d commits", maxMainline)
			}
			c, err := r.raw(hash)
			if err != nil {
				return err
			}
			m.author(c)
			l.sides = append(l.sides, hash)
			todo = append(todo, r.parents(hash, c)...)
		}
	}
	return nil
}

// before gives the tree of the landing before the i-th, the empty tree before
// the first.
func (m *mainline) before(i int) plumbing.Hash {
	if i == 0 {
		return plumbing.ZeroHash
	}
	return m.landings[i-1].tree
}

// touch is a commit that changed a file.
type touch struct {
	commit Commit
	path   string
}

// touches gives the commits of the sides of a merge that changed the files of
// paths, the newest by date first. A merge on the side counts only for what it
// has from none of its parents.
func (r *Repository) touches(l landing, paths map[string]bool) ([]touch, error) {
	var found []touch
	for _, hash := range l.sides {
		if r.shallow[hash] {
			continue // what it changed cannot be known
		}
		c, err := r.raw(hash)
		if err != nil {
			return nil, err
		}
		changed, err := r.made(c, paths)
		if err != nil {
			return nil, err
		}
		for _, path := range changed {
			found = append(found, touch{r.decoded(hash, c), path})
		}
	}
	slices.SortStableFunc(found, func(a, b touch) int { return b.commit.At.Compare(a.commit.At) })
	return found, nil
}

// made gives which files of paths a commit has from none of its parents.
func (r *Repository) made(c rawCommit, paths map[string]bool) ([]string, error) {
	var trees []plumbing.Hash
	for _, parent := range c.parents {
		p, err := r.raw(parent)
		if err != nil {
			return nil, err
		}
		trees = append(trees, p.tree)
	}
	first := plumbing.ZeroHash
	if len(trees) > 0 {
		first = trees[0]
	}
	var changes []change
	err := r.diff(first, c.tree, r.Prefix, func(ch change) {
		if paths[ch.path] && !ch.is.IsZero() {
			changes = append(changes, ch)
		}
	})
	var made []string
	for _, ch := range changes {
		fromParent := false
		for i := 1; i < len(trees) && err == nil && !fromParent; i++ {
			var blob plumbing.Hash
			blob, err = r.find(trees[i], ch.path)
			fromParent = blob == ch.is
		}
		if !fromParent {
			made = append(made, ch.path)
		}
	}
	return made, err
}
