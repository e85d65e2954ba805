package gitlog

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"hash/maphash"
	"path"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

const (
	// similar is the least likeness of a file that was renamed and changed at
	// the same time: Dice's coefficient of the lines of both.
	similar = 0.5
	// maxLike bounds on each side how many files are compared line by line.
	// Git gives up at 1,000.
	maxLike = 2_000
	// maxCompared bounds how often a line is found in another file, so that
	// thousands of files made alike cost seconds at most. Files beyond it are
	// found again only if they are the same.
	maxCompared = 20_000_000
	// maxDocument bounds what is compared, in bytes; larger files are found
	// again only if they are the same.
	maxDocument = 4 << 20
)

// Renames tells which files of the commit head, below Prefix, were at another
// path in the commit base: the path there by the path in head, both from
// Prefix. A file whose path is in both was not renamed. Of a deleted and an
// added file the same content counts first, then the likest of which half the
// lines are common; each file is taken once.
func (r *Repository) Renames(base, head string) (map[string]string, error) {
	var trees [2]plumbing.Hash
	for i, text := range []string{base, head} {
		hash, ok := parseHash(text)
		if !ok {
			return nil, &RevisionError{text, Unsupported}
		}
		c, err := r.raw(hash)
		if err != nil {
			return nil, err
		}
		trees[i] = c.tree
	}
	var changes []change
	if err := r.diff(trees[0], trees[1], r.Prefix, func(c change) { changes = append(changes, c) }); err != nil {
		return nil, err
	}
	found, err := r.renames(changes)
	if err != nil {
		return nil, fmt.Errorf("looking for renamed files: %w", err)
	}
	out := make(map[string]string, len(found))
	for to, from := range found {
		out[strings.TrimPrefix(to, r.Prefix)] = strings.TrimPrefix(from, r.Prefix)
	}
	return out, nil
}

// renames finds the renamed files among the changes of a commit: the old path
// by the new one.
func (r *Repository) renames(changes []change) (map[string]string, error) {
	var deleted, added []change
	for _, c := range changes {
		switch {
		case c.is.IsZero():
			deleted = append(deleted, c)
		case c.was.IsZero():
			added = append(added, c)
		}
	}
	if len(deleted) == 0 || len(added) == 0 {
		return nil, nil
	}
	found := map[string]string{}
	deleted, added = pairSame(deleted, added, found)
	if len(deleted) == 0 || len(added) == 0 || len(deleted) > maxLike || len(added) > maxLike {
		return found, nil
	}
	return found, r.pairLike(deleted, added, found)
}

// pairSame pairs the files of the same content, those with the same base name
// first. What is left over comes back.
func pairSame(deleted, added []change, found map[string]string) (restDeleted, restAdded []change) {
	byBlob := map[plumbing.Hash][]change{}
	for _, d := range deleted {
		byBlob[d.was] = append(byBlob[d.was], d)
	}
	taken := map[string]bool{}
	for _, sameName := range []bool{true, false} {
		for _, a := range added {
			if found[a.path] != "" {
				continue
			}
			for _, d := range byBlob[a.is] {
				if !taken[d.path] && (!sameName || path.Base(d.path) == path.Base(a.path)) {
					found[a.path], taken[d.path] = d.path, true
					break
				}
			}
		}
	}
	left := func(list []change, gone func(string) bool) []change {
		return slices.DeleteFunc(slices.Clone(list), func(c change) bool { return gone(c.path) })
	}
	return left(deleted, func(p string) bool { return taken[p] }),
		left(added, func(p string) bool { return found[p] != "" })
}

// pairLike pairs the files that have enough lines in common.
func (r *Repository) pairLike(deleted, added []change, found map[string]string) error {
	seed := maphash.MakeSeed()
	index := map[uint64][]posting{} // by line
	sizes := make([]int, len(deleted))
	for i, d := range deleted {
		lines, n, err := r.lines(d.was, seed)
		if err != nil {
			return err
		}
		sizes[i] = n
		for line, count := range lines {
			index[line] = append(index[line], posting{i, count})
		}
	}
	type pair struct {
		deleted, added int
		like           float64
	}
	var pairs []pair
	budget := maxCompared
	for i, a := range added {
		lines, n, err := r.lines(a.is, seed)
		if err != nil {
			return err
		}
		for line := range lines {
			budget -= len(index[line])
		}
		if budget < 0 {
			break
		}
		common := make([]int, len(deleted))
		for line, count := range lines {
			for _, p := range index[line] {
				common[p.file] += min(p.count, count)
			}
		}
		for j, c := range common {
			if like := 2 * float64(c) / float64(n+sizes[j]); c > 0 && like >= similar {
				pairs = append(pairs, pair{j, i, like})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.like, a.like), cmp.Compare(a.added, b.added), cmp.Compare(a.deleted, b.deleted))
	})
	taken := map[int]bool{}
	for _, p := range pairs {
		to := added[p.added].path
		if found[to] == "" && !taken[p.deleted] {
			found[to], taken[p.deleted] = deleted[p.deleted].path, true
		}
	}
	return nil
}

// posting is a file that has a line count times.
type posting struct{ file, count int }

// lines gives how often a file has each of its lines that are not empty, by
// their hash, and how many these are. A file that is too large, binary or not
// here has none.
func (r *Repository) lines(blob plumbing.Hash, seed maphash.Seed) (map[uint64]int, int, error) {
	data, _, err := r.document(blob)
	if errors.Is(err, ErrTooLarge) || errors.Is(err, ErrMissing) || bytes.IndexByte(data, 0) >= 0 {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	lines := map[uint64]int{}
	total := 0
	for line := range bytes.Lines(data) {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			lines[maphash.Bytes(seed, line)]++
			total++
		}
	}
	return lines, total, nil
}

// alike tells whether two files have enough lines in common to be one.
func (r *Repository) alike(a, b plumbing.Hash) (bool, error) {
	if a == b {
		return true, nil
	}
	seed := maphash.MakeSeed()
	one, n, err := r.lines(a, seed)
	if err != nil {
		return false, err
	}
	two, m, err := r.lines(b, seed)
	common := 0
	for line, count := range one {
		common += min(count, two[line])
	}
	return common > 0 && 2*float64(common)/float64(n+m) >= similar, err
}
