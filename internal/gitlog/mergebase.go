package gitlog

import (
	"cmp"
	"container/heap"
	"errors"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
)

// ErrNoBase is returned where two commits share no history.
var ErrNoBase = errors.New("there is nothing to compare with")

// MergeBase gives the best common ancestor of two commits: of several, as
// after a criss-cross merge, the one that git merge-base prints, the newest by
// date. The boundary of a shallow clone ends the search. If there is none, the
// error is ErrTooShallow where a boundary may hide it, else ErrNoBase.
func (r *Repository) MergeBase(a, b Commit) (Commit, error) {
	one, two := plumbing.NewHash(a.Hash), plumbing.NewHash(b.Hash)
	p := painter{repository: r, commits: map[plumbing.Hash]*painted{}}
	bases, err := p.common(one, []plumbing.Hash{two})
	if err != nil {
		return Commit{}, err
	}
	switch {
	case len(bases) > 1:
		if bases, err = p.independent(bases); err != nil {
			return Commit{}, err
		}
	case len(bases) == 0 && p.boundary:
		return Commit{}, &TooShallowError{}
	case len(bases) == 0:
		return Commit{}, ErrNoBase
	}
	return r.commit(bases[0])
}

// Colours of the commits that a painter meets.
const (
	ofOne  = 1 << iota // an ancestor of the first side, or it
	ofTwo              // an ancestor of the other side, or it
	stale              // an ancestor of a common ancestor
	result             // a common ancestor
)

// painted is a commit under paint.
type painted struct {
	hash    plumbing.Hash
	date    int64 // committer's, seconds since 1970
	parents []plumbing.Hash
	colour  int
}

// painter finds common ancestors as git's commit-reach.c does: it walks both
// histories by date, newest first, and paints what it meets.
type painter struct {
	repository *Repository
	commits    map[plumbing.Hash]*painted
	boundary   bool // a shallow boundary was met
}

func (p *painter) load(hash plumbing.Hash) (*painted, error) {
	if c, ok := p.commits[hash]; ok {
		return c, nil
	}
	raw, err := p.repository.raw(hash)
	if err != nil {
		return nil, err
	}
	p.boundary = p.boundary || p.repository.shallow[hash]
	c := &painted{hash: hash, date: parseDate(raw.committer).Unix(), parents: p.repository.parents(hash, raw)}
	p.commits[hash] = c
	return c, nil
}

// common gives the common ancestors of one commit and any of others, newest
// first, not counting those that a walk by date finds to be ancestors of
// another. Wrong dates may leave some of these in.
func (p *painter) common(one plumbing.Hash, others []plumbing.Hash) ([]plumbing.Hash, error) {
	for _, c := range p.commits {
		c.colour = 0
	}
	q := &queue{}
	if err := p.push(q, one, ofOne); err != nil {
		return nil, err
	}
	for _, two := range others {
		if err := p.push(q, two, ofTwo); err != nil {
			return nil, err
		}
	}
	var found []*painted
	for q.fresh() {
		c := heap.Pop(q).(queued).commit
		colour := c.colour & (ofOne | ofTwo | stale)
		if colour == ofOne|ofTwo {
			if c.colour&result == 0 {
				c.colour |= result
				found = append(found, c)
			}
			colour |= stale
		}
		for _, parent := range c.parents {
			if err := p.push(q, parent, colour); err != nil {
				return nil, err
			}
		}
	}
	found = slices.DeleteFunc(found, func(c *painted) bool { return c.colour&stale != 0 })
	slices.SortStableFunc(found, func(a, b *painted) int { return cmp.Compare(b.date, a.date) })
	hashes := make([]plumbing.Hash, len(found))
	for i, c := range found {
		hashes[i] = c.hash
	}
	return hashes, nil
}

// push paints a commit and queues it if that is news.
func (p *painter) push(q *queue, hash plumbing.Hash, colour int) error {
	c, err := p.load(hash)
	if err != nil || c.colour&colour == colour {
		return err
	}
	c.colour |= colour
	q.arrived++
	heap.Push(q, queued{c, q.arrived})
	return nil
}

// independent leaves out the commits that are ancestors of another one. The
// order stays.
func (p *painter) independent(list []plumbing.Hash) ([]plumbing.Hash, error) {
	redundant := map[plumbing.Hash]bool{}
	for i, hash := range list {
		var others []plumbing.Hash
		for j, other := range list {
			if j != i && !redundant[other] {
				others = append(others, other)
			}
		}
		if redundant[hash] || len(others) == 0 {
			continue
		}
		if _, err := p.common(hash, others); err != nil {
			return nil, err
		}
		redundant[hash] = p.commits[hash].colour&ofTwo != 0
		for _, other := range others {
			redundant[other] = redundant[other] || p.commits[other].colour&ofOne != 0
		}
	}
	return slices.DeleteFunc(list, func(h plumbing.Hash) bool { return redundant[h] }), nil
}

// queued is a commit in a queue; one that gets another colour comes again.
type queued struct {
	commit *painted
	order  int // of its arrival
}

// queue holds commits by date, newest first; of the same date the one that
// came first.
type queue struct {
	list    []queued
	arrived int
}

// fresh tells whether a commit is queued that is not known to be stale.
func (q *queue) fresh() bool {
	return slices.ContainsFunc(q.list, func(e queued) bool { return e.commit.colour&stale == 0 })
}

func (q *queue) Len() int { return len(q.list) }

func (q *queue) Less(i, j int) bool {
	a, b := q.list[i], q.list[j]
	return a.commit.date > b.commit.date || a.commit.date == b.commit.date && a.order < b.order
}

func (q *queue) Swap(i, j int) { q.list[i], q.list[j] = q.list[j], q.list[i] }
func (q *queue) Push(e any)    { q.list = append(q.list, e.(queued)) }

func (q *queue) Pop() any {
	last := q.list[len(q.list)-1]
	q.list = q.list[:len(q.list)-1]
	return last
}
