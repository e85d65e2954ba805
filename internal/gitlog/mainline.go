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

// note is what is kept of a commit.
type note struct {
	hash     plumbing.Hash
	author   int32     // in the people of the mainline
	helpers  []int32   // of its Co-authored-by lines, likewise
	at       time.Time // committer's date, as written
	authored time.Time // author's date, as written
	subject  string    // first line of the message
}

// landing is a commit of the mainline, the line of first parents: what it
// holds has landed with it, be it a merge, a squash or a rebase.
type landing struct {
	commit  note
	tree    plumbing.Hash
	parents []plumbing.Hash // that are here
	landed  time.Time       // committer's date, repaired
	sides   []note          // commits that a merge brought in for the first time, newest first as they are met

	// What it changed of the documents; see read.
	changes []change
	touches []touch // by the sides, the newest first
}

// mainline is the history of a commit along its first parents, oldest first.
type mainline struct {
	landings []landing
	shallow  bool        // the first one is not the beginning: its parents are not here
	skewed   int         // landings whose date was repaired
	people   []signature // authors, in the order in which they are met
	known    map[signature]int32
	read     int                   // how many of the newest landings were read from Git
	places   map[plumbing.Hash]int // of landings, by commit; made by index
}

// signature is who a commit names, as stored.
type signature struct{ person, encoding string }

// note keeps what counts of a commit.
func (m *mainline) note(hash plumbing.Hash, c rawCommit) note {
	end := bytes.IndexByte(c.author, '>') + 1
	n := note{
		hash: hash, author: m.person(signature{string(c.author[:end]), c.encoding}),
		at: parseDate(c.committer), authored: parseDate(c.author),
	}
	message := decode(c.message, c.encoding)
	n.subject = Commit{Message: message}.Subject()
	for _, p := range helpers(message) {
		n.helpers = append(n.helpers, m.person(signature{p.Name + " <" + p.Email + ">", ""}))
	}
	return n
}

// person gives the number of an author.
func (m *mainline) person(s signature) int32 {
	n, ok := m.known[s]
	if !ok {
		n = int32(len(m.people))
		m.people, m.known[s] = append(m.people, s), n
	}
	return n
}

// named gives the authors by the names the mailmap gives them, in their order.
func (m *mainline) named(names mailmap) []Person {
	list := make([]Person, len(m.people))
	for i, s := range m.people {
		list[i] = names.person(parsePerson([]byte(s.person), s.encoding))
	}
	return list
}

// active gives the authors of all commits with the date of their last one, but
// not after the mainline's last.
func (m *mainline) active(people []Person) []Contributor {
	end := m.landings[len(m.landings)-1].landed
	list := make([]Contributor, len(people))
	met := func(n note) {
		at := n.at
		if at.After(end) {
			at = end
		}
		if c := &list[n.author]; c.Last.IsZero() || at.After(c.Last) {
			c.Person, c.Last = people[n.author], at
		}
	}
	for _, l := range m.landings {
		met(l.commit)
		for _, side := range l.sides {
			met(side)
		}
	}
	return slices.DeleteFunc(list, func(c Contributor) bool { return c.Person == Person{} && c.Last.IsZero() })
}

// mainline walks from a commit to the first one, or to where the clone ends,
// or to the first that is known already: the rest is taken from there.
func (r *Repository) mainline(hash plumbing.Hash, now time.Time, before *mainline) (*mainline, error) {
	m := &mainline{known: map[signature]int32{}}
	if before != nil {
		m.people, m.known = before.people, before.known
	}
	var known []landing
	for {
		if before != nil {
			if i, ok := before.index(hash); ok {
				known = before.landings[:i+1]
				break
			}
		}
		c, err := r.raw(hash)
		if err != nil {
			return nil, err
		}
		parents := r.parents(hash, c)
		m.landings = append(m.landings, landing{commit: m.note(hash, c), tree: c.tree, parents: parents})
		m.read++
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
	m.landings = slices.Concat(known, m.landings)
	m.date(now)
	return m, r.sides(m)
}

// date repairs the dates of the landings.
func (m *mainline) date(now time.Time) {
	dates := make([]time.Time, len(m.landings))
	for i, l := range m.landings {
		dates[i] = l.commit.at
	}
	dates, m.skewed = repair(dates, now)
	for i := range dates {
		m.landings[i].landed = dates[i]
	}
}

// index finds a commit among the landings, the newest first.
func (m *mainline) index(hash plumbing.Hash) (int, bool) {
	if m.places == nil {
		m.places = make(map[plumbing.Hash]int, len(m.landings))
		for i, l := range m.landings {
			m.places[l.commit.hash] = i
		}
	}
	i, ok := m.places[hash]
	return i, ok
}

// sides finds the commits that each merge brought in, every commit once, for
// the merge that was first.
func (r *Repository) sides(m *mainline) error {
	if !slices.ContainsFunc(m.landings[len(m.landings)-m.read:], func(l landing) bool { return len(l.parents) > 1 }) {
		return nil
	}
	seen := make(map[plumbing.Hash]bool, len(m.landings))
	for _, l := range m.landings {
		seen[l.commit.hash] = true
		for _, side := range l.sides {
			seen[side.hash] = true
		}
	}
	for i := len(m.landings) - m.read; i < len(m.landings); i++ {
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
			l.sides = append(l.sides, m.note(hash, c))
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

// touch is a commit of the side of a merge that changed a file.
type touch struct {
	side int32 // in the sides of the landing
	path string
	blob plumbing.Hash // zero if it deleted the file
}

// touches gives what the commits of the sides of a merge changed of the files
// of paths, the newest by date first. A merge on the side counts only for what
// it has from none of its parents.
func (r *Repository) touches(l *landing, paths map[string]bool) ([]touch, error) {
	var found []touch
	for i, side := range l.sides {
		if r.shallow[side.hash] {
			continue // what it changed cannot be known
		}
		c, err := r.raw(side.hash)
		if err != nil {
			return nil, err
		}
		made, err := r.made(c, paths)
		if err != nil {
			return nil, err
		}
		for _, ch := range made {
			found = append(found, touch{int32(i), ch.path, ch.is})
		}
	}
	slices.SortStableFunc(found, func(a, b touch) int { return l.sides[b.side].at.Compare(l.sides[a.side].at) })
	return found, nil
}

// made gives which files of paths a commit has from none of its parents.
func (r *Repository) made(c rawCommit, paths map[string]bool) ([]change, error) {
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
	var made []change
	err := r.diff(first, c.tree, r.Prefix, func(ch change) {
		if paths[ch.path] {
			made = append(made, ch)
		}
	})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(made, func(ch change) bool {
		fromParent := false
		for i := 1; i < len(trees) && err == nil && !fromParent; i++ {
			var blob plumbing.Hash
			blob, err = r.find(trees[i], ch.path)
			fromParent = blob == ch.is
		}
		return fromParent
	}), err
}
