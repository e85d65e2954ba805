package gitlog

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// pass goes along a mainline from the newest commit to the oldest and notes
// what happened to each document of the newest.
type pass struct {
	repository *Repository
	query      Query
	mainline   *mainline
	mailmap    mailmap
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
	at := p.mainline.landings[0].at
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
	l := p.mainline.landings[i]
	changes, err := p.changes(i)
	if err != nil || len(changes) == 0 {
		return err
	}
	renamed, err := p.renamed(changes)
	if err != nil {
		return err
	}
	from, added := map[string]change{}, 0
	for _, c := range changes {
		if c.is.IsZero() {
			from[c.path] = c
		} else if c.was.IsZero() && renamed[c.path] == "" {
			added++
		}
	}
	touches, err := p.touches(l, changes, renamed)
	if err != nil {
		return err
	}
	moved := map[string]*Document{}
	for _, c := range changes {
		d := p.live[c.path]
		if d == nil || c.is.IsZero() {
			continue
		}
		old := renamed[c.path]
		if old != "" {
			c.was = from[old].was
			delete(p.live, c.path)
			moved[old] = d
			d.Former = append(d.Former, old)
		}
		makers, err := p.makers(l, touches, c.path, old)
		if err != nil {
			return err
		}
		if c.was.IsZero() {
			d.Created, d.Imported = p.change(l, makers[len(makers)-1]), added >= Bulk
			delete(p.live, c.path)
			p.ended[c.path] = ended{d, c.is}
		}
		if c.was != c.is {
			if err := p.note(d, l, makers, c); err != nil {
				return err
			}
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

// changes gives the wanted files that the i-th commit changed.
func (p *pass) changes(i int) ([]change, error) {
	r, l := p.repository, p.mainline.landings[i]
	var changes []change
	err := r.diff(p.mainline.before(i), l.tree, r.Prefix, func(c change) {
		if p.query.Want(strings.TrimPrefix(c.path, r.Prefix)) {
			changes = append(changes, c)
		}
	})
	return changes, err
}

// renamed finds the renames of a commit if a document that is followed may be
// among them.
func (p *pass) renamed(changes []change) (map[string]string, error) {
	born := slices.ContainsFunc(changes, func(c change) bool { return c.was.IsZero() && p.live[c.path] != nil })
	if !born {
		return nil, nil
	}
	return p.repository.renames(changes)
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

// touches gives the side commits that made the changes of a merge.
func (p *pass) touches(l landing, changes []change, renamed map[string]string) ([]touch, error) {
	if len(l.sides) == 0 {
		return nil, nil
	}
	paths := map[string]bool{}
	for _, c := range changes {
		if p.live[c.path] != nil && !c.is.IsZero() {
			paths[c.path] = true
			paths[renamed[c.path]] = true
		}
	}
	if len(paths) == 0 {
		return nil, nil
	}
	return p.repository.touches(l, paths)
}

// makers gives the commits that made a change, newest first: those of the side
// that touched the file, else the commit that landed it, which a merge with a
// content of its own is.
func (p *pass) makers(l landing, touches []touch, path, old string) ([]Commit, error) {
	var makers []Commit
	for _, t := range touches {
		if t.path == path || t.path == old {
			makers = append(makers, t.commit)
		}
	}
	if len(makers) > 0 {
		return makers, nil
	}
	c, err := p.repository.commit(l.hash)
	return []Commit{c}, err
}

// note notes a change of the content of a document.
func (p *pass) note(d *Document, l landing, makers []Commit, c change) error {
	makers = slices.DeleteFunc(slices.Clone(makers), func(m Commit) bool { return p.ignored[m.Hash] || p.ignored[l.hash.String()] })
	if len(makers) == 0 && !c.was.IsZero() {
		return nil
	}
	for _, m := range makers {
		d.Contributors = credit(d.Contributors, p.mailmap.makers(m), l.at)
	}
	if d.Substance.Commit != "" {
		return nil
	}
	changed, substance, err := p.weigh(c)
	if err != nil {
		return err
	}
	last := d.Created // where every commit that made the document is to be ignored
	if len(makers) > 0 {
		last = p.change(l, makers[0])
	}
	if changed && d.Changed.Commit == "" {
		d.Changed = last
	}
	if substance {
		d.Substance = last
	}
	return nil
}

// weigh tells whether a change changed more than line endings, and whether it
// is of substance. What cannot be read, being too large or not in a partial
// clone, is taken for both.
func (p *pass) weigh(c change) (changed, substance bool, err error) {
	if c.was.IsZero() {
		return true, true, nil
	}
	var texts [2][]byte
	for i, blob := range []plumbing.Hash{c.was, c.is} {
		data, err := p.repository.objects.read(plumbing.BlobObject, blob, maxDocument)
		if errors.Is(err, ErrMissing) || errors.Is(err, ErrTooLarge) {
			return true, true, nil
		}
		if err != nil {
			return false, false, err
		}
		texts[i] = unixLines(data)
	}
	if bytes.Equal(texts[0], texts[1]) {
		return false, false, nil
	}
	return true, p.query.Substance == nil || p.query.Substance(texts[0], texts[1]), nil
}

// change is a commit as the change that it made, dated by its landing.
func (p *pass) change(l landing, c Commit) Change {
	author := p.mailmap.person(c.Author)
	return Change{At: l.at, Author: author.Name, Email: author.Email, Authored: c.Authored, Commit: c.Hash, Subject: c.Subject()}
}
