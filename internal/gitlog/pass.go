package gitlog

import (
	"bytes"
	"errors"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
)

// pass goes along a mainline from the newest commit to the oldest and notes
// what happened to each document of the newest.
type pass struct {
	repository *Repository
	query      Query
	mainline   *mainline
	versions   *versions
	people     []Person        // authors, as the mainline numbers them
	ignored    map[string]bool // hashes of commits

	live  map[string]*Document // by the path they have where the pass is
	ended map[string]ended     // whose first commit was met
}

// ended is a document whose file does not exist before the point where the
// pass is. Further back it may turn up again: then it was deleted and restored.
type ended struct {
	document *Document
	blob     plumbing.Hash // with which it began
}

// run goes along the mainline.
func (p *pass) run() error {
	for i := len(p.mainline.landings) - 1; i >= 0; i-- {
		if i == 0 && p.mainline.shallow {
			p.bound()
			return nil
		}
		if err := p.land(i); err != nil {
			return err
		}
	}
	return nil
}

// bound dates what is older than the history that is here: at the earliest
// commit the documents were there already.
func (p *pass) bound() {
	at := p.mainline.landings[0].landed
	for _, d := range p.live {
		for _, c := range []*Change{&d.Created, &d.Changed, &d.Substance} {
			if c.Commit == "" {
				c.At = at
			}
		}
	}
}

// land notes what the i-th commit of the mainline changed.
func (p *pass) land(i int) error {
	l := &p.mainline.landings[i]
	from, added := map[string]change{}, 0
	for _, c := range l.changes {
		if c.is.IsZero() {
			from[c.path] = c
		} else if c.was.IsZero() && c.from == "" {
			added++
		}
	}
	moved := map[string]*Document{}
	for i, c := range l.changes {
		d := p.live[c.path]
		if d == nil || c.is.IsZero() {
			continue
		}
		old := c.from
		if old != "" {
			c.was = from[old].was
			delete(p.live, c.path)
			moved[old] = d
			d.Former = append(d.Former, old)
		}
		makers := l.makers(c.path, old)
		if c.was.IsZero() {
			d.Created, d.Imported = p.change(l, makers[len(makers)-1]), added >= Bulk
			delete(p.live, c.path)
			p.ended[c.path] = ended{d, c.is}
		}
		if c.was != c.is {
			if err := p.note(d, l, makers, &c); err != nil {
				return err
			}
			l.changes[i].weight = c.weight
		}
	}
	if err := p.restore(from, moved); err != nil {
		return err
	}
	for path, d := range moved {
		p.live[path] = d
	}
	return nil
}

// restore takes up again the documents that a commit deleted and a later one
// brought back much as they were.
func (p *pass) restore(deleted map[string]change, moved map[string]*Document) error {
	for path, c := range deleted {
		e, ok := p.ended[path]
		if !ok || moved[path] != nil {
			continue
		}
		delete(p.ended, path)
		like, err := p.repository.alike(c.was, e.blob)
		if err != nil {
			return err
		}
		if like {
			e.document.Created, e.document.Imported = Change{}, false
			p.live[path] = e.document
		}
	}
	return nil
}

// makers gives the commits that made a change, newest first: those of the side
// that touched the file, else the commit that landed it, which a merge with a
// content of its own is.
func (l *landing) makers(path, old string) []note {
	var makers []note
	for _, t := range l.touches {
		if !t.blob.IsZero() && (t.path == path || t.path == old) {
			makers = append(makers, l.sides[t.side])
		}
	}
	if len(makers) == 0 {
		makers = append(makers, l.commit)
	}
	return makers
}

// who gives the people who made a commit, the author first.
func (p *pass) who(n note) []Person {
	list := []Person{p.people[n.author]}
	for _, number := range n.helpers {
		helper := p.people[number]
		if !slices.ContainsFunc(list, func(other Person) bool { return other.key() == helper.key() }) {
			list = append(list, helper)
		}
	}
	return list
}

// note notes a change of the content of a document.
func (p *pass) note(d *Document, l *landing, makers []note, c *change) error {
	makers = slices.DeleteFunc(slices.Clone(makers), func(m note) bool { return p.ignored[m.hash.String()] || p.ignored[l.commit.hash.String()] })
	if len(makers) == 0 && !c.was.IsZero() {
		return nil
	}
	for _, m := range makers {
		d.Contributors = credit(d.Contributors, p.who(m), l.landed)
	}
	if d.Substance.Commit != "" {
		return nil
	}
	if err := p.weigh(c); err != nil {
		return err
	}
	last := d.Created // where every commit that made the document is to be ignored
	if len(makers) > 0 {
		last = p.change(l, makers[0])
	}
	if c.weight >= changed && d.Changed.Commit == "" {
		d.Changed = last
	}
	if c.weight == substantial {
		d.Substance = last
	}
	return nil
}

// weight is what a change of a document comes to.
type weight uint8

const (
	unweighed   weight = iota
	nothing            // line endings alone
	changed            // formatting, front matter: what the reader's Substance says
	substantial        // what people read
)

// weigh tells what a change comes to. What cannot be read, being too large or
// not in a partial clone, is taken for substantial.
func (p *pass) weigh(c *change) error {
	if c.weight != unweighed {
		return nil
	}
	c.weight = substantial
	if c.was.IsZero() || p.query.Substance == nil && p.versions.plain(*c) {
		return nil
	}
	var texts [2][]byte
	for i, blob := range []plumbing.Hash{c.was, c.is} {
		data, _, err := p.repository.document(blob)
		if errors.Is(err, ErrMissing) || errors.Is(err, ErrTooLarge) {
			return nil
		}
		if err != nil {
			return err
		}
		texts[i] = unixLines(data)
	}
	switch {
	case bytes.Equal(texts[0], texts[1]):
		c.weight = nothing
	case p.query.Substance != nil && !p.query.Substance(texts[0], texts[1]):
		c.weight = changed
	}
	return nil
}

// change is a commit as the change that it made, dated by its landing.
func (p *pass) change(l *landing, n note) Change {
	author := p.people[n.author]
	return Change{At: l.landed, Author: author.Name, Email: author.Email, Authored: n.authored, Commit: n.hash.String(), Subject: n.subject}
}
