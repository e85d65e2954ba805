package insight

import (
	"cmp"
	"container/heap"
	"slices"

	"github.com/debrief-dev/debrief/internal/corpus"
)

// Module is a learning module in its path.
type Module struct {
	Entry *corpus.Entry
	Path  string // the area of skill, as taxon folds it
	Level Level
	// Incidents that motivate it: those that it names, and those that missed a
	// skill of its area which it leads to; by path.
	Incidents []*corpus.Entry
	// Circular tells that it requires itself, by way of others or not, so that
	// no order has all of what these modules require before them.
	Circular bool

	needs []*Module // that it names as prerequisites, in their order
	place int       // in the order in which all modules can be taken
}

// Level is how well somebody knows an area of skill.
type Level uint8

// The levels, from the lowest.
const (
	NoLevel Level = iota
	Beginner
	Intermediate
	Advanced
)

var levels = [...]string{"none", "beginner", "intermediate", "advanced"}

func (l Level) String() string { return levels[l] }

// levelOf reads a level; what is none is NoLevel.
func levelOf(word string) Level { return Level(max(0, slices.Index(levels[:], corpus.Fold(word)))) }

// modules gives all modules in an order in which they can be taken: each after
// its prerequisites, among those that are free by level, then by path of the
// file. Modules that require each other in a circle are taken as if the first
// of them, in this order, did not require the others.
func modules(c *corpus.Corpus) []*Module {
	var all []*Module
	of := map[*corpus.Entry]*Module{}
	for _, e := range c.Entries {
		if e.Learning != nil && e.Learning.Path != "" {
			m := &Module{Entry: e, Path: taxon(e.Learning.Path), Level: max(Beginner, levelOf(e.Learning.Level))}
			of[e] = m
			all = append(all, m)
		}
	}
	for _, m := range all {
		for _, e := range m.Entry.Targets("prerequisites") {
			switch p := of[e]; {
			case p == m:
				m.Circular = true
			case p != nil:
				m.needs = append(m.needs, p)
			}
		}
	}
	slices.SortStableFunc(all, byLevel)
	return takeable(all)
}

// byLevel compares by level; corpora are by path already.
func byLevel(a, b *Module) int { return cmp.Compare(a.Level, b.Level) }

// takeable orders modules, given by rank, so that each comes after what it
// needs (Kahn's algorithm). If nothing is free, it breaks a circle that needs
// nothing else.
func takeable(all []*Module) []*Module {
	rank := map[*Module]int{}
	for i, m := range all {
		rank[m] = i
	}
	leads := make([][]int, len(all))
	for i, m := range all {
		for _, p := range m.needs {
			leads[rank[p]] = append(leads[rank[p]], i)
		}
	}
	groups, circle := circles(all, leads)
	open := make([]int, len(all))       // prerequisites that are not taken yet, by rank
	outside := make([]int, len(groups)) // those of a circle that are not of it
	var free, breakable ranks
	for i, m := range all {
		open[i] = len(m.needs)
		for _, p := range m.needs {
			outside[circle[i]] += boolInt(circle[rank[p]] != circle[i])
		}
	}
	for i := range all {
		switch { // ascending: heaps already
		case open[i] == 0:
			free = append(free, i)
		case outside[circle[i]] == 0:
			breakable = append(breakable, i)
		}
	}
	out := make([]*Module, 0, len(all))
	taken := make([]bool, len(all))
	for len(out) < len(all) {
		from := &free
		if len(free) == 0 {
			from = &breakable
		}
		next := heap.Pop(from).(int)
		if taken[next] {
			continue
		}
		taken[next] = true
		all[next].place = len(out)
		out = append(out, all[next])
		for _, i := range leads[next] {
			if open[i]--; open[i] == 0 && !taken[i] {
				heap.Push(&free, i)
			}
			if circle[i] == circle[next] {
				continue
			}
			if outside[circle[i]]--; outside[circle[i]] == 0 {
				for _, member := range groups[circle[i]] {
					heap.Push(&breakable, member)
				}
			}
		}
	}
	return out
}

// circles gives the circles of modules, as ranks, and tells by rank in which of
// them each is, and marks those that are in one with others. A module in none
// is alone in its own.
func circles(all []*Module, leads [][]int) (groups [][]int, circle []int) {
	groups, circle = components(leads), make([]int, len(all))
	for n, group := range groups {
		for _, i := range group {
			circle[i] = n
			all[i].Circular = all[i].Circular || len(group) > 1
		}
	}
	return groups, circle
}

// ranks is a heap of the ranks of modules.
type ranks []int

func (r ranks) Len() int           { return len(r) }
func (r ranks) Less(i, j int) bool { return r[i] < r[j] }
func (r ranks) Swap(i, j int)      { r[i], r[j] = r[j], r[i] }
func (r *ranks) Push(x any)        { *r = append(*r, x.(int)) }
func (r *ranks) Pop() any {
	last := len(*r) - 1
	x := (*r)[last]
	*r = (*r)[:last]
	return x
}
